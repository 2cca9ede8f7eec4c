// A delegate's phone: how many are heard before, when one takes the floor, and a sign when it is near.
// Everything is read from what is sent to all: a change asks nothing of the server.
import { ServerTime, date, hour, left, light, number, untilChange, weekday, written } from "./clock.js";
import { Live } from "./live.js";
import { first, isNear, placeOf, signOf } from "./turn.js";

const page = document.getElementById("turn");
if (page) {
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
    return until ? words("until").replace("{}", when(Date.parse(until))) : words(state);
  };

  // --- Where one stands

  const own = JSON.parse(page.dataset.inscriptions);
  const draw = () => {
    const mine = own[places?.list] ?? [];
    const turn = first(places?.places ?? [], mine.map(({ number }) => number));
    const place = placeOf({ floor, places, name: page.dataset.name, listed: mine.length > 0, turn, near });
    const estimated = turn && ["next", "soon", "later"].includes(place);
    page.dataset.beyond = estimated ? ["no", "perhaps", "yes"][turn.estimate[3]] : "no";
    show("when").hidden = !estimated;
    if (turn) {
      fill("ahead", number(turn.before));
      fill("before", number(turn.before));
      fill("median", when(turn.estimate[1] * 1000));
      fill("late", when(turn.estimate[2] * 1000));
    }
    const reply = (floor?.next ?? []).findIndex((one) => one.reply && one.name === page.dataset.name);
    show("reply").hidden = reply < 0;
    if (reply >= 0) fill("reply-before", number(reply));
    tell(place);
  };
  // Another day than this is named.
  const when = (moment) => {
    const zone = page.dataset.timeZone;
    if (date(moment, zone) === date(time.now(), zone)) return at(moment);
    return words("day").replace("{day}", weekday(moment, zone)).replace("{hour}", at(moment));
  };

  // --- A sign, once, when the turn comes near; more than the page itself only for who has asked

  let told = null;
  const tell = (place) => {
    const sign = signOf({ was: page.dataset.place, place, told });
    page.dataset.place = place;
    document.title = isNear(place) ? `● ${page.querySelector(`.only-${place}`).textContent} · ${title}` : title;
    if (!sign) return;
    told = place;
    alert(sign === "silent");
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
      if (since) fill("since", at(since, { toTheSecond: true }));
      show("stale").hidden = since === null;
      page.classList.toggle("is-stale", since !== null);
    },
  };
  document.addEventListener("visibilitychange", tick);
  time.heard(Number(page.dataset.now));
  new Live({ url: page.dataset.live, time, beat: Number(page.dataset.beat) * 1000, told: heard }).start();
}
