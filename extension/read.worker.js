// The Worker in which import.html looks for a timetable in one picture or link, so that
// the page stays alive meanwhile. To end the Worker is to cancel.
//
//   in   {module, known, file or link}   the compiled draw.wasm, the keys of all sessions
//                                        that are stored, and where to look
//   out  {progress: {done, total}}       again and again, when it takes long
//        {edition, record} or {error}    as wasm/app/finder answers
"use strict";

importScripts("wasm_exec.js", "go.js", "pixels.js");

const headBytes = 1 << 10; // in which a file says what kind it is

/** @param {{ module: WebAssembly.Module, known: string[], file?: Blob, link: string }} what @returns {Promise<Byeolpyo.Found>} */
async function read({ module, known, file, link }) {
  let ended = false;
  const exited = () => { ended = true; };
  await /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
    globalThis.byeolpyoRead = /** @type {any} */ ({ known, started: resolve });
    byeolpyoGo("draw.wasm", { module, args: ["read"], exited }).catch(reject);
  }));
  // answer returns what was found. A program that runs out of memory returns as if it had found
  // nothing, but has ended.
  const answer = (/** @type {Byeolpyo.Found | null | undefined} */ found) => {
    if (ended) throw new Error("draw.wasm ended");
    return found;
  };
  if (!file) return answer(byeolpyoRead.link(link)) ?? { error: "importNone" };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const inText = answer(byeolpyoRead.file(bytes));
  if (inText && !inText.code) return inText; // otherwise the text is damaged, and the QR code is tried
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return inText ?? { error: byeolpyoRead.why(bytes.subarray(0, headBytes)) };
  /** @type {Byeolpyo.Progress} */
  const progress = (done, total) => postMessage({ progress: { done, total } });
  return answer(byeolpyoRead.pixels(...byeolpyoPixels(bitmap), progress)) ?? inText ?? { error: "importNone" };
}

onmessage = async ({ data }) => {
  try {
    postMessage(await read(data));
  } catch (error) {
    console.error(error);
    postMessage({ error: "importUnread" });
  }
};
