"""Whether business fits, by how many meetings are filled in which way: counted by a small solver.

A filling is what is taken whole in one meeting, by length. How many meetings have each filling is
a question of a few whole numbers (the cutting-stock problem), whatever the number of pieces that
are alike and of times that are alike; when each is held is left open. Where these numbers are not
to be had there is no programme.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from ortools.sat.python import cp_model

from scheduler.counting.capacity import LIMITS_OF_TEAMS, meetings_served, open_to
from scheduler.counting.needs import Need, needs
from scheduler.problem import Column, Problem
from scheduler.stopping import short_solver

MOST_TO_A_MEETING = 6  # business of which more fit is not told by its length
MOST_FILLINGS = 300  # of meetings of one length: with more, shorter business is not told either
MOST_TRIED = 5_000
MOST_OVER = 90  # minutes by which a meeting may be too full where business is to be shortened
UNITS = 0.1  # of deterministic time, about seconds
TEAM_LIMITS = tuple(f"interpretation.{name}" for name in LIMITS_OF_TEAMS)

Linear = cp_model.LinearExpr | int
Meetings = Mapping[Need, Mapping[int, Linear]]  # held, by what needs them and length of slots


@dataclass(frozen=True, slots=True)
class Filling:
    """How many pieces of each length are taken whole in a meeting, and minutes that can be used.

    What is left is of no use where it is shorter than any part.
    """

    pieces: Mapping[int, int]
    usable: int


Row = tuple[int, Filling, cp_model.IntVar]  # length of slots, and how many of these are so filled


def limits_counted(problem: Problem) -> set[str]:
    """Keys of the requirements that are counted here."""
    once = {f"business.{one.id}.may_split" for one in problem.business if not one.may_split}
    return once | {
        *(one.time for one in problem.business),
        *(f"at_once.{column}" for column in Column),
        *(f"bodies.{one.id}" for one in problem.bodies),
        *(f"closures.{one.id}" for one in problem.closures),
        *TEAM_LIMITS,
        *(f"interpretation.entitlement.{name}" for name in ("total", *Column)),
        "held",
    }


def overfilled(problem: Problem, kept: Collection[str]) -> bool:
    """Whether it is proven that the business does not fit, counted so.

    Of what limits meetings only those requirements count that are `kept`; of business, closures
    and what was held all that the problem has.
    """
    if not problem.periods or not problem.business:
        return False
    _, status, _ = _counted(problem, kept)
    return status == cp_model.INFEASIBLE


@dataclass(frozen=True, slots=True)
class Filled:
    """Meetings that do for the business: length of slot and filling of each, by what needs them.

    Of a length there may be more taken than there is. `shorter`: minutes by which business is to be
    shorter in all; fewer cannot do where that is `proven`.
    """

    meetings: Mapping[Need, Sequence[tuple[int, Filling]]]
    shorter: int = 0
    proven: bool = True


def filled(problem: Problem, shortened: Collection[str] = ()) -> Filled | None:
    """Meetings that do, so far as it is counted here; None where there are none, or none are found.

    Business of the hours that may be `shortened` (keys of requirements) is as little as is found.
    """
    solver, status, counted = _counted(problem, limits_counted(problem), shortened)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    meetings = {
        need: [(length, way) for length, way, number in rows for _ in range(solver.value(number))]
        for need, rows in counted.numbers.items()
    }
    shorter = round(solver.objective_value) if shortened else 0
    proven = counted.all_told and shorter <= MOST_OVER and status == cp_model.OPTIMAL
    if shorter and any(_mixed(need) for need in meetings if need.time in shortened):
        # what is taken whole might be shorter to make room for a part: that is not counted
        proven = shorter == _least_shorter(problem, shortened)
    return Filled(meetings, shorter, proven=proven)


def _mixed(need: Need) -> bool:
    return len({piece.whole for piece in need.packing.pieces}) > 1


def _least_shorter(problem: Problem, shortened: Collection[str]) -> int | None:
    """Minutes that there are too few of, whatever is taken whole; None if that is not known."""
    solver, status, _ = _counted(problem, limits_counted(problem), shortened, in_minutes=True)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


@dataclass(slots=True)
class _Counting:
    """How many meetings there are of each filling, and by how much they are too full."""

    shortened: Collection[str]
    in_minutes: bool = False  # nothing is taken whole
    numbers: dict[Need, list[Row]] = field(default_factory=dict)
    over: list[Linear] = field(default_factory=list)
    all_told: bool = True


def _counted(
    problem: Problem,
    kept: Collection[str],
    shortened: Collection[str] = (),
    *,
    in_minutes: bool = False,
) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus, _Counting]:
    cp, counting = cp_model.CpModel(), _Counting(shortened, in_minutes)
    held = {
        need: _meetings(cp, problem, need, counting)
        for need in needs(problem, set(Column), interpreted=False)
    }
    _side_by_side(cp, problem, kept, held)
    _interpreted(cp, problem, kept, held)
    if shortened:
        cp.minimize(sum(counting.over))
    solver = short_solver()
    solver.parameters.max_deterministic_time = UNITS
    return solver, solver.solve(cp), counting


def _side_by_side(
    cp: cp_model.CpModel, problem: Problem, kept: Collection[str], held: Meetings
) -> None:
    """Of the slots of each length: so many at once in a column, and one of a body."""
    for column in Column:
        at_once = problem.at_once.get(column, 0)
        rows = [row for need, row in held.items() if need.column is column]
        for length, there in _lengths(problem, column).items():
            if f"at_once.{column}" in kept and len(rows) > at_once:
                cp.add(sum(row[length] for row in rows) <= there * at_once)
    slots = Counter(period.minutes for period in problem.periods)
    for body in dict.fromkeys(need.body for need in held):  # a set would change from run to run
        rows = [row for need, row in held.items() if need.body == body]
        for length, there in slots.items():
            if f"bodies.{body}" in kept and len(rows) > 1:
                cp.add(sum(row.get(length, 0) for row in rows) <= there)


def _interpreted(
    cp: cp_model.CpModel, problem: Problem, kept: Collection[str], held: Meetings
) -> None:
    """Of the whole session: what the teams serve, and what it is entitled to."""
    entitled = problem.interpretation.entitlement
    limits: list[tuple[int | None, tuple[str, ...], set[Column]]] = [
        (meetings_served(problem), TEAM_LIMITS, set(Column)),
        (entitled.total, ("interpretation.entitlement.total",), set(Column)),
        *((entitled.of(one), (f"interpretation.entitlement.{one}",), {one}) for one in Column),
    ]
    for most, keys, columns in limits:
        rows = [row for need, row in held.items() if need.interpreted and need.column in columns]
        if most is not None and rows and all(key in kept for key in keys):
            cp.add(sum(sum(row.values()) for row in rows) <= most)


def _lengths(problem: Problem, column: Column) -> Mapping[int, int]:
    """How many slots of each length are open to a column."""
    return Counter(period.minutes for period in open_to(problem, column, problem.closures))


def _meetings(
    cp: cp_model.CpModel, problem: Problem, need: Need, counting: _Counting
) -> dict[int, Linear]:
    """Meetings of each length of slots, filled with all that is needed."""
    pieces, rows = need.packing.pieces, counting.numbers.setdefault(need, [])
    if counting.in_minutes:
        pieces = tuple(piece._replace(whole=False, least=0) for piece in pieces)
    whole = Counter(piece.minutes for piece in pieces if piece.whole)
    split = min((min(piece.least, piece.minutes) for piece in pieces if not piece.whole), default=0)
    held, usable = dict[int, Linear](), list[Linear]()
    taken: dict[int, list[Linear]] = {minutes: [] for minutes in whole}
    for length, there in _lengths(problem, need.column).items():
        told, ways = fillings(whole, length, split)
        if need.time in counting.shortened:
            ways += _too_full(whole, length, counting)
        numbers = [cp.new_int_var(0, there, "") for _ in ways]
        rows += [(length, way, number) for way, number in zip(ways, numbers, strict=True)]
        cp.add(sum(numbers) <= there)
        held[length] = sum(numbers)
        usable += [way.usable * number for way, number in zip(ways, numbers, strict=True)]
        counting.over += [
            (way.usable - length) * number
            for way, number in zip(ways, numbers, strict=True)
            if way.usable > length
        ]
        for minutes, row in list(taken.items()):
            if minutes in told or minutes > length:  # taken there if it is made shorter
                row += [
                    way.pieces.get(minutes, 0) * n for way, n in zip(ways, numbers, strict=True)
                ]
            else:  # how many are taken here is not told
                del taken[minutes]
    if need.time in counting.shortened:
        of_parts = sum(piece.minutes for piece in pieces if not piece.whole)
        usable.append(less := cp.new_int_var(0, of_parts, ""))
        counting.over.append(less)
    cp.add(sum(usable) >= sum(piece.minutes for piece in pieces))
    for minutes, row in taken.items():
        cp.add(sum(row) >= whole[minutes])
    return held


def fillings(
    whole: Collection[int], length: int, split: int
) -> tuple[Collection[int], list[Filling]]:
    """Which of the minutes taken whole are told, and the fillings with them that count.

    `split`: the shortest part of what is split; 0 where nothing is.
    """
    fit = [one for one in sorted(whole, reverse=True) if one <= length]
    told = [one for one in fit if one * (MOST_TO_A_MEETING + 1) > length]
    while True:
        others = [one for one in fit if one not in told]
        shortest = min([*others, *([split] if split else [])], default=length + 1)
        tried = list(islice(_fillings(told, length), MOST_TRIED + 1))
        found = [way for way in tried if not _outdone(way, told, length, shortest)]
        if not told or (len(tried) <= MOST_TRIED and len(found) <= MOST_FILLINGS):
            return told, [Filling(way, _usable(way, length, shortest)) for way in found]
        del told[-1 - len(told) // 8 :]


def _fillings(told: Sequence[int], left: int) -> Iterator[dict[int, int]]:
    if not told:
        yield {}
        return
    first, *others = told
    for n in range(left // first, -1, -1):
        for filling in _fillings(others, left - n * first):
            yield {first: n, **filling} if n else filling


def _too_full(whole: Collection[int], length: int, counting: _Counting) -> list[Filling]:
    """Fillings of business that comes to so much more than a meeting has, none of it too short."""
    told = [one for one in sorted(whole, reverse=True) if one * (MOST_TO_A_MEETING + 1) > length]
    tried = list(islice(_fillings_over(told, length), MOST_TRIED + 1))
    counting.all_told &= len(told) == len(whole) and len(tried) <= MOST_TRIED
    return [Filling(way, sum(minutes * n for minutes, n in way.items())) for way in tried]


def _fillings_over(told: Sequence[int], length: int) -> Iterator[dict[int, int]]:
    for way in _fillings(told, length + MOST_OVER):
        if sum(minutes * n for minutes, n in way.items()) > length:
            yield way


def _usable(pieces: Mapping[int, int], length: int, shortest: int) -> int:
    rest = length - sum(minutes * n for minutes, n in pieces.items())
    return length if rest >= shortest else length - rest


def _outdone(pieces: Mapping[int, int], told: Sequence[int], length: int, shortest: int) -> bool:
    """Whether a filling with one piece more is as good in all else."""
    rest = length - sum(minutes * n for minutes, n in pieces.items())
    more = [rest - one for one in told if one <= rest]
    return any(left == 0 or left >= shortest or rest < shortest for left in more)
