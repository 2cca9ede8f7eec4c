"""What is to be planned: a session, its means, its business, and what the bureau wishes.

A `Problem` is the same whether it was read from a file (`scheduler.reading`) or from a stored
session. Everything is frozen; times are naive local times of ``Session.time_zone``; minutes are
whole minutes. Names of fields are those of the file format.

`source` says where an entry itself comes from: of a piece of business, that it is taken, by whom
and for how many minutes. A condition on it has a source of its own in `sources`, by the name of its
field, or none at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cached_property

from scheduler.business import Business, Document, Relation, RelationKind, Speakers, relation_id
from scheduler.means import (
    Body,
    Closure,
    Column,
    Entitlement,
    Interpretation,
    Period,
    Room,
    Session,
    Slot,
    SlotDate,
    TeamChange,
    closure_id,
)

__all__ = [
    "Body",
    "Business",
    "Closure",
    "Column",
    "Document",
    "Entitlement",
    "Held",
    "HeldPart",
    "Interpretation",
    "Period",
    "Placement",
    "Preference",
    "Problem",
    "Relation",
    "RelationKind",
    "Room",
    "Session",
    "Slot",
    "SlotDate",
    "Speakers",
    "TeamChange",
    "Weight",
    "closure_id",
    "relation_id",
]


class Preference(StrEnum):
    """What makes one programme better than another; `scheduler.preferences` counts each."""

    AGENDA_ORDER = "agenda_order"  # pairs of a column begun against the order of the list
    FEW_SPLITS = "few_splits"  # parts beyond the fewest possible
    FEW_PARALLEL_DAYS = "few_parallel_days"  # days on which two meetings are held at once
    EVEN_LOAD = "even_load"  # interpreted meetings, busiest day less quietest day
    SPARE_TIME_AT_END = "spare_time_at_end"  # half-hours idle in plenary before the last day
    WISHED_TIMES = "wished_times"  # periods between each part and the time wished for it
    SHORT_SPANS = "short_spans"  # periods from the first part of a piece of business to its last
    SHORT_AGENDAS = "short_agendas"  # pieces of business in a meeting above a number
    NEAR = "near"  # periods between the beginnings of two pieces of business wished to be near
    CLOSENESS = "closeness"  # placements added to or missing from the reference
    EXTRA_SLOTS = "extra_slots"  # cost of the extra slots in use


LAST = float("inf")  # the rank of what is given none


@dataclass(frozen=True, kw_only=True)
class Weight:
    """What one unit of a preference costs. `above`: the number of `short_agendas`.

    Of preferences with a `rank` (1 first) each rank comes before the next, however much that
    costs; those without one come last. `never_worse`: a programme has no more of it than the
    reference; this is a requirement.
    """

    weight: int
    above: int = 3
    rank: int | None = None
    never_worse: bool = False
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Placement:
    """A part of a piece of business in a period, in a programme to stay close to.

    `minutes` is None where they are not known.
    """

    business: str
    date: date
    slot: str
    minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class HeldPart:
    """A part of a piece of business that has been taken."""

    business: str
    date: date
    slot: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Held:
    """What has been held before a slot (of a day, or the whole day): it stays as it was.

    Nothing else is taken before that slot any more.
    """

    before: SlotDate
    parts: tuple[HeldPart, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A session to be planned. `business` stands in agenda order."""

    session: Session
    slots: tuple[Slot, ...]
    bodies: tuple[Body, ...]
    rooms: tuple[Room, ...]
    interpretation: Interpretation
    business: tuple[Business, ...]
    relations: tuple[Relation, ...] = ()
    documents: tuple[Document, ...] = ()
    preferences: Mapping[Preference, Weight] = field(default_factory=dict)
    at_once: Mapping[Column, int] = field(
        default_factory=lambda: {Column.PLENARY: 1, Column.PARALLEL: 1}
    )
    at_once_source: str = ""
    reference: tuple[Placement, ...] = ()
    closures: tuple[Closure, ...] = ()
    held: Held | None = None

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days on which meetings may be held."""
        length = (self.session.last_day - self.session.first_day).days + 1
        days = (self.session.first_day + timedelta(days=n) for n in range(length))
        return tuple(day for day in days if day not in self.session.days_without_meetings)

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Every slot of every day, in order of time."""
        open_slots = [
            (day, slot)
            for day in self.days
            for slot in sorted(self.slots, key=lambda slot: slot.start)
            if not slot.days or day in slot.days
        ]
        return tuple(
            Period(index=index, date=day, slot=slot) for index, (day, slot) in enumerate(open_slots)
        )

    @cached_property
    def longest(self) -> int:
        """Minutes of the longest of its periods; 0 without any."""
        return max((period.minutes for period in self.periods), default=0)

    @cached_property
    def period_at(self) -> Mapping[tuple[date, str], Period]:
        """The period of a date and a slot id."""
        return {(period.date, period.slot.id): period for period in self.periods}

    @cached_property
    def business_by_id(self) -> Mapping[str, Business]:
        """Business by its id."""
        return {business.id: business for business in self.business}

    @cached_property
    def body_by_id(self) -> Mapping[str, Body]:
        """Bodies by their ids."""
        return {body.id: body for body in self.bodies}

    @cached_property
    def document_by_symbol(self) -> Mapping[str, Document]:
        """Documents by their symbols."""
        return {document.symbol: document for document in self.documents}

    @cached_property
    def relation_by_id(self) -> Mapping[str, Relation]:
        """Relations by their ids."""
        return {relation.id: relation for relation in self.relations}

    @cached_property
    def weights(self) -> Mapping[Preference, int]:
        """What one unit of each preference costs.

        What is only asked for to be preferred (extra slots with a cost, wished times, business to
        be near) counts with weight 1 unless another is given.
        """
        weights = {name: weight.weight for name, weight in self.preferences.items()}
        wished = {
            Preference.EXTRA_SLOTS: any(slot.cost for slot in self.slots),
            Preference.WISHED_TIMES: any(one.wished is not None for one in self.business),
            Preference.NEAR: any(one.kind is RelationKind.NEAR for one in self.relations),
        }
        return {name: 1 for name, there in wished.items() if there} | weights

    @cached_property
    def ranks(self) -> tuple[tuple[Preference, ...], ...]:
        """The preferences with a weight, rank by rank, the first before all others."""
        ranks: dict[float, list[Preference]] = {}
        for name in Preference:
            if self.weights.get(name):
                given = self.preferences.get(name)
                rank = None if given is None else given.rank
                ranks.setdefault(LAST if rank is None else rank, []).append(name)
        return tuple(tuple(ranks[rank]) for rank in sorted(ranks)) or ((),)

    @cached_property
    def never_worse(self) -> frozenset[Preference]:
        """The preferences of which there is never to be more than in the reference."""
        return frozenset(name for name, given in self.preferences.items() if given.never_worse)

    @cached_property
    def periods_held(self) -> int:
        """How many periods lie before what may still change, the first of them."""
        if self.held is None:
            return 0
        start = self.moment_of(self.held.before)
        return sum((period.date, period.slot.start) < start for period in self.periods)

    def moment_of(self, when: SlotDate) -> tuple[date, time]:
        """Date and hour at which a slot, or a whole day, begins. Raises StopIteration."""
        if when.slot is None:
            return when.date, time.min
        return when.date, next(slot.start for slot in self.slots if slot.id == when.slot)

    def is_before(self, when: SlotDate, other: SlotDate) -> bool:
        """Whether all slots of the one, a day or a slot, begin before the other does."""
        start = self.moment_of(other)
        slots = [one for one in self.periods if one.date == when.date]
        own = [one for one in slots if when.slot in {None, one.slot.id}]
        return bool(own) and all((one.date, one.slot.start) < start for one in own)

    def teams_in(self, period: Period) -> int:
        """Interpretation teams available in a period; a change for the slot outranks the day's."""
        teams = self.interpretation.teams
        for change in sorted(self.interpretation.changes, key=lambda c: c.slot is not None):
            if change.date == period.date and change.slot in (None, period.slot.id):
                teams = change.teams
        return teams
