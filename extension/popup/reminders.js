// Reminders: the switch and its choices. The browser is asked for its permission within the
// click that switches them on.
import { $, POPUP, act, chosenValue, one, ready, showChosen, view } from "./state.js";

/** @type {chrome.permissions.Permissions} */
const PERMISSION = { permissions: ["notifications"] };
const card = $("reminders");
// The choices of minutes are the same as for a calendar's alarms.
one(card, "select").replaceChildren(...one($("calendar-card"), "select").cloneNode(true).childNodes);

export function showReminders() {
  const chosen = view.reminders;
  showChosen(card, chosen);
  $("reminders-forbidden").textContent = chosen.forbidden;
  $("reminders-forbidden").hidden = !chosen.forbidden;
}

// allowed tells the program whether the browser allows notices: the person may have taken
// the permission back, or forbidden them.
/** @param {boolean} asked */
async function allowed(asked) {
  const may = await chrome.permissions.contains(PERMISSION) && (await chrome.notifications.getPermissionLevel?.() ?? "granted") === "granted";
  await ready;
  act(POPUP.ALLOWED, may ? "1" : "", asked ? "1" : "");
}

card.onchange = (event) => {
  const field = /** @type {HTMLInputElement} */ (event.target);
  const switching = field.name === "on" && field.checked;
  // A popup may close when the browser asks: the person's choice is stored by then, and the service
  // worker gets the answer.
  const asking = switching ? chrome.permissions.request(PERMISSION) : null;
  act(POPUP.REMINDER, field.name, chosenValue(field));
  asking?.catch(console.warn).then(() => allowed(true)).catch(console.warn);
};

// closeReminders folds the choices, and reports whether they were open.
export function closeReminders() {
  if (!card.open) return false;
  const held = card.contains(document.activeElement);
  card.open = false;
  if (held) one(card, "summary").focus();
  return true;
}

chrome.permissions.onAdded.addListener(() => { allowed(false).catch(console.warn); });
chrome.permissions.onRemoved.addListener(() => { allowed(false).catch(console.warn); });
allowed(false).catch(console.warn);
