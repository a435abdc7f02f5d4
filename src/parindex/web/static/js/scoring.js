// The dense form: an answer is saved when its field is left, and what the server made of it replaces the old parts.
// Without this file every row still has its own button and sends a plain form.
const form = document.querySelector("[data-scoring]");
const done = [];
let saving = Promise.resolve();

const rowOf = (element) => element?.closest("tr[data-code]");
const rows = () => [...form.querySelectorAll("tr[data-code]")];
const cellsOf = (row) => [...row.querySelectorAll("input.cell, select.cell, input[type=checkbox]")];
const say = (words) => {
  for (const place of document.querySelectorAll("[data-saved]")) place.textContent = words;
};

// Words as they are now, to tell whether anything changed and to undo it.
function wordsOf(code) {
  const sender = document.querySelector(`form[data-item="${CSS.escape(code)}"]`);
  if (!sender) return [];
  const note = [...sender.elements].find((element) => element.name === "giai-trinh");
  const isSame = ([name]) => name === "csrfmiddlewaretoken" || (name === "giai-trinh" && note.value === note.defaultValue);
  return [...new FormData(sender)].filter((pair) => !isSame(pair));
}
// `tried` was sent last, `kept` is what the server holds: an answer that was refused is tried but not kept.
const tried = new Map();
const kept = new Map();
const told = (words) => JSON.stringify(words.filter(([name]) => name !== "version"));
function remember() {
  for (const { dataset } of rows()) {
    tried.set(dataset.code, wordsOf(dataset.code));
    kept.set(dataset.code, wordsOf(dataset.code));
  }
}

function replaceParts(page, except) {
  for (const next of page.querySelectorAll("[data-part]")) {
    const old = document.getElementById(next.id);
    if (!old || old.outerHTML === next.outerHTML || old === except) continue;
    // A row in which somebody types stays as it is.
    if (old.matches("tr[data-code]") && old.contains(document.activeElement) && old !== except) {
      const focused = document.activeElement.name;
      const at = document.activeElement.selectionStart;
      old.replaceWith(document.adoptNode(next));
      const again = next.querySelector(`[name="${CSS.escape(focused ?? "")}"]`);
      again?.focus({ preventScroll: true });
      if (at != null && again?.setSelectionRange) again.setSelectionRange(at, at);
      continue;
    }
    old.replaceWith(document.adoptNode(next));
  }
}

async function send(code, words, { isUndo = false } = {}) {
  const sender = document.querySelector(`form[data-item="${CSS.escape(code)}"]`);
  const row = form.querySelector(`tr[data-code="${CSS.escape(code)}"]`);
  const before = kept.get(code);
  const data = new FormData(sender);
  for (const [name] of [...data]) if (name !== "csrfmiddlewaretoken" && name !== "version") data.delete(name);
  for (const [name, word] of words) if (name !== "version") data.set(name, word);
  row.classList.add("is-saving");
  say("Đang lưu…");
  try {
    const answer = await fetch(sender.action, { method: "POST", body: data, headers: { "X-Part": "row" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("[data-scoring]")) throw new Error("no form");
    replaceParts(page);
    tried.set(code, wordsOf(code));
    if (answer.ok) {
      kept.set(code, wordsOf(code));
      if (!isUndo && before) done.push([code, before]);
      say(`Đã lưu ${new Date().toLocaleTimeString("vi-VN")}`);
    } else {
      say(`Mục ${code} chưa lưu được, xem dòng báo lỗi.`);
    }
  } catch {
    // The typed words stay in the fields; the row's own button sends them again.
    row.classList.remove("is-saving");
    row.querySelector(".save")?.classList.add("is-wanted");
    say(`Mất kết nối, mục ${code} chưa lưu. Số liệu còn trong ô; bấm “Lưu” để gửi lại.`);
  }
}

function save(code) {
  const words = wordsOf(code);
  if (!tried.has(code) || told(words) === told(tried.get(code))) return;
  tried.set(code, words);
  saving = saving.then(() => send(code, words));
}

async function open(code, { focus = "" } = {}) {
  await saving;
  const answer = await fetch(`?muc=${encodeURIComponent(code)}`).catch(() => null);
  const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page?.getElementById("ngan");
  if (!next) return;
  document.getElementById("ngan").replaceWith(document.adoptNode(next));
  for (const row of rows()) row.classList.toggle("is-current", row.dataset.code === code);
  if (focus) document.querySelector(focus)?.focus();
}

function select(row) {
  const code = row?.dataset.code;
  if (code && !row.classList.contains("is-current")) open(code);
}

function move(row, step) {
  const all = rows();
  const next = all[all.indexOf(row) + step];
  if (!next) return;
  const cell = cellsOf(next)[0] ?? next.querySelector("a");
  cell?.focus();
  cell?.select?.();
  next.scrollIntoView({ block: "nearest" });
}

function onKey(event) {
  if (event.altKey || event.metaKey || document.querySelector("[data-keys-off]")) return;
  const row = rowOf(event.target) ?? form.querySelector("tr.is-current");
  const isCell = event.target.matches(".cell");
  const isField = event.target.matches("input, textarea, select");
  if (isCell && (event.key === "ArrowDown" || event.key === "ArrowUp") && !event.target.matches("select")) {
    event.preventDefault();
    move(row, event.key === "ArrowDown" ? 1 : -1);
  } else if (isCell && event.key === "Enter") {
    event.preventDefault();
    const cells = cellsOf(row).filter((cell) => cell.matches(".cell"));
    const next = cells[cells.indexOf(event.target) + 1];
    if (next) {
      next.focus();
      next.select?.();
    } else {
      save(row.dataset.code);
      move(row, 1);
    }
  } else if (event.key === "Escape" && (isField || event.target.closest(".drawer"))) {
    event.preventDefault();
    (cellsOf(row)[0] ?? row.querySelector("a")).focus();
    document.activeElement.blur();
  } else if ((event.key === "z" && event.ctrlKey && !isField) || (event.key === "z" && !isField && !event.ctrlKey)) {
    const last = done.pop();
    if (!last) return;
    event.preventDefault();
    saving = saving.then(() => send(...last, { isUndo: true }));
  } else if (!isField && !event.ctrlKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    move(row, event.key === "ArrowDown" ? 1 : -1);
  } else if (!isField && !event.ctrlKey && event.key === "t") {
    event.preventDefault();
    open(row.dataset.code, { focus: "#tai-lieu a, #tai-lieu button, #ngan" });
  } else if (!isField && !event.ctrlKey && event.key === "n") {
    event.preventDefault();
    const all = rows();
    const at = all.indexOf(row);
    const next = [...all.slice(at + 1), ...all.slice(0, at + 1)].find((one) => one.hasAttribute("data-wanted"));
    if (next) move(all[all.indexOf(next) - 1] ?? next, all.indexOf(next) > 0 ? 1 : 0);
  }
}

function countDown() {
  for (const lock of document.querySelectorAll("[data-until]")) {
    const left = new Date(lock.dataset.until) - Date.now();
    const minutes = Math.max(Math.floor(left / 60000), 0);
    const days = Math.floor(minutes / 1440);
    const hours = Math.floor((minutes % 1440) / 60);
    const words = days ? `sau ${days} ngày ${hours} giờ,` : hours ? `sau ${hours} giờ ${minutes % 60} phút,` : `sau ${minutes} phút,`;
    lock.querySelector("[data-left]").textContent = left > 0 ? words : "";
  }
}

if (form) {
  remember();
  countDown();
  setInterval(countDown, 30000);
  form.addEventListener("change", (event) => {
    const row = rowOf(event.target);
    if (row && event.target.matches("select, [type=checkbox]")) save(row.dataset.code);
    else if (event.target.id === "giai-trinh") save(form.querySelector("tr.is-current").dataset.code);
  });
  // Numbers of one item belong together: they are sent when the row is left, not one by one.
  form.addEventListener("focusout", (event) => {
    const row = rowOf(event.target);
    if (row && rowOf(event.relatedTarget) !== row) save(row.dataset.code);
  });
  form.addEventListener("focusin", (event) => select(rowOf(event.target)));
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-open]");
    if (!link) return;
    event.preventDefault();
    open(rowOf(link).dataset.code, { focus: link.hash === "#tai-lieu" ? "#tai-lieu a, #ngan" : "" });
  });
  document.addEventListener("submit", (event) => {
    const code = event.target.dataset?.item;
    if (!code) return;
    event.preventDefault();
    saving = saving.then(() => send(code, wordsOf(code)));
  });
  document.addEventListener("keydown", onKey, true);
  window.addEventListener("beforeunload", (event) => {
    const isUnsent = ({ dataset: { code } }) => tried.has(code) && told(wordsOf(code)) !== told(kept.get(code));
    if (rows().some(isUnsent)) event.preventDefault();
  });
}
