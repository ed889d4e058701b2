// Into a calendar: the file of the timetable, with its choices, and for one session its file and
// a link.
import { $, POPUP, act, chosenValue, one, root, say, showChosen, view } from "./state.js";

export function showCalendar() {
  const chosen = view.calendar;
  $("calendar").disabled = !chosen.any;
  $("calendar").title = chosen.any ? "" : say("calendarNone");
  root.classList.toggle("giving", chosen.any); // also for sessions that were removed, when nothing is left
  showChosen($("calendar-card"), chosen);
  $("minutes-line").hidden = chosen.alarms === "none";
}

// saveFile hands a file to the person.
/** @type {Byeolpyo.Panel["save"]} */
export function saveFile(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(URL.revokeObjectURL, 60_000, url); // the download may still need it
}

$("calendar").onclick = () => act(POPUP.CALENDAR);
$("calendar-open").onclick = () => {
  const open = Boolean($("calendar-card").hidden);
  $("calendar-card").hidden = !open;
  $("calendar-open").setAttribute("aria-expanded", String(open));
  if (open) $("calendar-card").scrollIntoView({ block: "nearest" });
};
$("calendar-card").onchange = (event) => {
  const field = /** @type {HTMLInputElement} */ (event.target);
  act(POPUP.CALENDAR_CHOICE, field.name, chosenValue(field));
};

// closeCalendar folds the choices, or the links of a row, and reports whether any were open.
export function closeCalendar() {
  const row = /** @type {HTMLElement | null} */ (document.querySelector(".to-calendar[aria-expanded=true]"));
  const button = row ?? ($("calendar-card").hidden ? null : $("calendar-open"));
  if (!button) return false;
  const held = (row?.closest(".row") ?? $("calendar-card")).contains(document.activeElement);
  button.click();
  if (held) button.focus();
  return true;
}

// newWays makes the calendar buttons of a row work.
/** @param {HTMLElement} row */
export function newWays(row) {
  const ways = one(row, ".ways-to");
  one(row, ".to-calendar").onclick = () => {
    ways.hidden = !ways.hidden;
    one(row, ".to-calendar").setAttribute("aria-expanded", String(!ways.hidden));
  };
  one(row, ".file").onclick = () => act(POPUP.CALENDAR, row.dataset.key ?? "");
}

/** @param {HTMLElement} element @param {Byeolpyo.PopupRow} row */
export function showWays(element, row) {
  const button = one(element, ".to-calendar");
  button.hidden = !row.calendar;
  button.setAttribute("aria-label", row.calendar);
  button.title = say("calendar");
  one(element, ".file").textContent = say("rowFile");
  const link = one(element, ".google");
  link.textContent = say("rowGoogle");
  if (row.google) link.setAttribute("href", row.google);
  else link.removeAttribute("href");
  if (!row.calendar) {
    one(element, ".ways-to").hidden = true;
    button.setAttribute("aria-expanded", "false");
  }
}
