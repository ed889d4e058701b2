// The service worker: listens, wakes background.wasm when sync may have something to
// do or when what pages teach has to be bounded, and lends it what only JavaScript reaches. It may be killed at any instant; all
// that matters is in storage.
"use strict";

importScripts("constants.js", "server.js", "wasm_exec.js", "go.js");

const { ALARM, CODE, DATABASE, EVENT, KEY, LINK, MESSAGE, PICKS, SECRET_HELD, SYNC, SYNC_ENDED, SYNC_OFF } = byeolpyoConstants;
const TIMEOUT = 30_000; // ms, of a request
const RETRY = 5 * 60_000; // ms, after what the program itself could not see to

/** @type {Promise<Byeolpyo.Background> | null} */
let program = null; // promise of {event, act, teach, room, clear}

function load() {
  program ??= new Promise((resolve, reject) => {
    globalThis.byeolpyoHost = { ...host, ready: resolve };
    // It ends only by a fault; the next event starts it anew.
    byeolpyoGo("background.wasm").catch(reject).finally(() => { program = null; });
  });
  return program;
}

// Who never turned sync on never loads the program, but where storage comes to its bounds.
/** @returns {Promise<string | undefined>} */
const stored = async () => (await /** @type {Promise<any>} */ (chrome.storage.local.get(KEY.SYNC)))[KEY.SYNC];
const ended = (/** @type {string} */ sync) => SYNC_ENDED.some((part) => sync.includes(part)); // elsewhere, which has to be told

async function turnedOn() {
  const sync = await stored();
  return sync !== undefined && !sync.startsWith(SYNC_OFF);
}

// unsettled reports whether a secret is held though sync is off: the program died between
// the two, or storage was lost. The program sees to it.
async function unsettled() {
  if (!(await indexedDB.databases()).some(({ name }) => name === DATABASE.NAME)) return false; // it never was on
  return (await host.loadKeyring()).includes(SECRET_HELD);
}

/** @type {Byeolpyo.SyncLine} */
const BROKEN = { name: typeof WebAssembly === "undefined" ? "starNoWasm" : "syncBroken", values: {} };

// status is the lines that the popup shows: none while sync is off.
/** @returns {Promise<(Byeolpyo.SyncLine | undefined)[]>} */
async function status() {
  const sync = await stored();
  if (sync === undefined || sync.startsWith(SYNC_OFF) && !ended(sync)) return [];
  const { view, failed } = await (await load()).act(SYNC.VIEW, "", "");
  return view?.brief ?? [failed];
}

// begin sees to what the start of the browser asks for, at the first wake of the worker:
// whatever woke it, and again where the program failed. The storage of a session ends
// with the browser, or as the extension is loaded anew. What is unsettled is looked for
// at every wake.
/** @type {Promise<void> | null} */
let beginning = null;
function begin() {
  beginning ??= (async () => {
    const { [KEY.STARTED]: started } = await chrome.storage.session.get(KEY.STARTED);
    if (await turnedOn() ? !started : await unsettled()) await (await load()).event(EVENT.START);
    if (!started) await chrome.storage.session.set({ [KEY.STARTED]: true });
  })().catch((error) => { beginning = null; throw error; }); // the next event begins again
  return beginning;
}

// event never rejects: what was tapped is in storage, and an alarm comes back to it.
/** @param {Byeolpyo.EventName} name */
async function event(name) {
  const rest = async () => { if (name !== EVENT.START && await turnedOn()) await (await load()).event(name); };
  try {
    await Promise.all([begin(), rest()]);
  } catch (error) {
    console.warn(error);
    await host.alarm(Date.now() + RETRY, false).catch(console.warn); // without, the next event comes back to it
  }
}

chrome.storage.onChanged.addListener((changes, area) => {
  if (area === "local" && Object.keys(changes).some((key) => PICKS.test(key))) event(EVENT.CHANGED);
});
chrome.runtime.onStartup.addListener(() => { event(EVENT.START); }); // these two wake the worker
chrome.runtime.onInstalled.addListener(() => { event(EVENT.START); });
chrome.alarms.onAlarm.addListener(({ name }) => { if (name === ALARM) event(EVENT.ALARM); });

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  if (byeolpyoIs(message, MESSAGE.PAGE)) event(EVENT.PAGE);
  if (byeolpyoIs(message, MESSAGE.OPEN)) event(EVENT.OPEN);
  if (byeolpyoIs(message, MESSAGE.STATUS) && sender.url?.startsWith(chrome.runtime.getURL("popup.html"))) {
    status().catch(() => [BROKEN]).then(reply);
    return true;
  }
  // What pages teach and storage has not plainly room for; room for what a person did.
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
  // Only the page of sync may ask for more: content scripts run beside sites' own.
  if (!byeolpyoIs(message, MESSAGE.SYNC) || !sender.url?.startsWith(chrome.runtime.getURL("sync.html"))) return false;
  const { name: verb, argument = "", server = "" } = message;
  load().then((go) => go.act(verb, argument, server)).catch(() => ({ failed: BROKEN })).then(reply);
  return true;
});

// A tab in which no stars can be is marked; why, the popup says. The page itself says it
// to whom nothing else told in this session of the browser.
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

// A tab that was open before has no stars until it is loaded again; without its address,
// which takes a permission, the popup can tell it by its number only.
chrome.runtime.onInstalled.addListener(async () => {
  const tabs = await chrome.tabs.query({});
  await chrome.storage.session.set({ [KEY.BEFORE]: tabs.map(({ id }) => id) });
});

// A timetable that an address holds is opened on a page of its own, which a page may
// not open itself. Only our own content script speaks here; pages cannot.
chrome.runtime.onMessage.addListener((message, sender) => {
  if (!byeolpyoIs(message, MESSAGE.IMPORT) || !CODE.test(message.code)) return;
  const query = new URLSearchParams({ lang: message.lang === "en" ? "en" : "ko" });
  chrome.tabs.create({ url: `import.html?${query}${LINK}${message.code}`, openerTabId: sender.tab?.id }).catch(console.warn);
});

// The keyring is in the extension's own database, which content scripts cannot reach.
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
      } catch (error) { // a database that is damaged
        db.close();
        reject(error);
      }
    };
  });
}

/** @type {Omit<Byeolpyo.Worker, "ready">} */
const host = {
  label: `Chrome, ${/** @type {any} */ (navigator).userAgentData?.platform ?? ""}`.replace(/, $/, ""),
  loadKeyring: async () => (await keyring("readonly", (store) => store.get(DATABASE.KEY))) ?? "",
  saveKeyring: (text) => keyring("readwrite", (store) => store.put(text, DATABASE.KEY)),
  // Not in the storage that a note is about.
  loadNote: async () => (await /** @type {Promise<any>} */ (chrome.storage.session.get(KEY.TROUBLE)))[KEY.TROUBLE] ?? "",
  saveNote: (trouble) => chrome.storage.session.set({ [KEY.TROUBLE]: trouble }),
  // An alarm that comes sooner stays, unless it is to be put off.
  async alarm(when, putOff) {
    if (when === 0) return chrome.alarms.clear(ALARM);
    const old = await chrome.alarms.get(ALARM);
    if (!putOff && old && old.scheduledTime > Date.now() && old.scheduledTime < when) return undefined;
    return chrome.alarms.create(ALARM, { when });
  },
  // No more than most bytes are read of an answer.
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
