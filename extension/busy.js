// Runs work that may take long in a tab: after a while it shows progress, the work can be
// cancelled, and after that or a failure it can be started again. The page has #busy with
// #busy-text and #busy-cancel, #stopped with #stopped-text and #again, #announce for screen
// readers, and an h1 that can take the focus.
import { onEscape } from "./focus.js";

/** @template {keyof Byeolpyo.PrintPage & keyof Byeolpyo.ImportPage} K @param {K} id @returns {Byeolpyo.PrintPage[K]} */
const $ = (id) => /** @type {any} */ (document.getElementById(id));
const slow = 300; // ms after which progress is shown, as in the popup
/** @type {AbortController | null} */
let current = null; // the AbortController of the work under way

const hide = () => {
  $("busy").hidden = $("stopped").hidden = true;
  $("announce").textContent = "";
};

// leave ends the work under way without a message.
export const leave = () => {
  current?.abort();
  current = null;
  hide();
};

// run calls work({signal, progress}) and resolves to its result, also when it was started
// again, and never when leave or another run came first. say returns the words of a message
// by its name; doing, percent (with {percent}) and cancelled are such names, and failed
// returns that for an error.
/** @template T @param {Byeolpyo.Work<T>} work @param {Byeolpyo.Doing} words @returns {Promise<T>} */
export const run = (work, words) => new Promise((resolve) => { attempt(work, words, resolve, slow); });

/** @template T @param {Byeolpyo.Work<T>} work @param {Byeolpyo.Doing} words @param {(result: T) => void} resolve @param {number} wait */
async function attempt(work, words, resolve, wait) {
  const { say, doing, percent, cancelled, failed } = words;
  leave();
  const control = new AbortController();
  const { signal } = control;
  current = control;
  $("busy-text").textContent = say(doing);
  const show = () => {
    $("busy").hidden = false;
    $("announce").textContent = say(doing); // only once, or a screen reader would read every percent
  };
  const timer = setTimeout(show, wait);
  if (wait === 0) { // #again was pressed, and is hidden now
    show();
    $("busy-cancel").focus();
  }
  /** @type {Byeolpyo.Progress} */
  const progress = (done, total) => {
    if (current === control) $("busy-text").textContent = say(percent, { percent: Math.round((100 * done) / total) });
  };
  let problem = "";
  /** @type {any} */
  let result;
  try {
    result = await work({ signal, progress });
    if (signal.aborted) problem = cancelled;
  } catch (error) {
    if (!signal.aborted) console.error(error);
    problem = signal.aborted ? cancelled : failed(error);
  }
  clearTimeout(timer);
  if (current !== control) return;
  const held = $("busy").contains(document.activeElement);
  hide();
  if (!problem) {
    current = null;
    if (held) document.querySelector("h1")?.focus({ preventScroll: true });
    resolve(result);
    return;
  }
  $("stopped-text").textContent = say(problem);
  $("stopped").hidden = false;
  $("again").onclick = () => attempt(work, words, resolve, 0);
  if (held) $("again").focus();
}

$("busy-cancel").onclick = () => current?.abort();
onEscape(() => $("busy").checkVisibility(), () => current?.abort());
