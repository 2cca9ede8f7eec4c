"""Who works when, before who works where.

Meetings held at the same time are taken as one, with the booths of all: a model of a third of the
size, without hearing. No roster is better in any aim than the best of these, and where its people
can be shared out among the meetings so that all is heard, that is a best roster.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import TypeVar

from scheduler.roster.effort import SOLVED, Effort
from scheduler.roster.hearing import chief, hearing
from scheduler.roster.levels import duties_of
from scheduler.roster.outcome import Duty
from scheduler.roster.posts import Post, posts
from scheduler.roster.problem import RosterProblem, Sitting
from scheduler.roster.variables import Model

Named = TypeVar("Named")


@dataclass(frozen=True, slots=True)
class Times:
    """A problem with one meeting for each time; its posts, and the meetings that it stands for."""

    problem: RosterProblem
    sizes: Mapping[str, Mapping[Post, int]]
    meetings: Mapping[str, tuple[Sitting, ...]]


def merged(problem: RosterProblem) -> Times | None:
    """Take meetings at the same time as one; None where no two are."""
    sittings: list[Sitting] = []
    sizes: dict[str, Mapping[Post, int]] = {}
    meetings: dict[str, tuple[Sitting, ...]] = {}
    for _, group in groupby(
        sorted(problem.sittings, key=_time),
        key=lambda one: (one.date, one.slot, one.start, one.end),
    ):
        here = tuple(group)
        one = replace(
            here[0],
            body=" ".join(sitting.body for sitting in here),
            languages=_union(sitting.languages for sitting in here),
            pairs=_union(sitting.pairs for sitting in here),
        )
        needed: Counter[Post] = Counter()
        for sitting in here:
            needed.update(posts(problem, sitting))
        sittings.append(one)
        sizes[one.id], meetings[one.id] = needed, here
    if len(sittings) == len(problem.sittings):
        return None
    return Times(replace(problem, sittings=tuple(sittings)), sizes, meetings)


def _time(sitting: Sitting) -> tuple[date, datetime, datetime, str]:
    return sitting.date, sitting.start, sitting.end, sitting.slot


def _union(lists: Iterable[Iterable[Named]]) -> tuple[Named, ...]:
    return tuple(dict.fromkeys(one for listed in lists for one in listed))


def share_out(
    problem: RosterProblem, times: Times, duties: Iterable[Duty], effort: Effort
) -> tuple[Duty, ...] | None:
    """Give who works at a time a meeting of that time; None where not all would be heard."""
    found: list[Duty] = []
    for sitting in times.problem.sittings:
        here = [duty for duty in duties if duty.sitting == sitting.id]
        meetings = times.meetings[sitting.id]
        if len(meetings) == 1:  # all is heard already
            found += here
            continue
        shared = _share(problem, meetings, here, effort)
        if shared is None:
            return None
        found += shared
    return tuple(found)


def _share(
    problem: RosterProblem, meetings: tuple[Sitting, ...], duties: list[Duty], effort: Effort
) -> tuple[Duty, ...] | None:
    people = tuple(problem.person_by_id[duty.person] for duty in duties)
    model = Model(replace(problem, sittings=meetings, people=people))
    for p, duty in enumerate(duties):
        here = [s for s, one in enumerate(meetings) if duty.languages in posts(problem, one)]
        for s in here:
            var = model.cp.new_bool_var(f"{duty.person} at {meetings[s].id}")
            model.serves[p, s, duty.languages] = var
        model.cp.add_exactly_one(model.serves[p, s, duty.languages] for s in here)
    for s, meeting in enumerate(meetings):
        for post, size in posts(problem, meeting).items():
            at = (var for (_, t, there), var in model.serves.items() if (t, there) == (s, post))
            model.cp.add(sum(at) == size)
        hearing(model, s)
        chief(model, s)
    solver, status = effort.solve(model.cp)
    return duties_of(model, solver) if status in SOLVED else None
