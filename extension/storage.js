// Reads storage for the pages that do so themselves, so that all failures look the same to
// them.

// SILENT_MS is how many milliseconds storage has to answer before it counts as failed. All that
// it can hold, 10 MB, is read within 1 s; a machine may be 20 times slower.
export const SILENT_MS = 20_000;

// readStored resolves to what is stored under key, or with null to all; it rejects when
// reading fails, throws, returns something other than an object, or takes longer than
// SILENT_MS.
/** @param {string | null} key @returns {Promise<Record<string, unknown>>} */
export async function readStored(key) {
  const silent = new Promise((resolve, reject) => { setTimeout(() => reject(new Error("storage does not answer")), SILENT_MS); });
  const all = await Promise.race([chrome.storage.local.get(key), silent]);
  if (!(all instanceof Object)) throw new Error("no answer of storage");
  return all;
}
