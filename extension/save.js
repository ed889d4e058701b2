// The save page: a tab, which stays while Chrome asks where to save, and which
// draws what the popup had no time to draw.
"use strict";

byeolpyoSheets.show({ split: false, scale: 1, alt: "previewAlt", empty: "saveEmpty" }).then(({ say, tell, name, images }) => {
  if (!images.length) return;
  const save = () => {
    const link = document.createElement("a");
    link.href = images[0].url;
    link.download = name;
    link.click();
    tell(say("saveStarted", { name }));
  };
  const button = document.getElementById("save");
  button.disabled = false;
  button.onclick = save;
  save();
});
