// Runs a worker under miniflare for package worker: node host.mjs OPTIONS, where
// OPTIONS is JSON: {root, dir, main, port, persist, vars, objects, bare}. It prints {"url", "control",
// "pid"} on a line when it serves, and ends with its standard input. POST /sql of
// the control server runs {"sql", "id"} on D1 or on the object of that id; with
// {"expire", "id"} that object's alarm goes off at the time "expire", in ms.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";

const o = JSON.parse(process.argv[2]);
const { Miniflare, Log, LogLevel } = createRequire(path.join(o.root, "api/package.json"))("miniflare");

const file = (type, name) => ({ type, path: path.join(o.dir, name), contents: readFileSync(path.join(o.dir, name)) });
const text = (type, name) => ({ ...file(type, name), contents: readFileSync(path.join(o.dir, name), "utf8") });
const modules = [text("ESModule", o.main)];
if (!o.bare) {
  modules.push(text("ESModule", "wasm_exec.js"), text("ESModule", "vault.mjs"), text("Text", "schema.sql"), file("CompiledWasm", "app.wasm"));
}
const persist = (name) => (o.persist ? path.join(o.persist, name) : false);
const mf = new Miniflare({
  modulesRoot: o.dir,
  modules,
  compatibilityDate: o.date,
  bindings: o.vars,
  cf: false,
  unsafeTriggerHandlers: true, // GET /cdn-cgi/handler/scheduled runs the daily sweep
  host: "127.0.0.1",
  port: o.port || 0,
  log: new Log(o.verbose ? LogLevel.INFO : LogLevel.ERROR),
  handleRuntimeStdio(out, err) {
    // The worker's output goes to standard error, none of it to standard output.
    for (const stream of [out, err]) stream.on("data", (data) => process.stderr.write(data));
  },
  d1Databases: { DB: "vault" },
  d1Persist: persist("d1"),
  ...(o.bare ? {} : { durableObjects: { VAULTS: { className: "Vault", useSQLite: true } }, durableObjectsPersist: persist("do") }),
});
const url = await mf.ready;

// schema is split into statements, each of which ends a line; those within a trigger do not.
const schema = readFileSync(path.join(o.root, "api/store/schema.sql"), "utf8").replace(/--.*$/gm, "").split(/;\s*\n/).filter((s) => s.trim());
const db = await mf.getD1Database("DB");
await db.batch(schema.map((s) => db.prepare(s)));

const control = http.createServer(async (request, response) => {
  try {
    let body = "";
    for await (const piece of request) body += piece;
    const { sql, id, expire } = JSON.parse(body);
    let rows;
    if (id) {
      const vaults = await mf.getDurableObjectNamespace("VAULTS");
      if (expire) await vaults.get(vaults.idFromName(id)).expire(expire);
      rows = (await vaults.get(vaults.idFromName(id)).query(sql, [])).rows.slice(1);
    } else {
      rows = await db.prepare(sql).raw();
    }
    response.end(JSON.stringify(rows));
  } catch (e) {
    response.statusCode = 500;
    response.end(String(e.stack));
  }
});
await new Promise((listening) => control.listen(0, "127.0.0.1", listening));

// workerd is our child: its CPU and memory are read from /proc.
const pid = Number(spawnSync("pgrep", ["-P", String(process.pid), "-f", "workerd"]).stdout.toString().trim().split("\n")[0] || 0);
console.log(JSON.stringify({ url: url.href.replace(/\/$/, ""), control: `http://127.0.0.1:${control.address().port}/`, pid }));

process.stdin.resume();
process.stdin.on("end", async () => {
  await mf.dispose();
  process.exit(0);
});
