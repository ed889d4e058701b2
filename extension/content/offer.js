// Offers to import the timetable that the page's address holds.
"use strict";

globalThis.byeolpyoOffer = (() => {
  const { CODE, KEY, LINK, MESSAGE } = globalThis.byeolpyoConstants;
  const page = globalThis.byeolpyoPage;
  const { phase } = globalThis.byeolpyoTree;
  const { asked } = globalThis.byeolpyoStored;
  const { alive, orphaned } = globalThis.byeolpyoTrouble;

  // offerImport offers to open what the address holds. The QR code of a picture leads to the
  // site's timetable, with the picks behind the '#'. They are shown in a tab of the extension if
  // the visitor wants that.
  async function offerImport() {
    const code = location.hash.startsWith(LINK) ? location.hash.slice(LINK.length) : "";
    if (!CODE.test(code)) return;
    const chosen = (await asked.catch(() => ({})))[KEY.SETTINGS]?.lang;
    const lang = chosen ?? (navigator.language.startsWith("ko") ? "ko" : "en");
    const texts = globalThis.byeolpyoStrings[lang] ?? globalThis.byeolpyoStrings.en;
    const run = () => (alive() ? byeolpyoSend(MESSAGE.IMPORT, { code, lang }) : orphaned());
    page.toast(texts.starImport, { label: texts.starImportButton, run });
  }
  if (phase(document) === "loading") addEventListener("DOMContentLoaded", offerImport, { once: true });
  else offerImport();

  return offerImport;
})();
