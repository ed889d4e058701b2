// Runs the program in a hidden frame of the extension (frame.js), where the page's policy
// forbids WebAssembly. Calls go over a port under the same names.
"use strict";

globalThis.byeolpyoInFrame = (() => {
  const { CONTENT, PAGE } = globalThis.byeolpyoConstants;
  const { make, rootOf } = globalThis.byeolpyoTree;
  const { alive, blocked, why } = globalThis.byeolpyoTrouble;
  const reading = globalThis.byeolpyoReading;
  const NONCE = crypto.randomUUID();
  const TRIES = 3; // frames that ended without running the program, after which none is expected to
  const PATIENCE = 20000; // ms until the page says that the program does not run
  let vain = 0; // frames that ended without running the program

  // inFrame runs the program in a frame. The port carries arrays: the name of a call of the host
  // (content.js) or of the program, then its arguments.
  /** @param {Byeolpyo.Page} host */
  function inFrame(host) {
    const frame = make(document, "iframe");
    frame.hidden = true;
    frame.style.setProperty("display", "none", "important");
    frame.src = chrome.runtime.getURL("frame.html") + "#" + NONCE;
    let ran = false;
    const late = setTimeout(() => { if (why() === null) blocked("starPolicy"); }, PATIENCE);
    frame.addEventListener("load", () => {
      const port = chrome.runtime.connect({ name: NONCE });
      port.onMessage.addListener(([name, ...args]) => {
        if (name === PAGE.READY) {
          ran = true;
          vain = 0;
          reading.forget();
          host.ready({
            scan: (...a) => port.postMessage([CONTENT.SCAN, ...a]),
            click: (key) => port.postMessage([CONTENT.CLICK, key]),
            undo: () => port.postMessage([CONTENT.UNDO]),
            choose: (from, to) => port.postMessage([CONTENT.CHOOSE, from, to]),
            learn: (...a) => port.postMessage([CONTENT.LEARN, ...a]),
          });
        } else if (name === PAGE.FAILED) {
          blocked(args[0] === "starNoWasm" ? "starNoWasm" : "starBroken");
        } else if (name === PAGE.PLAN || name === PAGE.TOAST || name === PAGE.FETCH_PAGE || name === PAGE.UNREAD) {
          /** @type {any} */ (host)[name](...args);
        }
      });
      port.onDisconnect.addListener(() => {
        void chrome.runtime?.lastError;
        reading.use(null);
        clearTimeout(late);
        frame.remove();
        // In a sandboxed page, frames cannot run a program either.
        if (!ran && ++vain === TRIES) {
          blocked("starPolicy");
          return;
        }
        // The site removed the frame from its document: start again.
        setTimeout(() => alive() && inFrame(host), 1000);
      });
    }, { once: true });
    const attach = () => rootOf(document).append(frame);
    if (rootOf(document)) attach();
    else addEventListener("DOMContentLoaded", attach, { once: true });
  }

  return inFrame;
})();
