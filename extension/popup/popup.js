// The popup's page: shows the view that popup.wasm makes (wasm/app/popup.View) and
// tells it what was clicked. Titles and all other words are set as text, never
// as HTML.
import "../wasm_exec.js";
import "../go.js";
import { SILENT_MS } from "../storage.js";
import * as words from "../words.js";
import { $, POPUP, act, body, messages, root, sameText, say, see, seen, speak, view } from "./state.js";
import { compiled } from "./early.js";
import { showChanges, showFriends, showOffer, showProblems, showStale } from "./cards.js";
import { closeCalendar, saveFile, showCalendar } from "./calendar.js";
import { endFind, showFind } from "./find.js";
import { focusedRow, foldAll, keepFocus, showSections, toNow } from "./list.js";
import { notify } from "./notices.js";
import { closeNote, showNoteChoice } from "./notes.js";
import { showNow } from "./now.js";
import { closeReminders, showReminders } from "./reminders.js";
import { closeOwn, leaveAsk } from "./own.js";
import { closeLarge, closeLook, drawSoon, showLook } from "./picture.js";
import { showTab } from "./tab.js";
import "./actions.js";

// A popup's size comes from its page, and Chrome gives less where the screen has less. What it
// gave is known when the popup stops resizing.
if (chrome.extension.getViews({ type: "popup" }).includes(window)) {
  root.classList.add("is-popup");
  let settled = 0;
  const fit = () => {
    clearTimeout(settled);
    settled = setTimeout(() => {
      root.classList.toggle("narrow", root.classList.contains("narrow") || innerWidth < root.offsetWidth);
      root.classList.toggle("low", root.classList.contains("low") || innerHeight < root.offsetHeight);
    }, 250);
  };
  addEventListener("resize", fit);
  fit();
}

const loaded = words.load();

globalThis.byeolpyo = {
  messages: loaded,
  browserLanguage: navigator.language, // like the stars
  // hashes resolves to the names that a QR code has for the keys: the first 5 bytes of their
  // SHA-256, in hex.
  hashes: (keys) => Promise.all(keys.map(async (key) => {
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key)));
    return [...sum.slice(0, 5)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  })),
  show: (next) => loaded.then((all) => show(next, all)),
  room: (text) => { $("room").textContent = text; },
  notify,
  save: saveFile,
  fail: async (name) => {
    clearTimeout(silence); // the failure is shown already
    await loaded.then((all) => {
      const lang = words.fallback();
      speak(all[lang]);
      words.apply(all[lang], lang);
    }).catch(() => {});
    // Without the messages there is still the page's own language.
    $("failure").textContent = messages ? say(words.why(name)) : "별표를 시작하지 못했어요. 창을 닫았다가 다시 열어 보세요. Byeolpyo could not start: please open it again.";
    $("failure").hidden = false;
    $("drawing").hidden = true; // nothing will be drawn
    $("days").setAttribute("aria-busy", "false");
    body.dataset.failed = name;
  },
};

// silence is the timer after which a program or a storage that does not answer counts as failed;
// should it answer after all, its list is shown.
const silence = setTimeout(() => byeolpyo.fail("startFailed"), SILENT_MS);

/** @param {Byeolpyo.PopupView} next @param {Record<string, Byeolpyo.Words>} all */
function show(next, all) {
  clearTimeout(silence);
  delete body.dataset.failed;
  $("failure").hidden = true;
  const lost = focusedRow();
  see(next, all[next.lang]);
  words.apply(all[next.lang], view.lang, {});
  document.title = `${view.name} · ${say("title")}`;

  const edition = $("edition");
  const options = sameText(view.editions);
  if (edition.dataset.options !== options) {
    edition.dataset.options = options;
    edition.replaceChildren(...view.editions.map((e) => new Option(e.name, e.edition)));
  }
  edition.value = view.edition;
  $("lang").value = view.chosen;

  $("summary").replaceChildren(...view.summary.map((text) => {
    const part = document.createElement("span");
    part.textContent = text;
    return part;
  }));
  showNow();
  showFind();
  showTab();
  showProblems();
  showOffer();
  showStale();
  showChanges();
  showLook();
  showCalendar();
  showReminders();
  showNoteChoice();
  showFriends();
  $("empty").hidden = !view.empty;
  if (view.empty) {
    $("empty-link").textContent = view.empty.link;
    $("empty-link").href = view.empty.url;
  }
  showSections();
  keepFocus(lost);

  const none = view.picks === 0;
  $("reason").hidden = !none;
  if (none || view.again) $("tab-line").hidden = none; // and after a failure
  for (const button of [$("save"), $("copy"), $("print")]) button.disabled = none;
  root.classList.toggle("none", none);
  $("copy-text").hidden = none;
  $("toast-close").setAttribute("aria-label", say("close"));

  Object.assign(body.dataset, {
    picks: view.picks, must: view.must, clashes: view.clashes, edition: view.edition,
    changes: view.changes?.list.length ?? 0, offer: view.offer?.count ?? 0, stale: view.stale?.count ?? 0, friends: view.friends.length,
    now: view.now?.phase ?? "", ready: "1",
  });
  $("open-link").href = view.open.url;
  toNow();
  seen();
  $("days").setAttribute("aria-busy", "false");
  if (!none) drawSoon();
}

$("edition").onchange = () => act(POPUP.EDITION, $("edition").value);
$("lang").onchange = () => act(POPUP.LANG, $("lang").value);
$("note").onclick = () => act(POPUP.NOTE);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    // Escape closes the innermost of what is open: what lies above all, what has the focus, the
    // rest.
    const own = $("own").contains(document.activeElement);
    const look = $("picture").contains(document.activeElement);
    if (closeLarge() || (look && closeLook()) || (!own && (closeNote() || closeCalendar() || closeReminders() || foldAll() || endFind() || closeLook()))) {
      event.preventDefault(); // otherwise Chrome closes the popup
    } else if (own) {
      event.preventDefault();
      if ($("own-ask").hidden) closeOwn();
      else leaveAsk();
    } else {
      window.close();
    }
  }
  if (event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !(/** @type {Element} */ (event.target).closest("input, textarea"))) act(POPUP.UNDO);
});

Promise.resolve(compiled).then((module) => byeolpyoGo("popup.wasm", { module })).catch((error) => {
  console.error(error);
  if (!body.dataset.failed) byeolpyo.fail("startFailed");
});
