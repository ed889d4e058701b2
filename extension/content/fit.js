// Fitting moves a star from its seat to the place beside the title's first line where it is
// seen.
"use strict";

globalThis.byeolpyoFit = (() => {
  const { type, owner, box, windowOf } = globalThis.byeolpyoTree;
  const { SIDE, LARGE, extentOf, set, flag } = globalThis.byeolpyoStar;
  const { up, css, boxOf, stale, moved, stray, spills, endPass, firstLine, zoneOf, dotted, obstacles, freeIn } = globalThis.byeolpyoLayout;
  const { GAP, SMALL, LEAST, SHIFTS, elsewhere, corner } = globalThis.byeolpyoRoom;
  const FAR = 3 * SIDE;
  const NARROW = 4 * SIDE;
  const BESIDE = 2 * NARROW; // how far above and below a star that took room others are looked at: a card of eight lines
  const AHEAD = 0.1; // of the window's height: a star no further above or below the window is fitted at once

  // split parts a list of stars into those near the window, which are seen soonest, and the
  // others.
  /** @param {ByeolpyoContent.Star[]} list */
  function split(list) {
    /** @type {ByeolpyoContent.Star[]} */
    const near = [];
    /** @type {ByeolpyoContent.Star[]} */
    const far = [];
    for (const s of list) {
      const { innerHeight } = windowOf(owner(s.host));
      const { top } = box(s.host);
      (top > -AHEAD * innerHeight && top < (1 + AHEAD) * innerHeight ? near : far).push(s);
    }
    return [near, far];
  }

  /** @param {ByeolpyoContent.Star} star */
  const takesRoom = ({ fitted }) => fitted?.mode === "line" || fitted?.mode === "item";

  // stand registers stars that have a place as obstacles for those that are being fitted.
  /** @param {ByeolpyoContent.Star[]} others */
  function stand(others) {
    for (const { title, group } of others) {
      const { left: l, right: r, top: t, bottom: b } = box(group);
      if (r > l) stray(title, [{ l, r, t, b }]);
    }
  }

  // fit fits the stars of list among others, which stay where they are. It returns those that
  // can wait: stars far from the window, if no star takes room in a line. One that does moves
  // what follows, and then all are fitted together, unless there are too many of them.
  /** @param {ByeolpyoContent.Star[]} list @param {ByeolpyoContent.Star[]} others @param {boolean} now @param {boolean} many */
  function fit(list, others, now, many) {
    stand(others);
    let [near, far] = now ? [list, []] : split(list);
    if (!many && far.some((s) => s.mode === "line" || s.mode === "item")) [near, far] = [list, []];
    seek(near);
    if (!many && near.some(takesRoom)) {
      seek(far);
      far = [];
    } else {
      list = near;
    }
    stale();
    for (const s of list) {
      if (s.fitted) apply(s, s.fitted);
      else s.mode = ""; // not displayed: it is fitted once it is
    }
    if (list.some(takesRoom)) {
      moved();
      stand(others);
    }
    // The line has put these where it has room, which is known only now.
    shrink(list.filter(({ fitted }) => fitted?.mode === "line"));
    const more = list.filter(takesRoom);
    for (const s of more) if (s.fitted) s.fitted = settle(s, s.fitted);
    stale();
    for (const s of more) {
      if (s.fitted?.tall) s.host.style.setProperty("--tall", `${s.fitted.size}px`);
      if (!s.fitted) continue;
      dress(s.host, "--nudge", s.fitted.nudge);
      shift(s, s.fitted);
    }
    // A star that takes room may widen its own block, as in a table's column; the new width is
    // not a reason to fit it again.
    for (const s of more) if (s.fitted) s.extent = extentOf(s);
    if (more.length > 0) yieldTo(more, list, others);
    endPass();
    return far;
  }

  // yieldTo looks again for a place for stars beside those that took room, which may have moved
  // letters beneath them. None of these takes room now, or there would be no end of it.
  /** @param {ByeolpyoContent.Star[]} more @param {ByeolpyoContent.Star[]} list @param {ByeolpyoContent.Star[]} others */
  function yieldTo(more, list, others) {
    moved();
    const rest = list.filter((s) => s.fitted && !takesRoom(s) && more.some((m) => {
      const { top, bottom } = boxOf(m.block);
      return boxOf(s.host).top < bottom + BESIDE && boxOf(s.host).bottom > top - BESIDE;
    }));
    if (rest.length === 0) return;
    stand([...others, ...list.filter((s) => !rest.includes(s))]);
    const had = rest.map((s) => s.fitted);
    seek(rest);
    stale();
    rest.forEach((s, i) => {
      if (!s.fitted || takesRoom(s)) s.fitted = had[i];
      if (s.fitted) apply(s, s.fitted);
    });
  }

  // shrink makes stars smaller whose room makes their block taller: the click target of a small
  // star reaches over its own title. A star for which that is not enough goes to a corner, if
  // one is free.
  /** @param {ByeolpyoContent.Star[]} list */
  function shrink(list) {
    /** @param {ByeolpyoContent.Star[]} some */
    const tall = (some) => {
      stale();
      return some.filter((s) => boxOf(s.block).height > s.height + 1);
    };
    /** @param {ByeolpyoContent.Star} star @param {number} glyph */
    const room = ({ host, fitted }, glyph) => {
      if (!fitted) return;
      fitted.glyph = glyph < SIDE ? glyph : undefined;
      dress(host, "--glyph", fitted.glyph);
      host.style.setProperty("--room", `${Math.max(1, fitted.room - SIDE + glyph)}px`);
    };
    let left = tall(list);
    for (const glyph of [SMALL, LEAST]) {
      for (const s of left) room(s, glyph);
      left = tall(left);
    }
    if (left.length === 0) return;
    for (const s of left) seatAs(s, s.next);
    stale();
    const spots = left.map((s) => s.fitted && corner(s, s.fitted));
    left.forEach((s, i) => {
      const spot = spots[i];
      if (spot) s.fitted = spot;
      else room(s, SIDE);
      if (s.fitted) apply(s, s.fitted);
    });
    stale();
  }

  // seek measures where each star of list can stand.
  /** @param {ByeolpyoContent.Star[]} list */
  function seek(list) {
    for (const s of list) {
      const at = s.seat?.root ?? s.seat?.parent;
      let around = type(at) === 11 ? at.host : at;
      while (css(around).display === "contents" && up(around)) around = up(around);
      s.lays = css(around).lays;
      while (css(around).inside && up(around)) around = up(around);
      s.block = around;
      // An element that clips its content clips a float in it, but not an absolute box that is
      // positioned by something further out.
      s.freed = css(around).clips && css(around).still;
      s.next = s.lays || s.freed ? "box" : "float";
    }
    stale();
    for (const s of list) seatAs(s, s.next); // measured without taking room
    // An element that holds several titles is not a card, and its overflow is in nobody else's
    // way. Measuring the overflow for each of those titles would mean looking at the whole
    // element each time.
    /** @type {Map<any, number>} */
    const titles = new Map();
    const zones = list.map((s) => zoneOf(s.block, s.freed));
    for (const { card } of zones) titles.set(card, (titles.get(card) ?? 0) + 1);
    list.forEach((s, i) => { s.spills = titles.get(zones[i].card) === 1 && spills(s.title, zones[i].card); });
    for (const [i, s] of list.entries()) {
      s.fitted = measure(s, zones[i]);
      if (!s.fitted || s.fitted.mode !== s.next) continue;
      const { size, x, y } = s.fitted;
      const { left, top } = boxOf(s.host);
      stray(s.title, [{ l: left + x, r: left + x + size, t: top + y, b: top + y + size }]);
    }
  }

  /** @param {ByeolpyoContent.Star} star @param {string} mode */
  function seatAs(star, mode) {
    star.mode = mode;
    set(star.host, "data-seat", mode);
  }

  /** @param {ByeolpyoContent.Star} star @param {ByeolpyoContent.Zone} zone @returns {ByeolpyoContent.Fitted | null} */
  function measure(star, { card, l, r, t }) {
    const { host, block, title } = star;
    star.extent = extentOf(star, boxOf);
    star.height = boxOf(block).height;
    const line = firstLine(title);
    if (!line) return null;
    const size = star.heading && line.b - line.t >= 30 ? LARGE : SIDE;
    const { rtl } = css(block);
    const seat = boxOf(host);
    const y = (line.t + line.b - size) / 2;
    const things = obstacles(card, line.t - size - 6, y + size + 6, null, title);
    /** @type {ByeolpyoContent.Fitted} */
    const fitted = { large: size === LARGE, rtl, size, x: 0, y: 0, mode: star.next, room: 0 };
    const whole = boxOf(card);
    // The area beyond a card that its content overflows belongs to another.
    const free = freeIn(things, size, star.spills ? { l: -Infinity, r: Infinity, t: whole.top, b: whole.bottom } : undefined);
    const right = line.r + GAP;
    const left = line.l - GAP - size;
    const sides = [];
    // In a card of more parts than are looked at, only the width of the title's block is
    // searched.
    const limit = things ? { l, r } : { l: Math.max(l, boxOf(block).left), r: Math.min(r, boxOf(block).right) };
    if (right + size <= limit.r + 0.5) sides.push(right);
    if (left >= limit.l - 0.5) sides.push(left);
    if (rtl) sides.reverse();
    for (const x of sides) {
      if (x === left && dotted(block, card)) continue;
      for (const d of SHIFTS) {
        if (!free(x, y + d)) continue;
        fitted.x = x - seat.left;
        fitted.y = y + d - seat.top;
        return fitted;
      }
    }
    // In a column hardly wider than a star, the star stands above the first line.
    const over = line.t - size;
    if (boxOf(block).width < NARROW && over >= t) {
      for (const at of [line.r - size, (line.l + line.r - size) / 2, line.l]) {
        const x = Math.max(limit.l, Math.min(limit.r - size, at));
        if (!free(x, over)) continue;
        fitted.x = x - seat.left;
        fitted.y = over - seat.top;
        return fitted;
      }
    }
    const spot = elsewhere(star, card, limit, rtl);
    if (spot) return { ...fitted, ...spot, large: false, size: SIDE, x: spot.x - seat.left, y: spot.y - seat.top };
    if (star.lays) {
      if (css(block).display.includes("flex")) return { ...fitted, mode: "item" };
      fitted.x = Math.min(right, limit.r - size) - seat.left;
      fitted.y = y - seat.top;
      return fitted;
    }
    // The star takes room at the end of the line, reaching into the padding as far as that is
    // free. If the text ends far from the line's end, something in between may be in the way,
    // and the star goes before the title.
    const s = css(block);
    const edge = boxOf(block);
    const start = edge.left + s.left + s.paddingLeft;
    const end = edge.right - s.right - s.padding;
    const far = rtl ? line.l - start > FAR : end - line.r > FAR;
    const side = rtl === far ? "right" : "left";
    let edging = Math.max(0, Math.min(size, side === "left" ? start - limit.l : limit.r - end));
    if (far && dotted(block, card)) edging = 0;
    while (edging > 0 && !free(side === "left" ? start - edging : end + edging - size, y)) edging = Math.max(0, edging - 4);
    return { ...fitted, mode: "line", side, room: Math.max(1, size + GAP - edging) };
  }

  /** @param {HTMLElement} host @param {string} name @param {number} [px] */
  function dress(host, name, px) {
    const value = px ? `${px}px` : "";
    if (host.style.getPropertyValue(name) !== value) host.style.setProperty(name, value);
  }

  /** @param {ByeolpyoContent.Star} star @param {ByeolpyoContent.Fitted} fitted */
  function apply(star, fitted) {
    const { host } = star;
    flag(host, "data-large", fitted.large);
    dress(host, "--glyph", fitted.glyph);
    dress(host, "--nudge", fitted.nudge);
    dress(host, "--rise", fitted.rise);
    if (fitted.mode === "line") set(host, "data-side", fitted.side ?? "");
    if (star.mode !== fitted.mode) seatAs(star, fitted.mode);
    if (fitted.mode === "line") {
      host.style.setProperty("--room", `${fitted.room}px`);
      host.style.removeProperty("--tall");
    }
    flag(host, "data-fit", true);
    shift(star, fitted);
  }

  // settle moves a star to its title's line: the room that it took is at the edge of its block,
  // and the line may end before that.
  /** @param {ByeolpyoContent.Star} star @param {ByeolpyoContent.Fitted} fitted @returns {ByeolpyoContent.Fitted | null} */
  function settle(star, fitted) {
    const line = firstLine(star.title);
    if (!line) return null;
    const { side, size, glyph } = fitted;
    const at = boxOf(star.host);
    const y = (line.t + line.b - size) / 2;
    if (star.mode !== "line") return { ...fitted, x: 0, y: y - at.top };
    // bounded keeps a click target inside the block, and the glyph where it is.
    /** @param {number} x @param {number} top @param {boolean} [tall] */
    const bounded = (x, top, tall) => {
      const { left, right } = boxOf(star.block);
      const inside = glyph ? Math.max(left, Math.min(right - size, at.left + x)) - at.left : x;
      return { ...fitted, tall, x: inside, y: top, nudge: x - inside };
    };
    const over = glyph ? (size - glyph) / 2 : 0; // as far as the target may reach over its title
    const gap = glyph ? 1 - over : GAP;
    const edge = side === "left" ? at.width - gap - size : gap;
    // A word may be too long for a star to stand beside it, without room above: then the star
    // stands over it.
    if (side === "left" ? line.l < at.left + edge + size - over - 1 : line.r > at.left + edge + over + 1) return bounded(edge, 0, true);
    const near = side === "left" ? line.l - gap - size : line.r + gap;
    if (side === "left" ? near <= at.left + edge : near >= at.left + edge) return bounded(edge, y - at.top);
    const free = freeIn(obstacles(zoneOf(star.block, star.freed).card, y - 6, y + size + 6, null, star.title), size - 2 * over);
    const off = SHIFTS.find((d) => free(near + over, y + over + d));
    if (off === undefined) return bounded(edge, y - at.top);
    return bounded(near - at.left, y + off - at.top);
  }

  /** @param {ByeolpyoContent.Star} star @param {ByeolpyoContent.Fitted} fitted */
  function shift({ group }, fitted) {
    group.style.margin = `${fitted.y}px 0 0 ${fitted.x}px`;
  }

  return fit;
})();
