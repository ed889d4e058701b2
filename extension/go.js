// Starts a program of Go, wherever one runs: in pages, Workers, the service worker, the
// hidden frame and the content script. Not all of these take modules, so that this is a
// plain script, which comes after wasm_exec.js.
"use strict";

// byeolpyoGo runs the program in a file. No program should end, so the promise settles only by
// rejecting, when the program has ended or could not be started. module is the compiled program,
// or its address; args tell the program which of its parts to run, and env is for Go's runtime;
// exited is called at once when the program ends.
globalThis.byeolpyoGo = async (name, { module = fetch(name), args = [], env = {}, exited } = {}) => {
  const go = new globalThis.Go();
  go.argv = [name, ...args];
  go.env = env;
  const { exit } = go;
  go.exit = (/** @type {number} */ code) => {
    exit(code);
    exited?.();
  };
  const compiled = module instanceof WebAssembly.Module;
  const instance = compiled ? await WebAssembly.instantiate(module, go.importObject)
    : (await WebAssembly.instantiateStreaming(module, go.importObject)).instance;
  await go.run(instance);
  throw new Error(`${name} ended`);
};
