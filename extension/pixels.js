// Shared by the Workers that look for a code in a picture: its pixels.
"use strict";

globalThis.byeolpyoPixels = (() => {
  // maxSide is beyond the sharpness of a photo.
  const maxSide = 4096;

  // pixels is [red, green, blue and alpha of each, width, height] of an ImageBitmap, which it
  // takes over. A very large one is made smaller, but never so small that the code in our own
  // pictures could not be read.
  /** @param {ImageBitmap} bitmap @returns {[Uint8Array, number, number]} */
  return (bitmap) => {
    const scale = Math.min(1, Math.sqrt((maxSide * maxSide) / (bitmap.width * bitmap.height)));
    const width = Math.max(Math.round(bitmap.width * scale), 1);
    const height = Math.max(Math.round(bitmap.height * scale), 1);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true }));
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, width, height);
    bitmap.close();
    return [new Uint8Array(context.getImageData(0, 0, width, height).data.buffer), width, height];
  };
})();
