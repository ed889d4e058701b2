// Writes Astro's pages, each part an island, into the directory named by OUT.
import { build } from "astro";

await build({ logLevel: "error" });
