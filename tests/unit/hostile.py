"""A problem as large as wished, and a harness in which what does not end fails its test."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from typing import Any, TypeVar

from scheduler.problem import (
    Column,
    Preference,
    Problem,
    Weight,
)
from scheduler.solve import Options
from tests.unit.problems import (
    WED,
    body,
    business,
    interpretation,
    problem,
    room,
    session,
)

Found = TypeVar("Found")
ALL = {name: Weight(weight=1) for name in Preference}
SOON = Options(time_limit=2.0)
HARNESS = 150.0  # seconds, far more than anything here takes: what does not end fails the test


def ended(run: Callable[[], Found]) -> Found:
    """What it gives, if it ends at all."""
    found: Future[Found] = Future()

    def aside() -> None:
        try:
            found.set_result(run())
        except BaseException as error:  # noqa: BLE001 - raised again by whoever waits
            found.set_exception(error)

    threading.Thread(target=aside, daemon=True).start()
    return found.result(timeout=HARNESS)


def crowd(count: int, days: int, **changes: Any) -> Problem:
    """So many items of ten bodies over so many days, with everything preferred."""
    items = [
        business(
            str(n),
            60,
            body=f"b{n % 10}",
            column=Column.PARALLEL if n % 2 else Column.PLENARY,
            may_split=n % 3 == 0,
            shares_meeting=n % 7 != 0,
            starts_meeting=n % 5 == 0,
            chair="Chair" if n % 4 == 0 else None,
        )
        for n in range(count)
    ]
    given: dict[str, Any] = {
        "session": session(last_day=WED + timedelta(days=days - 1)),
        "bodies": (*(body(f"b{n}") for n in range(10)), body("cop")),
        "rooms": tuple(room(f"R{n}") for n in range(20)),
        "at_once": {Column.PLENARY: 3, Column.PARALLEL: 5},
        "interpretation": interpretation(teams=8, meetings_per_team_week=70),
        "preferences": ALL,
    }
    return problem(*items, **given | changes)
