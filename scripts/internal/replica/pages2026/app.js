// The replica application of 2026, and of 2025 with less in it: client routes, late data, two languages, the
// real site's markup. Times are shown in the browser's zone, as there.
import { h, mount } from "./ui.js";

const TEN = 10 * 60 * 1000; // one grid row, ms
const root = document.getElementById("root");
const render = mount(root);

// ---------------------------------------------------------------- state

const knobs = root.dataset.knobs;
const edition = root.dataset.edition ?? "2026";
const old = edition === "2025"; // breaks one column wider, tutorials apart, no "my timetable"
const cache = new Map(); // language -> schedule
const loading = new Map(); // language -> promise
const state = {
  lang: localStorage.getItem("language") === "en" ? "en" : "ko",
  page: "", // key of the mounted page
  day: 0, // reset when the page mounts
  filters: new Set(), // the same
  mine: new Set(JSON.parse(localStorage.getItem("my-schedule") ?? "[]")),
  shown: null, // what a detail shows while another language loads
};
const ko = () => state.lang === "ko";
const say = (korean, english) => (ko() ? korean : english);

function load(lang) {
  if (loading.has(lang)) return loading.get(lang);
  const promise = fetch(`/api/presentations?lang=${lang}&${knobs}`)
    .then((r) => (r.ok ? r.json() : Promise.reject(new Error(String(r.status)))))
    .then((raw) => { cache.set(lang, understand(raw)); })
    .catch(() => {}) // a page that goes away; the spinner stays
    .finally(() => { loading.delete(lang); draw(); });
  loading.set(lang, promise);
  return promise;
}

const newline = (s) => s.replace("\\n", "\n"); // once, as the real site does
const slug = (s) => s.replace(/\s/g, "-").replace(/[^\p{L}\p{M}\p{N}_-]/gu, "");

function understand(raw) {
  return {
    rooms: raw.rooms.map(newline),
    categories: raw.categories,
    sessions: raw.presentations.map((p) => ({
      ...p,
      title: newline(p.title),
      href: `/presentations/${p.id}#${slug(p.title)}`,
      rooms: p.rooms ?? [],
      start: p.start ? Date.parse(p.start) : null,
      end: p.end ? Date.parse(p.end) : null,
    })),
  };
}

// ---------------------------------------------------------------- markup

// twice writes the classes of a button as MUI 7 does.
const twice = (cls) => `MuiButtonBase-root ${cls} ${cls}`;
const BUTTON = twice("MuiButton-root MuiButton-text MuiButton-textPrimary MuiButton-sizeMedium MuiButton-textSizeMedium MuiButton-colorPrimary");
const INHERIT = twice("MuiButton-root MuiButton-text MuiButton-textInherit MuiButton-sizeMedium MuiButton-textSizeMedium MuiButton-colorInherit");
const OUTLINED = twice("MuiButton-root MuiButton-outlined MuiButton-outlinedPrimary MuiButton-sizeMedium MuiButton-outlinedSizeMedium MuiButton-colorPrimary");
const CONTAINED = twice("MuiButton-root MuiButton-contained MuiButton-containedPrimary MuiButton-sizeSmall MuiButton-containedSizeSmall MuiButton-colorPrimary");
const ICON = "MuiButtonBase-root MuiIconButton-root MuiIconButton-sizeMedium";
const CELL = "MuiTableCell-root MuiTableCell-body MuiTableCell-sizeMedium";
const TIME = "MuiTableCell-root MuiTableCell-body MuiTableCell-alignCenter MuiTableCell-sizeMedium";
const HEAD = "MuiTableCell-root MuiTableCell-head MuiTableCell-sizeMedium";

const stack = (cls, ...kids) => h("div", { class: `MuiStack-root ${cls}` }, ...kids);
const box = (cls, ...kids) => h("div", { class: `MuiBox-root ${cls}` }, ...kids);
const type = (tag, variant, cls, ...kids) => h(tag, { class: `MuiTypography-root MuiTypography-${variant} ${cls}` }, ...kids);
const itemRule = () => h("hr", { class: "MuiDivider-root MuiDivider-fullWidth MuiDivider-flexItem css-rule" });
const divider = (key) => h("hr", { key, class: "MuiDivider-root MuiDivider-fullWidth css-rule" });
const button = (cls, onClick, ...kids) => h("button", { class: `${BUTTON} ${cls}`, tabindex: "0", type: "button", onClick }, ...kids);
const chip = (label, outlined) => h("div",
  { class: `MuiChip-root ${outlined ? "MuiChip-outlined MuiChip-sizeSmall MuiChip-colorPrimary MuiChip-outlinedPrimary" : "MuiChip-filled MuiChip-sizeSmall MuiChip-colorDefault MuiChip-filledDefault"} css-chip` },
  h("span", { class: "MuiChip-label MuiChip-labelSmall css-chiplabel" }, label));

// link is a link of react-router: the root handles the click unless something prevented it
// before.
function link(href, attrs, ...kids) {
  return h("a", {
    ...attrs, href, "data-discover": "true",
    onClick(event) {
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      go(href);
    },
  }, ...kids);
}

function header(crumbs) {
  const item = (href, text) => link(href, {}, button("css-menu", null, text));
  const language = (code, text) => button(state.lang === code ? "css-langon" : "css-lang", () => setLanguage(code), text);
  const nav = stack("css-nav",
    item("/session", say("발표 목록", "Sessions")),
    item("/timetable", say("시간표", "Timetable")),
    ...(old ? [item("/program/tutorial", say("튜토리얼", "Tutorials"))] : [
      item("/timetable_h", say("가로 시간표", "Wide timetable")),
      item("/my-timetable", say("내 시간표", "My timetable"))]));
  const langs = stack("css-langs", h("svg"), language("ko", "KO"), language("en", "EN"));
  // The address of a page and its name, above it: none over a detail of 2026.
  const above = crumbs === null ? null : [stack("css-crumbs", link("/", {}, say("홈", "Home"))), type("h1", "h1", "css-pagename", crumbs)];
  if (old) {
    return box("css-top",
      h("header", { class: "css-header css-bar" },
        stack("css-brand", link("/", {}, stack("css-logo", h("svg")))), nav,
        stack("css-side", stack("css-sides", langs,
          link("/store/cart", { class: `${ICON} css-icon`, tabindex: "0" }, h("svg")),
          link("/account/sign-in", { class: `${BUTTON} css-menu`, tabindex: "0" }, say("로그인", "Sign in"))))),
      above && stack("css-above", above), box("css-space"));
  }
  return box("css-top",
    h("header", { class: "css-header" }, h("div", { class: "css-bar" },
      stack("css-brand", link("/", {}, stack("css-logo", h("svg"), type("p", "body1", "header-title-text css-brandtext", `PyCon Korea ${edition}`)))),
      nav, stack("css-side", langs, h("button", { class: `${ICON} css-icon`, tabindex: "0", type: "button", "aria-haspopup": "true" }, h("svg"))))),
    above && stack("css-above", stack("css-abovebox", above)), box("css-space"));
}

const sponsors = () => stack("css-sponsors", h("div", { class: "MuiStack-root css-sponsorbox", "aria-label": say("후원사 섹션", "Sponsors") },
  h("h4", { class: "MuiTypography-root MuiTypography-h4 css-sponsorhead", "area-level": "4" }, say("후원사 목록", "Sponsors")),
  stack("css-sponsorgrid", stack("css-tier",
    h("h5", { class: "MuiTypography-root MuiTypography-h5 css-tiername", "area-level": "5" }, say("키스톤", "Keystone")),
    stack("css-tiers", link("/sponsors/a78f9f8e-3a9b-4645-a5de-e4818c175725", { style: "text-decoration: none;" },
      stack("css-sponsor", stack("css-sponsorback"), stack("css-sponsorlogo", h("img", { alt: "Example Corp.", loading: "lazy", src: "/assets/logo.png" })))))))));

// footer has made-up words, and numbers that look like the real ones.
function footer() {
  const bar = () => h("div", { style: "display: inline-block; padding: 0px 0.25rem;" }, "|");
  const icon = (name) => h("a", { href: `https://example.com/${name}`, target: "_blank", rel: "noopener noreferrer", "aria-label": name }, h("svg"));
  return h("footer", { class: "css-footer" }, h("div", {},
    h("div", {}, h("strong", {}, say(`파이콘 한국 ${edition}을 본뜬 시험용 페이지입니다.`, `A page for tests, in the shape of PyCon Korea ${edition}.`)), h("br"),
      say("서울 어딘가 84길 24-4", "24-4 Some-gil 84, Seoul"), bar(), say("대표 전화 번호 : 000-261-2203, 010-0000-6622", "Phone : 000-261-2203, 010-0000-6622"),
      h("a", { href: "https://example.com/company", target: "_blank", rel: "noreferrer" }, h("button", { class: `${OUTLINED} css-company`, tabindex: "0", type: "button" },
        h("span", { class: "MuiButton-icon MuiButton-startIcon MuiButton-iconSizeMedium css-icon" }, h("svg")), say("사업자 정보 확인", "About the company"))),
      h("br"), say("통신 판매 번호 : 2023-어딘가-03501", "Mail-order number : 2023-Somewhere-03501"), bar(), say("문의: ", "Contact: "), h("a", { href: "mailto:team@example.com" }, "team@example.com")),
    h("div", {}, h("a", { href: "https://example.com/coc" }, say("행동 강령(CoC)", "Code of conduct")), h("span", {}, "|"),
      h("a", { href: "/about/terms-of-service" }, say("서비스 이용 약관", "Terms of service"))),
    h("div", {}, icon("YouTube"), icon("blog")),
    h("div", {}, `© ${edition}, All rights reserved.`)));
}

const spinner = () => stack("css-loading", h("span", { class: "MuiCircularProgress-root MuiCircularProgress-indeterminate css-spinner", role: "progressbar" }));
const warning = () => type("p", "body2", "css-warning", say("* 발표 목록은 발표자 사정에 따라 변동될 수 있습니다.", "* The list of sessions may change with the speakers' circumstances."));

// ---------------------------------------------------------------- days and grids

const pad = (n) => String(n).padStart(2, "0");
const localDay = (ms) => { const d = new Date(ms); return `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`; };
const clock = (ms) => { const d = new Date(ms); return `${d.getHours()}:${pad(d.getMinutes())}`; };
const paddedClock = (ms) => clock(ms).padStart(5, "0");
const locale = () => say("ko-KR", "en-US");

function days(data) {
  const byDay = new Map();
  for (const s of data.sessions) {
    if (s.start === null) continue;
    const day = localDay(s.start);
    if (!byDay.has(day)) byDay.set(day, []);
    byDay.get(day).push(s);
  }
  return [...byDay.keys()].sort().map((d) => byDay.get(d));
}

function dayTabs(all) {
  if (all.length < 2) return [];
  const label = (ms) => new Date(ms).toLocaleDateString(locale(), { month: "long", day: "numeric", weekday: "long" });
  return [divider("above"), h("div", { key: "tabs", class: "MuiStack-root css-tabs" }, all.map((sessions, i) =>
    button(i === state.day ? "selected css-tab" : "css-tab", () => { state.day = i; draw(); },
      stack("css-tabtext",
        type("p", "body1", "css-tabday", `Day ${i + 1}`),
        type("p", "body1", "css-tabdate", label(sessions[0].start)))))), divider("below")];
}

// raster lays a day's sessions on rows of ten minutes: rows[i][room] is the
// session that is on then.
function raster(sessions) {
  const first = Math.min(...sessions.map((s) => s.start));
  const last = Math.max(...sessions.map((s) => s.end));
  const rows = Array.from({ length: Math.round((last - first) / TEN) }, () => []);
  for (const s of sessions) {
    for (let t = s.start; t < s.end; t += TEN) for (const room of s.rooms) rows[Math.round((t - first) / TEN)][room] = s;
  }
  const pause = (i) => { let n = 0; while (i + n < rows.length && rows[i + n].length === 0) n++; return n; };
  return { first, last, rows, pause, time: (i) => first + i * TEN, starts: (s, i) => s.start === first + i * TEN };
}

const rowsOf = (s) => Math.round((s.end - s.start) / TEN);
const pauseText = (n) => say(`휴식 (${n * 10}분)`, `Break Time (${n * 10}min.)`);

function card(s, style) {
  const body = (cls) => h("div", { class: `MuiStack-root ${cls}css-card` },
    h("p", { class: "MuiTypography-root MuiTypography-body1 MuiTypography-alignCenter css-title", style: "--Typography-textAlign: center;" }, s.title),
    stack("css-chips", s.speakers.map((name) => chip(name))));
  if (s.speakers.length === 0) return body("");
  return link(s.href, { style }, body("clickable "));
}

function verticalTable(data, sessions) {
  const grid = raster(sessions);
  const rooms = data.rooms.length;
  const tr = (...kids) => h("tr", { class: "MuiTableRow-root css-row" }, ...kids);
  const cell = (s, key, span) => h("td", { key, class: `${CELL} css-cell`, rowspan: rowsOf(s), colspan: span },
    card(s, `text-decoration: none; display: block; height: 100%; min-height: calc(var(--td-h, 4rem) * ${rowsOf(s)});`));
  const body = [tr(h("td", { class: `${CELL} css-cell css-dummy`, colspan: rooms + 1 }))];
  for (let i = 0; i < grid.rows.length;) {
    const at = clock(grid.time(i));
    const n = grid.pause(i);
    if (n > 0) {
      body.push(tr(
        h("td", { class: `${TIME} css-time`, rowspan: old ? null : n }, [h("span", { class: "css-mark" }, at)]),
        h("td", { class: `${CELL} css-pause`, colspan: old ? rooms + 1 : rooms, rowspan: n }, [stack("css-pausebox", [type("h6", "subtitle2", "css-pausetext", pauseText(n))])])));
      for (let k = 1; k < n; k++) body.push(tr());
      i += n;
      continue;
    }
    const row = grid.rows[i];
    const everywhere = row[0] && row[0].rooms.length === rooms ? row[0] : null;
    if (everywhere && grid.starts(everywhere, i)) {
      body.push(tr(h("td", { class: `${TIME} css-time` }, [h("span", { class: "css-mark" }, at)]), cell(everywhere, null, rooms)));
    } else {
      body.push(tr(h("td", { class: `${TIME} css-time` }, at), everywhere ? null : data.rooms.map((_, room) => {
        const s = row[room];
        if (!s) return h("td", { key: `empty-${room}`, class: `${CELL} css-cell` });
        return grid.starts(s, i) ? cell(s, `${s.id}-${room}`) : null;
      })));
    }
    i++;
  }
  body.push(tr(
    h("td", { class: `${TIME} css-time`, rowspan: 1 }, [h("span", { class: "css-mark" }, clock(grid.last))]),
    h("td", { class: `${CELL} css-pause`, colspan: rooms, rowspan: 1 }, [stack("css-pausebox")])));
  return h("table", { class: "MuiTable-root css-grid" },
    h("colgroup", {}, h("col", { style: "width: 4.5rem;" }), data.rooms.map(() => h("col"))),
    h("thead", { class: "MuiTableHead-root css-thead" },
      h("th", { class: `${HEAD} css-corner`, scope: "col" }),
      data.rooms.map((room) => h("th", { class: `${HEAD} css-room`, scope: "col" }, [type("h6", "subtitle1", "css-roomtext", room)]))),
    h("tbody", { class: "MuiTableBody-root css-tbody" }, body));
}

function horizontalTable(data, sessions) {
  const grid = raster(sessions);
  const rooms = data.rooms.length;
  const columns = []; // {i, pause}
  for (let i = 0; i < grid.rows.length;) {
    const n = grid.pause(i);
    columns.push({ i, pause: n });
    i += n || 1;
  }
  const cells = (room) => columns.map(({ i, pause }) => {
    if (pause > 0) {
      return room === 0 ? h("td", { key: `pause-${i}`, class: `${CELL} css-pause`, rowspan: rooms }, [type("h6", "subtitle2", "css-pausetext", pauseText(pause))]) : null;
    }
    const s = grid.rows[i][room];
    if (!s) return h("td", { key: `empty-${i}`, class: `${CELL} css-cell` });
    const everywhere = s.rooms.length === rooms;
    if (!grid.starts(s, i) || (everywhere && room > 0)) return null;
    return h("td", { key: s.id, class: `${CELL} css-cell`, rowspan: everywhere ? rooms : 1, colspan: rowsOf(s) },
      card(s, "text-decoration: none; display: block;"));
  });
  return h("table", { class: "MuiTable-root css-grid css-gridh" },
    h("colgroup", {}, h("col", { style: "width: 8rem;" }), columns.map((c) => h("col", { style: `width: ${c.pause ? 3 : 3.5}rem;` }))),
    h("thead", { class: "MuiTableHead-root css-thead" }, h("tr", { class: "MuiTableRow-root MuiTableRow-head css-row" },
      h("th", { class: `${HEAD} css-corner`, scope: "col" }),
      columns.map((c) => h("th", { class: `${HEAD} css-room`, scope: "col" }, c.pause ? null : [type("p", "body1", "css-hour", paddedClock(grid.time(c.i)))])))),
    h("tbody", { class: "MuiTableBody-root css-tbody" }, data.rooms.map((name, room) =>
      h("tr", { class: "MuiTableRow-root css-row" },
        h("td", { class: `${CELL} css-roomcell` }, [type("h6", "subtitle2", "css-roomtext", name)]), cells(room)))));
}

function timetablePage(data, heading, table) {
  const all = days(data);
  state.day = Math.min(state.day, Math.max(all.length - 1, 0));
  return markdown(heading, stack("css-timetable",
    stack("css-notes", stack("css-hint", h("svg"), h("span", {}, say("좌우로 스크롤할 수 있습니다", "Scroll left and right"))), warning()),
    dayTabs(all),
    h("div", { key: "table", class: "MuiStack-root css-scroller" }, [h("div", { class: "css-frame" },
      h("div", { class: "css-scroll" }, all.length > 0 ? [table(data, all[state.day])] : say("표시할 세션이 없습니다.", "No sessions to display.")),
      scroller("left", say("이전 화면으로 스크롤", "Scroll back"), -1),
      scroller("right", say("다음 화면으로 스크롤", "Scroll on"), 1))])));
}

const scroller = (side, label, by) => h("button", {
  type: "button", class: `${side} css-arrow`, "aria-label": label,
  onClick(event, node) { const box = node.parentNode.firstChild; box.scrollBy(by * box.clientWidth, 0); },
}, h("svg"));

const markdown = (heading, ...kids) => stack("css-page", stack("css-inner",
  h("div", { components: "[object Object]", class: "markdown-body" }, h("h2", { style: "margin: 0px;" }, heading), h("br"), ...kids)));

// ---------------------------------------------------------------- list

function listPage(data, heading, linked) {
  const toggle = (name) => () => {
    if (!state.filters.delete(name)) state.filters.add(name);
    draw();
  };
  const listed = data.sessions.filter((s) => (linked ? s.speakers.length > 0 : true))
    .filter((s) => state.filters.size === 0 || state.filters.has(s.category));
  return markdown(heading, box("css-list",
    box("css-listhead", warning(), divider(),
      stack("css-filters", data.categories.map((name) => button(state.filters.has(name) ? "selected css-filter" : "css-filter", toggle(name), name))),
      divider()),
    listed.map((s) => [(old ? plainItem : item)(s, linked), divider(`rule-${s.id}`)])));
}

const itemBody = (s) => stack("css-item",
  stack("css-picture", box("css-noimage")),
  stack("css-itemtext",
    type("p", "body1", "css-itemtitle", s.title),
    s.summary ? type("h6", "subtitle1", "css-summary", s.summary) : null,
    stack("css-chips css-left", s.speakers.map((name) => chip(name))),
    stack("css-chips css-left", s.category ? [chip(s.category, true)] : [])));

// plainItem is an item before the site had its own buttons.
const plainItem = (s) => link(s.href, { key: s.id, style: "text-decoration: none; flex-grow: 1; min-width: 0px;" }, itemBody(s));

function item(s, linked) {
  const inner = itemBody(s);
  const mine = state.mine.has(s.id);
  return h("div", { key: s.id, class: "MuiStack-root css-itemrow" },
    box("css-itemmain", linked ? link(s.href, { style: "text-decoration: none; flex-grow: 1; min-width: 0px;" }, inner) : inner),
    box("css-itemside", h("button", {
      class: `${CONTAINED} ${mine ? "css-remove" : "css-add"}`, tabindex: "0", type: "button",
      onClick() {
        if (!state.mine.delete(s.id)) state.mine.add(s.id);
        localStorage.setItem("my-schedule", JSON.stringify([...state.mine]));
        draw();
      },
    }, h("span", { class: "MuiButton-icon MuiButton-startIcon MuiButton-iconSizeSmall css-icon" }, h("svg")), mine ? say("빼기", "Remove") : say("추가", "Add"))));
}

// ---------------------------------------------------------------- detail

// when writes a time. Engines differ in the space before AM and PM: Chromium writes a plain one,
// others U+202F. The harder form is used.
function when(s) {
  const start = new Date(s.start).toLocaleString(locale(), ko() ? { dateStyle: "long", timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
  const end = new Date(s.end).toLocaleTimeString(locale(), { timeStyle: "short" });
  const minutes = Math.round((s.end - s.start) / 60000);
  return say(`${start}  ~  ${end} (${minutes}분)`, `${start}  -  ${end} (${minutes}min.)`.replace(/\s(?=[AP]M\b)/g, "\u202f"));
}

function detailPage(data, id) {
  const s = data.sessions.find((one) => one.id === id);
  if (!s) return stack("css-detail", type("h5", "h5", "css-missing", say("발표를 찾을 수 없습니다.", "There is no such session.")));
  const row = (name, rows, ...kids) => h("tr", { class: "MuiTableRow-root css-row" },
    h("td", { class: `${CELL} css-name`, rowspan: rows }, [type("h6", "subtitle1", "css-nametext", name)]),
    h("td", { class: `${CELL} css-value` }, ...kids));
  const speaker = (name) => [
    stack("css-speaker", stack("css-photo"), stack("css-about",
      type("h4", "h4", "css-speakername", name),
      box("css-bio", h("div", { components: "[object Object]", class: "markdown-body" }, type("p", "body1", "css-p", say(`${name} 님은 파이썬으로 일합니다.`, `${name} works with Python.`)))))),
    itemRule()];
  return stack("css-detail",
    type("h4", "h4", "css-heading", s.title),
    s.summary ? type("h6", "subtitle1", "css-subtitle", s.summary) : null,
    h("table", { class: "MuiTable-root css-facts" }, h("tbody", { class: "MuiTableBody-root css-tbody" },
      s.start === null ? null : row(say("발표 시각", "Presentation Time"), 1, stack("css-when",
        type("h6", "subtitle1", "css-whentext", when(s)),
        stack("css-chips css-left", s.rooms.map((room) => h("div",
          { class: "MuiChip-root MuiChip-filled MuiChip-sizeMedium MuiChip-colorDefault MuiChip-filledDefault css-chip" },
          h("span", { class: "MuiChip-label MuiChip-labelMedium css-chiplabel" }, data.rooms[room])))))),
      s.category ? row(say("카테고리", "Categories"), null, stack("css-chips css-left", [chip(s.category, true)])) : null)),
    box("css-text", h("div", { components: "[object Object]", class: "markdown-body" },
      h("h2", { style: "margin: 0px;" }, say("소개", "About")),
      type("p", "body1", "css-p", say("이 발표는 ", "This talk is about "), h("strong", {}, s.title), say(" 이야기입니다.", ".")),
      h("ul", {}, h("li", {}, say("배경", "Background")), h("li", {}, say("시행착오", "Trial and error"))),
      type("p", "body1", "css-p", say("더 보기: ", "See "), h("a", { href: "https://www.python.org", target: "_blank", rel: "noopener noreferrer" }, "python.org")))),
    itemRule(),
    type("h5", "h5", "css-speakers", say("발표자", "Speakers")),
    stack("css-speakerlist", s.speakers.map(speaker)));
}

// ---------------------------------------------------------------- the site's own "my timetable"

function minePage(data) {
  const all = days(data);
  state.day = Math.min(state.day, Math.max(all.length - 1, 0));
  const chosen = (all[state.day] ?? []).filter((s) => s.rooms.length === data.rooms.length || state.mine.has(s.id));
  const short = (ms) => { const d = new Date(ms); return `${d.getMonth() + 1}.${d.getDate()}`; };
  return stack("css-detail", stack("css-mine",
    link("/session", { class: `${INHERIT} css-more`, tabindex: "0" }, say("발표 추가", "Add sessions"), h("span", { class: "MuiButton-icon MuiButton-endIcon MuiButton-iconSizeMedium css-icon" }, h("svg"))),
    stack("css-tabs", all.map((sessions, i) => button(i === state.day ? "css-mineon" : "css-mineoff", () => { state.day = i; draw(); }, `Day ${i + 1} · ${short(sessions[0].start)}`))),
    box("css-minegrid", chosen.map((s) => [
      h("div", { key: `t-${s.id}`, class: "MuiStack-root css-minetime" },
        type("p", "body1", "css-small", paddedClock(s.start)), type("p", "body1", "css-small", paddedClock(s.end))),
      h("div", { key: `c-${s.id}`, class: "MuiStack-root css-minecard" },
        type("p", "body1", "css-small", `${paddedClock(s.start)}–${paddedClock(s.end)}`),
        h("p", { class: "MuiTypography-root MuiTypography-body1 css-minetitle", title: s.title }, s.title))]))));
}

// ---------------------------------------------------------------- routes

// crumbs is what stands above a page, null for nothing.
function crumbs(path) {
  if (path.startsWith("/presentations/")) return old ? say("발표 상세", "Session") : null;
  const names = {
    "/timetable": say("시간표", "Timetable"), "/timetable_h": say("가로 시간표", "Wide timetable"), "/program/tutorial": say("튜토리얼", "Tutorials"),
    "/session": say("발표 목록", "Sessions"), "/session_nolink": say("발표 목록", "Sessions"), "/my-timetable": say("내 시간표", "My timetable"),
  };
  return names[path.replace(/\/$/, "")] ?? null;
}

const only = (data, wanted) => ({ ...data, sessions: data.sessions.filter(wanted) });
const PAGES = {
  "/timetable": (data) => timetablePage(old ? only(data, (s) => s.kind !== "tutorial") : data, say("시간표", "Timetable"), verticalTable),
  ...(old ? { "/program/tutorial": (data) => timetablePage(only(data, (s) => s.kind === "tutorial"), say("튜토리얼", "Tutorials"), verticalTable) } : {}),
  "/timetable_h": (data) => timetablePage(data, say("가로 시간표", "Wide timetable"), horizontalTable),
  "/session": (data) => listPage(data, say("발표 목록", "Sessions"), true),
  "/session_nolink": (data) => listPage(data, say("발표 목록", "Sessions"), false),
  "/my-timetable": minePage,
};

function content(path) {
  if (path === "/") {
    return { key: "home", kids: () => markdown(say(`파이콘 한국 ${edition}`, `PyCon Korea ${edition}`), type("p", "body1", "css-p", old ? edition : say("8월 15일과 16일, 서울에서 만나요.", "August 15 and 16, in Seoul."))) };
  }
  if (path.startsWith("/presentations/")) {
    // One component for all details and both languages: its nodes are reused,
    // and it keeps its content until the other language has arrived.
    const id = path.split("/")[2];
    const data = cache.get(state.lang) ?? (state.page === "detail" ? state.shown : null);
    state.shown = data;
    return { key: "detail", loading: !cache.has(state.lang), kids: data ? () => detailPage(data, id) : spinner };
  }
  const page = old && /^\/(my-timetable|timetable_h)/.test(path) ? null : PAGES[path.replace(/\/$/, "")];
  if (!page) return { key: "missing", kids: () => markdown(say("페이지를 찾을 수 없습니다.", "There is no such page.")) };
  const data = cache.get(state.lang);
  return { key: `${path}|${state.lang}`, loading: !data, kids: data ? () => page(data) : spinner };
}

function draw() {
  const page = content(location.pathname);
  if (page.key !== state.page) {
    state.page = page.key;
    state.day = 0;
    state.filters = new Set();
  }
  if (page.loading) load(state.lang);
  render(stack("css-app", header(crumbs(location.pathname)), h("main", { class: "css-main" }, [{ ...page.kids(), key: page.key + (page.loading && page.key !== "detail" ? "|loading" : "") }]), sponsors(), footer()));
}

function go(to) {
  history.pushState(null, "", to);
  draw();
  scrollTo(0, 0);
}

function setLanguage(code) {
  localStorage.setItem("language", code);
  state.lang = code;
  draw();
}

addEventListener("popstate", draw);

// refetch fetches the data again, as the site does when its window comes to the front; the same
// nodes are rendered again.
const refetch = () => (cache.has(state.lang) ? load(state.lang) : Promise.resolve());
addEventListener("focus", refetch);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") refetch(); });

// For tests: navigate as a link would, fetch again, and wait for all fetches.
globalThis.replica = { go, refetch, setLanguage, settled: () => Promise.all(loading.values()) };

draw();
