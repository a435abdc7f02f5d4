// A form with data-async="#id" is sent in the background and the part of the answer with that id replaces the one
// on the page ("#one,#two": each of them); focus, and what was typed and not sent, stay. An answer without the part
// is opened as a page, or tells why it refused.
import { carry, change, givenOf, stateOf } from "./parts.js";
import { showToast, startToasts } from "./toast.js";

const LOST = "Chưa gửi được: mất kết nối. Chữ vẫn còn ở đây, bấm gửi lại.";
const OTHER = "Chưa gửi được: máy chủ không trả lời được. Chữ vẫn còn ở đây, bấm gửi lại.";
const going = new WeakSet();

export function swap(selector, page, isUnsent = () => false) {
  const next = page.querySelector(selector);
  const old = document.querySelector(selector);
  if (!next || !old) return false;
  change(() => {
    carry(old, next, isUnsent);
    old.replaceWith(document.adoptNode(next));
  });
  const toasts = page.querySelector("[data-toasts]");
  if (toasts) {
    document.querySelector("[data-toasts]").replaceWith(document.adoptNode(toasts));
    startToasts();
  }
  return true;
}

async function send(form, submitter) {
  const data = new FormData(form);
  if (submitter?.name) data.set(submitter.name, submitter.value);
  const sent = new Map([...form.elements].map((field) => [field, stateOf(field)]));
  const isUnsent = (field) => stateOf(field) !== (sent.has(field) ? sent.get(field) : givenOf(field));
  const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const swapped = form.dataset.async.split(",").map((selector) => swap(selector, page, isUnsent));
  if (swapped.includes(true)) return;
  if (answer.ok) window.location.assign(answer.url);
  else showToast(page.querySelector(".errsum p")?.textContent ?? OTHER, { isError: true });
}

let isStarted = false;

export function startForms() {
  if (isStarted) return;
  isStarted = true;
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-async]");
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    // Pressed again before the answer came: it is the same answer.
    if (going.has(form)) return;
    going.add(form);
    const submitter = event.submitter;
    submitter?.setAttribute("aria-busy", "true");
    send(form, submitter)
      .catch(() => showToast(LOST, { isError: true }))
      .finally(() => {
        going.delete(form);
        submitter?.removeAttribute("aria-busy");
      });
  });
}
