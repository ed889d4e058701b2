// The page of sync: shows what the service worker says of sync (wasm/app/syncpage.View), and
// asks it to do what is clicked. All words are set as text, never as HTML.
import "./constants.js";
import "./server.js";
import { keep, onEscape } from "./focus.js";
import { reading } from "./pairing.js";
import { SILENT_MS, readStored } from "./storage.js";
import * as words from "./words.js";

const { KEY, MESSAGE, SYNC } = byeolpyoConstants;
/** @template {keyof Byeolpyo.SyncPage} K @param {K} id @returns {Byeolpyo.SyncPage[K]} */
const $ = (id) => /** @type {any} */ (document.getElementById(id));
const QUIET = 4; // modules of white around a code
const UNIT = 5; // px per module

/** @type {Byeolpyo.Words} */
let messages = {};
/** @type {Byeolpyo.SyncView | null} */
let view = null;

/** @type {Byeolpyo.Say} */
const say = (name, values) => words.say(messages, name, values);
const said = (/** @type {Byeolpyo.SyncLine} */ line) => say(line.name, line.values);

async function speak() {
  const all = await words.load();
  /** @type {any} */
  const settings = (await readStored(KEY.SETTINGS).catch(() => null))?.[KEY.SETTINGS]; // if it fails, act says so
  const lang = all[settings?.lang] ? settings.lang : words.fallback();
  messages = all[lang];
  words.apply(messages, lang);
  document.title = say("syncTitle");
  $("qr").setAttribute("aria-label", say("syncCodeQR"));
}

let asked = 0; // how often act was called
let shown = 0; // the call whose view is shown
let unseen = false; // the last failure was that there was no view

// act sends a verb to the worker, shows the new state and returns the answer. An answer that
// arrives after that to a later call is not shown.
/** @param {Byeolpyo.SyncVerb} name @returns {Promise<Byeolpyo.SyncAnswer>} */
async function act(name, argument = "", server = "") {
  const turn = ++asked;
  const answer = await byeolpyoSend(MESSAGE.SYNC, { name, argument, server }).catch(() => null); // the worker was killed
  if (answer?.view && turn > shown) {
    shown = turn;
    show(answer.view);
  }
  document.querySelector("main")?.setAttribute("aria-busy", "false");
  const failed = answer ? answer.failed : { name: "syncBroken", values: {} };
  if (!answer?.view && !view) { // only the reason can be shown
    document.body.dataset.failed = failed?.name ?? "";
  }
  if (failed || name !== SYNC.VIEW || unseen) {
    unseen = Boolean(failed) && name === SYNC.VIEW;
    tellFailed(failed);
  }
  return answer ?? {};
}

/** @param {Byeolpyo.SyncLine} [failed] */
function tellFailed(failed) {
  $("failed").hidden = !failed;
  $("failed").textContent = failed ? said(failed) : "";
  if (failed) document.querySelector("main")?.setAttribute("aria-busy", "false");
}

/** @param {Byeolpyo.SyncView} next */
function show(next) {
  const held = document.activeElement;
  const noticed = $("notices").contains(held);
  view = next;
  const on = view.on && !view.lost;
  $("off").hidden = on;
  $("on").hidden = !on;
  $("status").hidden = !view.status;
  $("status-text").textContent = view.status ? said(view.status) : "";
  $("status").className = `card status sync-now ${view.tone}`;
  $("now").hidden = !on;
  $("reconnect").hidden = !view.cut;
  offer(next);
  $("notices").hidden = view.notices.length === 0;
  $("notices").replaceChildren(...next.notices.map((line) => {
    const part = document.createElement("p");
    part.textContent = said(line);
    return part;
  }));
  if (view.once) {
    const dismiss = document.createElement("button");
    dismiss.type = "button";
    dismiss.className = "link";
    dismiss.textContent = say("close");
    dismiss.onclick = () => act(SYNC.DISMISS);
    $("notices").append(dismiss);
  }
  $("devices").replaceChildren(...view.devices.map((device) => {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = [device.label || say("syncUnnamed"), device.this && say("syncThis")].filter(Boolean).join(" · ");
    const seen = document.createElement("span");
    seen.className = "seen";
    seen.textContent = said(device.seen);
    item.append(name, seen);
    return item;
  }));
  if (document.activeElement !== $("device-name")) $("device-name").value = view.devices.find((device) => device.this)?.label ?? "";
  if (!on) hideCode();
  if (noticed) $("notices").querySelector("button")?.focus(); // it was made again
  keepFocus(held);
  Object.assign(document.body.dataset, { ready: "1", on: on ? "1" : "0", status: view.status?.name ?? "", pending: view.pending, devices: view.devices.length });
}

// keepFocus leaves the focus where it was, or moves it to the result.
/** @param {Element | null} held */
const keepFocus = (held) => keep(held, $("failed"), $("status"), $("on-title"), $("off-title"));

// offer shows how sync can be turned on. It needs a server, for which the person is asked only
// if neither the build nor earlier use names one. A person whose device was cut off is led to
// pairing first.
/** @param {Byeolpyo.SyncView} next */
function offer(next) {
  const known = next.server || byeolpyoServer;
  for (const input of [$("server"), $("move-server")]) {
    if (document.activeElement !== input) input.value ||= known;
  }
  $("no-server").hidden = known !== "";
  serve();
  const order = next.cut ? [$("join"), $("begin")] : [$("begin"), $("join")];
  if (order[0].nextElementSibling !== order[1]) order[1].before(order[0]);
  $("pair").classList.toggle("primary", next.cut);
  $("on-button").classList.toggle("primary", !next.cut);
}

function serve() {
  const none = $("server").value.trim() === "";
  $("join").hidden = none;
  $("turn-on").hidden = none;
}
$("server").oninput = serve;
$("reconnect").onclick = () => {
  if ($("join").hidden) $("advanced").open = true;
  $($("join").hidden ? "server" : "code-input").focus();
};

// ask resolves to whether the person says yes. The dialog's focus begins at "no".
/** @param {string} text @param {string} yes @returns {Promise<boolean>} */
function ask(text, yes) {
  $("ask-text").textContent = text;
  $("ask-yes").textContent = yes;
  $("ask").returnValue = "";
  $("ask").showModal();
  return new Promise((resolve) => {
    $("ask").addEventListener("close", () => resolve($("ask").returnValue === "yes"), { once: true });
  });
}

// during makes a button do nothing until its work is done. The button is not disabled, since
// it would lose the focus.
/** @param {"on-button" | "pair" | "now" | "move" | "rename-button" | "rotate" | "disconnect" | "delete" | "show-code" | "copy-code" | "export"} id @param {() => unknown} f */
const during = (id, f) => {
  $(id).onclick = async () => {
    const held = document.activeElement;
    if ($(id).ariaDisabled === "true") return;
    $(id).ariaDisabled = "true";
    try {
      await f();
    } finally {
      $(id).ariaDisabled = null;
      keepFocus(held);
    }
  };
};

// Firefox has a person allow what an extension sends, within a click; others have no such
// permission.
/** @type {any} */
const SENDS = { data_collection: ["websiteContent"] };
let asks = false;
const lookAtPermission = async () => {
  const { data_collection: allowed } = /** @type {any} */ (await chrome.permissions.getAll());
  asks = allowed?.includes(SENDS.data_collection[0]) === false;
};
chrome.permissions.onAdded.addListener(lookAtPermission);
chrome.permissions.onRemoved.addListener(lookAtPermission);
lookAtPermission();

// maySend asks for the permission where that is to be asked for, and reports whether it is there.
async function maySend() {
  if (!asks) return true;
  const allowed = await chrome.permissions.request(SENDS).catch(() => false); // not within a click
  if (!allowed) tellFailed({ name: "syncNotAllowed", values: {} });
  return allowed;
}

during("on-button", async () => {
  navigator.storage.persist?.();
  if (!await maySend()) return;
  await act(SYNC.ON, "", $("server").value);
});
during("pair", pair);

async function pair() {
  navigator.storage.persist?.();
  if (!await maySend()) return;
  const { failed } = await act(SYNC.PAIR, $("code-input").value, $("server").value);
  if (!failed) $("code-input").value = "";
}

during("rename-button", () => act(SYNC.NAME, $("device-name").value));
$("rename").onsubmit = (event) => event.preventDefault(); // the button has done it, also for Enter
during("now", () => act(SYNC.NOW));
during("move", () => act(SYNC.MOVE, "", $("move-server").value));
during("rotate", async () => {
  if (!await ask(say("syncRotateAsk"), say("syncRotate"))) return;
  const { failed, view: after } = await act(SYNC.ROTATE);
  hideCode();
  if (!failed && after?.on && !after.renewing) await showCode();
});
during("disconnect", async () => {
  const text = view?.pending ? say("syncDisconnectPending", { n: view.pending }) : say("syncDisconnectAsk");
  if (await ask(text, say("syncDisconnect"))) await act(SYNC.DISCONNECT);
});
during("delete", async () => {
  if (await ask(say("syncDeleteAsk"), say("syncDelete"))) await act(SYNC.DELETE);
});

// ---- the pairing code

during("show-code", async () => {
  if ($("code").hidden) await showCode();
  else hideCode();
});
during("copy-code", async () => {
  const copied = await navigator.clipboard.writeText($("code-text").value).then(() => true, () => false);
  if (!copied) getSelection()?.selectAllChildren($("code-text"));
  $("copied").textContent = copied ? say("syncCopied") : say("syncCopyFailed");
});

async function showCode() {
  const { code } = await act(SYNC.CODE);
  if (!code) return;
  $("code-text").value = code.text;
  const canvas = $("qr");
  canvas.width = canvas.height = (code.size + 2 * QUIET) * UNIT;
  const paper = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.fillStyle = "#000";
  [...code.dark].forEach((square, i) => {
    if (square === "1") paper.fillRect((i % code.size + QUIET) * UNIT, (Math.floor(i / code.size) + QUIET) * UNIT, UNIT, UNIT);
  });
  $("code").hidden = false;
  $("show-code").setAttribute("aria-expanded", "true");
  $("show-code").textContent = say("syncHideCode");
}

onEscape(() => $("code").checkVisibility(), () => {
  const held = document.activeElement;
  hideCode();
  keep(held, $("show-code"));
});

function hideCode() {
  $("copied").textContent = "";
  $("code").hidden = true;
  $("code-text").value = "";
  $("qr").width = 0;
  $("show-code").setAttribute("aria-expanded", "false");
  $("show-code").textContent = say("syncShowCode");
}

reading(say, (text) => {
  $("code-input").value = text;
  return pair();
});

// ---- the backup

during("export", async () => {
  const { file } = await act(SYNC.EXPORT);
  if (file === undefined) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([file], { type: "application/json" }));
  link.download = say("backupFile");
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
});
$("import").onclick = () => $("file").click();
$("file").onchange = async () => {
  const [file] = $("file").files ?? [];
  if (!file) return;
  const { said: lines = [] } = await act(SYNC.IMPORT, await file.text());
  $("said").textContent = lines.map(said).join(" ");
  $("file").value = "";
};

// ---- keeping up

chrome.storage.onChanged.addListener(async (changes, area) => {
  if (area !== "local" && !changes[KEY.TROUBLE]) return;
  if (changes[KEY.SETTINGS]) await speak();
  if (Object.keys(changes).some((key) => key === KEY.SYNC || key === KEY.TROUBLE || key === KEY.SETTINGS || key.startsWith(KEY.TAP))) act(SYNC.VIEW);
});
setInterval(() => { if (!document.hidden) act(SYNC.VIEW); }, 30_000); // "just now" ages
setTimeout(() => { // the worker, which reads storage for us, does not answer either
  if (!view && $("failed").hidden) tellFailed({ name: "syncUnread", values: {} });
}, SILENT_MS + 1000);
speak().then(() => act(SYNC.VIEW));
