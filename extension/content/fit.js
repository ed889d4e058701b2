// Fitting: from a seat to the place beside the first line.
"use strict";

globalThis.byeolpyoFit = (() => {
  const { type, owner, box, windowOf } = globalThis.byeolpyoTree;
  const { SIDE, LARGE, set, flag } = globalThis.byeolpyoStar;
  const { up, css, boxOf, stale, moved, stray, spills, endPass, firstLine, zoneOf, dotted, obstacles, freeIn } = globalThis.byeolpyoLayout;
  const { GAP, SMALL, LEAST, SHIFTS, elsewhere, corner } = globalThis.byeolpyoRoom;
  const FAR = 3 * SIDE;
  const NARROW = 4 * SIDE;
  const AHEAD = 0.1; // of the window's height: what is no further above or below is fitted at once

  // Of a list of stars those that are seen soonest, and the others.
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

  // Stars that stand already are in the way of those that are fitted now.
  /** @param {ByeolpyoContent.Star[]} others */
  function stand(others) {
    for (const { title, group } of others) {
      const { left: l, right: r, top: t, bottom: b } = box(group);
      if (r > l) stray(title, [{ l, r, t, b }]);
    }
  }

  // Fits stars, among others that stay where they are; gives back those of them that can
  // wait, as neither they nor the rest take room, from which the places of all would
  // follow.
  /** @param {ByeolpyoContent.Star[]} list @param {ByeolpyoContent.Star[]} others @param {boolean} now */
  function fit(list, others, now) {
    stand(others);
    let [near, far] = now ? [list, []] : split(list);
    if (far.some((s) => s.mode === "line" || s.mode === "item")) [near, far] = [list, []];
    seek(near);
    if (near.some(takesRoom)) {
      seek(far);
      far = [];
    } else {
      list = near;
    }
    stale();
    for (const s of list) {
      if (s.fitted) apply(s, s.fitted);
      else s.mode = ""; // not shown: when it is
    }
    if (list.some(takesRoom)) {
      moved();
      stand(others);
    }
    // Those that take room in the line: where that has put them.
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
    // What takes room may widen its own block, as a table's column: that is no news.
    for (const s of more) if (s.fitted) s.width = box(s.block).width;
    endPass();
    return far;
  }

  // Where the room of a whole star makes a block taller, a smaller one may do: its
  // target reaches over its own title. Where that does not either, a corner may.
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

  // Looks where each can stand.
  /** @param {ByeolpyoContent.Star[]} list */
  function seek(list) {
    for (const s of list) {
      const at = s.seat?.root ?? s.seat?.parent;
      let around = type(at) === 11 ? at.host : at;
      while (css(around).display === "contents" && up(around)) around = up(around);
      s.lays = css(around).lays;
      while (css(around).inside && up(around)) around = up(around);
      s.block = around;
      // What clips its content clips a float, and no absolute box that it is not the
      // origin of.
      s.freed = css(around).clips && css(around).still;
      s.next = s.lays || s.freed ? "box" : "float";
    }
    stale();
    for (const s of list) seatAs(s, s.next); // without taking room
    // What holds many titles is no card: what runs out of it is in nobody else's way, and
    // to ask for it once a title would be to look at all of it for each.
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
    star.width = boxOf(block).width;
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
    const free = freeIn(things, size);
    const right = line.r + GAP;
    const left = line.l - GAP - size;
    const sides = [];
    // A card of very many parts is looked at no further than its title.
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
    // In a column that is hardly wider than a star, over the first line.
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
    // At the end of the line, and into the padding as far as that is free. Where the
    // line ends far from there, what follows in it is in the way: before the title.
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
    if (fitted.mode === "line") set(host, "data-side", fitted.side ?? "");
    if (star.mode !== fitted.mode) seatAs(star, fitted.mode);
    if (fitted.mode === "line") {
      host.style.setProperty("--room", `${fitted.room}px`);
      host.style.removeProperty("--tall");
    }
    flag(host, "data-fit", true);
    shift(star, fitted);
  }

  // The room that a star has taken is at the edge of its block; the line may end
  // before.
  /** @param {ByeolpyoContent.Star} star @param {ByeolpyoContent.Fitted} fitted @returns {ByeolpyoContent.Fitted | null} */
  function settle(star, fitted) {
    const line = firstLine(star.title);
    if (!line) return null;
    const { side, size, glyph } = fitted;
    const at = boxOf(star.host);
    const y = (line.t + line.b - size) / 2;
    if (star.mode !== "line") return { ...fitted, x: 0, y: y - at.top };
    // A target that would reach out of the block stays in it, and its glyph where it is.
    /** @param {number} x @param {number} top @param {boolean} [tall] */
    const bounded = (x, top, tall) => {
      const { left, right } = boxOf(star.block);
      const inside = glyph ? Math.max(left, Math.min(right - size, at.left + x)) - at.left : x;
      return { ...fitted, tall, x: inside, y: top, nudge: x - inside };
    };
    const over = glyph ? (size - glyph) / 2 : 0; // so far a target may reach over its title
    const gap = glyph ? 1 - over : GAP;
    const edge = side === "left" ? at.width - gap - size : gap;
    // A word that is too long to stand beside it, and no room above: then over it.
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
