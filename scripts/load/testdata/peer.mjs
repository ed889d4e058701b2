// The same API in plain JavaScript, as the measure for the Go worker: same paths,
// headers, checks and SQL on the same D1, without limits and CORS.
const MAX = 64 << 10;
const hex = (bytes) => new Uint8Array(bytes).toHex();
const sha = (data) => crypto.subtle.digest("SHA-256", data);
const headers = (more) => ({ "Date": new Date().toUTCString(), "Cache-Control": "no-store", "Vary": "Origin", ...more });
const fail = (status, error, more) =>
  new Response(JSON.stringify({ error, message: error }) + "\n", { status, headers: headers({ "Content-Type": "application/json", ...more }) });
const parse = (tag) => /^"([1-9][0-9]{0,15})-([0-9a-f]{8})"$/.exec(tag ?? "");

async function get(request, env, id, today) {
  const known = parse(request.headers.get("if-none-match"));
  const [row] = await env.DB.prepare(
    "SELECT version, hash, seen, CASE WHEN version = ? AND substr(hash, 1, 8) = ? THEN NULL ELSE body END AS body FROM vault WHERE id = ?",
  ).bind(known ? Number(known[1]) : 0, known ? known[2] : "", id).raw();
  if (!row) return fail(404, "no_vault");
  const [version, hash, seen, body] = row;
  if (version === 0) return fail(410, "gone");
  if (seen < today - 548) return fail(404, "no_vault");
  if (seen < today) await env.DB.prepare("UPDATE vault SET seen = ? WHERE id = ? AND seen < ?").bind(today, id, today).run();
  const tag = { ETag: `"${version}-${hash.slice(0, 8)}"` };
  if (body === null) return new Response(null, { status: 304, headers: headers(tag) });
  return new Response(Uint8Array.fromBase64(body), { headers: headers({ ...tag, "Content-Type": "application/octet-stream" }) });
}

async function put(request, env, id, today) {
  const match = parse(request.headers.get("if-match"));
  const create = request.headers.get("if-none-match") === "*";
  if (!match && !create) return fail(428, "no_precondition");
  if (request.headers.get("content-type") !== "application/octet-stream") return fail(415, "bad_type");
  const data = new Uint8Array(await request.arrayBuffer());
  if (data.length > MAX) return fail(413, "too_large");
  const hash = hex(await sha(data));
  const body = data.toBase64();
  const next = create ? 1 : Number(match[1]) + 1;
  const tag = { ETag: `"${next}-${hash.slice(0, 8)}"` };
  const [row] = create
    ? await env.DB.prepare(
        "INSERT INTO vault (id, version, hash, body, created, seen) SELECT ?, 1, ?, ?, ?, ? FROM tally WHERE vaults < ? ON CONFLICT (id) DO NOTHING RETURNING version",
      ).bind(id, hash, body, today, today, 100000).raw()
    : await env.DB.prepare(
        "UPDATE vault SET version = version + 1, hash = ?, body = ?, seen = ? WHERE id = ? AND version = ? AND substr(hash, 1, 8) = ? AND seen >= ? RETURNING version",
      ).bind(hash, body, today, id, Number(match[1]), match[2], today - 548).raw();
  if (row) return new Response(null, { status: create ? 201 : 200, headers: headers(tag) });
  const [now] = await env.DB.prepare("SELECT version, hash FROM vault WHERE id = ?").bind(id).raw();
  if (!now) return fail(404, "no_vault");
  if (now[0] === next && now[1] === hash) return new Response(null, { status: 200, headers: headers(tag) });
  return fail(412, "conflict", { ETag: `"${now[0]}-${now[1].slice(0, 8)}"` });
}

export default {
  async fetch(request, env) {
    const [, id] = /^\/v1\/vaults\/([0-9a-f]{32})$/.exec(new URL(request.url).pathname) ?? [];
    if (!id) return fail(404, "no_such_path");
    const [, token] = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(request.headers.get("authorization") ?? "") ?? [];
    if (!token || hex(await sha(Uint8Array.fromBase64(token, { alphabet: "base64url" }))).slice(0, 32) !== id) return fail(401, "unauthorized");
    const today = Math.floor(Date.now() / 864e5);
    if (request.method === "GET") return get(request, env, Uint8Array.fromHex(id), today);
    if (request.method === "PUT") return put(request, env, Uint8Array.fromHex(id), today);
    return fail(405, "bad_method");
  },
};
