// Begins what takes longest, the compiling of the program, as soon as this file is there and
// before the page's other modules are, which import one another.

// compiled is the program, or nothing without WebAssembly or without its file: then it is
// popup.js that fails, and tells of it.
export const compiled = globalThis.WebAssembly?.compileStreaming(fetch("popup.wasm")).catch(() => undefined);
