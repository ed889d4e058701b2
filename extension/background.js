// The service worker: opens what a page may not open itself. It starts for one
// message and is gone again.
"use strict";

// A code as share.Code writes it: the largest that a link may hold has 8 KB.
const CODE = /^1\.[\w-]{1,8192}$/;

// Only our own content script speaks here; pages cannot.
chrome.runtime.onMessage.addListener((message, sender) => {
  if (message?.byeolpyo !== "import" || !CODE.test(message.code)) return;
  const query = new URLSearchParams({ lang: message.lang === "en" ? "en" : "ko" });
  chrome.tabs.create({ url: `import.html?${query}#byeolpyo=${message.code}`, openerTabId: sender.tab?.id });
});
