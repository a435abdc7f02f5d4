// Files dropped on the marked area join those already chosen; what is chosen is listed and can be taken out again;
// sending shows how far it is.
import { startJobs } from "./job.js";
import { showToast } from "./toast.js";

const sending = new WeakSet();
const kilobytes = (file) => `${Math.ceil(file.size / 1024).toLocaleString("vi")} kB`;

function doubt(file, input) {
  if (!file.size) return "tệp rỗng";
  const known = input.accept.toLowerCase().split(",").map((ending) => ending.trim());
  const isKnown = !input.accept || known.some((ending) => file.name.toLowerCase().endsWith(ending));
  return isKnown ? "" : "loại tệp này có thể không đọc được";
}

function keep(input, files) {
  const all = new DataTransfer();
  for (const file of files) all.items.add(file);
  input.files = all.files;
}

function removeButton(area, input, file) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-s btn-quiet";
  button.textContent = "Bỏ";
  button.setAttribute("aria-label", `Bỏ ${file.name}`);
  button.addEventListener("click", () => {
    const at = [...input.files].indexOf(file);
    keep(input, [...input.files].filter((other) => other !== file));
    list(area, input);
    const left = area.querySelectorAll("[data-drop-list] button");
    (left[Math.min(at, left.length - 1)] ?? input).focus();
  });
  return button;
}

function list(area, input) {
  const shown = area.querySelector("[data-drop-list]");
  if (!shown) return;
  shown.replaceChildren(
    ...[...input.files].map((file) => {
      const line = document.createElement("li");
      const name = document.createElement("span");
      name.textContent = file.name;
      const size = document.createElement("span");
      size.className = "meta";
      size.textContent = [kilobytes(file), doubt(file, input)].filter(Boolean).join(", ");
      line.append(name, size, removeButton(area, input, file));
      return line;
    }),
  );
}

function join(input, dropped) {
  const seen = new Map();
  for (const file of [...input.files, ...dropped]) seen.set(`${file.name}|${file.size}|${file.lastModified}`, file);
  keep(input, input.multiple ? seen.values() : [...dropped].slice(0, 1));
}

function progressIn(form) {
  const holder = document.createElement("div");
  holder.className = "prog";
  holder.setAttribute("role", "status");
  const bar = document.createElement("progress");
  bar.className = "bar-p";
  bar.max = 100;
  bar.setAttribute("aria-label", "Đang gửi tệp");
  const words = document.createElement("span");
  words.textContent = "Đang gửi";
  holder.append(bar, words);
  form.querySelector("[data-drop]").append(holder);
  return { bar, words, holder };
}

// XMLHttpRequest, because fetch does not tell how much has been sent. The answer is a page and replaces this one.
function send(form) {
  if (sending.has(form)) return;
  sending.add(form);
  const { bar, words, holder } = progressIn(form);
  const button = form.querySelector("button[type=submit], button:not([type])");
  const request = new XMLHttpRequest();
  const fail = (reason) => {
    sending.delete(form);
    holder.remove();
    button?.removeAttribute("aria-busy");
    showToast(`Chưa gửi được: ${reason}. Các tệp vẫn còn ở đây, bấm gửi lại.`, { isError: true });
  };
  button?.setAttribute("aria-busy", "true");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const percent = Math.floor((event.loaded * 100) / event.total);
    bar.value = percent;
    words.textContent = percent < 100 ? `${percent}%` : "Đã gửi, đang nhận";
  });
  request.addEventListener("load", () => {
    if (request.responseURL && request.responseURL !== window.location.href.split("#")[0]) {
      window.location.assign(request.responseURL);
      return;
    }
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = page.querySelector("main");
    if (request.status >= 500 || !main) {
      fail("máy chủ không trả lời được");
      return;
    }
    document.querySelector("main").replaceWith(document.adoptNode(main));
    startDrop();
    startJobs();
    (document.querySelector(".errsum") ?? document.querySelector("main")).focus();
  });
  request.addEventListener("error", () => fail("mất kết nối"));
  request.open("POST", form.action || window.location.href);
  request.send(new FormData(form));
}

// Areas come and go with parts of the page, so all are watched from the document.
function watch() {
  const over = (event) => {
    const area = event.target.closest?.("[data-drop]");
    if (!area) return;
    event.preventDefault();
    area.classList.toggle("is-over", event.type === "dragover");
    if (event.type !== "drop") return;
    const input = area.querySelector("input[type=file]");
    join(input, event.dataTransfer.files);
    list(area, input);
  };
  for (const sign of ["dragover", "dragleave", "drop"]) document.addEventListener(sign, over);
  document.addEventListener("change", ({ target }) => {
    const area = target.matches("input[type=file]") && target.closest("[data-drop]");
    if (area) list(area, target);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-drop-form]") || event.defaultPrevented) return;
    event.preventDefault();
    send(event.target);
  });
}

let isWatching = false;

export function startDrop() {
  // On an old PC a person has chosen before this script runs.
  for (const area of document.querySelectorAll("[data-drop]")) list(area, area.querySelector("input[type=file]"));
  if (!isWatching) watch();
  isWatching = true;
}
