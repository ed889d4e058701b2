// The import page: a picture is dropped, or chosen, or a link pasted; what is in it
// is shown and taken over in one of three ways. A full tab, because a popup closes
// when a file is chosen. The reading is done by wasm/cmd/draw; nothing is sent.
"use strict";

const $ = (id) => document.getElementById(id);
const body = document.body;

// A photo of a phone has 5 to 12 MB. Beyond this side a photo is not sharper.
const maxBytes = 40 << 20;
const maxSide = 4096;

const query = new URLSearchParams(location.search);
const lang = ["ko", "en"].includes(query.get("lang")) ? query.get("lang") : byeolpyoWords.fallback();
const loaded = byeolpyoWords.load();
let messages = {};
const say = (name, values) => byeolpyoWords.say(messages, name, values);

const tell = (id, text) => {
  $(id).hidden = !text;
  if (id === "done") $("done-text").textContent = text;
  else $(id).textContent = text;
};

const quiet = () => {
  for (const id of ["state", "problem", "done"]) tell(id, "");
};

globalThis.byeolpyoImport = {
  messages: loaded,
  lang,
  started() {
    $("choose").disabled = false;
    body.dataset.ready = "1";
    // A page of the conference, or the person, may have opened this with a link.
    const code = new URLSearchParams(location.hash.slice(1)).get("byeolpyo");
    if (code) show(byeolpyoImport.link(`#byeolpyo=${code}`));
  },
  fail: (name) => tell("problem", say(name)),
};

// show shows what was found, or what is wrong.
function show(found) {
  tell("state", "");
  $("found").hidden = true;
  if (!found || found.error) {
    tell("problem", say(found?.error ?? "importNone"));
    body.dataset.found = "0";
    return;
  }
  $("found-text").textContent = found.text;
  $("found-unknown").textContent = found.unknown;
  $("found-list").hidden = found.titles.length === 0;
  $("found-list").querySelector("ol").replaceChildren(...found.titles.map((title) => {
    const item = document.createElement("li");
    item.textContent = title;
    return item;
  }));
  $("replace-help").textContent = found.help;
  $("replace-way").hidden = found.mine === 0;
  $("found").hidden = false;
  body.dataset.found = found.count;
  $("found-text").focus();
}

async function readFile(file) {
  quiet();
  $("found").hidden = true;
  if (file.size > maxBytes) {
    tell("problem", say("importTooLarge"));
    return;
  }
  tell("state", say("importReading"));
  try {
    // The line above is seen before the reading begins.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const inText = byeolpyoImport.file(new Uint8Array(await file.arrayBuffer()));
    if (inText) {
      show(inText);
      return;
    }
    const bitmap = await createImageBitmap(file).catch(() => null);
    if (!bitmap) {
      show({ error: "importNoPicture" });
      return;
    }
    show(byeolpyoImport.pixels(...pixelsOf(bitmap)));
  } catch (error) {
    console.error(error);
    show({ error: "importNone" });
  }
}

// pixelsOf are the pixels of a picture, made smaller when it is very large, but never
// smaller than the code in our own pictures can do with.
function pixelsOf(bitmap) {
  const scale = bitmap.width * bitmap.height > maxSide * maxSide ? Math.sqrt((maxSide * maxSide) / (bitmap.width * bitmap.height)) : 1;
  const width = Math.max(Math.round(bitmap.width * scale), 1);
  const height = Math.max(Math.round(bitmap.height * scale), 1);
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return [new Uint8Array(context.getImageData(0, 0, width, height).data.buffer), width, height];
}

async function take(how, name = "") {
  quiet();
  try {
    const notice = await byeolpyoImport.take(how, crypto.randomUUID(), name);
    tell("done", notice.text);
    $("undo").hidden = !notice.undo;
    body.dataset.done = how;
    if (notice.undo) $("found").hidden = true;
  } catch (error) {
    console.error(error);
    tell("problem", say("importFailed"));
  }
}

$("choose").onclick = () => $("file").click();
$("file").onchange = ({ target }) => {
  if (target.files[0]) readFile(target.files[0]);
  target.value = ""; // the same file may be chosen again
};
$("paste").onsubmit = (event) => {
  event.preventDefault();
  quiet();
  const found = byeolpyoImport.link($("link").value);
  show(found?.error === "importNone" ? { error: "importLink" } : found);
};
$("friend").onsubmit = (event) => {
  event.preventDefault();
  take("friend", $("name").value);
};
$("merge").onclick = () => take("merge");
$("replace").onclick = () => take("replace");
$("undo").onclick = () => take("undo");

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
  const [file] = event.dataTransfer.files;
  if (file && body.dataset.ready) readFile(file);
});
addEventListener("paste", (event) => {
  const [file] = event.clipboardData.files;
  if (file && body.dataset.ready) readFile(file);
});

(async () => {
  messages = (await loaded)[lang];
  byeolpyoWords.apply(messages, lang);
  $("name").placeholder = say("importName");
  $("name").setAttribute("aria-label", say("importName"));
  const go = new Go();
  const { instance } = await WebAssembly.instantiateStreaming(fetch("draw.wasm"), go.importObject);
  await go.run(instance);
  throw new Error("draw.wasm ended");
})().catch((error) => {
  console.error(error);
  tell("problem", say("startFailed"));
});
