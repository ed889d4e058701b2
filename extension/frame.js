// The page program for a page whose policy forbids WebAssembly: wasm/cmd/content
// runs in this hidden frame, and content/inframe.js is at the other end of a port.
"use strict";

(() => {
  const { CONTENT, PAGE } = byeolpyoConstants;
  const nonce = location.hash.slice(1);
  /** @type {Byeolpyo.Content | null} */
  let program = null;
  /** @type {chrome.runtime.Port | null} */
  let port = null;
  let failed = ""; // the message that says why the program does not run

  const tell = (/** @type {unknown[]} */ ...message) => port?.postMessage(message);

  globalThis.byeolpyoHost = {
    ready(/** @type {Byeolpyo.Content} */ b) {
      program = b;
      tell(PAGE.READY);
    },
    plan: (...args) => tell(PAGE.PLAN, ...args),
    toast: (...args) => tell(PAGE.TOAST, ...args),
    fetchPage: (...args) => tell(PAGE.FETCH_PAGE, ...args),
    unread: (...args) => tell(PAGE.UNREAD, ...args),
    orphaned() {},
  };

  // ownTab is checked because every content script's message reaches every frame of the
  // extension. The right one comes from this frame's own tab, and knows the nonce in this
  // frame's address.
  const ownTab = chrome.tabs.getCurrent();
  chrome.runtime.onConnect.addListener(async (p) => {
    if (p.name !== nonce || port) return;
    const tab = await ownTab;
    if (port || p.sender?.id !== chrome.runtime.id || p.sender?.tab?.id !== tab?.id) return;
    port = p;
    port.onMessage.addListener(([name, ...args]) => {
      if (Object.values(CONTENT).includes(name)) /** @type {any} */ (program)[name](...args);
    });
    if (program) tell(PAGE.READY);
    if (failed) tell(PAGE.FAILED, failed);
  });

  byeolpyoGo("content.wasm", { env: { GOGC: "50" } }).catch((error) => {
    program = null;
    failed = typeof WebAssembly === "undefined" ? "starNoWasm" : "starBroken";
    tell(PAGE.FAILED, failed);
    console.error(error);
  });
})();
