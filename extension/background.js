// The service worker. It listens to the browser, starts background.wasm when sync may have
// something to do, when a session begins, or when what pages taught has to be bounded, and does
// for it what only JavaScript can. It may be killed at any instant; all that matters is in
// storage.
"use strict";

globalThis.importScripts?.("constants.js", "server.js", "wasm_exec.js", "go.js");

const { ALARM, CODE, COUNT, COUNT_FOR, DATABASE, EVENT, KEY, LINK, MESSAGE, PICKS, REMIND, SECRET_HELD, SYNC, SYNC_ENDED, SYNC_OFF, TIMED } = byeolpyoConstants;
const TIMEOUT = 30_000; // ms, of a request
const MINUTE = 60_000; // ms
const DAY = 24 * 60 * MINUTE;
const RETRY = 5 * MINUTE; // until the next attempt, after the program failed
/** @type {Record<string, string>} */
const SYSTEMS = { android: "Android", cros: "Chrome OS", linux: "Linux", mac: "macOS", openbsd: "OpenBSD", win: "Windows" };
const REST = 1000; // ms without another change before the program looks at what begins

/** @type {Promise<Byeolpyo.Background> | null} */
let program = null;

function load() {
  program ??= new Promise((resolve, reject) => {
    globalThis.byeolpyoHost = { ...host, ready: resolve };
    // It ends only by a fault; the next event starts it again.
    byeolpyoGo("background.wasm").catch(reject).finally(() => { program = null; });
  });
  return program;
}

// stored returns entries of storage. For those who never turned sync on, the program is loaded
// only when storage reaches its bounds.
/** @returns {Promise<string | undefined>} */
const stored = async () => (await /** @type {Promise<any>} */ (chrome.storage.local.get(KEY.SYNC)))[KEY.SYNC];
const ended = (/** @type {string} */ sync) => SYNC_ENDED.some((part) => sync.includes(part)); // on another device, which the person has to be told

async function turnedOn() {
  const sync = await stored();
  return sync !== undefined && !sync.startsWith(SYNC_OFF);
}

// unsettled reports whether a secret is stored though sync is off: the program died between the
// two writes, or storage was lost. The program puts that right.
async function unsettled() {
  if (!(await indexedDB.databases()).some(({ name }) => name === DATABASE.NAME)) return false; // it never was on
  return (await host.loadKeyring()).includes(SECRET_HELD);
}

/** @type {Byeolpyo.SyncLine} */
const BROKEN = { name: typeof WebAssembly === "undefined" ? "starNoWasm" : "syncBroken", values: {} };

// status returns the lines that the popup shows; none while sync is off.
/** @returns {Promise<(Byeolpyo.SyncLine | undefined)[]>} */
async function status() {
  const sync = await stored();
  if (sync === undefined || sync.startsWith(SYNC_OFF) && !ended(sync)) return [];
  const { view, failed } = await (await load()).act(SYNC.VIEW, "", "");
  return view?.brief ?? [failed];
}

// beginning is the promise of begin, which does what a start of the browser asks for, at the
// worker's first wake, whatever woke it, and again where the program failed.
// chrome.storage.session ends with the browser, or when the extension is reloaded. unsettled is
// checked at every wake.
/** @type {Promise<void> | null} */
let beginning = null;
function begin() {
  beginning ??= (async () => {
    const { [KEY.STARTED]: started } = await chrome.storage.session.get(KEY.STARTED);
    if (await turnedOn() ? !started : await unsettled()) await (await load()).event(EVENT.START);
    if (!started) {
      await allTimed();
      await chrome.storage.session.set({ [KEY.STARTED]: true });
    }
  })().catch((error) => { beginning = null; throw error; }); // the next event begins again
  return beginning;
}

// event never rejects: taps are in storage, and an alarm leads back to them.
/** @param {Byeolpyo.EventName} name */
async function event(name) {
  const rest = async () => { if (name !== EVENT.START && await turnedOn()) await (await load()).event(name); };
  try {
    await Promise.all([begin(), rest()]);
  } catch (error) {
    console.warn(error);
    await host.alarm(Date.now() + RETRY, false).catch(console.warn); // without the alarm, the next event leads back to it
  }
}

chrome.storage.onChanged.addListener((changes, area) => {
  if (area === "local" && Object.keys(changes).some((key) => PICKS.test(key))) event(EVENT.CHANGED);
});
chrome.runtime.onStartup.addListener(() => { event(EVENT.START); }); // these two wake the worker
chrome.runtime.onInstalled.addListener(() => { event(EVENT.START); });
chrome.alarms.onAlarm.addListener(({ name }) => {
  if (name === ALARM) event(EVENT.ALARM);
  if (name === REMIND) remind();
  if (name === COUNT) count().catch(console.warn);
});

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  if (byeolpyoIs(message, MESSAGE.PAGE)) event(EVENT.PAGE);
  if (byeolpyoIs(message, MESSAGE.OPEN)) event(EVENT.OPEN);
  if (byeolpyoIs(message, MESSAGE.STATUS) && sender.url?.startsWith(chrome.runtime.getURL("popup.html"))) {
    status().catch(() => [BROKEN]).then(reply);
    return true;
  }
  // MESSAGE.TEACH is what pages taught that may not fit into storage; MESSAGE.ROOM asks for room
  // for what a person did.
  if (byeolpyoIs(message, MESSAGE.TEACH)) {
    const { entries = {}, host = "" } = message;
    load().then((go) => go.teach(entries, host)).catch(console.warn).then(reply);
    return true;
  }
  if (byeolpyoIs(message, MESSAGE.ROOM)) {
    load().then((go) => go.room()).catch(console.warn).then(reply);
    return true;
  }
  if (byeolpyoIs(message, MESSAGE.CLEAR) && sender.url?.startsWith(chrome.runtime.getURL("popup.html"))) {
    load().then((go) => go.clear()).catch(console.warn).then(reply);
    return true;
  }
  // Only the page of sync may ask for more, since content scripts run beside the scripts of
  // sites.
  if (!byeolpyoIs(message, MESSAGE.SYNC) || !sender.url?.startsWith(chrome.runtime.getURL("sync.html"))) return false;
  const { name: verb, argument = "", server = "" } = message;
  load().then((go) => go.act(verb, argument, server)).catch(() => ({ failed: BROKEN })).then(reply);
  return true;
});

// The button is marked on a tab that can have no stars; the popup says why. The page itself says
// it if nothing else has in this session of the browser.
chrome.runtime.onMessage.addListener((message, sender, reply) => {
  if (!byeolpyoIs(message, MESSAGE.BLOCKED) || !sender.tab) return false;
  chrome.action.setBadgeText({ tabId: sender.tab.id, text: message.why ? "!" : "" }).catch(console.warn);
  if (!message.why) return false;
  (async () => {
    const { [KEY.TOLD]: told } = await chrome.storage.session.get(KEY.TOLD);
    if (!told) await chrome.storage.session.set({ [KEY.TOLD]: true });
    return !told;
  })().catch(() => false).then(reply);
  return true;
});

// A tab that was open before the installation has no stars until it is reloaded. Its address
// cannot be read without a permission, so that the popup recognises it by its number only.
chrome.runtime.onInstalled.addListener(async () => {
  const tabs = await chrome.tabs.query({});
  await chrome.storage.session.set({ [KEY.BEFORE]: tabs.map(({ id }) => id) });
});

// A timetable in an address is opened in an extension page, which a website may not open itself.
// Only our own content script can send this message.
chrome.runtime.onMessage.addListener((message, sender) => {
  if (!byeolpyoIs(message, MESSAGE.IMPORT) || !CODE.test(message.code)) return;
  const query = new URLSearchParams({ lang: message.lang === "en" ? "en" : "ko" });
  chrome.tabs.create({ url: `import.html?${query}${LINK}${message.code}`, openerTabId: sender.tab?.id }).catch(console.warn);
});

// keyring runs use on the keyring's object store, which is in the extension's own database, out
// of reach of content scripts.
/** @template T @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} use @returns {Promise<T>} */
function keyring(mode, use) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE.NAME, DATABASE.VERSION);
    opening.onupgradeneeded = () => opening.result.createObjectStore(DATABASE.STORE);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const db = opening.result;
      try {
        const change = db.transaction(DATABASE.STORE, mode, { durability: "strict" });
        const request = use(change.objectStore(DATABASE.STORE));
        change.oncomplete = () => { db.close(); resolve(request.result); };
        change.onabort = () => { db.close(); reject(change.error); }; // every error ends in it
      } catch (error) { // a damaged database
        db.close();
        reject(error);
      }
    };
  });
}

// The program decides about sessions that begin; this script only decides when it has to. It is
// not loaded for what begins in weeks: an alarm a day before wakes it.

/** @param {number} when */
const wakeAt = (when) => (when === 0 ? chrome.alarms.clear(REMIND) : chrome.alarms.create(REMIND, { when }));

// remind lets the program look for sessions that begin. Should the worker die meanwhile, the
// alarm comes back.
async function remind() {
  clearTimeout(resting);
  try {
    await wakeAt(Date.now() + MINUTE);
    await (await load()).remind();
  } catch (error) {
    console.warn(error);
    await wakeAt(Date.now() + RETRY).catch(console.warn);
  }
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let resting;

// soon returns the time a day before a changed record's session begins, in ms since 1970:
// Infinity if it began more than a day ago, and a time in the past if the pick has no time.
/** @param {string} key @param {chrome.storage.StorageChange} change */
function soon(key, { oldValue, newValue }) {
  const unknown = key.startsWith(KEY.SESSION) ? NaN : 0;
  const values = /** @type {any[]} */ ([oldValue, newValue]).filter(Boolean);
  const starts = values.map((value) => Date.parse((value.snapshot ?? value).start) || unknown);
  return Math.min(...starts.filter((start) => start === 0 || start > Date.now() - DAY).map((start) => start - DAY));
}

// timed sets the alarm after changes of what begins, if reminders are on.
/** @param {Record<string, chrome.storage.StorageChange>} changes */
async function timed(changes) {
  const { [KEY.REMINDERS]: chosen } = /** @type {any} */ (await chrome.storage.local.get(KEY.REMINDERS));
  const chose = KEY.REMINDERS in changes;
  if (chosen && !chosen.on && !chosen.count && !chose) return;
  const when = chose ? 0 : Math.min(...Object.keys(changes).filter((key) => TIMED.test(key)).map((key) => soon(key, changes[key])));
  if (when === Infinity) return;
  const alarm = await chrome.alarms.get(REMIND);
  const least = Math.max(when, Date.now() + MINUTE); // in case the worker dies before REST is over
  if (!alarm || alarm.scheduledTime > least) await wakeAt(least);
  if (when > Date.now()) return;
  clearTimeout(resting);
  resting = setTimeout(remind, REST);
}

chrome.storage.onChanged.addListener((changes, area) => {
  if (area === "local" && Object.keys(changes).some((key) => key === KEY.REMINDERS || TIMED.test(key))) timed(changes).catch(console.warn);
});

// allTimed treats every pick as changed: a browser may lose its alarms while it is closed, and
// an earlier version set none.
async function allTimed() {
  const { local } = chrome.storage;
  const keys = await local.getKeys?.() ?? Object.keys(await local.get(null));
  const picked = keys.filter((key) => PICKS.test(key) && TIMED.test(key));
  const all = await local.get([...picked, ...picked.map((key) => key.replace(KEY.PICK, KEY.SESSION))]);
  await timed(Object.fromEntries(Object.entries(all).map(([key, newValue]) => [key, { newValue }])));
}

// count shows on the button how many minutes are left, and runs again each minute.
async function count() {
  const { [KEY.COUNT]: until } = /** @type {any} */ (await chrome.storage.session.get(KEY.COUNT));
  const left = Math.ceil((until - Date.now()) / MINUTE);
  const shown = left > 0 && left <= COUNT_FOR;
  await chrome.action.setBadgeText({ text: shown ? String(left) : "" });
  if (shown) await chrome.alarms.create(COUNT, { when: until - (left - 1) * MINUTE });
  else await chrome.alarms.clear(COUNT);
}

// listen adds the listeners of notifications, as soon as there is that interface: the permission
// comes and goes while the worker runs.
function listen() {
  if (chrome.notifications?.onClicked.hasListener(opened) === false) chrome.notifications.onClicked.addListener(opened);
}
/** @param {string} id */
async function opened(id) {
  const url = await load().then((go) => go.opened(id)).catch(() => "popup.html");
  await chrome.notifications.clear(id);
  await chrome.tabs.create({ url });
}
chrome.permissions.onAdded.addListener(() => { listen(); remind(); });
chrome.permissions.onRemoved.addListener((removed) => {
  remind();
  // Who no longer allows in Firefox that anything is sent turns sync off.
  if (/** @type {any} */ (removed).data_collection?.length) load().then((go) => go.act(SYNC.DISCONNECT, "", "")).catch(console.warn);
});
listen();

/** @type {Omit<Byeolpyo.Worker, "ready">} */
const host = {
  async label() {
    const { name = "Chrome" } = await /** @type {any} */ (chrome.runtime).getBrowserInfo?.() ?? {};
    const { os } = await chrome.runtime.getPlatformInfo();
    return `${name}, ${SYSTEMS[os] ?? os}`;
  },
  loadKeyring: async () => (await keyring("readonly", (store) => store.get(DATABASE.KEY))) ?? "",
  saveKeyring: (text) => keyring("readwrite", (store) => store.put(text, DATABASE.KEY)),
  // Outside of the storage that the note is about.
  loadNote: async () => (await /** @type {Promise<any>} */ (chrome.storage.session.get(KEY.TROUBLE)))[KEY.TROUBLE] ?? "",
  saveNote: (trouble) => chrome.storage.session.set({ [KEY.TROUBLE]: trouble }),
  language: navigator.language,
  messages: async () => {
    /** @param {string} lang */
    const read = async (lang) => (await fetch(`_locales/${lang}/messages.json`)).json();
    return { ko: await read("ko"), en: await read("en") };
  },
  wakeAt,
  count: async (until) => {
    await chrome.storage.session.set({ [KEY.COUNT]: until });
    return count();
  },
  // An earlier alarm stays, unless putOff says otherwise.
  async alarm(when, putOff) {
    if (when === 0) return chrome.alarms.clear(ALARM);
    const old = await chrome.alarms.get(ALARM);
    if (!putOff && old && old.scheduledTime > Date.now() && old.scheduledTime < when) return undefined;
    return chrome.alarms.create(ALARM, { when });
  },
  // Of an answer at most most bytes are read.
  async fetch(url, init, most) {
    const answer = await fetch(url, {
      ...init, cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(TIMEOUT),
    });
    const parts = [];
    let length = 0;
    for await (const part of answer.body ?? []) {
      parts.push(part);
      if ((length += part.length) > most) break;
    }
    const body = length > 0 && length <= most ? new Uint8Array(await new Blob(parts).arrayBuffer()) : null;
    const header = (/** @type {string} */ name) => answer.headers.get(name) ?? "";
    return { status: answer.status, etag: header("ETag"), date: header("Date"), retryAfter: header("Retry-After"), type: header("Content-Type"), body };
  },
};

event(EVENT.START); // whatever woke the worker
