// The popup's page: shows the view that popup.wasm makes (wasm/popup.View) and
// tells it what was clicked. Titles and all other words are set as text, never
// as HTML.
"use strict";

const $ = (id) => document.getElementById(id);
const body = document.body;
const undoTime = 10_000; // ms in which a removal or an import can be taken back

let view = null;
let messages = null; // of the language shown
let picture = null; // {signature, blob, url}: the last one drawn
let drawing = null; // {signature, promise}: the one wanted, drawn or on its way
let turns = Promise.resolve(); // settles when no picture is being drawn
let shown = null; // call it when there is a view
const ready = new Promise((resolve) => { shown = resolve; });

const say = (name, values) => byeolpyoWords.say(messages ?? {}, name, values);

// A popup has no room of its own: its page says how large it is, and Chrome gives
// less where the screen has less. What it gave is known when it stops resizing.
const root = document.documentElement;
if (chrome.extension.getViews({ type: "popup" }).includes(window)) {
  root.classList.add("is-popup");
  let settled = 0;
  const fit = () => {
    clearTimeout(settled);
    settled = setTimeout(() => {
      root.classList.toggle("narrow", root.classList.contains("narrow") || innerWidth < root.offsetWidth);
      root.classList.toggle("low", root.classList.contains("low") || innerHeight < root.offsetHeight);
    }, 250);
  };
  addEventListener("resize", fit);
  fit();
}

const loaded = byeolpyoWords.load();

globalThis.byeolpyo = {
  messages: loaded,
  browserLanguage: navigator.language, // as the stars do
  show: (next) => loaded.then((all) => show(next, all)),
  notify,
  fail: async (name) => {
    await loaded.then((all) => {
      const lang = byeolpyoWords.fallback();
      messages = all[lang];
      byeolpyoWords.apply(messages, lang);
    }).catch(() => {});
    // Without the messages there is still the page's own language.
    $("failure").textContent = messages ? say(name) : "별표를 시작하지 못했어요. 창을 닫았다가 다시 열어 보세요. Byeolpyo could not start: please open it again.";
    $("failure").hidden = false;
    $("days").setAttribute("aria-busy", "false");
    body.dataset.failed = name;
  },
};

const act = (name, argument = "") => globalThis.byeolpyo.act?.(name, argument);

// ---- the list

function show(next, all) {
  const lost = focusedRow();
  view = next;
  messages = all[view.lang];
  byeolpyoWords.apply(messages, view.lang, {});
  document.title = `${view.name} · ${say("title")}`;

  const edition = $("edition");
  const options = JSON.stringify(view.editions);
  if (edition.dataset.options !== options) {
    edition.dataset.options = options;
    edition.replaceChildren(...view.editions.map((e) => new Option(e.name, e.edition)));
  }
  edition.value = view.edition;
  $("lang").value = view.chosen;

  $("summary").replaceChildren(...view.summary.map((text) => {
    const part = document.createElement("span");
    part.textContent = text;
    return part;
  }));
  showProblems();
  showOffer();
  showChanges();
  $("empty").hidden = !view.empty;
  if (view.empty) {
    $("empty-link").textContent = view.empty.link;
    $("empty-link").href = view.empty.url;
  }
  showSections();
  keepFocus(lost);

  const none = view.picks === 0;
  $("reason").hidden = !none;
  $("tab-line").hidden = none;
  for (const id of ["save", "copy", "print"]) $(id).disabled = none;
  root.classList.toggle("none", none);
  $("preview").alt = say("previewAlt", { edition: view.name });
  $("toast-close").setAttribute("aria-label", say("close"));

  Object.assign(body.dataset, {
    picks: view.picks, must: view.must, clashes: view.clashes, edition: view.edition,
    changes: view.changes?.list.length ?? 0, offer: view.offer?.count ?? 0, ready: "1",
  });
  shown();
  $("days").setAttribute("aria-busy", "false");
  if (!none) draw();
}

function showProblems() {
  $("problems").hidden = view.problems.length === 0;
  $("problems").replaceChildren(...view.problems.map((line, i) => {
    const part = document.createElement(i ? "span" : "strong");
    part.textContent = `${line} `;
    return part;
  }));
}

// Import from the site's own timetable, when its page is open and has one.
function showOffer() {
  handOver($("offer"), !view.offer);
  $("offer-text").textContent = view.offer?.text ?? "";
}

let unfolded = false; // all changes are shown

function showChanges() {
  const { changes } = view;
  handOver($("changes"), !changes);
  if (!changes) {
    unfolded = false;
    return;
  }
  $("changes-title").textContent = changes.count;
  const all = unfolded || !changes.more;
  const list = all ? changes.list : changes.list.slice(0, changes.fold);
  arrange($("changes-list"), list, "changed", (item) => item.key, () => copyOf("changed-template"), (element, item) => {
    showLink(element.querySelector("a"), item);
    element.querySelector("ul").replaceChildren(...item.lines.map((line) => {
      const part = document.createElement("li");
      if (line.text) {
        part.textContent = line.text;
      } else {
        const was = document.createElement("span");
        was.className = "was";
        was.textContent = line.was;
        const now = document.createElement("b");
        now.textContent = line.now;
        part.append(was, " → ", now);
      }
      return part;
    }));
  });
  $("changes-more").hidden = !changes.more;
  $("changes-more").textContent = all ? changes.less : changes.more;
  $("changes-more").setAttribute("aria-expanded", String(all));
}

// handOver hides a part and gives its focus to the list, so that it is not lost.
function handOver(part, hidden) {
  if (hidden && part.contains(document.activeElement)) {
    const heir = root.classList.contains("none") ? $("edition") : $("list-title");
    heir.focus({ preventScroll: true });
  }
  part.hidden = hidden;
}

const copyOf = (id) => $(id).content.firstElementChild.cloneNode(true);

// Sections and rows are kept from one view to the next, so that focus, scrolling
// and a screen reader's place stay where they are.
function showSections() {
  arrange($("days"), view.sections, "id", (section) => section.id, () => copyOf("day-template"), (element, section) => {
    element.querySelector("h3").textContent = section.label;
    element.querySelector("h3").id = `day-${section.id}`;
    element.setAttribute("aria-labelledby", `day-${section.id}`);
    element.querySelector(".help").textContent = section.help;
    arrange(element.querySelector("ol"), section.rows, "key", (row) => row.key, newRow, showRow);
  });
}

// arrange makes the children of parent those of items, in their order.
function arrange(parent, items, name, id, create, update) {
  const old = new Map([...parent.children].map((child) => [child.dataset[name], child]));
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
  row.querySelector(".must").onclick = () => act("must", row.dataset.key);
  row.querySelector(".drop").onclick = () => act("remove", row.dataset.key);
  return row;
}

function showRow(element, row) {
  const text = (selector, value) => { element.querySelector(selector).textContent = value; };
  element.dataset.state = row.state;
  text(".start", row.start);
  text(".end", row.end && `– ${row.end}`);
  text(".place", row.place);
  text(".people", row.people);
  text(".before", row.before);
  text(".gone", row.gone);
  element.classList.toggle("is-gone", row.gone !== "");
  element.classList.toggle("is-unnamed", row.unnamed);
  showLink(element.querySelector("a"), row);
  element.querySelector(".clashes").replaceChildren(...row.clashes.map((clash) => {
    const item = document.createElement("li");
    const length = document.createElement("b");
    length.textContent = clash.length;
    item.append(length, " ", clash.title);
    return item;
  }));
  const must = element.querySelector(".must");
  must.setAttribute("aria-label", row.mustLabel);
  must.setAttribute("aria-pressed", String(row.state === "must"));
  must.title = say("starMust");
  const drop = element.querySelector(".drop");
  drop.setAttribute("aria-label", row.dropLabel);
}

// showLink shows a session's title as a link to its page.
function showLink(link, { title, titleLang, url }) {
  link.textContent = title;
  link.lang = titleLang || view.lang;
  if (url) link.href = url;
  else link.removeAttribute("href");
  link.title = url ? say("newTab") : "";
}

// focusedRow tells which row has the focus and what can take it over.
function focusedRow() {
  const row = document.activeElement?.closest?.(".row");
  if (!row) return null;
  const rows = [...document.querySelectorAll(".row")];
  const at = rows.indexOf(row);
  return { row, heirs: [...rows.slice(at + 1), ...rows.slice(0, at).reverse()] };
}

function keepFocus(lost) {
  if (!lost || lost.row.isConnected) return;
  const heir = lost.heirs.find((row) => row.isConnected);
  (heir?.querySelector(".drop") ?? $("edition")).focus({ preventScroll: !heir });
}

// ---- notices

let toastTimer = 0;

function notify(notice) {
  // A text that is said twice running must change to be read out twice.
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
  toastTimer = setTimeout(hideToast, undoTime);
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
    (document.querySelector(".row .drop") ?? $("edition")).focus({ preventScroll: true });
  }
  $("toast").hidden = true;
  act("forget");
}

// ---- the picture

// What a session was before is in the list only.
const signature = () => JSON.stringify([view.edition, view.lang, view.sections, Math.floor(Date.now() / 60_000)],
  (name, value) => (name === "before" ? undefined : value));

// draw makes the picture of what is shown, unless that is done or on its way. It
// resolves to the picture, or to null when there is none to be had.
function draw() {
  const wanted = signature();
  if (drawing?.signature === wanted) return drawing.promise;
  delete body.dataset.preview;
  $("draw-failure").hidden = true;
  $("drawing").hidden = false;
  $("preview").classList.add("old");
  // One at a time; what was overtaken while it waited is not drawn.
  const turn = turns.then(() => (drawing?.signature === wanted ? make(wanted) : null));
  turns = turn;
  const promise = turn.then((made) => made ?? (drawing && drawing.signature !== wanted ? drawing.promise : null));
  drawing = { signature: wanted, promise };
  return promise;
}

// make draws and shows one picture. It resolves to null when that failed or when
// the list has changed meanwhile. Once the image has decoded, the browser process
// holds all of the blob, so that a download of it no longer needs this page.
async function make(wanted) {
  const overtaken = () => drawing?.signature !== wanted;
  try {
    const [page] = await byeolpyoDrawing({ edition: view.edition, lang: view.lang, theme: "light", scale: 1 });
    if (overtaken()) return null;
    const blob = new Blob([page.png], { type: "image/png" });
    const url = URL.createObjectURL(blob);
    const image = $("preview");
    image.src = url;
    await image.decode();
    // What shows or downloads the last one may still need its address.
    if (picture) setTimeout(URL.revokeObjectURL, 60_000, picture.url);
    picture = { signature: wanted, blob, url };
    if (overtaken()) return null;
    image.hidden = false;
    image.classList.remove("old");
    $("drawing").hidden = true;
    body.dataset.preview = "1";
    return picture;
  } catch (error) {
    if (!overtaken()) drawFailed(error);
    return null;
  }
}

function drawFailed(error) {
  console.error(error);
  drawing = null;
  picture = null;
  $("drawing").hidden = true;
  $("preview").hidden = true;
  const names = { memory: "drawMemory", large: "drawLarge" };
  $("draw-failure").querySelector("span").textContent = say(names[error.code] ?? "drawFailed");
  $("draw-failure").hidden = false;
}

// The picture says at what minute it was made.
(function everyMinute() {
  setTimeout(() => {
    if (view?.picks && picture && !document.hidden) draw();
    everyMinute();
  }, 60_000 - (Date.now() % 60_000));
})();

// ---- actions

const openPage = (page, more = {}) => chrome.tabs.create({
  url: `${page}?${new URLSearchParams({ edition: view.edition, lang: view.lang, name: view.fileName, ...more })}`,
});

// The download must survive the popup, which closes when anything else is clicked.
// A picture that is ready is downloaded within this click; one that is not is
// drawn and saved by a tab, which stays.
$("save").onclick = () => {
  if (picture?.signature !== signature() || body.dataset.preview !== "1") {
    openPage("save.html");
    return;
  }
  const link = document.createElement("a");
  link.href = picture.url;
  link.download = view.fileName;
  link.click();
  notify({ text: say("saved", { name: view.fileName }) });
};

$("save-tab").onclick = () => openPage("save.html");
$("sync-link").onclick = () => openPage("sync.html");

// How sync stands, in one line; the rest is on its page.
async function showSync() {
  const line = await chrome.runtime.sendMessage({ byeolpyo: "status" }).catch(() => null);
  await ready;
  $("sync-status").textContent = line ? say(line.name, line.values) : "";
}
chrome.storage.onChanged.addListener((changes) => { if (changes.sync || changes.settings) showSync(); });
chrome.runtime.sendMessage({ byeolpyo: "open" }).catch(() => {});
showSync();
$("print").onclick = () => openPage("print.html");

$("copy").onclick = async () => {
  try {
    // The promise lets the click count as the permission while the picture is
    // still being drawn.
    const blob = draw().then((made) => made?.blob ?? Promise.reject(new Error("no picture")));
    await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
    notify({ text: say("copied") });
  } catch (error) {
    console.error(error);
    notify({ text: say("copyRefused") });
  }
};

$("edition").onchange = (event) => act("edition", event.target.value);
$("lang").onchange = (event) => act("lang", event.target.value);
$("note").onclick = () => act("note");
$("changes-more").onclick = () => {
  unfolded = !unfolded;
  showChanges();
};
$("import").onclick = () => act("import");
$("redraw").onclick = () => draw();
$("undo").onclick = () => act("undo");
$("toast-close").onclick = closeToast;

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") window.close();
  if (event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey) act("undo");
});

// ---- start

// A page that was open before the installation has no stars, and without the
// `tabs` permission its address cannot be read: all there is to go by is that
// nothing of ours answers there.
(async () => {
  let answer;
  try {
    const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
    answer = await chrome.tabs.sendMessage(tab.id, { byeolpyo: "ping" });
  } catch {
    // Nobody is listening.
  }
  $("hint").hidden = answer?.byeolpyo === "pong";
  if (answer?.bookmarks?.length > 0) {
    await ready;
    act("bookmarks", answer.bookmarks.join(" "));
  }
})();

(async () => {
  const go = new Go();
  const { instance } = await WebAssembly.instantiateStreaming(fetch("popup.wasm"), go.importObject);
  await go.run(instance); // settles only when the program ends, which it never should
  throw new Error("popup.wasm ended");
})().catch((error) => {
  console.error(error);
  if (!body.dataset.failed) byeolpyo.fail("startFailed");
});
