// What is measured inside a page, with the extension and without. It looks at the page from
// outside: at the site's own nodes, at boxes and at what is under a point. Of the extension it
// knows only the names of its elements.
globalThis.probe = (() => {
  "use strict";
  const STAR = "byeolpyo-star";
  const TOAST = "byeolpyo-toast";
  const UNSHOWN = "script, style, noscript, template, head, " + STAR + ", " + TOAST;
  // LEADING is the part of a line's height above and below the letters: the middle 70 % are ink.
  const LEADING = 0.15;
  const SIDE = 24; // px: the least side of a target (WCAG 2.5.8)
  const GAP = 2; // px between a star and the letters

  const norm = (s) => s.normalize("NFC").replace(/\s+/g, " ").trim();
  const box = (r) => ({ l: r.left, t: r.top, r: r.right, b: r.bottom });
  const meet = (a, b) => ({ l: Math.max(a.l, b.l), t: Math.max(a.t, b.t), r: Math.min(a.r, b.r), b: Math.min(a.b, b.b) });
  const over = (a, b, by) => a.l < b.r - by && a.r > b.l + by && a.t < b.b - by && a.b > b.t + by;
  const inside = (a, b) => a.l >= b.l - 0.5 && a.r <= b.r + 0.5 && a.t >= b.t - 0.5 && a.b <= b.b + 0.5;
  const up = (n) => n.assignedSlot ?? n.parentNode ?? n.host ?? null; // in the tree as it is laid out

  // hosts returns all stars, including those in open shadow roots.
  function hosts(root = document, out = []) {
    for (const el of root.querySelectorAll("*")) {
      if (el.localName === STAR) out.push(el);
      else if (el.shadowRoot && el.localName !== TOAST) hosts(el.shadowRoot, out);
    }
    return out;
  }
  const shown = () => hosts().filter((h) => h.checkVisibility() && h.shadowRoot?.querySelector("button"));
  const button = (h) => h.shadowRoot.querySelector("button");
  const label = (h) => button(h).nextSibling.textContent ?? "";

  // texts returns the texts of the site in the order of the document, visible or not: the n-th
  // is the same with the extension and without.
  function texts() {
    const out = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let n = walker.nextNode(); n; n = walker.nextNode()) {
      if (n.data.trim() && !n.parentElement.closest(UNSHOWN)) out.push(n);
    }
    return out;
  }

  // rects returns the rectangles of texts, without what is cut off, as by a limit on the number
  // of lines.
  function rects(nodes) {
    const out = [];
    const cache = new Map();
    for (const n of nodes) {
      if (!n.parentElement.checkVisibility({ visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(n);
      const cut = clip(n.parentElement, cache);
      for (const r of range.getClientRects()) {
        const middle = (r.top + r.bottom) / 2;
        if (r.width > 0.5 && r.height > 0.5 && middle > cut.t && middle < cut.b) out.push(box(r));
      }
    }
    return out;
  }

  // lines joins rectangles into lines: one begins a new line if its middle is below the line
  // before.
  function lines(all) {
    const out = [];
    for (const r of [...all].sort((a, b) => a.t + a.b - b.t - b.b)) {
      const last = out.at(-1);
      if (!last || (r.t + r.b) / 2 > last.b) out.push({ ...r });
      else Object.assign(last, { l: Math.min(last.l, r.l), r: Math.max(last.r, r.r), t: Math.min(last.t, r.t), b: Math.max(last.b, r.b) });
    }
    return out;
  }

  // clip returns the area around an element that nothing clips.
  const EVERYWHERE = { l: -1e6, t: -1e6, r: 1e6, b: 1e6 };
  function clip(el, cache) {
    if (!el || el === document.documentElement || el === document) return EVERYWHERE;
    const had = cache.get(el);
    if (had) return had;
    let out = clip(up(el), cache);
    if (el instanceof Element) {
      const style = getComputedStyle(el);
      if (el !== document.body && (style.overflowX !== "visible" || style.overflowY !== "visible")) out = meet(out, box(el.getBoundingClientRect()));
    }
    cache.set(el, out);
    return out;
  }

  // ink returns the ink of all visible letters, and what else must not be covered.
  function ink(nodes) {
    const cache = new Map();
    const out = [];
    nodes.forEach((n, i) => {
      const within = clip(n.parentElement, cache);
      for (const r of rects([n])) {
        const lead = (r.b - r.t) * LEADING;
        const cut = meet({ ...r, t: r.t + lead, b: r.b - lead }, within);
        if (cut.r > cut.l && cut.b > cut.t) out.push({ ...cut, i, what: norm(n.data).slice(0, 40), in: n.parentElement });
      }
    });
    for (const el of document.querySelectorAll("button, input, select, textarea, img, video, iframe")) {
      const r = el.getBoundingClientRect();
      // A picture that is laid out apart from the text is background, not content.
      if (!r.width || !el.checkVisibility({ visibilityProperty: true }) || el.closest(UNSHOWN) || getComputedStyle(el).position === "absolute") continue;
      const cut = meet(box(r), clip(el.parentElement, cache));
      if (cut.r > cut.l && cut.b > cut.t) out.push({ ...cut, i: -1, what: el.localName + " " + norm(el.textContent).slice(0, 30), in: el });
    }
    return out;
  }

  const sticks = (el) => {
    for (let n = el; n; n = up(n)) if (n instanceof Element && /^(sticky|fixed)$/.test(getComputedStyle(n).position)) return true;
    return false;
  };

  function hit(x, y) {
    let top = document.elementFromPoint(x, y);
    while (top?.shadowRoot) {
      const inner = top.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === top) break;
      top = inner;
    }
    return top;
  }
  const within = (el, h) => {
    for (let n = el; n; n = n.parentNode ?? n.host) if (n === h) return true;
    return false;
  };
  const name = (el) => (el ? el.localName + (el.id ? "#" + el.id : "") + (typeof el.className === "string" && el.className ? "." + el.className.split(" ")[0] : "") : "nothing");

  // titles returns the places of the titles: the smallest elements, or single texts, that say
  // nothing else.
  function titles(wanted) {
    const set = new Set(wanted.map(norm));
    const nodes = texts();
    const number = new Map(nodes.map((n, i) => [n, i]));
    const found = [];
    const taken = new Set();
    for (const el of document.body.querySelectorAll("*")) {
      if (el.closest(UNSHOWN)) continue;
      const text = norm(el.textContent);
      if (!set.has(text) || [...el.children].some((c) => norm(c.textContent) === text)) continue;
      const own = nodes.filter((n) => el.contains(n));
      own.forEach((n) => taken.add(n));
      found.push({ title: text, el, own });
    }
    for (const n of nodes) {
      const text = norm(n.data);
      if (set.has(text) && !taken.has(n)) found.push({ title: text, el: n.parentElement, own: [n] });
    }
    const out = [];
    const all = found.filter((f) => rects(f.own).length > 0);
    const letters = ink(nodes);
    const cache = new Map();
    const wide = document.documentElement.clientWidth;
    for (const f of all) {
      const line = lines(rects(f.own))[0];
      // own is the session's box: the largest element around it without another title, and no
      // larger than a table's cell.
      let own = f.el;
      while (!/^t[dh]$/.test(own.localName) && up(own) instanceof Element && up(own) !== document.documentElement &&
        !all.some((o) => o !== f && up(own).contains(o.el))) own = up(own);
      const limit = meet(meet(box(own.getBoundingClientRect()), clip(f.el, cache)), { ...EVERYWHERE, l: scrollX * -1, r: Math.max(wide, document.documentElement.scrollWidth) - scrollX });
      const middle = (line.t + line.b) / 2;
      const at = (l) => ({ l, r: l + SIDE, t: middle - SIDE / 2, b: middle + SIDE / 2 });
      const free = (place) => inside({ ...place, t: middle, b: middle }, limit) && !letters.some((i) => over(i, place, 1));
      out.push({
        title: f.title, nodes: f.own.map((n) => number.get(n)), lines: lines(rects(f.own)).length,
        left: free(at(line.l - GAP - SIDE)), right: free(at(line.r + GAP)),
        box: [line.l + scrollX, line.t + scrollY, line.r + scrollX, line.b + scrollY].map(Math.round),
      });
    }
    return out;
  }

  // CLOSED are elements in which HTML allows only children of a few kinds.
  const CLOSED = new Set(["tr", "table", "thead", "tbody", "tfoot", "colgroup", "ul", "ol", "menu", "dl", "select", "optgroup", "datalist", "picture", "video", "audio", "html"]);

  const scrollers = () => [...document.querySelectorAll("*")].filter((el) => el !== document.documentElement && el !== document.body &&
    el.scrollWidth > el.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(el).overflowX));

  function glyph(h) {
    const r = (h.shadowRoot.querySelector("svg") ?? button(h)).getBoundingClientRect();
    return box(r);
  }

  // marks returns what style sheets draw before elements at a position in px, such as a list's
  // dots. One that has a whole text of the site on it is that text's ground, and no mark.
  function marks(letters) {
    const out = [];
    for (const el of document.body.querySelectorAll("*")) {
      const s = getComputedStyle(el, "::before");
      if (s.content === "none" || s.content === "normal" || s.position !== "absolute") continue;
      let around = el;
      while (up(around) instanceof Element && getComputedStyle(around).position === "static") around = up(around);
      const r = around.getBoundingClientRect();
      const l = r.left + around.clientLeft + parseFloat(s.left);
      const t = r.top + around.clientTop + parseFloat(s.top);
      const to = { l, t, r: l + parseFloat(s.width), b: t + parseFloat(s.height) };
      if (to.r > to.l && to.b > to.t && !letters.some((i) => inside(i, to))) out.push({ ...to, in: el, what: "the mark before " + el.textContent.trim().slice(0, 20) });
    }
    return out;
  }

  // covers returns what the stars lie over, as the page is scrolled now.
  function covers() {
    const all = ink(texts());
    const letters = [...all, ...marks(all)].filter((i) => !sticks(i.in));
    const cache = new Map();
    const out = [];
    for (const h of shown()) {
      if (sticks(up(h))) continue; // it moves with its bar
      const g = meet(glyph(h), clip(up(h), cache));
      if (g.r <= g.l || g.b <= g.t) continue;
      for (const i of letters) if (over(i, g, 1.5)) out.push({ star: label(h), over: i.what });
    }
    return out;
  }

  // bars scrolls stars beneath the page's fixed bars, which must cover them.
  function bars(most) {
    const out = { tried: 0, wrong: [] };
    const all = shown().filter((h) => !sticks(up(h)));
    const some = all.filter((_, i) => i % Math.max(1, Math.floor(all.length / most)) === 0);
    const still = [...document.querySelectorAll("*")].filter((el) => !el.closest(UNSHOWN) && /^(sticky|fixed)$/.test(getComputedStyle(el).position) &&
      el.checkVisibility({ visibilityProperty: true }) && getComputedStyle(el).pointerEvents !== "none");
    for (const bar of still) {
      for (const h of some) {
        button(h).scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
        const pane = scrollers().find((s) => s.contains(bar) && within(h, s));
        const r = button(h).getBoundingClientRect();
        const b = bar.getBoundingClientRect();
        if (pane) { // a sticky column
          const line = bar.closest("tr")?.getBoundingClientRect() ?? b;
          const mid = (r.top + r.bottom) / 2;
          if (mid < line.top || mid > line.bottom) continue;
          pane.scrollLeft += (r.left + r.right) / 2 - (b.left + b.right) / 2;
        } else {
          scrollBy({ top: (r.top + r.bottom) / 2 - (b.top + b.bottom) / 2, behavior: "instant" });
        }
        const now = button(h).getBoundingClientRect();
        const x = (now.left + now.right) / 2, y = (now.top + now.bottom) / 2;
        const there = bar.getBoundingClientRect();
        if (x <= there.left || x >= there.right || y <= there.top || y >= there.bottom || x < 0 || y < 0 || x > innerWidth || y > innerHeight) continue;
        out.tried++;
        if (within(hit(x, y), h)) out.wrong.push({ star: label(h), over: name(bar) });
      }
    }
    home();
    return out;
  }

  function home() {
    // What cuts off its content without a scrollbar is scrolled by scrollIntoView, too.
    for (const el of document.querySelectorAll("*")) if (el.scrollLeft !== 0) el.scrollLeft = 0;
    scrollTo({ top: 0, left: 0, behavior: "instant" });
  }

  // height returns the height of the page, or of its content if the page is lower than the
  // window.
  function height() {
    const all = Math.max(document.documentElement.scrollHeight, document.body.scrollHeight);
    return all > innerHeight ? all : Math.ceil(document.body.getBoundingClientRect().bottom + scrollY);
  }

  function page() {
    home();
    const nodes = texts();
    return {
      height: height(),
      width: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth),
      texts: nodes.map((n) => lines(rects([n])).length),
      sum: nodes.map((n) => n.data.length).join(),
    };
  }

  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

  async function stars(most) {
    home();
    const out = { ...page(), stars: [], covers: [], misplaced: [] };
    for (const h of shown()) {
      if (h.parentElement && CLOSED.has(h.parentElement.localName)) out.misplaced.push(h.parentElement.localName + ": " + label(h));
    }
    const had = new Set();
    const note = (state) => {
      for (const c of covers()) {
        const key = c.star + "\n" + c.over;
        if (!had.has(key)) out.covers.push({ ...c, at: state });
        had.add(key);
      }
    };
    note("0");
    for (const s of scrollers()) {
      if (!shown().some((h) => within(h, s))) continue;
      for (const part of [0.23, 0.5, 0.71, 1]) {
        s.scrollLeft = part * (s.scrollWidth - s.clientWidth);
        note(String(Math.round(s.scrollLeft)));
      }
      s.scrollLeft = 0;
    }
    for (const h of shown()) {
      let r, top;
      // Nobody clicks in the frame in which a page has scrolled. In a narrow window a sticky
      // column may cover the middle of what is scrolled sideways.
      for (let tries = 0; tries < 10; tries++) {
        button(h).scrollIntoView({ block: "center", inline: tries < 8 ? "center" : "end", behavior: "instant" });
        r = button(h).getBoundingClientRect();
        top = hit((r.left + r.right) / 2, (r.top + r.bottom) / 2);
        if (within(top, h)) break;
        await frame();
      }
      out.stars.push({ label: label(h), width: r.width, height: r.height, x: Math.round(r.left + scrollX), y: Math.round(r.top + scrollY), top: within(top, h) ? "" : name(top) });
    }
    out.bars = bars(most);
    home();
    return out;
  }

  // colours returns the colours of the stars, as forced colours have them.
  function colours() {
    const resolve = (c) => {
      const el = document.createElement("i");
      el.style.color = c;
      document.body.append(el);
      const out = getComputedStyle(el).color;
      el.remove();
      return out;
    };
    const want = resolve("ButtonText");
    return shown().filter((h) => getComputedStyle(h.shadowRoot.querySelector("path")).stroke !== want).map(label);
  }

  // apart returns the stars that stand beside no line of their title.
  function apart() {
    return shown().filter((h) => {
      const r = box(button(h).getBoundingClientRect());
      let near = up(h);
      while (near && !(near instanceof Element && norm(near.textContent))) near = up(near);
      const own = texts().filter((n) => near.contains(n) && label(h).includes(norm(n.data)));
      return !rects(own).some((t) => t.t < r.b + SIDE && t.b > r.t - SIDE);
    }).map(label);
  }

  // places returns where each star stands on the page, as one text.
  const places = () => shown().map((h) => {
    const { left, top } = button(h).getBoundingClientRect();
    return `${Math.round(left + scrollX)},${Math.round(top + scrollY)} ${label(h)}`;
  }).join("\n");

  return { apart, places, norm, page, titles, stars, colours, labels: () => shown().map(label), ready: (want) => { const have = new Set(hosts().filter((h) => h.shadowRoot?.querySelector("button")).map((h) => norm(label(h)))); return want.every((w) => have.has(norm(w))); } };
})();
