// Which stars there are: placed by a plan, removed, and fitted again when their surroundings
// change. seat.js finds the element that each stands in, fit.js where it is seen.
"use strict";

globalThis.byeolpyoStars = (() => {
  const { STAR, MARK, type, parent, first, next, connected, owner, insert, contains, find, tag, shadow, attach, box, editable, windowOf, make, tagged, slotOf } = globalThis.byeolpyoTree;
  const { kitOf, keys, kits, records, makeStar, resized, set, paint } = globalThis.byeolpyoStar;
  const { refused, rootSeat, treeSeat } = globalThis.byeolpyoSeat;
  const { up } = globalThis.byeolpyoLayout;
  const fit = globalThis.byeolpyoFit;

  /** @type {Map<any, ByeolpyoContent.Star>} */
  let stars = new Map(); // from the element of a title to its star
  let waiting = 0; // titles whose star waits for hydration
  /** @type {(el: any) => boolean} */
  let pending = () => true; // whether a script may still hydrate an element

  // place places the stars of a plan (page.Plan) and removes those that are not in it. A host
  // that still has its seat is kept, so that focus stays there. still means that the server's
  // elements are known to stay as they are; moved that the page has changed since the stars were
  // last placed.
  /** @type {ByeolpyoContent.Stars["place"]} */
  function place(plan, nodes, texts, { still, moved }) {
    /** @type {{ mark: string[], node: any, title: any }[]} */
    const marks = [];
    let from = 0;
    for (let end = plan.indexOf("\x1e"); end >= 0; from = end + 1, end = plan.indexOf("\x1e", from)) {
      const mark = plan.slice(from, end).split("\x1f");
      const node = nodes[/** @type {any} */ (mark[0])];
      const title = nodes[/** @type {any} */ (mark[1])];
      if (node && title && connected(node) && connected(title)) marks.push({ mark, node, title });
    }
    const alone = (/** @type {any} */ el) => {
      let n = 0;
      for (const { title } of marks) if (contains(el, title) && ++n > 1) return false;
      return true;
    };
    const was = stars;
    const now = new Map();
    const taken = new Set(); // elements whose root already has a star
    waiting = 0;
    for (const { mark, node, title } of marks) {
      if (now.has(title) || (type(title) === 1 && editable(title))) continue;
      const [, , where, heading, changed, key, state, label, nextLabel] = mark;
      const old = was.get(title);
      const show = (/** @type {ByeolpyoContent.Star} */ s) => paint(s, heading, key, state, label, nextLabel, changed, texts);
      let star = old && old.label === label && seated(old) && !taken.has(old.seat?.root) ? old : null;
      if (!star) {
        const look = () => seatFor(title, node, where, alone, taken, still);
        let seat = look();
        if (!seat) continue;
        star = old && owner(old.host) === owner(title) ? old : makeStar(owner(title));
        if (star !== old) old?.host.remove();
        star.title = title;
        star.label = label;
        show(star); // before it is in the page, which would react to each step
        if (!sit(star, seat) && !((seat = look()) && sit(star, seat))) continue;
      } else {
        show(star);
      }
      if (star.seat?.root) taken.add(star.seat.root);
      now.set(title, star);
    }
    stars = now;
    for (const [title, star] of was) if (now.get(title) !== star) leave(star);
    for (const star of now.values()) if (moved || star.mode === "") watch(star);
  }

  /** @param {any} title @param {any} node @param {string} where @param {(el: any) => boolean} alone @param {Set<any>} taken @param {boolean} still @returns {ByeolpyoContent.Seat | null} */
  function seatFor(title, node, where, alone, taken, still) {
    const root = rootSeat(title, alone);
    if (root && !taken.has(root)) return { root };
    const seat = treeSeat(title, node, where);
    if (!seat) return null;
    if (!still && pending(seat.parent)) {
      waiting++;
      return null;
    }
    return seat;
  }

  /** @param {ByeolpyoContent.Star} star */
  function seated({ host, seat }) {
    if (!seat) return false;
    if (seat.root) return parent(host) !== null && parent(host) === shadow(seat.root) && first(parent(host)) === host;
    if (parent(host) !== seat.parent || !connected(host)) return false;
    return seat.before === null ? true : next(host) === seat.before;
  }

  // sit puts a star on its seat, and returns false if the browser refuses.
  /** @param {ByeolpyoContent.Star} star @param {ByeolpyoContent.Seat} seat */
  function sit(star, seat) {
    const { host } = star;
    if (seat.root) {
      let root = shadow(seat.root);
      let slot = root && slotOf(root);
      if (!root) {
        try {
          root = attach(seat.root, { mode: "open" });
        } catch {
          refused.add(seat.root); // it has a closed root of the site's own
          return false;
        }
      }
      if (!slot) {
        slot = make(owner(seat.root), "slot");
        slot.setAttribute(MARK, "");
      }
      if (star.seat && parent(host) !== root) leave(star);
      root.replaceChildren(host, slot); // which removes what an earlier script left
    } else {
      if (star.seat?.root) leave(star);
      if (seat.before === null) seat.parent.append(host);
      else insert(seat.parent, host, seat.before);
    }
    star.seat = seat;
    star.mode = "";
    return true;
  }

  // leave removes a star. Its root stays, and shows what the element holds.
  /** @param {ByeolpyoContent.Star} star */
  function leave(star) {
    star.host.remove();
    forget(star);
  }

  // sweep removes stars without a script: copies that the site made of a star and its
  // surroundings, and what an earlier script left. held are the elements that have a root of
  // ours.
  /** @type {ByeolpyoContent.Stars["sweep"]} */
  function sweep(documents, held) {
    for (const document of documents) {
      const all = tagged(document, STAR);
      for (let i = all.length - 1; i >= 0; i--) if (!records.has(all[i]) && !all[i].firstChild) all[i].remove();
    }
    for (const el of held) {
      const root = shadow(el);
      for (let n = first(root), after; n; n = after) {
        after = next(n);
        if (type(n) === 1 && tag(n) === STAR && !records.has(n)) n.remove();
      }
    }
  }

  // ---- fitting again ----

  // A star is fitted after the browser has laid out its frame and before that is painted: when
  // it first has a size, and when the block of its title gets another width. A ResizeObserver's
  // callback must not change what it observes: the observer is disconnected, and connected again
  // once fitting is over.

  // TURNS limits how often a star is fitted again without a REST between, since stars that take
  // room in one table can each move the others' columns. After a rest it is fitted once more,
  // and then stays as it is. A change of the window's width does not count.
  const TURNS = 6;
  const REST = 500; // ms
  const REHEARSALS = 4;

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

  /** @param {ByeolpyoContent.Kit} kit @param {ByeolpyoContent.Star[]} list @param {boolean} [now] */
  function refit(kit, list, now = false) {
    kit.sizes.disconnect();
    kit.groups.clear();
    kit.blocks.clear();
    for (const s of list) kit.far.delete(s); // including one that has left the page meanwhile
    list = list.filter((s) => s.seat && connected(s.host));
    const fitted = new Set(list);
    const others = [...stars.values()].filter((s) => s.mode !== "" && !fitted.has(s) && kits.get(owner(s.host)) === kit);
    for (const s of fit(list, others, now)) kit.far.add(s);
    if (kit.far.size > 0) kit.next ??= setTimeout(refitFar, 0, kit);
    for (const s of list) {
      if (s.mode === "" || kit.covered.has(s.group)) continue; // once per star is enough
      kit.covered.set(s.group, s);
    }
    kit.again ??= setTimeout(() => {
      kit.again = null;
      for (const group of kit.covered.keys()) kit.seen.observe(group);
      for (const s of stars.values()) if (observe(owner(s.host)) === kit) hold(kit, s);
    });
  }

  /** @param {ByeolpyoContent.Kit} kit */
  function refitFar(kit) {
    kit.next = null;
    refit(kit, [...kit.far], true);
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
    kit.groups.delete(star.group);
    kit.sizes.unobserve(star.group);
    kit.covered.delete(star.group);
    kit.late.delete(star);
    kit.far.delete(star);
    kit.seen.unobserve(star.group);
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

  // hide leaves the stars out of what the browser makes of the page in this task, before it
  // paints: the HTML of what is copied or dragged has all that is displayed.
  /** @param {Document} document */
  function hide(document) {
    const sheet = kits.get(document)?.sheet;
    if (!sheet) return;
    sheet.insertRule(":host { display: none !important; }", sheet.cssRules.length);
    setTimeout(() => sheet.deleteRule(sheet.cssRules.length - 1));
  }

  // prepare makes what the first stars need while the page waits for its sessions, and goes
  // through each step with a star that is in no page. A script's functions are compiled when
  // they first run, which took as long as sixty stars do.
  function prepare() {
    observe(document);
    const title = find(document, "h1, h2, h3, p");
    if (!title) return;
    for (let n = 0; n < REHEARSALS; n++) {
      const star = makeStar(document);
      paint(star, "", "", "must", "", "", "1", {});
      rootSeat(title, () => true);
      treeSeat(title, title, "1");
      sit(star, { root: make(document, "div") });
      watch(star);
      forget(star);
      star.seat = { root: title };
      star.title = title;
      fit([star], [], false);
    }
  }

  return {
    place, sweep, hide, prepare,
    keyOf: (host) => keys.get(host),
    count: () => stars.size + waiting,
    waiting: () => waiting,
    pendingBy: (f) => { pending = f; },
  };
})();
