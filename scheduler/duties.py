"""Who presides over which meeting: the fewest changes, and fair shares, by an exact model.

Whoever is first, the President, opens and closes, and hands over the chair while their State
speaks: for a part of a meeting another presides. The others share the rest. Nobody else presides
over a meeting in which their State speaks, unless the States of all do: then one hands over, too.
Nobody presides over two at once, or while absent. What is pinned stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar, LinearExprT

LONGEST = 20.0  # of deterministic time; what a conference asks takes a hundredth of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A meeting to be presided over. `first`: it opens or closes the session.

    `speaking` are the presiders whose State is inscribed to speak in it, `absent` those not there.
    """

    id: str
    starts_at: datetime
    ends_at: datetime
    first: bool = False
    speaking: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyProblem:
    """What is to be shared out: meetings, among the `first` of the presiders and the `others`.

    `pinned` and `before` give presiders by meeting: what stays, and what had been decided.
    """

    sittings: tuple[Sitting, ...]
    first: tuple[str, ...]
    others: tuple[str, ...]
    pinned: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)


class Bar(StrEnum):
    """Why somebody cannot preside over a meeting."""

    ABSENT = "absent"
    SPEAKS = "speaks"
    ELSEWHERE = "elsewhere"  # presides over another meeting at that time


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A meeting over which nobody can preside, and why, of each."""

    sitting: str
    why: Mapping[str, Bar]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRoster:
    """Who presides, by meeting; the meetings without anybody; what is pinned against a bar.

    `changes` is how many meetings have another presider than before. `proven`: there is no better.
    """

    duties: Mapping[str, str]
    gaps: tuple[Gap, ...]
    against: Mapping[str, Bar]
    changes: int
    proven: bool


def share_out(problem: DutyProblem) -> DutyRoster:
    """The best roster: most meetings, by whom they belong to, fewest changes, fairest shares."""
    duties, proven = _solved(problem)
    gaps = tuple(
        Gap(sitting=one.id, why=bars(problem, one, duties))
        for one in problem.sittings
        if one.id not in duties
    )
    changed = (
        one.id
        for one in problem.sittings
        if one.id in problem.before and duties.get(one.id) != problem.before[one.id]
    )
    return DutyRoster(
        duties=duties,
        gaps=gaps,
        against=dict(standing_against(problem, duties)),
        changes=sum(1 for _ in changed),
        proven=proven,
    )


def standing_against(problem: DutyProblem, duties: Mapping[str, str]) -> Iterator[tuple[str, Bar]]:
    """The meetings whose presider should not preside there, and why: what a hand has put so."""
    for one in problem.sittings:
        if one.id in duties:
            presider = duties[one.id]
            bar = bar_of(problem, one, presider) or _elsewhere(problem, one, presider, duties)
            if bar is not None:
                yield one.id, bar


def bars(problem: DutyProblem, sitting: Sitting, duties: Mapping[str, str]) -> dict[str, Bar]:
    """Who cannot preside over a meeting beside these duties, and why."""
    found = {}
    for presider in (*problem.first, *problem.others):
        bar = bar_of(problem, sitting, presider) or _elsewhere(problem, sitting, presider, duties)
        if bar is not None:
            found[presider] = bar
    return found


def bar_of(problem: DutyProblem, sitting: Sitting, presider: str) -> Bar | None:
    """Why somebody cannot preside over a meeting, whatever else they do."""
    if presider in sitting.absent:
        return Bar.ABSENT
    if presider not in sitting.speaking or hands_over(problem, sitting, presider):
        return None
    return Bar.SPEAKS


def hands_over(problem: DutyProblem, sitting: Sitting, presider: str) -> bool:
    """Whether somebody leaves the chair while their State speaks, for that part of a meeting alone.

    As the rule on an acting President has it, who is absent "or any part" of a meeting: so does who
    opens or closes the session, and anybody where the States of all who are there speak.
    """
    if presider not in sitting.speaking:
        return False
    there = {*problem.first, *problem.others} - sitting.absent
    return (sitting.first and presider in problem.first) or there <= sitting.speaking


def _elsewhere(
    problem: DutyProblem, sitting: Sitting, presider: str, duties: Mapping[str, str]
) -> Bar | None:
    busy = any(
        duties.get(other.id) == presider and other.id != sitting.id and at_once(sitting, other)
        for other in problem.sittings
    )
    return Bar.ELSEWHERE if busy else None


def at_once(one: Sitting, other: Sitting) -> bool:
    """Whether two meetings are held at the same time."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _solved(problem: DutyProblem) -> tuple[dict[str, str], bool]:
    # pages show duties without the solver, which takes its time to load
    from ortools.sat.python import cp_model  # noqa: PLC0415 - as the line above says

    from scheduler.stopping import new_solver  # noqa: PLC0415 - it loads the solver, too

    model = cp_model.CpModel()
    takes = {
        (one.id, presider): model.new_bool_var(f"{one.id} {presider}")
        for one in problem.sittings
        for presider in _possible(problem, one)
    }
    _one_each(model, problem, takes)
    model.maximize(_worth(model, problem, takes))
    solver = new_solver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = LONGEST
    status = solver.solve(model)
    duties = {one: presider for (one, presider), var in takes.items() if solver.value(var)}
    return duties, status == cp_model.OPTIMAL


def _possible(problem: DutyProblem, sitting: Sitting) -> tuple[str, ...]:
    if sitting.id in problem.pinned:
        return (problem.pinned[sitting.id],)
    return tuple(
        p for p in (*problem.first, *problem.others) if bar_of(problem, sitting, p) is None
    )


def _one_each(
    model: CpModel, problem: DutyProblem, takes: Mapping[tuple[str, str], IntVar]
) -> None:
    """One presider in a meeting, and nobody in two at once, but for what is pinned so."""
    for one in problem.sittings:
        vars_ = [var for (sitting, _), var in takes.items() if sitting == one.id]
        model.add(sum(vars_) == 1) if one.id in problem.pinned else model.add_at_most_one(vars_)
    for one, other in combinations(problem.sittings, 2):
        if not at_once(one, other) or {one.id, other.id} <= problem.pinned.keys():
            continue
        for presider in _possible(problem, one):
            if (other.id, presider) in takes:
                model.add_at_most_one(takes[one.id, presider], takes[other.id, presider])


def _worth(
    model: CpModel, problem: DutyProblem, takes: Mapping[tuple[str, str], IntVar]
) -> LinearExprT:
    """Meetings presided over, by whom they belong to, as before, and loads, in this order."""
    count = len(problem.sittings) + 1
    same = count * count
    fitting, covered = same * count, same * count * count
    first = {one.id: one.first for one in problem.sittings}
    terms: list[LinearExprT] = []
    for (sitting, presider), var in takes.items():
        fits = first[sitting] == (presider in problem.first)
        kept = problem.before.get(sitting) == presider
        terms.append((covered + fits * fitting + kept * same) * var)
    for presider in (*problem.first, *problem.others):
        vars_ = [var for (_, one), var in takes.items() if one == presider]
        steps = [model.new_bool_var(f"{presider} {step}") for step in range(len(vars_))]
        model.add(sum(steps) == sum(vars_))
        # each meeting more weighs more than the one before: shares that are alike weigh least
        terms.extend(-step * taken for step, taken in enumerate(steps))
    return sum(terms)
