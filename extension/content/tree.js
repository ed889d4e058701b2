// How the page's tree is read. A page can hide what its nodes are: a form's
// fields and a document's images stand before their own properties by name. So
// everything is asked of the browser's prototypes, which no page reaches from
// here; the rest of this extension's page side asks here.
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

  // HOLDS are the elements of a page that a star's root is attached to. The browser
  // would attach one to any custom element too; those are the site's.
  const HOLDS = new Set([
    "h1", "h2", "h3", "h4", "h5", "h6", "div", "p", "span", "section", "article", "main", "header", "footer", "aside", "nav", "blockquote",
  ]);
  // A root of ours shows what the element holds through a slot with this mark. It
  // cannot be taken off again, and outlives the script that made it.
  const MARK = "data-byeolpyo";

  // The slot of a root that this extension made, in this script or an earlier one.
  /** @param {any} root */
  function slotOf(root) {
    for (let n = first(root); n; n = next(n)) if (type(n) === 1 && tag(n) === "slot" && attr(n, MARK) !== null) return n;
    return null;
  }

  // ---- the document as a string: wasm/read/snapshot tells the form ----

  // The same lists as dom.Attrs and dom.Opaque.
  const ATTRS = new Set([
    "class", "href", "id", "colspan", "rowspan", "lang", "datetime", "role", "type",
    "aria-selected", "aria-pressed", "aria-hidden", "aria-current", "aria-controls", "aria-labelledby", "selected", "open", "itemprop", "itemtype", "content", "property", "name", "for", "data-start", "data-end", "hidden",
    "style",
  ]);
  const FLAGS = new Set(["selected", "open", "hidden"]); // dom.Flag
  const OPAQUE = new Set([
    "style", "template", "noscript", "svg", "iframe", "object", "canvas", "video", "audio", "math", STAR, TOAST,
  ]);
  // A page of 60 sessions has 2,000 elements; 400,000 take 0.4 s and 60 MB.
  const MAX_NODES = 400000;
  const MAX_DEPTH = 8; // of roots and frames in each other
  const MAX_TEXT = 4096; // dom.MaxText: what is longer is no title, time or room
  // The JSON in a page is read as a whole. That of a year has 300 KB.
  const MAX_JSON = 4 << 20;
  const CONTROL = /[\x00-\x08\x0b-\x1f\x7f]/g;

  /** @param {string} s @param {number} most */
  function clean(s, most) {
    if (s.length > most) s = s.slice(0, most);
    return s.search(CONTROL) < 0 ? s : s.replace(CONTROL, " ");
  }

  // JSON in NFC, as all text is that Go gets. Escapes would hide from that what they
  // stand for.
  /** @param {string} text */
  function json(text) {
    if (text.includes("\\u")) {
      try {
        text = JSON.stringify(JSON.parse(text));
      } catch {
        // Whoever reads it sees that it is none.
      }
    }
    return text.normalize("NFC");
  }

  // A page's own JSON is the same at most readings, so what json made of it is kept.
  const scripts = new WeakMap(); // text node -> [its text, that in NFC]
  /** @param {any} node */
  function script(node) {
    const known = scripts.get(node);
    if (known?.[0] === node.data) return known[1];
    const made = clean(json(node.data), MAX_JSON);
    scripts.set(node, [node.data, made]);
    return made;
  }

  // The document of a frame of the page's own origin, null for any other.
  /** @param {any} frame */
  function documentIn(frame) {
    try {
      return frameDocument(frame);
    } catch {
      return null;
    }
  }

  // Returns {text, nodes, inner, held}: nodes[i] is the element that Go knows as
  // index i. What stands in an open shadow root and in a frame of the page's own
  // origin is read at its element, before what that holds itself; inner are those
  // roots and documents. held are the elements that have a root of ours.
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
    // What has come before is named by its number: from tags, and for each name of
    // an attribute from values.
    const tags = new Map();
    const values = new Map();
    for (const name of ATTRS) values.set(name, new Map());
    let attrs = 0;
    let depth = 0;
    let foreign = 0; // frames around: their addresses are not relative to ours

    /** @param {any} n */
    function attributes(n) {
      // By name and not by n.attributes, which makes an object of each.
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

    /** @param {any} n @param {string} name */
    function within(n, name) {
      if (name === "iframe") {
        const document = documentIn(n);
        const body = document && bodyOf(document);
        if (!body || depth >= MAX_DEPTH) return;
        inner.push(document);
        depth++;
        foreign++;
        walk(body);
        foreign--;
        depth--;
        return;
      }
      const inside = shadow(n);
      if (!inside) return;
      if (slotOf(inside)) {
        held.push(n);
        return;
      }
      if (depth >= MAX_DEPTH) return;
      inner.push(inside);
      depth++;
      for (let c = first(inside); c; c = next(c)) walk(c);
      depth--;
    }

    /** @param {any} top */
    function walk(top) {
      let n = top;
      for (;;) {
        const kind = type(n);
        if (kind === 1) {
          const name = tag(n);
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
          if (known.inner) within(n, name);
          const opaque = known.opaque || (name === "script" && !(attr(n, "type") ?? "").includes("json"));
          const child = !opaque && nodes.length < MAX_NODES && first(n);
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
