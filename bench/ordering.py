"""Long lists of speakers: how soon their order follows from the ledger, and is verified."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from statistics import median

from bench.tables import milliseconds, table
from procedure.participants import Level
from procedure.speakers.exchange import Ledger, ledger_data, read_ledger
from procedure.speakers.verify import verify
from tests.unit.speakers import OPENS, Book, policy, terms

LENGTHS = (193, 2_000, 10_000)
HEAD = ("inscriptions", "order, ms", "add an entry and order, ms", "verify, ms", "file, MB")
LEVELS = tuple(Level)
SWAPS = 10  # inscriptions for each exchange of places


def ordering_table(runs: int) -> str:
    """A row for each length: half of them came in the seconds that a lot decides."""
    return table(HEAD, [_row(length, runs) for length in LENGTHS])


def _row(length: int, runs: int) -> Sequence[str]:
    book = _listed(length)
    order = [place.number for place in book.standing().places]
    data = ledger_data(book.entries, exported_at=book.at, public_key="", order=order)
    written = json.dumps(data)
    ledger = Ledger(entries=tuple(book.entries), exported_at=book.at, order=tuple(order))
    assert verify(ledger).findings == ()

    def one_more() -> None:
        book.inscribe(f"more {len(book.entries)}")
        book.standing()

    return (
        f"{length:,}",
        milliseconds(_median(book.standing, runs)),
        milliseconds(_median(one_more, runs)),
        milliseconds(_median(lambda: verify(read_ledger(json.loads(written))), runs)),
        f"{len(written) / 1e6:.1f}",
    )


def _listed(length: int) -> Book:
    book = Book(terms(policy("groups-first", simultaneous_seconds=60)))
    apart = timedelta(seconds=120) / length
    numbers = [
        book.inscribe(f"delegation {place}", level=LEVELS[place % 5], at=OPENS + place * apart)
        for place in range(length)
    ]
    book.reveal()
    for one, other in zip(numbers[::SWAPS], numbers[5::SWAPS], strict=False):
        book.swap(one, other)  # five further: of the same level
    return book


def _median(action: Callable[[], object], runs: int) -> float:
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        action()
        taken.append(time.perf_counter() - begun)
    return median(taken)
