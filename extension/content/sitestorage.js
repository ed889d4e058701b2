// What the site keeps in its own storage of this browser, which is only read.
"use strict";

globalThis.byeolpyoSiteStorage = (() => {
  const { MAX_BOOKMARKS } = globalThis.byeolpyoConstants;
  // The language in which the site says that its pages are: those of 2025 and 2026 keep
  // it here. "" where it does not say.
  function language() {
    try {
      const [, lang] = localStorage.getItem("language")?.match(/^"?(ko|en)\b/) ?? [];
      return lang ?? "";
    } catch {
      return ""; // the browser keeps no storage for this site
    }
  }

  // The ids of the sessions that were put in the site's own timetable. The site of
  // 2026 keeps them by user name when somebody is signed in; they are only read.
  function bookmarks() {
    const PREFIX = "pyconkr-2026:my-schedule:";
    const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
    const MAX_LENGTH = 100 * MAX_BOOKMARKS; // an id takes 39 characters
    /** @type {Set<string>} */
    const ids = new Set();
    if (location.origin !== "https://2026.pycon.kr") return [];
    try {
      for (const name of Object.keys(localStorage)) {
        if (!name.startsWith(PREFIX) || name === PREFIX || name === `${PREFIX}__anon__`) continue;
        const text = localStorage.getItem(name) ?? "";
        if (text.length > MAX_LENGTH) continue;
        try {
          const value = JSON.parse(text);
          const list = [value, value?.presentation_ids, value?.presentationIds, value?.ids].find(Array.isArray) ?? [];
          for (const id of list) if (typeof id === "string" && UUID.test(id)) ids.add(id.toLowerCase());
        } catch {
          // Not in a form that is known.
        }
      }
    } catch {
      // The browser keeps no storage for this site.
    }
    return [...ids].slice(0, MAX_BOOKMARKS);
  }

  return { language, bookmarks };
})();
