globalThis.secret = "of the content script";
document.addEventListener("DOMContentLoaded", () => {
  const host = document.createElement("test-star");
  const button = document.createElement("button");
  button.textContent = "star";
  button.addEventListener("click", async event => {
    if (!event.isTrusted) return;
    const { clicks = 0 } = await chrome.storage.local.get("clicks");
    await chrome.storage.local.set({ clicks: clicks + 1 });
    host.dataset.clicks = clicks + 1;
  });
  host.attachShadow({ mode: "open" }).append(button);
  document.body.append(host);
});
