// Follows background work: asks every second, shows the step, and reloads the page when it has ended.
const EVERY_MS = 1000;

async function ask(section) {
  const answer = await fetch(section.dataset.poll, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const job = await answer.json();
  if (job.finished) {
    window.location.reload();
    return;
  }
  const note = section.querySelector("[data-job-note]");
  if (job.note && note.textContent !== job.note) note.textContent = job.note;
  const bar = section.querySelector("[data-job-bar]");
  if (job.total) {
    bar.max = job.total;
    bar.value = job.done;
  }
}

export function startJobs() {
  for (const section of document.querySelectorAll("[data-job]")) {
    setInterval(() => ask(section).catch(() => undefined), EVERY_MS);
  }
}
