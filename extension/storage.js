// Reading storage on the pages that do it themselves, so that it fails in one way only.

// SILENT_MS is after how many milliseconds without an answer storage is taken to have
// none. All that it can hold, 10 MB, is read within 1 s; a machine may be 20 times slower.
export const SILENT_MS = 20_000;

// readStored resolves to what is stored under key, or with null to all; it rejects where that
// fails, throws, answers what is no answer, or nothing for SILENT_MS.
/** @param {string | null} key @returns {Promise<Record<string, unknown>>} */
export async function readStored(key) {
  const silent = new Promise((resolve, reject) => { setTimeout(() => reject(new Error("storage does not answer")), SILENT_MS); });
  const all = await Promise.race([chrome.storage.local.get(key), silent]);
  if (!(all instanceof Object)) throw new Error("no answer of storage");
  return all;
}
