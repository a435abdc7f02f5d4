// The editor of plans: what a deadline means is shown while it is typed, agencies are added from a list, and an item is
// saved in the background, so that what is typed before the answer comes is kept. Without this file the form is sent
// the plain way.
import { swap } from "./enhance.js";
import { showToast } from "./toast.js";

const PAUSE_MS = 250;

function showDues(list, lines) {
  list.replaceChildren(
    ...lines.map(({ label, due, why }) => {
      const line = document.createElement("li");
      const day = document.createElement("b");
      const reason = document.createElement("span");
      day.textContent = due || "Chưa có ngày";
      day.className = "num";
      reason.textContent = ` ${why}`;
      reason.className = "muted";
      line.append(label && due ? `${label}, chậm nhất ` : "", day, reason);
      return line;
    }),
  );
}

function followDeadline(form) {
  const field = form.querySelector("[name=deadline_text]");
  const list = form.querySelector("[data-dues]");
  let timer = 0;
  let asked = 0;
  const ask = async () => {
    asked += 1;
    const turn = asked;
    const address = `${form.dataset.dueUrl}?chu=${encodeURIComponent(field.value)}`;
    const told = await fetch(address).then((answer) => answer.json()).catch(() => null);
    // No answer, or one of another page: what these words mean is not known, and what the old ones meant is gone.
    if (turn === asked) showDues(list, told?.lines ?? []);
  };
  field?.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  if (field && isTyped(field)) ask();
}

function offerAgencies(form) {
  for (const row of form.querySelectorAll("[data-add-to]")) {
    row.hidden = false;
    const [name, button] = [row.querySelector("input"), row.querySelector("button")];
    const add = () => {
      const field = document.getElementById(row.dataset.addTo);
      const lines = field.value.split("\n").filter((line) => line.trim());
      if (!name.value.trim()) return;
      if (!lines.includes(name.value.trim())) field.value = [...lines, name.value.trim()].join("\n");
      name.value = "";
      name.focus();
    };
    button.addEventListener("click", add);
    name.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      add();
    });
  }
}

const LOST = "Chưa lưu được: mất kết nối. Chữ vẫn còn ở đây, bấm lưu lại.";
const OTHER = "Chưa lưu được: máy chủ trả lời trang khác. Chữ vẫn còn ở đây; mở trang này ở thẻ khác để xem vì sao.";
const WRITTEN = "#noi-dung :is(input:not([type=file]), textarea)[id]";
const editor = () => document.querySelector("form[data-editor]");
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && field.matches("input, textarea"));
const isTyped = (field) => field.value !== field.defaultValue;
let saving = Promise.resolve();
let waiting = 0;
let isLeaving = false;

// The page that the server answers takes the place of this one, but for what was typed since the form was sent, or in
// another form. Refused words (no field of the answer says why) stay as they are.
async function save(form) {
  const sent = new Map(fieldsOf(form).map(({ id, value }) => [id, value]));
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.querySelector(`form[data-editor][action="${form.getAttribute("action")}"]`);
  const refusal = page.querySelector("[data-toasts] [role=alert]");
  if (!next || (refusal && !next.querySelector(".has-err"))) {
    showToast(refusal?.textContent.trim() ?? OTHER, { isError: true });
    return;
  }
  for (const { id, value, defaultValue } of document.querySelectorAll(WRITTEN)) {
    const field = page.getElementById(id);
    if (field && value !== (sent.get(id) ?? defaultValue)) field.value = value;
  }
  swap("#noi-dung", page);
  start();
}

// One after the other: each is sent with what the server said to the one before.
function queue(button) {
  button?.setAttribute("aria-busy", "true");
  waiting += 1;
  saving = saving
    .then(() => save(editor()))
    .catch(() => showToast(LOST, { isError: true }))
    .finally(() => {
      waiting -= 1;
      button?.removeAttribute("aria-busy");
    });
}

function onSubmit(event) {
  const { submitter, target: form } = event;
  if (!form.matches("form[data-editor]")) return;
  if (!submitter?.name) {
    event.preventDefault();
    queue(submitter ?? form.querySelector(".btn-primary"));
  } else if (waiting) {
    event.preventDefault();
    saving.then(() => editor()?.querySelector(`[name="${submitter.name}"]`)?.click());
  } else {
    isLeaving = true; // a named button saves and leads to another page
  }
}

function start() {
  followDeadline(editor());
  offerAgencies(editor());
}

if (editor()) {
  start();
  document.addEventListener("submit", onSubmit);
  document.addEventListener("input", () => (isLeaving = false));
  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && fieldsOf(editor()).some(isTyped)) event.preventDefault();
  });
}
