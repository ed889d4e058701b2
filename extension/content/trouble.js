// Where no stars can be: why not, and who is told so.
"use strict";

globalThis.byeolpyoTrouble = (() => {
  const { FIELD, KEY, MESSAGE } = globalThis.byeolpyoConstants;
  const page = globalThis.byeolpyoPage;
  const { documentIn, tagged } = globalThis.byeolpyoTree;
  const { bookmarks } = globalThis.byeolpyoSiteStorage;
  const { asked } = globalThis.byeolpyoStored;

  /** @type {string | null} */
  let trouble = null; // the name of a message that says why; "" where they can be
  /** @type {((state: Byeolpyo.Message<"pong">) => void)[]} */
  const curious = []; // popups that asked before that was known

  /** @returns {Byeolpyo.Message<"pong">} */
  const state = () => ({ [FIELD]: MESSAGE.PONG, sessions: page.count(), bookmarks: bookmarks(), trouble, frame: page.count() ? "" : foreign(),
    dayless: globalThis.byeolpyoReading?.dayless() ?? false });

  // blocked notes why there are no stars, "" when there can be. The tab is marked, and
  // the popup says it; the page does, too, where nothing has in this session.
  /** @param {string} why */
  async function blocked(why) {
    const before = trouble;
    if (before === why) return;
    trouble = why;
    for (const reply of curious.splice(0)) reply(state());
    if (!why && !before || !alive()) return;
    const first = await byeolpyoSend(MESSAGE.BLOCKED, { why }).catch(() => false);
    if (!first || trouble !== why || why === "starUnread") return;
    const { [KEY.SETTINGS]: settings } = await asked.catch(() => ({}));
    page.toast((globalThis.byeolpyoStrings[settings?.lang] ?? fallbackStrings())[why], null);
  }

  const fallbackStrings = () => globalThis.byeolpyoStrings[navigator.language.startsWith("ko") ? "ko" : "en"];

  // foreign is the address of the largest part of the page that another site fills, ""
  // where there is none large enough for a timetable: its sessions cannot be read.
  const LEAST = { width: 300, height: 300 }; // px
  function foreign() {
    let found = "", most = 0;
    for (const frame of tagged(document, "iframe")) {
      const { width, height } = frame.getBoundingClientRect();
      if (width < LEAST.width || height < LEAST.height || width * height <= most || documentIn(frame)) continue;
      const { protocol, href } = new URL(frame.src, location.href);
      if (protocol !== "https:") continue;
      found = href;
      most = width * height;
    }
    return found;
  }

  // The extension was updated or removed: this script has lost its API.
  function orphaned() {
    const texts = fallbackStrings();
    page.toast(texts.starReload, { label: texts.starReloadButton, run: () => location.reload() });
  }

  const alive = () => Boolean(globalThis.chrome?.runtime?.id);

  // The popup asks whether this tab is served, and what it has to import.
  chrome.runtime.onMessage.addListener((message, sender, reply) => {
    if (!byeolpyoIs(message, MESSAGE.PING)) return false;
    if (trouble !== null) {
      reply(state());
      return false;
    }
    curious.push(reply);
    return true;
  });

  return { blocked, orphaned, alive, why: () => trouble };
})();
