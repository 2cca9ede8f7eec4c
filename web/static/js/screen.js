// The screens of the hall and of the podium: they show what they are told, and the clock by it.
import { ServerTime, date, hour, left, light, untilChange, weekday, written } from "./clock.js";
import { Live } from "./live.js";

const LONG = 22; // letters of a name, beyond which it is written smaller
const VERY_LONG = 44;

const body = document.body;
const show = (name) => body.querySelector(`[data-show="${name}"]`);
const time = new ServerTime(body.dataset.time);
const at = (moment, options) => hour(moment, body.dataset.timeZone, options);
const when = (moment) => {
  const zone = body.dataset.timeZone;
  if (date(moment, zone) === date(time.now(), zone)) return at(moment);
  return body.dataset.day.replace("{day}", weekday(moment, zone)).replace("{hour}", at(moment));
};
let speech = null;
let timer;

const fill = (name, words) => {
  const place = show(name);
  if (place && place.textContent !== words) place.textContent = words ?? "";
};
const reveal = (name, shown) => {
  const place = show(name);
  if (place) place.hidden = !shown;
};

const tick = () => {
  clearTimeout(timer);
  if (!speech) return;
  const rest = left(speech, time.now());
  const words = written(rest);
  fill("clock", words);
  body.dataset.clock = words.length > 5 ? "long" : "short";
  body.dataset.light = speech.deadline === null ? "paused" : light(speech, time.now());
  if (speech.deadline !== null) timer = setTimeout(tick, untilChange(rest));
};

const size = (name) => {
  if (name.length > VERY_LONG) return "very-long";
  return name.length > LONG ? "long" : "short";
};

const floor = (state) => {
  speech = state.current;
  // a meeting that is suspended is that before all, also if it interrupts somebody
  body.dataset.state = speech && state.state === "open" ? "speaking" : state.state;
  body.dataset.turn = speech?.turn ?? "";
  delete body.dataset.light;
  if (speech) {
    body.dataset.length = size(speech.name);
    fill("name", speech.name);
    fill("group", speech.on_behalf_of);
    reveal("behalf", speech.on_behalf_of);
    fill("speaker", speech.speaker);
    fill("function", speech.function);
    reveal("person", speech.speaker || speech.function);
  }
  fill("list", state.list?.title);
  reveal("suspended", !state.suspended_until);
  reveal("until", state.suspended_until);
  if (state.suspended_until) fill("resumes", when(Date.parse(state.suspended_until)));
  const next = state.state === "adjourned" ? [] : (state.next ?? []); // they are heard elsewhere
  const names = next.slice(0, 3).map(({ name, on_behalf_of: group }) => {
    const line = document.createElement("li");
    line.dir = "auto";
    line.textContent = group ? `${name} (${group})` : name;
    return line;
  });
  show("names")?.replaceChildren(...names);
  reveal("next", names.length);
  tick();
};

const stale = (since) => {
  if (since) fill("since", at(since, { toTheSecond: true }));
  reveal("stale", since !== null);
};

document.addEventListener("visibilitychange", tick);
time.heard(Number(body.dataset.now)); // of the page, until we know better
new Live({ url: body.dataset.live, screen: body.dataset.screen, time, beat: Number(body.dataset.beat) * 1000, told: { floor, stale } }).start();
