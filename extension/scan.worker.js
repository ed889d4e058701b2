// The Worker that reads a QR code off a picture, by draw.wasm: a photo takes seconds
// and a camera never ends, so that the page itself must not do it.
//
//   in   {id, bitmap, begins, nth}   an ImageBitmap, how the text begins that is wanted,
//                                    and which picture of a camera it is, or null
//        {id, head, why}             the beginning of a file; why: it could not be decoded
//   out  {ready: true}               once
//        {id, text}                  "" when there is none; of a head {width, height},
//                                    where its picture is too large to be decoded, or null;
//                                    where it could not be, the name of a message that says why
//        {failed: true}              the program is no more
"use strict";

importScripts("wasm_exec.js", "go.js", "pixels.js");

/** @type {Byeolpyo.Scanner} */
const page = (globalThis.byeolpyoScanner = /** @type {any} */ ({ started: () => postMessage({ ready: true }) }));

onmessage = ({ data: { id, head, why, bitmap, begins, nth } }) => {
  if (head) {
    const bytes = new Uint8Array(head);
    postMessage({ id, text: why ? page.why(bytes) : page.oversize(bytes) });
    return;
  }
  postMessage({ id, text: page.scan(...byeolpyoPixels(bitmap), begins, nth) });
};

byeolpyoGo("draw.wasm", { args: ["scan"] }).catch((error) => {
  console.error(error);
  postMessage({ failed: true });
});
