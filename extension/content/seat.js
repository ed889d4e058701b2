// The seat: the element that a star stands in. The site's own tree stays as it is: a star stands
// in a shadow root that is attached to the element which shows the title, and a slot there shows
// that element's content. A framework that hydrates the server's elements finds them as they
// were sent, and the site's selectors find no element of ours.
//
// Some elements cannot have a root (td, li, a). Where no other element shows the title, a star
// is put into the site's tree beside it once hydration is over, and never where HTML allows no
// such child.
"use strict";

globalThis.byeolpyoSeat = (() => {
  const { STAR, HOLDS, type, parent, first, next, owner, contains, tag, attr, shadow, closest, editable, walker, slotOf } = globalThis.byeolpyoTree;

  // INLINE are the elements that may stand in a line of text, between a title and the block
  // around it.
  const INLINE = new Set(["a", "b", "i", "u", "s", "em", "strong", "small", "mark", "font", "time", "label", "span", "code", "q", "cite", "abbr", "button", "ruby"]);
  // CLOSED are the elements that allow children of a few kinds only.
  const CLOSED = new Set(["tr", "table", "tbody", "thead", "tfoot", "colgroup", "ul", "ol", "menu", "dl", "select", "datalist", "optgroup", "hgroup", "html", "head", "picture"]);
  // CAPTION are the elements that stay visible and usable while what they belong to is closed.
  const CAPTION = "summary, legend, figcaption";
  const ACTS = "button, [role=button], [role=tab], [role=option], [role=menuitem], [role=checkbox], [role=radio], [role=switch]";

  // firstText returns the first text below el that is not only space, or null.
  /** @param {any} el */
  function firstText(el) {
    const w = walker(owner(el), el, NodeFilter.SHOW_TEXT);
    for (let n = w.nextNode(); n; n = w.nextNode()) if (/\S/.test(/** @type {Text} */ (n).data)) return n;
    return null;
  }

  const refused = new WeakSet(); // elements that the browser attaches no root to

  // holds reports whether an element would show the same with a root of ours.
  /** @param {any} el */
  function holds(el) {
    if (type(el) !== 1 || !HOLDS.has(tag(el)) || refused.has(el) || attr(el, "is") !== null || editable(el)) return false;
    const root = shadow(el);
    if (root && !slotOf(root)) return false; // the site's own
    for (let n = first(el); n; n = next(n)) if (type(n) === 1 && attr(n, "slot") !== null) return false;
    return true;
  }

  // inLine reports whether an element contains only lines of text.
  /** @param {any} el */
  function inLine(el) {
    for (let n = first(el); n; n = next(n)) if (type(n) === 1 && !INLINE.has(tag(n)) && !["br", "wbr", "img", "svg"].includes(tag(n))) return false;
    return true;
  }

  // rootSeat returns the element to attach a root to, or null. alone reports whether an element
  // shows no other title.
  /** @type {ByeolpyoContent.Seats["rootSeat"]} */
  function rootSeat(title, alone) {
    const text = firstText(title);
    if (!text) return null;
    const acts = closest(title, ACTS);
    if (!acts) {
      let best = null;
      for (let e = parent(text); e; e = parent(e)) {
        if (holds(e)) best = e;
        if (e === title) break;
      }
      if (best) return best;
    }
    for (let e = acts ?? title; INLINE.has(tag(e)) || e === acts; ) {
      const p = parent(e);
      if (!p || type(p) !== 1) return null;
      if (holds(p)) return firstText(p) === text && alone(p) && inLine(p) ? p : null;
      e = p;
    }
    return null;
  }

  // treeSeat returns a place in the site's own tree, {parent, before}, or null. where is
  // site.Where: "1" for before node, otherwise as its first child.
  /** @type {ByeolpyoContent.Seats["treeSeat"]} */
  function treeSeat(title, node, where) {
    const caption = closest(title, CAPTION);
    if (caption && !(type(node) === 1 && node !== caption && contains(caption, node))) {
      node = caption;
      where = "0";
    }
    let around = where === "1" ? parent(node) : node;
    let before = where === "1" ? node : first(node);
    while (around && type(around) === 1 && CLOSED.has(tag(around))) {
      // In a row this is its first cell, in a list its first item.
      while (before && type(before) !== 1) before = next(before);
      if (!before) return null;
      around = before;
      before = first(around);
    }
    if (!around || (type(around) !== 1 && type(around) !== 11)) return null;
    if (type(around) === 1 && editable(around)) return null;
    // Our own stars do not count.
    while (before && type(before) === 1 && tag(before) === STAR) before = next(before);
    return { parent: around, before };
  }

  return { refused, rootSeat, treeSeat };
})();
