// Reads the pairing code that another device shows, on the page of sync: by the camera, or from
// a picture that is chosen or pasted. Pictures stay in this page and its Worker.
import "./constants.js";
import { keep, onEscape } from "./focus.js";
import { scanner } from "./scanner.js";

const { PAIRING } = byeolpyoConstants;
/** @template {keyof Byeolpyo.SyncPage} K @param {K} id @returns {Byeolpyo.SyncPage[K]} */
const $ = (id) => /** @type {any} */ (document.getElementById(id));

// reading makes the page's buttons read a code, and calls found with it.
/** @param {Byeolpyo.Say} say @param {(text: string) => Promise<void>} found */
export function reading(say, found) {
  /** @typedef {{ scanner: ReturnType<typeof scanner>, stream: MediaStream | null, stopped: boolean, trouble: () => string }} Scan */
  /** @type {Scan | null} */
  let scanning = null; // {scanner, stream, stopped, trouble(): the words when it fails}
  const state = (/** @type {string} */ text) => { $("scan-state").textContent = text; };

  function stopScan() {
    if (!scanning) return;
    scanning.stopped = true;
    scanning.stream?.getTracks().forEach((track) => track.stop());
    scanning.scanner.close();
    scanning = null;
    $("video").srcObject = null;
    $("viewfinder").hidden = true;
  }

  // scan shows the progress of find, and pairs with the code that it finds.
  /** @param {(one: Scan) => Promise<string>} find */
  async function scan(find) {
    stopScan();
    /** @type {Scan} */
    const one = { scanner: scanner(PAIRING), stream: null, stopped: false, trouble: () => say("syncScanFailed") };
    scanning = one;
    let text = "";
    try {
      text = await find(one);
    } catch {
      if (!one.stopped) state(one.trouble());
    }
    if (one.stopped) return; // by the person or by another scan
    const held = document.activeElement;
    stopScan();
    keep(held, $("camera"));
    if (!text) return;
    state("");
    await found(text);
  }

  $("camera").hidden = !navigator.mediaDevices?.getUserMedia;
  $("camera").onclick = () => scan(async (one) => {
    state(say("syncCameraAsk"));
    one.trouble = () => say("syncCameraRefused");
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 } } });
    one.stream = stream;
    if (one.stopped) { // while the browser asked for permission
      stream.getTracks().forEach((track) => track.stop());
      return "";
    }
    const video = $("video");
    video.srcObject = stream;
    $("viewfinder").hidden = false;
    state(say("syncCameraLook"));
    await video.play();
    one.trouble = () => say("syncScanFailed");
    return one.scanner.watch(video, () => one.stopped);
  });
  const stopCamera = () => {
    stopScan();
    state("");
    $("camera").focus();
  };
  $("camera-stop").onclick = stopCamera;
  onEscape(() => $("viewfinder").checkVisibility(), stopCamera);

  /** @param {File} file */
  async function readPicture(file) {
    await scan(async (one) => {
      state(say("syncScanning"));
      const size = await one.scanner.oversize(file);
      if (size) {
        state(say("importHuge", size));
        return "";
      }
      const bitmap = await createImageBitmap(file).catch(() => null);
      if (!bitmap) {
        state(say(await one.scanner.why(file)));
        return "";
      }
      const text = await one.scanner.read(bitmap);
      if (!text) state(say("syncScanNone"));
      return text;
    });
  }
  $("picture").onclick = () => $("picture-file").click();
  $("picture-file").onchange = () => {
    const [file] = $("picture-file").files ?? [];
    if (file) readPicture(file);
    $("picture-file").value = ""; // the same file may be chosen again
  };
  addEventListener("paste", (event) => {
    const [file] = event.clipboardData?.files ?? [];
    if (file && !$("off").hidden) readPicture(file);
  });
  addEventListener("pagehide", stopScan);
}
