// The Worker around draw.wasm: loads it with its fonts and passes requests on.
//
//   in   {id, request}                    draw; see wasm/cmd/draw
//        {cancel: id}                     stop drawing that
//   out  {id, pages} or {id, error}       the answer, {code, message} for an error
//        {id, progress: {done, total}}    when it takes long
//        {ended: {code, message}}         the program is no more
"use strict";

// asked is the program's file. It is requested before the scripts that run it, so that they
// arrive side by side.
const asked = fetch("draw.wasm");
const bytes = async (/** @type {string} */ name) => {
  const url = `fonts/byeolpyo-${name}`;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};
globalThis.byeolpyoFonts = Promise.all(["sans-regular.otf", "sans-bold.otf"].map(bytes));
globalThis.byeolpyoFallbacks = () => Promise.all(["hanja.ttf", "kanji.ttf", "hanzi.ttf", "emoji.ttf"].map(bytes));

importScripts("wasm_exec.js", "go.js");

// lastWords is the last line on standard error, where Go writes why it ends. Out of memory
// cannot be caught in Go; this text tells it from other ends.
let lastWords = "";
const { error: report } = console;
/** @type {any} */ (globalThis).fs.writeSync = (/** @type {number} */ fd, /** @type {Uint8Array} */ buffer) => {
  lastWords = (lastWords + new TextDecoder().decode(buffer)).slice(0, 2000);
  return buffer.length;
};

const ended = (/** @type {unknown} */ reason) => {
  const message = `${reason}\n${lastWords}`.trim();
  const code = /out of memory|memory allocation|cannot allocate/i.test(message) ? "memory" : "internal";
  report(message);
  postMessage({ ended: { code, message } });
};

/** @type {Promise<void>} */
const started = new Promise((resolve, reject) => {
  globalThis.byeolpyoStarted = (failure) => (failure ? reject(new Error(failure.error.message)) : resolve());
});

// channel lets waiting messages come first: a message that is posted now comes after all of
// them. Browsers slow timers down.
const channel = new MessageChannel();
/** @type {((value?: unknown) => void)[]} */
const paused = [];
channel.port1.onmessage = () => paused.shift()?.();
globalThis.byeolpyoPause = () => new Promise((resolve) => {
  paused.push(resolve);
  channel.port2.postMessage(null);
});

// A picture leaves a few MB behind, beside 2.5 MB of fonts. Collecting at twice the live heap,
// as Go would, takes a twentieth of the first picture's time.
byeolpyoGo("draw.wasm", { module: asked, args: ["draw"], env: { GOGC: "400" } }).catch(ended);

const wanted = new Set(); // ids of requests without an answer

onmessage = async ({ data: { id, request, cancel } }) => {
  if (cancel !== undefined) {
    wanted.delete(cancel);
    return;
  }
  wanted.add(id);
  try {
    await started;
    let told = -1;
    /** @type {(done: number, total: number) => boolean} */
    const progress = (done, total) => {
      if (wanted.has(id) && done !== told) {
        told = done;
        postMessage({ id, progress: { done, total } });
      }
      return wanted.has(id);
    };
    byeolpyoDraw(request, progress, ({ pages, error }) => {
      wanted.delete(id);
      postMessage({ id, pages, error }, pages ? pages.map((page) => page.png.buffer) : []);
    });
  } catch (reason) {
    ended(reason);
  }
};
