// Results of actions: shown for eight seconds, longer while a person is on them; errors stay until closed.
const SHOWN_MS = 8000;
const started = new WeakSet();

function closeButton(toast) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Đóng";
  button.addEventListener("click", () => toast.remove());
  return button;
}

function start(toast) {
  if (started.has(toast)) return;
  started.add(toast);
  if (toast.getAttribute("role") === "alert") {
    toast.append(closeButton(toast));
    return;
  }
  let timer = setTimeout(() => toast.remove(), SHOWN_MS);
  const hold = () => clearTimeout(timer);
  const release = () => {
    hold();
    timer = setTimeout(() => toast.remove(), SHOWN_MS);
  };
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("pointerleave", release);
  toast.addEventListener("focusout", release);
}

export function showToast(words, { isError = false } = {}) {
  const toast = document.createElement("div");
  toast.className = isError ? "toast toast-bad" : "toast";
  toast.setAttribute("role", isError ? "alert" : "status");
  toast.textContent = words;
  document.querySelector("[data-toasts]").append(toast);
  start(toast);
}

export function startToasts() {
  document.querySelectorAll("[data-toasts] [data-toast]").forEach(start);
}
