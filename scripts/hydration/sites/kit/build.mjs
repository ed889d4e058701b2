// Writes SvelteKit's pages into the directory named by OUT.
import { build } from "vite";

await build();
