// What the scripts of extension/content give one another. Each is a function that is called
// at once, and has what it gives in a global of its own; they run in the manifest's order.
//
// A node of the page is an any here: what it is, Tree.type tells, which tsc does not see.

declare var byeolpyoTree: ByeolpyoContent.Tree;
declare var byeolpyoStar: ByeolpyoContent.StarMaker;
declare var byeolpyoSeat: ByeolpyoContent.Seats;
declare var byeolpyoLayout: ByeolpyoContent.Layout;
declare var byeolpyoRoom: ByeolpyoContent.Room;
declare var byeolpyoRefit: ByeolpyoContent.Refit;
declare var byeolpyoFit: (list: ByeolpyoContent.Star[], others: ByeolpyoContent.Star[], now: boolean, many: boolean) => ByeolpyoContent.Star[];
declare var byeolpyoStars: ByeolpyoContent.Stars;
declare var byeolpyoToast: ByeolpyoContent.Toasts;
declare var byeolpyoPage: ByeolpyoContent.PageSide;
declare var byeolpyoStored: { asked: Promise<any>; all: () => Promise<Record<string, unknown>> };
declare var byeolpyoSiteStorage: { language: () => string; bookmarks: () => string[] };
declare var byeolpyoTrouble: ByeolpyoContent.Trouble;
declare var byeolpyoOffer: () => Promise<void>;
declare var byeolpyoHydration: { wakes: (f: () => void) => void };
declare var byeolpyoReading: ByeolpyoContent.Reading;
declare var byeolpyoInFrame: (host: Byeolpyo.Page) => void;

declare namespace ByeolpyoContent {
  /** Element, text, document or shadow root of the page. */
  type N = any;

  interface Tree {
    STAR: string;
    TOAST: string;
    HOLDS: Set<string>;
    MARK: string;
    type(n: N): number;
    parent(n: N): N;
    first(n: N): N;
    next(n: N): N;
    connected(n: N): boolean;
    owner(n: N): Document;
    insert(into: N, n: N, before: N): N;
    contains(n: N, other: N): boolean;
    tag(el: N): string;
    attr(el: N, name: string): string | null;
    shadow(el: N): ShadowRoot | null;
    attach(el: N, how: ShadowRootInit): ShadowRoot;
    closest(el: N, selector: string): Element | null;
    box(el: N): DOMRect;
    editable(el: N): boolean;
    documentIn(frame: N): Document | null;
    rootOf(document: Document): HTMLElement;
    bodyOf(document: Document): HTMLElement;
    baseOf(n: N): string;
    windowOf(document: Document): Window & typeof globalThis;
    make<K extends keyof HTMLElementTagNameMap>(document: Document, name: K): HTMLElementTagNameMap[K];
    make(document: Document, name: string): HTMLElement;
    makeNS(document: Document, space: string, name: string): Element;
    walker(document: Document, root: N, show: number): TreeWalker;
    range(document: Document): Range;
    tagged(document: Document, name: "iframe"): HTMLCollectionOf<HTMLIFrameElement>;
    tagged(document: Document, name: string): HTMLCollectionOf<Element>;
    find(document: Document, selector: string): Element | null;
    elementAt(document: Document, x: number, y: number): Element | null;
    phase(document: Document): DocumentReadyState;
    hidden(document: Document): boolean;
    slotOf(root: N): N;
    json(text: string): string;
    snapshot(root: N): Snapshot;
  }

  /** The document as a string, the elements in it by their numbers, the roots and documents
      in it that were read, and the elements that have a root of ours. */
  interface Snapshot { text: string; nodes: N[]; inner: N[]; held: N[] }

  /** What is looked for where a title's first line leaves a star no room. */
  interface Room {
    GAP: number;
    SMALL: number;
    LEAST: number;
    SHIFTS: number[];
    elsewhere(star: Star, card: N, limit: { l: number; r: number }, rtl: boolean): { x: number; y: number; glyph?: number; nudge?: number } | null;
    corner(star: Star, fitted: Fitted): Fitted | null;
  }

  /** A star: its host, what is seen of it, and where it stands. */
  interface Star {
    host: HTMLElement;
    group: HTMLElement;
    button: HTMLButtonElement;
    seat: Seat | null;
    title: N;
    label: string;
    mode: string;
    extent: number[];
    height: number;
    heading?: boolean;
    block?: N;
    lays?: boolean;
    freed?: boolean;
    spills?: boolean;
    next: string;
    fitted?: Fitted | null;
    turns: number;
    turned: number;
    window?: number;
  }

  /** The element whose root a star stands in, or its place in the site's own tree. */
  interface Seat { root?: N; parent?: N; before?: N }

  /** Where a star is seen, from its seat, in px. */
  interface Fitted {
    large: boolean;
    rtl: boolean;
    size: number;
    x: number;
    y: number;
    mode: string;
    room: number;
    side?: string;
    tall?: boolean;
    glyph?: number;
    nudge?: number;
    rise?: number;
  }

  /** For each document its sheet, the star that every other is a copy of, and what looks
      after the stars in it. */
  interface Kit {
    sheet: CSSStyleSheet;
    group: HTMLElement;
    groups: Map<Element, Star>;
    blocks: Map<Element, Set<Star>>;
    covered: Map<Element, Star>;
    far: Set<Star>;
    late: Set<Star>;
    sizes: ResizeObserver;
    seen: IntersectionObserver;
    rest: number;
    next?: number | null;
    again?: number | null;
  }

  interface Words { must?: string; changed?: string }

  interface StarMaker {
    SIDE: number;
    LARGE: number;
    kitOf(document: Document): Kit;
    keys: WeakMap<N, string>;
    kits: WeakMap<Document, Kit>;
    records: WeakMap<N, Star>;
    makeStar(document: Document): Star;
    extentOf(star: Star, measure?: (el: N) => DOMRect): number[];
    resized(star: Star): boolean;
    set(element: Element, name: string, value: string): void;
    flag(element: Element, name: string, on: unknown): void;
    paint(star: Star, heading: string, key: string, state: string, label: string, next: string, changed: string, texts: Words): void;
  }

  /** The stars that there are, fitted again when their surroundings change. */
  interface Refit {
    SLICE: number;
    LATER: number;
    stars: Map<N, Star>;
    expect(n: number): void;
    observe(document: Document): Kit;
    refit(kit: Kit, list: Star[], later?: boolean): void;
    watch(star: Star): void;
    forget(star: Star): void;
  }

  interface Seats {
    refused: WeakSet<N>;
    rootSeat(title: N, alone: (el: N) => boolean): N;
    treeSeat(title: N, node: N, where: string): Seat | null;
  }

  /** Sides, in px of the window. */
  interface Box { l: number; r: number; t: number; b: number }
  interface Obstacle extends Box { own?: boolean; ground?: boolean }

  /** The card that a block stands in, and the part of it that a star may stand in. */
  interface Zone { card: N; l: number; r: number; t: number }

  /** What the browser has computed of an element. */
  interface Facts {
    el: Element;
    display: string;
    rtl: boolean;
    still: boolean;
    clips: boolean;
    scrolls: boolean;
    list: boolean;
    drawn: boolean;
    marks: Box[];
    left: number;
    right: number;
    padding: number;
    paddingLeft: number;
    card: boolean;
    lays: boolean;
    inside: boolean;
  }

  interface Layout {
    INK: number;
    STEPS: number;
    up(n: N): N;
    css(el: N): Facts;
    boxOf(el: N): DOMRect;
    stale(): void;
    moved(): void;
    stray(title: N, list: Box[]): void;
    spills(title: N, card: N): boolean;
    endPass(): void;
    linesOf(title: N, most: number, words?: string): Box[];
    firstLine(title: N): Box | null;
    zoneOf(block: N, freed?: boolean): Zone;
    dotted(block: N, card: N): boolean;
    obstacles(card: N, top: number, bottom: number, title?: N, of?: N): Obstacle[] | null;
    cutOf(block: N, freed?: boolean): Box;
    widthAround(title: N, all: Box[]): number[];
    freeIn(things: Obstacle[] | null, size: number, cut?: Box): (x: number, y: number) => boolean;
  }

  interface Stars {
    place(plan: string, nodes: N[], texts: Words, how: { still: boolean; moved: boolean }, placed: (last: boolean) => void): void;
    stop(): void;
    sweep(documents: Document[], held: N[]): void;
    hide(document: Document): void;
    prepare(): void;
    keyOf(host: N): string | undefined;
    count(): number;
    waiting(): number;
    pendingBy(f: (el: N) => boolean): void;
  }

  interface Choice { label: string; run: () => void }

  interface Toasts {
    toast(message: string, action: (Choice & { undo?: boolean }) | null, choices?: Choice[]): void;
    toggled(): void;
    isToast(n: N): boolean;
    undoing(): (() => void) | null;
  }

  interface PageSide {
    snapshot: Tree["snapshot"];
    json: Tree["json"];
    place: Stars["place"];
    listen(f: (key: string) => void): void;
    listenIn(window: Window): void;
    toast: Toasts["toast"];
    count: Stars["count"];
  }

  interface Trouble {
    blocked(why: string): Promise<void>;
    orphaned(): void;
    alive(): boolean;
    why(): string | null;
  }

  interface Reading {
    use(program: Byeolpyo.Content | null): void;
    forget(): void;
    plan: Byeolpyo.Page["plan"];
    program(): Byeolpyo.Content | null;
    dayless(): boolean;
  }
}
