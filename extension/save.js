// The save page: a tab, which stays while Chrome asks where to save, and which
// draws what the popup had no time to draw. A picture of one sheet is saved at once;
// of several the person chooses.
import { first, show } from "./sheets.js";

show({ scale: 1, alt: "previewAlt", empty: "saveEmpty" }).then(({ say, tell, images }) => {
  if (!images.length) return;
  /** @param {Byeolpyo.Shown} image */
  const save = ({ url, name }) => {
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.click();
  };
  const saveAll = () => {
    images.forEach(save);
    tell(say("saveStarted", { name: images.map((image) => image.name).join(", ") }));
  };
  const button = /** @type {HTMLButtonElement} */ (document.getElementById("save"));
  button.disabled = false;
  button.onclick = saveAll;
  if (images.length === 1) {
    if (first()) saveAll();
    else tell(say("saveAgain"));
    return;
  }
  button.textContent = say("saveAll");
  tell(say("saveSheets", { n: images.length }));
  for (const image of images) {
    const one = document.createElement("button");
    one.type = "button";
    one.className = "button small";
    one.textContent = say("saveOne");
    one.setAttribute("aria-label", `${say("saveOne")}: ${image.name}`);
    one.onclick = () => {
      save(image);
      tell(say("saveStarted", { name: image.name }));
    };
    image.figure.append(one);
  }
});
