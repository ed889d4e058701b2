// What a page needs of JavaScript besides its tree (tree.js), its stars (stars.js) and its
// toasts (toast.js): handling clicks on them. What a click does is decided in wasm/app/page.
"use strict";

globalThis.byeolpyoPage = (() => {
  const { json, snapshot } = globalThis.byeolpyoTree;
  const stars = globalThis.byeolpyoStars;
  const { isToast, toast, toggled, undoing } = globalThis.byeolpyoToast;

  // The site may listen on the document and its root, in the capture phase too. The window comes
  // before these, and this script's listeners on it were added before the site's.
  const QUIET = ["mousedown", "mouseup", "pointerdown", "pointerup", "touchstart", "touchend", "keydown", "keyup", "keypress",
    "dblclick", "auxclick", "dragstart"];
  // What is selected leaves the page as HTML.
  const TAKEN = ["copy", "dragstart"];
  // ours returns the star or toast that an event came from; only elements that this script made
  // count. A star stands in a shadow root of the site's element, so that outside of it the event
  // seems to come from that element.
  const ours = (/** @type {Event} */ e) => e.composedPath().find((n) => isToast(n) || stars.keyOf(n) !== undefined);

  /** @type {(key: any) => void} */
  let onStar = () => {};

  /** @param {any} e */
  function quieten(e) {
    if (!ours(e)) return;
    e.stopImmediatePropagation();
    // A star may stand in a link, which should be neither dragged nor opened by the middle
    // button.
    if (e.type === "dragstart" || e.type === "auxclick") e.preventDefault();
    if (e.type === "keydown" && (e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "z" && undoing() && e.isTrusted) {
      e.preventDefault();
      undoing()?.();
    }
  }

  /** @param {any} e */
  function taken(e) {
    stars.hide(e.currentTarget.document);
  }

  /** @param {MouseEvent} e */
  function click(e) {
    const mine = ours(e);
    if (!mine) return;
    e.stopImmediatePropagation();
    e.preventDefault();
    // A page must not be able to set stars on its visitor's behalf.
    if (!e.isTrusted) return;
    if (!isToast(mine)) {
      onStar(stars.keyOf(mine));
      return;
    }
    const button = /** @type {any} */ (e.composedPath().find((n) => /** @type {any} */ (n).localName === "button"));
    if (button && button.run) button.run();
  }

  // listen calls f for clicks on stars. document.open removes all listeners but keeps the
  // document; since the functions are the same, adding them again where they still are does
  // nothing.
  /** @param {(key: string) => void} f */
  function listen(f) {
    onStar = f;
    listenIn(window);
    addEventListener("toggle", toggled, { capture: true });
  }

  // listenIn makes the stars in a window work, the page's own or that of a frame in it.
  /** @param {Window} window */
  function listenIn(window) {
    for (const type of QUIET) window.addEventListener(type, quieten, { capture: true, passive: false });
    window.addEventListener("click", click, { capture: true });
    for (const type of TAKEN) window.addEventListener(type, taken, { capture: true });
  }

  return { snapshot, json, place: stars.place, listen, listenIn, toast, count: stars.count };
})();
