import * as React from "react";
import { hydrateRoot } from "react-dom/client";
import { make } from "programme/react";

const root = document.getElementById("root");
hydrateRoot(root, React.createElement(make(React).Page, { kind: root.dataset.kind }));
