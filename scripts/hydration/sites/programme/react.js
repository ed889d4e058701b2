// The pages in React's own calls, for whichever React is given.
import { DAY, NAME, PARTS, hydrated } from "programme";

export function make({ createElement: h, useEffect }) {
  const rows = {
    cards: (list) => list.map((s) => h("article", { key: s.id },
      h("p", null, h("time", { dateTime: s.datetime }, s.start), " - ", s.end, " ", h("span", null, s.room)),
      h("h3", null, h("a", { href: s.href }, s.title)))),
    table: (list) => h("table", null,
      h("thead", null, h("tr", null, h("th", null, "시간"), h("th", null, "제목"), h("th", null, "장소"))),
      h("tbody", null, list.map((s) => h("tr", { key: s.id }, h("td", null, s.hours), h("td", null, s.title), h("td", null, s.room))))),
    list: (list) => h("ul", null, list.map((s) => h("li", { key: s.id }, h("time", null, s.hours), s.title))),
    links: (list) => list.map((s) => h("div", { key: s.id }, h("span", null, s.hours), " ", h("a", { href: s.href }, s.title))),
  };

  function Part({ kind, part }) {
    useEffect(() => hydrated(part), [part]);
    return h("section", null, rows[kind](PARTS[part]));
  }

  // Page is the whole page. late stands in place of its second part, such as a boundary that
  // delays it.
  function Page({ kind, late }) {
    return h("main", null, h("h1", null, NAME), h("h2", null, DAY), h(Part, { kind, part: "early" }), late ?? h(Part, { kind, part: "late" }));
  }

  return { Page, Part };
}
