// Small improvements on pages that work without them.
import { startDrop } from "./drop.js";
import { startJobs } from "./job.js";
import { startKeyboard } from "./keyboard.js";

startKeyboard();
startDrop();
startJobs();

const summary = document.querySelector(".errsum[tabindex]");
if (summary) summary.focus();
