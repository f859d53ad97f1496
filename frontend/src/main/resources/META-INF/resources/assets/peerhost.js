// Makes pages live; every page works without it.
"use strict";
document.documentElement.classList.add("js");

// Copy buttons: <button class="copy" data-copy="text">
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    said(button, "Copied");
  } catch {
    // Where the clipboard is shut, what is to be copied stands selected.
    getSelection().selectAllChildren(button.parentElement.querySelector("code"));
    said(button, "Press Ctrl+C");
  }
});

function said(button, words) {
  const before = button.textContent;
  document.getElementById("said").textContent = words;
  if (before) button.textContent = words;
  button.classList.add("done");
  setTimeout(() => {
    if (before) button.textContent = before;
    button.classList.remove("done");
    document.getElementById("said").textContent = "";
  }, 1500);
}

// What is drawn anew takes the old one's place node by node: focus, selection, scrolling and open details stay. What has an id is
// found by it, whatever came or went before it; the rest one after the other.
function morph(from, to) {
  if (from.nodeType !== to.nodeType || from.nodeName !== to.nodeName) return from.replaceWith(to);
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && name !== "open") from.removeAttribute(name);
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  const atEnd = from.scrollHeight - from.scrollTop - from.clientHeight < 4;
  let place = from.firstChild;
  for (const node of [...to.childNodes]) {
    const same = node.id ? named(place, node.id) : place?.id ? null : place;
    if (!same) {
      from.insertBefore(node, place);
      continue;
    }
    while (place !== same) place = without(place);
    place = same.nextSibling;
    morph(same, node);
  }
  while (place) place = without(place);
  if (atEnd && from.matches("pre.log")) from.scrollTop = from.scrollHeight;
}

function named(node, id) {
  while (node && node.id !== id) node = node.nextSibling;
  return node;
}

// What came after the node, which goes.
function without(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

function drawn(html, id) {
  return new DOMParser().parseFromString(html, "text/html").getElementById(id);
}

// The part of the page named by its id, as the server draws it now.
async function redraw(url, id) {
  try {
    const answer = await fetch(url, { headers: { accept: "text/html" }, redirect: "error" });
    const fresh = answer.ok && drawn(await answer.text(), id);
    if (fresh) morph(document.getElementById(id), fresh);
  } catch {
    // Away for a moment, or signed out: what is shown stays.
  }
}

// Live parts: <div data-live="/url"> becomes what the server sends, an event each time it changes. When its data-stamp
// changes too (a new release), the rest of the page is drawn anew. Only a page that is looked at listens: a browser has six
// connections for all its tabs.
for (const part of document.querySelectorAll("[data-live]")) {
  const stamp = () => part.querySelector("[data-stamp]")?.dataset.stamp;
  const page = part.dataset.live.replace(/\/live$/, "");
  let events;
  const deaf = () => {
    events?.close();
    events = undefined;
  };
  const listen = () => {
    deaf();
    if (document.hidden) return;
    events = new EventSource(part.dataset.live);
    events.onmessage = (event) => {
      const sent = JSON.parse(event.data);
      if (sent.gone) {
        deaf();
        location.replace(page);
        return;
      }
      const before = stamp();
      const fresh = part.cloneNode(false);
      fresh.innerHTML = sent.html;
      morph(part, fresh);
      if (before !== stamp()) redraw(page, "more");
    };
  };
  listen();
  setInterval(() => document.hidden || redraw(page, "more"), 60_000);
  document.addEventListener("visibilitychange", listen);
  // What a form does, such as deleting this very site, its own answer shows: a word of it here would lead elsewhere before.
  document.addEventListener("submit", deaf);
  window.addEventListener("pagehide", deaf);
  window.addEventListener("pageshow", (event) => event.persisted && listen());
}

// A form that tells its price: <form data-price="id"> asks for it when a field changes.
for (const form of document.querySelectorAll("form[data-price]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-quoted]")) return;
    const wished = new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "form-token" && name !== "once"));
    redraw("/order?" + wished, form.dataset.price);
  });
}
