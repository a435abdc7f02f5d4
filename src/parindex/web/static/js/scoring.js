// The dense form: an answer is saved when its row is left, and what the server made of it replaces the old parts.
// Without this file every row still has its own button and sends a plain form.
const form = document.querySelector("[data-scoring]");
const LETTERS_OFF = document.querySelector("[data-keys-off]") !== null;
const WAIT_MS = 120;
const done = [];
const failed = new Set();
let saving = Promise.resolve();
let wanted = "";
let isLeaving = false;
let isPressing = false;
let isSwapping = false;

const formOf = (code) => document.querySelector(`form[data-item="${CSS.escape(code)}"]`);
const trOf = (code) => form.querySelector(`tr[data-code="${CSS.escape(code)}"]`);
const rowOf = (element) => element?.closest?.("tr[data-code]");
const rows = () => [...form.querySelectorAll("tr[data-code]")];
const current = () => form.querySelector("tr.is-current") ?? rows()[0];
const cellsOf = (row) => [...row.querySelectorAll(".cell, input[type=checkbox]")];
const noteOf = (sender) => [...sender.elements].find((element) => element.name === "giai-trinh");
const say = (words) => {
  for (const place of document.querySelectorAll("[data-saved]")) place.textContent = words;
};

// What would be sent for an item now; an untouched justification is left as the server holds it.
function wordsOf(code) {
  const sender = formOf(code);
  if (!sender) return [];
  const note = noteOf(sender);
  const isKept = ([name]) => name === "csrfmiddlewaretoken" || (name === "giai-trinh" && note.value === note.defaultValue);
  return [...new FormData(sender)].filter((pair) => !isKept(pair));
}
// The same, as the server gave it: on an old PC a person has typed before this script runs.
function wordsGiven(code) {
  const sender = formOf(code);
  return [...(sender?.elements ?? [])].flatMap((element) => {
    if (!element.name || element === noteOf(sender) || element.name === "csrfmiddlewaretoken") return [];
    if (element.type === "checkbox") return element.defaultChecked ? [[element.name, element.value]] : [];
    if (!element.matches("select")) return element.matches("button") ? [] : [[element.name, element.defaultValue]];
    const options = [...element.options];
    return [[element.name, (options.find((option) => option.defaultSelected) ?? options[0]).value]];
  });
}
// `tried` was sent last, `kept` is what the server holds: an answer that was refused is tried but not kept.
const tried = new Map();
const kept = new Map();
const told = (words) => JSON.stringify(words.filter(([name]) => name !== "version"));
const isUnsent = (code) => kept.has(code) && told(wordsOf(code)) !== told(kept.get(code));

function swap(old, next) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const { name, id, selectionStart: at, value } = focused ?? {};
  const isTyping = focused?.matches("textarea") && value !== focused.defaultValue;
  // Chromium tells of a field taken out of the page as if the person had left it.
  isSwapping = true;
  old.replaceWith(document.adoptNode(next));
  isSwapping = false;
  if (!focused) return;
  const again = (id && document.getElementById(id)) || (name && next.querySelector(`[name="${CSS.escape(name)}"]`));
  if (!again) return;
  if (isTyping) again.value = value;
  again.focus({ preventScroll: true });
  if (at != null && again.setSelectionRange) again.setSelectionRange(at, at);
}

// What was typed while an answer was on its way is newer than that answer.
function retype(code, words) {
  for (const element of formOf(code).elements) {
    const values = words.filter(([name]) => name === element.name).map(([, value]) => value);
    if (element.type === "hidden" || (element === noteOf(formOf(code)) && !values.length)) continue;
    if (element.type === "checkbox") element.checked = values.includes(element.value);
    else if (values.length) [element.value] = values;
  }
}

function replaceParts(page, code) {
  const isHere = current()?.dataset.code === code;
  for (const next of page.querySelectorAll("[data-part]")) {
    const old = document.getElementById(next.id);
    // The details belong to the row in which the person is by now.
    if (!old || (next.id === "ngan" && !isHere)) continue;
    swap(old, next);
  }
  trOf(code).classList.toggle("is-current", isHere);
}

function tellFailure(code, words) {
  const row = trOf(code);
  const button = row.querySelector("[data-save]");
  failed.add(code);
  row.classList.remove("is-saving");
  row.classList.add("is-unsent");
  button?.classList.add("is-wanted");
  if (button) button.firstChild.textContent = "Gửi lại";
  say(words);
}

async function send(code, words, { isUndo = false } = {}) {
  const sender = formOf(code);
  const note = noteOf(sender);
  const typed = isUndo ? wordsOf(code) : words;
  const before = [...(kept.get(code) ?? []), ...(note ? [["giai-trinh", note.defaultValue]] : [])];
  const data = new FormData();
  data.set("csrfmiddlewaretoken", sender.elements.csrfmiddlewaretoken.value);
  data.set("version", trOf(code).querySelector("[name=version]").value);
  for (const [name, word] of words) if (name !== "version") data.set(name, word);
  trOf(code).classList.add("is-saving");
  say("Đang lưu…");
  let answer, page;
  try {
    answer = await fetch(sender.action, { method: "POST", body: data, headers: { "X-Part": "row" } });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    tellFailure(code, `Mất kết nối, mục ${code} chưa lưu. Số liệu còn trong ô; có mạng sẽ gửi lại.`);
    return;
  }
  if (!page.querySelector("[data-answer]")) {
    const isOut = answer.redirected || answer.status === 403;
    const reason = isOut ? "phiên đăng nhập đã hết hoặc bạn không còn quyền" : "máy chủ không trả lời được";
    tellFailure(code, `Mục ${code} chưa lưu: ${reason}. Số liệu còn trong ô; mở lại trang ở thẻ khác rồi bấm “Gửi lại”.`);
    return;
  }
  failed.delete(code);
  const now = wordsOf(code);
  replaceParts(page, code);
  tried.set(code, wordsGiven(code));
  if (answer.ok) {
    kept.set(code, wordsGiven(code));
    if (!isUndo) done.push([code, before]);
    say(`${isUndo ? `Đã hoàn tác mục ${code}` : "Đã lưu"} ${new Date().toLocaleTimeString("vi-VN")}`);
  } else {
    say(`Mục ${code} chưa lưu được, xem dòng báo lỗi.`);
  }
  if (told(now) !== told(typed)) retype(code, now);
}

function save(code, { isAsked = false } = {}) {
  const words = wordsOf(code);
  if (!formOf(code) || (!isAsked && told(words) === told(tried.get(code) ?? []))) return;
  tried.set(code, words);
  saving = saving.then(() => send(code, words));
}

// The details of a row, once the person stays on it.
async function open(code) {
  wanted = code;
  for (const row of rows()) row.classList.toggle("is-current", row.dataset.code === code);
  await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  await saving;
  if (wanted !== code) return;
  const address = `?muc=${encodeURIComponent(code)}`;
  const answer = await fetch(address, { headers: { "X-Part": "row" } }).catch(() => null);
  const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page?.getElementById("ngan");
  if (!next || wanted !== code) return;
  swap(document.getElementById("ngan"), next);
  history.replaceState(null, "", `${address}${window.location.search.includes("loc=") ? `&loc=${new URLSearchParams(window.location.search).get("loc")}` : ""}`);
}

function choose(element) {
  const row = form.contains(element) && rowOf(element);
  if (row && !row.classList.contains("is-current")) open(row.dataset.code);
}

async function openDocuments(code) {
  if (document.getElementById("ngan")?.querySelector(".back-row")?.hash !== `#${trOf(code).id}`) await open(code);
  const place = document.getElementById("tai-lieu");
  (place.querySelector("[data-key=t]") ?? place.querySelector("a, button") ?? place).focus();
}

function move(row, step) {
  const all = rows();
  const next = all[all.indexOf(row) + step];
  if (next) enter(next);
}

function enter(row) {
  const cell = cellsOf(row)[0] ?? row.querySelector("a");
  cell?.focus();
  cell?.select?.();
  row.scrollIntoView({ block: "nearest" });
}

function nextWanted(row) {
  const all = rows();
  const at = all.indexOf(row);
  const next = [...all.slice(at + 1), ...all.slice(0, at + 1)].find((one) => one.hasAttribute("data-wanted"));
  if (next) enter(next);
}

function undo() {
  const last = done.pop();
  if (last) saving = saving.then(() => send(...last, { isUndo: true }));
}

const LETTERS = {
  t: (row) => openDocuments(row.dataset.code),
  p: (row) => enter(row),
  n: (row) => nextWanted(row),
  z: () => undo(),
};

function onCellKey(event, row) {
  if (event.key === "Enter") {
    const cells = cellsOf(row).filter((cell) => cell.matches(".cell"));
    const next = cells[cells.indexOf(event.target) + 1];
    if (next) {
      next.focus();
      next.select?.();
    } else {
      save(row.dataset.code);
      move(row, 1);
    }
    return true;
  }
  if (event.target.matches("select") || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return false;
  move(row, event.key === "ArrowDown" ? 1 : -1);
  return true;
}

function onKey(event) {
  if (event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
  const row = rowOf(event.target) ?? current();
  const isField = event.target.matches("input:not([type=checkbox]), textarea, select");
  const isPlain = !isField && !event.ctrlKey;
  let isDone = false;
  if (event.target.matches(".cell") && !event.ctrlKey) isDone = onCellKey(event, row);
  if (!isDone && event.key === "Escape" && (isField || event.target.closest(".drawer"))) {
    enter(row);
    document.activeElement.blur();
    isDone = true;
  } else if (isPlain && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    move(row, event.key === "ArrowDown" ? 1 : -1);
    isDone = true;
  } else if (event.ctrlKey && event.key === "z" && !isField) {
    undo();
    isDone = true;
  } else if (isPlain && !LETTERS_OFF && LETTERS[event.key]) {
    LETTERS[event.key](row);
    isDone = true;
  }
  if (isDone) event.preventDefault();
}

// The clock of an old PC may be wrong: what is left is told by the clock of the site, as it was when the page came.
const loadedAt = Date.now();

function countDown() {
  for (const lock of document.querySelectorAll("[data-until]")) {
    const siteNow = new Date(lock.dataset.now) - loadedAt + Date.now();
    const left = new Date(lock.dataset.until) - siteNow;
    const minutes = Math.floor(left / 60000);
    const days = Math.floor(minutes / 1440);
    const hours = Math.floor((minutes % 1440) / 60);
    let words = `sau ${minutes} phút,`;
    if (days) words = `sau ${days} ngày ${hours} giờ,`;
    else if (hours) words = `sau ${hours} giờ ${minutes % 60} phút,`;
    else if (minutes < 1) words = "trong chưa đầy một phút,";
    lock.querySelector("[data-left]").textContent = left > 0 ? words : "– đã hết hạn";
  }
}

function onClick(event) {
  if (event.target.closest("[data-discard]")) isLeaving = true;
  const link = event.target.closest("a[data-open]");
  if (!link) return;
  event.preventDefault();
  const { code } = rowOf(link).dataset;
  if (link.hash === "#tai-lieu") openDocuments(code);
  else open(code).then(() => document.getElementById("ngan").scrollIntoView({ block: "nearest" }));
}

function onChange(event) {
  const row = rowOf(event.target);
  if (row && event.target.matches("select, [type=checkbox]")) save(row.dataset.code);
}

// Numbers of one item belong together: they are sent when the row is left, not one by one.
function onLeave(event) {
  if (isSwapping) return;
  const row = rowOf(event.target);
  if (row && rowOf(event.relatedTarget) !== row) save(row.dataset.code);
  else if (event.target.id === "giai-trinh") save(event.target.form.dataset.item);
}

function start() {
  for (const row of rows()) {
    const { code } = row.dataset;
    tried.set(code, wordsGiven(code));
    kept.set(code, wordsGiven(code));
    if (!row.contains(document.activeElement)) save(code);
  }
  countDown();
  setInterval(countDown, 30000);
  form.addEventListener("change", onChange);
  form.addEventListener("click", onClick);
  form.addEventListener("focusout", onLeave);
  // A row grows when it is chosen: only after a press has ended, else what was pressed would move away from it.
  form.addEventListener("pointerdown", () => (isPressing = true));
  document.addEventListener("pointerup", () => {
    isPressing = false;
    setTimeout(() => choose(document.activeElement));
  });
  form.addEventListener("focusin", (event) => {
    if (!isPressing) choose(event.target);
  });
  document.addEventListener("submit", (event) => {
    const code = event.target.dataset?.item;
    if (!code || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    save(code, { isAsked: true });
  });
  document.addEventListener("keydown", onKey, true);
  window.addEventListener("online", () => [...failed].forEach((code) => save(code, { isAsked: true })));
  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && rows().some((row) => isUnsent(row.dataset.code))) event.preventDefault();
  });
}

if (form) start();
