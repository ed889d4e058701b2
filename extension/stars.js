// Where the stars stand. The site's own tree stays as it is: a star stands in a
// shadow root that is attached to the element which shows the title, with a slot
// for what that holds. A framework that takes the server's elements over finds
// them as they were sent, and the site's selectors find no element of ours.
//
// Some elements cannot have a root (td, li, a). Where no other shows the title, a
// star is put into the site's tree beside it, once nothing takes that over any
// more; never where HTML allows no such child.
"use strict";

globalThis.byeolpyoStars = (() => {
  const {
    STAR, HOLDS, MARK, type, parent, first, next, connected, owner, insert, contains, tag, attr, shadow, attach, closest, box, editable,
    windowOf, make, makeNS, walker, range, tagged, slotOf,
  } = globalThis.byeolpyoTree;

  // ---- a star ----

  // The host takes no place: a float without a size, or where its parent lays out by
  // flex or grid, an absolute box without one. It is not positioned otherwise, so
  // that a bar of the site that lies over its titles lies over the stars too. What is
  // seen is moved from there to its place by margins (fit). Where no free place is
  // found the float takes room in the first line, and in that line only.
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
    :host(:not([data-fit])) [role] { visibility: hidden; }
    :host([data-over]) [role] { position: relative; }
    :host([data-over="1"]) [role] { z-index: 1; }
    button { all: unset; box-sizing: border-box; display: grid; place-items: center; width: 100%; height: 100%;
      border-radius: 12px; cursor: pointer; color: #767b85; -webkit-tap-highlight-color: transparent; }
    button:hover { background: rgba(128, 134, 145, .18); }
    button:focus-visible { outline: 2px solid #1a73e8; box-shadow: 0 0 0 4px #fff; }
    svg { width: var(--glyph, 20px); height: var(--glyph, 20px); margin-left: calc(2 * var(--nudge, 0px)); overflow: visible; }
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

  // For each document its sheet and the star that every other is a copy of.
  const kits = new WeakMap();

  function kitOf(document) {
    let kit = kits.get(document);
    if (kit) return kit;
    const sheet = new (windowOf(document).CSSStyleSheet)();
    sheet.replaceSync(STYLE);
    // A heading or a link that a star stands in is called what it was: a group's name is
    // none of what it stands in. Nor is what something else is called that is labelled
    // by them, for there no name by reference counts; so the tooltip is in the picture,
    // which is hidden there.
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
    kit = { sheet, group };
    kits.set(document, kit);
    return kit;
  }

  // From a host that this script made to the key of its session. The key is not read
  // off the host: a page can write there.
  const keys = new WeakMap();
  // From a host to its star: {host, group, button, seat, title, ...}.
  const records = new WeakMap();

  function makeStar(document) {
    const kit = kitOf(document);
    const host = make(document, STAR);
    host.setAttribute("data-seat", "float");
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [kit.sheet];
    const group = kit.group.cloneNode(true);
    root.append(group);
    const star = { host, group, button: group.firstChild, seat: null, title: null, label: "", mode: "", width: -1, glyph: "", nudge: "" };
    records.set(host, star);
    return star;
  }

  function set(element, name, value) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }

  function tell(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function flag(element, name, on) {
    if (on) set(element, name, "");
    else element.removeAttribute(name);
  }

  // texts: {must, changed}, the words for what a pressed star says besides.
  function paint(star, heading, key, state, label, next, changed, texts) {
    const { host, button } = star;
    keys.set(host, key);
    set(host, "data-key", key);
    set(host, "data-state", state);
    star.heading = Boolean(heading);
    tell(button.nextSibling, label);
    set(button, "aria-pressed", String(state !== "off"));
    tell(button.firstChild.firstChild, next);
    set(button, "aria-description", [state === "must" && texts.must, changed && texts.changed, next].filter(Boolean).join(", "));
    flag(host, "data-changed", changed);
  }

  // ---- the seat: the element that a star stands in ----

  // What stands in a line of text: the way from a title to the element around it.
  const INLINE = new Set(["a", "b", "i", "u", "s", "em", "strong", "small", "mark", "font", "time", "label", "span", "code", "q", "cite", "abbr", "button", "ruby"]);
  // Elements that have no child but those of their own kinds.
  const CLOSED = new Set(["tr", "table", "tbody", "thead", "tfoot", "colgroup", "ul", "ol", "menu", "dl", "select", "datalist", "optgroup", "hgroup", "html", "head", "picture"]);
  // Of these only the first part is seen, or acts, while they are closed.
  const CAPTION = "summary, legend, figcaption";
  const ACTS = "button, [role=button], [role=tab], [role=option], [role=menuitem], [role=checkbox], [role=radio], [role=switch]";

  // The first text below el that is not only space, null when there is none.
  function firstText(el) {
    const w = walker(owner(el), el, NodeFilter.SHOW_TEXT);
    for (let n = w.nextNode(); n; n = w.nextNode()) if (/\S/.test(n.data)) return n;
    return null;
  }

  const refused = new WeakSet(); // elements to which no root can be attached

  // An element whose root would show all that it shows now.
  function holds(el) {
    if (type(el) !== 1 || !HOLDS.has(tag(el)) || refused.has(el) || attr(el, "is") !== null || editable(el)) return false;
    const root = shadow(el);
    if (root && !slotOf(root)) return false; // the site's own
    for (let n = first(el); n; n = next(n)) if (type(n) === 1 && attr(n, "slot") !== null) return false;
    return true;
  }

  // Whether all of an element stands in lines of text.
  function inLine(el) {
    for (let n = first(el); n; n = next(n)) if (type(n) === 1 && !INLINE.has(tag(n)) && !["br", "wbr", "img", "svg"].includes(tag(n))) return false;
    return true;
  }

  // The element to attach a root to, null where none will do. alone tells whether an
  // element shows no other title.
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

  // ---- placing ----

  let stars = new Map(); // from the element of a title, to its star
  let waiting = 0; // titles whose star is held back
  let pending = () => true; // whether the server made an element that a script may still take over

  // Places the stars of a plan (page.Plan) and removes those that are not in it.
  // A host that is still in its place is kept, so that focus stays where it is.
  // still: the server's elements are known to stay as they are; moved: the page is
  // not what it was when the stars were placed last.
  function place(plan, nodes, texts, { still, moved }) {
    const marks = [];
    let from = 0;
    for (let end = plan.indexOf("\x1e"); end >= 0; from = end + 1, end = plan.indexOf("\x1e", from)) {
      const mark = plan.slice(from, end).split("\x1f");
      const node = nodes[mark[0]];
      const title = nodes[mark[1]];
      if (node && title && connected(node) && connected(title)) marks.push({ mark, node, title });
    }
    const alone = (el) => {
      let n = 0;
      for (const { title } of marks) if (contains(el, title) && ++n > 1) return false;
      return true;
    };
    const was = stars;
    const now = new Map();
    const taken = new Set(); // elements whose root has its star
    waiting = 0;
    for (const { mark, node, title } of marks) {
      if (now.has(title) || (type(title) === 1 && editable(title))) continue;
      const [, , where, heading, changed, key, state, label, next] = mark;
      let star = was.get(title);
      const kept = star && star.label === label && seated(star) && !taken.has(star.seat.root);
      if (!kept) {
        const find = () => seatFor(title, node, where, alone, taken, still);
        let seat = find();
        if (!seat) continue;
        if (star && owner(star.host) !== owner(title)) {
          star.host.remove();
          star = null;
        }
        star ??= makeStar(owner(title));
        star.title = title;
        star.label = label;
        if (!sit(star, seat) && !((seat = find()) && sit(star, seat))) continue;
      }
      if (star.seat.root) taken.add(star.seat.root);
      paint(star, heading, key, state, label, next, changed, texts);
      now.set(title, star);
    }
    stars = now;
    for (const [title, star] of was) if (now.get(title) !== star) leave(star);
    for (const star of now.values()) if (moved || star.mode === "") watch(star);
  }

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

  function seated({ host, seat }) {
    if (!seat) return false;
    if (seat.root) return parent(host) !== null && parent(host) === shadow(seat.root) && first(parent(host)) === host;
    if (parent(host) !== seat.parent || !connected(host)) return false;
    return seat.before === null ? true : next(host) === seat.before;
  }

  // Puts a star on its seat; false where the browser refuses.
  function sit(star, seat) {
    const { host } = star;
    if (seat.root) {
      let root = shadow(seat.root);
      let slot = root && slotOf(root);
      if (!root) {
        try {
          root = attach(seat.root, { mode: "open" });
        } catch {
          refused.add(seat.root); // it has a closed one of the site's
          return false;
        }
      }
      if (!slot) {
        slot = make(owner(seat.root), "slot");
        slot.setAttribute(MARK, "");
      }
      if (star.seat && parent(host) !== root) leave(star);
      root.replaceChildren(host, slot); // what an earlier script left goes
    } else {
      if (star.seat?.root) leave(star);
      if (seat.before === null) seat.parent.append(host);
      else insert(seat.parent, host, seat.before);
    }
    star.seat = seat;
    star.mode = "";
    return true;
  }

  // Takes a star away; its root stays, as if it were not there.
  function leave(star) {
    star.host.remove();
    forget(star);
  }

  // Takes away what no script answers for: a copy that the site made of a star with
  // what is around it, and what an earlier script left. held are the elements that
  // have a root of ours.
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

  // ---- fitting: from a seat to the place beside the first line ----

  // A star is looked at when the browser has laid out its frame anyway, before the
  // frame is painted: the first time that it has a size, and when the block that its
  // title stands in gets another width. A ResizeObserver must not change in its
  // callback what it observes: it lets go, and takes hold again when that is done.

  const GAP = 2;
  const FAR = 3 * SIDE;
  const NARROW = 4 * SIDE;
  const AHEAD = 0.5; // of the window's height: what is no further above or below is fitted at once
  const STEPS = 8; // from a title up to the card that it stands in
  const MOST = 400; // nodes of a card that are looked at
  const LINES = 6; // of a title, beside which a place is looked for
  const NEAR = 2 * SIDE; // how far from a title
  const SMALL = 18; // px: of a star that is seen, where there is little room
  const LEAST = 12;
  const DOT = 1.3; // of a line's height: what a list puts before it
  const SHIFTS = [0, -2, 2, -4, 4];
  const CARD = new Set(["td", "th", "li", "article", "section", "tr", "dd", "dt", "main", "body", "fieldset", "details", "summary", "figure"]);
  const REPLACED = new Set(["img", "svg", "button", "input", "select", "textarea", "video", "canvas", "iframe", "object", "progress", "meter"]);
  const INK = 0.15; // of a line's height above and below is leading

  // Stars that take room in one table can each move the others' columns: so many times a
  // star is fitted again without a REST between, and once more after one; then it stays
  // as it is. That a window is drawn wider is none of their doing.
  const TURNS = 6;
  const REST = 500; // ms

  function mayTurn(kit, star) {
    const now = performance.now();
    const { innerWidth } = windowOf(owner(star.host));
    if (!(now - star.turned < REST) || star.window !== innerWidth) star.turns = 0;
    star.turned = now;
    star.window = innerWidth;
    if (star.turns++ === TURNS) kit.late.add(star);
    if (kit.late.has(star)) {
      clearTimeout(kit.rest);
      kit.rest = setTimeout(turnAgain, REST, kit);
    }
    return star.turns <= TURNS;
  }

  function turnAgain(kit) {
    const list = [...kit.late].filter((s) => s.mode !== "" && Math.abs(box(s.block).width - s.width) > 0.5);
    kit.late.clear();
    for (const s of list) s.turned = performance.now(); // what follows at once is of their own making
    if (list.length > 0) refit(kit, list);
  }

  function observe(document) {
    const kit = kitOf(document);
    if (kit.sizes) return kit;
    const window = windowOf(document);
    kit.groups = new Map(); // what is observed, to its stars
    kit.blocks = new Map();
    kit.sizes = new window.ResizeObserver((entries) => {
      const list = new Set();
      for (const { target } of entries) {
        const star = kit.groups.get(target);
        if (star) list.add(star);
        const width = kit.blocks.has(target) ? box(target).width : 0;
        for (const s of kit.blocks.get(target) ?? []) if (Math.abs(width - s.width) > 0.5 && mayTurn(kit, s)) list.add(s);
      }
      if (list.size > 0) refit(kit, [...list]);
    });
    kit.seen = new window.IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        kit.seen.unobserve(target);
        const star = kit.covered.get(target);
        kit.covered.delete(target);
        if (star) uncover(star);
      }
    }, { threshold: 1 });
    kit.covered = new Map();
    kit.far = new Set(); // stars that are fitted when what is seen has been painted
    kit.late = new Set(); // stars that have had their turns, and stand for another width
    try {
      document.fonts.addEventListener("loadingdone", () => refit(kit, [...stars.values()].filter((s) => s.mode && owner(s.host) === document)));
    } catch {
      // The page hides its fonts; a change of width comes all the same.
    }
    return kit;
  }

  function refit(kit, list, now = false) {
    kit.sizes.disconnect();
    kit.groups.clear();
    kit.blocks.clear();
    list = list.filter((s) => s.seat && connected(s.host));
    for (const s of list) kit.far.delete(s);
    for (const s of fit(list, now)) kit.far.add(s);
    if (kit.far.size > 0) kit.next ??= setTimeout(refitFar, 0, kit);
    for (const s of list) {
      if (s.mode === "" || kit.covered.has(s.group)) continue; // once is enough
      kit.covered.set(s.group, s);
      kit.seen.observe(s.group);
    }
    kit.again ??= setTimeout(() => {
      kit.again = null;
      for (const s of stars.values()) if (observe(owner(s.host)) === kit) hold(kit, s);
    });
  }

  function refitFar(kit) {
    kit.next = null;
    refit(kit, [...kit.far], true);
  }

  function hold(kit, star) {
    if (star.mode === "") {
      kit.groups.set(star.group, star);
      kit.sizes.observe(star.group);
      return;
    }
    let list = kit.blocks.get(star.block);
    if (!list) {
      kit.blocks.set(star.block, (list = new Set()));
      kit.sizes.observe(star.block);
    }
    list.add(star);
  }

  function watch(star) {
    const kit = observe(owner(star.host));
    kit.sizes.unobserve(star.group);
    kit.groups.set(star.group, star);
    kit.sizes.observe(star.group);
  }

  function forget(star) {
    star.seat = null;
    const kit = kits.get(owner(star.host));
    if (!kit?.sizes) return;
    kit.groups.delete(star.group);
    kit.sizes.unobserve(star.group);
    kit.covered.delete(star.group);
    kit.late.delete(star);
    kit.seen.unobserve(star.group);
    const list = kit.blocks.get(star.block);
    if (list?.delete(star) && list.size === 0) {
      kit.blocks.delete(star.block);
      kit.sizes.unobserve(star.block);
    }
  }

  const up = (n) => {
    const p = parent(n);
    return p === null ? null : type(p) === 11 ? p.host : type(p) === 1 ? p : null;
  };

  // What the browser has computed: asked once a pass, and only what is wanted, for each
  // answer is a text that it writes.
  const FACTS = {
    display: (c) => c.display,
    rtl: (c) => c.direction === "rtl",
    still: (c) => c.position === "static",
    clips: (c) => /hidden|clip/.test(c.overflowX + c.overflowY),
    scrolls: (c) => /auto|scroll/.test(c.overflowX),
    list: (c, s) => s.display === "list-item" && c.listStyleType !== "none",
    left: (c) => parseFloat(c.borderLeftWidth),
    right: (c) => parseFloat(c.borderRightWidth),
    padding: (c) => parseFloat(c.paddingRight),
    paddingLeft: (c) => parseFloat(c.paddingLeft),
    card: (c) => c.position !== "static" && c.position !== "relative" || c.float !== "none" || c.backgroundColor !== "rgba(0, 0, 0, 0)" || c.backgroundImage !== "none" || c.boxShadow !== "none",
    lays: (c, s) => /flex|grid/.test(s.display) || s.display.includes("-webkit-") && s.display.includes("box"),
    inside: (c, s) => s.display === "inline" || s.display === "contents",
  };
  class Style {
    constructor(el) {
      this.computed = windowOf(owner(el)).getComputedStyle(el);
      this.known = {};
    }
  }
  for (const [name, fact] of Object.entries(FACTS)) {
    Object.defineProperty(Style.prototype, name, { get() { return (this.known[name] ??= fact(this.computed, this)); } });
  }

  // What is asked of the browser in a pass, for many stars stand in one card: the styles
  // hold for all of it, the places of elements and lines until the stars move.
  const styles = new Map();
  const boxes = new Map();
  const rows = new Map();
  const ranges = new Map(); // of each document one: all that there are follow every change of it

  function stale() {
    boxes.clear();
    rows.clear();
  }

  function css(el) {
    let s = styles.get(el);
    if (!s) styles.set(el, (s = new Style(el)));
    return s;
  }

  function boxOf(el) {
    let r = boxes.get(el);
    if (!r) boxes.set(el, (r = box(el)));
    return r;
  }

  // The lines of a text, as {l, r, t, b}.
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

  // The first lines of a title, most of them, as {l, r, t, b}; none while it is not
  // shown.
  function linesOf(title, most) {
    const w = walker(owner(title), title, NodeFilter.SHOW_TEXT);
    const list = [];
    let left = 40;
    for (let n = w.nextNode(); n && left > 0; n = w.nextNode()) {
      if (!/\S/.test(n.data)) continue;
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

  const firstLine = (title) => linesOf(title, 1)[0] ?? null;

  // The card that a block stands in, and the part of it that a star may stand in.
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

  // What is to be seen in a card between two heights; own: it belongs to the title.
  function obstacles(card, top, bottom, title = null) {
    const list = [];
    let left = MOST;
    const visit = (el) => {
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
            list.push({ l: r.left, r: r.right, t: r.top, b: r.bottom, own: false }); // a label with a ground of its own
          } else if (r.width === 0 ? css(n).display !== "none" : r.bottom > top && r.top < bottom) {
            visit(n);
          }
        }
      }
    };
    visit(card);
    return left > 0 ? list : null;
  }

  // Of a list of stars those that are seen soonest, and the others.
  function split(list) {
    const near = [];
    const far = [];
    for (const s of list) {
      const { innerHeight } = windowOf(owner(s.host));
      const { top } = box(s.host);
      (top > -AHEAD * innerHeight && top < (1 + AHEAD) * innerHeight ? near : far).push(s);
    }
    return [near, far];
  }

  const takesRoom = ({ fitted }) => fitted?.mode === "line" || fitted?.mode === "item";

  // Fits stars; gives back those of them that can wait, as neither they nor the others
  // take room, from which the places of all would follow.
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
      if (s.fitted) apply(s);
      else s.mode = ""; // not shown: when it is
    }
    // Those that take room in the line: where that has put them.
    const more = list.filter(takesRoom);
    for (const s of more) s.fitted = settle(s);
    stale();
    for (const s of more) {
      if (s.fitted?.tall) s.host.style.setProperty("--tall", `${s.fitted.size}px`);
      if (s.fitted) shift(s);
    }
    // What takes room may widen its own block, as a table's column: that is no news.
    for (const s of more) if (s.fitted) s.width = box(s.block).width;
    styles.clear();
    ranges.clear();
    return far;
  }

  // Looks where each can stand.
  function seek(list) {
    for (const s of list) {
      const at = s.seat.root ?? s.seat.parent;
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

  function seatAs(star, mode) {
    star.mode = mode;
    set(star.host, "data-seat", mode);
  }

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

  const EVERYWHERE = { l: -Infinity, r: Infinity, t: -Infinity, b: Infinity };

  // What of a block's surroundings is not cut off.
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

  // From where to where a star makes neither the page wider, nor what a title is
  // scrolled sideways in: that may reach far beyond the window.
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

  // Where the first line leaves no room, all other places are better than to move what
  // the site has laid out: beside the lines that follow, the last of them first; in
  // the card as near as it gets; around a card without a border; and at the end of a
  // line a smaller star, whose target reaches over its own title, a border or a
  // margin, but over nobody else's letters.
  function elsewhere({ title, block, freed }, card, limit, rtl) {
    const all = linesOf(title, LINES);
    const cut = cutOf(block, freed);
    const above = all[0].t - SIDE - NEAR;
    const below = all.at(-1).b + SIDE + NEAR;
    const things = obstacles(card, above, below, title);
    if (!things) return null;
    const last = [...all.slice(1).reverse(), all[0]];
    const middle = (line, size) => (line.t + line.b - size) / 2;
    const dot = css(card).list ? (all[0].b - all[0].t) * DOT : 0;
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
    const end = (line) => {
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
      for (const y of [all[0].t + ink - SIDE - d, all.at(-1).b - ink + d]) {
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

  function apply(star) {
    const { host, fitted } = star;
    flag(host, "data-large", fitted.large);
    for (const [name, part] of [["--glyph", "glyph"], ["--nudge", "nudge"]]) {
      const value = fitted[part] ? `${fitted[part]}px` : "";
      if (star[part] !== value) host.style.setProperty(name, value);
      star[part] = value;
    }
    if (fitted.mode === "line") set(host, "data-side", fitted.side);
    if (star.mode !== fitted.mode) seatAs(star, fitted.mode);
    if (fitted.mode === "line") {
      host.style.setProperty("--room", `${fitted.room}px`);
      host.style.removeProperty("--tall");
    }
    flag(host, "data-fit", true);
    shift(star);
  }

  // Tells whether a star at x, y would lie over something.
  const freeIn = (things, size, cut = EVERYWHERE) => (x, y) => x >= cut.l && y >= cut.t && x + size <= cut.r && y + size <= cut.b &&
    !things?.some((o) => o.l < x + size - 1 && o.r > x + 1 && o.t < y + size - 1 && o.b > y + 1);

  // The room that a star has taken is at the edge of its block; the line may end
  // before.
  function settle(star) {
    const line = firstLine(star.title);
    if (!line) return null;
    const { side, size } = star.fitted;
    const at = boxOf(star.host);
    const y = (line.t + line.b - size) / 2;
    if (star.mode !== "line") return { ...star.fitted, x: 0, y: y - at.top };
    const edge = side === "left" ? at.width - GAP - size : GAP;
    // A word that is too long to stand beside it, and no room above: then over it.
    if (side === "left" ? line.l < at.left + edge + size - 1 : line.r > at.left + edge + 1) {
      return { ...star.fitted, x: edge, y: 0, tall: true };
    }
    const near = side === "left" ? line.l - GAP - size : line.r + GAP;
    if (side === "left" ? near <= at.left + edge : near >= at.left + edge) return { ...star.fitted, x: edge, y: y - at.top };
    const free = freeIn(obstacles(zoneOf(star.block, star.freed).card, y - 6, y + size + 6), size);
    const shift = SHIFTS.find((d) => free(near, y + d));
    if (shift === undefined) return { ...star.fitted, x: edge, y: y - at.top };
    return { ...star.fitted, x: near - at.left, y: y + shift - at.top };
  }

  function shift({ group, fitted }) {
    group.style.margin = `${fitted.y}px 0 0 ${fitted.x}px`;
  }

  // A picture or a link of the site may lie over all of a card, and its star. A bar
  // that stays where it is while the page scrolls lies over it rightly.
  function uncover(star) {
    const { host, group } = star;
    if (!connected(host)) return;
    const { left, top, width, height } = box(group);
    const hit = () => {
      const root = host.getRootNode();
      return root.elementFromPoint(left + width / 2, top + height / 2);
    };
    const over = hit();
    if (!over || over === host) return;
    for (let e = over; e; e = up(e)) if (/fixed|sticky/.test(windowOf(owner(e)).getComputedStyle(e).position)) return;
    // No higher than needed: a bar of the site may be low.
    for (const level of ["", "1"]) {
      set(host, "data-over", level);
      if (hit() === host) return;
    }
    host.removeAttribute("data-over");
  }

  // What the first star needs is made while the page waits for its sessions.
  const prepare = () => kitOf(document);

  return {
    place, sweep, prepare,
    keyOf: (host) => keys.get(host),
    count: () => stars.size + waiting,
    waiting: () => waiting,
    pendingBy: (f) => { pending = f; },
  };
})();
