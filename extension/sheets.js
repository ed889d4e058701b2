// What the print and the save page share: they are opened by the popup with the
// edition, the language and the file's name in their address, and show pictures.
"use strict";

globalThis.byeolpyoSheets = {
  // show draws the pictures and puts them on the page. It resolves to
  // {say, name, images: [{id, blob, url}]}, without images when there is nothing to
  // show, which is then said on the page.
  async show({ split, scale, alt, empty }) {
    const query = new URLSearchParams(location.search);
    const lang = query.get("lang") === "en" || query.get("lang") === "ko" ? query.get("lang") : byeolpyoWords.fallback();
    const state = document.getElementById("state");
    const tell = (text) => { state.textContent = text; state.hidden = text === ""; };
    let messages = {};
    const say = (name, values) => byeolpyoWords.say(messages, name, values);
    const result = { say, tell, name: query.get("name") || "timetable.png", images: [] };
    try {
      messages = (await byeolpyoWords.load())[lang];
      byeolpyoWords.apply(messages, lang);
      const pages = await byeolpyoDrawing({ edition: query.get("edition") ?? "", lang, theme: "light", split, scale });
      for (const { id, png } of pages) {
        const blob = new Blob([png], { type: "image/png" });
        const image = new Image();
        image.src = URL.createObjectURL(blob);
        image.alt = say(alt, { day: id === "undated" ? say("undated") : id, edition: query.get("edition") });
        await image.decode();
        document.getElementById("pages").append(image);
        result.images.push({ id, blob, url: image.src });
      }
      tell(result.images.length ? "" : say(empty));
    } catch (error) {
      console.error(error);
      tell(say({ memory: "drawMemory", large: "drawLarge" }[error.code] ?? "drawFailed"));
      result.images = [];
    }
    document.body.dataset.pages = result.images.length;
    document.body.dataset.ready = "1";
    return result;
  },
};
