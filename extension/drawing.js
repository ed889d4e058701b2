// draw(request, {signal, progress}) resolves to the pictures of a timetable, drawn in a
// Worker so that the page stays alive meanwhile. The request is a Query of wasm/app/pictures
// without entries and now, which are read here. It rejects with an Error whose code is
// "read", "memory", "large", "load", "silent", "cancelled" or "internal".
//
// A drawing that takes long calls progress(done, total) repeatedly, with done growing up to
// total. An AbortSignal cancels it: the promise is rejected at once, and the drawing ends
// within a slice of 50 ms.

import "./constants.js";
import { SILENT_MS, readStored } from "./storage.js";

const { KEY } = byeolpyoConstants;
let last = 0;
/** @type {Map<number, { resolve: (pages: Byeolpyo.Drawn[]) => void, reject: (error: Error) => void, progress?: Byeolpyo.Progress }>} */
const waiting = new Map(); // id -> {resolve, reject, progress}

/** @param {string} code @param {string} message */
const failure = (code, message) => Object.assign(new Error(message), { code });

// silence is the timer of the next answer. A worker that draws reports every 50 ms, and starts
// within a second. One that does not answer for this long hangs: its requests are rejected, and
// the next request starts a new worker.
let silence = 0;
function watch() {
  clearTimeout(silence);
  if (waiting.size > 0) silence = setTimeout(discard, SILENT_MS, failure("silent", "the worker says nothing"));
}

// discard ends a worker whose program has ended, and rejects its requests.
/** @param {Error} error */
function discard(error) {
  clearTimeout(silence);
  worker?.terminate();
  worker = null;
  for (const { reject } of waiting.values()) reject(error);
  waiting.clear();
}

function start() {
  const made = new Worker("draw.worker.js");
  made.onmessage = ({ data }) => {
    if (data.ended) {
      discard(failure(data.ended.code, data.ended.message));
      return;
    }
    const call = waiting.get(data.id);
    if (data.progress) {
      watch();
      call?.progress?.(data.progress.done, data.progress.total);
      return;
    }
    waiting.delete(data.id);
    watch();
    if (data.error) call?.reject(failure(data.error.code, data.error.message));
    else call?.resolve(data.pages);
  };
  made.onerror = (event) => discard(failure("load", event.message || "worker failed"));
  return made;
}

// worker starts with the first request. When it started earlier, it took the processor from the
// popup's list, which was painted 200 ms later.
/** @type {Worker | null} */
let worker = null;

const cancelled = () => failure("cancelled", "cancelled");

/** @param {Byeolpyo.Request} request @param {{ signal?: AbortSignal, progress?: Byeolpyo.Progress }} [how] @returns {Promise<Byeolpyo.Drawn[]>} */
export async function draw(request, { signal, progress } = {}) {
  if (signal?.aborted) throw cancelled();
  worker ??= start(); // which reads its files while the picks are read
  const all = await readStored(null).catch((error) => { throw failure("read", error.message); });
  /** @type {Record<string, unknown>} */
  const entries = {};
  /** @type {string[]} */
  const wanted = [KEY.PICK, KEY.SESSION, KEY.OWN, KEY.HASH];
  if (request.notes) wanted.push(KEY.NOTE, KEY.BROUGHT); // which are in no picture else
  for (const key of Object.keys(all)) {
    const { edition } = request;
    if (wanted.some((prefix) => key.startsWith(`${prefix}${edition}/`)) ||
      key === KEY.EXPORT + edition || (key.startsWith(KEY.FRIEND) && key.endsWith(`/${edition}`))) {
      entries[key] = all[key];
    }
  }
  if (signal?.aborted) throw cancelled();
  const drawer = worker ??= start();
  const id = ++last;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject, progress });
    watch();
    signal?.addEventListener("abort", () => {
      if (!waiting.delete(id)) return;
      watch();
      worker?.postMessage({ cancel: id });
      reject(cancelled());
    }, { once: true });
    drawer.postMessage({ id, request: { ...request, entries, now: Date.now() } });
  });
}
