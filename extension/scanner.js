// Reads a pairing code from the QR code that another device shows, in a picture or by the
// camera. Pictures stay in this page and its Worker.

// scanner starts a Worker that looks for a text which begins with begins.
/** @param {string} begins */
export function scanner(begins) {
  const worker = new Worker("scan.worker.js");
  /** @type {Map<number, (found: any) => void>} */
  const waiting = new Map(); // from an id to the function that takes the answer
  let next = 0;
  /** @type {(why: Error) => void} */
  let fail;
  const failed = new Promise((resolve, reject) => { fail = reject; });
  failed.catch(() => {}); // read rejects with it
  /** @type {Promise<void>} */
  const ready = new Promise((resolve) => {
    worker.onmessage = ({ data }) => {
      if (data.ready) resolve();
      else if (data.failed) fail(new Error("scan.worker.js ended"));
      else {
        waiting.get(data.id)?.(data.text);
        waiting.delete(data.id);
      }
    };
  });
  worker.onerror = () => fail(new Error("scan.worker.js"));

  // ask resolves to the worker's answer.
  /** @param {object} message @param {Transferable[]} transfer */
  async function ask(message, transfer) {
    await Promise.race([ready, failed]);
    const id = next++;
    const answer = new Promise((resolve) => { waiting.set(id, resolve); });
    worker.postMessage({ id, ...message }, transfer);
    return Promise.race([answer, failed]);
  }

  // read returns the text in an ImageBitmap, which it takes over; "" for none. nth is for
  // watch.
  /** @param {ImageBitmap} bitmap @param {number | null} [nth] @returns {Promise<string>} */
  const read = (bitmap, nth = null) => ask({ bitmap, begins, nth }, [bitmap]);

  // oversize returns {width, height} of a file whose picture is too large to be decoded,
  // otherwise null. It reads only the beginning of the file.
  /** @param {Blob} file @returns {Promise<{ width: number, height: number } | null>} */
  async function oversize(file) {
    const head = await file.slice(0, 1 << 20).arrayBuffer();
    return ask({ head }, [head]);
  }

  // why returns the name of the message that says why a file could not be decoded.
  /** @param {Blob} file @returns {Promise<string>} */
  async function why(file) {
    const head = await file.slice(0, 1 << 10).arrayBuffer();
    return ask({ head, why: true }, [head]);
  }

  // watch reads frames of the video until one has a text, or until stopped.
  /** @param {HTMLVideoElement} video @param {() => boolean} stopped */
  async function watch(video, stopped) {
    for (let nth = 0; !stopped(); nth++) {
      const text = await read(await createImageBitmap(video), nth);
      if (text && !stopped()) return text;
    }
    return "";
  }

  return { read, oversize, why, watch, close: () => worker.terminate() };
}
