// Notes and questions: what a person writes about a session, unfolded under its row. It is
// stored as it is typed: at every pause, and at once when the field or the popup is left.
import { $, POPUP, act, copyOf, one, say, view } from "./state.js";

const { MAX_NOTE, MAX_QUESTION } = byeolpyoConstants;
const PAUSE_MS = 500; // in typing
const NOTE_KEYS = ["n", "ㅜ"]; // one key, as an English and as a Korean keyboard types it
const NEAR = 0.9; // of a limit, from where on the popup says how much is left

// page names this page in what it writes: a popup that is opened again is another writer.
const page = crypto.randomUUID();

/** @typedef {{ id: string, text: string, asked: boolean, label: string }} Wanted */

/** @type {Map<HTMLTextAreaElement, () => void>} */
const unsaved = new Map(); // from a field to what stores it
let pause = 0;

// flush stores what was typed and is not stored yet.
export function flush() {
  clearTimeout(pause);
  const all = [...unsaved.values()];
  unsaved.clear();
  for (const save of all) save();
}
for (const left of ["pagehide", "blur"]) addEventListener(left, flush);
document.addEventListener("visibilitychange", flush);
document.addEventListener("focusout", flush);

// typed stores what is in a field soon. The program knows what it was until now.
/** @param {HTMLTextAreaElement} field @param {() => void} save */
function typed(field, save) {
  unsaved.set(field, save);
  clearTimeout(pause);
  pause = setTimeout(flush, PAUSE_MS);
  const most = field.maxLength, n = most - field.value.length;
  one(/** @type {HTMLElement} */ (field.closest(".noted")), ".count").textContent = n > most * (1 - NEAR) ? "" : say("noteRoom", { n, most });
}

/** @param {HTMLElement} part */
const fieldOf = (part) => /** @type {HTMLTextAreaElement} */ (one(part, "textarea"));
const same = (/** @type {string} */ a, /** @type {string | undefined} */ b) => a.trim() === (b ?? "").trim();

// reconcile makes the parts of a list those of wanted. The text of a field that has the focus,
// or that was typed into, is never changed.
/** @param {HTMLElement} list @param {Wanted[]} wanted @param {() => HTMLElement} create */
function reconcile(list, wanted, create) {
  const left = [...wanted];
  const take = (/** @type {(w: Wanted) => boolean} */ is) => left.splice(left.findIndex(is) >>> 0, 1)[0];
  const parts = /** @type {HTMLElement[]} */ ([...list.children]);
  const now = new Map(parts.map((part) => [part, take(({ id, text }) => id === part.dataset.id && same(text, fieldOf(part).dataset.old))]));
  for (const part of parts) {
    const is = now.get(part) ?? take(({ id }) => id === part.dataset.id); // changed elsewhere
    const field = fieldOf(part);
    if (is) show(part, is);
    else if (!unsaved.has(field) && field !== document.activeElement) part.remove();
  }
  for (const is of left) {
    const part = create();
    list.append(part);
    show(part, is);
  }
}

/** @param {HTMLElement} part @param {Wanted} is */
function show(part, { id, text, asked, label }) {
  const field = fieldOf(part);
  const told = same(text, field.dataset.old) && part.dataset.id === id;
  part.dataset.id = id;
  const box = /** @type {HTMLInputElement | null} */ (part.querySelector("input[type=checkbox]"));
  if (box) {
    box.checked = asked;
    box.setAttribute("aria-label", label);
    box.disabled = !text;
  }
  if (unsaved.has(field) || told && field === document.activeElement) return;
  field.dataset.old = text;
  if (!same(text, field.value)) field.value = text;
}

/** @param {HTMLElement} panel */
function newText(panel) {
  const part = document.createElement("div");
  const field = document.createElement("textarea");
  field.rows = 2;
  field.maxLength = MAX_NOTE;
  field.setAttribute("aria-label", say("noteLabel"));
  field.placeholder = say("noteHint");
  part.append(field);
  field.oninput = () => typed(field, () => {
    const { old = "" } = field.dataset;
    field.dataset.old = field.value;
    act(POPUP.WRITE, panel.dataset.note ?? "", page, old, field.value);
  });
  return part;
}

/** @param {HTMLElement} panel */
function newQuestion(panel) {
  const part = copyOf("question-template");
  const field = fieldOf(part);
  const box = /** @type {HTMLInputElement} */ (one(part, "input[type=checkbox]"));
  field.maxLength = MAX_QUESTION;
  field.setAttribute("aria-label", say("questionLabel"));
  field.placeholder = say("questionHint");
  const save = () => {
    const { old = "" } = field.dataset;
    field.dataset.old = field.value;
    act(POPUP.QUESTION, panel.dataset.note ?? "", page, part.dataset.id ?? "", old, field.value, box.checked ? "1" : "");
  };
  field.oninput = () => typed(field, save);
  box.onchange = () => { unsaved.delete(field); save(); };
  field.onkeydown = (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    flush();
    blank(panel);
    fieldOf(/** @type {HTMLElement} */ (part.nextElementSibling ?? part)).focus();
  };
  return part;
}

let made = 0; // how many questions this page has made

// blank ends the list of questions with an empty one, if there is room. Its name begins with the
// time it was made, by which questions are sorted.
/** @param {HTMLElement} panel */
function blank(panel) {
  const list = one(panel, "ul");
  const last = /** @type {HTMLElement | null} */ (list.lastElementChild);
  const full = panel.dataset.full !== "";
  if (last && !fieldOf(last).value || full) return;
  const part = newQuestion(panel);
  part.dataset.id = Date.now().toString(36).padStart(10, "0") + (made++).toString(36).padStart(3, "0") + crypto.randomUUID().slice(0, 8);
  one(part, "input[type=checkbox]").setAttribute("disabled", "");
  one(part, "input[type=checkbox]").setAttribute("aria-label", say("questionNone"));
  list.append(part);
}

let opening = ""; // the session whose note is about to be shown, and takes the focus

// newNote makes the button of a row work.
/** @param {HTMLElement} row */
export function newNote(row) {
  one(row, ".note-open").onclick = () => toggle(row);
}

/** @param {HTMLElement} row */
function toggle(row) {
  flush();
  const { note = "" } = one(row, ".noted").dataset;
  opening = one(row, ".noted").hidden ? note : "";
  act(POPUP.UNFOLD, note);
}

/** @param {HTMLElement} element @param {Byeolpyo.PopupRow} row */
export function showNote(element, row) {
  const button = one(element, ".note-open"), panel = one(element, ".noted");
  const { note } = row;
  button.hidden = !row.noteLabel;
  button.setAttribute("aria-label", row.noteLabel);
  button.setAttribute("aria-expanded", String(Boolean(note)));
  button.title = say("noteTitle");
  button.classList.toggle("has", row.noted);
  panel.dataset.note = row.noteKey;
  const held = panel.contains(document.activeElement);
  panel.hidden = !note;
  if (!note) {
    panel.replaceChildren();
    if (held) button.focus({ preventScroll: true });
    return;
  }
  panel.setAttribute("aria-label", row.noteLabel);
  if (!panel.firstChild || panel.dataset.lang !== view.lang) {
    panel.replaceChildren(.../** @type {HTMLTemplateElement} */ ($("note-template")).content.cloneNode(true).childNodes);
    panel.dataset.lang = view.lang;
    one(panel, "h4").textContent = say("questions");
  }
  panel.dataset.full = note.full;
  one(panel, ".full").textContent = note.full;
  one(panel, ".lines").replaceChildren(...note.lines.map((/** @type {string} */ text) => Object.assign(document.createElement("p"), { textContent: text })));
  reconcile(one(panel, ".texts"), note.texts.map((/** @type {string} */ text) => ({ id: "", text, asked: false, label: "" })), () => newText(panel));
  reconcile(one(panel, "ul"), note.questions, () => newQuestion(panel));
  blank(panel);
  for (const part of panel.querySelectorAll(".texts, h4, ul")) part.toggleAttribute("hidden", note.sealed); // an empty field would look as if nothing were there
  if (opening !== row.noteKey) return;
  opening = "";
  if (!note.sealed) one(panel, "textarea").focus();
  panel.scrollIntoView({ block: "nearest" });
}

export function showNoteChoice() {
  $("notes-line").hidden = !view.notes.any;
  $("notes-in-text").checked = view.notes.wanted;
}
$("notes-in-text").onchange = () => act(POPUP.WANT_NOTES, $("notes-in-text").checked ? "1" : "");

// closeNote folds what is unfolded, and reports whether there was any.
export function closeNote() {
  const row = /** @type {HTMLElement | null | undefined} */ (document.querySelector(".note-open[aria-expanded=true]")?.closest(".row"));
  if (row) toggle(row);
  return Boolean(row);
}

// The key "n" unfolds the note of the row that has the focus, or of the first that is not over,
// unless something is being typed.
document.addEventListener("keydown", (event) => {
  const at = /** @type {Element} */ (event.target);
  if (!NOTE_KEYS.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey || at.closest("input:not([type=radio], [type=checkbox]), select, textarea")) return;
  const row = /** @type {HTMLElement | null} */ (at.closest(".row") ?? document.querySelector(".row:not(.is-past):has(.note-open:not([hidden]))") ?? document.querySelector(".row:has(.note-open:not([hidden]))"));
  if (!row || one(row, ".note-open").hidden) return;
  event.preventDefault();
  if (one(row, ".noted").hidden) toggle(row);
  else one(row, "textarea").focus();
});
