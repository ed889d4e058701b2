// What the extension's storage holds when the page starts.
"use strict";

globalThis.byeolpyoStored = (() => {
  const { WANTED } = globalThis.byeolpyoConstants;
  // missed are the changes since storage was read, which happens while the program is still
  // being fetched. Once the program follows changes itself, it takes both (all).
  /** @type {Record<string, chrome.storage.StorageChange>[]} */
  const missed = [];
  /** @param {Record<string, chrome.storage.StorageChange>} changes @param {string} area */
  const note = (changes, area) => {
    if (area === "local") missed.push(changes);
  };
  chrome.storage.onChanged.addListener(note);
  const asked = (async () => {
    const { local } = chrome.storage;
    if (!local.getKeys) return local.get(null);
    return local.get((await local.getKeys()).filter((key) => WANTED.test(key)));
  })();
  asked.catch(() => {}); // whoever awaits it gets the error

  async function all() {
    const values = await asked;
    chrome.storage.onChanged.removeListener(note);
    for (const changes of missed) {
      for (const [key, { newValue }] of Object.entries(changes)) if (WANTED.test(key)) values[key] = newValue;
    }
    return values;
  }

  return { asked, all };
})();
