"""Fewer programmes than the problem allows: near enough, good enough in one thing, or different."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.model.base import Linear, Model
from scheduler.model.objective import amount
from scheduler.problem import Preference
from scheduler.programme import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlike:
    """A programme of whose placements at least so many are to be elsewhere."""

    programme: Programme
    moved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Which programmes are looked for.

    `most`: the largest amounts of preferences; `unlike`: programmes to differ from; `start`:
    where to begin the search, which narrows nothing.
    """

    most: Mapping[Preference, int] = field(default_factory=dict)
    unlike: tuple[Unlike, ...] = ()
    start: Programme | None = None

    @property
    def narrows(self) -> bool:
        """Whether a programme of the problem may lie outside."""
        return bool(self.most or self.unlike)


WIDE = Narrowing()


def narrow(model: Model, narrowing: Narrowing) -> None:
    """Add what is narrower than the problem to its model."""
    for preference, most in narrowing.most.items():
        model.cp.add(amount(model, preference) <= most)
    for unlike in narrowing.unlike:
        placed = _placed(model, unlike.programme)
        moved: Linear = len(placed) - sum(model.part[b][p] for b, p in sorted(placed))
        model.cp.add(moved >= unlike.moved)
    if narrowing.start is not None:
        placed = _placed(model, narrowing.start)
        for b, row in enumerate(model.part):
            for p, part in enumerate(row):
                model.cp.add_hint(part, (b, p) in placed)


def _placed(model: Model, programme: Programme) -> set[tuple[int, int]]:
    """Business and period (indices) of each placement that the problem knows."""
    periods = model.problem.period_at
    return {
        (model.index[item.item], periods[meeting.date, meeting.slot].index)
        for meeting in programme.meetings
        for item in meeting.items
        if item.item in model.index and (meeting.date, meeting.slot) in periods
    }
