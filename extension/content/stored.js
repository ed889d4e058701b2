// What the extension's storage holds when the page starts.
"use strict";

globalThis.byeolpyoStored = (() => {
  const { WANTED } = globalThis.byeolpyoConstants;
  // Storage is asked while the program is still being fetched; it takes the answer,
  // with what has changed since (all), when it follows the changes itself.
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
  asked.catch(() => {}); // whoever asks hears of it

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
