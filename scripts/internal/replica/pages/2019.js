// The 2019 replica application: a shell, late data, a timetable that is no
// table and has no addresses, and nothing in it until a day is chosen.
import { h, mount } from "./ui.js";

const root = document.getElementById("__next");
const render = mount(root);
const { lang, base, knobs } = root.dataset;
const say = (ko, en) => (lang === "en" ? en : ko);
const state = { data: null, day: root.dataset.day };

// KST is the offset of Korean time, whatever the browser's zone.
const KST = 9 * 60 * 60 * 1000;
const local = (iso) => new Date(Date.parse(iso) + KST);
const pad = (n) => String(n).padStart(2, "0");
const clock = (iso) => { const d = local(iso); return `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}`; };
const dateOf = (iso) => local(iso).toISOString().slice(0, 10);

const loading = fetch(`/api/2019?lang=${lang}&${knobs}`).then((r) => r.json()).then((raw) => {
  state.data = raw.presentations.map((p) => ({
    ...p, number: p.id.split("/")[1], place: (p.rooms ?? []).map((r) => raw.rooms[r]).join(", "),
    keynote: p.kind === "keynote", pause: p.kind === "break",
  }));
  state.categories = raw.categories;
}).catch(() => {}).finally(draw);

const LEVELS = { b: ["beginner", "초급"], i: ["intermediate", "중급"], e: ["experienced", "고급"] };
const level = (s, cls) => (LEVELS[s.level] ? h("span", { class: `${LEVELS[s.level][0]} ${cls}` }, LEVELS[s.level][1]) : null);

function go(to) {
  history.pushState(null, "", base + to + (to.includes("?") ? "&" : "?") + `lang=${say("ko-KR", "en-US")}`);
  draw();
}

// item is a link without an address, like the site's own.
const item = (to, text) => h("li", { class: "css-1350mrg ez8sq3b13" }, [h("a", { class: "ez8sq3b14 css-1sa3rfj e1d0tnb80", onClick: () => go(to) }, [h("span", { class: "css-evz1n0 e1d0tnb81" }, text)])]);

const group = (name, text, ...kids) => h("li", { class: "css-1aqj0xk ez8sq3b6" }, [h("input", { type: "checkbox", id: `gnb.${name}.root`, class: "css-xmxlmh ez8sq3b7" }),
  h("label", { for: `gnb.${name}.root`, class: "css-1sn8nvb ez8sq3b8" }, [h("span", { class: "css-1i0i1hp ez8sq3b9" }, text)]), h("span", { class: "css-gpnwzt ez8sq3b10" }), h("ul", { class: "css-1l4e5uy ez8sq3b11" }, kids)]);
const home = (to, text) => h("li", { class: "css-1aqj0xk ez8sq3b6" }, [h("a", { class: "css-ekb0 ekbraar0", onClick: () => go(to) }, [h("span", { class: "css-ekb1 ekbraar1" }, text)])]);

const header = () => h("nav", { class: "css-head0 ez8sq3b0" }, [
  h("ul", {}, [h("li", { class: "css-1aqj0xk ez8sq3b6" }, [h("p", { class: "css-logo0 ez8sq3b1" }, [h("img", { src: "/static/image/anonymous.png", width: "139", height: "37", alt: "PyCon KR" })])])]),
  h("div", { class: "css-tick0 ez8sq3b15" }, [h("a", { color: "#F95858", class: "ez8sq3b16 css-tick1 e10tk07m0" }, [h("span", {}, say("티켓", "Ticket"))])]),
  h("input", { type: "checkbox", id: "menu-btn", class: "css-menu0 ez8sq3b2" }), h("label", { for: "menu-btn", class: "css-menu1 ez8sq3b3" }, [h("span", { class: "css-menu2 ez8sq3b4" })]),
  h("ul", { class: "css-menu3 ez8sq3b5" }, [home("/", say("홈", "Home")),
    group("program", say("프로그램", "Program"),
      h("li", { class: "css-1350mrg ez8sq3b13" }, [h("ul", { class: "css-sub0 ez8sq3b12" }, [item("/program/keynote", say("키노트", "Keynotes")), item("/program/talks", say("발표 세션", "Talks")), item("/program/lightning-talk", say("라이트닝 토크", "Lightning Talks"))])]),
      item("/program/tutorial", say("튜토리얼", "Tutorials")), item("/program/sprint", say("스프린트", "Sprints"))),
    group("timetable", say("시간표", "Timetable"), item("/timetable/talks", say("컨퍼런스", "Conference")), item("/timetable/tutorial", say("튜토리얼", "Tutorials")), item("/timetable/sprint", say("스프린트", "Sprints"))),
    home("/login", say("로그인", "Login"))])]);

// beside lists the neighbouring pages, inside a page.
const beside = (...kids) => h("nav", { class: "css-side0 etkrzey0" }, [h("ul", { class: "css-side1 etkrzey5" }, kids)]);
const other = (to, text) => h("li", { class: "css-side2 etkrzey1" }, [h("a", { class: "css-side3 etkrzey3", onClick: () => go(to) }, [h("span", { class: "css-side4 etkrzey4" }, text)])]);
const timetables = () => beside(other("/timetable/talks", say("컨퍼런스", "Conference")), other("/timetable/tutorial", say("튜토리얼", "Tutorials")), other("/timetable/sprint", say("스프린트", "Sprints")));
const programmes = () => beside(h("li", { class: "css-side2 etkrzey1" }, [h("b", {}, say("컨퍼런스", "Conference")), h("ul", { class: "css-side5 etkrzey2" }, [other("/program/keynote", say("키노트", "Keynotes")), other("/program/talks", say("발표 세션", "Talks"))])]),
  other("/program/tutorial", say("튜토리얼", "Tutorials")), other("/program/sprint", say("스프린트", "Sprints")));

const social = () => h("li", { class: "css-soc0 e1a8pmby0" }, [h("a", { href: "https://example.com/blog", title: say("블로그", "Blog"), target: "blank", class: "css-soc1 egw4c3s0" }, [h("span", { "aria-label": say("블로그", "Blog"), style: "width: 20px;" }, [h("svg")])])]);
// below is the menu below a page, with the button of the other language beside it.
const below = () => [
  h("div", { key: "banner", class: "css-ban0 e1kbyiyi0" }, [h("div", { class: "css-ban1 e12dgmvb1" }, [h("div", { class: "slick-slider slick-initialized" }, [h("div", { class: "slick-list" }, [h("div", { class: "slick-track" })])])])]),
  h("footer", { key: "footer", class: "css-z7j0rk en85r2f0" }, [h("div", { class: "css-foot0 e1kbyiyi0" }, [
    h("ul", { style: "padding: 0px 10px;" }, [h("li", {}, [say("프로그램 ", "Program "), h("a", { href: "mailto:team@example.com" }, "team@example.com")])]),
    h("p", { style: "padding: 0px 10px;" }, [say("파이콘 한국 2019를 본뜬 시험용 페이지입니다.", "A page for tests, in the shape of PyCon Korea 2019."), h("br"), say("파이썬 웹 프레임워크로 만들었습니다.", "Made with a web framework.")]),
    h("div", { class: "css-foot1 en85r2f1" }, [h("ul", {}, [social()])])])]),
  h("nav", { key: "float", class: "css-float0 ersch190" }, [
    h("ul", {}, [h("li", { class: "css-soc0 e1a8pmby0" }, [h("a", { class: "css-float1 ersch191" }, [h("span", {}, say("파이콘 한국 성명서(CoC)", "Code of Conduct"))]), h("button", { class: "css-float2 ersch194" }, say("English", "한국어"))])]),
    h("div", { class: "css-float3 ersch192" }, [h("ul", {}, [social()]), h("button", { class: "css-float4 ersch193" }, say("English", "한국어"))])]),
  h("div", { key: "toast", class: "Toastify" })];

const heading = (text) => h("h1", { class: "css-tywsei e15u3tti2" }, text);

function timetable(title, wanted, detail) {
  const all = state.data.filter((s) => wanted(s) && s.start);
  const days = [...new Set(all.map((s) => dateOf(s.start)))].sort();
  const shown = all.filter((s) => dateOf(s.start) === state.day)
    .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.end < b.end ? -1 : a.end > b.end ? 1 : a.place < b.place ? -1 : 1));
  let above = "";
  return [timetables(), heading(title),
    h("div", { class: "css-142gbbe emgkc5h0" }, days.map((day) => h("div", {
      key: day, class: `${day === state.day ? "css-1jemrhf" : "css-1gh619c"} emgkc5h1`, onClick: () => { state.day = day; draw(); },
    }, day))),
    h("div", { key: `list-${state.day}`, class: "css-12sso50 emgkc5h2" }, shown.map((s) => {
      const slot = `${s.start} ${s.end}`;
      const time = s.pause ? ` ~ ${clock(s.end)}` : slot === above ? "" : `${clock(s.start)} ~ ${clock(s.end)}`;
      above = slot;
      return h("div", { key: s.id, class: "css-151pn5l e1iw568t0" }, [
        h("div", { class: "timeWrapper" }, [h("div", { class: "time" }, time)]),
        h("div", { class: "content" }, [
          h("div", { class: "room" }, s.pause ? "" : s.place || "Not Assigned"),
          h("div", { class: "contentDetailWrapper" }, [
            h("div", { class: "subject", onClick: () => { if (!s.pause && !s.keynote) go(`${detail}?id=${s.number}`); } }, [
              h("div", { class: "title" }, s.title),
              h("div", { class: "speakerName" }, s.pause ? "" : s.speakers[0] || "Unknown")]),
            h("div", { class: "css-bfqfn e1iw568t1" }, [
              level(s, "css-1x4ii7x e1iw568t2"),
              s.level === "e" ? h("a", { href: "https://speakerdeck.com/x", target: "_blank", class: "slide css-105ekgr e1iw568t3" }, say("슬라이드", "Slide")) : null])])])]);
    }))];
}

function list(title, wanted, detail) {
  const entry = (s) => h("li", { class: "css-53mdrk e1fl6ezf7" }, [
    h("div", { style: "line-height: 1.8;" }, [
      h("a", { href: `${base}${detail}?id=${s.number}` }, s.title),
      h("span", { class: "css-fccff0 e1fl6ezf1" }, s.speakers.join(" / "))]),
    h("div", { class: "css-1gook98 e1fl6ezf0" }, [level(s, "css-13oluqx e1fl6ezf2")])]);
  const section = (name, sessions) => h("section", { class: "css-1wgk5mm e15u3tti1" }, [
    h("h2", { class: "css-1b8fe3r e1fl6ezf3" }, [h("span", { class: "css-1sdhrdr e1fl6ezf4" }, name), h("span", { class: "css-1ugtri e1fl6ezf5" })]),
    h("ul", { class: "css-9w7gxp e1fl6ezf6" }, sessions.map(entry))]);
  const found = state.data.filter(wanted);
  const groups = found.some((s) => s.category) ? state.categories : [""];
  return [programmes(), heading(title), ...groups.map((name) => [name, found.filter((s) => (s.category ?? "") === name)])
    .filter(([, sessions]) => sessions.length > 0).map(([name, sessions]) => section(name || title, sessions))];
}

const WEEKDAYS = { ko: ["일", "월", "화", "수", "목", "금", "토"], en: ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"] };
function moment(iso) {
  const d = local(iso);
  const day = WEEKDAYS[lang][d.getUTCDay()];
  return say(`${d.getUTCMonth() + 1}월 ${d.getUTCDate()}일 (${day}) ${clock(iso)}`, `August ${d.getUTCDate()}th (${day}) ${clock(iso)}`);
}

function detail(sequence) {
  const id = `${sequence}/${new URLSearchParams(location.search).get("id")}`;
  const s = state.data.find((one) => one.id === id);
  if (!s) return [heading("404")];
  const line = (cls, name, value) => h("li", { class: "css-121e6e7 e15u3tti18" }, [h("span", { class: "header css-19f6hz0 e15u3tti19" }, name), h("span", { class: `${cls} css-19f6hz0 e15u3tti19` }, value)]);
  const row = (name, ...value) => line("", name, value);
  return [
    h("h1", { class: "css-tywsei e15u3tti2", style: "max-width: 600px;" }, [s.title, h("br"), h("span", { class: "css-11dqnqy e1ouvajh0" }, s.speakers.join(" / ")), h("br")]),
    h("div", { class: "css-hocgkm e15u3tti8" }, [h("ul", { class: "css-1ep77fi e15u3tti17" }, [
      s.category ? line("bold", say("분류", "Category"), [s.category]) : null,
      s.level ? row(say("난이도", "Difficulty"), level(s, "css-13oluqx e1fl6ezf2")) : null,
      row(say("언어", "Language"), s.english ? "ENGLISH" : "KOREAN"),
      row(say("선수 지식", "Background"), say("파이썬 기초", "Python basics")),
      s.start ? row(say("일시", "Datetime"), `${moment(s.start)}~${moment(s.end)}`) : null,
      sequence === "tutorial" ? row(say("장소", "Place"), s.place) : null,
      row(say("공개 여부", "Video public"), say("촬영, 녹화가 가능합니다.", "Recording is allowed.")),
      s.level === "e" ? row(say("슬라이드 주소", "Slide URL"), h("a", { href: "https://speakerdeck.com/x", target: "_blank" }, "https://speakerdeck.com/x")) : null])]),
    h("section", { class: "css-1wgk5mm e15u3tti1" }, [h("div", { class: "css-ke880g e89x9oo0" }, [
      h("div", { class: "css-face0 e89x9oo1" }, [h("figure", {}, [h("img", { src: "/static/image/anonymous.png" })])]),
      h("div", { class: "css-face1 e89x9oo2" }, [h("div", { class: "css-d02jyz e89x9oo3" }, s.speakers.join(" / ")), h("div", { class: "css-face2 e89x9oo4" }),
        h("div", {}, [h("div", { class: "closed css-fold0 eegxht00" }, [h("div", { class: "css-text0 e109txi0" }, [h("div", { class: "markdown-body" }, [h("p", {}, say(`${s.speakers[0] ?? ""} 님 소개`, `About ${s.speakers[0] ?? ""}`))])])]), h("div", { class: "css-fold1 eegxht01" }, "more")])])])]),
    h("section", { class: "css-1wgk5mm e15u3tti1", style: "margin-top: 36px;" }, [h("div", { class: "css-text0 e109txi0" }, [h("div", { class: "markdown-body" }, [h("p", {}, [say("이 발표를 ", "What this "), h("strong", {}, say("소개하는", "session")), say(" 글입니다.", " is about.")])])])])];
}

const keynotes = () => [heading(say("키노트", "Keynotes")), ...state.data.filter((s) => s.keynote).map((s) =>
  h("section", { class: "css-1wgk5mm e15u3tti1" }, [h("div", { class: "css-ke880g e89x9oo0" }, [h("div", { class: "css-d02jyz e89x9oo3" }, s.speakers.join(" / ")), h("div", { class: "markdown-body" }, [h("p", {}, say("소개하는 글입니다.", "About the speaker."))])])]))];

const is = (sequence) => (s) => s.id.startsWith(`${sequence}/`);
const PAGES = {
  "/timetable/talks": () => timetable(say("컨퍼런스 시간표", "Conference Timetable"), (s) => is("talk")(s) || is("break")(s), "/program/talk-detail"),
  "/timetable/tutorial": () => timetable(say("튜토리얼 시간표", "Tutorial Timetable"), is("tutorial"), "/program/tutorial-detail"),
  "/timetable/sprint": () => timetable(say("스프린트 시간표", "Sprint Timetable"), is("sprint"), "/program/sprint-detail"),
  "/timetable/lightning-talk": () => [heading(say("라이트닝 토크 시간표", "Lightning Talk Timetable"))],
  "/program/talks": () => list(say("발표 세션 리스트", "Talks"), (s) => is("talk")(s) && s.kind === "talk", "/program/talk-detail"),
  "/program/tutorial": () => list(say("튜토리얼", "Tutorials"), is("tutorial"), "/program/tutorial-detail"),
  "/program/sprint": () => list(say("스프린트", "Sprints"), is("sprint"), "/program/sprint-detail"),
  "/program/keynote": keynotes,
  "/program/talk-detail": () => detail("talk"),
  "/program/tutorial-detail": () => detail("tutorial"),
  "/program/sprint-detail": () => detail("sprint"),
};

function draw() {
  const path = location.pathname.slice(base.length).replace(/\/$/, "") || "/";
  const page = PAGES[path];
  const kids = !page ? [heading(say("파이콘 한국 2019", "PyCon Korea 2019"))] : state.data ? page() : [];
  render([header(), h("main", { key: path, class: "css-c36czr e15u3tti0" }, kids), ...below()]);
}

document.body.classList.add("font-loaded");
addEventListener("popstate", draw);
globalThis.replica = { go, settled: () => loading };
draw();
