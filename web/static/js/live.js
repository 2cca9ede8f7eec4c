// What happens on the floor, as it happens. Whoever follows is told of each event, and honestly when
// nothing has been heard for longer than two beats.

const LATE = 1_000; // milliseconds that a beat may be late
const AGAIN = 2_000;

export class Live {
  #url;
  #time;
  #told;
  #source;
  #beat;
  #last; // when we heard something, by the server's time
  #watch; // goes off when all is silent
  #stale = false;

  // `beat`: milliseconds between two beats. `told` has `floor`, `places`, and `stale(since)`: a
  // moment, or null once we hear again.
  constructor({ url, time, beat, told }) {
    this.#url = url;
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
    this.#source?.close();
    const source = new EventSource(this.#url);
    this.#source = source;
    source.addEventListener("open", () => this.#time.measure());
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
      if (this.#source === source) this.#ask();
    });
  }

  // The server has no place for us, or is not there: ask, and try again soon, not all at once.
  async #ask() {
    this.#source = null;
    try {
      const answer = await fetch(`${this.#url}/now`, { cache: "no-store", signal: AbortSignal.timeout(this.#beat) });
      if (answer.ok) {
        const { now, ...events } = await answer.json();
        this.#time.heard(now);
        this.#hear();
        for (const [name, data] of Object.entries(events)) this.#told[name]?.(data);
      }
    } catch {
      // the watch will say so
    }
    setTimeout(() => this.#source || this.#listen(), AGAIN * (0.5 + Math.random()));
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
    this.#listen();
    this.#await();
  }
}
