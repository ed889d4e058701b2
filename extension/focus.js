// Keeps the focus when the element that had it is gone, on every page with more than one
// state. When the focus falls to the body, a person without a mouse has to start from the
// top.

// keep leaves the focus at held, which had it before something changed, or moves it to the
// first of the results that is shown. It does nothing if held had no focus, or if another
// element has taken it meanwhile.
/** @param {Element | null} held @param {...HTMLElement} results */
export function keep(held, ...results) {
  const { activeElement, body } = document;
  if (!held || held === body || activeElement !== held && activeElement !== body) return;
  const stays = /** @type {HTMLElement} */ (held);
  if (stays.checkVisibility() && !stays.matches(":disabled")) {
    if (activeElement === body) stays.focus({ preventScroll: true });
    return;
  }
  results.find((result) => result.checkVisibility())?.focus();
}

// onEscape calls close when Escape is pressed and open() says that there is something
// to close. What the browser itself closes by that key, a dialog, comes first.
/** @param {() => boolean} open @param {() => void} close */
export function onEscape(open, close) {
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]") || !open()) return;
    event.preventDefault();
    close();
  });
}
