"""Unequal shares that no roster is without: so many duties do not divide among so many people.

The relaxation does not see it: it deals out parts of duties.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from scheduler.roster.variables import Model


def least_spread(model: Model, people: int) -> int:
    """What the spread is at least where no more than so many people have duties.

    Counted in booths whose people sit in no other, and all of whose places are taken.
    """
    problem = model.problem
    if model.lacking or any(sitting.pairs for sitting in problem.sittings):
        return 0
    fewest = {booth: _fewest(model, booth) for booth in problem.booths if _closed(model, booth)}
    spare = people - sum(fewest.values())
    found = 0
    for booth, least in fewest.items():
        places = sum(_places(model, booth))
        staff = sum(booth in person.into for person in problem.people)
        counts = range(max(1, least), min(staff, least + spare) + 1)
        found += places > 0 and all(places % count for count in counts)
    return found


def _closed(model: Model, booth: str) -> bool:
    """Whether those who can sit in a booth sit in no other."""
    return all(len(person.into) == 1 for person in model.problem.people if booth in person.into)


def _places(model: Model, booth: str) -> list[int]:
    """The places in a booth, meeting by meeting."""
    return [model.posts(sitting).get((booth,), 0) for sitting in model.problem.sittings]


def _fewest(model: Model, booth: str) -> int:
    """The fewest people with whom a booth can be staffed, by the meetings that each can take."""
    rules, sittings = model.problem.rules, model.problem.sittings
    places = dict(zip(sittings, _places(model, booth), strict=True))
    at_once = ([places[o] for o in sittings if o.start <= one.start < o.end] for one in sittings)
    days = ([places[o] for o in day] for _, day in groupby(sittings, lambda one: one.date))
    weeks = ([places[o] for o in week] for _, week in groupby(sittings, lambda one: one.week))
    return max(
        _most(at_once, 1),
        _most(days, rules.meetings_per_day),
        _most(weeks, rules.meetings_per_week),
    )


def _most(loads: Iterable[list[int]], each: int) -> int:
    """The most people that one of some loads takes, of whom each carries so much."""
    return max((-(-sum(load) // each) for load in loads), default=0)
