// Which of the server's elements a framework may still hydrate.
"use strict";

globalThis.byeolpyoHydration = (() => {
  const { attr, baseOf, closest, phase, tagged } = globalThis.byeolpyoTree;
  let wake = () => {}; // places the stars that waited

  // When its scripts have loaded, a framework compares the server's elements with its own, and
  // renders the page anew where they differ: until then no star is put among them (seatFor in
  // stars.js). Elements that come after the document were made by a script. Once the page is
  // quiet, all hydration is over.
  const QUIET = 500; // ms without a new script
  const STEP = QUIET / 10;
  const STALL = 4 * STEP; // between two steps
  const LONGEST = 10000; // ms that it is waited for at most
  /** @type {WeakSet<Element>} */
  const made = new WeakSet();
  let parsed = false; // made is complete
  let scripted = 0; // when the last script loaded, on the page's clock

  let quiet = false;
  function quieten() {
    quiet = true;
    wake();
  }

  function parsedAll() {
    for (const el of tagged(document, "*")) made.add(el);
    parsed = true;
    // A page without scripts is never hydrated.
    if ([...tagged(document, "script")].every((el) => (attr(el, "type") ?? "").includes("json"))) quieten();
  }
  if (phase(document) !== "loading") parsedAll();
  else document.addEventListener("DOMContentLoaded", parsedAll, { once: true });
  globalThis.byeolpyoStars.pendingBy((el) => !parsed || made.has(el) && (!quiet || waits(el)));

  // An island of Astro is hydrated when it becomes visible, or later. Its element says while it
  // is not, and afterwards its framework still needs a task or two.
  /** @type {WeakMap<Element, boolean>} */
  const freed = new WeakMap(); // islands that have said so, and whether that is over
  /** @param {Element} el */
  function waits(el) {
    const island = closest(el, "astro-island");
    if (!island) return false;
    if (attr(island, "ssr") !== null) return true;
    if (!freed.has(island)) {
      freed.set(island, false);
      afterQuiet(() => false, () => {
        freed.set(island, true);
        wake();
      });
    }
    return !freed.get(island);
  }

  const SCRIPT = /\.m?js(\?|$)/;
  /** @type {Set<string>} */
  const came = new Set(); // the scripts that have loaded
  new PerformanceObserver((list) => {
    for (const { name, initiatorType, responseEnd } of /** @type {PerformanceResourceTiming[]} */ (list.getEntries())) {
      if (initiatorType !== "script" && !SCRIPT.test(name)) continue;
      scripted = Math.max(scripted, responseEnd);
      came.add(name);
    }
  }).observe({ type: "resource", buffered: true });

  // A module that is announced will load: by a link, or by an import in the page's own text, for
  // which the load event does not wait.
  const IMPORT = /import\(\s*["'`]([^"'`]+)["'`]\s*\)/g;
  function announced() {
    const names = [...tagged(document, "link")].filter((el) => attr(el, "rel") === "modulepreload").map((el) => attr(el, "href"));
    for (const el of tagged(document, "script")) {
      if (attr(el, "src") !== null || (attr(el, "type") ?? "").includes("json")) continue;
      for (const [, name] of (el.textContent ?? "").matchAll(IMPORT)) names.push(name);
    }
    return names.some((name) => name && URL.canParse(name, baseOf(document)) && !came.has(new URL(name, baseOf(document)).href));
  }

  // afterQuiet calls f after QUIET, which it counts in steps. Where the machine, or the page's own
  // work, has kept the page from running for longer than a few, it begins anew: what has come
  // waits to be run. It does so, too, when again says so, which gets how long it was quiet and
  // whether LONGEST is not over.
  /** @param {(quietFor: number, early: boolean) => boolean} again @param {() => void} f */
  function afterQuiet(again, f) {
    const began = performance.now();
    let last = began;
    let quietFor = 0;
    const look = () => {
      const now = performance.now();
      const early = now < began + LONGEST;
      quietFor += STEP;
      if (again(quietFor, early) || early && now - last > STALL) quietFor = 0;
      last = now;
      if (quietFor < QUIET) setTimeout(look, STEP);
      else f();
    };
    setTimeout(look, STEP);
  }

  function awaitQuiet() {
    let since = scripted;
    afterQuiet((quietFor, early) => {
      const more = scripted > since || early && quietFor >= QUIET && announced();
      since = scripted;
      return more;
    }, () => requestIdleCallback(() => requestIdleCallback(quieten, { timeout: QUIET }), { timeout: QUIET }));
  }
  if (phase(document) === "complete") awaitQuiet();
  else addEventListener("load", awaitQuiet, { once: true });

  return { wakes: (f) => { wake = f; } };
})();
