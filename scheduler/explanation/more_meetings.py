"""A way out: meetings outside the hours of the session, on as few days as can be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import time

from ortools.sat.python import cp_model

from scheduler.explanation.hurt import (
    BREAK_MINUTES,
    HURT,
    LONGEST_EVENING,
    MORE_MEETINGS,
    MOST_MORE,
    Way,
    hurt,
    hurts,
    unit_hurt,
)
from scheduler.limits import Stop
from scheduler.model import Model, build
from scheduler.model.base import Linear, Var
from scheduler.problem import Entitlement, Period, Preference, Problem, Slot, Weight
from scheduler.programme import Relaxation, Requirement
from scheduler.stopping import short_solver, solve
from scheduler.text import text

ENTITLEMENT = "interpretation.entitlement"
UNITS = 0.4  # of deterministic time, about seconds: fewer are looked for so long


@dataclass(frozen=True, slots=True)
class More:
    """More times of meetings, and what is given up beside them.

    Where that is enough by itself there are no times.
    """

    times: tuple[Relaxation, ...] = ()
    beside: Way = field(default_factory=lambda: Way({}))

    def __bool__(self) -> bool:
        return bool(self.times or self.beside)


@dataclass(frozen=True, slots=True)
class Beside:
    """What may be given up (keys) beside more meetings, if all of it hurts less than so much."""

    keys: frozenset[str] = frozenset()
    hurting_less: int | None = None


def more_meetings(problem: Problem, stop: Stop, beside: Beside | None = None) -> More:
    """The fewest more times of meetings with which there is a programme, verified by solving.

    They are those of the extra slots on days on which they are not offered; where the session has
    no extra slot, an evening. Where they do not help alone, the entitlement is exceeded too, as
    far as is needed; or something is given up `beside` them, where that is said. None where they
    do not help. Raises Stopped, TooLarge.
    """
    slots = _slots(problem)
    if slots == problem.slots:
        return More()
    more = replace(problem, slots=slots, preferences=unweighed(problem))
    if beside is not None:
        return _fewest(problem, build(more, explaining=True, stop=stop), stop, beside)
    found = _fewest(problem, build(more, stop=stop), stop)
    if not found and problem.interpretation.entitlement != Entitlement():
        found = _fewest(problem, build(more, explaining=True, stop=stop), stop)
    return found


def beside_meetings(
    ways: Collection[Mapping[str, int]], clashes: Iterable[set[str]]
) -> Beside | None:
    """What of the ways out, or else of the clashes, may be given up; None where nothing helps.

    Only what hurts less than a meeting of debate. Where that alone is a way out, more meetings are
    worth it only if they hurt less.
    """
    free = _less_than_debate(ways)
    without = min((hurts(way) for way in ways if free.issuperset(way)), default=None)
    if without is not None and without <= MORE_MEETINGS:
        return None
    free = free or _less_than_debate(clashes)
    return Beside(frozenset(free), without) if free else None


def _less_than_debate(of: Iterable[Iterable[str]]) -> set[str]:
    return {key for keys in of for key in keys if hurt(key) < HURT["time"]}


def _fewest(problem: Problem, model: Model, stop: Stop, given_up: Beside = Beside()) -> More:
    free = given_up.keys
    added = [one for one in model.periods if (one.date, one.slot.id) not in problem.period_at]
    used = [model.any_of([row[period.index] for row in model.held]) for period in added]
    limits = {  # those of which there may be more, by units
        key: row for key, row in model.slacks.items() if key.startswith(ENTITLEMENT) or key in free
    }
    others = {key: row for key, row in model.switches.items() if key in free and key not in limits}
    without = sum(hurt(key) * (1 - row) for key, row in others.items())
    closed = {one.date for one in problem.closures}  # what is lost is best made up for that day
    on_others = sum(
        row for period, row in zip(added, used, strict=True) if period.date not in closed
    )
    hurting = 60 * MORE_MEETINGS * sum(used) + 60 * without + _exceeding(model, limits)
    model.cp.add(sum(used) <= MOST_MORE)
    if given_up.hurting_less is not None:
        model.cp.add(hurting < 60 * given_up.hurting_less)
    model.cp.minimize(hurting + on_others + sum(map(sum, limits.values())))
    kept = model.switches.keys() - limits.keys() - others.keys()
    model.cp.add_assumptions([row for key, row in model.switches.items() if key in kept])
    solver = short_solver()
    solver.parameters.max_deterministic_time = UNITS
    status = solve(solver, model.cp, stop)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return More()
    found = [period for period, here in zip(added, used, strict=True) if solver.value(here)]
    units = {key: sum(map(solver.value, row)) for key, row in limits.items()}
    beside = {key: n for key, n in units.items() if n}
    beside |= {key: 0 for key, row in others.items() if not solver.value(row)}
    needless = others and status != cp_model.OPTIMAL  # something may be given up for nothing
    if needless or not (found or free):
        return More()
    return More(tuple(map(_relaxation, found)), Way(beside))


def _exceeding(model: Model, limits: Mapping[str, Sequence[Var]]) -> Linear:
    """How much it hurts that limits are exceeded, in sixtieths: as `hurts` counts it."""
    entitled = {key: sum(row) for key, row in limits.items() if key.startswith(ENTITLEMENT)}
    in_all = entitled.pop(f"{ENTITLEMENT}.total", 0)
    most = model.cp.new_int_var(0, len(model.groups) * len(model.periods) * 3, "meetings more")
    model.cp.add(most >= in_all)
    model.cp.add(most >= sum(entitled.values()))
    others: Linear = sum(
        unit_hurt(key) * slack
        for key, row in limits.items()
        if not key.startswith(ENTITLEMENT)
        for slack in row
    )
    hurting: Linear = unit_hurt(ENTITLEMENT) * most + others
    return hurting


def unweighed(problem: Problem) -> Mapping[Preference, Weight]:
    """What is never to be worse still is not; nothing else counts."""
    return {
        name: replace(weight, weight=0, rank=None) for name, weight in problem.preferences.items()
    }


def _slots(problem: Problem) -> tuple[Slot, ...]:
    """The slots of the session, each extra one on every day."""
    if any(slot.cost for slot in problem.slots):
        return tuple(replace(slot, days=()) if slot.cost else slot for slot in problem.slots)
    end = max((slot.end for slot in problem.slots), default=time(23, 59))
    start = end.hour * 60 + end.minute + BREAK_MINUTES
    until = min(start + LONGEST_EVENING, 23 * 60 + 59)
    if until - start < BREAK_MINUTES:
        return problem.slots
    names = {slot.id for slot in problem.slots}
    name = next(one for one in (f"evening{'-' * n}" for n in range(99)) if one not in names)
    evening = Slot(id=name, start=time(*divmod(start, 60)), end=time(*divmod(until, 60)), cost=1)
    return (*problem.slots, evening)


def _relaxation(period: Period) -> Relaxation:
    sentence = text(
        "Hold meetings on %(date)s from %(start)s to %(end)s as well.",
        date=period.date,
        start=period.slot.start,
        end=period.slot.end,
    )
    requirement = Requirement(key=f"slots.{period.slot.id}", text=sentence)
    return Relaxation(requirement=requirement, text=sentence)
