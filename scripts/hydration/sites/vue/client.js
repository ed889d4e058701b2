import { createSSRApp } from "vue/dist/vue.esm-bundler.js";
import { Page } from "./page.js";

const root = document.getElementById("app");
createSSRApp(Page, { kind: root.dataset.kind }).mount(root);
