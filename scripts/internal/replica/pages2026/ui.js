// A small virtual document that treats real nodes as React does, so that what
// an extension puts between them meets the same fate as on the real site:
// children are matched by key, or by position without one; a matched node is
// reused and rewritten in place; an element whose only child is a text gets
// it through textContent, which wipes foreign children; foreign siblings are
// left where they are; events are heard at the root.

// h describes an element. Attributes are set as they are written; key and
// onClick are special. Children may be nested, strings, or null (a gap that
// keeps its position).
export function h(tag, attrs, ...children) {
  const { key = null, onClick = null, ...rest } = attrs ?? {};
  const kids = children.flat(Infinity);
  const text = kids.length === 1 && typeof kids[0] === "string" ? kids[0] : null;
  return { tag, key, onClick, attrs: rest, text, kids: text === null ? kids : [], node: null };
}

const handlers = new WeakMap(); // node -> onClick

export function mount(root) {
  let current = [];
  root.addEventListener("click", (event) => {
    for (let n = event.target; n && n !== root; n = n.parentNode) {
      handlers.get(n)?.(event, n);
      if (event.cancelBubble) return;
    }
  });
  return (...kids) => { current = patchChildren(root, current, kids.flat(Infinity)); };
}

const slotOf = (kid, index) => (kid && kid.key !== null && kid.key !== undefined ? "$" + kid.key : index);
const asNode = (kid) => (typeof kid === "string" ? { tag: "", key: null, text: kid, kids: [] } : kid || null);

function patchChildren(parent, before, wanted) {
  const old = new Map();
  before.forEach((kid, i) => kid && old.set(slotOf(kid, i), { kid, i }));
  let placed = 0; // nodes that stood before this old position have to move
  const moves = new Set();
  const after = wanted.map((raw, i) => {
    const kid = asNode(raw);
    if (!kid) return null;
    const slot = slotOf(kid, i);
    const match = old.get(slot);
    if (match && match.kid.tag === kid.tag) {
      old.delete(slot);
      patch(match.kid, kid);
      if (match.i < placed) moves.add(kid); else placed = match.i;
    } else {
      create(kid);
      moves.add(kid);
    }
    return kid;
  });
  for (const { kid } of old.values()) kid.node.remove();
  let next = null;
  for (let i = after.length - 1; i >= 0; i--) {
    if (!after[i]) continue;
    if (moves.has(after[i])) parent.insertBefore(after[i].node, next);
    next = after[i].node;
  }
  return after;
}

function create(v) {
  if (v.tag === "") {
    v.node = document.createTextNode(v.text);
    return;
  }
  v.node = v.tag === "svg" ? document.createElementNS("http://www.w3.org/2000/svg", "svg") : document.createElement(v.tag);
  for (const [name, value] of Object.entries(v.attrs)) setAttribute(v.node, name, value);
  if (v.onClick) handlers.set(v.node, v.onClick);
  if (v.text !== null) v.node.textContent = v.text;
  v.kids = patchChildren(v.node, [], v.kids);
}

function patch(was, v) {
  const node = (v.node = was.node);
  if (v.tag === "") {
    if (was.text !== v.text) node.nodeValue = v.text;
    return;
  }
  for (const name of Object.keys(was.attrs)) if (!(name in v.attrs)) node.removeAttribute(name);
  for (const [name, value] of Object.entries(v.attrs)) if (was.attrs[name] !== value) setAttribute(node, name, value);
  if (v.onClick) handlers.set(node, v.onClick); else handlers.delete(node);
  if (v.text !== null) {
    for (const kid of was.kids) kid?.node.remove();
    if (was.text !== v.text) setText(node, v.text);
    return;
  }
  if (was.text !== null) node.textContent = "";
  v.kids = patchChildren(node, was.kids, v.kids);
}

function setText(node, text) {
  const only = node.firstChild;
  if (only && only === node.lastChild && only.nodeType === Node.TEXT_NODE) only.nodeValue = text;
  else node.textContent = text;
}

function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : value);
}
