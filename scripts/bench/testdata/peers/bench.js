// Draws the same boxes and lines by each of the means that are compared, and times
// them in turns. Every side begins with the boxes and ends with the bytes of a PNG
// in a Uint8Array.
"use strict";

globalThis.bench = (() => {
  const pages = {}; // name -> boxes and lines, as scripts/internal/picture exports them
  const fonts = {}; // weight -> ArrayBuffer

  // The outline of a star in a box of the size, as wasm/picture/raster has it: five points
  // with a round line around them.
  const starPoints = (size) => {
    const outer = size / 2 - size / 18;
    return Array.from({ length: 10 }, (_, i) => {
      const radius = i % 2 ? outer / 2 : outer;
      const angle = Math.PI * (i / 5 - 0.5);
      return [size / 2 + radius * Math.cos(angle), size / 2 + size / 24 + radius * Math.sin(angle)];
    });
  };

  const bytes = async (blob) => new Uint8Array(await blob.arrayBuffer());

  // ---- Canvas 2D

  function paint(g, page, family) {
    g.fillStyle = page.background;
    g.fillRect(0, 0, page.width, page.height);
    g.textBaseline = "alphabetic";
    for (const b of page.boxes) {
      if (b.fill) {
        g.fillStyle = b.fill;
        if (b.star) {
          g.beginPath();
          for (const [x, y] of starPoints(b.w)) g.lineTo(b.x + x, b.y + y);
          g.closePath();
          g.fill();
          g.strokeStyle = b.fill;
          g.lineWidth = b.w / 9;
          g.lineJoin = "round";
          g.stroke();
        } else if (b.radius) {
          g.beginPath();
          g.roundRect(b.x, b.y, b.w, b.h, b.radius);
          g.fill();
        } else {
          g.fillRect(b.x, b.y, b.w, b.h);
        }
      }
      for (const l of b.lines ?? []) {
        g.font = `${l.weight} ${l.size}px "${family}"`;
        g.fillStyle = l.color;
        g.fillText(l.text, l.x, l.baseline);
      }
    }
  }

  // A context without alpha gives the same bytes in the same time.
  async function canvas2d(page, family = "Byeolpyo Sans") {
    const canvas = new OffscreenCanvas(page.width, page.height);
    paint(canvas.getContext("2d"), page, family);
    return bytes(await canvas.convertToBlob({ type: "image/png" }));
  }

  // ---- libraries that draw elements

  function build(page) {
    const make = (parent, tag, style, text) => {
      const element = document.createElement(tag);
      Object.assign(element.style, style);
      if (text !== undefined) element.textContent = text;
      parent.append(element);
      return element;
    };
    const px = (v) => `${v}px`;
    const sheet = document.createElement("div");
    sheet.className = "sheet";
    Object.assign(sheet.style, { width: px(page.width), height: px(page.height), background: page.background });
    for (const b of page.boxes) {
      const place = { left: px(b.x), top: px(b.y), width: px(b.w), height: px(b.h) };
      if (b.star) {
        const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
        svg.setAttribute("viewBox", `0 0 ${b.w} ${b.w}`);
        Object.assign(svg.style, place);
        svg.innerHTML = `<polygon points="${starPoints(b.w).join(" ")}" fill="${b.fill}" stroke="${b.fill}" stroke-width="${b.w / 9}" stroke-linejoin="round"/>`;
        sheet.append(svg);
      } else if (b.fill) {
        make(sheet, "div", { ...place, background: b.fill, borderRadius: px(b.radius ?? 0) });
      }
      for (const l of b.lines ?? []) {
        make(sheet, "span", {
          left: px(l.x), top: px(l.y), height: px(l.h), lineHeight: px(l.h), fontSize: px(l.size), fontWeight: l.weight, color: l.color,
        }, l.text);
      }
    }
    document.body.append(sheet);
    return sheet;
  }

  const withElements = (shoot) => async (page) => {
    const sheet = build(page);
    try {
      return await bytes(await shoot(sheet, page));
    } finally {
      sheet.remove();
    }
  };

  function svgTree(page) {
    const place = (b) => ({ position: "absolute", left: b.x, top: b.y, width: b.w, height: b.h });
    const children = [];
    for (const b of page.boxes) {
      if (b.star) {
        children.push({ type: "svg", props: {
          viewBox: `0 0 ${b.w} ${b.w}`, width: b.w, height: b.w, style: place(b),
          children: { type: "polygon", props: { points: starPoints(b.w).join(" "), fill: b.fill, stroke: b.fill, "stroke-width": b.w / 9, "stroke-linejoin": "round" } },
        } });
      } else if (b.fill) {
        children.push({ type: "div", props: { style: { ...place(b), backgroundColor: b.fill, borderRadius: b.radius ?? 0 } } });
      }
      for (const l of b.lines ?? []) {
        children.push({ type: "div", props: {
          style: { position: "absolute", left: l.x, top: l.y, height: l.h, lineHeight: `${l.h}px`, fontSize: l.size, fontWeight: l.weight, color: l.color, whiteSpace: "pre" },
          children: l.text,
        } });
      }
    }
    return { type: "div", props: { style: { display: "flex", width: page.width, height: page.height, backgroundColor: page.background, fontFamily: "Sheet" }, children } };
  }

  // Ours know the page by its name: its boxes and lines are in Go.
  const sides = {
    exact: (page, name) => benchOurs.draw(name, true),
    indexed: (page, name) => benchOurs.draw(name, false),
    indexed_planned: (page, name) => { benchOurs.plan(name); return benchOurs.draw(name, false); },
    indexed_empty: (page, name) => { benchOurs.forget(); benchOurs.plan(name); return benchOurs.draw(name, false); },
    canvas2d: (page) => canvas2d(page),
    html2canvas: withElements(async (sheet) => {
      const canvas = await benchPeers.html2canvas(sheet, { scale: 1, logging: false });
      return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    }),
    html_to_image: withElements((sheet) => benchPeers.toBlob(sheet, { pixelRatio: 1, skipFonts: true })),
    modern_screenshot: withElements((sheet) => benchPeers.domToBlob(sheet, { scale: 1, font: false, type: "image/png" })),
    snapdom: withElements(async (sheet) => benchPeers.snapdom.toBlob(sheet, { scale: 1, dpr: 1, type: "png", embedFonts: false })),
    satori: async (page) => {
      const svg = await benchPeers.satori(svgTree(page), {
        width: page.width, height: page.height,
        fonts: [400, 700].map((weight) => ({ name: "Sheet", data: fonts[weight], weight, style: "normal" })),
      });
      return new benchPeers.Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
    },
  };

  async function start() {
    for (const [weight, name] of [[400, "regular"], [700, "bold"]]) {
      fonts[weight] = await (await fetch(`/fonts/byeolpyo-sans-${name}.otf`)).arrayBuffer();
    }
    globalThis.benchFonts = [400, 700].map((weight) => new Uint8Array(fonts[weight]));
    const ready = new Promise((resolve) => { globalThis.benchReady = resolve; });
    const go = new Go();
    go.env = { GOGC: "400" }; // as in draw.worker.js
    const { instance } = await WebAssembly.instantiateStreaming(fetch("/bench/module.wasm"), go.importObject);
    go.run(instance);
    await ready;
    await benchPeers.initWasm(fetch("/bench/resvg.wasm"));
  }

  const load = (name) => { pages[name] ??= JSON.parse(benchOurs.page(name)); return pages[name]; };

  const base64 = (data) => {
    let text = "";
    for (let i = 0; i < data.length; i += 0x8000) text += String.fromCharCode(...data.subarray(i, i + 0x8000));
    return btoa(text);
  };

  return {
    start, load, canvas2d,

    // picture returns what a side makes, in base64.
    picture: async (side, name) => base64(await sides[side](load(name), name)),

    // round draws the page once by each of the sides, in an order of its own, and
    // returns for each how long it took in ms and how many bytes came out.
    async round(names, name) {
      const page = load(name);
      const out = {};
      for (const side of [...names].sort(() => Math.random() - 0.5)) {
        // What the side before left to be done is not to be this side's.
        await new Promise((resolve) => { const c = new MessageChannel(); c.port1.onmessage = resolve; c.port2.postMessage(0); });
        const began = performance.now();
        const data = await sides[side](page, name);
        out[side] = [performance.now() - began, data.length];
      }
      return out;
    },
  };
})();
