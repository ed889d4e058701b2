// What a star extension for the 2026 timetable, and for the page of 3,000 sessions, looks
// like when it is written for these pages in plain JavaScript: it finds the sessions, puts
// a star of the same look beside each and keeps the clicks. It has no profiles,
// no languages, no undo and no lists, so it is faster than anything that has.
"use strict";

(() => {
  const STAR = "byeolpyo-star";
  const SVG = "http://www.w3.org/2000/svg";
  const SHAPE = "M12 2.6l2.9 6 6.5.9-4.7 4.6 1.1 6.5-5.8-3.1-5.8 3.1 1.1-6.5L2.6 9.5l6.5-.9z";
  const SHEET = new CSSStyleSheet();
  SHEET.replaceSync(`
    :host { all: initial !important; display: inline-block !important; float: right !important; position: relative !important;
      z-index: 1 !important; margin: 0 0 0 4px !important; width: 28px !important; height: 24px !important; line-height: 0 !important; }
    button { all: unset; box-sizing: border-box; display: grid; place-items: center; width: 100%; height: 100%; border-radius: 12px;
      cursor: pointer; color: #767b85; }
    svg { width: 21px; height: 21px; overflow: visible; pointer-events: none; }
    path { fill: transparent; stroke: currentColor; stroke-width: 1.8; stroke-linejoin: round; }
    button[aria-pressed="true"] path { fill: #ffbf3c; stroke: #a85f00; }
    .second { display: none; }
    :host([data-state="must"]) .second { display: inline; transform: translate(8.5px, 8.5px) scale(.66); }
  `);
  const BREAK = /^(휴식|점심|등록|break|lunch|registration)/i;
  const NEXT = { off: "star", star: "must", must: "off" };
  const picks = new Map();
  let loaded = false;

  function path(name) {
    const p = document.createElementNS(SVG, "path");
    p.setAttribute("d", SHAPE);
    p.setAttribute("class", name);
    return p;
  }

  function make() {
    const host = document.createElement(STAR);
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [SHEET];
    const button = document.createElement("button");
    button.type = "button";
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    svg.append(path("first"), path("second"));
    button.append(svg);
    root.append(button);
    return host;
  }

  function set(element, name, value) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }

  function paint(host, key, title) {
    const state = picks.get(key)?.state ?? "off";
    const button = host.shadowRoot.firstChild;
    set(host, "data-key", key);
    set(host, "data-state", state);
    set(button, "aria-label", `내 시간표에 담기: ${title}`);
    set(button, "aria-pressed", String(state !== "off"));
    if (state === "must") set(button, "aria-description", "꼭 들을 세션");
    else button.removeAttribute("aria-description");
  }

  function list() {
    for (const p of document.querySelectorAll("li > .font-semibold")) {
      const old = p.firstChild?.localName === STAR ? p.firstChild : null;
      const title = p.textContent.replace(/\s+/g, " ").trim();
      const host = old ?? make();
      paint(host, `2096/${title} ${p.parentNode.firstChild.textContent}`, title);
      if (!old) p.insertBefore(host, p.firstChild);
    }
  }

  function scan() {
    if (!loaded) return;
    if (location.host === "2096.pycon.kr") list();
    for (const cell of document.querySelectorAll("main table tbody td")) {
      const p = cell.querySelector("p.MuiTypography-root");
      const title = p?.textContent.replace(/\s+/g, " ").trim();
      const old = cell.firstChild?.localName === STAR ? cell.firstChild : null;
      if (!title || BREAK.test(title)) {
        old?.remove();
        continue;
      }
      const id = cell.querySelector("a[href]")?.getAttribute("href").match(/^\/presentations\/([0-9a-f-]{36})/)?.[1];
      const time = cell.parentNode.cells[0]?.textContent;
      const host = old ?? make();
      paint(host, id ? `2026/s/${id}` : `2026/s/${title} ${time}`, title);
      if (!old) cell.insertBefore(host, cell.firstChild);
    }
    observer.takeRecords();
  }

  const observer = new MutationObserver(scan);
  observer.observe(document, { subtree: true, childList: true, characterData: true });

  addEventListener("click", (e) => {
    if (e.target.localName !== STAR || !e.isTrusted) return;
    e.stopImmediatePropagation();
    e.preventDefault();
    const key = e.target.dataset.key;
    const pick = { v: 1, state: NEXT[e.target.dataset.state], tapped: Date.now() };
    picks.set(key, pick);
    scan();
    chrome.storage.local.set({ [`pick/${key}`]: pick });
  }, { capture: true });

  chrome.storage.onChanged.addListener((changes) => {
    for (const [name, change] of Object.entries(changes)) if (name.startsWith("pick/")) picks.set(name.slice(5), change.newValue);
    scan();
  });
  chrome.storage.local.get(null).then((all) => {
    for (const [name, value] of Object.entries(all)) if (name.startsWith("pick/")) picks.set(name.slice(5), value);
    loaded = true;
    scan();
  });
})();
