// The Workers side of the sync server. It keeps a few Go programs alive and lends
// each to one request at a time: making one takes 20 ms of CPU, a request 1 ms.
// What the server answers is decided in Go (package handler); JavaScript reads
// bodies, runs queries, and answers itself only if no program can.
import "./wasm_exec.js";
import app from "./app.wasm";
import { Vault } from "./vault.mjs";
export { Vault };

// PROGRAMS is how many Go programs are kept: four take about 31 MB of the isolate's 128 MB, at
// GOGC=25 and 8 MB each.
const PROGRAMS = 4;
// MAX_MEMORY is the largest program that is kept: 4 * 24 MB = 96 MB.
const MAX_MEMORY = 24 << 20;
// MAX_IN_FLIGHT bounds the requests that have a program or wait for one; more are turned away at
// once.
const MAX_IN_FLIGHT = 256;
// MAX_WAIT is how long a request waits for a program, in ms, before it is turned away too.
const MAX_WAIT = 10_000;
// MAX_QUERY is how long the store may take for a statement, in ms: D1 answers within seconds or
// not at all. MAX_WORK is how long a program may take for a request before it is given up.
const MAX_QUERY = 10_000;
const MAX_WORK = 15_000;
// MAX_TRANSFERS bounds the bodies that are on their way; more are turned away. 1,024 of 64 KiB
// are 64 MB, which fit beside the programs. MAX_ARRIVAL is how long one may take, in ms.
const MAX_TRANSFERS = 1024;
const MAX_ARRIVAL = 30_000;
// SLOW_AFTER is how many ms make a body slow; SLOW_SHARE is how many slow ones an address may
// have.
const SLOW_AFTER = 3_000;
const SLOW_SHARE = 64;
// HEALTH_FOR is for how long the store's last answer counts for the health check, in ms.
const HEALTH_FOR = 5_000;
// MAX_READ is one byte more than wire.MaxBody: enough for Go to see that a body is too large.
const MAX_READ = (64 << 10) + 1;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

class Program {
  constructor(env) {
    this.env = env;
    this.binding = {};
    this.alive = true;
    const go = new Go();
    go.env = { GOGC: "25" };
    this.go = go;
    // Go's own timers wait for the next time that the program is woken: a timer of workerd
    // belongs to the request that set it, and would die with it.
    const { gojs } = go.importObject;
    gojs["runtime.scheduleTimeoutEvent"] = (sp) => this.view().setInt32((sp >>> 0) + 16, 1, true);
    gojs["runtime.clearTimeoutEvent"] = () => {};
    // This happens at once, whatever request the program serves: promises of the request that
    // made it are out of reach by then.
    go.exit = (code) => this.died(new Error(`the program ended with ${code}`));
    const instance = new WebAssembly.Instance(app, {
      ...go.importObject,
      workers: { ready() {} },
      bridge: {
        waiting: () => this.input.length,
        take: (to) => this.bytes(to, this.input.length).set(this.input),
        query: (sql, sqlLength, args, n) => this.query(this.text(sql, sqlLength), readArgs(this.bytes(args, n))),
        answer: (status, head, headLength, body, n) =>
          this.answered({ status, head: this.text(head, headLength), body: n > 0 ? this.bytes(body, n).slice() : null }),
      },
    });
    this.memory = instance.exports.mem;
    globalThis.context = { env, binding: this.binding }; // the program reads it as it starts
    go.run(instance);
  }

  view() { return new DataView(this.memory.buffer); }
  bytes(at, n) { return new Uint8Array(this.memory.buffer, at, n); }
  text(at, n) { return decoder.decode(this.bytes(at, n)); }

  died(reason) {
    this.alive = false;
    this.failed?.(reason);
  }

  // serve hands one request over and resolves with what was answered.
  serve(input) {
    return new Promise((resolve, reject) => {
      this.answered = resolve;
      this.failed = reject;
      this.wake(input);
    });
  }

  wake(input) {
    this.input = input;
    try {
      this.binding.wake();
    } catch (e) {
      this.died(e); // the program crashed
    }
  }

  // query runs a statement and wakes the program with the result: 0 and the rows, or 1 and the
  // error.
  async query(sql, args) {
    let input;
    try {
      const ask = this.env.STORE === "objects" ? askObject : askD1;
      const rows = await within(MAX_QUERY, ask(this.env, sql, args));
      if (!rows) throw new Error("the store does not answer");
      input = writeRows(rows);
    } catch (e) {
      input = encoder.encode("\x01" + e.message);
    }
    this.wake(input);
  }
}

// askD1 runs a statement on D1 and returns {changes, rows}, the names of the columns first.
async function askD1(env, sql, args) {
  const statement = env.DB.prepare(sql).bind(...args);
  if (/^(SELECT|INSERT|UPDATE\s[^]*\sRETURNING)/.test(sql)) {
    return { changes: 0, rows: await statement.raw({ columnNames: true }) };
  }
  return { changes: (await statement.run()).meta.changes, rows: [] };
}

// askObject runs a statement in the object that the id, its one array of bytes, names.
async function askObject(env, sql, args) {
  const id = args.find((v) => v instanceof Uint8Array);
  return env.VAULTS.get(env.VAULTS.idFromName(id.toHex())).query(sql, args);
}

// readArgs reads the form that workers.go of package store describes.
function readArgs(data) {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const args = [];
  for (let at = 0; at < data.length; ) {
    const kind = data[at++];
    switch (kind) {
      case 0x30:
        args.push(null);
        continue;
      case 0x69:
        args.push(Number(view.getBigInt64(at, true))); // within 2^53: versions, days, limits
        at += 8;
        continue;
    }
    const n = view.getUint32(at, true);
    const piece = data.subarray(at + 4, at + 4 + n);
    at += 4 + n;
    args.push(kind === 0x74 ? decoder.decode(piece) : kind === 0x62 ? piece.toBase64() : piece.slice());
  }
  return args;
}

// writeRows writes the form that parseAnswer reads. The column named body holds
// base64 and crosses as bytes.
function writeRows({ changes, rows }) {
  const names = rows[0] ?? [];
  const pieces = [Uint8Array.of(0), integer(changes), length(names.length), ...names.map((n) => sized(0x74, encoder.encode(n)))];
  for (const row of rows.slice(1)) {
    row.forEach((v, i) => {
      if (v === null) pieces.push(Uint8Array.of(0x30));
      else if (typeof v === "number") pieces.push(integer(v));
      else if (typeof v === "string" && names[i] === "body") pieces.push(sized(0x62, Uint8Array.fromBase64(v)));
      else if (typeof v === "string") pieces.push(sized(0x74, encoder.encode(v)));
      else pieces.push(sized(0x78, new Uint8Array(v)));
    });
  }
  return join(pieces);
}

function integer(v) {
  const piece = new Uint8Array(9);
  piece[0] = 0x69;
  new DataView(piece.buffer).setBigInt64(1, BigInt(v), true); // throws unless whole
  return piece;
}

function length(n) {
  const piece = new Uint8Array(4);
  new DataView(piece.buffer).setUint32(0, n, true);
  return piece;
}

function sized(kind, data) {
  return join([Uint8Array.of(kind), length(data.length), data]);
}

function join(pieces) {
  const whole = new Uint8Array(pieces.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of pieces) {
    whole.set(p, at);
    at += p.length;
  }
  return whole;
}

const idle = []; // free programs; the one used last is lent first
const queue = []; // requests that wait for a program, in order
const leases = new Set(); // {program, since} of each request that has one
let inFlight = 0;

function lend(program) {
  const lease = { program, since: Date.now() };
  leases.add(lease);
  return lease;
}

// borrow waits for a program and returns a lease, or null if none came free. A request that
// gives one back hands it to the next waiter; the waiter's own timer bounds its wait, and keeps
// workerd from taking a request without pending work for one that hangs.
async function borrow(env) {
  for (const lease of leases) {
    // workerd ended its request, which will not give it back.
    if (Date.now() - lease.since > 2 * MAX_WORK) leases.delete(lease);
  }
  let lease;
  if (leases.size < PROGRAMS) {
    lease = lend(idle.pop());
  } else {
    const waiter = {};
    const turn = new Promise((resolve) => { waiter.call = resolve; });
    queue.push(waiter);
    lease = await within(MAX_WAIT, turn);
    if (!lease) {
      const at = queue.indexOf(waiter);
      if (at >= 0) {
        queue.splice(at, 1);
        return null;
      }
      lease = await turn; // it came at the same moment
    }
  }
  try {
    lease.program ??= new Program(env);
  } catch (e) {
    leases.delete(lease);
    throw e;
  }
  return lease;
}

function giveBack(lease) {
  if (!leases.delete(lease)) return; // counted as lost
  const { program } = lease;
  const kept = program.alive && program.memory.buffer.byteLength <= MAX_MEMORY ? program : undefined;
  const next = queue.shift();
  if (next) next.call(lend(kept));
  else if (kept) idle.push(kept);
}

// within resolves as the promise does, or with undefined after so many ms.
async function within(ms, promise) {
  let timer;
  const late = new Promise((resolve) => { timer = setTimeout(resolve, ms); });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

// readBody reads no more than is needed to see that a body is too large.
async function readBody(request) {
  if (!request.body) return null;
  const announced = Number(request.headers.get("content-length"));
  if (announced >= MAX_READ) return null; // Go refuses it by its length
  if (announced > 0) return new Uint8Array(await request.arrayBuffer());
  const pieces = [];
  let read = 0;
  for await (const piece of request.body) {
    pieces.push(piece);
    read += piece.length;
    if (read >= MAX_READ) break;
  }
  return join(pieces).subarray(0, MAX_READ);
}

const arriving = new Set(); // {since, address, slow}: bodies that are on their way

// receive reads a request's body, null if it has none. It is undefined if there are too
// many, or if it takes too long: the limits are those of package handler. An address
// is known only as long as the body comes.
async function receive(request) {
  if (!request.body) return null;
  if (arriving.size >= MAX_TRANSFERS) {
    for (const one of arriving) {
      // workerd ended its request.
      if (Date.now() - one.since > 2 * MAX_ARRIVAL) arriving.delete(one);
    }
    if (arriving.size >= MAX_TRANSFERS) return undefined;
  }
  const one = { since: Date.now(), address: household(request.headers.get("cf-connecting-ip") ?? ""), slow: false };
  arriving.add(one);
  const coming = readBody(request);
  coming.catch(() => {}); // there may be nothing left that awaits it
  try {
    const body = await within(SLOW_AFTER, coming);
    if (body !== undefined) return body;
    let slow = 0;
    for (const other of arriving) {
      if (other.slow && other.address === one.address) slow++;
    }
    if (slow >= SLOW_SHARE) return undefined;
    one.slow = true;
    return await within(MAX_ARRIVAL - SLOW_AFTER, coming);
  } finally {
    arriving.delete(one);
  }
}

// household returns an address as it is counted: of IPv6 its /64.
function household(address) {
  if (!address.includes(":")) return address;
  return [...address.split("::")[0].split(":"), "0", "0", "0", "0"].slice(0, 4).join(":");
}

// pack writes a request as package bridge reads it, with the hash of its body.
async function pack(request, body) {
  const { url, headers } = request;
  const path = url.indexOf("/", url.indexOf("://") + 3);
  const announced = body ? headers.get("content-length") ?? -1 : headers.get("content-length") ?? 0;
  const hash = body?.length && body.length < MAX_READ ? new Uint8Array(await crypto.subtle.digest("SHA-256", body)).toHex() : "-";
  let head = `${request.method} ${url.slice(path)} ${headers.get("host") ?? ""} ${announced} ${hash}`;
  for (const [name, value] of headers) head += `\n${name}:${value}`;
  const text = encoder.encode(head + "\n\n");
  return body ? join([text, body]) : text;
}

function unpack({ status, head, body }) {
  const headers = [];
  for (const line of head.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.push([line.slice(0, colon), line.slice(colon + 1)]);
  }
  return new Response(body, { status, headers });
}

// refuse answers without a program, as package handler would.
function refuse(request, status, error, message, retry) {
  return reply(request, status, { error, message }, retry);
}

function reply(request, status, content, retry) {
  const headers = {
    "Date": new Date().toUTCString(), "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
    "Vary": "Origin", "Content-Type": "application/json",
  };
  if (retry) headers["Retry-After"] = String(retry);
  const origin = request.headers.get("origin");
  if (/^(chrome|moz)-extension:\/\/[^\s,/]+$/.test(origin ?? "")) {
    headers["Access-Control-Allow-Origin"] = origin;
    headers["Access-Control-Expose-Headers"] = "ETag, Date, Retry-After";
  }
  return new Response(JSON.stringify(content) + "\n", { status, headers });
}

// work lets a program serve a request. A program that hangs is not used again.
async function work(program, input) {
  const answer = await within(MAX_WORK, program.serve(input));
  if (answer) return answer;
  program.alive = false;
  throw new Error("the program hangs");
}

let answeredAt = 0; // when the store answered last

async function serve(request, env) {
  const busy = () =>
    refuse(request, 503, "busy", "Too many requests at once. Your picks are safe on this device; try again shortly.", 2);
  let input;
  try {
    const body = await receive(request);
    if (body === undefined) return busy();
    input = await pack(request, body);
  } catch {
    return refuse(request, 400, "bad_body", "The body did not arrive whole.");
  }
  if (inFlight >= MAX_IN_FLIGHT) {
    // A health check is always answered, here from what the store has told other requests just
    // now.
    const healthy = request.method === "GET" && new URL(request.url).pathname === "/v1/health" && !request.headers.has("origin");
    return healthy && Date.now() - answeredAt < HEALTH_FOR ? reply(request, 200, { ok: true }) : busy();
  }
  inFlight++;
  try {
    const lease = await borrow(env);
    if (!lease) return busy();
    try {
      const answer = await work(lease.program, input);
      if (/^etag:/im.test(answer.head)) answeredAt = Date.now();
      return unpack(answer);
    } finally {
      giveBack(lease);
    }
  } catch (e) {
    console.error(String(e));
    return refuse(request, 500, "internal", "Something went wrong in the server.");
  } finally {
    inFlight--;
  }
}

export default {
  fetch(request, env, ctx) {
    const answer = serve(request, env);
    ctx.waitUntil(answer); // a client that leaves must not keep its program
    return answer;
  },
  // Once a day: expired vaults are removed.
  async scheduled(event, env) {
    const lease = await borrow(env);
    if (!lease) return;
    try {
      await work(lease.program, encoder.encode("sweep\n\n"));
    } finally {
      giveBack(lease);
    }
  },
};
