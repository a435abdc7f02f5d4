// The dense form: an answer is saved when its row is left, and what the server made of it replaces the old parts.
// Without this file every row still has its own button and sends a plain form.
import { startDrop } from "./drop.js";
import { startForms } from "./enhance.js";
import { carry, change, givenOf, isChanging, stateOf } from "./parts.js";

const form = document.querySelector("[data-scoring]");
const LETTERS_OFF = document.querySelector("[data-keys-off]") !== null;
const WAIT_MS = 120;
// A browser may tell that the network is back before it carries anything.
const AGAIN_MS = [0, 2000, 10000, 30000];
const done = [];
const failed = new Set();
let saving = Promise.resolve();
let wanted = "";
let isPressing = false;

const formOf = (code) => document.querySelector(`form[data-item="${CSS.escape(code)}"]`);
const trOf = (code) => form.querySelector(`tr[data-code="${CSS.escape(code)}"]`);
const rowOf = (element) => element?.closest?.("tr[data-code]");
const rows = () => [...form.querySelectorAll("tr[data-code]")];
const current = () => form.querySelector("tr.is-current") ?? rows()[0];
const cellsOf = (row) => [...row.querySelectorAll(".cell, input[type=checkbox]")];
const NOTE = "giai-trinh";
const noteOf = (sender) => [...sender.elements].find((element) => element.name === NOTE);
const noteIn = (page) => page.querySelector(`textarea[name=${NOTE}]`);
// The details come a while after their row is chosen: until then those of another row are shown.
const codeOf = (details) => document.getElementById(details?.querySelector(".back-row").hash.slice(1))?.dataset.code;
const shownCode = () => codeOf(document.getElementById("ngan"));
const say = (words) => {
  for (const place of document.querySelectorAll("[data-saved]")) place.textContent = words;
};

// The justification that the server holds; what was typed of it when the details of its item went out of sight.
const heldNote = new Map();
const hiddenNote = new Map();

function hold(code, page) {
  const note = noteIn(page);
  if (note) heldNote.set(code, note.defaultValue);
}

// What would be sent for an item now; an untouched justification is left as the server holds it.
function wordsOf(code) {
  const sender = formOf(code);
  if (!sender) return [];
  const words = [...new FormData(sender)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== NOTE);
  const note = noteOf(sender)?.value ?? hiddenNote.get(code) ?? heldNote.get(code);
  return note?.trim() === heldNote.get(code) ? words : [...words, [NOTE, note]];
}
// The same, as the server gave it: on an old PC a person has typed before this script runs.
function wordsGiven(code) {
  const sender = formOf(code);
  return [...(sender?.elements ?? [])].flatMap((element) => {
    if (!element.name || element === noteOf(sender) || element.name === "csrfmiddlewaretoken") return [];
    if (element.type === "checkbox") return element.defaultChecked ? [[element.name, element.value]] : [];
    return element.matches("button") ? [] : [[element.name, givenOf(element)]];
  });
}
// `tried` was sent last, `kept` is what the server holds: an answer that was refused is tried but not kept.
const tried = new Map();
const kept = new Map();
const told = (words) => JSON.stringify(words.filter(([name]) => name !== "version"));
const isUnsent = (code) => kept.has(code) && told(wordsOf(code)) !== told(kept.get(code));
// `going` is on its way or waits for its turn.
const going = new Map();
const noteAmong = (words) => words.find(([name]) => name === NOTE)?.[1];
const heldWords = (code) => [...(kept.get(code) ?? []), ...(heldNote.has(code) ? [[NOTE, heldNote.get(code)]] : [])];

// One after the other: each is sent with the version that the server gave for the one before.
function later(step) {
  saving = saving.then(step).catch(reportError);
}

function showDetails(next, { isAnswer }) {
  const old = document.getElementById("ngan");
  const [before, code] = [shownCode(), codeOf(next)];
  const [typed, note] = [noteIn(old), noteIn(next)];
  const isKept = isAnswer && before === code;
  if (typed && !isKept && typed.value.trim() !== heldNote.get(before)) hiddenNote.set(before, typed.value);
  if (before === code) carry(old, next, (field) => field !== typed && stateOf(field) !== givenOf(field));
  old.replaceWith(document.adoptNode(next));
  if (note && hiddenNote.has(code)) note.value = hiddenNote.get(code);
  hiddenNote.delete(code);
}

// What was typed while an answer was on its way is newer than that answer; what was refused is typed, not given.
function retype(code, words, { isTaken }) {
  const wordIn = (list, element) => list.find(([name]) => name === element.name)?.[1];
  for (const element of formOf(code).elements) {
    const word = wordIn(words, element);
    if (element.type === "hidden" || (element.name === NOTE && word === undefined)) continue;
    if (element.type === "checkbox") element.checked = word === element.value;
    if (!isTaken && element.matches(".cell:not(select), textarea")) element.defaultValue = wordIn(heldWords(code), element) ?? "";
    if (element.type !== "checkbox" && word !== undefined) element.value = word;
  }
}

function replaceParts(page, code) {
  const isHere = current()?.dataset.code === code;
  for (const next of page.querySelectorAll("[data-part]")) {
    const old = document.getElementById(next.id);
    if (next.id !== "ngan") old?.replaceWith(document.adoptNode(next));
    // The details belong to the row in which the person is by now.
    else if (old && (isHere || shownCode() === code)) showDetails(next, { isAnswer: true });
  }
  trOf(code).classList.toggle("is-current", isHere);
}

function tellFailure(code, { isLost, reason }) {
  const row = trOf(code);
  const button = row.querySelector("[data-save]");
  failed.add(code);
  row.classList.add("is-unsent");
  button?.classList.add("is-wanted");
  if (button) button.firstChild.textContent = "Gửi lại";
  if (isLost) say(`Mất kết nối, mục ${code} chưa lưu. Số liệu còn trong ô; có mạng sẽ gửi lại.`);
  else say(`Mục ${code} chưa lưu: ${reason}. Số liệu còn trong ô; mở lại trang ở thẻ khác rồi bấm “Gửi lại”.`);
}

// The answer as a page, or the reason why there is none.
async function ask(address, data) {
  try {
    const answer = await fetch(address, { method: data ? "POST" : "GET", body: data, headers: { "X-Part": "row" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.querySelector("[data-answer]")) return { page, isTaken: answer.ok };
    const isOut = answer.redirected || answer.status === 403;
    return { reason: isOut ? "phiên đăng nhập đã hết hoặc bạn không còn quyền" : "máy chủ không trả lời được" };
  } catch {
    return { isLost: true, reason: "mất kết nối" };
  }
}

async function send(code, words, typed) {
  const sender = formOf(code);
  const version = trOf(code).querySelector("[name=version]");
  if (!version) return {}; // closed by the answer to the save before
  const data = new FormData();
  data.set("csrfmiddlewaretoken", sender.elements.csrfmiddlewaretoken.value);
  data.set("version", version.value);
  for (const [name, word] of words) if (name !== "version") data.set(name, word);
  trOf(code).classList.add("is-saving");
  say("Đang lưu…");
  const answer = await ask(sender.action, data);
  trOf(code).classList.remove("is-saving");
  const { page, isTaken } = answer;
  if (!page) return answer;
  failed.delete(code);
  const now = wordsOf(code);
  const note = noteAmong(words);
  if (isTaken || note === undefined) hold(code, page);
  if (isTaken && hiddenNote.get(code) === note) hiddenNote.delete(code);
  change(() => {
    replaceParts(page, code);
    if (isTaken) kept.set(code, wordsGiven(code));
    if (!isTaken || told(now) !== told(typed)) retype(code, now, { isTaken });
  });
  if (isTaken) say(`Đã lưu ${new Date().toLocaleTimeString("vi-VN")}`);
  else say(`Mục ${code} chưa lưu được, xem dòng báo lỗi.`);
  return answer;
}

function save(code, { isAsked = false } = {}) {
  const words = wordsOf(code);
  const same = isAsked ? going.get(code) : tried.get(code);
  if (!formOf(code) || (same && told(words) === told(same))) return;
  tried.set(code, words);
  going.set(code, words);
  later(async () => {
    const before = heldWords(code);
    const answer = await send(code, words, words);
    const isLast = going.get(code) === words;
    if (isLast) going.delete(code);
    if (answer.reason) tellFailure(code, answer);
    if (!answer.isTaken) return;
    if (isLast) tried.set(code, wordsGiven(code));
    if (told(before) !== told(heldWords(code))) done.push([code, before]);
    resend();
  });
}

function resend() {
  for (const code of failed) save(code, { isAsked: true });
}

// The details of a row, once the person stays on it.
async function open(code) {
  wanted = code;
  for (const row of rows()) row.classList.toggle("is-current", row.dataset.code === code);
  if (shownCode() === code) return;
  await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  const address = `?muc=${encodeURIComponent(code)}`;
  let asked, next;
  // What was saved meanwhile is newer than the details that were asked for before.
  do {
    asked = saving;
    await asked;
    if (wanted !== code) return;
    next = (await ask(address)).page?.getElementById("ngan");
  } while (asked !== saving);
  if (wanted !== code || shownCode() === code) return;
  if (codeOf(next) !== code) {
    wanted = "";
    return;
  }
  const before = shownCode();
  change(() => showDetails(next, { isAnswer: false }));
  hold(code, next);
  if (before) save(before);
  history.replaceState(null, "", `${address}${window.location.search.includes("loc=") ? `&loc=${new URLSearchParams(window.location.search).get("loc")}` : ""}`);
}

// Who comes back to the details of a row while those of another are on their way stays with the first.
function choose(element) {
  if (!form.contains(element)) return;
  const code = rowOf(element)?.dataset.code ?? (element.closest("#ngan") && shownCode());
  if (code && code !== wanted) open(code);
}

async function openAt(code, place) {
  if (shownCode() !== code) await open(code);
  if (shownCode() === code) place()?.focus();
}

function placeOfDocuments() {
  const place = document.getElementById("tai-lieu");
  return place.querySelector("[data-key=t]") ?? place.querySelector("a, button") ?? place;
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

// What is on its way when it is asked for is the last step.
function undo() {
  later(async () => {
    const last = done.pop();
    if (!last) return;
    const [code, words] = last;
    const { isTaken, reason } = await send(code, words, wordsOf(code));
    if (reason) {
      done.push(last);
      say(`Chưa hoàn tác được mục ${code}: ${reason}. Thử lại sau.`);
    } else if (isTaken) {
      tried.set(code, wordsGiven(code));
      say(`Đã hoàn tác mục ${code} ${new Date().toLocaleTimeString("vi-VN")}`);
    }
  });
}

const LETTERS = {
  t: (row) => openAt(row.dataset.code, placeOfDocuments),
  g: (row) => openAt(row.dataset.code, () => noteIn(document)),
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
  const discard = event.target.closest("[data-discard]");
  if (discard) {
    kept.delete(rowOf(discard).dataset.code);
    // Where only the part after # differs, a browser follows the link without asking the server.
    if (discard.search === window.location.search) {
      event.preventDefault();
      window.location.reload();
    }
  }
  const link = event.target.closest("a[data-open]");
  if (!link) return;
  event.preventDefault();
  const { code } = rowOf(link).dataset;
  if (link.hash === "#tai-lieu") openAt(code, placeOfDocuments);
  else open(code).then(() => document.getElementById("ngan").scrollIntoView({ block: "nearest" }));
}

function onChange(event) {
  const row = rowOf(event.target);
  if (row && !isChanging() && event.target.matches("select, [type=checkbox]")) save(row.dataset.code);
}

// Numbers of one item belong together: they are sent when the row is left, not one by one.
function onLeave(event) {
  if (isChanging()) return;
  const row = rowOf(event.target);
  if (row && rowOf(event.relatedTarget) !== row) save(row.dataset.code);
  else if (event.target.name === NOTE) save(event.target.form.dataset.item);
}

// A row grows when it is chosen: only after a press has ended, else what was pressed would move away from it.
function release() {
  isPressing = false;
  setTimeout(() => choose(document.activeElement));
}

function start() {
  document.documentElement.classList.add("is-dense");
  startForms();
  startDrop();
  wanted = current()?.dataset.code;
  hold(shownCode(), form);
  for (const row of rows()) {
    const { code } = row.dataset;
    tried.set(code, wordsGiven(code));
    kept.set(code, wordsGiven(code));
    if (!row.contains(document.activeElement) && document.activeElement.form?.dataset.item !== code) save(code);
  }
  countDown();
  setInterval(countDown, 30000);
  form.addEventListener("change", onChange);
  form.addEventListener("click", onClick);
  form.addEventListener("focusout", onLeave);
  form.addEventListener("pointerdown", () => (isPressing = true));
  document.addEventListener("pointerup", release);
  document.addEventListener("pointercancel", release);
  form.addEventListener("focusin", (event) => {
    if (!isPressing && !isChanging()) choose(event.target);
  });
  document.addEventListener("submit", (event) => {
    const code = event.target.dataset?.item;
    if (!code || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    save(code, { isAsked: true });
  });
  document.addEventListener("keydown", onKey, true);
  window.addEventListener("online", () => AGAIN_MS.forEach((wait) => setTimeout(resend, wait)));
  window.addEventListener("beforeunload", (event) => {
    if (rows().some((row) => isUnsent(row.dataset.code))) event.preventDefault();
  });
}

if (form) start();
