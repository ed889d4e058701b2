// Reads vectors.txt with Node's own cryptography: node vectors.mjs vectors.txt.
// It shares nothing with package vault; HChaCha20 and bech32m, which Node lacks, are
// written out here.
import { createCipheriv, createDecipheriv, createHash, hkdfSync } from "node:crypto";
import { readFileSync } from "node:fs";

const fail = (how) => { throw Object.assign(new Error(how), { how }); };

function bech32m(text) {
  text = text.toLowerCase().replace(/[\s-]/g, "");
  const at = text.lastIndexOf("1");
  const prefix = text.slice(0, at);
  const values = [...text.slice(at + 1)].map((c) => "qpzry9x8gf2tvdw0s3jn54khce6mua7l".indexOf(c));
  if (prefix !== "byp" || values.length < 6 || values.includes(-1)) fail("code failure");
  const spread = [...prefix].map((c) => c.charCodeAt(0) >> 5).concat(0, [...prefix].map((c) => c.charCodeAt(0) & 31));
  let check = 1;
  for (const v of [...spread, ...values]) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ v;
    [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].forEach((g, i) => { if ((top >> i) & 1) check ^= g; });
  }
  if (check !== 0x2bc830a3) fail("code failure");
  const bytes = [];
  let bits = 0, held = 0;
  for (const v of values.slice(0, -6)) {
    held = ((held << 5) | v) & 0xfff;
    if ((bits += 5) >= 8) bytes.push((held >> (bits -= 8)) & 0xff);
  }
  if (bits >= 5 || held & ((1 << bits) - 1)) fail("code failure");
  return Buffer.from(bytes);
}

function hchacha20(key, nonce) {
  const s = new Uint32Array([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, ...Array.from({ length: 8 }, (_, i) => key.readUInt32LE(4 * i)),
    ...Array.from({ length: 4 }, (_, i) => nonce.readUInt32LE(4 * i))]);
  const turn = (x, n) => (x << n) | (x >>> (32 - n));
  const quarter = (a, b, c, d) => {
    s[a] += s[b]; s[d] = turn(s[d] ^ s[a], 16);
    s[c] += s[d]; s[b] = turn(s[b] ^ s[c], 12);
    s[a] += s[b]; s[d] = turn(s[d] ^ s[a], 8);
    s[c] += s[d]; s[b] = turn(s[b] ^ s[c], 7);
  };
  for (let i = 0; i < 10; i++) {
    for (let j = 0; j < 4; j++) quarter(j, 4 + j, 8 + j, 12 + j);
    for (let j = 0; j < 4; j++) quarter(j, 4 + ((j + 1) % 4), 8 + ((j + 2) % 4), 12 + ((j + 3) % 4));
  }
  const out = Buffer.alloc(32);
  [0, 1, 2, 3, 12, 13, 14, 15].forEach((w, i) => out.writeUInt32LE(s[w], 4 * i));
  return out;
}

const BUCKETS = [4096, 16384, 61440];
const sizes = { authTagLength: 16 };

function context(id, version) {
  const v = Buffer.alloc(8);
  v.writeBigUInt64BE(BigInt(version));
  return Buffer.concat([Buffer.from("pyconkr-picks/v1\0"), id, v]);
}

function seal(key, nonce, plain, aad) {
  const padded = Buffer.alloc(BUCKETS.find((b) => plain.length + 4 <= b));
  padded.writeUInt32BE(plain.length);
  plain.copy(padded, 4);
  const c = createCipheriv("chacha20-poly1305", hchacha20(key, nonce), Buffer.concat([Buffer.alloc(4), nonce.subarray(16)]), sizes);
  c.setAAD(aad, { plaintextLength: padded.length });
  return Buffer.concat([nonce, c.update(padded), c.final(), c.getAuthTag()]);
}

function open(key, body, aad) {
  if (!BUCKETS.includes(body.length - 40)) fail("size failure");
  const nonce = body.subarray(0, 24);
  const d = createDecipheriv("chacha20-poly1305", hchacha20(key, nonce), Buffer.concat([Buffer.alloc(4), nonce.subarray(16)]), sizes);
  d.setAAD(aad, { plaintextLength: body.length - 40 });
  d.setAuthTag(body.subarray(-16));
  const padded = d.update(body.subarray(24, -16));
  try {
    d.final();
  } catch {
    fail("auth failure");
  }
  const end = padded.readUInt32BE() + 4;
  if (end > padded.length || padded.subarray(end).some((b) => b !== 0)) fail("padding failure");
  return padded.subarray(4, end);
}

function run(v) {
  const same = (name, got) => { if (name in v && v[name] !== got) throw new Error(`${name} is ${got}, not ${v[name]}`); };
  const code = bech32m(v.code);
  if (code[0] > 1) fail("newer code");
  if (code[0] !== 1 || ![17, 33].includes(code.length)) fail("code failure");
  const derive = (name) => Buffer.from(hkdfSync("sha256", code.subarray(1, 17), "", `pyconkr-picks/v1/${v.of ? `${v.of}/` : ""}${name}`, 32));
  const auth = derive("auth"), key = derive("seal");
  const id = createHash("sha256").update(auth).digest().subarray(0, 16);
  same("auth", auth.toString("hex"));
  same("key", key.toString("hex"));
  same("id", id.toString("hex"));
  if (code.length === 33) same("floor", `${code.readBigUInt64BE(17)} ${code.toString("hex", 25)}`);
  if (!("version" in v)) return;
  const aad = context(id, v.version);
  const plain = Buffer.from(v.plain ?? "", "hex");
  const all = Buffer.concat(Array.from({ length: Number(v.times ?? 1) }, () => plain));
  if ("nonce" in v) same("hash", createHash("sha256").update(seal(key, Buffer.from(v.nonce, "hex"), all, aad)).digest("hex"));
  if ("body" in v && !open(key, Buffer.from(v.body, "base64"), aad).equals(all)) throw new Error("opened something else");
}

const blocks = readFileSync(process.argv[2], "utf8").trimEnd().split("\n\n").slice(1);
for (const block of blocks) {
  const v = Object.fromEntries(block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
  let how = "success";
  try {
    run(v);
  } catch (e) {
    if (!e.how) throw e;
    how = e.how;
  }
  if (how !== v.expect) throw new Error(`${v.comment}: ${how}, expected ${v.expect}`);
}
console.log(`${blocks.length} vectors agree`);
