// The popup's page: shows the view that popup.wasm makes (wasm/app/popup.View) and
// tells it what was clicked. Titles and all other words are set as text, never
// as HTML.
"use strict";

const $ = (id) => document.getElementById(id);
const body = document.body;
const undoTime = 10_000; // ms in which a removal or an import can be taken back

let view = null;
let messages = null; // of the language shown
let picture = null; // {signature, sheets: [{blob, url, text, alt}], url}: the last one drawn
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
  // hashes resolves to what a QR code names the keys by: the first 5 bytes of their
  // SHA-256, in hex.
  hashes: (keys) => Promise.all(keys.map(async (key) => {
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key)));
    return [...sum.slice(0, 5)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  })),
  show: (next) => loaded.then((all) => show(next, all)),
  room: (text) => { $("room").textContent = text; },
  notify,
  fail: async (name) => {
    await loaded.then((all) => {
      const lang = byeolpyoWords.fallback();
      messages = all[lang];
      byeolpyoWords.apply(messages, lang);
    }).catch(() => {});
    // Without the messages there is still the page's own language.
    $("failure").textContent = messages ? say(byeolpyoWords.why(name)) : "별표를 시작하지 못했어요. 창을 닫았다가 다시 열어 보세요. Byeolpyo could not start: please open it again.";
    $("failure").hidden = false;
    $("drawing").hidden = true; // nothing will be
    $("days").setAttribute("aria-busy", "false");
    body.dataset.failed = name;
  },
};

// sameText is the same text for the same contents. Go's maps have no order, and so have
// the members of what it sends.
const sameText = (value, leaveOut = new Set()) => JSON.stringify(value, (name, part) => {
  if (leaveOut.has(name)) return undefined;
  if (part === null || typeof part !== "object" || Array.isArray(part)) return part;
  return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
});

const act = (name, ...args) => globalThis.byeolpyo.act?.(name, ...args);

// ---- the list

function show(next, all) {
  const lost = focusedRow();
  view = next;
  messages = all[view.lang];
  byeolpyoWords.apply(messages, view.lang, {});
  document.title = `${view.name} · ${say("title")}`;

  const edition = $("edition");
  const options = sameText(view.editions);
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
  showTab();
  showProblems();
  showOffer();
  showStale();
  showChanges();
  showLook();
  showFriends();
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
  $("copy-text").hidden = none;
  $("toast-close").setAttribute("aria-label", say("close"));

  Object.assign(body.dataset, {
    picks: view.picks, must: view.must, clashes: view.clashes, edition: view.edition,
    changes: view.changes?.list.length ?? 0, offer: view.offer?.count ?? 0, stale: view.stale?.count ?? 0, friends: view.friends.length,
    ready: "1",
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

// A saved picture that is out of date.
function showStale() {
  handOver($("stale"), !view.stale);
  $("stale-text").textContent = view.stale?.text ?? "";
}

// The choices of the picture.
function showLook() {
  const { picture: chosen } = view;
  $("look-summary").textContent = chosen.summary;
  for (const field of $("look").querySelectorAll("[name]")) {
    const value = chosen[field.name];
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.type === "checkbox") field.checked = value;
    else field.value = value;
  }
  $("aspect-line").hidden = chosen.format !== "phone";
  $("back-line").hidden = !chosen.paper;
  $("own-line").hidden = !view.sections.some((section) => section.rows.some((row) => row.own));
}

function showFriends() {
  $("friends").hidden = view.friends.length === 0;
  arrange($("friends-list"), view.friends, "friend", (friend) => friend.id, newFriend, (element, friend) => {
    element.querySelector("h4").textContent = friend.name;
    element.querySelector("input").checked = friend.shown;
    const drop = element.querySelector(".drop");
    drop.setAttribute("aria-label", friend.drop);
    element.querySelector("[data-say]").textContent = say("friendShow");
    element.querySelector("dl").replaceChildren(...friend.parts.flatMap((part) => {
      const label = document.createElement("dt");
      label.textContent = part.label;
      return [label, ...part.lines.map((line) => {
        const item = document.createElement("dd");
        item.textContent = line;
        return item;
      })];
    }));
    const waiting = element.querySelector(".small-help");
    waiting.textContent = friend.waiting;
    waiting.hidden = !friend.waiting;
  });
}

function newFriend() {
  const element = copyOf("friend-template");
  element.querySelector("input").onchange = (event) => {
    const { friend } = element.dataset;
    const ids = view.picture.friends.filter((id) => id !== friend);
    if (event.target.checked) ids.push(friend);
    act("picture", "friends", ids.join(" "));
  };
  element.querySelector(".drop").onclick = () => act("friend-drop", element.dataset.friend);
  return element;
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
  row.querySelector(".edit").onclick = () => openOwn(rowOf(row.dataset.key));
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
  const which = element.querySelector(".which");
  which.setAttribute("aria-label", row.ask);
  if (which.dataset.of !== JSON.stringify(row.which)) which.replaceChildren(row.ask, ...row.which.map(({ key, label }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.onclick = () => act("which", row.key, key);
    return button;
  }));
  which.dataset.of = JSON.stringify(row.which); // and the focus stays where nothing is new
  const must = element.querySelector(".must");
  must.setAttribute("aria-label", row.mustLabel);
  must.setAttribute("aria-pressed", String(row.state === "must"));
  must.title = say("starMust");
  const drop = element.querySelector(".drop");
  drop.setAttribute("aria-label", row.dropLabel);
  const edit = element.querySelector(".edit");
  edit.hidden = !row.own;
  edit.setAttribute("aria-label", row.editLabel);
  element.classList.toggle("is-own", row.own);
}

const rowOf = (key) => view.sections.flatMap((section) => section.rows).find((row) => row.key === key);

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

// learned is how often sessions of the edition shown became known or changed, of which a grid and a friend's
// picks show some that are in no list here.
let learned = 0;
chrome.storage.onChanged.addListener((changes, area) => {
  if (area === "local" && Object.keys(changes).some((key) => key.startsWith(`session/${view?.edition}/`))) learned++;
});

// What a session was before is in the list only, and the summary of the choices is
// not what is drawn.
const unseen = new Set(["before", "summary"]);
const signature = () => sameText([view.edition, view.lang, view.sections, view.picture, view.friends, Math.floor(Date.now() / 60_000), learned], unseen);

const slow = 300; // ms after which a drawing tells of itself and can be stopped

// request is what is asked of the drawing program, but for more.
const request = () => ({ edition: view.edition, lang: view.lang, scale: 1, ...view.picture });

// draw makes the picture of what is shown, unless that is done or on its way. It
// resolves to the picture, or to null when there is none to be had.
function draw() {
  const wanted = signature();
  if (drawing?.signature === wanted) return drawing.promise;
  drawing?.abort.abort();
  delete body.dataset.preview;
  const held = $("draw-failure").contains(document.activeElement); // #redraw, which goes
  $("draw-failure").hidden = true;
  $("preview").classList.add("old");
  // One at a time; what was overtaken while it waited is not drawn.
  const abort = new AbortController();
  const turn = turns.then(() => (drawing?.signature === wanted ? make(wanted, abort.signal, held) : null));
  turns = turn;
  const promise = turn.then((made) => made ?? (drawing && drawing.signature !== wanted ? drawing.promise : null));
  drawing = { signature: wanted, promise, abort };
  return promise;
}

// telling shows after a while that a picture is being drawn, how far, and how to
// stop that; at once when the focus is to go there. It returns what to call when it is
// done. The focus is never lost to a button that goes.
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
    progress(part, total) {
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
async function make(wanted, signal, focus) {
  const overtaken = () => drawing?.signature !== wanted;
  const { progress, done } = telling(focus);
  try {
    const pages = await byeolpyoDrawing(request(), { signal, progress });
    if (overtaken()) return null;
    const sheets = pages.map(({ png, text, alt }) => {
      const blob = new Blob([png], { type: "image/png" });
      return { blob, url: URL.createObjectURL(blob), text, alt };
    });
    const last = picture;
    picture = { signature: wanted, sheets, blob: sheets[0].blob, url: sheets[0].url };
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

let sheet = 0; // which of the picture's sheets is shown

// showSheet shows one sheet of the picture, with its words for who cannot see it.
async function showSheet(n, overtaken = () => false) {
  const { sheets } = picture;
  const image = $("preview");
  image.src = sheets[n].url;
  await image.decode();
  if (overtaken()) return false;
  sheet = n;
  image.alt = `${say("previewAlt", { edition: view.name })}\n${sheets[n].alt}`;
  image.hidden = false;
  image.classList.remove("old");
  $("sheets").hidden = sheets.length < 2;
  $("sheet-count").textContent = say("sheetCount", { n: n + 1, of: sheets.length });
  for (const [id, name, at] of [["sheet-previous", "sheetPrevious", n - 1], ["sheet-next", "sheetNext", n + 1]]) {
    $(id).setAttribute("aria-label", say(name));
    $(id).disabled = !sheets[at];
    $(id).onclick = () => showSheet(at);
  }
  Object.assign(body.dataset, { sheet: n + 1, sheets: sheets.length });
  return true;
}

function drawFailed(error) {
  const stopped = error.code === "cancelled";
  if (!stopped) console.error(error);
  drawing = null;
  picture = null;
  $("preview").hidden = true;
  $("sheets").hidden = true;
  const names = { read: "readFailed", memory: "drawMemory", large: "drawLarge" };
  $("draw-failure").querySelector("span").textContent = say(stopped ? "drawCancelled" : names[error.code] ?? "drawFailed");
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
  url: `${page}?${new URLSearchParams({
    edition: view.edition, lang: view.lang, name: view.fileName, picture: JSON.stringify({ ...view.picture, ...more }),
  })}`,
});

// What leaves the popup is remembered: the popup tells when it is out of date.
const exported = () => act("exported");

// The download must survive the popup, which closes when anything else is clicked.
// A picture that is ready is downloaded within this click; one that is not is
// drawn and saved by a tab, which stays.
$("save").onclick = () => {
  exported();
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

$("clear-read").onclick = () => act("clear");

$("sync-link").onclick = () => openPage("sync.html");

// How sync stands, and what does not fit into it; the rest is on its page.
async function showSync() {
  const lines = await chrome.runtime.sendMessage({ byeolpyo: "status" }).catch(() => null);
  await ready;
  const [status = "", ...left] = (lines ?? []).map((line) => say(line.name, line.values));
  $("sync-status").textContent = status;
  $("sync-left").hidden = left.length === 0;
  $("sync-left").textContent = left.join(" ");
}
chrome.storage.onChanged.addListener((changes) => { if (changes.sync || changes.trouble || changes.settings) showSync(); });
chrome.runtime.sendMessage({ byeolpyo: "open" }).catch(() => {});
showSync();

// The new picture marks what differs from the one before it.
$("save-marked").onclick = () => {
  exported();
  openPage("save.html", { marked: true });
};

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
    // The promise lets the click count as the permission while the picture is
    // still being drawn.
    const blob = draw().then((made) => made?.sheets[sheet]?.blob ?? Promise.reject(new Error("no picture")));
    await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
    exported();
    notify({ text: say("copied") });
  } catch (error) {
    console.error(error);
    notify({ text: say("copyRefused") });
  }
};

$("copy-text").onclick = async () => {
  try {
    const text = draw().then((made) => made?.sheets.map((one) => one.text).join("\n\n") ?? Promise.reject(new Error("no picture")));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text.then((t) => new Blob([t], { type: "text/plain" })) })]);
    notify({ text: say("textCopied") });
  } catch (error) {
    console.error(error);
    notify({ text: say("copyRefused") });
  }
};

$("look-open").onclick = () => {
  const open = $("look").hidden;
  $("look").hidden = !open;
  $("look-open").setAttribute("aria-expanded", String(open));
};
$("look").onchange = ({ target }) => {
  if (target.name === "format") sheet = 0;
  act("picture", target.name, target.type === "checkbox" ? (target.checked ? "1" : "") : target.value);
};
$("draw-cancel").onclick = () => drawing?.abort.abort();
$("import-picture").onclick = () => chrome.tabs.create({ url: `import.html?${new URLSearchParams({ lang: view.lang })}` });

// ---- own entries

let editing = ""; // the key of the entry in the form, "" for a new one

function openOwn(row) {
  editing = row?.key ?? "";
  $("own-title").value = row?.title ?? "";
  $("own-title").placeholder = say("ownHint");
  $("own-date").value = row?.date || view.ownDate;
  $("own-start").value = row?.start ?? "12:00";
  $("own-end").value = row?.to ?? "13:00";
  $("own-problem").textContent = "";
  $("own-ask").hidden = true;
  $("own").hidden = false;
  $("own-open").setAttribute("aria-expanded", "true");
  $("own-title").focus();
  $("own").scrollIntoView({ block: "nearest" });
}

function closeOwn() {
  $("own").hidden = true;
  $("own-open").setAttribute("aria-expanded", "false");
  $("own-open").focus({ preventScroll: true });
}

// saveOwn stores what the form says. nextDay is "1" when the person has said that the
// end is on the next day.
function saveOwn(nextDay) {
  const notice = act("own", editing, crypto.randomUUID(), ...["title", "date", "start", "end"].map((name) => $(`own-${name}`).value), nextDay);
  $("own-problem").textContent = notice && !notice.ask ? notice.text : "";
  $("own-ask").hidden = !notice?.ask;
  if (!notice) closeOwn();
  if (!notice?.ask) return;
  $("own-ask-text").textContent = notice.text;
  $("own-ask").scrollIntoView({ block: "nearest" });
  $("own-yes").focus();
}

// leaveAsk takes the question away, to be answered by another end.
function leaveAsk() {
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
$("own").oninput = () => { $("own-ask").hidden = true; }; // it was about other times

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
  if (event.key === "Escape") {
    if ($("own").contains(document.activeElement)) {
      event.preventDefault(); // or Chrome closes the popup
      if ($("own-ask").hidden) closeOwn();
      else leaveAsk();
    } else {
      window.close();
    }
  }
  if (event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.target.matches("input")) act("undo");
});

// ---- start

// What the tab beneath says of itself: why it has no stars, or what it has to import.
// Without the `tabs` permission the address of one that does not answer cannot be read;
// it may be another site's, one of pycon.kr from which we keep away, the browser's own,
// one that did not load, or one that was open before the installation.
let tab = null; // {id, trouble, frame} or {id, silent: the name of a message}

async function lookAtTab() {
  const [[{ id } = {}], own] = await Promise.all([chrome.tabs.query({ active: true, currentWindow: true }), chrome.tabs.getCurrent()]);
  if (id === undefined || id === own?.id) return; // this page is a tab itself
  const answer = await chrome.tabs.sendMessage(id, { byeolpyo: "ping" }).catch(() => null);
  if (answer?.byeolpyo === "pong") tab = { id, trouble: answer.trouble, frame: answer.frame };
  else tab = { id, silent: await silence(id) };
  body.dataset.tab = tab.silent ? "silent" : "served";
  if (view) showTab();
  if (answer?.bookmarks?.length > 0) {
    await ready;
    act("bookmarks", answer.bookmarks.join(" "));
  }
}

// silence is the message about a tab that does not answer.
async function silence(id) {
  const { origins = [] } = await chrome.permissions.getAll();
  if (!origins.some((origin) => origin.includes("pycon.kr"))) return "tabWithheld";
  const { before = [] } = await chrome.storage.session.get("before").catch(() => ({}));
  return before.includes(id) ? "tabBefore" : "tabSilent";
}

// serves tells whether stars can be on a page of this address.
function serves({ protocol, hostname }) {
  const [{ exclude_matches: excluded }] = chrome.runtime.getManifest().content_scripts;
  const matches = (pattern) => {
    const [, host] = pattern.match(/^https:\/\/([^/]+)\//);
    return host.startsWith("*.") ? hostname === host.slice(2) || hostname.endsWith(host.slice(1)) : hostname === host;
  };
  return protocol === "https:" && matches("https://*.pycon.kr/*") && !excluded.some(matches);
}

function showTab() {
  const { trouble = "", frame = "", silent = "" } = tab ?? {};
  let text = "", reload = false, open = null;
  if (trouble) {
    text = say(trouble);
    reload = trouble === "starBroken" || trouble === "starUnread";
    if (trouble === "starPolicy") open = view.open;
  } else if (frame) {
    const url = new URL(frame);
    const ours = serves(url);
    text = say(ours ? "tabFrameOurs" : "tabFrame", { host: url.hostname });
    if (ours) open = { link: say("tabFrameOpen"), url: frame };
  }
  // Whoever has just installed us has to see it; to others it may be any old tab.
  const first = silent === "tabWithheld" || silent === "tabBefore" && view.picks === 0;
  if (first) [text, reload] = [say(silent), true];
  tellTab($("trouble"), text, reload, open);
  tellTab($("hint"), silent && !first ? say(silent) : "", true, silent === "tabSilent" ? view.open : null);
}

function tellTab(part, text, reload, open) {
  part.hidden = !text;
  part.querySelector("span").textContent = text;
  part.querySelector(".reload").hidden = !reload;
  const link = part.querySelector(".open");
  link.hidden = !open;
  if (!open) return;
  link.textContent = open.link;
  link.href = open.url;
}
for (const button of document.querySelectorAll(".ways .reload")) button.onclick = () => chrome.tabs.reload(tab.id);
chrome.tabs.onUpdated.addListener((id, change) => { if (id === tab?.id && change.status === "complete") lookAtTab(); });
lookAtTab().catch(console.error);

(async () => {
  const go = new Go();
  const { instance } = await WebAssembly.instantiateStreaming(fetch("popup.wasm"), go.importObject);
  await go.run(instance); // settles only when the program ends, which it never should
  throw new Error("popup.wasm ended");
})().catch((error) => {
  console.error(error);
  if (!body.dataset.failed) byeolpyo.fail("startFailed");
});
