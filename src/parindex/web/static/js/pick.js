// Choosing among many units: narrow by name without accents, mark all that are shown, count what is marked.
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().trim();
}

function start(box) {
  const rows = [...box.querySelectorAll("[data-pick-unit]")];
  const count = box.querySelector("[data-pick-count]");
  const tell = () => {
    const marked = rows.filter((row) => row.firstElementChild.checked).length;
    const isAllBut = box.querySelector('[name="pham-vi"]:checked')?.value === "tru";
    count.textContent = `Sẽ lấy ${(isAllBut ? rows.length - marked : marked).toLocaleString("vi")} đơn vị`;
  };
  box.querySelector("[data-pick-filter]").addEventListener("input", (event) => {
    const wanted = fold(event.target.value);
    for (const row of rows) row.hidden = !row.dataset.pickUnit.includes(wanted);
    box.querySelector("[data-pick-none]").hidden = rows.some((row) => !row.hidden);
  });
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick-all]");
    if (!button) return;
    for (const row of rows) {
      if (!row.hidden) row.firstElementChild.checked = Boolean(button.dataset.pickAll);
    }
    tell();
  });
  box.addEventListener("change", tell);
  box.querySelector("[data-pick-tools]").hidden = false;
  tell();
}

export function startPicks() {
  for (const box of document.querySelectorAll("[data-pick]")) start(box);
}
