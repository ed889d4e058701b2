// The Worker in which import.html looks for a timetable in one picture or link, so that
// the page stays alive meanwhile. To end the Worker is to cancel.
//
//   in   {module, known, file or link}   the compiled draw.wasm, the keys of all sessions
//                                        that are stored, and where to look
//   out  {progress: {done, total}}       again and again, when it takes long
//        {edition, record} or {error}    as read in wasm/cmd/draw answers
"use strict";

importScripts("wasm_exec.js");

// Beyond this side a photo is not sharper.
const maxSide = 4096;

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

async function read({ module, known, file, link }) {
  const go = new Go();
  const started = new Promise((resolve) => { globalThis.byeolpyoRead = { known, started: resolve }; });
  go.run(await WebAssembly.instantiate(module, go.importObject));
  await started;
  // A program that has run out of memory returns like one that has found nothing.
  const answer = (found) => {
    if (go.exited) throw new Error("draw.wasm ended");
    return found;
  };
  if (!file) return answer(byeolpyoRead.link(link)) ?? { error: "importNone" };
  const inText = answer(byeolpyoRead.file(new Uint8Array(await file.arrayBuffer())));
  if (inText) return inText;
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return { error: "importNoPicture" };
  const progress = (done, total) => postMessage({ progress: { done, total } });
  return answer(byeolpyoRead.pixels(...pixelsOf(bitmap), progress)) ?? { error: "importNone" };
}

onmessage = async ({ data }) => {
  try {
    postMessage(await read(data));
  } catch (error) {
    console.error(error);
    postMessage({ error: "importUnread" });
  }
};
