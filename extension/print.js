// The print page: a sheet of A4 for each day. It prints by itself once, since the popup's button
// was for that, and again at its own button.
import "./constants.js";
import { first, show } from "./sheets.js";

const { FORMAT, PAPERS } = byeolpyoConstants;

const button = /** @type {HTMLButtonElement} */ (document.getElementById("print"));
const theme = /** @type {HTMLSelectElement} */ (document.getElementById("theme"));
// page gives the paper the orientation of the pictures, which include its margins.
const page = document.createElement("style");
document.head.append(page);

// lay draws the sheets in the colours chosen on this page: those of the paper theme unless the
// person wants others, since a dark picture would be a black sheet. It reports whether there is
// something to print.
async function lay() {
  button.disabled = true;
  const { images } = await show({
    choose: (picture) => ({ ...picture, format: PAPERS.includes(picture.format) ? picture.format : FORMAT.A4, theme: theme.value }),
    scale: 1, alt: "previewAlt", empty: "printEmpty",
  });
  if (!images.length) return false;
  const { naturalWidth, naturalHeight } = /** @type {HTMLImageElement} */ (images[0].figure.firstChild);
  page.textContent = `@page { size: A4 ${naturalWidth > naturalHeight ? "landscape" : "portrait"}; margin: 0; }`;
  button.disabled = false;
  return true;
}

button.onclick = () => window.print();
theme.onchange = lay;
if (await lay() && first()) window.print();
