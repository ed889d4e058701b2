// What the page needs of JavaScript besides its tree (tree.js) and the stars in it
// (stars.js): the clicks on them, and one line of words. Nothing is decided here;
// see wasm/app/page for that. Page text only ever becomes text, never markup.
"use strict";

globalThis.byeolpyoPage = (() => {
  const { TOAST_MS } = globalThis.byeolpyoConstants;
  const { TOAST, elementAt, json, make, parent, rootOf, snapshot } = globalThis.byeolpyoTree;
  const stars = globalThis.byeolpyoStars;

  // ---- clicks ----

  // The site listens on document and on its root, in the capture phase too. The
  // window comes first of all, and this script before the site's.
  const QUIET = ["mousedown", "mouseup", "pointerdown", "pointerup", "touchstart", "touchend", "keydown", "keyup", "keypress",
    "dblclick", "auxclick", "dragstart"];
  // What of ours an event came from, star or toast: only what this script made is
  // ours. A star stands in a root of the site's element, which is what an event
  // outside seems to come from.
  const ours = (e) => e.composedPath().find((n) => n === toastHost || stars.keyOf(n) !== undefined);

  let onStar = null;

  function quieten(e) {
    if (!ours(e)) return;
    e.stopImmediatePropagation();
    // A star may stand in a link: it is not dragged, nor opened by the middle button.
    if (e.type === "dragstart" || e.type === "auxclick") e.preventDefault();
    if (e.type === "keydown" && (e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "z" && undo && e.isTrusted) {
      e.preventDefault();
      undo();
    }
  }

  function click(e) {
    const mine = ours(e);
    if (!mine) return;
    e.stopImmediatePropagation();
    e.preventDefault();
    // A page must not be able to star for its visitor.
    if (!e.isTrusted) return;
    if (mine !== toastHost) {
      onStar(stars.keyOf(mine));
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
    listenIn(window);
    addEventListener("toggle", toggled, { capture: true });
  }

  // listenIn has the stars in a window answer, the page's own or that of a frame in it.
  function listenIn(window) {
    for (const type of QUIET) window.addEventListener(type, quieten, { capture: true, passive: false });
    window.addEventListener("click", click, { capture: true });
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
    div:has(button ~ button) { flex-wrap: wrap; }
    button { all: unset; flex: none; padding: 5px 12px; min-height: 24px; border-radius: 8px; color: #ffcf66; font-weight: 600; cursor: pointer; }
    button:hover { background: rgba(255, 255, 255, .14); }
    button:focus-visible { outline: 2px solid #ffcf66; }
  `);
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
    let n = elementAt(document, ...middle);
    for (let inner = n; inner?.shadowRoot;) {
      inner = inner.shadowRoot.elementFromPoint(...middle);
      if (inner?.getRootNode() !== n.shadowRoot) break; // it has nothing there itself
      n = inner;
    }
    while (n && !(n.localName === "dialog" && n.matches(":modal"))) n = parent(n) ?? n.host;
    return n ?? rootOf(document);
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

  // action: null or {label, run, undo}: undo also answers Ctrl+Z on a star. What else can
  // be chosen, {label, run} each, comes before it.
  function toast(message, action, choices = []) {
    if (!toastHost) {
      toastHost = make(document, TOAST);
      toastHost.popover = "manual";
      const root = toastHost.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [TOAST_SHEET];
      const box = make(document, "div");
      box.setAttribute("role", "status");
      box.append(make(document, "span"));
      root.append(box);
    }
    const box = toastHost.shadowRoot.firstChild;
    const focused = toastHost.shadowRoot.activeElement !== null;
    for (const old of [...box.querySelectorAll("button")]) old.remove();
    undo = null;
    showToast();
    box.firstChild.textContent = message;
    for (const { label, run } of [...choices, ...(action ? [action] : [])]) {
      const button = make(document, "button");
      button.type = "button";
      button.textContent = label;
      button.run = run;
      box.append(button);
      if (focused) button.focus();
    }
    if (action?.undo) undo = action.run;
    clearTimeout(toastTimer);
    toastTimer = setTimeout(hideToast, TOAST_MS);
  }

  return { snapshot, json, place: stars.place, listen, listenIn, toast, count: stars.count };
})();
