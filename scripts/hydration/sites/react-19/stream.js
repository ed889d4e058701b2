import * as React from "react";
import { hydrateRoot } from "react-dom/client";
import { NAME } from "programme";
import { make } from "programme/react";

const { createElement: h, Suspense } = React;
const { Page, Part } = make(React);
const { kind } = document.getElementById("root").dataset;
const late = h(Suspense, { fallback: h("p", null, "…") }, h(() => h(Part, { kind, part: "late" })));
hydrateRoot(document, h("html", { lang: "ko" },
  h("head", null, h("meta", { charSet: "utf-8" }), h("title", null, NAME)),
  h("body", null, h("div", { id: "root", "data-kind": kind }, h(Page, { kind, late })))));
