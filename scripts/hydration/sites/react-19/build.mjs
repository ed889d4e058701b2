// Writes the pages of this React into the directory named by OUT: whole in one
// string in NAME/, and streamed with a boundary that comes late in NAME-stream/.
import { mkdir, writeFile } from "node:fs/promises";
import http from "node:http";
import { build } from "esbuild";
import * as React from "react";
import { renderToPipeableStream, renderToString } from "react-dom/server";
import { KINDS, LATE, NAME } from "programme";
import { make } from "programme/react";
import { record } from "programme/record";

const { createElement: h, Suspense } = React;
const { Page, Part } = make(React);
const name = `react-${React.version.split(".")[0]}`;

// boundary delays a part: in the browser it is there at once, on the server the page waits for
// it.
function boundary(kind) {
  let there = false;
  const wait = new Promise((resolve) => setTimeout(() => { there = true; resolve(); }, LATE));
  function Slow() {
    if (!there) throw wait;
    return h(Part, { kind, part: "late" });
  }
  return h(Suspense, { fallback: h("p", null, "…") }, h(Slow));
}

const bundle = (entry, outdir) => build({
  entryPoints: [entry], outdir, bundle: true, minify: true, format: "iife", target: "es2022", jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' }, logLevel: "warning",
});

for (const streams of [false, true]) {
  const out = `${process.env.OUT}/${name}${streams ? "-stream" : ""}`;
  await mkdir(out, { recursive: true });
  await bundle(streams ? "stream.js" : "whole.js", out);
  const script = streams ? "/stream.js" : "/whole.js";
  const document = (kind) => h("html", { lang: "ko" },
    h("head", null, h("meta", { charSet: "utf-8" }), h("title", null, NAME)),
    h("body", null, h("div", { id: "root", "data-kind": kind }, h(Page, { kind, late: streams ? boundary(kind) : undefined }))));
  if (!streams) {
    for (const kind of KINDS) {
      const body = `<div id="root" data-kind="${kind}">${renderToString(h(Page, { kind }))}</div>`;
      await writeFile(`${out}/${kind}.html`,
        `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>${NAME}</title><script defer src="${script}"></script></head><body>${body}</body></html>`);
    }
    continue;
  }
  // server renders the whole document with React, as streaming requires.
  const server = http.createServer((request, answer) => {
    const { pipe } = renderToPipeableStream(document(request.url.slice(1)), {
      bootstrapScripts: [script], onShellReady: () => pipe(answer), onError: (error) => answer.destroy(error),
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  await Promise.all(KINDS.map((kind) => record(server.address().port, `/${kind}`, `${out}/${kind}.stream`)));
  server.close();
}
