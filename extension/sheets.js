// Shared by the print and the save page: the popup opens them with the edition, the language and
// the file's name in their address, and they show pictures.
import { run } from "./busy.js";
import { draw } from "./drawing.js";
import * as words from "./words.js";

// first reports whether this tab was opened just now, and not reloaded, gone back to, or
// restored by the browser.
export function first() {
  if (history.state?.done) return false;
  history.replaceState({ done: true }, "");
  return true;
}

// show draws the pictures and puts them on the page. It resolves to {say, tell, name, edition,
// images: [{id, name, blob, url, figure}]}, without images when there is nothing to show, which
// the page then says. After a failure or when cancelled, the page says so, and show resolves
// once the person has started it again and it is done. choose may change the choices that the
// popup made for the picture.
/** @param {{ scale: number, choose?: (picture: Byeolpyo.Picture) => Byeolpyo.Picture, alt: string, empty: string }} how */
export async function show({ scale, choose = (picture) => picture, alt, empty }) {
  const query = new URLSearchParams(location.search);
  const asked = query.get("lang");
  const lang = asked === "en" || asked === "ko" ? asked : words.fallback();
  const state = /** @type {HTMLElement} */ (document.getElementById("state"));
  /** @param {string} text */
  const tell = (text) => { state.textContent = text; state.hidden = text === ""; };
  /** @type {Byeolpyo.Words} */
  let messages = {};
  /** @type {Byeolpyo.Say} */
  const say = (name, values) => words.say(messages, name, values);
  const edition = query.get("edition") ?? "";
  const result = { say, tell, name: query.get("name") || "timetable.png", edition, images: /** @type {Byeolpyo.Shown[]} */ ([]) };
  /** @type {Record<string, string>} */
  const failures = { read: "readFailed", memory: "drawMemory", large: "drawLarge" };
  const failed = (/** @type {Byeolpyo.DrawError} */ error) => {
    document.body.dataset.ready = "1";
    return failures[error.code] ?? "drawFailed";
  };
  /** @type {any} */
  let picture = {};
  try {
    picture = JSON.parse(query.get("picture") ?? "{}");
  } catch {
    // The address was written by hand: the picture is drawn with the default choices.
  }
  messages = (await words.load())[lang];
  words.apply(messages, lang);
  const lacking = words.why("");
  if (lacking) { // another attempt would not draw either
    tell(say(lacking));
    document.body.dataset.ready = "1";
    return result;
  }
  // drawAll includes decoding, which takes long too, so that a person who cancels meanwhile gets
  // no picture.
  /** @type {Byeolpyo.Work<Byeolpyo.Shown[]>} */
  const drawAll = async ({ signal, progress }) => {
    const pages = await draw({ ...choose(picture), edition, lang, scale }, { signal, progress });
    /** @type {Byeolpyo.Shown[]} */
    const images = [];
    for (const { id, png, alt: shown } of pages) {
      const blob = new Blob([png], { type: "image/png" });
      const image = new Image();
      image.src = URL.createObjectURL(blob);
      image.alt = `${say(alt, { edition })}\n${shown}`;
      await image.decode();
      const figure = document.createElement("figure");
      figure.append(image);
      const name = pages.length > 1 ? result.name.replace(/(\.png)?$/, `-${id || "1"}.png`) : result.name;
      images.push({ id, name, blob, url: image.src, figure });
      if (signal.aborted) {
        for (const { url } of images) URL.revokeObjectURL(url);
        break;
      }
    }
    return images;
  };
  result.images = await run(drawAll, { say, doing: "drawing", percent: "drawingPercent", cancelled: "drawCancelled", failed });
  const pages = /** @type {HTMLElement} */ (document.getElementById("pages"));
  for (const image of pages.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  pages.replaceChildren(...result.images.map(({ figure }) => figure));
  tell(result.images.length ? "" : say(empty));
  document.body.dataset.pages = String(result.images.length);
  document.body.dataset.ready = "1";
  return result;
}
