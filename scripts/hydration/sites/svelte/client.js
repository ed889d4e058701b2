import { hydrate } from "svelte";
import Page from "./Page.svelte";

const target = document.getElementById("app");
hydrate(Page, { target, props: { kind: target.dataset.kind } });
