// What the tab below the popup says of itself: why it has no stars, or what it has to import.
import { $, FIELD, KEY, MESSAGE, PATIENCE_MS, POPUP, act, body, ready, one, say, view } from "./state.js";
import { offerReport } from "./report.js";

// tab is the tab below the popup. Without the `tabs` permission the address of one that does not
// answer cannot be read. It may be another site, one of pycon.kr that we do not read, a page of
// the browser, one that did not load, or one that was open before the installation.
/** @type {{ id: number, trouble?: string | null, frame?: string, dayless?: boolean, silent?: string } | null} */
let tab = null; // {id, trouble, frame, dayless} or {id, silent: the name of a message}

let looks = 0; // how often the tab was looked at; the answer to an earlier look may come later

async function lookAtTab() {
  const nth = ++looks;
  const [[{ id } = {}], own] = await Promise.all([chrome.tabs.query({ active: true, currentWindow: true }), chrome.tabs.getCurrent()]);
  if (id === undefined || id === own?.id) return; // this page is a tab itself
  const asked = chrome.tabs.sendMessage(id, { [FIELD]: MESSAGE.PING }).catch(() => null);
  const soon = await Promise.race([asked, new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS, null); })]);
  await answered(nth, id, soon);
  const answer = await asked;
  if (answer !== soon) await answered(nth, id, answer);
}

/** @param {number} nth @param {number} id @param {any} answer */
async function answered(nth, id, answer) {
  const pong = byeolpyoIs(answer, MESSAGE.PONG);
  const silent = pong ? "" : await silence(id);
  if (nth < looks) return;
  tab = pong ? { id, trouble: answer.trouble, frame: answer.frame, dayless: answer.dayless } : { id, silent };
  body.dataset.tab = tab.silent ? "silent" : "served";
  if (view) showTab();
  if (answer?.bookmarks?.length) {
    await ready;
    act(POPUP.BOOKMARKS, answer.bookmarks.join(" "));
  }
}

// silence returns the message for a tab that does not answer.
/** @param {number} id */
async function silence(id) {
  const { origins = [] } = await chrome.permissions.getAll();
  if (!origins.some((origin) => origin.includes("pycon.kr"))) return "tabWithheld";
  /** @type {Record<string, any>} */
  const { [KEY.BEFORE]: before = [] } = await chrome.storage.session.get(KEY.BEFORE).catch(() => ({}));
  return before.includes(id) ? "tabBefore" : "tabSilent";
}

// serves reports whether a page at this address can have stars.
/** @param {URL} url */
function serves({ protocol, hostname }) {
  const [{ exclude_matches: excluded = [] }] = chrome.runtime.getManifest().content_scripts ?? [];
  const matches = (/** @type {string} */ pattern) => {
    const [, host = ""] = pattern.match(/^https:\/\/([^/]+)\//) ?? [];
    return host.startsWith("*.") ? hostname === host.slice(2) || hostname.endsWith(host.slice(1)) : hostname === host;
  };
  return protocol === "https:" && matches("https://*.pycon.kr/*") && !excluded.some(matches);
}

export function showTab() {
  const { trouble = "", frame = "", dayless = false, silent = "" } = tab ?? {};
  /** @type {Byeolpyo.PopupEmpty | null} */
  let open = null;
  let text = "", reload = false;
  if (trouble) {
    text = say(trouble);
    reload = trouble === "starBroken" || trouble === "starUnread";
    if (trouble === "starPolicy") open = view.open;
  } else if (frame) {
    const url = new URL(frame);
    const ours = serves(url);
    text = say(ours ? "tabFrameOurs" : "tabFrame", { host: url.hostname });
    if (ours) open = { link: say("tabFrameOpen"), url: frame };
  }
  // People who have just installed the extension have to see it; for others it may be any tab.
  const first = silent === "tabWithheld" || silent === "tabBefore" && view.picks === 0;
  if (first) [text, reload] = [say(silent), true];
  tellTab($("trouble"), text, reload, open);
  const hint = dayless ? "tabDayless" : first ? "" : silent;
  tellTab($("hint"), hint && say(hint), !dayless, silent === "tabSilent" ? view.open : null);
  offerReport(tab && !silent && !trouble ? tab.id : undefined);
}

/** @param {HTMLElement} part @param {string} text @param {boolean} reload @param {Byeolpyo.PopupEmpty | null} open */
function tellTab(part, text, reload, open) {
  part.hidden = !text;
  one(part, "span").textContent = text;
  one(part, ".reload").hidden = !reload;
  const link = /** @type {HTMLAnchorElement} */ (one(part, ".open"));
  link.hidden = !open;
  if (!open) return;
  link.textContent = open.link;
  link.href = open.url;
}
for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".ways .reload"))) button.onclick = () => tab && chrome.tabs.reload(tab.id);
chrome.tabs.onUpdated.addListener((id, change) => { if (id === tab?.id && change.status === "complete") lookAtTab(); });
// The list of tabs that were open before the installation may be stored only after the popup was
// opened over one.
chrome.storage.session.onChanged.addListener((changes) => { if (KEY.BEFORE in changes && tab?.silent) lookAtTab(); });
lookAtTab().catch(console.error);
