// Where a star may stand when the first line of its title leaves it no room.
"use strict";

globalThis.byeolpyoRoom = (() => {
  const { SIDE } = globalThis.byeolpyoStar;
  const { INK, STEPS, up, css, boxOf, linesOf, zoneOf, dotted, obstacles, cutOf, widthAround, freeIn } = globalThis.byeolpyoLayout;
  const GAP = 2;
  const LINES = 6; // lines of a title beside which a place is searched
  const NEAR = 2 * SIDE; // px from a title
  const SMALL = 18; // px: the size of a star where there is little room
  const LEAST = 12;
  const STEP = 3; // px between the places that are tried
  const WORSE = 1000; // px, more than any way within these bounds: what a target over others' letters costs
  const WIDE = 180; // px left and right of a line's end: 120 places a row, 70 rows beside a line of 60 px
  const BORDER = 3; // px of a card's edge that a star may lie over
  const CLEAR = 2; // px: letters end so far from a target's middle, which they would lie over
  const DOT = 1.3; // of a line's height: the width of a list's dot
  const SHIFTS = [0, -2, 2, -4, 4];

  // elsewhere finds a place where the first line leaves no room, since any is better than moving
  // what the site has laid out: beside the lines that follow, the last of them first; in the
  // card, as near as possible; around a card without a border; and at the end of a line for a
  // smaller star, whose target reaches over its own title, a border or a margin, but over no
  // other letters.
  /** @param {ByeolpyoContent.Star} star @param {any} card @param {{ l: number, r: number }} limit @param {boolean} rtl */
  function elsewhere({ title, block, freed, label, spills }, card, limit, rtl) {
    const all = linesOf(title, LINES, label);
    const cut = cutOf(block, freed);
    const whole = boxOf(card);
    if (spills) { // the area beyond its card belongs to another
      cut.t = Math.max(cut.t, whole.top);
      cut.b = Math.min(cut.b, whole.bottom);
    }
    const above = all[0].t - SIDE - NEAR;
    const below = all[all.length - 1].b + SIDE + NEAR;
    const things = obstacles(card, above, below, title);
    if (!things) return null;
    const last = [...all.slice(1).reverse(), all[0]];
    /** @param {ByeolpyoContent.Box} line @param {number} size */
    const middle = (line, size) => (line.t + line.b - size) / 2;
    const dot = dotted(block, card) ? (all[0].b - all[0].t) * DOT : 0;
    /** @param {ByeolpyoContent.Obstacle[]} among @param {{ l: number, r: number }} within */
    const beside = (among, { l, r }) => {
      const free = freeIn(among, SIDE, cut);
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
    // end returns where the last thing in the line ends.
    const end = (/** @type {ByeolpyoContent.Box} */ line) => {
      const inLine = things.filter((o) => o.t < line.b && o.b > line.t && o.l < limit.r && o.r > limit.l); // including the stars of other cards
      return rtl ? Math.min(line.l, ...inLine.map((o) => o.l)) : Math.max(line.r, ...inLine.map((o) => o.r));
    };
    for (const line of [all[0], ...last]) {
      const y = middle(line, SIDE);
      const x = rtl ? end(line) - GAP - SIDE : end(line) + GAP;
      if (x >= limit.l - 0.5 && x + SIDE <= limit.r + 0.5 && free(x, y)) return { x, y };
    }
    const ink = (all[0].b - all[0].t) * INK;
    for (let d = 0; d <= NEAR; d += 4) {
      for (const y of [all[0].t + ink - SIDE - d, all[all.length - 1].b - ink + d]) {
        if (y <= whole.top || y + SIDE >= whole.bottom) continue;
        for (const x of [limit.r - SIDE - GAP, limit.l + GAP]) if (x >= limit.l && x + SIDE <= limit.r && free(x, y)) return { x, y };
      }
    }
    const [least, most] = widthAround(title, all);
    const [wide, around] = groundOf(card, things, above, below, title);
    let edge = limit;
    if (wide !== card) {
      const { left, right } = boxOf(wide);
      edge = { l: Math.max(least, left + css(wide).left), r: Math.min(most, right - css(wide).right) };
    }
    const out = beside(around, edge);
    if (out) return out;
    const { things: beyond, from, to } = reachOf(wide, around, { ...edge, t: whole.top, b: whole.bottom }, above, below, title);
    const nobody = freeIn(beyond.filter((o) => !o.own), SIDE);
    for (let glyph = SMALL; glyph >= LEAST; glyph -= 2) {
      const clear = freeIn(beyond, glyph, cut);
      const reach = glyph / 2; // over a border or the rest of a margin
      for (const line of [all[0], ...last]) {
        const before = line.l - 1 - glyph - (line === all[0] ? dot : 0);
        for (const x of rtl ? [before, end(line) - 1 - glyph] : [line.r + 1, before, end(line) + 1]) {
          if (x < Math.max(least, from, edge.l - reach) || x + glyph > Math.min(most, to, edge.r + reach) || !clear(x, middle(line, glyph))) continue;
          for (const aside of [(SIDE - glyph) / 2, SIDE - glyph - CLEAR, CLEAR]) {
            const at = Math.max(least, Math.min(most - SIDE, x - aside));
            if (nobody(at, middle(line, SIDE))) return { x: at, y: middle(line, SIDE), glyph, nudge: x - at - (SIDE - glyph) / 2 };
          }
        }
      }
    }
    if (!spills) return null;
    const half = (SIDE - LEAST) / 2;
    const room = { l: Math.max(whole.left - BORDER, least + half), r: Math.min(whole.right + BORDER, most - half), t: Math.max(whole.top, cut.t), b: Math.min(whole.bottom, cut.b, all[all.length - 1].b + NEAR) };
    return anywhere(beyond, room, all[0], rtl);
  }

  // groundOf climbs from a card without a border to the last element on whose ground it stands,
  // and returns that with what there is to be seen between two heights: the gaps around such a
  // card are nobody's.
  /** @param {any} card @param {ByeolpyoContent.Obstacle[]} things @param {number} above @param {number} below @param {any} title @returns {[any, ByeolpyoContent.Obstacle[]]} */
  function groundOf(card, things, above, below, title) {
    for (let n = 0; n < STEPS && up(card); n++) {
      const s = css(card);
      if (s.card || s.clips || s.left > 0 || s.right > 0) break;
      const more = obstacles(up(card), above, below, title);
      if (!more) break;
      card = up(card);
      things = more;
    }
    return [card, things];
  }

  // reachOf climbs from an element to one around it that reaches over a card's height, and by a
  // small star beyond its edges, or cuts off what does. It returns what there is to be seen in
  // that between two heights, and from where to where that is known.
  /** @param {any} el @param {ByeolpyoContent.Obstacle[]} things @param {ByeolpyoContent.Box} edge @param {number} above @param {number} below @param {any} title @returns {{ things: ByeolpyoContent.Obstacle[], from: number, to: number }} */
  function reachOf(el, things, edge, above, below, title) {
    for (let n = 0; ; n++) {
      const { left, right, top, bottom } = boxOf(el);
      const reaches = left <= edge.l - LEAST && right >= edge.r + LEAST && top <= edge.t && bottom >= edge.b;
      if (reaches || css(el).clips || css(el).scrolls) return { things, from: -Infinity, to: Infinity };
      const more = n < STEPS && up(el) ? obstacles(up(el), above, below, title) : null;
      if (!more) return { things, from: left, to: right };
      el = up(el);
      things = more;
    }
  }

  // anywhere finds the free place nearest to the end of the title's first line, in a card whose
  // content overflows. Where there is none, a star lies over letters of its own title: room for
  // it would move that over a neighbour's.
  /** @param {ByeolpyoContent.Obstacle[]} things @param {ByeolpyoContent.Box} room @param {ByeolpyoContent.Box} line @param {boolean} rtl */
  function anywhere(things, room, line, rtl) {
    const out = (SIDE - LEAST) / 2;
    const end = Math.max(room.l, Math.min(room.r, rtl ? line.l : line.r));
    const most = Math.min(room.r, end + WIDE) - LEAST;
    let best = null;
    let least = Infinity;
    for (const step of [STEP, 1]) {
      // The second time, over the ground of a label and over the edge of letters, too.
      const slack = step === 1 ? 0.5 : 0;
      if (slack) things = things.filter((o) => !o.ground);
      for (let y = Math.max(room.t, line.t - NEAR); y + LEAST <= room.b; y += step) {
        // The places of a row are checked only against what lies in that row.
        const row = things.filter((o) => o.t < y + LEAST + out && o.b > y - out);
        const others = row.filter((o) => !o.own);
        const clear = freeIn(row, LEAST - 2 * slack);
        const mine = freeIn(others, LEAST);
        const nobody = freeIn(others, SIDE);
        for (let x = Math.max(room.l, end - WIDE); x <= most; x += step) {
          const far = Math.abs(x - end) + Math.abs(y - line.t);
          if (far >= least || !mine(x, y) && !clear(x + slack, y + slack)) continue;
          const cost = far + (!clear(x + slack, y + slack) ? 2 * WORSE : nobody(x - out, y - out) ? 0 : WORSE);
          if (cost >= least) continue;
          least = cost;
          best = { x: x - out, y: y - out, glyph: LEAST };
        }
      }
      if (least < 2 * WORSE) break;
    }
    return best;
  }

  // corner finds a place above or below a title's lines for a small star, between letters and
  // border.
  /** @param {ByeolpyoContent.Star} star @param {ByeolpyoContent.Fitted} fitted @returns {ByeolpyoContent.Fitted | null} */
  function corner(star, fitted) {
    const { title, block, freed, label } = star;
    const { card, l, r } = zoneOf(block, freed);
    const all = linesOf(title, LINES, label);
    const last = all.at(-1);
    if (!last) return null;
    const above = all[0].t - SIDE;
    const below = last.b + SIDE;
    const within = obstacles(card, above, below, title);
    if (!within) return null;
    const [wide, things] = groundOf(card, within, above, below, title);
    const { top, bottom } = boxOf(wide);
    const seat = boxOf(star.host);
    const ink = (all[0].b - all[0].t) * INK;
    const nobody = freeIn(things.filter((o) => !o.own), SIDE);
    for (let glyph = SMALL; glyph >= LEAST; glyph -= 2) {
      const clear = freeIn(things, glyph, cutOf(block, freed));
      const over = (SIDE - glyph) / 2;
      // The target lies around the glyph, or reaches from it over the title only.
      for (const { line, y, reach } of [{ line: all[0], y: all[0].t + ink - glyph, reach: 0 }, { line: last, y: last.b - ink, reach: 2 * over }]) {
        if (y < top || y + glyph > bottom) continue;
        for (const x of [r - glyph - 1, line.r - glyph, line.l, l + 1]) {
          if (x < l || x + glyph > r || !clear(x, y)) continue;
          const at = Math.max(l, Math.min(r - SIDE, x - over));
          const out = [over, reach].find((d) => nobody(at, y - d));
          if (out === undefined) continue;
          return { ...fitted, mode: star.next, large: false, size: SIDE, glyph, nudge: x - at - over, rise: out - over, x: at - seat.left, y: y - out - seat.top };
        }
      }
    }
    return null;
  }

  return { GAP, SMALL, LEAST, SHIFTS, elsewhere, corner };
})();
