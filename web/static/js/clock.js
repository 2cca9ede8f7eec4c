// The clock of a speech, shown by the server's time: all screens agree, whatever their own clocks say.

const ROUND_TRIPS = 5;
const AGAIN = 180_000; // milliseconds
const PATIENCE = 5_000;
const LATE = 250; // a beat comes late, never early: if it seems early by more, our offset is wrong

// Our own time: it runs evenly even while somebody sets the clock of the machine.
const own = () => performance.now();

export class ServerTime {
  #url;
  #offset = 0;
  #known = false;
  #timer;

  constructor(url) {
    this.#url = url;
  }

  // Milliseconds since 1970 by the server's clock.
  now() {
    return own() + this.#offset;
  }

  get known() {
    return this.#known;
  }

  // Ask for the time some times over, and believe the quickest answer most.
  async measure() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.measure(), AGAIN);
    let best = Infinity;
    let offset;
    for (let turn = 0; turn < ROUND_TRIPS; turn += 1) {
      try {
        const asked = own();
        const answer = await fetch(this.#url, { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(PATIENCE) });
        const trip = own() - asked;
        const told = Number(await answer.text());
        if (answer.ok && trip < best) {
          best = trip;
          offset = told - asked - trip / 2;
        }
      } catch {
        // no connection: what we knew goes on
      }
    }
    if (offset === undefined) return;
    this.#offset = offset;
    this.#known = true;
  }

  // The time as told by a message on its way to us: good for a first idea, and to notice a clock
  // that has stood still, as that of a sleeping machine does.
  heard(told) {
    if (this.#known && told - this.now() < LATE) return;
    this.#offset = told - own();
    if (this.#known) this.measure();
    this.#known = true;
  }
}

// Milliseconds left of a speech; less than none once it is overrun.
export const left = (speech, now) =>
  speech.deadline === null ? (speech.allotted - speech.used) * 1000 : Date.parse(speech.deadline) - now;

// As procedure/floor/clock.py has it.
export const light = (speech, now) => {
  const rest = left(speech, now);
  if (rest <= 0) return "red";
  return rest <= speech.amber * 1000 ? "amber" : "green";
};

// Numbers in the digits of the language of the page, everywhere the same.
const language = document.documentElement.lang;
const digits = (least) =>
  new Intl.NumberFormat(language.startsWith("ar") ? "ar-u-nu-arab" : language, { minimumIntegerDigits: least, useGrouping: false });
const minutes = digits(1);
const seconds = digits(2);
export const number = (whole) => minutes.format(whole);
export const twoDigits = (whole) => seconds.format(whole);

// Whole seconds as minutes and seconds; what is overrun is counted up, with a plus. What is left is
// rounded up: 0:00 is shown when time is over, and not before.
export const written = (milliseconds) => {
  const whole = Math.ceil(milliseconds / 1000);
  const shown = Math.abs(whole);
  return `${whole < 0 ? "+" : ""}${minutes.format(Math.floor(shown / 60))}:${seconds.format(shown % 60)}`;
};

// Milliseconds until what is written changes.
export const untilChange = (milliseconds) => {
  const rest = milliseconds - (Math.ceil(milliseconds / 1000) - 1) * 1000;
  return Math.min(1000, Math.max(1, rest));
};

// An hour of the conference, by its own time zone, as procedure/wording.py has it: "10.04 a.m.".
const tag = language.startsWith("ar") ? "ar-u-nu-arab" : language;
const format = (milliseconds, options) => new Intl.DateTimeFormat(tag, options).format(milliseconds);
const englishHour = (milliseconds, timeZone, toTheSecond) => {
  const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone };
  const [of24, minute, second] = new Intl.DateTimeFormat("en-GB", clock).format(milliseconds).split(":");
  if (of24 === "12" && minute === "00" && !toTheSecond) return "noon";
  const rest = toTheSecond ? `.${minute}.${second}` : minute === "00" ? "" : `.${minute}`;
  return `${((Number(of24) + 11) % 12) + 1}${rest} ${Number(of24) < 12 ? "a.m." : "p.m."}`;
};
export const hour = (milliseconds, timeZone, { toTheSecond = false } = {}) =>
  language === "en"
    ? englishHour(milliseconds, timeZone, toTheSecond)
    : format(milliseconds, { timeStyle: toTheSecond ? "medium" : "short", timeZone });
export const weekday = (milliseconds, timeZone) => format(milliseconds, { weekday: "long", timeZone });
export const date = (milliseconds, timeZone) => format(milliseconds, { dateStyle: "short", timeZone });
