// The chair's table: keys, dialogs, the clock, and the table as others change it meanwhile.
//
// A key presses a button, nothing more, and does nothing while one types. What is pressed while the
// buttons wait (hold.js) is not taken: that is said.
import { ServerTime, hour, left, light, number, untilChange, written } from "./clock.js";
import { Hold } from "./hold.js";
import { Live } from "./live.js";

const PATIENCE = 8_000; // with the server
const AGAIN = 400; // until the table is asked for once more
const REFUSED = 5_000; // the same, where who asks is not signed in, or may not

const chair = document.getElementById("chair");
const table = () => document.getElementById("table");
const show = (name) => chair.querySelector(`[data-show="${name}"]`);
const refusal = document.getElementById("refusal");
const say = (words) => {
  document.getElementById("said").textContent = words; // to who hears the page
};
const time = new ServerTime(chair.dataset.time);
const at = (moment, options) => hour(moment, chair.dataset.timeZone, options);

// --- The clock of who has the floor

const BEFORE = { amber: "green", red: "amber" }; // the lamp turns by itself: that is said
let speech = null;
let timer;
const tick = () => {
  clearTimeout(timer);
  const place = show("clock");
  if (!speech || !place) {
    delete chair.dataset.light;
    return;
  }
  const rest = left(speech, time.now());
  place.textContent = written(rest);
  const lamp = speech.deadline === null ? "paused" : light(speech, time.now());
  if (chair.dataset.light === BEFORE[lamp]) say(chair.querySelector(`.only-${lamp}`).textContent);
  chair.dataset.light = lamp;
  if (speech.deadline !== null) timer = setTimeout(tick, untilChange(rest));
};

// --- What is said of a press that was not taken

const hold = new Hold(chair);
const notice = (words) => {
  const line = document.createElement("p");
  line.className = "notice";
  line.textContent = words;
  refusal.replaceChildren(line);
};

const UNTAKEN = { busy: chair.dataset.busy, changed: chair.dataset.wait };
const taken = (button) => {
  const reason = hold.refuses(button);
  if (UNTAKEN[reason]) notice(UNTAKEN[reason]);
  return reason === null;
};

// --- Actions

const actionOf = (form) => form?.matches?.("form[hx-post]");
let pressed = null; // the button from which the next request comes
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!actionOf(form)) return;
    const button = event.submitter ?? form;
    if (!taken(button)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    pressed = button;
    // What the operator sees now. The roll and the adjournment stand as when they were shown.
    const expects = form.elements.expects;
    if (expects.dataset.asShown === undefined) expects.value = table().dataset.sequence;
  },
  true,
);

// The form of each request under way: by its end, what it came from may have gone from the page.
const requests = new WeakMap();
const formOf = ({ detail }) => requests.get(detail.ctx);
document.addEventListener("htmx:before:request", ({ target, detail }) => {
  if (!actionOf(target)) return;
  requests.set(detail.ctx, target);
  refusal.replaceChildren(); // of the press before; what is said from now on stays
  hold.begin(pressed);
});
document.addEventListener("htmx:after:request", (event) => {
  const form = formOf(event);
  if (!form) return;
  if (event.detail.ctx.response.status < 300) {
    form.closest("dialog")?.close();
  } else {
    delete form.elements.expects.dataset.asShown; // they have been told what has changed
    behind = true;
  }
});
document.addEventListener("htmx:finally:request", (event) => {
  if (!formOf(event)) return;
  hold.end();
  if (behind) refresh();
});
document.addEventListener("htmx:error", (event) => {
  if (!formOf(event)) return;
  notice(chair.dataset.unsent);
  behind = true; // it may have been done all the same
});
document.addEventListener("htmx:config:request", ({ detail }) => {
  detail.ctx.request.timeout = PATIENCE;
});

// --- The table, as it is now

let behind = false; // the table is not as the server last told
let latest = 0; // the sequence that it told
let asking = false;
let refused = false; // the table, the last time it was asked for
let saysRefused = null; // what says so
let again; // when it is asked for once more
let last = {}; // what the stream told
const sequence = () => Number(table().dataset.sequence);
const shownOrder = () => [...chair.querySelectorAll("[data-number]")].map((one) => Number(one.dataset.number));
const later = () => {
  again ??= setTimeout(
    () => {
      again = undefined;
      refresh();
    },
    refused ? REFUSED : AGAIN,
  );
};
const refresh = async () => {
  behind = true;
  if (hold.busy || asking) return;
  behind = false;
  asking = true;
  try {
    await window.htmx.ajax("GET", chair.dataset.part, { target: "#table", swap: "outerMorph settle:0" });
  } finally {
    asking = false;
    if (behind || sequence() < latest) later();
  }
};
const changed = () => (refused ? later() : refresh());

// A refusal never takes the place of the table, and an answer that was overtaken by a later one is
// dropped.
const sequenceIn = (html) => Number(/data-sequence="(\d+)"/.exec(html ?? "")?.[1] ?? NaN);
document.addEventListener("htmx:before:swap", (event) => {
  const { target, text, response } = event.detail.ctx;
  if (target !== table()) return;
  refused = [401, 403].includes(response.status);
  if (!(sequenceIn(text) >= sequence())) event.preventDefault();
  if (refused && !refusal.hasChildNodes()) {
    refusal.innerHTML = text;
    saysRefused = refusal.firstElementChild;
  } else if (!refused) {
    saysRefused?.remove(); // and nothing that is said of a press
    saysRefused = null;
  }
});

let seen = sequence();
const take = (own) => {
  speech = JSON.parse(table().dataset.speech);
  tick();
  estimates();
  if (sequence() === seen) return;
  seen = sequence();
  hold.changed(own);
  say(table().dataset.said);
};
const unfolded = new Set();
document.addEventListener(
  "toggle",
  ({ target }) => target.matches?.(".record") && unfolded[target.open ? "add" : "delete"](target.id),
  true,
);
document.addEventListener("htmx:after:swap", (event) => {
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  hold.show();
  take(Boolean(formOf(event)));
});

// --- What the stream tells

const estimates = () => {
  if (table().dataset.state === "adjourned") return;
  const late = [null, chair.dataset.perhaps, chair.dataset.beyond];
  let beyond = 0;
  for (const [of, median, , falls] of last.places?.places ?? []) {
    const place = chair.querySelector(`[data-number="${of}"] [data-estimate]`);
    if (!place) continue;
    place.textContent = [at(median * 1000), late[falls]].filter(Boolean).join(", ");
    place.classList.toggle("over", falls === 2);
    beyond += falls === 2;
  }
  if (!show("beyond")) return;
  show("beyond").hidden = beyond === 0;
  show("beyond-count").textContent = number(beyond);
};
const told = {
  floor: (state) => {
    latest = state.sequence;
    if (latest > sequence()) changed();
  },
  places: (places) => {
    last.places = places;
    estimates();
    const order = places.places.map(([number]) => number);
    if (places.list === table().dataset.list && String(order) !== String(shownOrder())) changed();
  },
  stale: (since) => {
    if (since) show("since").textContent = at(since, { toTheSecond: true });
    show("stale").hidden = since === null;
  },
};

// --- Dialogs

const open = async (button) => {
  const dialog = document.getElementById(button.dataset.dialog);
  if (button.dataset.load) {
    const asked = document.getElementById("asked");
    asked.replaceChildren();
    hold.begin(button);
    try {
      // of an element of its own: those of one element wait for one another, and that of the page is
      // asked for the table whenever others change it
      const where = { source: "#asked", target: "#asked", swap: "innerHTML settle:0" };
      await window.htmx.ajax("GET", button.dataset.load, where);
    } finally {
      hold.end();
      if (behind) refresh();
    }
    if (!asked.querySelector("form")) {
      if (asked.hasChildNodes()) refusal.replaceChildren(...asked.childNodes);
      else notice(chair.dataset.unsent);
      return;
    }
    refusal.replaceChildren();
  }
  dialog.querySelector(".form-notice")?.replaceChildren();
  if (!button.dataset.load) dialog.querySelector("form")?.reset();
  dialog.showModal();
  dialog.querySelector("select, input:not([type=hidden]):not(:disabled), button")?.focus();
  count();
};
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-dialog]");
  if (button && (!button.dataset.load || taken(button))) open(button);
  if (target.closest("[data-close]")) target.closest("dialog").close();
});

// A button that is dim says why, also where nothing shows its title.
document.addEventListener("pointerdown", ({ target }) => {
  const button = target.closest?.("#chair button:disabled[title]");
  if (button) notice(button.title);
});

// Enter in a choice sends it: type the first letters, press Enter.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.("[data-enter]")) return;
  event.preventDefault();
  if (!event.repeat) event.target.form.requestSubmit();
});

// The roll: how many parties are marked.
const count = () => {
  const line = chair.querySelector("[data-roll]");
  if (!line) return;
  const present = chair.querySelectorAll(".roll [data-party]:checked").length;
  line.querySelector("[data-count]").textContent = present;
  for (const one of line.querySelectorAll("[data-enough]")) {
    one.classList.toggle("enough", present >= Number(line.dataset[one.dataset.enough]));
  }
};
document.addEventListener("change", ({ target }) => target.closest(".roll") && count());

// --- Keys

// A field keeps the focus for a moment after its dialog has closed: nobody types in it any more.
const typing = (place) => place.matches?.("input, select, textarea, [contenteditable]") && place.checkVisibility();
// The letter on the key of a keyboard that writes no Latin ones.
const letter = ({ key, code }) => (/^[a-z]$/i.test(key) || !code.startsWith("Key") ? key : code.slice(3)).toUpperCase();
const modified = (event) =>
  event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && /^[A-Z]$/.test(letter(event)));
document.addEventListener("keydown", (event) => {
  if (event.repeat || event.isComposing || modified(event)) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const button = chair.querySelector(`[data-key="${CSS.escape(letter(event))}"]:not(:disabled)`);
  if (!button) {
    const why = JSON.parse(table().dataset.why)[letter(event)];
    if (why) notice(why);
    return;
  }
  event.preventDefault();
  button.click();
});

time.heard(Number(chair.dataset.now)); // of the page, until we know better
take(false);
new Live({ url: chair.dataset.live, time, beat: Number(chair.dataset.beat) * 1000, told }).start();
