// Starts what takes longest, compiling the program, as soon as this file has loaded, without
// waiting for the page or its style. The page's script, which imports this file too, may run
// first.

const once = /** @type {{ byeolpyoCompiled?: Promise<WebAssembly.Module | undefined> }} */ (/** @type {unknown} */ (globalThis));

// compiled is the program, or undefined without WebAssembly or without its file: popup.js then
// fails, and says so.
export const compiled = once.byeolpyoCompiled ??= globalThis.WebAssembly?.compileStreaming(fetch("popup.wasm")).catch(() => undefined);
