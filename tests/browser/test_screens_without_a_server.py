"""What a screen does while the server is gone for long, by a clock that we turn."""

from __future__ import annotations

from tests import staged
from tests.floors import released

MINUTE = 60_000
# every request fails at once; nothing is left to chance
GONE = """
  window.tries = 0;
  Math.random = () => 0.5;
  window.fetch = () => (window.tries += 1, Promise.reject(new TypeError("gone")));
  window.EventSource = class extends EventTarget {
    constructor() {
      super();
      window.tries += 1;
      setTimeout(() => this.open && this.dispatchEvent(new Event("error")), 10);
    }
    open = true;
    close() { this.open = false; }
  };
"""


def test_who_waits_for_the_server_asks_no_more_often_the_longer_it_takes(visit, db):
    session = staged.conference(db)
    meeting = released(db, session)[0]
    page = visit("/")
    page.clock.install()
    page.add_init_script(GONE)
    page.goto(f"/sessions/{session.slug}/floor/{meeting}/hall")
    tries = []
    for _ in range(4):
        before = page.evaluate("window.tries")
        page.clock.run_for(MINUTE)
        tries.append(page.evaluate("window.tries") - before)
    assert tries[0] > 0
    assert tries[-1] > 0
    assert tries == sorted(tries, reverse=True)
    assert tries[-1] <= 30  # a minute: 2,000 phones would be 1,000 requests a second
