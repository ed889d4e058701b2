// What the pages of 2021 to 2023 do once their script has taken over: the day
// buttons put the other day's table in place. In 2021 the old one goes and
// links load documents. In 2022 and 2023 links and the language are client routes, and
// nodes are reused by position, with another session's text in them; what
// others put in between (elements with a hyphen in their name) stays put.
const root = document.getElementById("__next");
const routed = root.dataset.mode === "morph";
let busy = Promise.resolve();

const foreign = (n) => n.nodeType === Node.ELEMENT_NODE && n.localName.includes("-");

function morph(was, wanted) {
  for (const { name } of [...was.attributes]) {
    if (!wanted.hasAttribute(name)) was.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (was.getAttribute(name) !== value) was.setAttribute(name, value);
  }
  const old = [...was.childNodes].filter((n) => !foreign(n));
  [...wanted.childNodes].forEach((next, i) => {
    const node = old[i];
    if (!node) was.append(document.importNode(next, true));
    else if (node.nodeType !== next.nodeType || node.nodeName !== next.nodeName) node.replaceWith(document.importNode(next, true));
    else if (node.nodeType === Node.ELEMENT_NODE) morph(node, next);
    else if (node.nodeValue !== next.nodeValue) node.nodeValue = next.nodeValue;
  });
  for (const node of old.slice(wanted.childNodes.length)) node.remove();
}

const load = async (url) => {
  const answer = await fetch(url);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
};

async function chooseDay(day) {
  const other = await load(`${location.pathname}?d=${day}`);
  if (routed) {
    morph(root, other.getElementById("__next"));
    return;
  }
  root.querySelectorAll("button[data-day]").forEach((b, i) => { b.className = other.querySelectorAll("button[data-day]")[i].className; });
  root.querySelector("table").replaceWith(document.importNode(other.querySelector("table"), true));
}

async function show(url) {
  const other = await load(url);
  document.title = other.title;
  morph(root, other.getElementById("__next")); // and not __NEXT_DATA__
}

function go(url) {
  history.pushState(null, "", url);
  busy = show(url);
  return busy;
}

root.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const button = event.target.closest("button[data-day]");
  if (button) busy = chooseDay(button.dataset.day);
  if (!routed) return;
  const tab = event.target.closest(".q-tAbsO > a"); // 2023
  if (tab) {
    event.preventDefault();
    busy = chooseDay([...tab.parentNode.children].indexOf(tab) + 1);
    return;
  }
  const language = event.target.closest("button[data-to]");
  const link = event.target.closest("a[href]");
  if (language) go(language.dataset.to);
  else if (link && link.origin === location.origin && !link.hash) {
    event.preventDefault();
    go(link.pathname);
  }
});
if (routed) addEventListener("popstate", () => { busy = show(location.pathname); });

// For tests.
globalThis.replica = { go, settled: () => busy };
