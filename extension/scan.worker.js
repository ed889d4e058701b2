// The Worker that reads a QR code off a picture, by draw.wasm: a photo takes seconds
// and a camera never ends, so that the page itself must not do it.
//
//   in   {id, bitmap, begins, nth}   an ImageBitmap, how the text begins that is wanted,
//                                    and which picture of a camera it is, or null
//        {id, head}                  the beginning of a file
//   out  {ready: true}               once
//        {id, text}                  "" when there is none; of a head {width, height},
//                                    where its picture is too large to be decoded, or null
//        {failed: true}              the program is no more
"use strict";

importScripts("wasm_exec.js", "go.js", "pixels.js");

/** @type {Byeolpyo.Scanner} */
const page = (globalThis.byeolpyoScanner = /** @type {any} */ ({ started: () => postMessage({ ready: true }) }));

onmessage = ({ data: { id, head, bitmap, begins, nth } }) => {
  if (head) {
    postMessage({ id, text: page.oversize(new Uint8Array(head)) });
    return;
  }
  postMessage({ id, text: page.scan(...byeolpyoPixels(bitmap), begins, nth) });
};

byeolpyoGo("draw.wasm", { args: ["scan"] }).catch((error) => {
  console.error(error);
  postMessage({ failed: true });
});
