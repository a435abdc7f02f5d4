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

// Signed out, without the right, or removed: asking again cannot help.
class Gone extends Error {}
const GONE = [401, 403, 404, 410];

async function ask(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" }, redirect: "manual" });
  if (answer.type === "opaqueredirect" || GONE.includes(answer.status)) throw new Gone();
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

const sleep = (pause) => new Promise((wake) => setTimeout(wake, pause));
// The server is busy or restarting: ask less often, never give up.
const longer = (pause) => Math.min(pause * 2, SLOWEST_MS);

async function follow(section) {
  let pause = EVERY_MS;
  for (;;) {
    await sleep(pause);
    if (!section.isConnected) return;
    if (document.hidden) continue;
    try {
      const job = await ask(section.dataset.poll);
      if (job.finished) {
        window.location.reload();
        return;
      }
      show(section, job);
      pause = EVERY_MS;
    } catch (error) {
      if (error instanceof Gone) {
        show(section, { note: "Không theo dõi được nữa. Tải lại trang để xem." });
        return;
      }
      pause = longer(pause);
    }
  }
}

const CHIPS = { failed: "chip-bad", reading: "chip-brand", review: "chip-warn" };
const UNKNOWN = { finished: true, label: "Tải lại để xem" };
let isFollowing = false;

const followed = () => [...document.querySelectorAll("[data-follow]")];

function settle(url, job) {
  for (const chip of followed().filter((one) => one.dataset.follow === url)) {
    chip.textContent = job.label;
    chip.className = `chip ${CHIPS[job.state] || "chip-idle"}`;
    delete chip.dataset.follow;
  }
}

// Files of one batch: their chips say what became of each. One question at a time, whatever their number; chips that
// come meanwhile are met by the loop that runs, chips that leave the page are asked about no more.
async function followChips() {
  if (isFollowing) return;
  isFollowing = true;
  let pause = EVERY_MS / 2;
  for (let urls = []; followed().length; ) {
    if (!urls.length) urls = [...new Set(followed().map((chip) => chip.dataset.follow))];
    const url = urls.shift();
    await sleep(pause);
    if (document.hidden || !followed().some((chip) => chip.dataset.follow === url)) continue;
    try {
      const job = await ask(url);
      if (job.finished) settle(url, job);
      pause = EVERY_MS / 2;
    } catch (error) {
      if (error instanceof Gone) settle(url, UNKNOWN);
      else pause = longer(pause);
    }
  }
  isFollowing = false;
}

export function startJobs() {
  document.querySelectorAll("[data-job]").forEach(follow);
  followChips();
}
