// The print page: a sheet of A4 for each day. It prints by itself once, as that is
// what the popup's button was for, and again at its own button.
import "./constants.js";
import { first, show } from "./sheets.js";

const { FORMAT, PAPERS } = byeolpyoConstants;

show({
  choose: (picture) => (PAPERS.includes(picture.format) ? picture : { ...picture, format: FORMAT.A4 }),
  scale: 1, alt: "previewAlt", empty: "printEmpty",
}).then(({ images }) => {
  if (!images.length) return;
  const { naturalWidth, naturalHeight } = /** @type {HTMLImageElement} */ (images[0].figure.firstChild);
  // The paper lies as the pictures do; their margins are those of the paper.
  const page = document.createElement("style");
  page.textContent = `@page { size: A4 ${naturalWidth > naturalHeight ? "landscape" : "portrait"}; margin: 0; }`;
  document.head.append(page);
  const button = /** @type {HTMLButtonElement} */ (document.getElementById("print"));
  button.disabled = false;
  button.onclick = () => window.print();
  if (first()) window.print();
});
