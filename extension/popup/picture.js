// The picture: drawn again when what it shows has changed, and its choices.
import { draw as drawPicture } from "../drawing.js";
import { $, KEY, POPUP, act, afterPaint, body, chosenValue, one, root, sameText, say, showChosen, view } from "./state.js";

/** @typedef {{ blob: Blob, url: string, text: string, alt: string, link: string }} Sheet */
/** @typedef {{ signature: string, sheets: Sheet[], url: string }} Made */
/** @type {Made | null} */
export let picture = null; // the last one drawn
/** @type {{ signature: string, promise: Promise<Made | null>, abort: AbortController } | null} */
let drawing = null; // the one wanted, drawn or on its way
/** @type {Promise<unknown>} */
let turns = Promise.resolve(); // settles when no picture is being drawn

// learned counts how often sessions of the shown edition became known or changed. A grid and a
// friend's picks show some that are in no list here.
let learned = 0;
chrome.storage.onChanged.addListener((changes, area) => {
  if (area === "local" && Object.keys(changes).some((key) => key.startsWith(`${KEY.SESSION}${view?.edition}/`))) learned++;
});

// unseen are the fields of a view that the picture does not show: what a session was before and
// the note that is unfolded below its row are in the list only, and the summary of the choices is
// not drawn. The notes in the picture are those of view.notes.drawn.
const unseen = new Set(["before", "summary", "past", "gap", "rush", "note", "noted", "noteKey", "noteLabel"]);
export const signature = () => sameText([view.edition, view.lang, view.sections, view.picture, view.friends, view.notes.drawn, Math.floor(Date.now() / 60_000), learned], unseen);

const slow = 300; // ms after which a drawing shows its progress and can be stopped

// request is the common part of what the drawing program is asked for.
/** @returns {Byeolpyo.Request} */
const request = () => ({ edition: view.edition, lang: view.lang, scale: 1, ...view.picture });

const CALM = 300; // ms without another click after which a picture is drawn: it takes the processor from the next
let due = 0; // the timer of a drawing

// drawSoon draws once what is shown now was painted: the first picture at once then, and a later
// one when the clicks are over.
export function drawSoon() {
  delete body.dataset.preview; // until the preview is known to be up to date
  clearTimeout(due);
  const begin = () => { if (view.picks) draw(); }; // the last pick may have been removed meanwhile
  if (drawing) due = setTimeout(begin, CALM);
  else afterPaint(begin);
}

// draw makes the picture of what is shown, unless it is made or on its way. It resolves to the
// picture, or to null if there is none.
/** @returns {Promise<Made | null>} */
export function draw() {
  clearTimeout(due);
  const wanted = signature();
  if (drawing?.signature === wanted) {
    if (picture?.signature === wanted) body.dataset.preview = "1";
    return drawing.promise;
  }
  drawing?.abort.abort();
  delete body.dataset.preview;
  const held = $("draw-failure").contains(document.activeElement); // #redraw, which is hidden
  $("draw-failure").hidden = true;
  $("preview").classList.add("old");
  // One at a time; a drawing that was overtaken while it waited is not made.
  const abort = new AbortController();
  const turn = turns.then(() => (drawing?.abort === abort ? make(wanted, abort.signal, held) : null));
  turns = turn;
  const promise = turn.then((made) => made ?? (drawing && drawing.abort !== abort ? drawing.promise : null));
  drawing = { signature: wanted, promise, abort };
  return promise;
}

// telling shows after a while that a picture is being drawn, how far, and how to stop it; at
// once if the focus is to go there. It returns a function to call when drawing is done. The
// focus is never lost to a button that is hidden.
/** @param {boolean} focus */
function telling(focus) {
  const show = () => {
    $("drawing-text").textContent = say("drawing");
    $("draw-cancel").hidden = false;
    $("drawing").hidden = false;
  };
  const timer = setTimeout(show, slow);
  if (focus) {
    show();
    $("draw-cancel").focus();
  }
  return {
    progress(/** @type {number} */ part, /** @type {number} */ total) {
      $("drawing-text").textContent = say("drawingPercent", { percent: Math.round((part / total) * 100) });
    },
    done() {
      clearTimeout(timer);
      const held = $("drawing").contains(document.activeElement);
      $("drawing").hidden = true;
      $("draw-cancel").hidden = true;
      if (held) ($("draw-failure").hidden ? $("picture-title") : $("redraw")).focus({ preventScroll: true });
    },
  };
}

// make draws and shows one picture. It resolves to null when that failed or when
// the list has changed meanwhile. Once the image has decoded, the browser process
// holds all of the blob, so that a download of it no longer needs this page.
/** @param {string} wanted @param {AbortSignal} signal @param {boolean} focus @returns {Promise<Made | null>} */
async function make(wanted, signal, focus) {
  const overtaken = () => drawing?.abort.signal !== signal; // also by a later drawing of the same
  const { progress, done } = telling(focus);
  try {
    const pages = await drawPicture(request(), { signal, progress });
    // Storage may have changed since the list was shown, of which a change will tell soon.
    if (overtaken() || !pages.length) return null;
    tellMissing(pages[0]?.missing ?? "");
    const sheets = pages.map(({ png, text, alt, link }) => {
      const blob = new Blob([png], { type: "image/png" });
      return { blob, url: URL.createObjectURL(blob), text, alt, link };
    });
    const last = picture;
    picture = { signature: wanted, sheets, url: sheets[0].url };
    if (await showSheet(Math.min(sheet, sheets.length - 1), overtaken)) {
      body.dataset.preview = "1";
    }
    // What shows or downloads the last one may still need its address.
    for (const { url } of last?.sheets ?? []) setTimeout(URL.revokeObjectURL, 60_000, url);
    return overtaken() ? null : picture;
  } catch (error) {
    if (!overtaken()) drawFailed(error);
    return null;
  } finally {
    done();
  }
}

// tellMissing names the characters that the picture shows as boxes with their code.
/** @param {string} missing */
function tellMissing(missing) {
  $("missing").hidden = missing === "";
  $("missing").textContent = missing === "" ? "" : say("missingCharacters", { characters: [...missing].join(" ") });
}

export let sheet = 0; // which of the picture's sheets is shown

// showSheet shows one sheet of the picture, with its text for screen readers.
/** @param {number} n */
async function showSheet(n, overtaken = () => false) {
  const { sheets } = /** @type {Made} */ (picture);
  const image = $("preview");
  image.src = sheets[n].url;
  await image.decode();
  if (overtaken()) return false;
  sheet = n;
  image.alt = `${say("previewAlt", { edition: view.name })}\n${sheets[n].alt}`;
  image.hidden = false;
  $("enlarge").hidden = false;
  $("enlarge").title = say("enlarge");
  image.classList.remove("old");
  $("sheets").hidden = sheets.length < 2;
  $("sheet-count").textContent = say("sheetCount", { n: n + 1, of: sheets.length });
  for (const { button, name, at } of [{ button: $("sheet-previous"), name: "sheetPrevious", at: n - 1 }, { button: $("sheet-next"), name: "sheetNext", at: n + 1 }]) {
    button.setAttribute("aria-label", say(name));
    button.disabled = !sheets[at];
    button.onclick = () => showSheet(at);
  }
  Object.assign(body.dataset, { sheet: n + 1, sheets: sheets.length });
  return true;
}

/** @param {any} error */
function drawFailed(error) {
  const stopped = error.code === "cancelled";
  if (!stopped) console.error(error);
  drawing = null;
  picture = null;
  const held = document.activeElement === $("enlarge");
  $("preview").hidden = true;
  $("enlarge").hidden = true;
  closeLarge();
  $("sheets").hidden = true;
  /** @type {Record<string, string>} */
  const names = { read: "readFailed", memory: "drawMemory", large: "drawLarge" };
  one($("draw-failure"), "span").textContent = say(stopped ? "drawCancelled" : names[error.code] ?? "drawFailed");
  $("draw-failure").hidden = false;
  if (held) $("redraw").focus();
}

// The picture shows the minute at which it was made.
(function everyMinute() {
  setTimeout(() => {
    if (view?.picks && picture && !document.hidden) draw();
    everyMinute();
  }, 60_000 - (Date.now() % 60_000));
})();

// ---- its choices

export function showLook() {
  const chosen = view.picture;
  $("look-summary").textContent = chosen.summary;
  showChosen($("look"), chosen);
  $("aspect-line").hidden = !chosen.lock;
  $("back-line").hidden = !chosen.paper;
  $("notes-picture-line").hidden = !view.notes.any;
  $("notes-picture").disabled = !view.notes.room;
  $("notes-picture-help").hidden = !view.notes.any || view.notes.room;
  if (view.notes.room) $("notes-picture").removeAttribute("aria-describedby"); // what is hidden would be read too
  else $("notes-picture").setAttribute("aria-describedby", "notes-picture-help");
  $("own-line").hidden = !view.sections.some((section) => section.rows.some((row) => row.own));
}

$("look-open").onclick = () => {
  const open = Boolean($("look").hidden);
  $("look").hidden = !open;
  root.classList.toggle("choosing", open); // the preview stays beside the choices
  $("look-open").setAttribute("aria-expanded", String(open));
};
// A click on the preview shows it as large as the window is wide.
$("enlarge").onclick = () => {
  if (!picture) return;
  $("large-picture").src = $("preview").src;
  $("large-picture").alt = $("preview").alt;
  $("large-close").setAttribute("aria-label", say("close"));
  $("large").showModal();
};

// closeLarge closes the large preview, and reports whether it was open.
export function closeLarge() {
  const { open } = $("large");
  if (open) $("large").close();
  return open;
}
$("large-close").onclick = closeLarge;
$("large-picture").onclick = closeLarge;

// closeLook folds the choices, and reports whether they were open.
export function closeLook() {
  if ($("look").hidden) return false;
  const held = $("look").contains(document.activeElement);
  $("look-open").click();
  if (held) $("look-open").focus();
  return true;
}

$("look").onchange = (event) => {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (field.name === "format") sheet = 0;
  act(POPUP.PICTURE, field.name, chosenValue(field));
};
$("draw-cancel").onclick = () => drawing?.abort.abort();
$("redraw").onclick = () => draw();
