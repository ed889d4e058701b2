// Writes the pages of this Next into the directory named by OUT: those of the pages
// router in NAME-pages/, those of the app router, whose second part is streamed, in
// NAME-app/.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { KINDS } from "programme";
import { record } from "programme/record";

const require = createRequire(import.meta.url);
const next = require.resolve("next/dist/bin/next");
const name = `next-${JSON.parse(readFileSync(require.resolve("next/package.json"))).version.split(".")[0]}`;

execFileSync(process.execPath, [next, "build"], { stdio: ["ignore", "ignore", "inherit"] });

// probe finds a free port, since Next does not report one that it chose itself.
const probe = createServer().listen(0, "127.0.0.1");
await new Promise((resolve) => probe.once("listening", resolve));
const { port } = probe.address();
await new Promise((resolve) => probe.close(resolve));

const server = spawn(process.execPath, [next, "start", "-H", "127.0.0.1", "-p", String(port)], { stdio: ["ignore", "pipe", "inherit"] });
try {
  await new Promise((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`next start ended with ${code}`)));
    server.stdout.on("data", (text) => { if (/Ready/.test(text)) resolve(); });
  });
  for (const router of ["pages", "app"]) {
    const out = `${process.env.OUT}/${name}-${router}`;
    mkdirSync(out, { recursive: true });
    cpSync(".next/static", `${out}/_next/static`, { recursive: true });
    await Promise.all(KINDS.map((kind) => record(port, `/${router}/${kind}`, `${out}/${kind}.stream`)));
  }
} finally {
  server.removeAllListeners("exit");
  server.kill();
}
