// What the site keeps in its own storage in this browser, which is only ever read.
"use strict";

globalThis.byeolpyoSiteStorage = (() => {
  const { MAX_BOOKMARKS } = globalThis.byeolpyoConstants;
  // language returns the language that the site has stored, as those of 2025 and 2026 do, or "".
  function language() {
    try {
      const [, lang] = localStorage.getItem("language")?.match(/^"?(ko|en)\b/) ?? [];
      return lang ?? "";
    } catch {
      return ""; // the browser keeps no storage for this site
    }
  }

  // bookmarks returns the ids of the sessions in the site's own timetable. The site of 2026
  // stores them by user name when somebody is signed in.
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
          // The value has an unknown form.
        }
      }
    } catch {
      // The browser keeps no storage for this site.
    }
    return [...ids].slice(0, MAX_BOOKMARKS);
  }

  return { language, bookmarks };
})();
