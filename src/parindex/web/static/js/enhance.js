// A form with data-async="#id" is sent in the background and the part of the answer with that id replaces the one
// on the page ("#one,#two": each of them); the focus stays where it was. Any failure falls back to sending the form
// the plain way.
function mark(element) {
  if (!element) return "";
  if (element.id) return `#${CSS.escape(element.id)}`;
  return element.name ? `[name="${CSS.escape(element.name)}"]` : "";
}

export function swap(selector, page) {
  const next = page.querySelector(selector);
  const old = document.querySelector(selector);
  if (!next || !old) return false;
  const focused = mark(document.activeElement);
  const { selectionStart: from, selectionEnd: to } = document.activeElement;
  old.replaceWith(document.adoptNode(next));
  const again = focused && document.querySelector(focused);
  if (again) again.focus({ preventScroll: true });
  if (again && from != null) again.setSelectionRange?.(from, to);
  const toasts = page.querySelector("[data-toasts]");
  if (toasts) {
    document.querySelector("[data-toasts]").replaceWith(document.adoptNode(toasts));
    import("./toast.js").then(({ startToasts }) => startToasts());
  }
  return true;
}

async function send(form, submitter) {
  const data = new FormData(form);
  if (submitter?.name) data.set(submitter.name, submitter.value);
  const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const swapped = form.dataset.async.split(",").map((selector) => swap(selector, page));
  if (!swapped.includes(true)) window.location.assign(answer.url);
}

export function startForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-async]");
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    const submitter = event.submitter;
    submitter?.setAttribute("aria-busy", "true");
    send(form, submitter).catch(() => form.submit());
  });
}
