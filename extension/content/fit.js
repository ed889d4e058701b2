// Fitting: from a seat to the place beside the first line.
"use strict";

globalThis.byeolpyoFit = (() => {
  const { type, owner, box, windowOf } = globalThis.byeolpyoTree;
  const { SIDE, LARGE, set, flag } = globalThis.byeolpyoStar;
  const { INK, STEPS, up, css, boxOf, stale, endPass, linesOf, firstLine, zoneOf, obstacles, cutOf, widthAround, freeIn } = globalThis.byeolpyoLayout;
  const GAP = 2;
  const FAR = 3 * SIDE;
  const NARROW = 4 * SIDE;
  const AHEAD = 0.5; // of the window's height: what is no further above or below is fitted at once
  const LINES = 6; // of a title, beside which a place is looked for
  const NEAR = 2 * SIDE; // how far from a title
  const SMALL = 18; // px: of a star that is seen, where there is little room
  const LEAST = 12;
  const DOT = 1.3; // of a line's height: what a list puts before it
  const SHIFTS = [0, -2, 2, -4, 4];

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

  // Fits stars; gives back those of them that can wait, as neither they nor the others
  // take room, from which the places of all would follow.
  /** @param {ByeolpyoContent.Star[]} list @param {boolean} now */
  function fit(list, now) {
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
    // Those that take room in the line: where that has put them.
    const more = list.filter(takesRoom);
    for (const s of more) if (s.fitted) s.fitted = settle(s, s.fitted);
    stale();
    for (const s of more) {
      if (s.fitted?.tall) s.host.style.setProperty("--tall", `${s.fitted.size}px`);
      if (s.fitted) shift(s, s.fitted);
    }
    // What takes room may widen its own block, as a table's column: that is no news.
    for (const s of more) if (s.fitted) s.width = box(s.block).width;
    endPass();
    return far;
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
    for (const s of list) s.fitted = measure(s);
  }

  /** @param {ByeolpyoContent.Star} star @param {string} mode */
  function seatAs(star, mode) {
    star.mode = mode;
    set(star.host, "data-seat", mode);
  }

  /** @param {ByeolpyoContent.Star} star @returns {ByeolpyoContent.Fitted | null} */
  function measure(star) {
    const { host, block, title } = star;
    star.width = boxOf(block).width;
    const line = firstLine(title);
    if (!line) return null;
    const size = star.heading && line.b - line.t >= 30 ? LARGE : SIDE;
    const { rtl } = css(block);
    const { card, l, r, t } = zoneOf(block, star.freed);
    const seat = boxOf(host);
    const y = (line.t + line.b - size) / 2;
    const things = obstacles(card, line.t - size - 6, y + size + 6);
    /** @type {ByeolpyoContent.Fitted} */
    const fitted = { large: size === LARGE, rtl, size, x: 0, y: 0, mode: star.next, room: 0 };
    const free = freeIn(things, size);
    const right = line.r + GAP;
    const left = line.l - GAP - size;
    const sides = [];
    // A card of very many parts is looked at no further than its title.
    const limit = things ? { l, r } : { l: Math.max(l, boxOf(block).left), r: Math.min(r, boxOf(block).right) };
    if (right + size <= limit.r + 0.5) sides.push(right);
    if (left >= limit.l - 0.5 && !css(card).list && !css(block).list) sides.push(left);
    if (rtl) sides.reverse();
    for (const x of sides) {
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
    if (far && css(card).list) edging = 0;
    while (edging > 0 && !free(side === "left" ? start - edging : end + edging - size, y)) edging = Math.max(0, edging - 4);
    return { ...fitted, mode: "line", side, room: Math.max(1, size + GAP - edging) };
  }

  // Where the first line leaves no room, all other places are better than to move what
  // the site has laid out: beside the lines that follow, the last of them first; in
  // the card as near as it gets; around a card without a border; and at the end of a
  // line a smaller star, whose target reaches over its own title, a border or a
  // margin, but over nobody else's letters.
  /** @param {ByeolpyoContent.Star} star @param {any} card @param {{ l: number, r: number }} limit @param {boolean} rtl */
  function elsewhere({ title, block, freed }, card, limit, rtl) {
    const all = linesOf(title, LINES);
    const cut = cutOf(block, freed);
    const above = all[0].t - SIDE - NEAR;
    const below = all[all.length - 1].b + SIDE + NEAR;
    const things = obstacles(card, above, below, title);
    if (!things) return null;
    const last = [...all.slice(1).reverse(), all[0]];
    /** @param {ByeolpyoContent.Box} line @param {number} size */
    const middle = (line, size) => (line.t + line.b - size) / 2;
    const dot = css(card).list ? (all[0].b - all[0].t) * DOT : 0;
    /** @param {ByeolpyoContent.Obstacle[]} things @param {{ l: number, r: number }} within */
    const beside = (things, { l, r }) => {
      const free = freeIn(things, SIDE, cut);
      for (const line of last) {
        const sides = [line.r + GAP, line.l - GAP - SIDE - (line === all[0] ? dot : 0)];
        if (rtl) sides.reverse();
        for (const x of sides) {
          if (x < l - 0.5 || x + SIDE > r + 0.5) continue;
          for (const d of SHIFTS) if (free(x, middle(line, SIDE) + d)) return { x, y: middle(line, SIDE) + d };
        }
      }
      return null;
    };
    const found = beside(things, limit);
    if (found) return found;
    const free = freeIn(things, SIDE, cut);
    // Behind what else stands in the line.
    const end = (/** @type {ByeolpyoContent.Box} */ line) => {
      const inLine = things.filter((o) => o.t < line.b && o.b > line.t);
      return rtl ? Math.min(line.l, ...inLine.map((o) => o.l)) : Math.max(line.r, ...inLine.map((o) => o.r));
    };
    for (const line of [all[0], ...last]) {
      const y = middle(line, SIDE);
      const x = rtl ? end(line) - GAP - SIDE : end(line) + GAP;
      if (x >= limit.l - 0.5 && x + SIDE <= limit.r + 0.5 && free(x, y)) return { x, y };
    }
    const whole = boxOf(card);
    const ink = (all[0].b - all[0].t) * INK;
    for (let d = 0; d <= NEAR; d += 4) {
      for (const y of [all[0].t + ink - SIDE - d, all[all.length - 1].b - ink + d]) {
        if (y <= whole.top || y + SIDE >= whole.bottom) continue;
        for (const x of [limit.r - SIDE - GAP, limit.l + GAP]) if (x >= limit.l && x + SIDE <= limit.r && free(x, y)) return { x, y };
      }
    }
    const [least, most] = widthAround(title, all);
    let around = things;
    let edge = limit;
    for (let n = 0, wide = card; n < STEPS && up(wide); n++) {
      const s = css(wide);
      if (s.card || s.clips || s.left > 0 || s.right > 0) break;
      wide = up(wide);
      const more = obstacles(wide, above, below, title);
      if (!more) break;
      const { left, right } = boxOf(wide);
      around = more;
      edge = { l: Math.max(least, left + css(wide).left), r: Math.min(most, right - css(wide).right) };
    }
    const out = beside(around, edge);
    if (out) return out;
    const beyond = around === things && up(card) ? obstacles(up(card), above, below, title) : around;
    if (!beyond) return null;
    const nobody = freeIn(beyond.filter((o) => !o.own), SIDE);
    for (let glyph = SMALL; glyph >= LEAST; glyph -= 2) {
      const clear = freeIn(beyond, glyph, cut);
      const out = glyph / 2; // over a border, or what is left of a margin
      for (const line of [all[0], ...last]) {
        for (const x of rtl ? [line.l - 1 - glyph, end(line) - 1 - glyph] : [line.r + 1, line.l - 1 - glyph, end(line) + 1]) {
          if (x < Math.max(least, edge.l - out) || x + glyph > Math.min(most, edge.r + out) || !clear(x, middle(line, glyph))) continue;
          const at = Math.max(least, Math.min(most - SIDE, x - (SIDE - glyph) / 2));
          if (nobody(at, middle(line, SIDE))) return { x: at, y: middle(line, SIDE), glyph, nudge: x - at - (SIDE - glyph) / 2 };
        }
      }
    }
    return null;
  }

  /** @type {["--glyph" | "--nudge", "glyph" | "nudge"][]} */
  const SMALLER = [["--glyph", "glyph"], ["--nudge", "nudge"]];

  /** @param {ByeolpyoContent.Star} star @param {ByeolpyoContent.Fitted} fitted */
  function apply(star, fitted) {
    const { host } = star;
    flag(host, "data-large", fitted.large);
    for (const [name, part] of SMALLER) {
      const value = fitted[part] ? `${fitted[part]}px` : "";
      if (star[part] !== value) host.style.setProperty(name, value);
      star[part] = value;
    }
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
    const { side, size } = fitted;
    const at = boxOf(star.host);
    const y = (line.t + line.b - size) / 2;
    if (star.mode !== "line") return { ...fitted, x: 0, y: y - at.top };
    const edge = side === "left" ? at.width - GAP - size : GAP;
    // A word that is too long to stand beside it, and no room above: then over it.
    if (side === "left" ? line.l < at.left + edge + size - 1 : line.r > at.left + edge + 1) {
      return { ...fitted, x: edge, y: 0, tall: true };
    }
    const near = side === "left" ? line.l - GAP - size : line.r + GAP;
    if (side === "left" ? near <= at.left + edge : near >= at.left + edge) return { ...fitted, x: edge, y: y - at.top };
    const free = freeIn(obstacles(zoneOf(star.block, star.freed).card, y - 6, y + size + 6), size);
    const shift = SHIFTS.find((d) => free(near, y + d));
    if (shift === undefined) return { ...fitted, x: edge, y: y - at.top };
    return { ...fitted, x: near - at.left, y: y + shift - at.top };
  }

  /** @param {ByeolpyoContent.Star} star @param {ByeolpyoContent.Fitted} fitted */
  function shift({ group }, fitted) {
    group.style.margin = `${fitted.y}px 0 0 ${fitted.x}px`;
  }

  return fit;
})();
