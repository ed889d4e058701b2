// The board: what is on in every room and what comes next, or a person's own week, on a screen
// that hangs there all day. It shows the view that popup.wasm makes at the beginning of every
// minute and after every change of storage (wasm/app/board.View); it needs no network, and keeps
// nothing of earlier views.
import "./wasm_exec.js";
import "./go.js";
import { selfScroll } from "./selfscroll.js";
import { SILENT_MS } from "./storage.js";
import * as words from "./words.js";

/** @template {keyof Byeolpyo.BoardPage} K @param {K} id @returns {Byeolpyo.BoardPage[K]} */
const $ = (id) => /** @type {any} */ (document.getElementById(id));
const root = document.documentElement;
const { body } = document;

// SHIFT is how many px everything is moved in each direction, by one px a minute, so that no
// edge of a letter stays on the same pixels all day.
const SHIFT = 3;
const SIDE = 2 * SHIFT + 1; // places in a row
const IDLE_MS = 8_000; // without keys and pointer, after which a full screen hides its buttons

const query = new URLSearchParams(location.search);
const asked = query.get("lang");
const lang = asked === "en" || asked === "ko" ? asked : words.fallback();
/** @type {Byeolpyo.Words} */
let messages = {};
/** @type {Byeolpyo.Say} */
const say = (name, values) => words.say(messages, name, values);
/** @type {Byeolpyo.BoardView | null} */
let view = null;
let mine = query.get("view") === "mine"; // show the person's week instead of the hall
let shown = ""; // the JSON that the list was made of
let held = false; // the person has stopped the scrolling

const loaded = words.load();
const scroll = selfScroll($("list"));

globalThis.byeolpyoBoard = {
  messages: loaded,
  edition: query.get("edition") ?? "",
  lang,
  show: (next) => loaded.then((all) => {
    messages = all[lang];
    view = next;
    show(next);
  }),
  fail: async (name) => {
    clearTimeout(silence);
    await loaded.then((all) => {
      messages = all[lang];
      words.apply(messages, lang);
    }).catch(() => {});
    $("failure").textContent = name in messages ? say(words.why(name)) : "별표를 시작하지 못했어요. 이 탭을 새로고침해 보세요. Byeolpyo could not start: please reload this tab.";
    $("failure").hidden = false;
    $("list").setAttribute("aria-busy", "false");
    body.dataset.failed = name;
  },
};

// silence is the timer after which a program or a storage that does not answer counts as failed.
const silence = setTimeout(() => byeolpyoBoard.fail("startFailed"), SILENT_MS);

/** @param {string} name @param {string} text @param {string} [as] */
function part(name, text, as = "span") {
  const element = document.createElement(as);
  element.className = name;
  element.textContent = text;
  return element;
}

// slotElement makes a session: its title with the person's mark, and the facts beneath it.
/** @param {Byeolpyo.BoardSlot} slot @param {string} as */
function slotElement(slot, as) {
  const element = document.createElement(as);
  element.className = `slot is-${slot.status}`;
  element.classList.toggle("gone", slot.note !== "");
  const title = part("title", "", "p");
  if (slot.state !== "off") {
    const mark = part("mark", slot.state === "must" ? "★★" : "★");
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", slot.state === "must" ? say("starMust") : say("boardPicked"));
    title.append(mark);
  }
  const name = part("", slot.title);
  name.lang = slot.titleLang || lang;
  title.append(name);
  const facts = part("facts", "", "p");
  for (const [kind, text] of [["time", slot.time], ["when", slot.when], ["note", slot.note], ["place", slot.place], ["people", slot.people]]) {
    if (text) facts.append(part(kind, text), " "); // the space separates them for screen readers
  }
  element.append(title, facts);
  return element;
}

// half makes one of the two halves of a room: what is on, or what comes next.
/** @param {string} kind @param {string} label @param {Byeolpyo.BoardSlot[]} slots @param {string} none */
function half(kind, label, slots, none) {
  const element = part(`part ${kind}`, "", "div");
  element.append(part(slots.length ? "label" : "unseen", label, "h4"), ...slots.map((slot) => slotElement(slot, "div")));
  if (slots.length === 0 && none) element.append(part("nothing", none, "p"));
  return element;
}

/** @param {Byeolpyo.BoardRoom} room */
function roomElement(room) {
  const item = part(room.wide ? "room wide" : "room", "", "li");
  item.append(part("", room.name, "h3"), half("now", say("nowNow"), room.now, room.empty), half("next", say("nowNext"), room.next, room.done));
  return item;
}

/** @param {Byeolpyo.BoardDay} day */
function dayElement(day) {
  const section = part(day.today ? "day today" : "day", "", "section");
  const list = document.createElement("ol");
  list.append(...day.slots.map((slot) => slotElement(slot, "li")));
  section.append(part("", day.label, "h3"), list);
  return section;
}

/** @param {keyof Byeolpyo.BoardPage} id @param {string} text */
function put(id, text) {
  const element = $(id);
  if (element.textContent !== text) element.textContent = text; // equal text would make a screen reader repeat it
  element.hidden = text === "";
}

/** @param {Byeolpyo.BoardView} next */
function show(next) {
  clearTimeout(silence);
  delete body.dataset.failed;
  $("failure").hidden = true;
  if (root.lang !== next.lang || !body.dataset.ready) words.apply(messages, next.lang);
  document.title = `${next.name} · ${mine ? say("title") : say("boardTitle")}`;
  put("name", next.name);
  put("day", next.day);
  put("clock", next.clock);
  put("here", next.here);
  put("says", mine ? next.none : next.says);
  put("list-title", mine ? say("title") : say("boardHall"));
  $("hall-button").setAttribute("aria-pressed", String(!mine));
  $("mine-button").setAttribute("aria-pressed", String(mine));
  $("full-button").textContent = document.fullscreenElement ? say("boardSmall") : say("boardFull");

  // A view that is the same is not made again, or a day of minutes would be a day of garbage.
  const text = JSON.stringify(mine ? next.days : next.rooms);
  if (text !== shown) {
    shown = text;
    $("rooms").replaceChildren(...(mine ? [] : next.rooms.map(roomElement)));
    $("days").replaceChildren(...(mine ? next.days.map(dayElement) : []));
  }
  $("rooms").hidden = mine;
  $("days").hidden = !mine;
  $("list").setAttribute("aria-busy", "false");

  const place = Math.floor(Date.now() / 60_000) % (2 * SIDE * SIDE);
  const way = place < SIDE * SIDE ? place : 2 * SIDE * SIDE - 1 - place; // forth and back
  const row = Math.floor(way / SIDE);
  const column = row % 2 ? SIDE - 1 - way % SIDE : way % SIDE;
  root.style.setProperty("--shift-x", `${column - SHIFT}px`);
  root.style.setProperty("--shift-y", `${row - SHIFT}px`);

  Object.assign(body.dataset, { phase: next.phase, view: mine ? "mine" : "hall", ready: "1" });
  scroll.begin();
  awake();
}

/** @param {boolean} week */
function turnTo(week) {
  mine = week;
  if (!view) return;
  show(view);
  $("list").scrollTop = 0;
  if (mine) document.querySelector(".day.today, .is-next")?.scrollIntoView({ block: "nearest" });
}

$("hall-button").onclick = () => turnTo(false);
$("mine-button").onclick = () => turnTo(true);

function fill() {
  const done = document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen();
  done.catch(() => put("awake", say("boardNotFull")));
}
$("full-button").onclick = fill;
document.addEventListener("fullscreenchange", () => { if (view) show(view); });

function hold() {
  held = !held;
  $("hold-button").setAttribute("aria-pressed", String(held));
  scroll.hold(held);
}
$("hold-button").onclick = hold;

// lock keeps the screen awake while the board is visible. The system may release it when the tab
// is hidden or the battery is low: it is requested again when the tab is visible, and at the
// next minute. If the browser refuses, the board says so, because the screen will go dark.
/** @type {WakeLockSentinel | null} */
let lock = null;
let asking = false;

function awake() {
  if (asking || document.visibilityState !== "visible" || (lock && !lock.released)) return;
  asking = true;
  const wish = navigator.wakeLock ? navigator.wakeLock.request("screen") : Promise.reject(new Error("no wake lock"));
  wish.catch(() => null).then((got) => {
    lock = got;
    asking = false;
    put("awake", got ? "" : say("boardAsleep"));
    body.dataset.awake = got ? "1" : "0";
  });
}
document.addEventListener("visibilitychange", () => { if (view) awake(); });

// idle is the timer after which nobody uses the board: while somebody does, its buttons are
// shown and it does not scroll by itself.
let idle = 0;
function used() {
  scroll.used();
  body.classList.remove("idle");
  clearTimeout(idle);
  idle = setTimeout(() => body.classList.add("idle"), IDLE_MS);
}
for (const name of ["pointermove", "pointerdown", "wheel"]) addEventListener(name, used, { passive: true });
used();

// A remote control has arrows and Enter. A focused button handles its own keys.
document.addEventListener("keydown", (event) => {
  used();
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const button = event.target instanceof HTMLButtonElement;
  const list = $("list");
  /** @type {Record<string, () => void>} */
  const keys = {
    ArrowLeft: () => turnTo(false),
    ArrowRight: () => turnTo(true),
    ArrowUp: () => list.scrollBy(0, -list.clientHeight / 4),
    ArrowDown: () => list.scrollBy(0, list.clientHeight / 4),
    PageUp: () => list.scrollBy(0, -list.clientHeight * 0.9),
    PageDown: () => list.scrollBy(0, list.clientHeight * 0.9),
    Home: () => list.scrollTo(0, 0),
    End: () => list.scrollTo(0, list.scrollHeight),
    KeyF: fill, // by the key's position, also where it types ㄹ
  };
  if (!button) Object.assign(keys, { Enter: fill, NumpadEnter: fill, Space: hold });
  const does = keys[event.code] ?? keys[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});

byeolpyoGo("popup.wasm").catch((error) => {
  console.error(error);
  if (!body.dataset.failed) byeolpyoBoard.fail("startFailed");
});
