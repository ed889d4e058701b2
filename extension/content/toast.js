// Toasts: one line of text, with buttons. Page text only ever becomes text, never markup.
"use strict";

globalThis.byeolpyoToast = (() => {
  const { TOAST_MS } = globalThis.byeolpyoConstants;
  const { TOAST, elementAt, make, parent, rootOf } = globalThis.byeolpyoTree;

  const STYLE = `
    :host { all: initial !important; position: fixed !important; z-index: 2147483647 !important; left: 0 !important;
      right: 0 !important; bottom: 24px !important; display: flex !important; justify-content: center !important;
      pointer-events: none !important; }
    @media print { :host { display: none !important; } }
    div { display: flex; align-items: center; gap: 4px; max-width: min(560px, calc(100vw - 32px)); box-sizing: border-box;
      padding: 6px 8px 6px 18px; border-radius: 12px; background: #202329; color: #fff; pointer-events: auto;
      font: 14px/1.5 system-ui, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", sans-serif; word-break: keep-all;
      box-shadow: 0 4px 20px rgba(0, 0, 0, .35), 0 0 0 1px rgba(255, 255, 255, .16); }
    @media (forced-colors: active) { div, button { border: 1px solid; } }
    span { padding: 5px 6px 5px 0; }
    div:has(button ~ button) { flex-wrap: wrap; }
    button { all: unset; flex: none; padding: 5px 12px; min-height: 24px; border-radius: 8px; color: #ffcf66; font-weight: 600; cursor: pointer; }
    button:hover { background: rgba(255, 255, 255, .14); }
    button:focus-visible { outline: 2px solid #ffcf66; }
  `;
  /** @type {HTMLElement | null} */
  let toastHost = null;
  let toastTimer = 0;
  /** @type {(() => void) | null} */
  let undo = null;

  function hideToast() {
    clearTimeout(toastTimer);
    undo = null;
    if (toastHost) toastHost.remove();
  }

  // home returns the element that a toast is put into. While a modal dialog is open everything
  // outside of it is inert, even what lies above it, so the toast goes into the dialog. Of
  // several dialogs the uppermost is the one that is hit, its backdrop included.
  function home() {
    /** @type {[number, number]} */
    const middle = [innerWidth / 2, innerHeight / 2];
    /** @type {any} */
    let n = elementAt(document, ...middle);
    for (let inner = n; inner?.shadowRoot;) {
      inner = inner.shadowRoot.elementFromPoint(...middle);
      if (inner?.getRootNode() !== n.shadowRoot) break; // the shadow root has no element there
      n = inner;
    }
    while (n && !(n.localName === "dialog" && n.matches(":modal"))) n = parent(n) ?? n.host;
    return n ?? rootOf(document);
  }

  // showToast puts the toast where it can be seen and used: above everything else.
  /** @param {HTMLElement} host */
  function showToast(host) {
    const holder = home();
    if (host.parentNode !== holder) holder.append(host);
    else host.hidePopover(); // to lie above what was opened since
    host.showPopover();
  }

  function toggled() {
    if (toastHost?.isConnected && toastHost.parentNode !== home()) showToast(toastHost);
  }

  // toast shows a message. action is null or {label, run, undo}; with undo, Ctrl+Z on a star
  // runs it too. The buttons of choices, {label, run} each, come before it.
  /** @type {ByeolpyoContent.Toasts["toast"]} */
  function toast(message, action, choices = []) {
    if (!toastHost) {
      toastHost = make(document, TOAST);
      toastHost.popover = "manual";
      const root = toastHost.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet(); // made only now, since most pages show no toast
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      const box = make(document, "div");
      box.setAttribute("role", "status");
      box.append(make(document, "span"));
      root.append(box);
    }
    const root = /** @type {ShadowRoot} */ (toastHost.shadowRoot);
    const box = /** @type {HTMLElement} */ (root.firstChild);
    const focused = root.activeElement !== null;
    for (const old of [...box.querySelectorAll("button")]) old.remove();
    undo = null;
    showToast(toastHost);
    /** @type {Node} */ (box.firstChild).textContent = message;
    for (const { label, run } of [...choices, ...(action ? [action] : [])]) {
      const button = /** @type {HTMLButtonElement & { run: () => void }} */ (make(document, "button"));
      button.type = "button";
      button.textContent = label;
      button.run = run;
      box.append(button);
      if (focused) button.focus();
    }
    if (action?.undo) undo = action.run;
    clearTimeout(toastTimer);
    toastTimer = setTimeout(hideToast, TOAST_MS);
  }

  return { toast, toggled, isToast: (n) => n !== null && n === toastHost, undoing: () => undo };
})();
