// Reads the page's tree. A page can hide the properties of its nodes: a form's fields and a
// document's images shadow properties of the same name. So everything is read through the
// browser's prototypes, which no page can change for this script. All of this extension's
// content scripts read nodes through this file.
"use strict";

globalThis.byeolpyoTree = (() => {
  const STAR = "byeolpyo-star";
  const TOAST = "byeolpyo-toast";

  /** @param {object} proto @param {string} name @returns {(n: any) => any} */
  const getter = (proto, name) => {
    const { get } = /** @type {any} */ (Object.getOwnPropertyDescriptor(proto, name));
    return (n) => get.call(n);
  };
  /** @param {any} proto @param {string} name @returns {(n: any, ...a: any[]) => any} */
  const method = (proto, name) => {
    const f = proto[name];
    return (n, ...a) => f.apply(n, a);
  };
  const type = getter(Node.prototype, "nodeType");
  const parent = getter(Node.prototype, "parentNode");
  const first = getter(Node.prototype, "firstChild");
  const next = getter(Node.prototype, "nextSibling");
  const connected = getter(Node.prototype, "isConnected");
  const owner = getter(Node.prototype, "ownerDocument");
  const insert = method(Node.prototype, "insertBefore");
  const contains = method(Node.prototype, "contains");
  const tag = getter(Element.prototype, "localName");
  const namesOf = method(Element.prototype, "getAttributeNames");
  const attr = method(Element.prototype, "getAttribute");
  const shadow = getter(Element.prototype, "shadowRoot");
  const attach = method(Element.prototype, "attachShadow");
  const assigned = method(HTMLSlotElement.prototype, "assignedNodes");
  const assignedSlot = getter(Element.prototype, "assignedSlot");
  const closest = method(Element.prototype, "closest");
  const box = method(Element.prototype, "getBoundingClientRect");
  const editable = getter(HTMLElement.prototype, "isContentEditable");
  const href = getter(HTMLAnchorElement.prototype, "href");
  const frameDocument = getter(HTMLIFrameElement.prototype, "contentDocument");
  const rootOf = getter(Document.prototype, "documentElement");
  const bodyOf = getter(Document.prototype, "body");
  const baseOf = getter(Node.prototype, "baseURI");
  const windowOf = getter(Document.prototype, "defaultView");
  const make = method(Document.prototype, "createElement");
  const makeNS = method(Document.prototype, "createElementNS");
  const walker = method(Document.prototype, "createTreeWalker");
  const range = method(Document.prototype, "createRange");
  const tagged = method(Document.prototype, "getElementsByTagName");
  const find = method(Document.prototype, "querySelector");
  const elementAt = method(Document.prototype, "elementFromPoint");
  const phase = getter(Document.prototype, "readyState");
  const hidden = getter(Document.prototype, "hidden");

  // ---- the roots that stars stand in ----

  // HOLDS are the elements that a star's root may be attached to. The browser would also attach
  // one to custom elements, but those are the site's.
  const HOLDS = new Set([
    "h1", "h2", "h3", "h4", "h5", "h6", "div", "p", "span", "section", "article", "main", "header", "footer", "aside", "nav", "blockquote",
  ]);
  // MARK is on the slot by which a root of ours shows what the element holds. A root cannot be
  // removed, and outlives the script that made it.
  const MARK = "data-byeolpyo";

  // slotOf returns the slot of a root that this extension made, by this script or an earlier
  // one.
  /** @param {any} root */
  function slotOf(root) {
    for (let n = first(root); n; n = next(n)) if (type(n) === 1 && tag(n) === "slot" && attr(n, MARK) !== null) return n;
    return null;
  }

  // ---- the document as a string: wasm/read/snapshot tells the form ----

  // ATTRS, FLAGS and OPAQUE are the same lists as in package dom.
  const ATTRS = new Set([
    "class", "href", "id", "colspan", "rowspan", "lang", "datetime", "role", "type",
    "aria-selected", "aria-pressed", "aria-hidden", "aria-current", "aria-controls", "aria-labelledby", "selected", "open", "itemprop", "itemtype", "content", "property", "name", "for", "data-start", "data-end", "hidden",
    "style",
  ]);
  const FLAGS = new Set(["selected", "open", "hidden"]); // dom.Flag
  const OPAQUE = new Set([
    "style", "template", "noscript", "svg", "iframe", "object", "canvas", "video", "audio", "math", STAR, TOAST,
  ]);
  // MAX_NODES bounds reading: a page of 60 sessions has 2,000 elements; 400,000 take 0.4 s and
  // 60 MB.
  const MAX_NODES = 400000;
  const MAX_DEPTH = 8; // of nested roots and frames
  const MAX_TEXT = 4096; // dom.MaxText: longer text is no title, time or room
  // MAX_JSON is larger than any JSON that a page contains, which is read as a whole; that of a
  // year has 300 KB.
  const MAX_JSON = 4 << 20;
  const CONTROL = /[\x00-\x08\x0b-\x1f\x7f]/g;

  /** @param {string} s @param {number} most */
  function clean(s, most) {
    if (s.length > most) s = s.slice(0, most);
    return s.search(CONTROL) < 0 ? s : s.replace(CONTROL, " ");
  }

  // json returns JSON in NFC, like all text that Go gets. Escapes are resolved first, since they
  // would hide characters from that.
  /** @param {string} text */
  function json(text) {
    if (text.includes("\\u")) {
      try {
        text = JSON.stringify(JSON.parse(text));
      } catch {
        // The reader in Go finds out that it is not JSON.
      }
    }
    return text.normalize("NFC");
  }

  // scripts keeps what json made, since a page's JSON is the same at most readings.
  const scripts = new WeakMap(); // text node -> [its text, the same in NFC]
  /** @param {any} node */
  function script(node) {
    const known = scripts.get(node);
    if (known?.[0] === node.data) return known[1];
    const made = clean(json(node.data), MAX_JSON);
    scripts.set(node, [node.data, made]);
    return made;
  }

  // documentIn returns the document of a frame of the page's own origin, null for any other.
  /** @param {any} frame */
  function documentIn(frame) {
    try {
      return frameDocument(frame);
    } catch {
      return null;
    }
  }

  // snapshot returns {text, nodes, inner, held}. nodes[i] is the element that Go knows as index
  // i. An open shadow root, or a frame of the page's own origin, is read at its element, before
  // the element's own children; inner are those roots and documents. held are the elements that
  // have a root of ours.
  /** @param {any} root @returns {ByeolpyoContent.Snapshot} */
  function snapshot(root) {
    /** @type {string[]} */
    const out = [];
    /** @type {any[]} */
    const nodes = [];
    /** @type {any[]} */
    const inner = [];
    /** @type {any[]} */
    const held = [];
    // Tags and attribute values that occurred before are written as their number, values per
    // attribute name.
    const tags = new Map();
    const values = new Map();
    for (const name of ATTRS) values.set(name, new Map());
    let attrs = 0;
    let depth = 0;
    let foreign = 0; // the depth of frames, in which addresses are not relative to ours

    /** @param {any} n */
    function attributes(n) {
      // By name, since n.attributes would make an object for each.
      for (const name of namesOf(n)) {
        const known = values.get(name);
        if (known === undefined) continue;
        const raw = foreign && name === "href" && tag(n) === "a" ? href(n) : attr(n, name);
        const had = known.get(raw);
        if (had !== undefined) {
          out.push(had);
          continue;
        }
        let value = FLAGS.has(name) ? "true" : clean(raw, MAX_TEXT);
        if (name === "style" && !value.includes("line-through")) value = ""; // dom.KeepsStyle
        known.set(raw, value && "\x06" + (attrs++).toString(32));
        if (value) out.push("\x02", name, "=", value);
      }
    }

    // within reads the document in an element, or its root as that is laid out: what the element
    // holds itself is read where a slot shows it. It tells whether it has read that, too.
    /** @param {any} n @param {string} name */
    function within(n, name) {
      if (name === "iframe") {
        const document = documentIn(n);
        const body = document && bodyOf(document);
        if (!body || depth >= MAX_DEPTH) return false;
        inner.push(document);
        depth++;
        foreign++;
        walk(body);
        foreign--;
        depth--;
        return false;
      }
      const inside = shadow(n);
      if (!inside) return false;
      const ours = slotOf(inside);
      if (ours) held.push(n);
      if (ours || depth >= MAX_DEPTH) return false;
      inner.push(inside);
      depth++;
      for (let c = first(inside); c; c = next(c)) if (type(c) !== 1 || tag(c) !== "style") walk(c);
      depth--;
      // Scripts hold data, and no slot shows them.
      for (let c = first(n); c; c = next(c)) if (type(c) === 1 && tag(c) === "script" && !assignedSlot(c)) walk(c);
      return true;
    }

    /** @param {any} top */
    function walk(top) {
      let n = top;
      for (;;) {
        const kind = type(n);
        const name = kind === 1 ? tag(n) : "";
        const shown = name === "slot" ? assigned(n) : null;
        if (shown?.length > 0) {
          for (const c of shown) walk(c);
        } else if (kind === 1) {
          let known = tags.get(name);
          if (known === undefined) {
            known = { number: tags.size.toString(32), opaque: OPAQUE.has(name), inner: name === "iframe" || HOLDS.has(name) || name.includes("-") && !OPAQUE.has(name) };
            tags.set(name, known);
            out.push("\x01", name);
          } else {
            out.push("\x05", known.number);
          }
          nodes.push(n);
          attributes(n);
          const done = known.inner && within(n, name);
          const opaque = known.opaque || (name === "script" && !(attr(n, "type") ?? "").includes("json"));
          const child = !opaque && !done && nodes.length < MAX_NODES && first(n);
          if (child) {
            n = child;
            continue;
          }
          out.push("\x04");
        } else if (kind === 3) {
          const around = parent(n);
          out.push("\x03", type(around) === 1 && tag(around) === "script" ? script(n) : clean(n.data, MAX_TEXT));
        }
        let after;
        while (n !== top && !(after = next(n))) {
          n = parent(n);
          out.push("\x04");
        }
        if (n === top) break;
        n = after;
      }
    }

    walk(root);
    return { text: out.join("").normalize("NFC"), nodes, inner, held };
  }

  return {
    STAR, TOAST, HOLDS, MARK, type, parent, first, next, connected, owner, insert, contains, tag, attr, shadow, attach, closest, box, editable,
    documentIn, rootOf, bodyOf, baseOf, windowOf, make, makeNS, walker, range, tagged, find, elementAt, phase, hidden, slotOf, json, snapshot,
  };
})();
