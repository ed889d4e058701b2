import adapter from "@sveltejs/adapter-static";
import { KINDS } from "programme";

export default {
  kit: {
    adapter: adapter({ pages: `${process.env.OUT}/kit`, assets: `${process.env.OUT}/kit` }),
    prerender: { crawl: false, entries: KINDS.map((kind) => `/${kind}`) },
    version: { name: "programme" },
  },
};
