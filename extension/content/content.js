// Starts the page program and is what that talks to. Normally wasm/cmd/content runs
// here, in the content script; where it may not, in a frame (inframe.js). What it is
// told of the page comes from reading.js.
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
    // Storage does not tell what is picked, or does again; the program says so itself.
    unread(now) {
      if (now || why() === "starUnread") blocked(now ? "starUnread" : "");
    },
    plan: reading.plan,
    // others: what a click may have been meant for, records of label, from and to.
    toast(message, button, action, others = "") {
      page.toast(message, button ? { label: button, undo: action === PAGE.UNDO, run: () => (action === PAGE.UNDO ? reading.program()?.undo() : location.reload()) } : null,
        others.split("\x1e").slice(0, -1).map((record) => {
          const [label, from, to] = record.split("\x1f");
          return { label, run: () => reading.program()?.choose(from, to) };
        }));
    },
    // The site's timetable page, or the data from which the site makes it, for the
    // times that this page does not show.
    async fetchPage(url, lang) {
      try {
        const answer = await fetch(url, { credentials: "omit", headers: { "Accept-Language": lang }, signal: AbortSignal.timeout(TIMEOUT) });
        if (!answer.ok || new URL(answer.url).host !== new URL(url).host) return; // no other site tells of this one
        let text = "";
        for await (const part of /** @type {ReadableStream<any>} */ (answer.body).pipeThrough(new TextDecoderStream())) {
          if ((text += part).length > MOST) return;
        }
        if (/json/.test(answer.headers.get("Content-Type") ?? "")) text = page.json(text);
        else text = page.snapshot(new DOMParser().parseFromString(text, "text/html").documentElement).text;
        reading.program()?.learn(url, text);
      } catch {
        // Without it the times stay unknown until the visitor sees that page.
      }
    },
    stored: stored.all,
    orphaned,
  };

  // What other devices picked is fetched when a page is opened, if sync is on. The
  // worker that does so is a process to be started: only then, and not while the page
  // itself starts.
  stored.asked.then(() => /** @type {Promise<any>} */ (chrome.storage.local.get(KEY.SYNC))).then(({ [KEY.SYNC]: sync }) => {
    if (!sync || sync.startsWith(SYNC_OFF)) return;
    requestIdleCallback(() => { if (alive()) byeolpyoSend(MESSAGE.PAGE).catch(() => {}); }, { timeout: 3000 });
  }).catch(() => {});

  // The popup asks for the page when its person wants to tell somebody how it is read.
  chrome.runtime.onMessage.addListener((message, sender, reply) => {
    const root = rootOf(document);
    if (!byeolpyoIs(message, MESSAGE.REPORT) || !root) return false;
    reply({ url: location.href, snapshot: page.snapshot(root).text, lang: language() });
    return false;
  });

  // ---- beginning ----

  // Compiling the program and its first 50 ms belong to the page, whose own scripts
  // are about to ask for its data: both come behind them, while the page waits for
  // the answer. What is to be compiled is asked for before, with storage.
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

  // validate() would say yes where the page's policy says no; only compiling tells.
  const PROBE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
  (async () => {
    try {
      new WebAssembly.Module(PROBE);
      // The heap grows to 8 MB before the collector runs by itself, in the middle of
      // a reading as likely as not; the program calls it when the page is at rest.
      const env = { GOGC: "200" };
      globalThis.byeolpyoHost = host;
      const module = fetch(chrome.runtime.getURL("content.wasm"));
      await ownScripts();
      await globalThis.byeolpyoGo("content.wasm", { module, env });
    } catch (e) {
      reading.use(null);
      // A frame of the extension may have what this page's process has not.
      if (typeof WebAssembly === "undefined" || e instanceof WebAssembly.CompileError) {
        globalThis.byeolpyoInFrame(host);
        return;
      }
      blocked("starBroken");
      throw e;
    }
  })();
})();
