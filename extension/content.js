// Starts the page program and keeps it fed. Normally wasm/cmd/content runs here,
// in the content script; where the page's policy forbids WebAssembly it runs in
// a hidden frame of the extension and is spoken to over a port, in the same words.
"use strict";

(() => {
  const { CODE, FIELD, KEY, LINK, MAX_BOOKMARKS, MESSAGE, SYNC_OFF, WANTED } = globalThis.byeolpyoConstants;
  const page = globalThis.byeolpyoPage;
  const stars = globalThis.byeolpyoStars;
  const { attr, baseOf, closest, documentIn, find, make, rootOf, hidden, phase, tag, tagged, type, windowOf } = globalThis.byeolpyoTree;
  // Reading may take a third of the time of a page that does not come to rest, and
  // of a large one a tenth; ALLOWANCE (ms) may be spent at once, so that the few
  // steps in which a page changes are each read when they come.
  const LARGE = 20000; // elements; a page of 60 sessions has 2,000
  const ALLOWANCE = 60;
  const FRAME = 16; // ms
  const SAID = 500; // ms until the language of a page that changed is looked at again; before the page counts as settled
  const MOST = 4e6; // characters of what is fetched; the largest programme takes 0.3 million
  const TIMEOUT = 30000; // ms
  let brain = null; // {scan(gen, url, text, moved, missing, lang), click(key), undo()} here or beyond the port
  let nodes = [];
  let gen = 0;
  let lastText = "";
  let lastURL = "";
  let lastLang = "";
  let said = 0; // the timer that looks at the language again
  let lastPlan = null;
  let texts = {};
  let isStatic = false; // the server's elements are known to stay as they are
  let read = false; // the page was read since the stars were placed
  let inner = []; // the roots and frames' documents that were read
  let held = []; // elements that have a root for a star
  let scheduled = false;
  let spare = ALLOWANCE;
  let ended = -FRAME; // when the last reading did
  let counted = 0; // ms since then that spare has grown for

  // ---- what the program tells the page ----

  const host = {
    ready(b) {
      brain = b;
      if (trouble !== "starUnread") blocked("");
      schedule();
      requestIdleCallback(warm);
    },
    // Storage does not tell what is picked, or does again; the program says so itself.
    unread(now) {
      if (now || trouble === "starUnread") blocked(now ? "starUnread" : "");
    },
    // The stars for the document as it was at scan number g.
    plan(g, plan, must, changed, still) {
      if (g !== gen) return;
      lastPlan = plan;
      texts = { must, changed };
      isStatic = still;
      paint();
    },
    // others: what a click may have been meant for, records of label, from and to.
    toast(message, button, action, others = "") {
      page.toast(message, button ? { label: button, undo: action === "undo", run: () => (action === "undo" ? brain.undo() : location.reload()) } : null,
        others.split("\x1e").slice(0, -1).map((record) => {
          const [label, from, to] = record.split("\x1f");
          return { label, run: () => brain.choose(from, to) };
        }));
    },
    // The site's timetable page, or the data from which the site makes it, for the
    // times that this page does not show.
    async fetchPage(url, lang) {
      try {
        const answer = await fetch(url, { credentials: "omit", headers: { "Accept-Language": lang }, signal: AbortSignal.timeout(TIMEOUT) });
        if (!answer.ok) return;
        let text = "";
        for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
          if ((text += part).length > MOST) return;
        }
        if (/json/.test(answer.headers.get("Content-Type"))) text = page.json(text);
        else text = page.snapshot(new DOMParser().parseFromString(text, "text/html").documentElement).text;
        brain?.learn(url, text);
      } catch {
        // Without it the times stay unknown until the visitor sees that page.
      }
    },
    // The extension was updated or removed: this script has lost its API.
    orphaned,
  };

  // ---- where no stars can be ----

  let trouble = null; // the name of a message that says why; "" where they can be
  const curious = []; // popups that asked before that was known

  const state = () => ({ [FIELD]: MESSAGE.PONG, sessions: page.count(), bookmarks: bookmarks(), trouble, frame: page.count() ? "" : foreign() });

  // blocked notes why there are no stars, "" when there can be. The tab is marked, and
  // the popup says it; the page does, too, where nothing has in this session.
  async function blocked(why) {
    const before = trouble;
    if (before === why) return;
    trouble = why;
    for (const reply of curious.splice(0)) reply(state());
    if (!why && !before || !alive()) return;
    const first = await chrome.runtime.sendMessage({ [FIELD]: MESSAGE.BLOCKED, why }).catch(() => false);
    if (!first || trouble !== why || why === "starUnread") return;
    const { [KEY.SETTINGS]: settings } = await asked.catch(() => ({}));
    page.toast((globalThis.byeolpyoStrings[settings?.lang] ?? fallbackStrings())[why], null);
  }

  const fallbackStrings = () => globalThis.byeolpyoStrings[navigator.language.startsWith("ko") ? "ko" : "en"];

  // foreign is the address of the largest part of the page that another site fills, ""
  // where there is none large enough for a timetable: its sessions cannot be read.
  const LEAST = { width: 300, height: 300 }; // px
  function foreign() {
    let found = "", most = 0;
    for (const frame of tagged(document, "iframe")) {
      const { width, height } = frame.getBoundingClientRect();
      if (width < LEAST.width || height < LEAST.height || width * height <= most || documentIn(frame)) continue;
      const { protocol, href } = new URL(frame.src, location.href);
      if (protocol !== "https:") continue;
      found = href;
      most = width * height;
    }
    return found;
  }

  function orphaned() {
    const texts = globalThis.byeolpyoStrings[navigator.language.startsWith("ko") ? "ko" : "en"];
    page.toast(texts.starReload, { label: texts.starReloadButton, run: () => location.reload() });
  }

  const alive = () => Boolean(globalThis.chrome?.runtime?.id);

  // Storage is asked while the program is still being fetched; it takes the answer,
  // with what has changed since, when it follows the changes itself.
  const missed = [];
  const note = (changes, area) => {
    if (area === "local") missed.push(changes);
  };
  chrome.storage.onChanged.addListener(note);
  const asked = (async () => {
    const { local } = chrome.storage;
    if (!local.getKeys) return local.get(null);
    return local.get((await local.getKeys()).filter((key) => WANTED.test(key)));
  })();
  host.stored = async () => {
    const values = await asked;
    chrome.storage.onChanged.removeListener(note);
    for (const changes of missed) {
      for (const [key, { newValue }] of Object.entries(changes)) if (WANTED.test(key)) values[key] = newValue;
    }
    return values;
  };

  // ---- following the document ----

  function paint() {
    page.place(lastPlan, nodes, texts, { still: isStatic, moved: read });
    read = false;
    stars.sweep([document, ...inner.filter((n) => type(n) === 9)], held);
    observer.takeRecords(); // our own stars are no news
  }

  // A page that the browser translates: its texts are a machine's, each in two font
  // elements, which may come before the class does.
  const translated = () => /\btranslated-(ltr|rtl)\b/.test(attr(rootOf(document), "class") ?? "") ||
    find(document, 'font > font[style*="inherit"]') !== null;

  // Where the nodes of the scan before are now, -1 for those that have gone.
  function moved(before, now) {
    const at = new Map(now.map((node, i) => [node, i]));
    return before.map((node) => `${at.get(node) ?? -1} `).join("");
  }

  // The server said that the page is not there; where the site has gone since then
  // without it, it said nothing.
  const LOADED = location.href.split("#")[0];
  const missing = () => performance.getEntriesByType("navigation")[0]?.responseStatus >= 400 && location.href.split("#")[0] === LOADED;

  // The language in which the site says that its pages are: those of 2025 and 2026 keep
  // it here. "" where it does not say.
  function language() {
    try {
      const [, lang] = localStorage.getItem("language")?.match(/^"?(ko|en)\b/) ?? [];
      return lang ?? "";
    } catch {
      return ""; // the browser keeps no storage for this site
    }
  }

  // What is slow the first time is asked while the page waits for its sessions: the
  // browser fetches the site's storage from another process.
  function warm() {
    stars.prepare();
    language();
  }

  function scan() {
    scheduled = false;
    if (!brain || !rootOf(document)) return;
    const began = performance.now();
    const shot = page.snapshot(rootOf(document));
    const before = nodes;
    ({ nodes, inner, held } = shot);
    inner.forEach(follow);
    read = true;
    const lang = language();
    if (shot.text === lastText && location.href === lastURL && lang === lastLang) {
      // The same words in other nodes: the site has rendered anew.
      if (lastPlan !== null) paint();
    } else {
      lastText = shot.text;
      lastURL = location.href;
      lastLang = lang;
      brain.scan(++gen, lastURL, lastText, translated() ? moved(before, nodes) : null, missing(), lang);
      // A site may put its pages into another language before it says so, and of storage
      // that its own page changes no page is told.
      clearTimeout(said);
      said = setTimeout(() => language() !== lastLang && schedule(), SAID);
    }
    ended = performance.now();
    spare -= ended - began;
    counted = 0;
  }

  const share = () => (nodes.length > LARGE ? 0.1 : 1 / 3);

  // The stars come in the very step in which the sessions come, before anything
  // is painted. What follows in the same frame is read at its end. A page in the
  // background has no frames, and is read when it is looked at.
  function schedule() {
    if (scheduled || !brain) return;
    const rested = performance.now() - ended;
    spare = Math.min(ALLOWANCE, spare + (rested - counted) * share());
    counted = rested;
    if (spare > 0 && rested >= FRAME && !hidden(document)) {
      scan();
      return;
    }
    scheduled = true;
    if (spare > 0) requestAnimationFrame(scan);
    else setTimeout(() => requestAnimationFrame(scan), -spare / share());
  }

  const observer = new MutationObserver(() => {
    if (rootOf(document) !== heard) listen();
    schedule();
  });
  const WATCHED = {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ["class", "href", "aria-selected", "aria-pressed", "datetime", "ssr"],
  };
  observer.observe(document, WATCHED);

  // What stands in an open shadow root, or in a frame of the page's own origin.
  function follow(root) {
    observer.observe(root, WATCHED);
    if (type(root) === 9) page.listenIn(windowOf(root));
  }
  // A frame's document, and what a script makes of an element that was there before,
  // come without a change of the page.
  function loaded(e) {
    const from = e.target;
    if (from === document || type(from) === 1 && ["script", "iframe"].includes(tag(from))) schedule();
  }

  // ---- what the server made ----

  // A framework compares the elements that the server made with its own when its
  // scripts have come, and renders the page anew where they differ: no star is put
  // among them before (stars.js). What comes after the document, a script has made;
  // when the page is quiet, all has been taken over that will be.
  const QUIET = 500; // ms without a script coming
  const LONGEST = 10000; // ms after load
  const made = new WeakSet();
  let parsed = false; // made is complete
  let scripted = 0; // when a script came last, on the page's clock

  let quiet = false;
  function quieten() {
    quiet = true;
    wake();
  }

  function wake() {
    if (lastPlan !== null && stars.waiting() > 0) paint();
  }

  function parsedAll() {
    for (const el of tagged(document, "*")) made.add(el);
    parsed = true;
    // Nothing takes over what no script can touch.
    if ([...tagged(document, "script")].every((el) => (attr(el, "type") ?? "").includes("json"))) quieten();
  }
  if (phase(document) !== "loading") parsedAll();
  else document.addEventListener("DOMContentLoaded", parsedAll, { once: true });
  stars.pendingBy((el) => !parsed || made.has(el) && (!quiet || waits(el)));

  // An island of Astro is taken over when it is looked at, or later still; its element
  // says that it was not yet, and its framework then has a task or two to do.
  const freed = new WeakMap(); // islands, to when that was first seen to be over
  function waits(el) {
    const island = closest(el, "astro-island");
    if (!island) return false;
    if (attr(island, "ssr") !== null) return true;
    if (!freed.has(island)) {
      freed.set(island, performance.now());
      setTimeout(wake, QUIET);
    }
    return performance.now() - freed.get(island) < QUIET;
  }

  const SCRIPT = /\.m?js(\?|$)/;
  const came = new Set(); // the scripts that have come
  new PerformanceObserver((list) => {
    for (const { name, initiatorType, responseEnd } of list.getEntries()) {
      if (initiatorType !== "script" && !SCRIPT.test(name)) continue;
      scripted = Math.max(scripted, responseEnd);
      came.add(name);
    }
  }).observe({ type: "resource", buffered: true });

  // A module that is announced and has not come will: by a link, or by an import in
  // the page's own text, for which load does not wait.
  const IMPORT = /import\(\s*["'`]([^"'`]+)["'`]\s*\)/g;
  function announced() {
    const names = [...tagged(document, "link")].filter((el) => attr(el, "rel") === "modulepreload").map((el) => attr(el, "href"));
    for (const el of tagged(document, "script")) {
      if (attr(el, "src") !== null || (attr(el, "type") ?? "").includes("json")) continue;
      for (const [, name] of el.textContent.matchAll(IMPORT)) names.push(name);
    }
    return names.some((name) => name && URL.canParse(name, baseOf(document)) && !came.has(new URL(name, baseOf(document)).href));
  }

  function awaitQuiet() {
    const loaded = performance.now();
    scripted = Math.max(scripted, loaded);
    const look = () => {
      const now = performance.now();
      const left = announced() && now < loaded + LONGEST ? QUIET : scripted + QUIET - now;
      if (left > 0) setTimeout(look, left);
      else requestIdleCallback(() => requestIdleCallback(quieten, { timeout: QUIET }), { timeout: QUIET });
    };
    look();
  }
  if (phase(document) === "complete") awaitQuiet();
  else addEventListener("load", awaitQuiet, { once: true });
  // A document that is written anew (document.open) has lost all listeners, and is
  // told by its root.
  let heard = null; // the root of the document that is listened to
  function listen() {
    heard = rootOf(document);
    addEventListener("load", loaded, { capture: true });
    addEventListener("popstate", schedule);
    addEventListener("hashchange", schedule);
    addEventListener("hashchange", offerImport);
    page.listen(clicked);
  }
  function clicked(key) {
    if (!alive()) orphaned();
    else if (brain) brain.click(key);
  }
  listen();

  // The popup asks whether this tab is served, and what it has to import.
  chrome.runtime.onMessage.addListener((message, sender, reply) => {
    if (message?.[FIELD] !== MESSAGE.PING) return false;
    if (trouble !== null) {
      reply(state());
      return false;
    }
    curious.push(reply);
    return true;
  });

  // The ids of the sessions that were put in the site's own timetable. The site of
  // 2026 keeps them by user name when somebody is signed in; they are only read.
  function bookmarks() {
    const PREFIX = "pyconkr-2026:my-schedule:";
    const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
    const MAX_LENGTH = 100 * MAX_BOOKMARKS; // an id takes 39 characters
    const ids = new Set();
    if (location.origin !== "https://2026.pycon.kr") return [];
    try {
      for (const name of Object.keys(localStorage)) {
        if (!name.startsWith(PREFIX) || name === PREFIX || name === `${PREFIX}__anon__`) continue;
        const text = localStorage.getItem(name);
        if (text.length > MAX_LENGTH) continue;
        try {
          const value = JSON.parse(text);
          const list = [value, value?.presentation_ids, value?.presentationIds, value?.ids].find(Array.isArray) ?? [];
          for (const id of list) if (typeof id === "string" && UUID.test(id)) ids.add(id.toLowerCase());
        } catch {
          // Not in a form that is known.
        }
      }
    } catch {
      // The browser keeps no storage for this site.
    }
    return [...ids].slice(0, MAX_BOOKMARKS);
  }

  // What other devices picked is fetched when a page is opened, if sync is on. The
  // worker that does so is a process to be started: only then, and not while the page
  // itself starts.
  asked.then(() => chrome.storage.local.get(KEY.SYNC)).then(({ [KEY.SYNC]: sync }) => {
    if (!sync || sync.startsWith(SYNC_OFF)) return;
    requestIdleCallback(() => { if (alive()) chrome.runtime.sendMessage({ [FIELD]: MESSAGE.PAGE }).catch(() => {}); }, { timeout: 3000 });
  }).catch(() => {});

  // ---- starting the program ----

  const NONCE = crypto.randomUUID();
  const TRIES = 3; // frames in vain before it is taken that none can run
  const PATIENCE = 20000; // ms until it is said that none has
  let vain = 0; // frames that went without the program having run

  // Runs the program in an extension frame. The port carries arrays: the name of
  // a call, then its arguments.
  function inFrame() {
    const frame = make(document, "iframe");
    frame.hidden = true;
    frame.style.setProperty("display", "none", "important");
    frame.src = chrome.runtime.getURL("frame.html") + "#" + NONCE;
    let ran = false;
    const late = setTimeout(() => { if (trouble === null) blocked("starPolicy"); }, PATIENCE);
    frame.addEventListener("load", () => {
      const port = chrome.runtime.connect({ name: NONCE });
      port.onMessage.addListener(([name, ...args]) => {
        if (name === "ready") {
          ran = true;
          vain = 0;
          lastText = "";
          host.ready({
            scan: (...a) => port.postMessage(["scan", ...a]),
            click: (key) => port.postMessage(["click", key]),
            undo: () => port.postMessage(["undo"]),
            choose: (from, to) => port.postMessage(["choose", from, to]),
            learn: (...a) => port.postMessage(["learn", ...a]),
          });
        } else if (name === "failed") {
          blocked(args[0] === "starNoWasm" ? "starNoWasm" : "starBroken");
        } else if (name === "plan" || name === "toast" || name === "fetchPage" || name === "unread") {
          host[name](...args);
        }
      });
      port.onDisconnect.addListener(() => {
        void chrome.runtime?.lastError;
        brain = null;
        clearTimeout(late);
        frame.remove();
        // A page in a sandbox has no program run in its frames either.
        if (!ran && ++vain === TRIES) {
          blocked("starPolicy");
          return;
        }
        // The site threw the frame out of its document: begin again.
        setTimeout(() => alive() && inFrame(), 1000);
      });
    }, { once: true });
    const attach = () => rootOf(document).append(frame);
    if (rootOf(document)) attach();
    else addEventListener("DOMContentLoaded", attach, { once: true });
  }

  // ---- a timetable in the address ----

  // A picture's code leads to the site's timetable, with the picks behind the '#'.
  // What is in them is shown in a tab of the extension, when the visitor wants it.
  async function offerImport() {
    const code = location.hash.startsWith(LINK) ? location.hash.slice(LINK.length) : "";
    if (!CODE.test(code)) return;
    const chosen = (await asked.catch(() => ({})))[KEY.SETTINGS]?.lang;
    const lang = chosen ?? (navigator.language.startsWith("ko") ? "ko" : "en");
    const texts = globalThis.byeolpyoStrings[lang] ?? globalThis.byeolpyoStrings.en;
    const run = () => (alive() ? chrome.runtime.sendMessage({ [FIELD]: MESSAGE.IMPORT, code, lang }) : orphaned());
    page.toast(texts.starImport, { label: texts.starImportButton, run });
  }
  if (phase(document) === "loading") addEventListener("DOMContentLoaded", offerImport, { once: true });
  else offerImport();

  // ---- beginning ----

  // Compiling the program and its first 50 ms belong to the page, whose own scripts
  // are about to ask for its data: both come behind them, while the page waits for
  // the answer. What is to be compiled is asked for before, with storage.
  const MOST_TURN = 300; // ms; some scripts take seconds to come
  const ownScripts = () => new Promise((resolve) => {
    if (phase(document) !== "loading") {
      resolve();
      return;
    }
    const late = setTimeout(resolve, MOST_TURN);
    addEventListener("DOMContentLoaded", () => {
      clearTimeout(late);
      setTimeout(resolve);
    }, { once: true });
  });

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
      brain = null;
      // A frame of the extension may have what this page's process has not.
      if (typeof WebAssembly === "undefined" || e instanceof WebAssembly.CompileError) {
        inFrame();
        return;
      }
      blocked("starBroken");
      throw e;
    }
  })();
})();
