// The application of an unseen year: it fetches its data, and renders each address anew.
const app = document.querySelector("#app");
let days = [];

const en = () => location.pathname.startsWith("/en/");
const say = (ko, english) => (en() ? english : ko);
const base = () => (en() ? "/en" : "");

// el makes an element of a tag, its attributes and its children.
function el(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((c) => c !== null));
  return made;
}

function link(path, text) {
  const made = el("a", { href: path, class: "css-1lnk0a" }, text);
  made.onclick = (event) => {
    event.preventDefault();
    history.pushState(null, "", path);
    show();
  };
  return made;
}

const cards = (talks, timed) => talks.filter((t) => timed || t.Kind !== "break").map((t) => el("div", { class: "css-8crd2x" },
  timed ? el("div", { class: "css-t1m3zz" }, el("span", {}, t.From), el("span", {}, " – "), el("span", {}, t.To)) : null,
  el("div", { class: "css-b0dy1k" },
    el("div", { class: "css-t1tl77" }, t.Kind === "break" ? t.Title : link(`${base()}/talks/${t.ID}`, t.Title)),
    el("div", { class: "css-wh0p5q" }, t.People),
    timed ? el("div", { class: "css-r00mxx" }, t.Room) : null)));

function main() {
  const path = location.pathname.replace(/^\/en(?=\/)/, "");
  if (path === "/schedule") {
    return [el("h1", { class: "css-h34d1n" }, say("시간표", "Schedule")),
      ...days.map((d) => el("section", { class: "css-d4yyyy" }, el("h2", { class: "css-d4t3aa" }, d.Name), ...cards(d.Talks, true)))];
  }
  if (path === "/talks") return [el("h1", { class: "css-h34d1n" }, say("발표", "Talks")), ...cards(days.flatMap((d) => d.Talks), false)];
  for (const d of days) {
    const t = d.Talks.find(({ ID }) => path === `/talks/${ID}`);
    if (!t) continue;
    const line = (name, value) => el("div", { class: "css-l1n3zz" }, el("span", { class: "css-n4m3zz" }, name), el("span", { class: "css-v4lu3z" }, value));
    return [el("h1", { class: "css-h34d1n" }, t.Title), line(say("일시", "Time"), `${d.Name} ${t.From} – ${t.To}`), line(say("장소", "Room"), t.Room), line(say("발표자", "Speaker"), t.People),
      el("p", {}, say("이 발표를 소개하는 글입니다.", "What this session is about."))];
  }
  return [el("h1", {}, "PyCon Korea 2095")];
}

function show() {
  app.replaceChildren(
    el("header", { class: "css-n4vb4r" }, link(`${base()}/`, "PyCon Korea 2095"), el("nav", {}, link(`${base()}/schedule`, say("시간표", "Schedule")), " ", link(`${base()}/talks`, say("발표", "Talks")), " ",
      el("a", { href: en() ? location.pathname.slice(3) : `/en${location.pathname}`, class: "css-1lnk0a" }, say("English", "한국어")))),
    el("main", { class: "css-m41n00" }, ...main()));
}

addEventListener("popstate", show);
show();
days = await (await fetch(`/data?lang=${say("ko", "en")}`)).json();
show();
