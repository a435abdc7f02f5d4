// Small improvements on pages that work without them; parts that few pages need are fetched only there.
const parts = [
  ["[data-toast]", "./toast.js", "startToasts"],
  ["[data-drop]", "./drop.js", "startDrop"],
  ["[data-job], [data-follow]", "./job.js", "startJobs"],
  ["form[data-async]", "./enhance.js", "startForms"],
  ["[data-pick]", "./pick.js", "startPicks"],
];
const AGAIN_MS = [1000, 3000, 9000, 27000];

// What the network lost is asked for again, ever later; until it comes the page works as it does without scripts.
async function load(file) {
  for (const pause of AGAIN_MS) {
    try {
      return await import(file);
    } catch {
      await new Promise((wake) => setTimeout(wake, pause));
    }
  }
  return import(file);
}

for (const [selector, file, start] of parts) {
  if (document.querySelector(selector)) load(file).then((part) => part[start]());
}

// A link to a dialog opens it as a modal one; without scripts the link's target shows it in place.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.hash.slice(1));
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
  const closer = event.target.closest("dialog [data-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog").close();
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.querySelector(".errsum[tabindex]")?.focus();

// A long list in a pane of its own opens at the entry that is being looked at.
const current = document.querySelector(".pane .queue [aria-current]");
const pane = current?.closest(".pane");
if (pane) pane.scrollTop += current.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
