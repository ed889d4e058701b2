// What the timetable says now: where to be, and where to go next.
import { $, view } from "./state.js";

export function showNow() {
  const { now } = view;
  $("now").hidden = !now;
  $("now").replaceChildren(...(now?.lines ?? []).map(({ label, title, titleLang, place, when }) => {
    const line = document.createElement("p");
    for (const [name, text] of [["label", label], ["name", title], ["place", place], ["when", when]]) {
      if (!text) continue;
      const part = document.createElement(name === "label" ? "b" : "span");
      part.className = name;
      part.textContent = text;
      if (name === "name") {
        part.lang = titleLang || view.lang;
        part.title = text; // it may be cut
      }
      line.append(part, " "); // the space separates the words for screen readers
    }
    return line;
  }));
  for (const text of [now?.way, now?.here]) {
    if (!text) continue;
    const more = document.createElement("p");
    more.className = "beneath";
    more.textContent = text;
    $("now").append(more);
  }
}
