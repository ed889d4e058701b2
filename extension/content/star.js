// How a star looks, and what it is called. The session of a star is kept in this script, since a
// page can write on every element of ours.
"use strict";

globalThis.byeolpyoStar = (() => {
  const { STAR, box, make, makeNS, type, windowOf } = globalThis.byeolpyoTree;

  // STYLE gives the host no size: it is a float, or an absolute box where its parent uses flex
  // or grid. It is not positioned otherwise, so that a bar of the site that covers its titles
  // covers the stars too. Margins move the visible part to its place (fit). Where no free place
  // is found the float takes room in the first line only. Until a star is fitted its content is
  // neither styled nor laid out, which for most stars can wait until after the first paint.
  const STYLE = `
    :host { all: initial !important; display: block !important; float: left !important; flex: none !important; direction: ltr !important;
      width: 0 !important; height: 0 !important; visibility: inherit !important; user-select: none !important; -webkit-user-select: none !important; }
    :host([data-seat="box"]) { float: none !important; position: absolute !important; }
    :host([data-seat="item"]) { float: none !important; order: 2147483647 !important; width: 24px !important; margin: 0 0 0 2px !important; }
    :host([data-seat="line"]) { float: right !important; width: var(--room) !important; height: var(--tall, 1px) !important; }
    :host([data-seat="line"][data-side="left"]) { float: left !important; }
    [hidden] { display: none !important; }
    [role] { display: block; width: 24px; height: 24px; line-height: 0; }
    :host([data-large]) [role] { width: 36px; height: 36px; }
    :host(:not([data-fit])) [role] { visibility: hidden; content-visibility: hidden; }
    :host([data-over]) [role] { position: relative; }
    :host([data-over="1"]) [role] { z-index: 1; }
    button { all: unset; box-sizing: border-box; display: grid; place-items: center; width: 100%; height: 100%;
      border-radius: 12px; cursor: pointer; color: #767b85; -webkit-tap-highlight-color: transparent; }
    button:hover { background: rgba(128, 134, 145, .18); }
    button:focus-visible { outline: 2px solid #1a73e8; box-shadow: 0 0 0 4px #fff; }
    svg { width: var(--glyph, 20px); height: var(--glyph, 20px); margin: calc(2 * var(--rise, 0px)) 0 0 calc(2 * var(--nudge, 0px)); overflow: visible; }
    :host([data-large]) svg { width: 28px; height: 28px; }
    path { fill: transparent; stroke: currentColor; stroke-width: 1.8; stroke-linejoin: round; }
    button[aria-pressed="true"] path { fill: #ffbf3c; stroke: #a85f00; stroke-width: 1.4; }
    .second { display: none; }
    :host([data-state="must"]) .first { transform: translate(-3px, -2px) scale(.82); }
    :host([data-state="must"]) .second { display: inline; transform: translate(8.5px, 8.5px) scale(.66); }
    :host([data-changed]) button { position: relative; }
    :host([data-changed]) button::after { content: ""; position: absolute; top: 0; right: 0; width: 8px; height: 8px;
      border-radius: 50%; background: #d93025; box-shadow: 0 0 0 1.5px #fff; }
    @media (forced-colors: active) {
      button { color: ButtonText; }
      button[aria-pressed="true"] path { fill: Highlight; stroke: ButtonText; }
    }
    @media print {
      :host(:not([data-seat="box"], [data-seat="item"])) { float: right !important; width: 26px !important; height: 1px !important; }
      :host(:not([data-seat="box"], [data-seat="item"])) [role] { margin: -1px 0 0 2px !important; }
    }
  `;
  const SIDE = 24;
  const LARGE = 36; // beside the title of a session's own page
  const SVG = "http://www.w3.org/2000/svg";
  const SHAPE = "M12 2.6l2.9 6 6.5.9-4.7 4.6 1.1 6.5-5.8-3.1-5.8 3.1 1.1-6.5L2.6 9.5l6.5-.9z";

  // kits has for each document its style sheet and the star that is cloned.
  /** @type {WeakMap<Document, ByeolpyoContent.Kit>} */
  const kits = new WeakMap();

  /** @param {Document} document */
  function kitOf(document) {
    let kit = kits.get(document);
    if (kit) return kit;
    const sheet = new (windowOf(document).CSSStyleSheet)();
    sheet.replaceSync(STYLE);
    // The accessible name of a heading or a link must not change because a star stands in it,
    // and a group's own name does not become part of it. Where an element is labelled by that
    // heading, references by id do not count; so the tooltip is in the picture, which is hidden
    // from it.
    const group = make(document, "span");
    group.setAttribute("role", "group");
    const button = make(document, "button");
    button.type = "button";
    button.setAttribute("aria-labelledby", "name");
    const name = make(document, "span");
    name.id = "name";
    name.hidden = true;
    const svg = makeNS(document, SVG, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    svg.append(makeNS(document, SVG, "title"));
    for (const which of ["first", "second"]) {
      const path = makeNS(document, SVG, "path");
      path.setAttribute("d", SHAPE);
      path.setAttribute("class", which);
      svg.append(path);
    }
    button.append(svg);
    group.append(button, name);
    kit = /** @type {ByeolpyoContent.Kit} */ ({ sheet, group });
    kits.set(document, kit);
    return kit;
  }

  // keys maps each host that this script made to the key of its session. The key is not read
  // from the host, since a page can write there.
  const keys = new WeakMap();
  // records maps each host to its star: {host, group, button, seat, title, ...}.
  const records = new WeakMap();

  /** @param {Document} document @returns {ByeolpyoContent.Star} */
  function makeStar(document) {
    const kit = kitOf(document);
    const host = make(document, STAR);
    host.setAttribute("data-seat", "float");
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [kit.sheet];
    const group = /** @type {HTMLElement} */ (kit.group.cloneNode(true));
    root.append(group);
    const star = { host, group, button: /** @type {HTMLButtonElement} */ (group.firstChild), seat: null, title: null, label: "", mode: "", next: "", extent: [], height: -1, turns: 0, turned: -Infinity };
    records.set(host, star);
    return star;
  }

  // extentOf returns what a star's place follows from: the width of its block, and the size of
  // its title, which another font changes in a block that stays as wide.
  /** @type {ByeolpyoContent.StarMaker["extentOf"]} */
  function extentOf({ block, title }, measure = box) {
    const { width } = measure(block);
    if (type(title) !== 1) return [width];
    const own = measure(title);
    return [width, own.width, own.height];
  }

  // resized tells whether a star stands for another extent than its block and title have.
  /** @type {ByeolpyoContent.StarMaker["resized"]} */
  const resized = (star) => extentOf(star).some((n, i) => Math.abs(n - star.extent[i]) > 0.5);

  /** @param {Element} element @param {string} name @param {string} value */
  function set(element, name, value) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }

  /** @param {Element} element @param {string} text */
  function tell(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  /** @param {Element} element @param {string} name @param {unknown} on */
  function flag(element, name, on) {
    if (on) set(element, name, "");
    else element.removeAttribute(name);
  }

  // paint shows a star's state. texts, {must, changed}, are the words that describe a pressed
  // star.
  /** @type {ByeolpyoContent.StarMaker["paint"]} */
  function paint(star, heading, key, state, label, next, changed, texts) {
    const { host, button } = star;
    keys.set(host, key);
    set(host, "data-key", key);
    set(host, "data-state", state);
    star.heading = Boolean(heading);
    tell(/** @type {Element} */ (button.nextSibling), label);
    set(button, "aria-pressed", String(state !== "off"));
    tell(/** @type {any} */ (button.firstChild).firstChild, next);
    set(button, "aria-description", [state === "must" && texts.must, changed && texts.changed, next].filter(Boolean).join(", "));
    flag(host, "data-changed", changed);
  }

  return { SIDE, LARGE, kitOf, keys, kits, records, makeStar, extentOf, resized, set, flag, paint };
})();
