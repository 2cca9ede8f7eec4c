// A list opens to the second, by the server's clock, without loading the page again; and a form that
// is sent twice by a double click is sent once. Without this file one loads the page again.
import { ServerTime, twoDigits } from "./clock.js";

const SOON = 48 * 3_600_000; // milliseconds: before that the day and the hour say enough
const LONGEST = 30_000; // never sleep longer: timers of a page in the background are not exact
const AGAIN = 2_000; // until the time is asked for once more, where there was no answer
const JUMP = 500;
const UNANSWERED = 10_000; // who has waited so long may send again: twice is refused, with the receipt

const written = (milliseconds) => {
  const seconds = Math.ceil(milliseconds / 1000);
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits).join(":");
};

const countDown = (line) => {
  const time = new ServerTime(line.dataset.time);
  const opens = Number(line.dataset.opening);
  const shown = line.querySelector("[data-countdown]");
  const waits = line.querySelector(".countdown");
  // Another only after the machine has slept, and our clock with it, or after its own was set.
  const apart = () => Date.now() - performance.now();
  let before = apart();
  let timer;
  const ask = async () => {
    await time.measure();
    tick();
  };
  const tick = () => {
    clearTimeout(timer);
    const jump = Math.abs(apart() - before) > JUMP;
    before = apart();
    if (jump || !time.known) {
      timer = setTimeout(ask, jump ? 0 : AGAIN);
      return;
    }
    const rest = opens - time.now();
    waits.hidden = rest > SOON;
    if (rest > 0) {
      shown.textContent = written(rest);
      timer = setTimeout(tick, Math.min(rest, rest % 1000 || 1000, LONGEST));
      return;
    }
    for (const one of document.querySelectorAll("[data-before]")) one.hidden = true;
    for (const one of document.querySelectorAll("[data-after]")) one.hidden = false;
    for (const form of document.querySelectorAll("form[data-opens]")) {
      const button = form.querySelector("button[type=submit]");
      button.disabled = false;
      button.dataset.open = "";
    }
  };
  waits.hidden = true;
  ask();
  document.addEventListener("visibilitychange", () => document.hidden || ask());
};

const sendOnce = (form) => {
  let sent = false;
  const again = () => {
    sent = false;
    form.removeAttribute("aria-busy");
  };
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    form.setAttribute("aria-busy", "true");
    setTimeout(again, UNANSWERED);
  });
  addEventListener("pageshow", again); // back from the receipt: what was typed may be sent again
};

for (const line of document.querySelectorAll("[data-opening]")) countDown(line);
for (const form of document.querySelectorAll("form[data-once]")) sendOnce(form);
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
