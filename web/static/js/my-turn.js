// A delegate's phone: how many are heard before, when one takes the floor, and a sign when it is near.
// Everything is read from what is sent to all: a change asks nothing of the server.
import { ServerTime, hour, left, light, number, untilChange, written } from "./clock.js";
import { Live } from "./live.js";

const page = document.getElementById("turn");
if (page) {
  const own = JSON.parse(page.dataset.inscriptions);
  const near = Number(page.dataset.ahead);
  const time = new ServerTime(page.dataset.time);
  const at = (moment, options) => hour(moment, page.dataset.timeZone, options);
  const show = (name) => page.querySelector(`[data-show="${name}"]`);
  const words = (name) => page.querySelector(`[data-words="${name}"]`).content.textContent;
  const title = document.title;
  let floor = null;
  let places = null;
  let timer;

  const fill = (name, text) => {
    const place = show(name);
    if (place.textContent !== text) place.textContent = text;
  };

  const tick = () => {
    clearTimeout(timer);
    const speech = floor?.state === "open" ? floor.current : null;
    page.dataset.light = speech ? (speech.deadline === null ? "paused" : light(speech, time.now())) : "";
    if (!speech) {
      fill("clock", "");
      return;
    }
    const rest = left(speech, time.now());
    fill("clock", written(rest));
    if (speech.deadline !== null) timer = setTimeout(tick, untilChange(rest));
  };

  // Why nobody is heard now, if the meeting as a whole is at rest.
  const atRest = ({ state, suspended_until: until }) => {
    if (state === "open") return null;
    return until ? words("until").replace("{}", at(Date.parse(until))) : words(state);
  };

  // --- Where one stands

  const speaks = () => {
    const speech = floor?.current;
    if (!speech || speech.name !== page.dataset.name) return false;
    return speech.turn === "statement" || speech.turn === "reply";
  };
  // Of several inscriptions, the first to be heard.
  const first = () => {
    const numbers = new Set((own[places?.list] ?? []).map(({ number }) => number));
    const before = places?.places.findIndex(([number]) => numbers.has(number)) ?? -1;
    return before < 0 ? null : { before, estimate: places.places[before] };
  };
  const placeOf = (turn) => {
    if (speaks()) return "speaking";
    if (!floor || !places) return "waiting";
    if (!turn) return own[places.list] ? "heard" : "none";
    if (turn.before === 0) return "next";
    if (floor.state === "not_opened") return "later"; // nobody need be ready yet
    return turn.before <= near ? "soon" : "later";
  };

  const draw = () => {
    const turn = first();
    const place = placeOf(turn);
    const estimated = turn && ["next", "soon", "later"].includes(place);
    page.dataset.beyond = estimated ? ["no", "perhaps", "yes"][turn.estimate[3]] : "no";
    show("when").hidden = !estimated;
    if (turn) {
      fill("ahead", number(turn.before));
      fill("before", number(turn.before));
      fill("median", at(turn.estimate[1] * 1000, day(turn.estimate[1])));
      fill("late", at(turn.estimate[2] * 1000, day(turn.estimate[2])));
    }
    const reply = (floor?.next ?? []).findIndex((one) => one.reply && one.name === page.dataset.name);
    show("reply").hidden = reply < 0;
    if (reply >= 0) fill("reply-before", number(reply));
    tell(place);
  };
  // Another day than this is named.
  const day = (seconds) => {
    const date = (milliseconds) => at(milliseconds, { hour: undefined, minute: undefined, dateStyle: "short" });
    return date(seconds * 1000) === date(time.now()) ? {} : { weekday: "long" };
  };

  // --- A sign, once, when the turn comes near; more than the page itself only for who has asked

  const NEAR = ["soon", "next", "speaking"];
  let told = null;
  const tell = (place) => {
    const was = page.dataset.place;
    page.dataset.place = place;
    document.title = NEAR.includes(place) ? `● ${page.querySelector(`.only-${place}`).textContent} · ${title}` : title;
    const comes = NEAR.indexOf(place) > NEAR.indexOf(was);
    const called = place === "speaking" && (was === undefined || NEAR.includes(was)); // who knows already
    if (!comes || called || told === place) return;
    told = place;
    alert(place === "speaking"); // called out of turn: without a tone, beside a microphone
  };
  const asked = (name) => page.querySelector(`[data-tell="${name}"]`).checked;
  let audio;
  const alert = (silently) => {
    if (asked("sound") && !silently) tone();
    if (asked("vibration")) navigator.vibrate?.([300, 150, 300]);
    if (asked("notification") && Notification.permission === "granted") {
      try {
        new Notification(words("soon"), { body: page.querySelector(`.only-${page.dataset.place}`).textContent, tag: "turn" });
      } catch {
        // some phones show none from a page: it has changed all the same
      }
    }
  };
  const tone = () => {
    if (!audio) return;
    const sound = audio.createOscillator();
    const volume = audio.createGain();
    volume.gain.value = 0.2;
    sound.connect(volume).connect(audio.destination);
    sound.start();
    sound.stop(audio.currentTime + 0.6);
  };
  page.addEventListener("change", async ({ target }) => {
    if (!target.checked) return;
    if (target.dataset.tell === "sound") {
      audio ??= new AudioContext(); // browsers let a page sound only after it was touched
      tone();
    }
    if (target.dataset.tell === "vibration") navigator.vibrate?.(200);
    if (target.dataset.tell === "notification") {
      const granted = "Notification" in window && (await Notification.requestPermission()) === "granted";
      target.checked = granted;
      show("denied").hidden = granted;
    }
  });
  if (!("vibrate" in navigator)) page.querySelector('[data-tell="vibration"]').parentElement.hidden = true;

  // --- What the stream tells

  const heard = {
    floor: (state) => {
      floor = state;
      fill("speaker", atRest(state) ?? state.current?.name ?? words("nobody"));
      tick();
      draw();
    },
    places: (state) => {
      places = state;
      draw();
    },
    stale: (since) => {
      if (since) fill("since", at(since, { second: "2-digit" }));
      show("stale").hidden = since === null;
      page.classList.toggle("is-stale", since !== null);
    },
  };
  document.addEventListener("visibilitychange", tick);
  time.heard(Number(page.dataset.now));
  new Live({ url: page.dataset.live, time, beat: Number(page.dataset.beat) * 1000, told: heard }).start();
}
