// What happens on the floor, as it happens. Whoever follows is told of each event, and honestly when
// nothing has been heard for longer than two beats.

const LATE = 1_000; // milliseconds that a beat may be late
// Milliseconds until we try again, more or less: thousands may have lost the server at once.
const SOON = 500;
const AGAIN = 2_000;
const LONGEST = 5_000; // twice as long each time the server does not answer, up to this
const about = (milliseconds) => milliseconds * (0.5 + Math.random());

export class Live {
  #url;
  #screen;
  #time;
  #told;
  #source;
  #beat;
  #last; // when we heard something, by the server's time
  #watch; // goes off when all is silent
  #again; // the next try
  #pause = AGAIN;
  #opened = false;
  #stale = false;

  // `beat`: milliseconds between two beats. `told` has `floor`, `places`, and `stale(since)`: a
  // moment, or null once we hear again.
  // `screen`: the key by which a screen of the meeting keeps its place.
  constructor({ url, screen = "", time, beat, told }) {
    this.#url = url;
    this.#screen = screen;
    this.#time = time;
    this.#beat = beat;
    this.#told = told;
  }

  start() {
    this.#last = this.#time.now();
    this.#listen();
    this.#await();
    addEventListener("online", () => this.#stale && this.#listen());
    document.addEventListener("visibilitychange", () => document.hidden || this.#time.measure());
  }

  #listen() {
    clearTimeout(this.#again);
    this.#source?.close();
    const source = new EventSource(this.#screen ? `${this.#url}?screen=${encodeURIComponent(this.#screen)}` : this.#url);
    let open = false;
    this.#source = source;
    source.addEventListener("open", () => {
      open = true;
      this.#pause = AGAIN;
      // who comes back knows the time already: it need not be asked for by all at once
      setTimeout(() => this.#time.measure(), this.#opened ? about(this.#beat) : 0);
      this.#opened = true;
    });
    for (const name of ["floor", "places"]) {
      source.addEventListener(name, ({ data }) => {
        this.#hear();
        this.#told[name]?.(JSON.parse(data));
      });
    }
    source.addEventListener("beat", ({ data }) => {
      this.#time.heard(Number(data));
      this.#hear();
    });
    source.addEventListener("error", () => {
      source.close();
      if (this.#source !== source) return;
      this.#source = null;
      if (open) this.#listenIn(SOON);
      else this.#ask();
    });
  }

  #listenIn(milliseconds) {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#listen(), about(milliseconds));
  }

  // The server has no place for us, or is not there: ask, and try again soon.
  async #ask() {
    try {
      const answer = await fetch(`${this.#url}/now`, { cache: "no-store", signal: AbortSignal.timeout(this.#beat) });
      if (!answer.ok) throw new Error(answer.statusText);
      const { now, ...events } = await answer.json();
      this.#pause = AGAIN;
      this.#time.heard(now);
      this.#hear();
      for (const [name, data] of Object.entries(events)) this.#told[name]?.(data);
    } catch {
      this.#pause = Math.min(2 * this.#pause, LONGEST); // the watch will say so
    }
    if (!this.#source) this.#listenIn(this.#pause);
  }

  #hear() {
    this.#last = this.#time.now();
    if (this.#stale) {
      this.#stale = false;
      this.#told.stale?.(null);
    }
    this.#await();
  }

  #await() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#silent(), 2 * this.#beat + LATE);
  }

  // A connection that is cut without a word looks like one on which nothing happens.
  #silent() {
    this.#stale = true;
    this.#told.stale?.(this.#last);
    if (this.#source) this.#listen(); // otherwise we are about to
    this.#await();
  }
}
