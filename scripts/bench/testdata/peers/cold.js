// The first picture in a fresh page, from the start of its navigation to the bytes
// of the PNG: ours, by the extension's own module drawing.js from what storage holds, or
// the canvas's, from boxes and lines that are ready made, with the fonts loaded
// from the same files. `done` is when, in ms.
"use strict";

const side = new URLSearchParams(location.search).get("side");
globalThis.cold = { done: 0, size: 0 };

const script = (src) => new Promise((resolve, reject) => {
  const element = document.createElement("script");
  Object.assign(element, { src, onload: resolve, onerror: reject });
  document.head.append(element);
});

const sides = {
  async ours() {
    const { draw } = await import("../drawing.js");
    const [page] = await draw({ edition: "2026", lang: "ko", theme: "light", scale: 1 });
    return page.png;
  },
  async canvas() {
    const face = async (weight, name) => {
      const made = new FontFace("Sheet", `url(fonts/byeolpyo-sans-${name}.otf)`, { weight });
      document.fonts.add(await made.load());
    };
    const read = async (url) => (await fetch(url)).json();
    const [page] = await Promise.all([read("bench/cold.json"), script("bench/bench.js"), face(400, "regular"), face(700, "bold")]);
    return bench.canvas2d(page, "Sheet");
  },
};

sides[side]().then((png) => Object.assign(cold, { done: performance.now(), size: png.length }), (error) => { cold.error = String(error); cold.done = -1; });
