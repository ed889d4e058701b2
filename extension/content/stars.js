// Which stars there are: placed by a plan, removed, and fitted again when their surroundings
// change. seat.js finds the element that each stands in, fit.js where it is seen.
"use strict";

globalThis.byeolpyoStars = (() => {
  const { STAR, MARK, type, parent, first, next, connected, owner, insert, find, tag, shadow, attach, box, editable, windowOf, make, tagged, slotOf } = globalThis.byeolpyoTree;
  const { keys, kits, records, makeStar, paint } = globalThis.byeolpyoStar;
  const { refused, rootSeat, treeSeat } = globalThis.byeolpyoSeat;
  const { SLICE, LATER, stars, expect, observe, refit, watch, forget } = globalThis.byeolpyoRefit;
  const fit = globalThis.byeolpyoFit;

  let waiting = 0; // titles whose star waits for hydration
  let unplaced = 0; // stars that are placed by a later task
  let placing = 0; // the timer of that task
  /** @type {(el: any) => boolean} */
  let pending = () => true; // whether a script may still hydrate an element

  // place places the stars of a plan (page.Plan) and removes those that are not in it. A host
  // that still has its seat is kept, so that focus stays there. still means that the server's
  // elements are known to stay as they are; moved that the page has changed since the stars were
  // last placed. Of more stars than a task may place, those in the window come first, and the
  // others in tasks that follow, until stop is called; placed is called after each, with whether
  // it was the last.
  /** @type {ByeolpyoContent.Stars["place"]} */
  function place(plan, nodes, texts, { still, moved }, placed) {
    stop();
    /** @type {{ mark: string[], node: any, title: any }[]} */
    const marks = [];
    let from = 0;
    for (let end = plan.indexOf("\x1e"); end >= 0; from = end + 1, end = plan.indexOf("\x1e", from)) {
      const mark = plan.slice(from, end).split("\x1f");
      const node = nodes[/** @type {any} */ (mark[0])];
      const title = nodes[/** @type {any} */ (mark[1])];
      if (node && title && connected(node) && connected(title)) marks.push({ mark, node, title });
    }
    /** @type {Map<any, number> | null} */
    let held = null; // from each element around a title to the number of titles in it
    const alone = (/** @type {any} */ el) => {
      if (!held) {
        held = new Map();
        for (const { title } of marks) for (let e = title; e; e = parent(e)) held.set(e, (held.get(e) ?? 0) + 1);
      }
      return (held.get(el) ?? 0) < 2;
    };
    const titles = new Set(titlesOf(marks));
    for (const [title, star] of stars) {
      if (titles.has(title)) continue;
      leave(star);
      stars.delete(title);
    }
    const taken = new Set(); // elements whose root already has a star
    waiting = 0;
    const one = (/** @type {typeof marks[0]} */ { mark, node, title }) => {
      if (type(title) === 1 && editable(title)) return null;
      const [, , where, heading, changed, key, state, label, nextLabel] = mark;
      const old = stars.get(title);
      const show = (/** @type {ByeolpyoContent.Star} */ s) => paint(s, heading, key, state, label, nextLabel, changed, texts);
      let star = old && old.label === label && seated(old) && !taken.has(old.seat?.root) ? old : null;
      if (!star) {
        const look = () => seatFor(title, node, where, alone, taken, still);
        let seat = look();
        if (!seat) return null;
        star = old && owner(old.host) === owner(title) ? old : makeStar(owner(title));
        if (star !== old) old?.host.remove();
        star.title = title;
        star.label = label;
        show(star); // before it is in the page, which would react to each step
        if (!sit(star, seat) && !((seat = look()) && sit(star, seat))) return null;
      } else {
        show(star);
      }
      if (star.seat?.root) taken.add(star.seat.root);
      return star;
    };
    const put = new Set(); // titles that have their star
    const queue = marks.length > SLICE ? seenFirst(marks) : marks;
    expect(queue.length);
    const slice = (/** @type {number} */ at) => {
      const now = [];
      const end = at + (at === 0 ? SLICE : LATER);
      for (const m of queue.slice(at, end)) {
        if (put.has(m.title)) continue;
        const old = stars.get(m.title);
        const star = one(m);
        if (old && old !== star) leave(old);
        if (star) {
          stars.set(m.title, star);
          put.add(m.title);
          if (moved || star.mode === "") now.push(star);
        } else {
          stars.delete(m.title);
        }
      }
      unplaced = new Set(titlesOf(queue.slice(end)).filter((title) => !stars.has(title))).size;
      if (at === 0) {
        for (const star of now) watch(star);
      } else {
        for (const kit of new Set(now.map(kitFor))) refit(kit, now.filter((s) => kitFor(s) === kit), true);
      }
      placed(end >= queue.length);
      if (end < queue.length) placing = setTimeout(slice, 0, end);
    };
    slice(0);
  }

  const kitFor = (/** @type {ByeolpyoContent.Star} */ star) => observe(owner(star.host));
  const titlesOf = (/** @type {{ title: any }[]} */ marks) => marks.map(({ title }) => title);

  // seenFirst sorts marks: those whose title is in the window, those without a star, the others.
  // A page that changes before all are placed has the next ones placed, not the first again.
  /** @template {{ title: any }} M @param {M[]} marks @returns {M[]} */
  function seenFirst(marks) {
    const { innerHeight } = windowOf(owner(marks[0].title));
    /** @type {M[]} */
    const seen = [];
    const others = marks.filter((m) => {
      const { top, bottom } = box(m.title);
      const near = bottom > top && bottom > 0 && top < innerHeight;
      if (near) seen.push(m);
      return !near;
    });
    const bare = others.filter((m) => !stars.has(m.title));
    return [...seen, ...bare, ...others.filter((m) => stars.has(m.title))];
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

  // stop ends the placing of a plan, of which the page is no longer what was read.
  const stop = () => clearTimeout(placing);

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

  // hide leaves the stars out of what the browser makes of the page in this task, before it
  // paints: the HTML of what is copied or dragged has all that is displayed.
  /** @param {Document} document */
  function hide(document) {
    const sheet = kits.get(document)?.sheet;
    if (!sheet) return;
    sheet.insertRule(":host { display: none !important; }", sheet.cssRules.length);
    setTimeout(() => sheet.deleteRule(sheet.cssRules.length - 1));
  }

  const REHEARSALS = 4; // of prepare

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
      fit([star], [], false, false);
    }
  }

  return {
    place, stop, sweep, hide, prepare,
    keyOf: (host) => keys.get(host),
    count: () => stars.size + waiting + unplaced,
    waiting: () => waiting,
    pendingBy: (f) => { pending = f; },
  };
})();
