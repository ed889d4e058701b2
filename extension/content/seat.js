// The seat: the element that a star stands in. The site's own tree stays as it is: a
// star stands in a shadow root that is attached to the element which shows the title,
// with a slot for what that holds. A framework that takes the server's elements over
// finds them as they were sent, and the site's selectors find no element of ours.
//
// Some elements cannot have a root (td, li, a). Where no other shows the title, a
// star is put into the site's tree beside it, once nothing takes that over any
// more; never where HTML allows no such child.
"use strict";

globalThis.byeolpyoSeat = (() => {
  const { STAR, HOLDS, type, parent, first, next, owner, contains, tag, attr, shadow, closest, editable, walker, slotOf } = globalThis.byeolpyoTree;

  // What stands in a line of text: the way from a title to the element around it.
  const INLINE = new Set(["a", "b", "i", "u", "s", "em", "strong", "small", "mark", "font", "time", "label", "span", "code", "q", "cite", "abbr", "button", "ruby"]);
  // Elements that have no child but those of their own kinds.
  const CLOSED = new Set(["tr", "table", "tbody", "thead", "tfoot", "colgroup", "ul", "ol", "menu", "dl", "select", "datalist", "optgroup", "hgroup", "html", "head", "picture"]);
  // Of these only the first part is seen, or acts, while they are closed.
  const CAPTION = "summary, legend, figcaption";
  const ACTS = "button, [role=button], [role=tab], [role=option], [role=menuitem], [role=checkbox], [role=radio], [role=switch]";

  // The first text below el that is not only space, null when there is none.
  /** @param {any} el */
  function firstText(el) {
    const w = walker(owner(el), el, NodeFilter.SHOW_TEXT);
    for (let n = w.nextNode(); n; n = w.nextNode()) if (/\S/.test(/** @type {Text} */ (n).data)) return n;
    return null;
  }

  const refused = new WeakSet(); // elements to which no root can be attached

  // An element whose root would show all that it shows now.
  /** @param {any} el */
  function holds(el) {
    if (type(el) !== 1 || !HOLDS.has(tag(el)) || refused.has(el) || attr(el, "is") !== null || editable(el)) return false;
    const root = shadow(el);
    if (root && !slotOf(root)) return false; // the site's own
    for (let n = first(el); n; n = next(n)) if (type(n) === 1 && attr(n, "slot") !== null) return false;
    return true;
  }

  // Whether all of an element stands in lines of text.
  /** @param {any} el */
  function inLine(el) {
    for (let n = first(el); n; n = next(n)) if (type(n) === 1 && !INLINE.has(tag(n)) && !["br", "wbr", "img", "svg"].includes(tag(n))) return false;
    return true;
  }

  // The element to attach a root to, null where none will do. alone tells whether an
  // element shows no other title.
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

  // The place in the site's own tree: {parent, before}, null where there is none.
  // where is site.Where: "1" before node, else as its first child.
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
      // Of a row its first cell, of a list its item.
      while (before && type(before) !== 1) before = next(before);
      if (!before) return null;
      around = before;
      before = first(around);
    }
    if (!around || (type(around) !== 1 && type(around) !== 11)) return null;
    if (type(around) === 1 && editable(around)) return null;
    // Past what is ours.
    while (before && type(before) === 1 && tag(before) === STAR) before = next(before);
    return { parent: around, before };
  }

  return { refused, rootSeat, treeSeat };
})();
