// Which stars there are: placed by a plan, swept away, and fitted again when what is
// around them changes. Where each may stand is seat.js's, and where it is seen fit.js's.
"use strict";

globalThis.byeolpyoStars = (() => {
  const { STAR, MARK, type, parent, first, next, connected, owner, insert, contains, find, tag, shadow, attach, box, editable, windowOf, make, tagged, slotOf } = globalThis.byeolpyoTree;
  const { kitOf, keys, kits, records, makeStar, set, paint } = globalThis.byeolpyoStar;
  const { refused, rootSeat, treeSeat } = globalThis.byeolpyoSeat;
  const { up } = globalThis.byeolpyoLayout;
  const fit = globalThis.byeolpyoFit;

  /** @type {Map<any, ByeolpyoContent.Star>} */
  let stars = new Map(); // from the element of a title, to its star
  let waiting = 0; // titles whose star is held back
  /** @type {(el: any) => boolean} */
  let pending = () => true; // whether the server made an element that a script may still take over

  // Places the stars of a plan (page.Plan) and removes those that are not in it.
  // A host that is still in its place is kept, so that focus stays where it is.
  // still: the server's elements are known to stay as they are; moved: the page is
  // not what it was when the stars were placed last.
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
    const taken = new Set(); // elements whose root has its star
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
        show(star); // before it is in the page, which would follow each step
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

  // Puts a star on its seat; false where the browser refuses.
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
          refused.add(seat.root); // it has a closed one of the site's
          return false;
        }
      }
      if (!slot) {
        slot = make(owner(seat.root), "slot");
        slot.setAttribute(MARK, "");
      }
      if (star.seat && parent(host) !== root) leave(star);
      root.replaceChildren(host, slot); // what an earlier script left goes
    } else {
      if (star.seat?.root) leave(star);
      if (seat.before === null) seat.parent.append(host);
      else insert(seat.parent, host, seat.before);
    }
    star.seat = seat;
    star.mode = "";
    return true;
  }

  // Takes a star away; its root stays, as if it were not there.
  /** @param {ByeolpyoContent.Star} star */
  function leave(star) {
    star.host.remove();
    forget(star);
  }

  // Takes away what no script answers for: a copy that the site made of a star with
  // what is around it, and what an earlier script left. held are the elements that
  // have a root of ours.
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

  // A star is looked at when the browser has laid out its frame anyway, before the
  // frame is painted: the first time that it has a size, and when the block that its
  // title stands in gets another width. A ResizeObserver must not change in its
  // callback what it observes: it lets go, and takes hold again when that is done.

  // Stars that take room in one table can each move the others' columns: so many times a
  // star is fitted again without a REST between, and once more after one; then it stays
  // as it is. That a window is drawn wider is none of their doing.
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
    const list = [...kit.late].filter((s) => s.mode !== "" && Math.abs(box(s.block).width - s.width) > 0.5);
    kit.late.clear();
    for (const s of list) s.turned = performance.now(); // what follows at once is of their own making
    if (list.length > 0) refit(kit, list);
  }

  /** @param {Document} document */
  function observe(document) {
    const kit = kitOf(document);
    if (kit.sizes) return kit;
    const window = windowOf(document);
    kit.groups = new Map(); // what is observed, to its stars
    kit.blocks = new Map();
    kit.sizes = new window.ResizeObserver((entries) => {
      const list = new Set();
      for (const { target } of entries) {
        const star = kit.groups.get(target);
        if (star) list.add(star);
        const width = kit.blocks.has(target) ? box(target).width : 0;
        for (const s of kit.blocks.get(target) ?? []) if (Math.abs(width - s.width) > 0.5 && mayTurn(kit, s)) list.add(s);
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
    kit.far = new Set(); // stars that are fitted when what is seen has been painted
    kit.late = new Set(); // stars that have had their turns, and stand for another width
    try {
      document.fonts.addEventListener("loadingdone", () => refit(kit, [...stars.values()].filter((s) => s.mode && owner(s.host) === document)));
    } catch {
      // The page hides its fonts; a change of width comes all the same.
    }
    return kit;
  }

  /** @param {ByeolpyoContent.Kit} kit @param {ByeolpyoContent.Star[]} list @param {boolean} [now] */
  function refit(kit, list, now = false) {
    kit.sizes.disconnect();
    kit.groups.clear();
    kit.blocks.clear();
    for (const s of list) kit.far.delete(s); // also one that has left the page meanwhile
    list = list.filter((s) => s.seat && connected(s.host));
    const fitted = new Set(list);
    const others = [...stars.values()].filter((s) => s.mode !== "" && !fitted.has(s) && kits.get(owner(s.host)) === kit);
    for (const s of fit(list, others, now)) kit.far.add(s);
    if (kit.far.size > 0) kit.next ??= setTimeout(refitFar, 0, kit);
    for (const s of list) {
      if (s.mode === "" || kit.covered.has(s.group)) continue; // once is enough
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

  // A picture or a link of the site may lie over all of a card, and its star. A bar
  // that stays where it is while the page scrolls lies over it rightly.
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
    // No higher than needed: a bar of the site may be low.
    for (const level of ["", "1"]) {
      set(host, "data-over", level);
      if (hit() === host) return;
    }
    host.removeAttribute("data-over");
  }

  // What the first stars need is made while the page waits for its sessions, and each
  // step gone through with a star that comes into no page: a script's functions are
  // compiled when they first run, which took as long as what they do for sixty stars.
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
    place, sweep, prepare,
    keyOf: (host) => keys.get(host),
    count: () => stars.size + waiting,
    waiting: () => waiting,
    pendingBy: (f) => { pending = f; },
  };
})();
