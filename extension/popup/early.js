// Begins what takes longest, the compiling of the program, as soon as this file is there: it
// waits neither for the page nor for its style, and the page's script, which has it too, may
// yet come first.

const once = /** @type {{ byeolpyoCompiled?: Promise<WebAssembly.Module | undefined> }} */ (/** @type {unknown} */ (globalThis));

// compiled is the program, or nothing without WebAssembly or without its file: then it is
// popup.js that fails, and tells of it.
export const compiled = once.byeolpyoCompiled ??= globalThis.WebAssembly?.compileStreaming(fetch("popup.wasm")).catch(() => undefined);
