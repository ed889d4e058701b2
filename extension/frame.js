// The page program for a page whose policy forbids WebAssembly: wasm/cmd/content
// runs in this hidden frame, and content/inframe.js is at the other end of a port.
"use strict";

(() => {
  const nonce = location.hash.slice(1);
  let brain = null;
  let port = null;
  let failed = ""; // why the program does not run

  const tell = (...message) => port?.postMessage(message);

  globalThis.byeolpyoHost = {
    ready(b) {
      brain = b;
      tell("ready");
    },
    plan: (...args) => tell("plan", ...args),
    toast: (...args) => tell("toast", ...args),
    fetchPage: (...args) => tell("fetchPage", ...args),
    unread: (...args) => tell("unread", ...args),
    orphaned() {},
  };

  // Every content script's call reaches every frame. Ours comes from our own tab
  // and knows the nonce that it put into our address.
  const ownTab = chrome.tabs.getCurrent();
  chrome.runtime.onConnect.addListener(async (p) => {
    if (p.name !== nonce || port) return;
    const tab = await ownTab;
    if (p.sender?.id !== chrome.runtime.id || p.sender?.tab?.id !== tab?.id) return;
    port = p;
    port.onMessage.addListener(([name, ...args]) => {
      if (name === "scan" || name === "click" || name === "undo" || name === "choose" || name === "learn") brain[name](...args);
    });
    if (brain) tell("ready");
    if (failed) tell("failed", failed);
  });

  byeolpyoGo("content.wasm", { env: { GOGC: "50" } }).catch((error) => {
    brain = null;
    failed = typeof WebAssembly === "undefined" ? "starNoWasm" : "starBroken";
    tell("failed", failed);
    console.error(error);
  });
})();
