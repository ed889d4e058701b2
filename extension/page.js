// What the page needs of JavaScript: the document as one string for Go, the
// stars that Go asks for, and the clicks on them. Nothing is decided here; see
// wasm/star for that. Page text only ever becomes text, never markup.
"use strict";

globalThis.byeolpyoPage = (() => {
  const STAR = "byeolpyo-star";
  const TOAST = "byeolpyo-toast";

  // ---- the document as a string: wasm/dom/snapshot tells the form ----

  // The same lists as dom.Attrs and dom.Opaque.
  const ATTRS = new Set([
    "class", "href", "id", "colspan", "rowspan", "lang", "datetime", "role", "type",
    "aria-selected", "aria-pressed", "aria-hidden", "aria-current", "selected", "open", "itemprop", "itemtype", "content", "property", "name", "for",
  ]);
  const FLAGS = new Set(["selected", "open"]); // dom.Flag
  const OPAQUE = new Set([
    "style", "template", "noscript", "svg", "iframe", "object", "canvas", "video", "audio", "math", STAR, TOAST,
  ]);
  // A page of 60 sessions has 2,000 elements; 400,000 take 0.4 s and 60 MB.
  const MAX_NODES = 400000;
  const MAX_TEXT = 4096; // dom.MaxText: what is longer is no title, time or room
  // The JSON in a page is read as a whole. That of a year has 300 KB.
  const MAX_JSON = 4 << 20;
  const CONTROL = /[\x00-\x08\x0b-\x1f\x7f]/g;

  function clean(s, most) {
    if (s.length > most) s = s.slice(0, most);
    return s.search(CONTROL) < 0 ? s : s.replace(CONTROL, " ");
  }

  // Returns {text, nodes}: nodes[i] is the element that Go knows as index i.
  function snapshot(root) {
    const out = [];
    const nodes = [];
    // What has come before is named by its number: from tags, and for each name of
    // an attribute from values.
    const tags = new Map();
    const values = new Map();
    for (const name of ATTRS) values.set(name, new Map());
    let attrs = 0;
    let n = root;
    for (;;) {
      if (n.nodeType === 1) {
        const tag = n.localName;
        const number = tags.get(tag);
        if (number === undefined) {
          tags.set(tag, tags.size.toString(32));
          out.push("\x01", tag);
        } else {
          out.push("\x05", number);
        }
        nodes.push(n);
        // By name and not by n.attributes, which makes an object of each.
        for (const name of n.getAttributeNames()) {
          const known = values.get(name);
          if (known === undefined) continue;
          const raw = n.getAttribute(name);
          const had = known.get(raw);
          if (had !== undefined) {
            out.push(had);
            continue;
          }
          const value = FLAGS.has(name) ? "true" : clean(raw, MAX_TEXT);
          known.set(raw, value && "\x06" + (attrs++).toString(32));
          if (value) out.push("\x02", name, "=", value);
        }
        const opaque = OPAQUE.has(tag) || (tag === "script" && !String(n.type).includes("json"));
        if (n.firstChild && !opaque && nodes.length < MAX_NODES) {
          n = n.firstChild;
          continue;
        }
        out.push("\x04");
      } else if (n.nodeType === 3) {
        out.push("\x03", clean(n.data, n.parentNode.localName === "script" ? MAX_JSON : MAX_TEXT));
      }
      while (n !== root && !n.nextSibling) {
        n = n.parentNode;
        out.push("\x04");
      }
      if (n === root) break;
      n = n.nextSibling;
    }
    return { text: out.join("").normalize("NFC"), nodes };
  }

  // ---- stars ----

  const SHEET = new CSSStyleSheet();
  SHEET.replaceSync(`
    :host { all: initial !important; display: inline-block !important; float: right !important; flex: none !important;
      position: sticky !important; right: 4px !important; z-index: 1 !important; margin: 0 0 0 4px !important; width: 28px !important;
      height: 24px !important; line-height: 0 !important; visibility: inherit !important; }
    :host([data-place="before"]) { float: none !important; vertical-align: middle !important; align-self: flex-start;
      margin: 0 4px 0 0 !important; }
    :host([data-place="heading"]) { float: right !important; align-self: flex-end !important; width: 36px !important;
      height: 36px !important; }
    button { all: unset; box-sizing: border-box; display: grid; place-items: center; width: 100%; height: 100%;
      border-radius: 12px; cursor: pointer; color: #767b85; -webkit-tap-highlight-color: transparent; }
    button:hover { background: rgba(128, 134, 145, .18); }
    button:focus-visible { outline: 2px solid #1a73e8; box-shadow: 0 0 0 4px #fff; }
    svg { width: 21px; height: 21px; overflow: visible; pointer-events: none; }
    :host([data-place="heading"]) svg { width: 28px; height: 28px; }
    path { fill: transparent; stroke: currentColor; stroke-width: 1.8; stroke-linejoin: round; }
    button[aria-pressed="true"] path { fill: #ffbf3c; stroke: #a85f00; stroke-width: 1.4; }
    .second { display: none; }
    :host([data-state="must"]) .first { transform: translate(-3px, -2px) scale(.82); }
    :host([data-state="must"]) .second { display: inline; transform: translate(8.5px, 8.5px) scale(.66); }
    :host([data-changed]) button::after { content: ""; position: absolute; top: 0; right: 1px; width: 8px; height: 8px;
      border-radius: 50%; background: #d93025; box-shadow: 0 0 0 1.5px #fff; }
    @media (forced-colors: active) {
      button { color: ButtonText; }
      button[aria-pressed="true"] path { fill: Highlight; stroke: ButtonText; }
    }
  `);
  const SVG = "http://www.w3.org/2000/svg";
  const SHAPE = "M12 2.6l2.9 6 6.5.9-4.7 4.6 1.1 6.5-5.8-3.1-5.8 3.1 1.1-6.5L2.6 9.5l6.5-.9z";

  function path(name) {
    const p = document.createElementNS(SVG, "path");
    p.setAttribute("d", SHAPE);
    p.setAttribute("class", name);
    return p;
  }

  let pattern = null; // the button that every star has a copy of

  function makeStar() {
    if (!pattern) {
      pattern = document.createElement("button");
      pattern.type = "button";
      const svg = document.createElementNS(SVG, "svg");
      svg.setAttribute("viewBox", "0 0 24 24");
      svg.setAttribute("aria-hidden", "true");
      svg.append(path("first"), path("second"));
      pattern.append(svg);
    }
    const host = document.createElement(STAR);
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [SHEET];
    root.append(pattern.cloneNode(true));
    return host;
  }

  function set(element, name, value) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }

  // texts: {must, changed}, the words for what a pressed star says besides.
  function paint(host, place, key, state, label, next, changed, texts) {
    set(host, "data-place", place);
    set(host, "data-key", key);
    set(host, "data-state", state);
    const button = host.shadowRoot.firstChild;
    set(button, "aria-label", label);
    set(button, "aria-pressed", String(state !== "off"));
    // The tooltip is read out as the description where there is no other.
    set(button, "title", next);
    set(button, "aria-description", [state === "must" && texts.must, changed && texts.changed, next].filter(Boolean).join(", "));
    if (changed) set(host, "data-changed", "");
    else host.removeAttribute("data-changed");
  }

  let stars = new Map(); // from the node that a star belongs to, to its host

  // Places the stars of a plan (star.Plan) and removes those that are not in it.
  // A host that is still in its place is kept, so that focus stays where it is.
  function place(plan, nodes, texts) {
    const placed = new Map();
    let from = 0;
    for (let end = plan.indexOf("\x1e"); end >= 0; from = end + 1, end = plan.indexOf("\x1e", from)) {
      const [index, where, heading, changed, key, state, label, next] = plan.slice(from, end).split("\x1f");
      const node = nodes[index];
      if (!node || !node.isConnected || placed.has(node)) continue;
      const before = where === "1";
      let host = stars.get(node);
      const inPlace = host && (before ? host.parentNode === node.parentNode && host.nextSibling === node : host.parentNode === node);
      if (!inPlace) {
        host = host || makeStar();
        if (before) node.parentNode.insertBefore(host, node);
        else node.insertBefore(host, node.firstChild);
      }
      paint(host, heading ? "heading" : before ? "before" : "first", key, state, label, next, changed, texts);
      placed.set(node, host);
    }
    for (const [node, host] of stars) if (placed.get(node) !== host) host.remove();
    stars = placed;
  }

  // ---- clicks ----

  // The site listens on document and on its root, in the capture phase too. The
  // window comes first of all, and this script before the site's.
  const QUIET = ["mousedown", "mouseup", "pointerdown", "pointerup", "touchstart", "touchend", "keydown", "keyup", "keypress",
    "dblclick", "auxclick", "dragstart"];
  const ours = (e) => e.target instanceof Element && (e.target.localName === STAR || e.target.localName === TOAST);

  let onStar = null;

  function quieten(e) {
    if (!ours(e)) return;
    e.stopImmediatePropagation();
    if (e.type === "dragstart") e.preventDefault();
    if (e.type === "keydown" && (e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "z" && undo && e.isTrusted) {
      e.preventDefault();
      undo();
    }
  }

  function click(e) {
    if (!ours(e)) return;
    e.stopImmediatePropagation();
    e.preventDefault();
    // A page must not be able to star for its visitor.
    if (!e.isTrusted) return;
    if (e.target.localName === STAR) {
      onStar(e.target.getAttribute("data-key"));
      return;
    }
    const button = e.composedPath().find((n) => n.localName === "button");
    if (button && button.run) button.run();
  }

  // listen has f called for clicks on stars. document.open takes all listeners away and
  // leaves the document: to listen once more than needed does nothing, as the functions
  // are the same.
  function listen(f) {
    onStar = f;
    for (const type of QUIET) addEventListener(type, quieten, { capture: true, passive: false });
    addEventListener("click", click, { capture: true });
    addEventListener("toggle", toggled, { capture: true });
  }

  // ---- one line of words, with what can be done about it ----

  const TOAST_SHEET = new CSSStyleSheet();
  TOAST_SHEET.replaceSync(`
    :host { all: initial !important; position: fixed !important; z-index: 2147483647 !important; left: 0 !important;
      right: 0 !important; bottom: 24px !important; display: flex !important; justify-content: center !important;
      pointer-events: none !important; }
    @media print { :host { display: none !important; } }
    div { display: flex; align-items: center; gap: 4px; max-width: min(560px, calc(100vw - 32px)); box-sizing: border-box;
      padding: 6px 8px 6px 18px; border-radius: 12px; background: #202329; color: #fff; pointer-events: auto;
      font: 14px/1.5 system-ui, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", sans-serif; word-break: keep-all;
      box-shadow: 0 4px 20px rgba(0, 0, 0, .35), 0 0 0 1px rgba(255, 255, 255, .16); }
    span { padding: 5px 6px 5px 0; }
    button { all: unset; flex: none; padding: 5px 12px; min-height: 24px; border-radius: 8px; color: #ffcf66; font-weight: 600; cursor: pointer; }
    button:hover { background: rgba(255, 255, 255, .14); }
    button:focus-visible { outline: 2px solid #ffcf66; }
  `);
  const TOAST_MS = 10000; // star.UndoWindow
  let toastHost = null;
  let toastTimer = 0;
  let undo = null;

  function hideToast() {
    clearTimeout(toastTimer);
    undo = null;
    if (toastHost) toastHost.remove();
  }

  // While a modal dialog is open all that is not in it is dead, also what lies over it:
  // the line stands in the dialog then. Of several the uppermost is the one that is hit,
  // its backdrop being a part of it.
  function home() {
    const middle = [innerWidth / 2, innerHeight / 2];
    let n = document.elementFromPoint(...middle);
    for (let inner = n; inner?.shadowRoot;) {
      inner = inner.shadowRoot.elementFromPoint(...middle);
      if (inner?.getRootNode() !== n.shadowRoot) break; // it has nothing there itself
      n = inner;
    }
    while (n && !(n.localName === "dialog" && n.matches(":modal"))) n = n.parentNode ?? n.host;
    return n ?? document.documentElement;
  }

  // showToast puts the line where it can be seen and used: over everything else.
  function showToast() {
    const parent = home();
    if (toastHost.parentNode !== parent) parent.append(toastHost);
    else toastHost.hidePopover(); // to lie above what came since
    toastHost.showPopover();
  }

  function toggled() {
    if (toastHost?.isConnected && toastHost.parentNode !== home()) showToast();
  }

  // action: null or {label, run, undo}: undo also answers Ctrl+Z on a star.
  function toast(message, action) {
    if (!toastHost) {
      toastHost = document.createElement(TOAST);
      toastHost.popover = "manual";
      const root = toastHost.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [TOAST_SHEET];
      const box = document.createElement("div");
      box.setAttribute("role", "status");
      box.append(document.createElement("span"));
      root.append(box);
    }
    const box = toastHost.shadowRoot.firstChild;
    const old = box.querySelector("button");
    const focused = old && toastHost.shadowRoot.activeElement === old;
    if (old) old.remove();
    undo = null;
    showToast();
    box.firstChild.textContent = message;
    if (action) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = action.label;
      button.run = action.run;
      box.append(button);
      if (focused) button.focus();
      if (action.undo) undo = action.run;
    }
    clearTimeout(toastTimer);
    toastTimer = setTimeout(hideToast, TOAST_MS);
  }

  return { snapshot, place, listen, toast, count: () => stars.size };
})();
