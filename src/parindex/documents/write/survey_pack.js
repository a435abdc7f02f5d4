"use strict";
// Forms are kept in this browser under the number of the pack until the site says what became of each.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const key = `parindex-${data.pack}`;
  const draft = `${key}-draft`;
  const CHUNK = 40;
  const DONE = ["kept", "known", "doubled", "changed"];
  const OTHER = "-";
  const counted = new Set(data.counted);
  // What came of each household here is kept apart from the forms: a form that was sent tells no household.
  const state = { forms: [], visits: [], homes: {} };
  let mayKeep = true;
  let proposed = "";
  let spoken = data.languages[0];
  let warned = "";
  const say = (name, values = {}) =>
    spoken.words[name].replace(/\{(\w+)\}/g, (place, key) => String(values[key] ?? place));

  function parse(text) {
    try {
      return JSON.parse(text);
    } catch (error) {
      return null;
    }
  }
  function read(name) {
    try {
      return parse(localStorage.getItem(name));
    } catch (error) {
      mayKeep = false;
      warn("pack_forbidden");
      return null;
    }
  }
  function write(name, value) {
    try {
      localStorage.setItem(name, JSON.stringify(value));
      return true;
    } catch (error) {
      warn(mayKeep ? "pack_full" : "pack_forbidden");
      return false;
    }
  }
  const isDone = (one) => DONE.includes(one.outcome);
  const rank = (form) => (DONE.includes(form.outcome) ? 2 : form.outcome ? 1 : 0);
  // The tabs tell each other what they keep, should the browser not; where none may, what the browser tells is left.
  let others = null;
  try {
    others = new BroadcastChannel(key);
  } catch (error) {
    // An old browser, or one that forbids it to files.
  }
  // Other tabs keep forms under the same number: take in theirs, and tell whether this tab knows more than is kept.
  function merge(told = read(key) || {}) {
    let knowsMore = false;
    for (const list of ["forms", "visits"]) {
      const kept = new Map((Array.isArray(told[list]) ? told[list] : []).map((one) => [one.nonce, one]));
      for (const one of state[list]) {
        const other = kept.get(one.nonce);
        kept.delete(one.nonce);
        if (!other || rank(other) < rank(one)) knowsMore = true;
        else if (rank(other) > rank(one)) Object.assign(one, other);
      }
      state[list].push(...kept.values());
    }
    state.homes = { ...(told.homes || {}), ...state.homes };
    for (const form of state.forms) if (isDone(form)) delete form.household;
    return knowsMore;
  }
  function store() {
    merge();
    if (!write(key, state)) return false;
    others?.postMessage(state);
    return true;
  }
  // What is warned of is a name of the fixed words, or words of the site, which speaks Vietnamese.
  function warn(told) {
    warned = told;
    const known = told in spoken.words;
    at("warning").textContent = known ? say(told) : told;
    at("warning").lang = known ? spoken.code : "vi";
    at("warning").hidden = !told;
  }
  function make(tag, values, ...inside) {
    const made = Object.assign(document.createElement(tag), values);
    made.append(...inside);
    return made;
  }
  function number() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  }
  function ask(question, one) {
    const box = make("fieldset", {});
    const textContent = question.title ? `${question.title}: ${one.text}` : one.text;
    box.append(make("legend", { textContent, lang: lang(one) }));
    if (!question.options.length) {
      const mode = question.kind === "number" ? "numeric" : "text";
      box.append(make("input", { name: one.code, inputMode: mode, autocomplete: "off", ariaLabel: one.text }));
      return box;
    }
    const type = question.kind === "multiple" ? "checkbox" : "radio";
    for (const option of question.options) {
      const input = make("input", { type, name: one.code, value: option.value });
      box.append(make("label", {}, input, make("span", { textContent: option.text, lang: lang(option) })));
    }
    return box;
  }
  const lang = (text) => (text.own ? "vi" : spoken.code);
  function draw() {
    document.documentElement.lang = spoken.code;
    at("title").textContent = data.title;
    at("title").lang = "vi";
    const where = [data.unit, data.label, data.place].filter(Boolean).join(". ");
    at("about").replaceChildren(make("span", { textContent: `${where}.`, lang: "vi" }), ` ${say("pack_promise")}`);
    for (const one of document.querySelectorAll("[data-words]")) one.textContent = say(one.dataset.words);
    at("languages").replaceChildren(...data.languages.filter((one) => one !== spoken).map((one) => {
      const button = make("button", { type: "button", textContent: one.name, lang: one.code });
      button.addEventListener("click", () => speak(one));
      return button;
    }));
    at("questions").replaceChildren(...spoken.questions.map((question, place) => {
      const block = make("div", { className: "question" }, ...question.asks.map((one) => ask(question, one)));
      block.dataset.at = String(place);
      return block;
    }));
    const chosen = at("reason").value;
    at("reason").replaceChildren(...data.reasons.map((name) =>
      make("option", { value: name, textContent: say(`visit_${name}`) })));
    if (chosen) at("reason").value = chosen;
    offer();
  }
  // The households that wait: main ones first, then a spare for each one that failed.
  function offer() {
    const came = (home) => state.homes[home.key];
    const answered = data.households.filter((home) => home.is_spare && came(home) === "answered").length;
    const failed = data.households.filter((home) => !home.is_spare && came(home) && came(home) !== "answered").length;
    const waiting = data.households.filter((home) => !came(home));
    const spares = Math.max(0, data.spares + failed - answered);
    const spare = waiting.filter((home) => home.is_spare).slice(0, spares);
    const shown = [...waiting.filter((home) => !home.is_spare), ...spare];
    const chosen = at("home").value;
    at("home").replaceChildren(
      make("option", { value: "", textContent: say("pack_home_choose") }),
      ...shown.map((home) => make("option", { value: String(home.key), textContent: line(home) })),
      make("option", { value: OTHER, textContent: say("pack_home_other") }),
    );
    at("home").value = chosen === OTHER || shown.some((home) => String(home.key) === chosen) ? chosen : "";
    at("home-box").hidden = !data.households.length;
  }
  function line(home) {
    const mine = state.visits.filter((visit) => visit.household === home.key && !counted.has(visit.nonce));
    const called = home.visits + mine.length;
    return [
      say(home.is_spare ? "pack_home_spare" : "pack_home_line", home),
      home.quota && say("pack_home_quota", home),
      called && say("pack_home_visits", { visits: called }),
    ].filter(Boolean).join("; ");
  }
  const chosenHome = () => data.households.find((home) => String(home.key) === at("home").value);
  function complain(fault) {
    at("error").textContent = fault && say(fault);
    at("error").hidden = !fault;
    return Boolean(fault);
  }
  function note() {
    const home = chosenHome();
    if (complain(home ? "" : "pack_no_home")) return;
    const visit = { nonce: number(), household: home.key, outcome: "", result: at("reason").value, message: "" };
    state.visits.push(visit);
    if (visit.result !== "waiting") state.homes[home.key] = visit.result;
    if (!store()) {
      state.visits.splice(state.visits.indexOf(visit), 1);
      delete state.homes[home.key];
      return;
    }
    at("home").value = "";
    offer();
    show();
    if (navigator.onLine) send();
  }
  // The same form in another language: what was chosen stays, for answers are the same in each.
  function speak(language) {
    const told = answers();
    spoken = language;
    draw();
    fill(told);
    show();
    warn(warned);
    at("error").hidden = true;
    at("languages").querySelector("button").focus();
  }
  function answers() {
    const told = {};
    for (const block of at("questions").children) {
      if (block.hidden) continue;
      for (const input of block.querySelectorAll("input")) {
        const chosen = input.type === "radio" || input.type === "checkbox" ? input.checked : input.value.trim();
        if (!chosen) continue;
        const value = input.value.trim();
        told[input.name] = told[input.name] ? `${told[input.name]}|${value}` : value;
      }
    }
    return told;
  }
  function arrange() {
    for (const block of at("questions").children) {
      const when = spoken.questions[Number(block.dataset.at)].when;
      block.hidden = Boolean(when) && !when.is.includes(answers()[when.column]);
    }
  }
  function fill(told) {
    for (const input of at("questions").querySelectorAll("input")) {
      const values = (told[input.name] || "").split("|");
      if (input.type === "radio" || input.type === "checkbox") input.checked = values.includes(input.value);
      else input.value = told[input.name] || "";
    }
    arrange();
  }
  function propose() {
    proposed = String(Math.max(0, ...state.forms.map((form) => form.serial)) + 1);
    at("serial").value = proposed;
  }
  function show() {
    const unsent = state.forms.filter((form) => !isDone(form));
    const [forms, sent] = [state.forms.length, state.forms.length - unsent.length];
    const noted = state.visits.filter((visit) => !isDone(visit)).length;
    at("counts").textContent = say("pack_counts", { forms, sent, unsent: unsent.length }) +
      (noted ? ` ${say("pack_noted", { count: noted })}` : "");
    at("troubles").replaceChildren(
      ...state.visits.filter((visit) => visit.message).map((visit) => {
        const home = data.households.find((one) => one.key === visit.household);
        const told = { number: home ? home.number : "?", message: visit.message };
        return make("li", { textContent: say("pack_visit_trouble", told), lang: "vi" });
      }),
      ...state.forms.filter((form) => form.message).map((form) =>
        make("li", { textContent: say("pack_trouble", form), lang: "vi" })),
    );
  }
  function save(event) {
    event.preventDefault();
    const serial = Number(at("serial").value);
    const told = answers();
    const fault = !Number.isInteger(serial) || serial < 1 || serial > 99999 ? "pack_bad_serial" :
      data.households.length && !at("home").value ? "pack_no_home" :
      Object.keys(told).length ? "" : "pack_empty";
    if (complain(fault)) return;
    const home = chosenHome();
    const form = { nonce: number(), serial, answers: told, outcome: "", message: "" };
    if (at("home").value === OTHER) form.outside = true;
    state.forms.push(form);
    if (home) {
      form.household = home.key;
      state.homes[home.key] = "answered";
    }
    if (!store()) {
      state.forms.splice(state.forms.indexOf(form), 1);
      if (home) delete state.homes[home.key];
      return;
    }
    at("home").value = "";
    offer();
    propose();
    fill({});
    write(draft, {});
    show();
    at("serial").focus();
    if (navigator.onLine) send();
  }
  let sending = false;
  let again = false;
  async function send() {
    merge();
    const [forms, visits] = [state.forms, state.visits].map((list) => list.filter((one) => !isDone(one)));
    if (!(forms.length + visits.length)) return;
    // What is kept while others are on their way goes once they have come.
    again = sending;
    if (sending) return;
    sending = true;
    try {
      for (let first = 0; first < visits.length; first += CHUNK) await post([], visits.slice(first, first + CHUNK));
      for (let first = 0; first < forms.length; first += CHUNK) await post(forms.slice(first, first + CHUNK), []);
    } catch (error) {
      // No answer, or one that is not of the site: a gate of the network, a server that starts.
      warn(error instanceof TypeError || error instanceof SyntaxError ? "pack_offline" : error.message);
    }
    sending = false;
    show();
    if (again) send();
  }
  async function post(forms, visits) {
    const body = JSON.stringify({ forms: forms.map(plain), visits: visits.map(plainVisit) });
    const answer = await fetch(data.sync, { method: "POST", headers: { "Content-Type": "text/plain" }, body });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.message);
    for (const result of told.results) {
      const sent = [...forms, ...visits].find((one) => one.nonce === result.nonce);
      if (sent) Object.assign(sent, { outcome: result.outcome, message: result.message });
    }
    warn("");
    store();
  }
  const plain = ({ nonce, serial, answers, household, outside }) => ({ nonce, serial, answers, household, outside });
  const plainVisit = (visit) => ({ nonce: visit.nonce, household: visit.household, outcome: visit.result });
  async function sign(text) {
    const bytes = new TextEncoder();
    const how = { name: "HMAC", hash: "SHA-256" };
    const secret = await crypto.subtle.importKey("raw", bytes.encode(data.token), how, false, ["sign"]);
    const made = new Uint8Array(await crypto.subtle.sign("HMAC", secret, bytes.encode(text)));
    return [...made].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  async function exportFile() {
    if (!crypto.subtle) {
      warn("pack_unsigned");
      return;
    }
    merge();
    const forms = JSON.stringify({ forms: state.forms.map(plain), visits: state.visits.map(plainVisit) });
    const file = JSON.stringify({ schema: data.schema, pack: data.pack, forms, signature: await sign(forms) });
    const link = make("a", {
      href: URL.createObjectURL(new Blob([file], { type: "application/json" })),
      download: `phieu-${data.pack.slice(0, 8)}-${state.forms.length}.json`,
    });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  draw();
  merge();
  offer();
  propose();
  fill(read(draft) || {});
  show();
  at("form").addEventListener("submit", save);
  at("form").addEventListener("input", () => {
    arrange();
    write(draft, answers());
  });
  at("clear").addEventListener("click", () => {
    fill({});
    write(draft, {});
  });
  at("note").addEventListener("click", note);
  at("send").addEventListener("click", send);
  at("save-file").addEventListener("click", exportFile);
  window.addEventListener("online", send);
  function hear(told) {
    if (merge(told)) store();
    if (at("serial").value === proposed) propose();
    offer();
    show();
  }
  window.addEventListener("storage", (event) => {
    if (event.key === key) hear();
  });
  others?.addEventListener("message", (event) => hear(event.data));
})();
