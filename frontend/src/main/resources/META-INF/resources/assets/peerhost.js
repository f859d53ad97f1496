// Makes pages live; every page works without it.
"use strict";
document.documentElement.classList.add("js");

// Copy buttons: <button class="copy" data-copy="text">
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const said = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Select and copy";
  }
  setTimeout(() => { button.textContent = said; }, 1500);
});

// Live parts: <div data-live="/url"> is replaced by what the server sends, an event each time it changes.
for (const part of document.querySelectorAll("[data-live]")) {
  const events = new EventSource(part.dataset.live);
  events.onmessage = (event) => {
    if (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) return;
    part.innerHTML = JSON.parse(event.data).html;
  };
  window.addEventListener("pagehide", () => events.close());
}
