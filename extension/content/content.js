// Starts the page program, and does what that asks for. wasm/cmd/content runs here, in the
// content script, or where the page's policy forbids that, in a frame (inframe.js). reading.js
// tells it of the page.
"use strict";

(() => {
  const { KEY, MESSAGE, PAGE, SYNC_OFF } = globalThis.byeolpyoConstants;
  const page = globalThis.byeolpyoPage;
  const { phase, rootOf } = globalThis.byeolpyoTree;
  const { language } = globalThis.byeolpyoSiteStorage;
  const { alive, blocked, orphaned, why } = globalThis.byeolpyoTrouble;
  const stored = globalThis.byeolpyoStored;
  const reading = globalThis.byeolpyoReading;
  const MOST = 4e6; // characters of what is fetched; the largest programme takes 0.3 million
  const TIMEOUT = 30000; // ms

  // ---- what the program tells the page ----

  /** @type {Byeolpyo.Page} */
  const host = {
    ready(b) {
      if (why() !== "starUnread") blocked("");
      reading.use(b);
    },
    // unread notes whether storage could not be read, which the program reports itself.
    unread(now) {
      if (now || why() === "starUnread") blocked(now ? "starUnread" : "");
    },
    plan: reading.plan,
    // toast shows a toast; others are the sessions that a click may have been meant for, as
    // records of label, from and to.
    toast(message, button, action, others = "") {
      page.toast(message, button ? { label: button, undo: action === PAGE.UNDO, run: () => (action === PAGE.UNDO ? reading.program()?.undo() : location.reload()) } : null,
        others.split("\x1e").slice(0, -1).map((record) => {
          const [label, from, to] = record.split("\x1f");
          return { label, run: () => reading.program()?.choose(from, to) };
        }));
    },
    // fetchPage fetches the site's timetable page, or the data that the site makes it of, for
    // times that this page does not show.
    async fetchPage(url, lang) {
      try {
        const answer = await fetch(url, { credentials: "omit", headers: { "Accept-Language": lang }, signal: AbortSignal.timeout(TIMEOUT) });
        if (!answer.ok || new URL(answer.url).host !== new URL(url).host) return; // another site must not answer for this one
        let text = "";
        for await (const part of /** @type {ReadableStream<any>} */ (answer.body).pipeThrough(new TextDecoderStream())) {
          if ((text += part).length > MOST) return;
        }
        if (/json/.test(answer.headers.get("Content-Type") ?? "")) text = page.json(text);
        else text = page.snapshot(new DOMParser().parseFromString(text, "text/html").documentElement).text;
        reading.program()?.learn(url, text);
      } catch {
        // Without an answer the times stay unknown until the visitor opens that page.
      }
    },
    stored: stored.all,
    orphaned,
  };

  // If sync is on, opening a page fetches what other devices picked. That starts the worker's
  // process, so it waits until the page itself has started.
  stored.asked.then(() => /** @type {Promise<any>} */ (chrome.storage.local.get(KEY.SYNC))).then(({ [KEY.SYNC]: sync }) => {
    if (!sync || sync.startsWith(SYNC_OFF)) return;
    requestIdleCallback(() => { if (alive()) byeolpyoSend(MESSAGE.PAGE).catch(() => {}); }, { timeout: 3000 });
  }).catch(() => {});

  // The popup asks for the page when the visitor wants to report how it is read.
  chrome.runtime.onMessage.addListener((message, sender, reply) => {
    const root = rootOf(document);
    if (!byeolpyoIs(message, MESSAGE.REPORT) || !root) return false;
    reply({ url: location.href, snapshot: page.snapshot(root).text, lang: language() });
    return false;
  });

  // ---- beginning ----

  // Compiling the program and its first 50 ms would delay the page, whose own scripts are about
  // to ask for its data. Both come after these, while the page waits for the answer. The file to
  // be compiled is requested earlier, together with storage.
  const MOST_TURN = 300; // ms; some scripts take seconds to come
  const ownScripts = () => /** @type {Promise<void>} */ (new Promise((resolve) => {
    if (phase(document) !== "loading") {
      resolve();
      return;
    }
    const late = setTimeout(resolve, MOST_TURN);
    addEventListener("DOMContentLoaded", () => {
      clearTimeout(late);
      setTimeout(resolve);
    }, { once: true });
  }));

  // validate() returns true even where the page's policy forbids WebAssembly; only compiling
  // tells.
  const PROBE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
  (async () => {
    try {
      new WebAssembly.Module(PROBE);
      // The heap grows to 8 MB before the collector runs by itself, likely in the middle of a
      // reading. The program calls the collector while the page is at rest.
      const env = { GOGC: "200" };
      globalThis.byeolpyoHost = host;
      const module = fetch(chrome.runtime.getURL("content.wasm"));
      await ownScripts();
      await globalThis.byeolpyoGo("content.wasm", { module, env });
    } catch (e) {
      reading.use(null);
      // A frame of the extension may have what is missing in this page's process.
      if (typeof WebAssembly === "undefined" || e instanceof WebAssembly.CompileError) {
        globalThis.byeolpyoInFrame(host);
        return;
      }
      blocked("starBroken");
      throw e;
    }
  })();
})();
