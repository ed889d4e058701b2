// Renders a list of invented talks again and again, every time others.
"use strict";

(() => {
  const asked = new URLSearchParams(location.search);
  const number = (name, otherwise) => Number(asked.get(name) ?? otherwise);
  const links = number("links", 800);
  const most = number("renders", 1);
  const WORDS = "끝없이 새로 지어내는 발표의 제목은 저장 공간을 채우려고 일부러 길게 쓰여 있고 읽을 만한 내용은 어디에도 없다시피 함";
  const list = document.querySelector("ol");
  globalThis.renders = 0;
  const render = () => {
    const n = renders + 1;
    list.replaceChildren(...Array.from({ length: links }, (_, i) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `/talks/r${n}-${i}`;
      link.textContent = `발표 ${n}.${i} ${WORDS}`;
      const who = document.createElement("em");
      who.textContent = `연사 ${n}.${i}`;
      item.append(link, " ", who);
      return item;
    }));
    renders = n;
  };
  render();
  const timer = setInterval(() => (renders < most ? render() : clearInterval(timer)), number("every", 4000));
})();
