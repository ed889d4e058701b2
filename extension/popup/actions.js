// What leaves the popup: the picture saved, copied or printed, and links to the other pages.
import { $, FORMAT, KEY, MESSAGE, POPUP, act, body, ready, say, view } from "./state.js";
import { notify } from "./notices.js";
import { draw, picture, sheet, signature } from "./picture.js";

/** @param {string} page */
const openPage = (page, more = {}) => chrome.tabs.create({
  url: `${page}?${new URLSearchParams({
    edition: view.edition, lang: view.lang, name: view.fileName, picture: JSON.stringify({ ...view.picture, ...more }),
  })}`,
});

// exported remembers what leaves the popup, which says later when that is out of date.
const exported = () => act(POPUP.EXPORTED);

// The download must survive the popup, which closes when anything else is clicked. A picture
// that is ready is downloaded within this click; otherwise a tab draws and saves it, since a tab
// stays.
$("save").onclick = () => {
  exported();
  draw(); // checks whether the picture is up to date
  if (picture?.signature !== signature() || body.dataset.preview !== "1" || picture.sheets.length > 1) {
    openPage("save.html");
    return;
  }
  const link = document.createElement("a");
  link.href = picture.url;
  link.download = view.fileName;
  link.click();
  notify({ text: say("saved", { name: view.fileName }) });
};

$("skip").onclick = () => ($("save").disabled ? $("empty-link") : $("save")).focus();

$("clear-read").onclick = () => act(POPUP.CLEAR);

$("board-link").onclick = () => openPage("board.html");

$("sync-link").onclick = () => openPage("sync.html");

// showSync shows the state of sync, and what does not fit into it. Its page has the rest.
async function showSync() {
  const lines = await byeolpyoSend(MESSAGE.STATUS).catch(() => null);
  await ready;
  const [status = "", ...left] = (lines ?? []).map((line) => say(line.name, line.values));
  $("sync-status").textContent = status;
  $("sync-left").hidden = left.length === 0;
  $("sync-left").textContent = left.join(" ");
}
chrome.storage.onChanged.addListener((changes) => { if (changes[KEY.SYNC] || changes[KEY.TROUBLE] || changes[KEY.SETTINGS]) showSync(); });
byeolpyoSend(MESSAGE.OPEN).catch(() => {});
showSync();

// The new picture marks what differs from the one before it.
$("save-marked").onclick = () => {
  exported();
  openPage("save.html", { marked: true });
};

// The next three sessions on a lock screen, whatever the picture is otherwise: for the
// walk to the next room.
$("save-next").onclick = () => openPage("save.html", { format: FORMAT.NEXT });

$("save-tab").onclick = () => {
  exported();
  openPage("save.html");
};
$("print").onclick = () => {
  exported();
  openPage("print.html");
};

$("copy").onclick = async () => {
  try {
    // A promise lets the click count as the permission while the picture is still being drawn.
    const blob = draw().then((made) => made?.sheets[sheet]?.blob ?? Promise.reject(new Error("no picture")));
    await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
    exported();
    notify({ text: say("copied") });
  } catch (error) {
    console.error(error);
    notify({ text: say("copyRefused") });
    $("tab-line").hidden = false;
  }
};

// The link opens the edition's timetable page, where this extension offers to import what it
// holds.
$("copy-link").onclick = async () => {
  try {
    const made = await draw();
    const [{ link } = { link: "" }] = made?.sheets ?? [];
    if (made && !link) {
      notify({ text: say("linkTooLong") });
      return;
    }
    if (!link) throw new Error("no picture");
    await navigator.clipboard.writeText(link);
    notify({ text: say("linkCopied") });
  } catch (error) {
    console.error(error);
    notify({ text: say("linkRefused") });
  }
};

$("copy-text").onclick = async () => {
  try {
    const text = draw().then((made) => made && [...made.sheets.map((one) => one.text), view.notes.text].filter(Boolean).join("\n\n") || Promise.reject(new Error("no picture")));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text.then((/** @type {string} */ t) => new Blob([t], { type: "text/plain" })) })]);
    notify({ text: say("textCopied") });
  } catch (error) {
    console.error(error);
    notify({ text: say("copyRefused") });
    $("tab-line").hidden = false;
  }
};

$("import-picture").onclick = () => chrome.tabs.create({ url: `import.html?${new URLSearchParams({ lang: view.lang })}` });
