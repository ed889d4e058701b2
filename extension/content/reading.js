// Follows the document: reads it after each change, and places the stars.
"use strict";

globalThis.byeolpyoReading = (() => {
  const page = globalThis.byeolpyoPage;
  const stars = globalThis.byeolpyoStars;
  const { attr, find, hidden, rootOf, tag, type, windowOf } = globalThis.byeolpyoTree;
  const { language } = globalThis.byeolpyoSiteStorage;
  const { alive, orphaned } = globalThis.byeolpyoTrouble;
  const offerImport = globalThis.byeolpyoOffer;

  // Reading may take a third of the time of a page that keeps changing, and a tenth of that of a
  // large page. ALLOWANCE (ms) may be spent at once, so that the few steps in which most pages
  // change are each read immediately.
  const LARGE = 20000; // elements; a page of 60 sessions has 2,000
  const ALLOWANCE = 60;
  const FRAME = 16; // ms
  const SAID = 500; // ms after a change until the language is checked again, which is before the page counts as settled
  /** @type {Byeolpyo.Content | null} */
  let program = null; // {scan(gen, url, text, moved, missing, lang), click(key), undo(), …} here or beyond a port
  /** @type {any[]} */
  let nodes = [];
  let gen = 0;
  let lastText = "";
  let lastURL = "";
  let lastLang = "";
  let said = 0; // the timer of the next check of the language
  /** @type {string | null} */
  let lastPlan = null;
  /** @type {ByeolpyoContent.Words} */
  let texts = {};
  let isStatic = false; // the server's elements are known to stay as they are
  let dayless = false; // the page has times, but nothing says of which day
  let read = false; // the page was read since the stars were placed
  /** @type {any[]} */
  let inner = []; // the roots and frames' documents that were read
  /** @type {any[]} */
  let held = []; // elements that have a root for a star
  let scheduled = false;
  let spare = ALLOWANCE;
  let ended = -FRAME; // when the last reading ended
  let counted = 0; // ms since then that have already been added to spare

  function paint() {
    const found = { inner, held };
    page.place(lastPlan ?? "", nodes, texts, { still: isStatic, moved: read }, (last) => {
      if (last) stars.sweep([document, ...found.inner.filter((n) => type(n) === 9)], found.held);
      observer.takeRecords(); // changes made by our own stars do not count
    });
    read = false;
  }

  // translated reports whether the browser translates the page. Its texts are then a machine's,
  // each in two font elements, which may come before the class does.
  const translated = () => /\btranslated-(ltr|rtl)\b/.test(attr(rootOf(document), "class") ?? "") ||
    find(document, 'font > font[style*="inherit"]') !== null;

  // moved returns the current indexes of the nodes of the previous scan, -1 for those that are
  // gone.
  /** @param {any[]} before @param {any[]} now */
  function moved(before, now) {
    const at = new Map(now.map((node, i) => [node, i]));
    return before.map((node) => `${at.get(node) ?? -1} `).join("");
  }

  // missing reports whether the server answered that the page does not exist. After a navigation
  // without a load, the server has said nothing of the new address.
  const LOADED = location.href.split("#")[0];
  const missing = () => /** @type {any} */ (performance.getEntriesByType("navigation")[0])?.responseStatus >= 400 && location.href.split("#")[0] === LOADED;

  // warm runs what is slow the first time while the page waits for its sessions: the browser
  // fetches the site's storage from another process.
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
      // The text is the same in other nodes: the site has rendered anew.
      if (lastPlan !== null) paint();
    } else {
      lastText = shot.text;
      lastURL = location.href;
      lastLang = lang;
      program.scan(++gen, lastURL, lastText, translated() ? moved(before, nodes) : null, missing(), lang);
      // A site may translate its page before it says so in its storage, and no page is told of
      // changes that it makes in storage itself.
      clearTimeout(said);
      said = setTimeout(() => language() !== lastLang && schedule(), SAID);
    }
    ended = performance.now();
    spare -= ended - began;
    counted = 0;
  }

  const share = () => (nodes.length > LARGE ? 0.1 : 1 / 3);

  // schedule reads the page in the same task in which its sessions arrive, before anything is
  // painted. What follows in the same frame is read at its end. A page in the background has no
  // frames, and is read when it becomes visible.
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
    stars.stop();
    if (rootOf(document) !== heard) listen();
    schedule();
  });
  const WATCHED = {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ["class", "href", "aria-selected", "aria-pressed", "datetime", "ssr"],
  };
  observer.observe(document, WATCHED);

  // follow observes an open shadow root, or a frame of the page's own origin.
  /** @param {any} root */
  function follow(root) {
    observer.observe(root, WATCHED);
    if (type(root) === 9) page.listenIn(windowOf(root));
  }
  // loaded reads the page after a frame or a script has loaded: a frame's document, and what a
  // script does to elements that existed before, may come without a change in the page.
  /** @param {Event} e */
  function loaded(e) {
    const from = e.target;
    if (from === document || type(from) === 1 && ["script", "iframe"].includes(tag(from))) schedule();
  }

  // A document that was written anew (document.open) has lost all listeners, and can be
  // recognised by its new root.
  /** @type {HTMLElement | null} */
  let heard = null; // the root of the document that has our listeners
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

  // use makes program the one that reads the page from now on; null if there is none any more.
  /** @param {Byeolpyo.Content | null} b */
  function use(b) {
    program = b;
    if (!program) return;
    schedule();
    requestIdleCallback(warm);
  }

  // forget makes the next reading report everything, for a program that knows nothing yet.
  function forget() {
    lastText = "";
  }

  // plan places the stars for the document as it was at scan number g.
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
