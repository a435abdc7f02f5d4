// Single-letter keys act only outside fields and can be switched off (WCAG 2.1.4). Elements declare theirs: data-key.
// Not a module, so that it runs before anything is shown: on an old PC the other scripts may come seconds later, and a
// Ctrl+S pressed meanwhile would be the browser's own.
"use strict";

// Buttons that only send a form with data-send are not needed any more.
document.documentElement.classList.add("is-live");

const SKIP = "input, textarea, select, [contenteditable]";

function target(key) {
  const all = [...document.querySelectorAll("[data-key]")];
  return all.find((element) => element.dataset.key.toLowerCase() === key.toLowerCase() && element.offsetParent !== null);
}

function moveRow(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return false;
  const at = rows.indexOf(document.activeElement);
  const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  rows.forEach((row) => row.closest(".task")?.classList.toggle("is-current", row === next));
  next.focus();
  return true;
}

function nameOf(element) {
  const name = element.getAttribute("aria-label") || element.labels?.[0]?.textContent || element.textContent;
  const key = element.querySelector?.("kbd")?.textContent ?? "";
  return (key ? name.replace(new RegExp(`\\s${key}\\s*$`), "") : name).trim();
}

function shown() {
  const known = new Map();
  if (document.querySelector("[data-row]")) known.set("J K", "Dòng sau, dòng trước");
  for (const { dataset, textContent } of document.querySelectorAll("[data-hint]")) {
    known.set(dataset.hint, textContent.replace(dataset.hint.replaceAll(" ", ""), "").trim());
  }
  for (const element of document.querySelectorAll("[data-key]")) {
    const key = element.dataset.key.length === 1 ? element.dataset.key.toUpperCase() : element.dataset.key;
    if (!known.has(key)) known.set(key, nameOf(element));
  }
  return known.set("?", "Danh sách phím này");
}

function listKeys() {
  const dialog = document.getElementById("phim-tat");
  if (!dialog) return;
  dialog.querySelector("[data-keys-list]").replaceChildren(
    ...[...shown()].map(([key, name]) => {
      const line = document.createElement("li");
      const cap = document.createElement("kbd");
      const words = document.createElement("span");
      cap.textContent = key;
      words.textContent = name;
      line.append(cap, words);
      return line;
    }),
  );
  dialog.showModal();
}

// A form with data-ctrl-s is the one that Ctrl+S saves, wherever the focus is; a key held down saves once. In a field
// of several lines Enter is a new line, so Ctrl+Enter saves, where the form says that it does.
function formToSave(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  if (event.key.toLowerCase() === "s" && !event.shiftKey) return document.querySelector("form[data-ctrl-s]");
  return event.key === "Enter" ? event.target.closest("form[data-ctrl-enter]") : null;
}

function onKey(event) {
  const form = formToSave(event);
  if (form) {
    event.preventDefault();
    if (!event.repeat) form.requestSubmit();
    return;
  }
  if (document.querySelector("[data-keys-off]")) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.matches(SKIP)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "Enter" && event.target.matches("a, button, summary")) return;
  if (event.key === "?") {
    event.preventDefault();
    listKeys();
    return;
  }
  if ((event.key === "j" || event.key === "k") && moveRow(event.key === "j" ? 1 : -1)) {
    event.preventDefault();
    return;
  }
  const found = target(event.key);
  if (!found) return;
  event.preventDefault();
  if (found.matches("input, textarea, select")) found.focus();
  else found.click();
}

document.addEventListener("keydown", onKey);

// The context of unit and year is sent as soon as it is chosen, be it before the other scripts run.
document.addEventListener("change", ({ target }) => {
  if (target.closest("[data-send]")) target.form.requestSubmit();
});
