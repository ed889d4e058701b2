// Follows the document: it is read when it has changed, and the stars are placed.
"use strict";

globalThis.byeolpyoReading = (() => {
  const page = globalThis.byeolpyoPage;
  const stars = globalThis.byeolpyoStars;
  const { attr, find, hidden, rootOf, tag, type, windowOf } = globalThis.byeolpyoTree;
  const { language } = globalThis.byeolpyoSiteStorage;
  const { alive, orphaned } = globalThis.byeolpyoTrouble;
  const offerImport = globalThis.byeolpyoOffer;

  // Reading may take a third of the time of a page that does not come to rest, and
  // of a large one a tenth; ALLOWANCE (ms) may be spent at once, so that the few
  // steps in which a page changes are each read when they come.
  const LARGE = 20000; // elements; a page of 60 sessions has 2,000
  const ALLOWANCE = 60;
  const FRAME = 16; // ms
  const SAID = 500; // ms until the language of a page that changed is looked at again; before the page counts as settled
  /** @type {Byeolpyo.Content | null} */
  let program = null; // {scan(gen, url, text, moved, missing, lang), click(key), undo(), …} here or beyond a port
  /** @type {any[]} */
  let nodes = [];
  let gen = 0;
  let lastText = "";
  let lastURL = "";
  let lastLang = "";
  let said = 0; // the timer that looks at the language again
  /** @type {string | null} */
  let lastPlan = null;
  /** @type {ByeolpyoContent.Words} */
  let texts = {};
  let isStatic = false; // the server's elements are known to stay as they are
  let dayless = false; // the page tells hours, and nothing their day
  let read = false; // the page was read since the stars were placed
  /** @type {any[]} */
  let inner = []; // the roots and frames' documents that were read
  /** @type {any[]} */
  let held = []; // elements that have a root for a star
  let scheduled = false;
  let spare = ALLOWANCE;
  let ended = -FRAME; // when the last reading did
  let counted = 0; // ms since then that spare has grown for

  function paint() {
    page.place(lastPlan ?? "", nodes, texts, { still: isStatic, moved: read });
    read = false;
    stars.sweep([document, ...inner.filter((n) => type(n) === 9)], held);
    observer.takeRecords(); // our own stars are no news
  }

  // A page that the browser translates: its texts are a machine's, each in two font
  // elements, which may come before the class does.
  const translated = () => /\btranslated-(ltr|rtl)\b/.test(attr(rootOf(document), "class") ?? "") ||
    find(document, 'font > font[style*="inherit"]') !== null;

  // Where the nodes of the scan before are now, -1 for those that have gone.
  /** @param {any[]} before @param {any[]} now */
  function moved(before, now) {
    const at = new Map(now.map((node, i) => [node, i]));
    return before.map((node) => `${at.get(node) ?? -1} `).join("");
  }

  // The server said that the page is not there; where the site has gone since then
  // without it, it said nothing.
  const LOADED = location.href.split("#")[0];
  const missing = () => /** @type {any} */ (performance.getEntriesByType("navigation")[0])?.responseStatus >= 400 && location.href.split("#")[0] === LOADED;

  // What is slow the first time is asked while the page waits for its sessions: the
  // browser fetches the site's storage from another process.
  function warm() {
    stars.prepare();
    language();
  }

  function scan() {
    scheduled = false;
    if (!program || !rootOf(document)) return;
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
      program.scan(++gen, lastURL, lastText, translated() ? moved(before, nodes) : null, missing(), lang);
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
    if (scheduled || !program) return;
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
  /** @param {any} root */
  function follow(root) {
    observer.observe(root, WATCHED);
    if (type(root) === 9) page.listenIn(windowOf(root));
  }
  // A frame's document, and what a script makes of an element that was there before,
  // come without a change of the page.
  /** @param {Event} e */
  function loaded(e) {
    const from = e.target;
    if (from === document || type(from) === 1 && ["script", "iframe"].includes(tag(from))) schedule();
  }

  // A document that is written anew (document.open) has lost all listeners, and is
  // told by its root.
  /** @type {HTMLElement | null} */
  let heard = null; // the root of the document that is listened to
  function listen() {
    heard = rootOf(document);
    addEventListener("load", loaded, { capture: true });
    addEventListener("popstate", schedule);
    addEventListener("hashchange", schedule);
    addEventListener("hashchange", offerImport);
    page.listen(clicked);
  }
  /** @param {string} key */
  function clicked(key) {
    if (!alive()) orphaned();
    else if (program) program.click(key);
  }
  listen();
  globalThis.byeolpyoHydration.wakes(() => {
    if (lastPlan !== null && stars.waiting() > 0) paint();
  });

  // use has the page read by a program from now on; null when there is none any more.
  /** @param {Byeolpyo.Content | null} b */
  function use(b) {
    program = b;
    if (!program) return;
    schedule();
    requestIdleCallback(warm);
  }

  // forget has the next reading told to a program that has heard of none.
  function forget() {
    lastText = "";
  }

  // The stars for the document as it was at scan number g.
  /** @type {Byeolpyo.Page["plan"]} */
  function plan(g, next, must, changed, still, noDay) {
    if (g !== gen) return;
    dayless = noDay;
    lastPlan = next;
    texts = { must, changed };
    isStatic = still;
    paint();
  }

  return { use, forget, plan, program: () => program, dayless: () => dayless };
})();
