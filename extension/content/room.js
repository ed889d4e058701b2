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
  const WIDE = 180; // px left and right of a line's end: 120 places a row, 70 rows beside a line of 60 px
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
      const reach = glyph / 2; // over a border or the rest of a margin
      for (const line of [all[0], ...last]) {
        const before = line.l - 1 - glyph - (line === all[0] ? dot : 0);
        for (const x of rtl ? [before, end(line) - 1 - glyph] : [line.r + 1, before, end(line) + 1]) {
          if (x < Math.max(least, edge.l - reach) || x + glyph > Math.min(most, edge.r + reach) || !clear(x, middle(line, glyph))) continue;
          const at = Math.max(least, Math.min(most - SIDE, x - (SIDE - glyph) / 2));
          if (nobody(at, middle(line, SIDE))) return { x: at, y: middle(line, SIDE), glyph, nudge: x - at - (SIDE - glyph) / 2 };
        }
      }
    }
    if (!spills) return null;
    const over = (SIDE - LEAST) / 2;
    const room = { l: Math.max(whole.left, least + over), r: Math.min(whole.right, most - over), t: Math.max(whole.top, cut.t), b: Math.min(whole.bottom, cut.b) };
    return anywhere(beyond, room, all[0], rtl);
  }

  // anywhere finds the free place nearest to the end of the title's first line, in a card whose
  // content overflows.
  /** @param {ByeolpyoContent.Obstacle[]} things @param {ByeolpyoContent.Box} room @param {ByeolpyoContent.Box} line @param {boolean} rtl */
  function anywhere(things, room, line, rtl) {
    const out = (SIDE - LEAST) / 2;
    const end = Math.max(room.l, Math.min(room.r, rtl ? line.l : line.r));
    const most = Math.min(room.r, end + WIDE) - LEAST;
    let best = null;
    let nearest = Infinity;
    for (let y = Math.max(room.t, line.t - NEAR); y + LEAST <= Math.min(room.b, line.b + 2 * NEAR); y += STEP) {
      // The places of a row are checked only against what lies in that row.
      const row = things.filter((o) => o.t < y + LEAST + out && o.b > y - out);
      const clear = freeIn(row, LEAST);
      const nobody = freeIn(row.filter((o) => !o.own), SIDE);
      for (let x = Math.max(room.l, end - WIDE); x <= most; x += STEP) {
        const far = Math.abs(x - end) + Math.abs(y - line.t);
        if (far >= nearest || !clear(x, y) || !nobody(x - out, y - out)) continue;
        nearest = far;
        best = { x: x - out, y: y - out, glyph: LEAST };
      }
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
    const things = last && obstacles(card, all[0].t - SIDE, last.b + SIDE, title);
    if (!things) return null;
    const { top, bottom } = boxOf(card);
    const seat = boxOf(star.host);
    const ink = (all[0].b - all[0].t) * INK;
    const nobody = freeIn(things.filter((o) => !o.own), SIDE);
    for (let glyph = SMALL; glyph >= LEAST; glyph -= 2) {
      const clear = freeIn(things, glyph, cutOf(block, freed));
      const over = (SIDE - glyph) / 2;
      for (const { line, y } of [{ line: all[0], y: all[0].t + ink - glyph }, { line: last, y: last.b - ink }]) {
        if (y < top || y + glyph > bottom) continue;
        for (const x of [r - glyph - 1, line.r - glyph, line.l, l + 1]) {
          if (x < l || x + glyph > r || !clear(x, y)) continue;
          const at = Math.max(l, Math.min(r - SIDE, x - over));
          if (!nobody(at, y - over)) continue;
          return { ...fitted, mode: star.next, large: false, size: SIDE, glyph, nudge: x - at - over, x: at - seat.left, y: y - over - seat.top };
        }
      }
    }
    return null;
  }

  return { GAP, SMALL, LEAST, SHIFTS, elsewhere, corner };
})();
