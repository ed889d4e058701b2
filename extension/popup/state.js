// Shared by all parts of the popup: the view that is shown, its words, and how the program is
// told what was clicked.
import "../constants.js";
import * as words from "../words.js";

export const { FIELD, FORMAT, KEY, MESSAGE, PATIENCE_MS, POPUP, TOAST_MS } = byeolpyoConstants;

/** @template {keyof Byeolpyo.PopupPage} K @param {K} id @returns {Byeolpyo.PopupPage[K]} */
export const $ = (id) => /** @type {any} */ (document.getElementById(id));
// one returns an element within another that is known to exist.
/** @type {{ <K extends keyof HTMLElementTagNameMap>(within: ParentNode, selector: K): HTMLElementTagNameMap[K]; (within: ParentNode, selector: string): HTMLElement }} */
export const one = (/** @type {ParentNode} */ within, /** @type {string} */ selector) => /** @type {any} */ (within.querySelector(selector));
export const body = document.body;
export const root = document.documentElement;

/** @type {Byeolpyo.PopupView} */
export let view = /** @type {any} */ (null); // until the program shows one
/** @type {Byeolpyo.Words | null} */
export let messages = null; // of the language shown
/** @type {() => void} */
let shown; // settles ready
/** @type {Promise<void>} */
export const ready = new Promise((resolve) => { shown = resolve; });

// see sets the view that is shown, and its language's messages.
/** @param {Byeolpyo.PopupView} next @param {Byeolpyo.Words} itsMessages */
export function see(next, itsMessages) {
  view = next;
  speak(itsMessages);
}

// speak sets the messages of a language, even without a view.
/** @param {Byeolpyo.Words} itsMessages */
export function speak(itsMessages) {
  messages = itsMessages;
}

// seen settles ready.
export const seen = () => shown();

/** @type {Byeolpyo.Say} */
export const say = (name, values) => words.say(messages ?? {}, name, values);

// showChosen sets the fields of a card to what is chosen, by their names.
/** @param {ParentNode} card @param {Record<string, any>} chosen */
export function showChosen(card, chosen) {
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (card.querySelectorAll("[name]"))) {
    const value = chosen[field.name];
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.type === "checkbox") field.checked = value;
    else field.value = value;
  }
}

// chosenValue is what a field of a card says, "1" or "" for a box that is ticked or not.
export const chosenValue = (/** @type {HTMLInputElement} */ field) =>
  field.type === "checkbox" ? (field.checked ? "1" : "") : field.value;

/** @type {(() => void)[]} */
const painting = []; // called after the next frame was painted

function painted() {
  for (const f of painting.splice(0)) f();
}

// afterPaint calls f once the page was painted as it is now, and no later than any later call of
// the program, or when the page is left.
/** @param {() => void} f */
export function afterPaint(f) {
  painting.push(f);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = painted;
  requestAnimationFrame(() => port2.postMessage(null));
  setTimeout(painted, 100); // a page that is not visible is not painted
}
addEventListener("pagehide", painted);

/** @param {Byeolpyo.PopupVerb} name @param {string[]} args */
export const act = (name, ...args) => {
  painted();
  return globalThis.byeolpyo.act?.(name, ...args);
};

// sameContents reports whether two values have the same contents, whatever the order of their
// members. It makes no text of them: all rows are compared before the list is painted.
/** @param {any} a @param {any} b @returns {boolean} */
export function sameContents(a, b) {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object" || Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => name in b && sameContents(a[name], b[name]));
}

// sameText returns the same text for the same contents. Go's maps have no order, so neither do
// the members of what it sends.
/** @param {unknown} value @param {Set<string>} [leaveOut] */
export const sameText = (value, leaveOut = new Set()) => JSON.stringify(value, (name, part) => {
  if (leaveOut.has(name)) return undefined;
  if (part === null || typeof part !== "object" || Array.isArray(part)) return part;
  return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
});

// handOver hides a part and gives its focus to the list, so that it is not lost.
/** @param {HTMLElement} part @param {boolean} hidden */
export function handOver(part, hidden) {
  if (hidden && part.contains(document.activeElement)) {
    const heir = root.classList.contains("none") ? $("edition") : $("list-title");
    heir.focus({ preventScroll: true });
  }
  part.hidden = hidden;
}

/** @param {"day-template" | "gap-template" | "found-template" | "row-template" | "friend-template" | "changed-template" | "question-template"} id @returns {HTMLElement} */
export const copyOf = (id) => /** @type {any} */ ($(id).content.firstElementChild).cloneNode(true);
