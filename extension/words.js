// The messages of _locales in the language chosen in the popup. chrome.i18n
// follows the browser's language only, so the files are read here.

// load reads the messages of both languages: {ko: {name: text}, en: …}.
/** @returns {Promise<Record<string, Byeolpyo.Words>>} */
export async function load() {
  /** @param {string} lang @returns {Promise<Byeolpyo.Words>} */
  const read = async (lang) => {
    /** @type {Record<string, { message: string }>} */
    const entries = await (await fetch(`_locales/${lang}/messages.json`)).json();
    return Object.fromEntries(Object.entries(entries).map(([name, { message }]) => [name, message]));
  };
  const [ko, en] = await Promise.all([read("ko"), read("en")]);
  return { ko, en };
}

// say fills the {placeholders} of a message.
/** @param {Byeolpyo.Words} messages @param {string} name @param {Byeolpyo.Values} [values] @returns {string} */
export function say(messages, name, values = {}) {
  const text = messages[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

// apply puts its words into every element that has data-say.
/** @param {Byeolpyo.Words} messages @param {string} lang @param {Byeolpyo.Values} [values] */
export function apply(messages, lang, values) {
  document.documentElement.lang = lang;
  for (const element of document.querySelectorAll("[data-say]")) {
    const text = say(messages, element.getAttribute("data-say") ?? "", values);
    if (element.textContent !== text) element.textContent = text; // setting equal text would cost a layout
  }
}

// why returns the message to show instead of name if the browser lacks WebAssembly, which all
// of our programs need.
/** @param {string} name */
export const why = (name) => (typeof WebAssembly === "undefined" ? "starNoWasm" : name);

// fallback returns the language of a page for which none was chosen.
export const fallback = () => (navigator.language.startsWith("ko") ? "ko" : "en");
