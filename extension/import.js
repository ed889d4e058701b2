// The import page: a picture is dropped or chosen, or a link pasted, and what it holds is shown
// and taken over in one of three ways. It is a tab because a popup closes when a file is chosen.
// wasm/cmd/draw reads the picture in a Worker, wasm/cmd/popup does the rest; nothing is sent.
import "./constants.js";
import "./wasm_exec.js";
import "./go.js";
import { leave, run } from "./busy.js";
import { keep, onEscape } from "./focus.js";
import { SILENT_MS } from "./storage.js";
import * as words from "./words.js";

const { LINK, TAKE } = byeolpyoConstants;
/** @template {keyof Byeolpyo.ImportPage} K @param {K} id @returns {Byeolpyo.ImportPage[K]} */
const $ = (id) => /** @type {any} */ (document.getElementById(id));
const body = document.body;

// maxBytes is far above a phone's photo, which has 5 to 12 MB.
const maxBytes = 40 << 20;

const query = new URLSearchParams(location.search);
const asked = query.get("lang");
const lang = asked === "ko" || asked === "en" ? asked : words.fallback();
const loaded = words.load();
/** @type {Byeolpyo.Words} */
let messages = {};
/** @type {Byeolpyo.Say} */
const say = (name, values) => words.say(messages, name, values);

/** @param {"problem" | "done"} id @param {string} text */
const tell = (id, text) => {
  $(id).hidden = !text;
  if (id === "done") $("done-text").textContent = text;
  else $(id).textContent = text;
};

const quiet = () => {
  leave();
  tell("problem", "");
  tell("done", "");
};

globalThis.byeolpyoImport = /** @type {typeof byeolpyoImport} */ ({
  messages: loaded,
  lang,
  started() {
    tell("problem", "");
    $("choose").disabled = false;
    body.dataset.ready = "1";
    // A page of the conference, or the person, may have opened this with a link.
    if (location.hash.startsWith(LINK)) readLink(location.hash);
  },
  fail: (name) => tell("problem", say(words.why(name))),
  fold: (name) => name.normalize("NFKC").toLowerCase(),
});

// refuse says what is wrong with a file or link.
/** @param {string} error @param {Byeolpyo.Values} [values] */
function refuse(error, values) {
  $("found").hidden = true;
  tell("problem", say(error, values));
  body.dataset.found = "0";
}

// show shows what was found.
/** @param {Byeolpyo.Received} found */
function show(found) {
  $("found-text").textContent = found.text;
  $("found-unknown").textContent = found.unknown;
  $("found-list").hidden = found.titles.length === 0;
  $("found-list").querySelector("ol")?.replaceChildren(...found.titles.map((title) => {
    const item = document.createElement("li");
    item.textContent = title;
    return item;
  }));
  // A person without picks of the edition probably restores their own picture, so that is
  // offered first; otherwise adding a friend is.
  const restores = found.mine === 0;
  if (restores) $("friend").before($("merge-way"));
  else $("friend").after($("merge-way"));
  $("merge").classList.toggle("primary", restores);
  $("friend-button").classList.toggle("primary", !restores);
  $("replace-help").textContent = found.help;
  $("replace-way").hidden = found.mine === 0;
  $("namesake").hidden = true;
  $("found").hidden = false;
  body.dataset.found = String(found.count);
  $("found-text").focus();
}

// reader compiles the program that reads pictures while the person looks for one.
const reader = (async () => WebAssembly.compileStreaming(fetch("draw.wasm")))();
reader.catch(() => {}); // reported when it is needed

// search resolves to what is in a picture or link, as read.worker.js has it. Each search has
// a Worker of its own. Ending it frees the memory of a photo, and cancels the search.
/** @param {{ file?: File, link?: string }} where @param {{ signal: AbortSignal, progress: Byeolpyo.Progress }} how @returns {Promise<Byeolpyo.Found>} */
async function search(where, { signal, progress }) {
  const message = { module: await reader, known: byeolpyoImport.known, ...where };
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const worker = new Worker("read.worker.js");
    /** @template T @param {(value: T) => void} settle @param {T} value */
    const end = (settle, value) => {
      worker.onmessage = worker.onerror = null; // a Worker that ends while it starts could still report
      worker.terminate();
      settle(value);
    };
    worker.onmessage = ({ data }) => {
      if (data.progress) progress(data.progress.done, data.progress.total);
      else end(resolve, data);
    };
    worker.onerror = (event) => end(reject, new Error(event.message || "worker failed"));
    signal.addEventListener("abort", () => end(reject, signal.reason), { once: true });
    worker.postMessage(message);
  });
}

// read looks in {file} or {link} and shows what is found. none is the message for when
// nothing is found.
/** @param {{ file?: File, link?: string }} where @param {string} none */
async function read(where, none) {
  const held = document.activeElement;
  quiet();
  $("found").hidden = true;
  if (where.file && where.file.size > maxBytes) {
    tell("problem", say("importTooLarge"));
    keep(held, $("problem"));
    return;
  }
  const { edition, record, error, values } = await run((options) => search(where, options), {
    say, doing: "importReading", percent: "importReadingPercent", cancelled: "importCancelled", failed: () => "importUnread",
  });
  const found = error ? null : byeolpyoImport.found(edition, record);
  if (found) show(found);
  else refuse(error === "importNone" ? none : error ?? "importBad", values);
  keep(held, $("problem"));
}

const readFile = (/** @type {File} */ file) => read({ file }, "importNone");
// linkIn returns the link in a text. A link often comes inside a message, and a field of one
// line joins it with the lines around it.
const linkIn = (/** @type {string} */ text) => new RegExp(`https?://[^\\s#]+${LINK}[\\w.%~-]+`).exec(text)?.[0];
const readLink = (/** @type {string} */ text) => read({ link: linkIn(text) ?? text }, "importLink");

/** @param {Byeolpyo.TakeVerb} how @param {string} [name] */
async function take(how, name = "") {
  const held = document.activeElement;
  quiet();
  $("namesake").hidden = true;
  try {
    const notice = await byeolpyoImport.take(how, crypto.randomUUID(), name);
    if (notice.ask) {
      $("namesake-text").textContent = notice.text;
      $("namesake").hidden = false;
      $("namesake-both").focus(); // the choice that loses nothing
      return;
    }
    tell("done", notice.text);
    $("undo").hidden = !notice.undo;
    body.dataset.done = how;
    if (notice.undo) $("found").hidden = true;
  } catch (error) {
    console.error(error);
    tell("problem", say("importFailed"));
  }
  keep(held, $("done"), $("problem"));
}

$("choose").onclick = () => $("file").click();
$("file").onchange = () => {
  const [file] = $("file").files ?? [];
  if (file) readFile(file);
  $("file").value = ""; // the same file may be chosen again
};
$("paste").onsubmit = (event) => {
  event.preventDefault();
  if (body.dataset.ready) readLink($("link").value);
};
$("friend").onsubmit = (event) => {
  event.preventDefault();
  take(TAKE.FRIEND, $("name").value);
};
onEscape(() => $("namesake").checkVisibility(), () => {
  const held = document.activeElement;
  $("namesake").hidden = true;
  keep(held, $("name"));
});
$("name").oninput = () => { $("namesake").hidden = true; }; // the question was about another name
$("namesake-both").onclick = () => take(TAKE.FRIEND_BOTH, $("name").value);
$("namesake-replace").onclick = () => take(TAKE.FRIEND_REPLACE, $("name").value);
$("merge").onclick = () => take(TAKE.MERGE);
$("replace").onclick = () => take(TAKE.REPLACE);
$("undo").onclick = () => take(TAKE.UNDO);

// A file that misses the frame must not replace the page.
addEventListener("dragover", (event) => {
  event.preventDefault();
  $("drop").classList.add("over");
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) $("drop").classList.remove("over");
});
addEventListener("drop", (event) => {
  event.preventDefault();
  $("drop").classList.remove("over");
  const [file] = event.dataTransfer?.files ?? [];
  if (file && body.dataset.ready) readFile(file);
});
addEventListener("paste", (event) => {
  if (!body.dataset.ready) return;
  const [file] = event.clipboardData?.files ?? [];
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (file) readFile(file);
  else if (event.target !== $("link") && linkIn(text)) readLink(text);
});

(async () => {
  messages = (await loaded)[lang];
  words.apply(messages, lang);
  $("name").placeholder = say("importName");
  $("name").setAttribute("aria-label", say("importName"));
  setTimeout(() => { if (!body.dataset.ready && $("problem").hidden) byeolpyoImport.fail("readFailed"); }, SILENT_MS);
  await byeolpyoGo("popup.wasm");
})().catch((error) => {
  console.error(error);
  byeolpyoImport.fail("startFailed");
});
