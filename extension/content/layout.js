// What the browser has laid out around a title: its lines, the card that holds them, and what
// else is visible there.
"use strict";

globalThis.byeolpyoLayout = (() => {
  const { STAR, type, parent, first, next, owner, contains, tag, box, windowOf, walker, range } = globalThis.byeolpyoTree;
  const STEPS = 8; // from a title up to the card that it stands in
  const MOST = 400; // nodes of a card that are looked at
  const CARD = new Set(["td", "th", "li", "article", "section", "tr", "dd", "dt", "main", "body", "fieldset", "details", "summary", "figure"]);
  const REPLACED = new Set(["img", "svg", "button", "input", "select", "textarea", "video", "canvas", "iframe", "object", "progress", "meter"]);
  const INK = 0.15; // the part of a line's height above and below the letters that is leading

  /** @param {any} n @returns {any} */
  const up = (n) => {
    const p = parent(n);
    return p === null ? null : type(p) === 11 ? p.host : type(p) === 1 ? p : null;
  };

  // FACTS are what is asked of an element's computed style. Each is read at most once a pass and
  // only when needed, since the browser writes every answer as text.
  /** @type {Record<Exclude<keyof ByeolpyoContent.Facts, "el">, (c: CSSStyleDeclaration, s: ByeolpyoContent.Facts) => unknown>} */
  const FACTS = {
    display: (c) => c.display,
    rtl: (c) => c.direction === "rtl",
    still: (c) => c.position === "static",
    clips: (c) => /hidden|clip/.test(c.overflowX + c.overflowY),
    scrolls: (c) => /auto|scroll/.test(c.overflowX),
    list: (c, s) => s.display === "list-item" && c.listStyleType !== "none",
    drawn: (c, s) => !/^(none|normal)$/.test(windowOf(owner(s.el)).getComputedStyle(s.el, "::before").content),
    marks: (c, s) => (c.position === "static" ? [] : ["::before", "::after"].flatMap((which) => markOf(s.el, c, which))),
    left: (c) => parseFloat(c.borderLeftWidth),
    right: (c) => parseFloat(c.borderRightWidth),
    padding: (c) => parseFloat(c.paddingRight),
    paddingLeft: (c) => parseFloat(c.paddingLeft),
    card: (c) => c.position !== "static" && c.position !== "relative" || c.float !== "none" || c.backgroundColor !== "rgba(0, 0, 0, 0)" || c.backgroundImage !== "none" || c.boxShadow !== "none",
    lays: (c, s) => /flex|grid/.test(s.display) || s.display.includes("-webkit-") && s.display.includes("box"),
    inside: (c, s) => s.display === "inline" || s.display === "contents",
  };
  // markOf returns what a style sheet draws before or after an element at a position in px,
  // measured from that element's corner: a picture, an icon, a list's dot.
  /** @param {Element} el @param {CSSStyleDeclaration} c @param {string} which @returns {ByeolpyoContent.Box[]} */
  function markOf(el, c, which) {
    const m = windowOf(owner(el)).getComputedStyle(el, which);
    if (/^(none|normal)$/.test(m.content) || m.position !== "absolute" || m.opacity === "0" || m.visibility !== "visible") return [];
    const l = parseFloat(c.borderLeftWidth) + parseFloat(m.left);
    const t = parseFloat(c.borderTopWidth) + parseFloat(m.top);
    const mark = { l, t, r: l + parseFloat(m.width), b: t + parseFloat(m.height) };
    const drawn = m.content !== '""' || m.backgroundColor !== "rgba(0, 0, 0, 0)" || m.backgroundImage !== "none" || m.boxShadow !== "none" ||
      parseFloat(m.borderLeftWidth) + parseFloat(m.borderTopWidth) > 0;
    return drawn && mark.r > l && mark.b > t ? [mark] : [];
  }
  class Style {
    constructor(/** @type {Element} */ el) {
      this.el = el;
      this.computed = windowOf(owner(el)).getComputedStyle(el);
      this.known = /** @type {Record<string, unknown>} */ ({});
    }
  }
  for (const [name, fact] of Object.entries(FACTS)) {
    Object.defineProperty(Style.prototype, name, { get() { return (this.known[name] ??= fact(this.computed, this)); } });
  }

  // What the browser answered in this pass, since many stars stand in one card. Styles are kept
  // for the whole pass; the places of elements and lines until stars move.
  /** @type {Map<any, any>} */
  const styles = new Map();
  /** @type {Map<any, DOMRect>} */
  const boxes = new Map();
  /** @type {Map<any, ByeolpyoContent.Box[]>} */
  const rows = new Map();
  /** @type {Map<any, ByeolpyoContent.Box | null>} */
  const firsts = new Map(); // the first lines of titles
  const ranges = new Map(); // one per document: the browser updates every existing range at each change of its document
  // strays are the parts of a title that lie over other cards: its star, and text that runs out
  // of its own card. They are kept by bands of the window's height, so that a title looks only
  // at those near it.
  const BAND = 64; // px: two lines of text
  const BANDS = 16; // the most that one stray covers, and that one place is checked in: 1024 px
  const CROWD = 100; // the most strays kept per band: stars side by side, 24 px each, on 2400 px
  /** @type {Map<number, (ByeolpyoContent.Box & { of: any })[]>} */
  const strays = new Map();

  function stale() {
    boxes.clear();
    rows.clear();
    firsts.clear();
  }

  // moved forgets all places, because stars have taken room.
  function moved() {
    stale();
    strays.clear();
  }

  /** @param {any} title @param {ByeolpyoContent.Box[]} list */
  function stray(title, list) {
    for (const o of list) {
      for (const n of bandsOf(o.t, o.b)) {
        const there = strays.get(n);
        const one = { ...o, own: false, of: title };
        if (!there) strays.set(n, [one]);
        else if (there.length < CROWD) there.push(one);
      }
    }
  }

  /** @param {number} top @param {number} bottom */
  function* bandsOf(top, bottom) {
    const from = Math.floor(top / BAND);
    const to = Math.floor(bottom / BAND);
    for (let n = 0; n < BANDS && from + n <= to; n++) yield from + n;
  }

  /** @param {any} el @returns {ByeolpyoContent.Facts} */
  function css(el) {
    let s = styles.get(el);
    if (!s) styles.set(el, (s = new Style(el)));
    return s;
  }

  /** @param {any} el @returns {DOMRect} */
  function boxOf(el) {
    let r = boxes.get(el);
    if (!r) boxes.set(el, (r = box(el)));
    return r;
  }

  // lines returns the lines of a text node, as {l, r, t, b}.
  /** @param {any} text @returns {ByeolpyoContent.Box[]} */
  function lines(text) {
    let list = rows.get(text);
    if (list) return list;
    const document = owner(text);
    let around = ranges.get(document);
    if (!around) ranges.set(document, (around = range(document)));
    around.selectNodeContents(text);
    list = [];
    for (const { left: l, right: r, top: t, bottom: b } of around.getClientRects()) list.push({ l, r, t, b });
    rows.set(text, list);
    return list;
  }

  // linesOf returns the first lines of a title, at most that many, as {l, r, t, b}; none while
  // it is not displayed. A heading may hold more than the title: words, the star's label, tells
  // where the title ends.
  /** @param {any} title @param {number} most @param {string} [words] */
  function linesOf(title, most, words = "") {
    const w = walker(owner(title), title, NodeFilter.SHOW_TEXT);
    /** @type {ByeolpyoContent.Box[]} */
    const list = [];
    let left = 40;
    for (let n = /** @type {any} */ (w.nextNode()); n && left > 0; n = w.nextNode()) {
      if (!/\S/.test(n.data)) continue;
      if (words !== "" && !words.includes(n.data.normalize("NFC").replace(/\s+/g, " ").trim())) {
        if (list.length > 0) break;
        words = ""; // the label is not written here as it is spoken
      }
      left--;
      for (const r of lines(n)) {
        if (r.r - r.l <= 1 || r.b - r.t <= 1) continue;
        const line = list.at(-1);
        const middle = (r.t + r.b) / 2;
        if (line && middle <= line.b && middle >= line.t) {
          line.l = Math.min(line.l, r.l);
          line.r = Math.max(line.r, r.r);
        } else if (list.length === most) {
          return list;
        } else {
          list.push({ ...r });
        }
      }
    }
    return list;
  }

  const firstLine = (/** @type {any} */ title) => {
    let line = firsts.get(title);
    if (line === undefined) firsts.set(title, (line = linesOf(title, 1)[0] ?? null));
    return line;
  };

  // zoneOf returns the card that holds a block, and the part of it where a star may stand.
  /** @param {any} block @param {boolean} [freed] */
  function zoneOf(block, freed) {
    let l = -Infinity;
    let r = Infinity;
    let card = block;
    for (let n = 0; ; n++) {
      const s = css(card);
      const above = up(card);
      const clips = s.clips && !(freed && card === block);
      const last = n === STEPS || !above || CARD.has(tag(card)) || s.left > 0 || s.right > 0 || s.card;
      if ((last || clips) && !s.inside) {
        const { left, right, top } = boxOf(card);
        l = Math.max(l, left + s.left);
        r = Math.min(r, right - s.right);
        if (last) return { card, l, r, t: top };
      }
      if (last) return { card, l, r, t: -Infinity };
      card = above;
    }
  }

  // dotted reports whether something precedes a title that no node shows: a list's dot, or a
  // drawing by a style sheet.
  function dotted(/** @type {any} */ block, /** @type {any} */ card) {
    for (let el = block; el; el = up(el)) {
      if (css(el).list || css(el).drawn) return true;
      if (el === card) break;
    }
    return false;
  }

  // obstacles returns what is visible in a card between two heights, including what lies over it
  // from other cards; own means that it belongs to the title. The strays of the title of are
  // left out, since they are only in other titles' way.
  /** @param {any} card @param {number} top @param {number} bottom @param {any} [title] @param {any} [of] @returns {ByeolpyoContent.Obstacle[] | null} */
  function obstacles(card, top, bottom, title = null, of = title) {
    const list = parts(card, top, bottom, title);
    if (list && strays.size > 0) {
      for (const n of bandsOf(top, bottom)) for (const o of strays.get(n) ?? []) if (o.of !== of && o.b > top && o.t < bottom) list.push(o);
    }
    return list;
  }

  // parts returns what is visible in a card between two heights; null for a card of more than
  // MOST nodes.
  /** @param {any} card @param {number} top @param {number} bottom @param {any} title @returns {ByeolpyoContent.Obstacle[] | null} */
  function parts(card, top, bottom, title) {
    /** @type {ByeolpyoContent.Obstacle[]} */
    const list = [];
    let left = MOST;
    const line = title && firstLine(title);
    const mark = (/** @type {any} */ el) => {
      for (const m of css(el).marks) {
        const { left: x, top: y } = boxOf(el);
        const o = { l: x + m.l, r: x + m.r, t: y + m.t, b: y + m.b, own: false };
        const under = line && o.l < line.r && o.r > line.l && o.t < line.b && o.b > line.t; // a background of the title
        if (!under && o.b > top && o.t < bottom) list.push(o);
      }
    };
    const visit = (/** @type {any} */ el) => {
      for (let n = first(el); n && left > 0; n = next(n)) {
        const kind = type(n);
        if (kind === 3) {
          if (!/\S/.test(n.data)) continue;
          left--;
          const own = title !== null && contains(title, n);
          for (const { l, r, t, b } of lines(n)) {
            const ink = (b - t) * INK;
            if (r - l > 1 && b - ink > top && t + ink < bottom) list.push({ l, r, t: t + ink, b: b - ink, own });
          }
        } else if (kind === 1) {
          const name = tag(n);
          if (name === STAR || name === "script" || name === "style") continue;
          left--;
          const r = boxOf(n);
          if (REPLACED.has(name)) {
            if (r.width > 0 && r.bottom > top && r.top < bottom) list.push({ l: r.left, r: r.right, t: r.top, b: r.bottom });
          } else if (title !== null && r.width > 0 && r.bottom > top && r.top < bottom && !contains(n, title) && !contains(title, n) && css(n).card) {
            list.push({ l: r.left, r: r.right, t: r.top, b: r.bottom, own: false, ground: true }); // a label with a background of its own
          } else if (r.width === 0 ? css(n).display !== "none" : r.bottom > top && r.top < bottom) {
            mark(n);
            visit(n);
          }
        }
      }
    };
    mark(card);
    visit(card);
    return left > 0 ? list : null;
  }

  const SLACK = 4; // px of overflow that do not count, such as the leading of a line

  // spills adds what runs out of a title's card to strays, and reports whether anything does. It
  // looks at up to MOST nodes of the card, so it is called for one title per card only.
  /** @param {any} title @param {any} card */
  function spills(title, card) {
    if (card.scrollHeight <= card.clientHeight + SLACK && card.scrollWidth <= card.clientWidth + SLACK || css(card).clips || css(card).scrolls || css(card).inside) return false;
    const { left, right, top, bottom } = boxOf(card);
    const out = (parts(card, -Infinity, Infinity, null) ?? []).filter((o) => o.t < top - SLACK || o.b > bottom + SLACK || o.l < left - SLACK || o.r > right + SLACK);
    stray(title, out);
    return out.length > 0;
  }

  const EVERYWHERE = { l: -Infinity, r: Infinity, t: -Infinity, b: Infinity };

  // cutOf returns the area around a block that nothing clips.
  /** @param {any} block @param {boolean} [freed] */
  function cutOf(block, freed) {
    const cut = { ...EVERYWHERE };
    for (let el = block, n = 0; el && n < STEPS; el = up(el), n++) {
      if (!css(el).clips || freed && el === block) continue;
      const { left, right, top, bottom } = boxOf(el);
      cut.l = Math.max(cut.l, left);
      cut.r = Math.min(cut.r, right);
      cut.t = Math.max(cut.t, top);
      cut.b = Math.min(cut.b, bottom);
    }
    return cut;
  }

  // widthAround returns the left and right limits within which a star widens neither the page
  // nor a box in which the title is scrolled sideways, which may reach far beyond the window.
  /** @param {any} title @param {ByeolpyoContent.Box[]} all */
  function widthAround(title, all) {
    const page = owner(title).documentElement;
    for (let el = up(title); el && el !== page && el !== owner(title).body; el = up(el)) {
      if (!css(el).scrolls || el.scrollWidth <= el.clientWidth) continue;
      const { left, right } = boxOf(el);
      if (!css(el).rtl) return [left + css(el).left - el.scrollLeft, left + css(el).left - el.scrollLeft + el.scrollWidth];
      return [right - css(el).right - el.scrollLeft - el.scrollWidth, right - css(el).right - el.scrollLeft];
    }
    return [0, all.some((line) => line.r > page.clientWidth) ? page.scrollWidth - windowOf(owner(title)).scrollX : page.clientWidth];
  }

  // freeIn returns a function that reports whether a star at x, y would lie over nothing.
  /** @type {ByeolpyoContent.Layout["freeIn"]} */
  const freeIn = (things, size, cut = EVERYWHERE) => (x, y) => x >= cut.l && y >= cut.t && x + size <= cut.r && y + size <= cut.b &&
    !things?.some((o) => o.l < x + size - 1 && o.r > x + 1 && o.t < y + size - 1 && o.b > y + 1);

  // endPass ends a pass: in the next one everything the browser was asked may be different.
  function endPass() {
    moved();
    styles.clear();
    ranges.clear();
  }

  return { INK, STEPS, up, css, boxOf, stale, moved, stray, spills, endPass, linesOf, firstLine, zoneOf, dotted, obstacles, cutOf, widthAround, freeIn };
})();
