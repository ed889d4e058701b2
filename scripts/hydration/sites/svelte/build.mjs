// Writes Svelte's pages into the directory named by OUT: with a script element in
// svelte/, and with a script that is imported by another one in svelte-import/.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { compile } from "svelte/compiler";
import { render } from "svelte/server";
import { KINDS, NAME } from "programme";

const svelte = (generate) => ({
  name: "svelte",
  setup(b) {
    b.onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const { js } = compile(await readFile(path, "utf8"), { filename: path, generate, dev: false });
      return { contents: js.code, loader: "js" };
    });
  },
});

const common = { bundle: true, minify: true, format: "esm", target: "es2022", logLevel: "warning" };
await build({ ...common, entryPoints: ["Page.svelte"], outfile: "server.mjs", platform: "node", packages: "external", plugins: [svelte("server")] });
const { default: Page } = await import(pathToFileURL("server.mjs").href);

for (const [name, script] of [
  ["svelte", `<script type="module" src="/client.js"></script>`],
  ["svelte-import", `<script type="module">import("/client.js");</script>`],
]) {
  const out = `${process.env.OUT}/${name}`;
  await mkdir(out, { recursive: true });
  await build({ ...common, entryPoints: ["client.js"], outdir: out, conditions: ["browser", "production"], plugins: [svelte("client")] });
  for (const kind of KINDS) {
    const { head, body } = render(Page, { props: { kind } });
    await writeFile(`${out}/${kind}.html`,
      `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>${NAME}</title>${head}</head><body><div id="app" data-kind="${kind}">${body}</div>${script}</body></html>`);
  }
}
