// A report of the page in the tab, for those who mend how pages are read: copied with its words
// replaced, and sent nowhere.
import { $, FIELD, MESSAGE, say } from "./state.js";
import { notify } from "./notices.js";

const PATIENCE = 10000; // ms; the largest pages take 2 s

// reportOf resolves to the report of the page in a tab. The program that writes it is loaded
// each time, since it is rarely asked for.
/** @param {number} id */
async function reportOf(id) {
  const late = new Promise((resolve, reject) => { setTimeout(reject, PATIENCE, new Error("the page does not answer")); });
  const asked = chrome.tabs.sendMessage(id, { [FIELD]: MESSAGE.REPORT });
  const page = await Promise.race([asked, late]);
  /** @type {string} */
  const text = await new Promise((resolve, reject) => {
    globalThis.byeolpyoReport = { ...page, version: chrome.runtime.getManifest().version, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, done: resolve };
    byeolpyoGo("report.wasm").catch(reject); // it ends when the report is written
  });
  if (!text) throw new Error("the page is not read");
  return new Blob([text], { type: "text/plain" });
}

// offerReport offers to copy a report of the page in a tab; of none for undefined.
/** @param {number | undefined} id */
export function offerReport(id) {
  $("report-line").hidden = id === undefined;
  $("report").onclick = async () => {
    if (id === undefined) return;
    try {
      // A promise lets the click count as the permission while the page is still being read.
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": reportOf(id) })]);
      notify({ text: say("reportCopied") });
    } catch (error) {
      console.error(error);
      notify({ text: say("reportFailed") });
    }
  };
}
