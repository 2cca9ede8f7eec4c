"""Meetings that business needs at least, and the requirements that make it need so many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from scheduler.counting.packing import Packing, Piece
from scheduler.problem import Business, Column, Problem


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """What business of one body, column and languages needs, which shares meetings only with it."""

    column: Column
    body: str
    business: tuple[Business, ...]
    packing: Packing

    @property
    def time(self) -> str:
        """The key of the requirement that it is taken at all."""
        return f"time.{self.body}.{self.column}"

    @property
    def interpreted(self) -> bool:
        """Whether its meetings have interpretation."""
        return self.business[0].interpreted

    @property
    def meetings(self) -> int:
        """How many at least."""
        return self.packing.meetings

    def clash(self, meetings: int) -> list[str]:
        """Keys of requirements for which it needs so many; `meetings`: no more than it needs."""
        whole = self.packing.taken_whole(meetings)
        return [self.time, *(f"business.{self.business[n].id}.may_split" for n in whole)]


def needs(problem: Problem, columns: Collection[Column], *, interpreted: bool) -> tuple[Need, ...]:
    """What the business of these columns needs, or only that with interpretation.

    Each meeting is reckoned as long as the longest slot. What has been taken in part already is
    reckoned as if it could be split.
    """
    begun = {one.business for one in problem.held.parts} if problem.held is not None else set()
    return _in_groups(
        problem,
        [
            (one, _piece(one, one.needed_minutes, begun))
            for one in problem.business
            if one.column in columns and (one.interpreted or not interpreted)
        ],
    )


def left_to_do(problem: Problem, business: Collection[Business]) -> tuple[Need, ...]:
    """What of this business needs after what has been held; reckoned likewise."""
    taken = Counter[str]()
    for part in problem.held.parts if problem.held is not None else ():
        taken[part.business] += part.minutes
    left = [(one, one.needed_minutes - taken[one.id]) for one in business]
    return _in_groups(
        problem, [(one, _piece(one, minutes, taken)) for one, minutes in left if minutes > 0]
    )


def _in_groups(problem: Problem, pieces: Iterable[tuple[Business, Piece]]) -> tuple[Need, ...]:
    groups: dict[tuple[Column, str, tuple[str, ...]], list[tuple[Business, Piece]]] = {}
    for one, piece in pieces:
        key = (one.column, one.body, tuple(sorted(one.languages)))
        groups.setdefault(key, []).append((one, piece))
    return tuple(
        Need(
            column,
            body,
            tuple(one for one, _ in members),
            Packing(tuple(piece for _, piece in members), problem.longest),
        )
        for (column, body, _), members in groups.items()
    )


def _piece(business: Business, minutes: int, begun: Collection[str]) -> Piece:
    if business.id in begun:
        return Piece(minutes, 1, whole=False)
    least = max(1, min(business.least_minutes, minutes))
    return Piece(minutes, least, whole=not business.may_split)


def meetings(needed: Collection[Need]) -> int:
    """How many all of these need at least."""
    return sum(need.meetings for need in needed)


def too_many(needed: Sequence[Need], places: int) -> tuple[str, ...]:
    """As few requirements as can be told for which more than `places` meetings are needed.

    `needed`: more than that.
    """
    by_time = Counter[str]()
    for need in needed:
        by_time[need.time] += need.meetings
    left, chosen = places, set[str]()
    for time, count in by_time.most_common():
        if left < 0:
            break
        chosen.add(time)
        left -= count
    spare, keys = -left - 1, list[str]()
    for need in needed:
        if need.time in chosen:
            fewer = min(spare, need.meetings - need.packing.filled)
            spare -= fewer
            keys += need.clash(need.meetings - fewer)
    return tuple(dict.fromkeys(keys))
