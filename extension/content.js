// Starts the page program and keeps it fed. Normally wasm/cmd/content runs here,
// in the content script; where the page's policy forbids WebAssembly it runs in
// a hidden frame of the extension and is spoken to over a port, in the same words.
"use strict";

(() => {
  const page = globalThis.byeolpyoPage;
  let brain = null; // {scan(gen, url, text), click(key), undo()} here or beyond the port
  let nodes = [];
  let gen = 0;
  let lastText = "";
  let lastURL = "";
  let lastPlan = null;
  let must = "";
  let scheduled = false;
  let notBefore = 0;

  // ---- what the program tells the page ----

  const host = {
    ready(b) {
      brain = b;
      schedule();
    },
    // The stars for the document as it was at scan number g.
    plan(g, plan, mustText) {
      if (g !== gen) return;
      lastPlan = plan;
      must = mustText;
      paint();
    },
    toast(message, button, action) {
      page.toast(message, button ? { label: button, undo: action === "undo", run: () => (action === "undo" ? brain.undo() : location.reload()) } : null);
    },
    // The extension was updated or removed: this script has lost its API.
    orphaned,
  };

  function orphaned() {
    const texts = globalThis.byeolpyoStrings[navigator.language.startsWith("ko") ? "ko" : "en"];
    page.toast(texts.starReload, { label: texts.starReloadButton, run: () => location.reload() });
  }

  const alive = () => Boolean(globalThis.chrome?.runtime?.id);

  // ---- following the document ----

  function paint() {
    page.place(lastPlan, nodes, must);
    observer.takeRecords(); // our own stars are no news
  }

  function scan() {
    scheduled = false;
    if (!brain || !document.documentElement) return;
    const began = performance.now();
    const shot = page.snapshot(document.documentElement);
    nodes = shot.nodes;
    if (shot.text === lastText && location.href === lastURL) {
      // The same words in other nodes: the site has rendered anew.
      if (lastPlan !== null) paint();
    } else {
      lastText = shot.text;
      lastURL = location.href;
      brain.scan(++gen, lastURL, lastText);
    }
    // A page so large that reading takes long is read less often: at most a
    // tenth of the time goes into it.
    const took = performance.now() - began;
    notBefore = took > 10 ? began + took * 10 : 0;
  }

  // The stars come in the frame in which the sessions come. A page in the
  // background has no frames, and reads when it is looked at.
  function schedule() {
    if (scheduled || !brain) return;
    scheduled = true;
    const wait = notBefore - performance.now();
    if (wait > 0) setTimeout(() => requestAnimationFrame(scan), wait);
    else requestAnimationFrame(scan);
  }

  const observer = new MutationObserver(schedule);
  observer.observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ["class", "href", "aria-selected", "aria-pressed", "datetime"],
  });
  addEventListener("popstate", schedule);
  addEventListener("hashchange", schedule);

  page.listen((key) => {
    if (!alive()) orphaned();
    else if (brain) brain.click(key);
  });

  // The popup asks whether this tab is served.
  chrome.runtime.onMessage.addListener((message, sender, reply) => {
    if (message?.byeolpyo === "ping") reply({ byeolpyo: "pong", sessions: page.count() });
  });

  // ---- starting the program ----

  const NONCE = crypto.randomUUID();

  // Runs the program in an extension frame. The port carries arrays: the name of
  // a call, then its arguments.
  function inFrame() {
    const frame = document.createElement("iframe");
    frame.hidden = true;
    frame.style.setProperty("display", "none", "important");
    frame.src = chrome.runtime.getURL("frame.html") + "#" + NONCE;
    frame.addEventListener("load", () => {
      const port = chrome.runtime.connect({ name: NONCE });
      port.onMessage.addListener(([name, ...args]) => {
        if (name === "ready") {
          lastText = "";
          host.ready({
            scan: (...a) => port.postMessage(["scan", ...a]),
            click: (key) => port.postMessage(["click", key]),
            undo: () => port.postMessage(["undo"]),
          });
        } else if (name === "plan" || name === "toast") {
          host[name](...args);
        }
      });
      port.onDisconnect.addListener(() => {
        void chrome.runtime?.lastError;
        brain = null;
        frame.remove();
        // The site threw the frame out of its document: begin again.
        if (alive()) setTimeout(inFrame, 1000);
      });
    }, { once: true });
    const attach = () => document.documentElement.append(frame);
    if (document.documentElement) attach();
    else addEventListener("DOMContentLoaded", attach, { once: true });
  }

  // validate() would say yes where the page's policy says no; only compiling tells.
  const PROBE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
  (async () => {
    try {
      new WebAssembly.Module(PROBE);
      const go = new globalThis.Go();
      globalThis.byeolpyoHost = host;
      const { instance } = await WebAssembly.instantiateStreaming(fetch(chrome.runtime.getURL("content.wasm")), go.importObject);
      go.run(instance);
    } catch (e) {
      if (e instanceof WebAssembly.CompileError) inFrame();
      else throw e;
    }
  })();
})();
