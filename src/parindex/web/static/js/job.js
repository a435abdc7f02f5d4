// Follows background work: asks every second, says the step, and loads the page anew when the work has ended.
// Nothing is kept here, so closing or reloading the page loses nothing.
const EVERY_MS = 1000;
const SLOWEST_MS = 15000;

function show(section, job) {
  const note = section.querySelector("[data-job-note]");
  if (note && job.note && note.textContent !== job.note) note.textContent = job.note;
  const bar = section.querySelector("[data-job-bar]");
  const count = section.querySelector("[data-job-count]");
  if (job.total && bar) {
    bar.max = job.total;
    bar.value = job.done;
    if (count) count.textContent = `${job.done.toLocaleString("vi")} / ${job.total.toLocaleString("vi")}`;
  }
}

async function follow(section) {
  let pause = EVERY_MS;
  for (;;) {
    await new Promise((wake) => setTimeout(wake, pause));
    if (document.hidden) continue;
    try {
      const answer = await fetch(section.dataset.poll, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const job = await answer.json();
      if (job.finished) {
        window.location.reload();
        return;
      }
      show(section, job);
      pause = EVERY_MS;
    } catch {
      pause = Math.min(pause * 2, SLOWEST_MS); // the server is busy or restarting: ask less often, never give up
    }
  }
}

export function startJobs() {
  document.querySelectorAll("[data-job]").forEach(follow);
}
