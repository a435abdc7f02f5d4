// Files dropped on the marked area join those already chosen; what is chosen is listed; sending shows how far it is.
const kilobytes = (file) => `${Math.max(1, Math.round(file.size / 1024)).toLocaleString("vi")} kB`;

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
      size.textContent = kilobytes(file);
      line.append(name, size);
      return line;
    }),
  );
}

function join(input, dropped) {
  const all = new DataTransfer();
  const seen = new Set();
  for (const file of [...input.files, ...dropped]) {
    const mark = `${file.name}|${file.size}|${file.lastModified}`;
    if (!seen.has(mark)) all.items.add(file);
    seen.add(mark);
  }
  input.files = all.files;
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
  const { bar, words, holder } = progressIn(form);
  const button = form.querySelector("button[type=submit], button:not([type])");
  const request = new XMLHttpRequest();
  const fail = () => {
    holder.remove();
    button?.removeAttribute("aria-busy");
    import("./toast.js").then(({ showToast }) =>
      showToast("Chưa gửi được: mất kết nối. Các tệp vẫn còn ở đây, bấm gửi lại.", { isError: true }),
    );
  };
  button?.setAttribute("aria-busy", "true");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const percent = Math.floor((event.loaded * 100) / event.total);
    bar.value = percent;
    words.textContent = percent < 100 ? `${percent}%` : "Đã gửi, đang nhận";
  });
  request.addEventListener("load", () => {
    if (request.responseURL && request.responseURL !== window.location.href) {
      window.location.assign(request.responseURL);
      return;
    }
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
    startDrop();
    if (document.querySelector("[data-follow]")) import("./job.js").then((part) => part.startJobs());
    (document.querySelector(".errsum") ?? document.querySelector("main")).focus();
  });
  request.addEventListener("error", fail);
  request.open("POST", form.action || window.location.href);
  request.send(new FormData(form));
}

function watch(area) {
  const input = area.querySelector("input[type=file]");
  const over = (on) => (event) => {
    event.preventDefault();
    area.classList.toggle("is-over", on);
  };
  area.addEventListener("dragover", over(true));
  area.addEventListener("dragleave", over(false));
  area.addEventListener("drop", (event) => {
    over(false)(event);
    join(input, event.dataTransfer.files);
    list(area, input);
  });
  input.addEventListener("change", () => list(area, input));
}

export function startDrop() {
  document.querySelectorAll("[data-drop]").forEach(watch);
  for (const form of document.querySelectorAll("form[data-drop-form]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  }
}
