"""What is due for observers, and by when: days computed from the opening, and watched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from procedure.observers.rules import ObserverPath, ObserversRules
from procedure.observers.status import Why, days_before, status
from procedure.observers.values import Effect, Request


class DueKind(StrEnum):
    """What is to be done by a day."""

    APPLICATIONS = "applications"  # are to be there
    LIST = "list"  # is to be circulated
    OBJECTIONS = "objections"  # are to be made before the opening


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is due on a path on a day, by which rule. `open` requests wait for it."""

    kind: DueKind
    path: ObserverPath
    on: date
    open: int
    overdue: bool


def dues(
    requests: Sequence[Request], rules: ObserversRules, opening: datetime, now: datetime
) -> tuple[Due, ...]:
    """What is due on all paths, in the order of days; on one day in that of the rulebook.

    A list is overdue if its day has passed, and somebody who applied in time is on none. Nothing
    else is ever overdue: applications that come late, and objections, are for others to judge.
    """
    today = now.astimezone(opening.tzinfo).date()
    waiting = [(one.path, status(one, rules, opening, now).why) for one in requests]
    found = []
    for path in rules.paths:
        for kind, days in _days(path):
            on = days_before(opening, days)
            left = waiting.count((path.key, AWAITED[kind])) if kind in AWAITED else 0
            late = kind is DueKind.LIST and left > 0 and today > on
            found.append(Due(kind=kind, path=path, on=on, open=left, overdue=late))
    return tuple(sorted(found, key=lambda due: due.on))


AWAITED = {DueKind.LIST: Why.TO_BE_LISTED, DueKind.OBJECTIONS: Why.OPEN_TO_OBJECTION}


def _days(path: ObserverPath) -> list[tuple[DueKind, int]]:
    days = []
    if path.application_days is not None:
        days.append((DueKind.APPLICATIONS, path.application_days))
    if path.list_days is not None:
        days.append((DueKind.LIST, path.list_days))
    if path.effect is Effect.LISTED:
        days.append((DueKind.OBJECTIONS, 0))
    return days
