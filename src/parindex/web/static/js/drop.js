// Files dropped anywhere on the marked area go into its file input; chosen names are listed.
function list(area, input) {
  const shown = area.querySelector("[data-drop-list]");
  if (!shown) return;
  shown.replaceChildren(
    ...[...input.files].map((file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name} (${Math.max(1, Math.round(file.size / 1024)).toLocaleString("vi")} kB)`;
      return line;
    }),
  );
}

export function startDrop() {
  for (const area of document.querySelectorAll("[data-drop]")) {
    const input = area.querySelector("input[type=file]");
    const over = (on) => (event) => {
      event.preventDefault();
      area.classList.toggle("is-over", on);
    };
    area.addEventListener("dragover", over(true));
    area.addEventListener("dragleave", over(false));
    area.addEventListener("drop", (event) => {
      over(false)(event);
      input.files = event.dataTransfer.files;
      list(area, input);
    });
    input.addEventListener("change", () => list(area, input));
  }
}
