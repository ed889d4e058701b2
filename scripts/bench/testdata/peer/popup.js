// The popup's list as it is written for this one conference in plain JavaScript, on the page
// and the style of ours: the same rows, clashes and friends. It has one language, reads no
// earlier version's records, and has no undo, no changes, no search and no picture, so it is
// faster than anything that has.
"use strict";

const DAY = ["일", "월", "화", "수", "목", "금", "토"];
const $ = (id) => document.getElementById(id);
const seoul = (time) => new Date(Date.parse(time) + 9 * 3_600_000);
const hhmm = (time) => seoul(time).toISOString().slice(11, 16);
const dayOf = (time) => seoul(time).toISOString().slice(0, 10);
const dayName = (time) => {
  const d = seoul(time);
  return `${d.getUTCMonth() + 1}월 ${d.getUTCDate()}일 ${DAY[d.getUTCDay()]}요일`;
};
const copy = (id) => $(id).content.firstElementChild.cloneNode(true);
const overlap = (a, b) => Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from)) / 60_000;

let all = {};

async function start() {
  all = await chrome.storage.local.get(null);
  const picks = [];
  const friends = [];
  for (const [name, value] of Object.entries(all)) {
    if (name.startsWith("pick/") && value.state !== "off") {
      const s = value.snapshot;
      picks.push({ name, state: value.state, title: s.titles.ko, room: s.rooms.join(", "), people: s.speakers.join(", "), start: s.start, end: s.end, from: Date.parse(s.start), to: Date.parse(s.end) });
    } else if (name.startsWith("friend/")) friends.push({ name, ...value });
  }
  picks.sort((a, b) => a.from - b.from || (a.room < b.room ? -1 : 1));
  let groups = 0;
  let until = 0;
  let counted = false;
  for (const pick of picks) {
    pick.clashes = picks.filter((other) => other !== pick && overlap(pick, other) > 0);
    if (pick.from >= until) counted = false;
    else if (!counted) {
      groups++;
      counted = true;
    }
    until = Math.max(until, pick.to);
  }
  const summary = [`세션 ${picks.length}개`, `꼭 들을 세션 ${picks.filter((p) => p.state === "must").length}개`, `겹침 ${groups}건`];
  $("summary").replaceChildren(...summary.map((text) => Object.assign(document.createElement("span"), { textContent: text })));
  const now = Date.now();
  const days = new Map();
  for (const pick of picks) {
    const day = dayOf(pick.start);
    if (!days.has(day)) {
      const section = copy("day-template");
      section.querySelector("h3").textContent = dayName(pick.start);
      days.set(day, section);
    }
    days.get(day).querySelector("ol").append(rowOf(pick, now));
  }
  $("days").replaceChildren(...days.values());
  $("days").setAttribute("aria-busy", "false");
  $("friends").hidden = friends.length === 0;
  $("friends-list").replaceChildren(...friends.map((friend) => friendOf(friend, picks)));
  Object.assign(document.body.dataset, { ready: "1", preview: "1" });
}

function rowOf(pick, now) {
  const row = copy("row-template");
  const set = (selector, text) => { row.querySelector(selector).textContent = text; };
  row.dataset.state = pick.state;
  row.classList.toggle("is-past", pick.to <= now);
  set(".start", hhmm(pick.start));
  set(".end", `–${hhmm(pick.end)}`);
  set(".place", pick.room);
  set(".people", pick.people);
  set(".title a", pick.title);
  const must = row.querySelector(".must");
  must.setAttribute("aria-label", `꼭 들을 세션: ${pick.title}`);
  must.setAttribute("aria-pressed", String(pick.state === "must"));
  must.onclick = () => {
    pick.state = pick.state === "must" ? "star" : "must";
    row.dataset.state = pick.state;
    must.setAttribute("aria-pressed", String(pick.state === "must"));
    chrome.storage.local.set({ [pick.name]: { ...all[pick.name], state: pick.state, tapped: Date.now() } });
  };
  row.querySelector(".drop").setAttribute("aria-label", `내 시간표에서 빼기: ${pick.title}`);
  const chip = row.querySelector(".clash");
  const { clashes } = pick;
  chip.hidden = clashes.length === 0;
  if (clashes.length === 1) chip.textContent = `${overlap(pick, clashes[0])}분 겹침`;
  else if (clashes.length) chip.textContent = `${clashes.length}개와 겹침`;
  else chip.textContent = "";
  row.querySelector(".clashes").replaceChildren(...clashes.map((other) => {
    const item = document.createElement("li");
    const length = document.createElement("b");
    length.textContent = `${overlap(pick, other)}분 겹침`;
    item.append(length, " ", other.title);
    return item;
  }));
  chip.onclick = () => { row.querySelector(".clashes").hidden = !row.querySelector(".clashes").hidden; };
  return row;
}

function friendOf(friend, picks) {
  const card = copy("friend-template");
  card.querySelector("h4").textContent = friend.name;
  const theirs = new Set(friend.picks.map((p) => `pick/${p.snapshot.key}`));
  const both = picks.filter((p) => theirs.has(p.name));
  const apart = friend.picks.filter((p) => !all[`pick/${p.snapshot.key}`]);
  const list = card.querySelector("dl");
  const add = (label, lines) => {
    if (!lines.length) return;
    list.append(Object.assign(document.createElement("dt"), { textContent: label }),
      ...lines.map((text) => Object.assign(document.createElement("dd"), { textContent: text })));
  };
  add("같이 듣는 세션", both.map((p) => `${dayName(p.start)} ${hhmm(p.start)} ${p.title}`));
  add("갈라지는 곳", apart.map((p) => p.snapshot.titles.ko));
  return card;
}

start();
