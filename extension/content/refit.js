// The stars that there are, fitted again when their surroundings change.
"use strict";

globalThis.byeolpyoRefit = (() => {
  const { connected, owner, box, windowOf } = globalThis.byeolpyoTree;
  const { kitOf, kits, resized, set } = globalThis.byeolpyoStar;
  const { up } = globalThis.byeolpyoLayout;
  const fit = globalThis.byeolpyoFit;

  // SLICE is the number of stars that are placed, and fitted, in the first task: more than any
  // page of one conference shows, whose stars thus come at once.
  const SLICE = 150;

  // LATER is their number in each task that follows. The browser lays out and paints the whole
  // list after each: of 3,000 titles all stars were seen after 3.3 s in tasks of 150, after 2.4 s
  // in tasks of 400 and after 2.0 s in tasks of 800, none of which takes as long as the reading.
  const LATER = 800;

  /** @type {Map<any, ByeolpyoContent.Star>} */
  const stars = new Map(); // from the element of a title to its star
  let expected = 0; // stars, of which some may not be placed yet

  // A star is fitted after the browser has laid out its frame and before that is painted: when
  // it first has a size, and when the block of its title gets another width. A ResizeObserver's
  // callback must not change what it observes: the observer is disconnected, and connected again
  // once fitting is over.

  // TURNS limits how often a star is fitted again without a REST between, since stars that take
  // room in one table can each move the others' columns. After a rest it is fitted once more,
  // and then stays as it is. A change of the window's width does not count.
  const TURNS = 6;
  const REST = 500; // ms

  /** @param {ByeolpyoContent.Kit} kit @param {ByeolpyoContent.Star} star */
  function mayTurn(kit, star) {
    const now = performance.now();
    const { innerWidth } = windowOf(owner(star.host));
    if (!(now - star.turned < REST) || star.window !== innerWidth) star.turns = 0;
    star.turned = now;
    star.window = innerWidth;
    if (star.turns++ === TURNS) kit.late.add(star);
    if (kit.late.has(star)) {
      clearTimeout(kit.rest);
      kit.rest = setTimeout(turnAgain, REST, kit);
    }
    return star.turns <= TURNS;
  }

  /** @param {ByeolpyoContent.Kit} kit */
  function turnAgain(kit) {
    const list = [...kit.late].filter((s) => s.mode !== "" && resized(s));
    kit.late.clear();
    for (const s of list) s.turned = performance.now(); // changes right after this are their own
    if (list.length > 0) refit(kit, list);
  }

  /** @param {Document} document */
  function observe(document) {
    const kit = kitOf(document);
    if (kit.sizes) return kit;
    const window = windowOf(document);
    kit.groups = new Map(); // from an observed element to its stars
    kit.blocks = new Map();
    kit.sizes = new window.ResizeObserver((entries) => {
      const list = new Set();
      for (const { target } of entries) {
        const star = kit.groups.get(target);
        if (star) list.add(star);
        for (const s of kit.blocks.get(target) ?? []) if (resized(s) && mayTurn(kit, s)) list.add(s);
      }
      if (list.size > 0) refit(kit, [...list]);
    });
    kit.seen = new window.IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        kit.seen.unobserve(target);
        const star = kit.covered.get(target);
        kit.covered.delete(target);
        if (star) uncover(star);
      }
    }, { threshold: 1 });
    kit.covered = new Map();
    kit.far = new Set(); // stars that are fitted once the visible ones have been painted
    kit.late = new Set(); // stars without turns left that are fitted for another width
    try {
      document.fonts.addEventListener("loadingdone", () => refit(kit, [...stars.values()].filter((s) => s.mode && owner(s.host) === document)));
    } catch {
      // The page hides its fonts, but changes of width are still noticed.
    }
    return kit;
  }

  // refit fits the stars of a list. later means that this is a task of its own, and all of the
  // list is fitted; else those that can wait are left to tasks of their own. In a task of very
  // many stars only those that come shortly before or after are in the way.
  /** @param {ByeolpyoContent.Kit} kit @param {ByeolpyoContent.Star[]} list @param {boolean} [later] */
  function refit(kit, list, later = false) {
    if (later) {
      for (const s of list) release(kit, s);
    } else {
      kit.sizes.disconnect();
      kit.groups.clear();
      kit.blocks.clear();
    }
    for (const s of list) kit.far.delete(s); // including one that has left the page meanwhile
    list = list.filter((s) => s.seat && connected(s.host));
    const fitted = new Set(list);
    const many = expected > SLICE;
    const all = [...stars.values()];
    const near = many && later ? all.slice(Math.max(0, all.indexOf(list[0]) - SLICE), all.indexOf(list[list.length - 1]) + SLICE) : all;
    const others = near.filter((s) => s.mode !== "" && !fitted.has(s) && kits.get(owner(s.host)) === kit);
    for (const s of fit(list, others, later, many)) kit.far.add(s);
    if (kit.far.size > 0) kit.next ??= setTimeout(refitFar, 0, kit);
    for (const s of list) {
      if (s.mode === "" || kit.covered.has(s.group)) continue; // once per star is enough
      kit.covered.set(s.group, s);
      if (later) kit.seen.observe(s.group);
    }
    if (later) {
      for (const s of list) hold(kit, s);
      return;
    }
    kit.again ??= setTimeout(() => {
      kit.again = null;
      for (const group of kit.covered.keys()) kit.seen.observe(group);
      for (const s of stars.values()) if (observe(owner(s.host)) === kit && !kit.far.has(s)) hold(kit, s);
    });
  }

  /** @param {ByeolpyoContent.Kit} kit */
  function refitFar(kit) {
    kit.next = null;
    refit(kit, [...kit.far].slice(0, LATER), true);
  }

  /** @param {ByeolpyoContent.Kit} kit @param {ByeolpyoContent.Star} star */
  function hold(kit, star) {
    if (star.mode === "") {
      kit.groups.set(star.group, star);
      kit.sizes.observe(star.group);
      return;
    }
    let list = kit.blocks.get(star.block);
    if (!list) {
      kit.blocks.set(star.block, (list = new Set()));
      kit.sizes.observe(star.block);
    }
    list.add(star);
  }

  /** @param {ByeolpyoContent.Star} star */
  function watch(star) {
    const kit = observe(owner(star.host));
    if (kit.groups.has(star.group)) kit.sizes.unobserve(star.group);
    kit.groups.set(star.group, star);
    kit.sizes.observe(star.group);
  }

  /** @param {ByeolpyoContent.Star} star */
  function forget(star) {
    star.seat = null;
    const kit = kits.get(owner(star.host));
    if (!kit?.sizes) return;
    release(kit, star);
    kit.covered.delete(star.group);
    kit.late.delete(star);
    kit.far.delete(star);
    kit.seen.unobserve(star.group);
  }

  // release is the opposite of hold.
  /** @param {ByeolpyoContent.Kit} kit @param {ByeolpyoContent.Star} star */
  function release(kit, star) {
    kit.groups.delete(star.group);
    kit.sizes.unobserve(star.group);
    const list = kit.blocks.get(star.block);
    if (list?.delete(star) && list.size === 0) {
      kit.blocks.delete(star.block);
      kit.sizes.unobserve(star.block);
    }
  }

  // uncover raises a star that a picture or link covers, which may cover all of a card. A bar
  // that stays in place while the page scrolls covers stars rightly.
  /** @param {ByeolpyoContent.Star} star */
  function uncover(star) {
    const { host, group } = star;
    if (!connected(host)) return;
    const { left, top, width, height } = box(group);
    const hit = () => {
      const root = /** @type {Document | ShadowRoot} */ (host.getRootNode());
      return root.elementFromPoint(left + width / 2, top + height / 2);
    };
    const over = hit();
    if (!over || over === host) return;
    for (let e = over; e; e = up(e)) if (/fixed|sticky/.test(windowOf(owner(e)).getComputedStyle(e).position)) return;
    // No higher than needed, since a bar of the site may be low itself.
    for (const level of ["", "1"]) {
      set(host, "data-over", level);
      if (hit() === host) return;
    }
    host.removeAttribute("data-over");
  }

  return { SLICE, LATER, stars, expect: (n) => { expected = n; }, observe, refit, watch, forget };
})();
