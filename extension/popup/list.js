// The list: its sections, their rows, and where the focus is.
import { $, POPUP, act, copyOf, one, say, view } from "./state.js";
import { openOwn } from "./own.js";

// Sections and rows are kept from one view to the next, so that focus, scrolling
// and a screen reader's place stay where they are.
export function showSections() {
  arrange($("days"), view.sections, "id", (section) => section.id, () => copyOf("day-template"), (element, section) => {
    one(element, "h3").textContent = section.label;
    one(element, "h3").id = `day-${section.id}`;
    element.setAttribute("aria-labelledby", `day-${section.id}`);
    one(element, ".help").textContent = section.help;
    arrange(one(element, "ol"), section.rows, "key", (row) => row.key, newRow, showRow);
  });
}

// arrange makes the children of parent those of items, in their order.
/**
 * @template T
 * @param {Element} parent @param {T[]} items @param {string} name @param {(item: T) => string} id
 * @param {() => HTMLElement} create @param {(element: HTMLElement, item: T) => void} update
 */
export function arrange(parent, items, name, id, create, update) {
  const old = new Map(/** @type {HTMLElement[]} */ ([...parent.children]).map((child) => [child.dataset[name], child]));
  items.forEach((item, i) => {
    const element = old.get(id(item)) ?? create();
    old.delete(id(item));
    element.dataset[name] = id(item);
    update(element, item);
    if (parent.children[i] !== element) parent.insertBefore(element, parent.children[i] ?? null);
  });
  for (const element of old.values()) element.remove();
}

function newRow() {
  const row = copyOf("row-template");
  const key = () => row.dataset.key ?? "";
  one(row, ".must").onclick = () => act(POPUP.MUST, key());
  one(row, ".drop").onclick = () => act(POPUP.REMOVE, key());
  one(row, ".edit").onclick = () => openOwn(rowOf(key()));
  return row;
}

/** @param {HTMLElement} element @param {Byeolpyo.PopupRow} row */
function showRow(element, row) {
  /** @param {string} selector @param {string} value */
  const text = (selector, value) => { one(element, selector).textContent = value; };
  element.dataset.state = row.state;
  text(".start", row.start);
  text(".end", row.end && `– ${row.end}`);
  text(".place", row.place);
  text(".people", row.people);
  text(".before", row.before);
  text(".gone", row.gone);
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
  edit.hidden = !row.own;
  edit.setAttribute("aria-label", row.editLabel);
  element.classList.toggle("is-own", row.own);
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

// focusedRow tells which row has the focus and what can take it over.
export function focusedRow() {
  const row = document.activeElement?.closest?.(".row");
  if (!row) return null;
  const rows = [...document.querySelectorAll(".row")];
  const at = rows.indexOf(row);
  return { row, heirs: [...rows.slice(at + 1), ...rows.slice(0, at).reverse()] };
}

/** @param {ReturnType<typeof focusedRow>} lost */
export function keepFocus(lost) {
  if (!lost || lost.row.isConnected) return;
  const heir = lost.heirs.find((row) => row.isConnected);
  (heir ? one(heir, ".drop") : $("edition")).focus({ preventScroll: !heir });
}
