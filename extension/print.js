// The print page: one day a sheet. It prints by itself once, as that is what the
// popup's button was for, and again at its own button.
"use strict";

byeolpyoSheets.show({ split: true, scale: 2, alt: "pageAlt", empty: "printEmpty" }).then(({ images }) => {
  if (!images.length) return;
  const button = document.getElementById("print");
  button.disabled = false;
  button.onclick = () => window.print();
  window.print();
});
