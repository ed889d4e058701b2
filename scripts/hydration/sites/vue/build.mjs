// Writes Vue's pages into the directory named by OUT.
import { mkdir, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";
import { KINDS, NAME } from "programme";
import { Page } from "./page.js";

const out = `${process.env.OUT}/vue`;
await mkdir(out, { recursive: true });
await build({
  entryPoints: ["client.js"], outdir: out, bundle: true, minify: true, format: "iife", target: "es2022", logLevel: "warning",
  define: {
    "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
});
for (const kind of KINDS) {
  const body = await renderToString(createSSRApp(Page, { kind }));
  await writeFile(`${out}/${kind}.html`,
    `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>${NAME}</title><script defer src="/client.js"></script></head><body><div id="app" data-kind="${kind}">${body}</div></body></html>`);
}
