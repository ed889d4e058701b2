import { KINDS } from "programme";

export default defineNuxtConfig({
  compatibilityDate: "2025-07-15",
  devtools: { enabled: false },
  telemetry: false,
  sourcemap: false,
  typescript: { typeCheck: false },
  app: { head: { htmlAttrs: { lang: "ko" } } },
  experimental: { appManifest: false },
  nitro: { prerender: { crawlLinks: false, routes: KINDS.map((kind) => `/${kind}`) } },
});
