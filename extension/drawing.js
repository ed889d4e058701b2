// byeolpyoDrawing(request) resolves to the pictures of a timetable, drawn in a
// Worker so that the page stays alive meanwhile. The request is that of
// wasm/cmd/draw without entries and now, which are read here. It rejects with an
// Error whose code is "memory", "large", "load" or "internal", or as fetch does when
// options.signal is aborted: then the Worker is ended and begins anew with the next
// request. options.onProgress is called with how much is drawn, 0 to 1.
"use strict";

globalThis.byeolpyoDrawing = (() => {
  let worker = null;
  let last = 0;
  const waiting = new Map(); // id -> {resolve, reject}

  const failure = (code, message) => Object.assign(new Error(message), { code });

  // A worker whose program has ended answers nothing any more.
  function discard(error) {
    worker?.terminate();
    worker = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  function start() {
    worker = new Worker("draw.worker.js");
    worker.onmessage = ({ data }) => {
      if (data.ended) {
        discard(failure(data.ended.code, data.ended.message));
        return;
      }
      const call = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.error) call?.reject(failure(data.error.code, data.error.message));
      else call?.resolve(data.pages);
    };
    worker.onerror = (event) => discard(failure("load", event.message || "worker failed"));
  }

  return async (request, { signal } = {}) => {
    const all = await chrome.storage.local.get(null);
    const entries = {};
    for (const key of Object.keys(all)) {
      const { edition } = request;
      if (["pick", "session", "own", "hash"].some((kind) => key.startsWith(`${kind}/${edition}/`)) ||
        key === `export/${edition}` || (key.startsWith("friend/") && key.endsWith(`/${edition}`))) {
        entries[key] = all[key];
      }
    }
    signal?.throwIfAborted();
    if (!worker) start();
    const id = ++last;
    return new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () => {
        if (waiting.has(id)) discard(signal.reason);
      }, { once: true });
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, request: { ...request, entries, now: Date.now() } });
    });
  };
})();
