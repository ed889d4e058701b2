// The line at the bottom that says what was done, and can undo it.
import { $, POPUP, TOAST_MS, act } from "./state.js";

let toastTimer = 0;

/** @param {Partial<Byeolpyo.PopupNotice> & { text: string }} notice */
export function notify(notice) {
  // The same text twice in a row must differ to be read out twice.
  $("announce").textContent = $("announce").textContent === notice.text ? `${notice.text}\u00a0` : notice.text;
  if (notice.quiet) return;
  const undo = $("undo");
  $("toast-text").textContent = notice.text;
  if (!notice.undo && document.activeElement === undo) $("toast-close").focus();
  undo.hidden = !notice.undo;
  $("toast").hidden = false;
  restartToast();
}

function restartToast() {
  clearTimeout(toastTimer);
  toastTimer = setTimeout(hideToast, TOAST_MS);
}

function hideToast() {
  const toast = $("toast");
  // Somebody is about to use it.
  if (toast.matches(":hover, :focus-within")) {
    restartToast();
    return;
  }
  closeToast();
}

function closeToast() {
  clearTimeout(toastTimer);
  if ($("toast").contains(document.activeElement)) {
    (/** @type {HTMLElement | null} */ (document.querySelector(".row .drop")) ?? $("edition")).focus({ preventScroll: true });
  }
  $("toast").hidden = true;
  act(POPUP.FORGET);
}

$("undo").onclick = () => act(POPUP.UNDO);
$("toast-close").onclick = closeToast;
