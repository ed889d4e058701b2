// A list that scrolls by itself where it does not fit: slowly to its end, then again from its
// top. While somebody uses keys, wheel or pointer it stops. Where less motion is preferred it
// turns pages instead.

const REST_MS = 4_000; // at the top and at the end
const LEFT_ALONE_MS = 20_000; // after somebody used it
const SCREEN_MS = 40_000; // for one height of the list
const PAGE_MS = 15_000; // for which a page stays, where there is no motion
const OVERLAP = 0.85; // of a page, so that what is cut off at its end is whole on the next

// selfScroll makes list scroll. It returns a function to call when somebody uses the list, and
// one that stops it or lets it go on.
/** @param {HTMLElement} list */
export function selfScroll(list) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let held = false;
  let frame = 0; // of the animation, 0 for none
  let page = 0; // the timer for the next page
  let last = 0; // the time of the previous frame
  let rest = 0; // the time until which it stands still
  let at = 0; // its position, with fractions of a pixel

  const room = () => list.scrollHeight - list.clientHeight;
  const still = () => held || document.hidden || room() < 1;

  /** @param {number} now */
  function step(now) {
    frame = 0;
    if (still() || calm.matches) return;
    frame = requestAnimationFrame(step);
    const passed = Math.min(now - last, 100); // a hidden tab has no frames
    last = now;
    if (now < rest) {
      at = list.scrollTop;
    } else if (at >= room()) {
      list.scrollTop = at = 0;
      rest = now + REST_MS;
    } else {
      at = Math.min(at + passed * list.clientHeight / SCREEN_MS, room());
      list.scrollTop = at;
      if (at >= room()) rest = now + REST_MS;
    }
  }

  function turn() {
    page = 0;
    if (still() || !calm.matches) return;
    const now = performance.now();
    if (now >= rest) list.scrollTop = list.scrollTop >= room() - 1 ? 0 : list.scrollTop + list.clientHeight * OVERLAP;
    page = setTimeout(turn, Math.max(PAGE_MS, rest - now));
  }

  // begin starts what does not run yet: after the list, or the window, has changed.
  function begin() {
    if (still()) return;
    if (calm.matches) {
      page ||= setTimeout(turn, PAGE_MS);
    } else if (!frame) {
      last = performance.now();
      rest = Math.max(rest, last + REST_MS);
      at = list.scrollTop;
      frame = requestAnimationFrame(step);
    }
  }

  calm.addEventListener("change", begin);
  document.addEventListener("visibilitychange", begin);
  new ResizeObserver(begin).observe(list);
  return {
    begin,
    used: () => { rest = performance.now() + LEFT_ALONE_MS; },
    /** @param {boolean} on */
    hold: (on) => {
      held = on;
      begin();
    },
  };
}
