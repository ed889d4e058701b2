// What the page needs of JavaScript besides its tree (tree.js), the stars in it
// (stars.js) and a line of words (toast.js): the clicks on them. Nothing is decided here;
// see wasm/app/page for that.
"use strict";

globalThis.byeolpyoPage = (() => {
  const { json, snapshot } = globalThis.byeolpyoTree;
  const stars = globalThis.byeolpyoStars;
  const { isToast, toast, toggled, undoing } = globalThis.byeolpyoToast;

  // The site listens on document and on its root, in the capture phase too. The
  // window comes first of all, and this script before the site's.
  const QUIET = ["mousedown", "mouseup", "pointerdown", "pointerup", "touchstart", "touchend", "keydown", "keyup", "keypress",
    "dblclick", "auxclick", "dragstart"];
  // What of ours an event came from, star or toast: only what this script made is
  // ours. A star stands in a root of the site's element, which is what an event
  // outside seems to come from.
  const ours = (/** @type {Event} */ e) => e.composedPath().find((n) => isToast(n) || stars.keyOf(n) !== undefined);

  /** @type {(key: any) => void} */
  let onStar = () => {};

  /** @param {any} e */
  function quieten(e) {
    if (!ours(e)) return;
    e.stopImmediatePropagation();
    // A star may stand in a link: it is not dragged, nor opened by the middle button.
    if (e.type === "dragstart" || e.type === "auxclick") e.preventDefault();
    if (e.type === "keydown" && (e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "z" && undoing() && e.isTrusted) {
      e.preventDefault();
      undoing()?.();
    }
  }

  /** @param {MouseEvent} e */
  function click(e) {
    const mine = ours(e);
    if (!mine) return;
    e.stopImmediatePropagation();
    e.preventDefault();
    // A page must not be able to star for its visitor.
    if (!e.isTrusted) return;
    if (!isToast(mine)) {
      onStar(stars.keyOf(mine));
      return;
    }
    const button = /** @type {any} */ (e.composedPath().find((n) => /** @type {any} */ (n).localName === "button"));
    if (button && button.run) button.run();
  }

  // listen has f called for clicks on stars. document.open takes all listeners away and
  // leaves the document: to listen once more than needed does nothing, as the functions
  // are the same.
  /** @param {(key: string) => void} f */
  function listen(f) {
    onStar = f;
    listenIn(window);
    addEventListener("toggle", toggled, { capture: true });
  }

  // listenIn has the stars in a window answer, the page's own or that of a frame in it.
  /** @param {Window} window */
  function listenIn(window) {
    for (const type of QUIET) window.addEventListener(type, quieten, { capture: true, passive: false });
    window.addEventListener("click", click, { capture: true });
  }

  return { snapshot, json, place: stars.place, listen, listenIn, toast, count: stars.count };
})();
