// Own entries: the form that adds and changes them, which also sets the time of a session
// without one.
import { $, POPUP, act, say, view } from "./state.js";

let editing = ""; // the key of the entry in the form, "" for a new one

/** @param {Byeolpyo.PopupRow} [row] */
export function openOwn(row) {
  editing = row?.key ?? "";
  $("own-title").value = row?.title ?? "";
  $("own-title").readOnly = Boolean(row && !row.own);
  $("own-title").placeholder = say("ownHint");
  $("own-date").value = row?.date || view.ownDate;
  $("own-start").value = row?.start || view.ownStart;
  $("own-end").value = row?.to || view.ownEnd;
  $("own-problem").textContent = "";
  $("own-ask").hidden = true;
  $("own").hidden = false;
  $("own-open").setAttribute("aria-expanded", "true");
  $(row && !row.own ? "own-date" : "own-title").focus();
  $("own").scrollIntoView({ block: "nearest" });
}

export function closeOwn() {
  $("own").hidden = true;
  $("own-open").setAttribute("aria-expanded", "false");
  $("own-open").focus({ preventScroll: true });
}

// saveOwn stores what the form says. nextDay is "1" when the person has said that the
// end is on the next day.
/** @param {string} nextDay */
function saveOwn(nextDay) {
  const notice = act(POPUP.OWN, editing, crypto.randomUUID(), $("own-title").value, $("own-date").value, $("own-start").value, $("own-end").value, nextDay);
  $("own-problem").textContent = notice && !notice.ask ? notice.text : "";
  $("own-ask").hidden = !notice?.ask;
  if (!notice) closeOwn();
  if (!notice?.ask) return;
  $("own-ask-text").textContent = notice.text;
  $("own-ask").scrollIntoView({ block: "nearest" });
  $("own-yes").focus();
}

// leaveAsk withdraws the question about the end, which a changed form would answer differently.
export function leaveAsk() {
  $("own-ask").hidden = true;
  $("own-end").focus();
}

$("own-open").onclick = () => ($("own").hidden ? openOwn() : closeOwn());
$("own-cancel").onclick = closeOwn;
$("own").onsubmit = (event) => {
  event.preventDefault();
  saveOwn("");
};
$("own-yes").onclick = () => saveOwn("1");
$("own-no").onclick = leaveAsk;
$("own").oninput = () => { $("own-ask").hidden = true; }; // the question was about other times
