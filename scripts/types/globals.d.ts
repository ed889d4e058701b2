// What the extension's scripts find in the browser beside what Go knows of, and what they
// hand one another (scripts/internal/constants makes the types of the rest).

/** The address of the sync server that is proposed, or "". */
declare var byeolpyoServer: string;

/** Runs a program of Go: see extension/go.js. */
declare var byeolpyoGo: (name: string, how?: {
  module?: Promise<Response> | WebAssembly.Module;
  args?: string[];
  env?: Record<string, string>;
  exited?: () => void;
}) => Promise<never>;

/** The pixels of a picture, which is taken over: see extension/pixels.js. */
declare var byeolpyoPixels: (bitmap: ImageBitmap) => [rgba: Uint8Array, width: number, height: number];

/** The Go side of a program: wasm_exec.js. */
declare var Go: new () => {
  argv: string[];
  env: Record<string, string>;
  importObject: WebAssembly.Imports;
  exit: (code: number) => void;
  run: (instance: WebAssembly.Instance) => Promise<void>;
};

declare namespace Byeolpyo {
  /** The text of a message. */
  type Say = (name: string, values?: Values) => string;
  /** Work that may take long: see extension/busy.js. */
  type Work<T> = (how: { signal: AbortSignal; progress: Progress }) => Promise<T>;
  /** The names of the messages that tell of it. */
  interface Doing { say: Say; doing: string; percent: string; cancelled: string; failed: (error: any) => string }
  /** What is to be drawn: see wasm/app/pictures. */
  interface Request extends Partial<Picture> { edition: string; lang: string; scale: number; marked?: boolean }
  /** A picture on the print or the save page. */
  interface Shown { id: string; name: string; blob: Blob; url: string; figure: HTMLElement }
}
