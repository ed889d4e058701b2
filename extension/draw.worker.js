// The Worker around draw.wasm: loads it with its fonts and passes requests on.
"use strict";

importScripts("wasm_exec.js");

// The order is that of draw.ParseFonts.
const fontFiles = ["sans-regular.otf", "sans-bold.otf", "hanja.ttf", "emoji.ttf"].map((name) => `fonts/byeolpyo-${name}`);

const bytes = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};

// Go writes why it ends to standard error, a line a call. Out of memory cannot be
// caught in Go; it is told from other ends by that text.
let lastWords = "";
const { error } = console;
globalThis.fs.writeSync = (fd, buffer) => {
  lastWords = (lastWords + new TextDecoder().decode(buffer)).slice(0, 2000);
  return buffer.length;
};

const ended = (reason) => {
  const message = `${reason}\n${lastWords}`.trim();
  const code = /out of memory|memory allocation|cannot allocate/i.test(message) ? "memory" : "internal";
  error(message);
  postMessage({ ended: { code, message } });
};

const started = new Promise((resolve, reject) => {
  globalThis.byeolpyoStarted = (failure) => (failure ? reject(new Error(failure.error.message)) : resolve());
});

globalThis.byeolpyoFonts = Promise.all(fontFiles.map(bytes));

(async () => {
  const go = new Go();
  const { instance } = await WebAssembly.instantiateStreaming(fetch("draw.wasm"), go.importObject);
  await go.run(instance); // settles only when the program ends, which it never should
  ended("draw.wasm ended");
})().catch(ended);

onmessage = async ({ data: { id, request } }) => {
  try {
    await started;
    const { pages, error } = byeolpyoDraw(request);
    postMessage({ id, pages, error }, pages ? pages.map((page) => page.png.buffer) : []);
  } catch (reason) {
    ended(reason);
  }
};
