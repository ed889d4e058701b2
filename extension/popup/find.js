// Searching the whole programme, and what fits into a gap: sessions that can be picked from
// here.
import { $, POPUP, act, copyOf, one, say, view } from "./state.js";
import { arrange, press, showLink } from "./list.js";

export function showFind() {
  const { find } = view;
  $("find").placeholder = say("findHint");
  $("found").hidden = !find;
  document.documentElement.classList.toggle("finding", Boolean(find));
  if (!find) return;
  arrange($("found-chips"), find.chips, "chip", (chip) => chip.id, newChip, (element, chip) => {
    element.textContent = chip.label;
    element.setAttribute("aria-pressed", String(chip.on));
  });
  $("found-count").textContent = find.count;
  showHits($("found-list"), find.list);
}

function newChip() {
  const chip = document.createElement("button");
  chip.type = "button";
  chip.className = "chip";
  chip.onclick = () => act(POPUP.FILTER, chip.dataset.chip ?? "");
  return chip;
}

/** @param {Element} list @param {Byeolpyo.PopupFound[]} found */
export const showHits = (list, found) => arrange(list, found, "key", (hit) => hit.key, newHit, (element, hit) => {
  showLink(one(element, "a"), hit);
  for (const [selector, text] of [[".at", hit.when], [".place", hit.place], [".people", hit.people], [".note", hit.note]]) {
    one(element, selector).textContent = text;
  }
  const pick = one(element, ".pick");
  pick.setAttribute("aria-label", hit.label);
  pick.setAttribute("aria-pressed", String(hit.on));
});

function newHit() {
  const hit = copyOf("found-template");
  one(hit, ".pick").onclick = () => press(one(hit, ".pick"), () => act(POPUP.ADD, hit.dataset.key ?? ""));
  return hit;
}

// endFind shows the list again, and reports whether there was a search.
export function endFind() {
  if ($("found").hidden) return false;
  const held = $("found").contains(document.activeElement);
  $("find").value = "";
  act(POPUP.FIND_END);
  if (held) $("find").focus();
  return true;
}

$("find").oninput = () => act(POPUP.FIND, $("find").value);
$("found-close").onclick = endFind;

// The key "/" starts a search, unless something is being typed.
document.addEventListener("keydown", (event) => {
  const at = /** @type {Element} */ (event.target);
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || at.closest("input:not([type=radio], [type=checkbox]), select, textarea")) return;
  event.preventDefault();
  $("find").focus();
  $("find").select();
  act(POPUP.FIND, $("find").value);
});
$("find").onclick = () => act(POPUP.FIND, $("find").value);
$("find").onkeydown = (event) => {
  if (event.key === "Enter" || event.key === "ArrowDown") act(POPUP.FIND, $("find").value);
};
