// What all parts of the popup share: the view that is shown, its words, and how the
// program is told what was clicked.
import "../constants.js";
import * as words from "../words.js";

export const { FIELD, FORMAT, KEY, MESSAGE, POPUP, TOAST_MS } = byeolpyoConstants;

export const $ = (id) => document.getElementById(id);
export const body = document.body;
export const root = document.documentElement;

export let view = null;
export let messages = null; // of the language shown
let shown = null; // call it when there is a view
export const ready = new Promise((resolve) => { shown = resolve; });

// see makes a view and its language's messages the ones that are shown.
export function see(next, itsMessages) {
  view = next;
  speak(itsMessages);
}

// speak takes the messages of a language; without a view, too.
export function speak(itsMessages) {
  messages = itsMessages;
}

// seen settles ready.
export const seen = () => shown();

export const say = (name, values) => words.say(messages ?? {}, name, values);

export const act = (name, ...args) => globalThis.byeolpyo.act?.(name, ...args);

// sameText is the same text for the same contents. Go's maps have no order, and so have
// the members of what it sends.
export const sameText = (value, leaveOut = new Set()) => JSON.stringify(value, (name, part) => {
  if (leaveOut.has(name)) return undefined;
  if (part === null || typeof part !== "object" || Array.isArray(part)) return part;
  return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
});

// handOver hides a part and gives its focus to the list, so that it is not lost.
export function handOver(part, hidden) {
  if (hidden && part.contains(document.activeElement)) {
    const heir = root.classList.contains("none") ? $("edition") : $("list-title");
    heir.focus({ preventScroll: true });
  }
  part.hidden = hidden;
}

export const copyOf = (id) => $(id).content.firstElementChild.cloneNode(true);
