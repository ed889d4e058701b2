// Writes Nuxt's pages into the directory named by OUT.
import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";

const nuxi = fileURLToPath(new URL("./bin/nuxt.mjs", import.meta.resolve("nuxt/package.json")));
execFileSync(process.execPath, [nuxi, "generate", "--logLevel=silent"], { stdio: ["ignore", "ignore", "inherit"] });
cpSync(".output/public", `${process.env.OUT}/nuxt`, { recursive: true });
