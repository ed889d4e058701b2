// The 2024 replica application: no addresses in lists and grids, hours in the
// browser's zone under days of UTC, a language that is kept in memory only.
import { h, mount } from "./ui.js";

const TEN = 10 * 60 * 1000; // one row, ms
const root = document.getElementById("root");
const render = mount(root);
const knobs = root.dataset.knobs;
const state = { lang: root.dataset.lang, data: new Map(), day: 0, tags: new Set(), round: 0 };
const say = (ko, en) => (state.lang === "en" ? en : ko);
let loading = load(state.lang);

function load(lang) {
  return fetch(`/api/2024?lang=${lang}&${knobs}`).then((r) => r.json()).then((raw) => {
    state.data.set(lang, { ...raw, rooms: raw.rooms.slice(0, 3), all: raw.rooms, sessions: raw.presentations.map((p) => ({
      ...p, start: p.start ? Date.parse(p.start) : null, end: p.end ? Date.parse(p.end) : null, tag: p.category, code: p.id,
      everywhere: (p.rooms ?? []).length === 3, rooms: p.rooms ?? [], tutorial: p.kind === "tutorial",
    })) });
  }).catch(() => {}).finally(draw);
}

const slug = (s) => s.replace(/\s/g, "-").replace(/[^\p{L}\p{M}\p{N}_-]/gu, "");
const clock = (ms) => { const d = new Date(ms); return `${d.getHours()}:${String(d.getMinutes()).padStart(2, "0")}`; };
const utcDay = (ms) => new Date(ms).toISOString().slice(0, 10);

function go(to) {
  history.pushState(null, "", to);
  state.day = 0;
  draw();
}

function setLanguage(lang) {
  state.lang = lang;
  state.round++; // the components inside the page are made anew
  if (!state.data.has(lang)) loading = load(lang);
  draw();
}

const entry = (text, onClick) => h("div", { class: "sc-rep0 eexRep sub-menu-item", onClick }, text);
const menu = (name, ...kids) => h("div", { class: "sc-rep1 cwwRep menu-item" }, [h("span", {}, name), h("div", { class: "sc-rep2 fUhRep sub-menu" }, kids), h("span", { class: "separator" })]);
const header = () => h("div", { key: "nav", class: "sc-rep3 ilrRep nav-bar" }, [h("div", { class: "nav-logo" }, [h("svg")]), h("div", { class: "menus hidden" }, [
  menu(say("프로그램", "Program"), entry(say("튜토리얼", "Tutorial"), () => go("/program/tutorial")), entry(say("스프린트", "Sprint"), () => go("/program/sprint"))),
  menu(say("세션", "Session"), entry(say("세션 목록", "Session List"), () => go("/session")), entry(say("세션 시간표", "Session Schedule"), () => go("/session/timetable"))),
  menu(say("Language", "언어"), entry(say("한국어", "Korean"), () => setLanguage("ko")), entry("English", () => setLanguage("en")))])]);

const footer = () => h("div", { key: "footer", class: "sc-repN gRgRep" }, [
  h("div", { class: "sc-repO hEuRep" }, [h("div", { class: "sc-repP bniRep" }, [h("h1", { class: "sc-repQ bZiRep" }, say("후원사 목록", "Sponsors")), h("div", { class: "sc-repR bcVRep" })])]),
  h("div", { class: "footer-about-section" }, [h("section", { class: "center" }, [h("div", { class: "slogan" }, say("파이콘 한국 2024를 본뜬 시험용 페이지입니다.", "A page for tests, in the shape of PyCon Korea 2024.")),
    h("div", { class: "content" }, [say("파이썬 웹 프레임워크 ", "Made with "), h("a", { href: "https://www.djangoproject.com/", target: "_blank", rel: "noreferrer" }, "Django"), say("로 만들었습니다.", ".")]),
    h("div", { class: "terms" }, [h("a", { href: "/terms-of-service" }, say("서비스 이용 약관", "Terms of service")), " | ", h("a", { href: "/privacy-policy" }, say("개인 정보 처리 방침", "Privacy policy"))])])]),
  h("div", { class: "footer-fixed-section" }, [h("section", { class: "left" }, [h("a", { href: "https://example.com/coc" }, say("행동 강령 (CoC)", "Code of conduct"))]),
    h("section", { class: "right" }, [h("a", { href: "mailto:team@example.com" }, [h("svg")])])])]);
// dialog is a box that is not open, but has a heading.
const dialog = () => h("dialog", { key: "dialog" }, [h("aside", { class: "sc-repS dQLRep" }, [
  h("div", {}, [h("h1", {}, say("튜토리얼 및 스프린트 관련 안내", "About tutorials and sprints")), say("올해는 이 상자가 열리지 않습니다.", "This box does not open."), h("br")]), h("br"), h("button", { class: "sc-repT bdWRep" }, say("확인", "OK"))])]);

const notice = () => h("h6", { style: "padding-left: 1rem;" }, say("* 발표 목록은 발표자 사정에 따라 변동될 수 있습니다.", "* The list of sessions may change."));
const waiting = () => [h("p", {}, say("세션 목록을 불러오는 중 입니다.", "Loading sessions."))];

function timetable(data) {
  const byDay = new Map();
  for (const s of data.sessions) {
    if (s.start === null || s.tutorial) continue;
    const day = utcDay(s.start);
    if (!byDay.has(day)) byDay.set(day, []);
    byDay.get(day).push(s);
  }
  const days = [...byDay.keys()].sort();
  // label writes a day in the browser's language, not the page's.
  const label = (day) => new Date(day).toLocaleDateString(undefined, { month: "long", day: "numeric", weekday: "long" });
  return [h("h1", {}, say("세션 시간표", "Session Schedule")), h("hr"), notice(), h("hr"),
    h("div", { key: `days-${state.round}`, class: "sc-rep4 iatRep" }, days.map((day, i) => h("button", { key: day, class: i === state.day ? "selected" : "", onClick: () => { state.day = i; draw(); } },
      [h("h3", {}, `Day ${i + 1}`), h("h6", {}, [h("small", {}, label(day))])]))),
    h("hr"), h("div", { key: `table-${state.round}`, class: "sc-rep5 iyORep" }, [table(data, byDay.get(days[state.day]) ?? [])])];
}

function table(data, sessions) {
  const rooms = data.rooms.length;
  const first = Math.min(...sessions.map((s) => s.start));
  const last = Math.max(...sessions.map((s) => s.end));
  const running = (ms) => sessions.filter((s) => s.start <= ms && ms < s.end);
  const card = (s, span) => h("td", { rowspan: Math.round((s.end - s.start) / TEN), colspan: span }, [
    h("div", { class: `sc-rep6 fKmRep${s.speakers.length ? " clickable" : ""}`, style: `height: ${2.5 * Math.round((s.end - s.start) / TEN)}rem;`, onClick: s.speakers.length ? () => go(`/session/${s.code}#${slug(s.title)}`) : null }, [
      h("h6", {}, s.title), h("div", { class: "sc-rep7 hZbRep" }, s.speakers.map((name) => h("kbd", {}, name)))])]);
  const rows = [h("tr", {}, [h("td", { colspan: rooms + 1 })])];
  for (let ms = first; ms < last; ms += TEN) {
    const now = running(ms);
    if (now.length === 0) {
      let n = 1;
      while (ms + n * TEN < last && running(ms + n * TEN).length === 0) n++;
      rows.push(h("tr", {}, [h("td", { style: "transform: translateY(-50%);" }, clock(ms)), h("td", { colspan: rooms + 1, rowspan: n }, [h("div", {}, [h("small", {}, say("휴식", "Break time"))])])]));
      for (let k = 1; k < n; k++) rows.push(h("tr", {}));
      ms += (n - 1) * TEN;
      continue;
    }
    const cells = [h("td", {}, clock(ms))];
    const whole = now.find((s) => s.everywhere);
    if (whole && whole.start === ms) cells.push(card(whole, rooms));
    if (!whole) {
      for (let room = 0; room < rooms; room++) {
        const s = now.find((one) => one.rooms.includes(room));
        if (!s) cells.push(h("td", {}));
        else if (s.start === ms) cells.push(card(s, null));
      }
    }
    rows.push(h("tr", {}, cells));
  }
  rows.push(h("tr", {}, [h("td", {}, clock(last)), h("td", { colspan: rooms + 1, rowspan: 1 }, [h("div", {})])]));
  return h("table", { class: "sc-rep8 cueRep" }, [
    h("thead", {}, [h("th", {}), ...data.rooms.map((name) => h("th", {}, name))]), // no tr, as there
    h("tbody", {}, rows)]);
}

function list(data) {
  const talks = data.sessions.filter((s) => s.kind === "talk" && (state.tags.size === 0 || state.tags.has(s.tag)));
  const toggle = (tag) => () => { if (!state.tags.delete(tag)) state.tags.add(tag); draw(); };
  return [h("h1", {}, say("세션 목록", "Session List")), h("hr"), notice(),
    h("div", { class: "sc-rep9 jLKRep" }, [h("div", {}, data.categories.map((tag) => h("button", { class: state.tags.has(tag) ? "sc-repA selected" : "sc-repA", onClick: toggle(tag) }, tag)))]),
    ...talks.map((s) => h("div", { key: s.code, class: "sc-repB kRTRep" }, [h("div", { class: "sc-repC hExRep" }, [h("svg")]), h("div", { class: "sc-repD iGhRep" }, [
      h("h4", { onClick: () => go(`/session/${s.code}#${slug(s.title)}`) }, s.title), h("p", {}, say("현장에서 겪은 이야기입니다.", "A story from the field.")),
      h("div", { class: "sc-repE jsERep" }, ["by ", ...s.speakers.map((name) => h("kbd", {}, name))]),
      h("div", { class: "sc-repF gkiRep" }, [s.tag ? h("kbd", { class: "sc-repG kjMRep" }, s.tag) : null])])]))];
}

function detail(data, code) {
  const s = data.sessions.find((one) => one.code === code);
  if (!s) return [h("h1", {}, "404")];
  const locale = say("ko-KR", "en-US");
  const time = (ms) => new Date(ms).toLocaleTimeString(locale, { hour: "numeric", minute: "2-digit" });
  const day = s.start === null ? "" : new Date(s.start).toLocaleDateString(locale, say({ month: "long", day: "numeric" }, { month: "short", day: "numeric" }));
  const minutes = Math.round((s.end - s.start) / 60000);
  const none = say("알 수 없음", "Unknown");
  return [h("small", { class: "sc-repH cdGRep", onClick: () => go("/session") }, say("⬅️ 세션 목록으로 돌아가기", "⬅️ Back to session list")),
    h("div", { key: code, class: "sc-repI ztzRep" }, [h("h1", {}, s.title), h("h4", {}, [h("p", {}, say("현장에서 겪은 이야기입니다.", "A story from the field."))]), h("hr"),
      h("div", { class: "sc-repJ iSrRep" }, [
        h("p", {}, `${say("언어", "Language")} : ${s.english ? say("영어", "English") : say("한국어", "Korean")}`),
        h("p", {}, `${say("발표 시각", "Date & Time")} : ${s.start === null ? none : say(`${day} ${time(s.start)} ~ ${time(s.end)} (${minutes}분)`, `${day}, ${time(s.start)} ~ ${time(s.end)} (${minutes}min.)`)}`),
        h("p", {}, `${say("발표 장소", "Room")} : ${s.rooms.length ? data.all[s.rooms[0]] : none}`),
        h("p", {}, [h("div", { class: "sc-repL gxbRep" }, [h("div", { style: "margin: 0px;" }, say("태그 :", "Tags :")), s.tag ? h("kbd", {}, s.tag) : null])])]),
      h("hr"), h("h3", {}, say("설명", "Description")), h("h2", {}, say("이 발표를 소개하는 글입니다.", "What this session is about.")), h("ul", {}, [h("li", {}, say("하나", "One")), h("li", {}, say("둘", "Two"))]), h("hr"),
      h("h3", {}, say("발표자 소개", "Speaker")), ...s.speakers.map((name) => h("div", { class: "sc-repK eOuRep" }, [h("div", { class: "sc-repM hlCRep" }, [h("svg")]), h("div", {}, [h("h3", {}, name), h("p", {}, say("소개", "About"))])])), h("hr")])];
}

const tutorials = (data) => [h("h1", {}, say("튜토리얼", "Tutorial")), h("hr"),
  h("p", {}, say("튜토리얼은 2024년 11월 9일(토)에 진행됩니다.", "Tutorials take place on November 9, 2024 (Sat).")),
  ...data.sessions.filter((s) => s.tutorial).map((s) => h("details", { open: true }, [h("summary", {}, s.title),
    h("p", {}, `[${kst(s.start)} - ${kst(s.end)}]`), h("p", {}, `${say("장소", "Place")} : ${data.all[s.rooms[0]]}`), h("p", {}, `${say("강사", "Tutor")} : ${s.speakers.join(", ")}`)])),
  h("h2", {}, say("주차 요금", "Parking")), h("table", {}, [h("thead", {}, [h("tr", {}, [h("th", {}, say("시간", "Time")), h("th", {}, say("요금", "Fee"))])]), h("tbody", {}, [h("tr", {}, [h("td", {}, say("30분", "30 minutes")), h("td", {}, "1,000")]), h("tr", {}, [h("td", {}, say("종일", "All day")), h("td", {}, "20,000")])])])];
// kst writes Korean time, whatever the browser's zone, since this page is a text.
const kst = (ms) => new Date(ms + 9 * 60 * 60 * 1000).toISOString().slice(11, 16);

function content(path, data) {
  if (path === "/") return [h("h1", {}, say("파이콘 한국 2024", "PyCon Korea 2024"))];
  if (path === "/program/sprint") return [h("h1", {}, say("스프린트", "Sprint")), h("p", {}, say("모여서 함께 고칩니다.", "Fixing things together."))];
  if (!data) return waiting();
  if (path === "/session/timetable") return timetable(data);
  if (path === "/session") return list(data);
  if (path === "/program/tutorial") return tutorials(data);
  const code = /^\/session\/([A-Z0-9]{6})$/.exec(path);
  return code ? detail(data, code[1]) : [h("h1", {}, "404")];
}

function draw() {
  const path = location.pathname.replace(/(.)\/$/, "$1");
  render([header(), h("div", { key: path, class: "cm-page" }, content(path, state.data.get(state.lang))),
    footer(), dialog()]);
}

addEventListener("popstate", draw);
globalThis.replica = { go, setLanguage, settled: () => loading };
draw();
