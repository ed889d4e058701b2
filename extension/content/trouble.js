// Why a page can have no stars, and who is told.
"use strict";

globalThis.byeolpyoTrouble = (() => {
  const { FIELD, KEY, MESSAGE } = globalThis.byeolpyoConstants;
  const page = globalThis.byeolpyoPage;
  const { documentIn, tagged } = globalThis.byeolpyoTree;
  const { bookmarks } = globalThis.byeolpyoSiteStorage;
  const { asked } = globalThis.byeolpyoStored;

  /** @type {string | null} */
  let trouble = null; // the name of the message that says why; "" where there can be stars
  /** @type {((state: Byeolpyo.Message<"pong">) => void)[]} */
  const curious = []; // popups that asked before it was known

  /** @returns {Byeolpyo.Message<"pong">} */
  const state = () => ({ [FIELD]: MESSAGE.PONG, sessions: page.count(), bookmarks: bookmarks(), trouble, frame: page.count() ? "" : foreign(),
    dayless: globalThis.byeolpyoReading?.dayless() ?? false });

  // blocked notes why the page can have no stars, "" when it can. The tab's button is marked,
  // and the popup says why. The page says it too, if no other page has in this session of the
  // browser.
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

  const LEAST = { width: 300, height: 300 }; // px; a smaller frame is no timetable

  // foreign returns the address of the largest frame of another site, whose sessions cannot be
  // read, or "" if none is large enough for a timetable.
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

  // orphaned says that the page has to be reloaded: the extension was updated or removed, and
  // this script has lost its API.
  function orphaned() {
    const texts = fallbackStrings();
    page.toast(texts.starReload, { label: texts.starReloadButton, run: () => location.reload() });
  }

  const alive = () => Boolean(globalThis.chrome?.runtime?.id);

  // The popup asks whether this tab is read, and what it has to import.
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
