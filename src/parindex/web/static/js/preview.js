// A form with data-preview="#id" is sent with “xem” a moment after the last key, and the part of the answer with that
// id replaces the one on the page. Nothing is saved. Without scripts its button shows the preview.
const WAIT = 400;

for (const form of document.querySelectorAll("form[data-preview]")) {
  let timer = 0;
  let last = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const data = new FormData(form);
      data.set("xem", "1");
      const mine = (last += 1);
      const body = fetch(form.action, { method: "POST", body: data }).then((answer) => answer.text());
      const text = await body.catch(() => "");
      if (mine !== last) return;
      const page = new DOMParser().parseFromString(text, "text/html");
      const next = page.querySelector(form.dataset.preview);
      if (next) document.querySelector(form.dataset.preview)?.replaceChildren(...next.childNodes);
    }, WAIT);
  });
}
