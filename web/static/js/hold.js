// When a button of the chair's table is not to be pressed: while an answer is awaited, and for a
// moment after the table has changed. Whoever pressed for what they saw before is asked to look
// again, so that nobody is called, or cut off, by two who press at once.

const AFTER_OWN = 500; // milliseconds in which a second press is taken for the first
const AFTER_OTHERS = 1_200;

// What a button is known by, whatever it says by now.
const nameOf = (button) => button?.dataset.key || button?.id || button?.action || "";

export class Hold {
  #chair;
  #busy = false;
  #until = 0;
  #others = false; // it was others who changed the table
  #last = ""; // what was pressed last

  constructor(chair) {
    this.#chair = chair;
  }

  get busy() {
    return this.#busy;
  }

  // An answer is awaited to this press.
  begin(button) {
    this.#busy = true;
    this.#last = nameOf(button);
    this.show();
  }

  end() {
    this.#busy = false;
    this.show();
  }

  // The table has changed, by our own press or by that of others.
  changed(own) {
    const wait = own ? AFTER_OWN : AFTER_OTHERS;
    this.#others = !own;
    this.#until = performance.now() + wait;
    this.show();
    setTimeout(() => this.show(), wait + 10);
  }

  get #held() {
    return performance.now() < this.#until;
  }

  // Why a press is not taken: `busy`, `changed`; `again` where it is the same press once more, of
  // which nothing need be said; or null.
  refuses(button) {
    const again = nameOf(button) === this.#last;
    if (this.#busy) return again ? "again" : "busy";
    if (!this.#held || button?.closest("dialog") || button?.dataset.load) return null; // they ask first
    if (this.#others) return "changed";
    return again ? "again" : null;
  }

  // Let it be seen which buttons wait; also those of a table that has been read anew.
  show() {
    this.#chair.classList.toggle("busy", this.#busy);
    this.#chair.classList.toggle("held", this.#held);
    this.#chair.classList.toggle("changed", this.#held && this.#others);
    for (const button of this.#chair.querySelectorAll("form[hx-post] [type=submit], [data-load]")) {
      if (this.refuses(button)) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }
}
