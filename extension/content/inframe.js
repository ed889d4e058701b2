// Runs the program in a hidden frame of the extension (frame.js), where the page's
// policy forbids WebAssembly, and is spoken to over a port, in the same words.
"use strict";

globalThis.byeolpyoInFrame = (() => {
  const { CONTENT, PAGE } = globalThis.byeolpyoConstants;
  const { make, rootOf } = globalThis.byeolpyoTree;
  const { alive, blocked, why } = globalThis.byeolpyoTrouble;
  const reading = globalThis.byeolpyoReading;
  const NONCE = crypto.randomUUID();
  const TRIES = 3; // frames in vain before it is taken that none can run
  const PATIENCE = 20000; // ms until it is said that none has
  let vain = 0; // frames that went without the program having run

  // The port carries arrays: the name of a call of the host (content.js) or of the
  // program, then its arguments.
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
        // A page in a sandbox has no program run in its frames either.
        if (!ran && ++vain === TRIES) {
          blocked("starPolicy");
          return;
        }
        // The site threw the frame out of its document: begin again.
        setTimeout(() => alive() && inFrame(host), 1000);
      });
    }, { once: true });
    const attach = () => rootOf(document).append(frame);
    if (rootOf(document)) attach();
    else addEventListener("DOMContentLoaded", attach, { once: true });
  }

  return inFrame;
})();
