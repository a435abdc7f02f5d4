// The editor of plans: what a deadline means is shown while it is typed, agencies are added from a list, Ctrl+S saves.
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
  field?.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      asked += 1;
      const turn = asked;
      const answer = await fetch(`${form.dataset.dueUrl}?chu=${encodeURIComponent(field.value)}`);
      if (answer.ok && turn === asked) showDues(list, (await answer.json()).lines);
    }, PAUSE_MS);
  });
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

export function startEditor() {
  const form = document.querySelector("form[data-editor]");
  followDeadline(form);
  offerAgencies(form);
  let isDirty = false;
  form.addEventListener("input", () => (isDirty = true));
  form.addEventListener("submit", () => (isDirty = false));
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    form.requestSubmit();
  });
  window.addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });
}
