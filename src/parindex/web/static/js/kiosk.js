// A machine at the counter: when nobody has touched it for a while it warns, then opens an empty form for the next one.
// Any touch, key or scroll starts the wait anew, so that a slow reader loses nothing. Without scripts the page has a
// plain refresh instead.
const WARN_MS = 30000;
const SIGNS = ["pointerdown", "keydown", "input", "scroll"];

function watch(box) {
  const quiet = Number(box.dataset.idle) * 1000;
  const left = box.querySelector("[data-idle-left]");
  let touched = false;
  let since = Date.now();
  for (const sign of SIGNS) {
    window.addEventListener(sign, (event) => {
      touched ||= event.type === "input";
      since = Date.now();
      box.hidden = true;
    }, { passive: true });
  }
  setInterval(() => {
    const rest = quiet - (Date.now() - since);
    if (rest <= 0) window.location.replace(box.dataset.idleUrl);
    else if (rest <= WARN_MS && touched) {
      left.textContent = String(Math.ceil(rest / 1000));
      box.hidden = false;
    }
  }, 1000);
}

document.querySelectorAll("[data-idle]").forEach(watch);
