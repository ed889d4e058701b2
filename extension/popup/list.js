// The list: its sections, their rows, and where the focus is.
import { $, POPUP, act, afterPaint, copyOf, one, sameContents, say, view } from "./state.js";
import { showHits } from "./find.js";
import { openOwn } from "./own.js";
import { newWays, showWays } from "./calendar.js";
import { newNote, showNote } from "./notes.js";

/** @typedef {{ key: string, row: Byeolpyo.PopupRow } | { key: string, gap: Byeolpyo.PopupGapView }} Line */

// showSections shows the list. It keeps sections and rows from one view to the next, so that
// focus, scrolling and a screen reader's place stay where they are.
export function showSections() {
  arrange($("days"), view.sections, "id", (section) => section.id, () => copyOf("day-template"), (element, section) => {
    one(element, "h3").textContent = section.label;
    one(element, "h3").id = `day-${section.id}`;
    element.setAttribute("aria-labelledby", `day-${section.id}`);
    one(element, ".help").textContent = section.help;
    /** @type {Line[]} */
    const lines = section.rows.flatMap((row) => (row.gap ? [{ key: row.gap.id, gap: row.gap }, { key: row.key, row }] : [{ key: row.key, row }]));
    arrange(one(element, "ol"), lines, "key", (line) => line.key, (line) => ("gap" in line ? copyOf("gap-template") : newRow()), (li, line) => {
      if ("gap" in line) showGap(li, line.gap);
      else showRow(li, line.row);
    });
  });
}

/** @type {WeakMap<Element, { lang: string, item: unknown }>} */
const shown = new WeakMap(); // from an element to what it was last made of

// arrange makes the children of parent those of items, in their order. One whose item is as
// it was is left alone: a click changes one row, and to make all anew takes longer than a
// frame.
/**
 * @template T
 * @param {Element} parent @param {T[]} items @param {string} name @param {(item: T) => string} id
 * @param {(item: T) => HTMLElement} create @param {(element: HTMLElement, item: T) => void} update
 */
export function arrange(parent, items, name, id, create, update) {
  const old = new Map(/** @type {HTMLElement[]} */ ([...parent.children]).map((child) => [child.dataset[name], child]));
  items.forEach((item, i) => {
    const element = old.get(id(item)) ?? create(item);
    old.delete(id(item));
    element.dataset[name] = id(item);
    const is = { lang: view.lang, item };
    if (!sameContents(shown.get(element), is)) {
      update(element, item);
      shown.set(element, is);
    }
    if (parent.children[i] !== element) parent.insertBefore(element, parent.children[i] ?? null);
  });
  for (const element of old.values()) element.remove();
}

// press shows at once that a star was pressed, since the program takes longer than a frame, and
// then calls then. It returns whether the star is on now.
/** @param {HTMLElement} button @param {() => void} then */
export function press(button, then) {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  for (let part = button.parentElement; part; part = part.parentElement) shown.delete(part); // it differs from what it was made of
  afterPaint(then);
  return on;
}

function newRow() {
  const row = copyOf("row-template");
  const key = () => row.dataset.key ?? "";
  one(row, ".must").onclick = () => {
    const must = press(one(row, ".must"), () => act(POPUP.MUST, key()));
    row.dataset.state = must ? "must" : "star";
  };
  one(row, ".drop").onclick = () => act(POPUP.REMOVE, key());
  one(row, ".clash").onclick = () => unfold(row, Boolean(one(row, ".clashes").hidden));
  one(row, ".edit").onclick = () => openOwn(rowOf(key()));
  newWays(row);
  newNote(row);
  return row;
}

/** @param {HTMLElement} element @param {Byeolpyo.PopupRow} row */
function showRow(element, row) {
  /** @param {string} selector @param {string} value */
  const text = (selector, value) => { one(element, selector).textContent = value; };
  element.dataset.state = row.state;
  text(".start", row.start);
  text(".end", row.end && `–${row.end}`);
  text(".place", row.place);
  text(".people", row.people);
  one(element, ".where").title = [row.place, row.people].filter(Boolean).join(" · "); // it may be cut
  text(".before", row.before);
  text(".rush", row.past ? "" : row.rush);
  text(".gone", row.gone);
  element.classList.toggle("is-past", row.past);
  element.classList.toggle("is-gone", row.gone !== "");
  element.classList.toggle("is-unnamed", row.unnamed);
  showLink(one(element, "a"), row);
  one(element, ".clashes").replaceChildren(...row.clashes.map((clash) => {
    const item = document.createElement("li");
    const length = document.createElement("b");
    length.textContent = clash.length;
    item.append(length, " ", clash.title);
    return item;
  }));
  showClash(element, row);
  showWays(element, row);
  showWatch(one(element, ".watch"), row);
  showNote(element, row);
  const which = one(element, ".which");
  which.setAttribute("aria-label", row.ask);
  if (which.dataset.of !== JSON.stringify(row.which)) which.replaceChildren(row.ask, ...row.which.map(({ key, label }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.onclick = () => act(POPUP.WHICH, row.key, key);
    return button;
  }));
  which.dataset.of = JSON.stringify(row.which); // and the focus stays where nothing is new
  const must = one(element, ".must");
  must.setAttribute("aria-label", row.mustLabel);
  must.setAttribute("aria-pressed", String(row.state === "must"));
  must.title = say("starMust");
  const drop = one(element, ".drop");
  drop.setAttribute("aria-label", row.dropLabel);
  const edit = one(element, ".edit");
  edit.hidden = !row.editLabel;
  edit.setAttribute("aria-label", row.editLabel);
  element.classList.toggle("is-own", row.own);
}

// showWatch shows links to the recording and the slides, where the programme has them.
/** @param {HTMLElement} part @param {Byeolpyo.PopupRow} row */
function showWatch(part, { watch, title }) {
  const of = JSON.stringify([watch, title]);
  if (part.dataset.of !== of) part.replaceChildren(...watch.map(({ name, url }) => {
    const link = document.createElement("a");
    Object.assign(link, { className: "link", target: "_blank", rel: "noopener", href: url, textContent: name, title: say("newTab") });
    link.setAttribute("aria-label", `${name}: ${title}`);
    return link;
  }));
  part.dataset.of = of; // and the focus stays where nothing is new
}

// showGap shows a gap before a row, and what fits into it.
/** @param {HTMLElement} part @param {Byeolpyo.PopupGapView} gap */
function showGap(part, gap) {
  const button = one(part, "button");
  button.textContent = gap.label;
  button.setAttribute("aria-expanded", String(gap.open));
  button.onclick = () => act(POPUP.GAP, gap.id);
  showHits(one(part, "ol"), gap.fits);
  one(part, ".none").textContent = gap.none;
}

// showClash folds what a session clashes with into one chip.
/** @param {HTMLElement} element @param {Byeolpyo.PopupRow} row */
function showClash(element, row) {
  const chip = one(element, ".clash");
  const [first] = row.clashes;
  const held = document.activeElement === chip;
  chip.hidden = !first;
  chip.textContent = row.clashes.length === 1 ? first.length : say("clashWith", { n: row.clashes.length });
  if (first) return;
  if (held) one(element, ".drop").focus({ preventScroll: true });
  unfold(element, false);
}

/** @param {HTMLElement} element @param {boolean} open */
function unfold(element, open) {
  one(element, ".clashes").hidden = !open;
  one(element, ".clash").setAttribute("aria-expanded", String(open));
}

// foldAll folds what a chip has unfolded, and reports whether there was any.
export function foldAll() {
  const open = /** @type {HTMLElement | null} */ (document.querySelector(".clash[aria-expanded=true]"));
  const row = /** @type {HTMLElement | null | undefined} */ (open?.closest(".row"));
  if (row) unfold(row, false);
  return Boolean(row);
}

let atNow = false; // the list has been scrolled to now

// toNow scrolls once to what is on or comes next, on a day that has begun. What is visible above
// the list is not scrolled away.
export function toNow() {
  if (atNow || document.querySelector("main > .list > .card:not([hidden]):not(form)")) return;
  atNow = true;
  const past = [...document.querySelectorAll(".row.is-past")].at(-1);
  const rows = [...document.querySelectorAll(".row:not(.is-past)")];
  const next = past && rows.find((row) => past.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING);
  const day = next?.closest(".day");
  if (!next || !day || day.getAttribute("data-id") === "undated") return;
  const gap = next.previousElementSibling?.matches(".gap") ? next.previousElementSibling : next;
  (next === day.querySelector(".row") ? day : gap).scrollIntoView({ block: "start" });
}

const rowOf = (/** @type {string} */ key) => view.sections.flatMap((section) => section.rows).find((row) => row.key === key);

// showLink shows a session's title as a link to its page.
/** @param {HTMLAnchorElement} link @param {{ title: string, titleLang: string, url: string }} session */
export function showLink(link, { title, titleLang, url }) {
  link.textContent = title;
  link.lang = titleLang || view.lang;
  if (url) link.href = url;
  else link.removeAttribute("href");
  link.title = url ? say("newTab") : "";
}

const places = ".row, .gap, #found-list > .hit"; // each with a button that takes the focus over

// focusedRow returns the row, gap or session found that has the focus, and what can take it
// over.
export function focusedRow() {
  const row = document.activeElement?.closest?.(places);
  if (!row) return null;
  const rows = [...document.querySelectorAll(places)];
  const at = rows.indexOf(row);
  return { row, heirs: [...rows.slice(at + 1), ...rows.slice(0, at).reverse()] };
}

/** @param {ReturnType<typeof focusedRow>} lost */
export function keepFocus(lost) {
  if (!lost || lost.row.isConnected) return;
  const heir = lost.heirs.find((row) => row.isConnected && row.checkVisibility());
  const last = $("found").hidden ? $("edition") : $("find");
  (heir ? one(heir, heir.matches("[data-state=off]") ? ".note-open" : ".drop, .gap-open, .pick") : last).focus({ preventScroll: !heir });
}
