"""What is to be planned: a session, its means, its business, and what the bureau wishes.

A `Problem` is the same whether it was read from a file (`scheduler.reading`) or from a stored
session. Everything is frozen; times are naive local times of ``Session.time_zone``; minutes are
whole minutes. Names of fields are those of the file format.

`source` says where an entry itself comes from: of a piece of business, that it is taken, by whom
and for how many minutes. A condition on it has a source of its own in `sources`, by the name of its
field, or none at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cached_property

LONGEST_ID = 60


class Column(StrEnum):
    """Where a meeting stands in the programme; independent of its interpretation."""

    PLENARY = "plenary"
    PARALLEL = "parallel"


class RelationKind(StrEnum):
    """What one piece of business asks of another."""

    BEFORE = "before"  # the first is finished before the second begins
    AFTER_BEGUN = "after_begun"  # the second is taken in later periods than that of the first part
    NEVER_PARALLEL = "never_parallel"  # no two of them in different meetings of one slot
    TOGETHER = "together"  # all of them in one meeting
    ENDS_SESSION = "ends_session"  # nothing is taken after it
    ALONE = "alone"  # no other meeting is held in its slots
    NEAR = "near"  # the two are wished to begin soon after one another: see Preference.NEAR


class Preference(StrEnum):
    """What makes one programme better than another; `scheduler.preferences` counts each."""

    AGENDA_ORDER = "agenda_order"  # pairs of business begun against the order of the list
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


@dataclass(frozen=True, kw_only=True)
class Session:
    """One regular session of a body. `first_day` and `last_day` are both included."""

    id: str
    title: str
    body: str
    time_zone: str
    first_day: date
    last_day: date
    days_without_meetings: tuple[date, ...] = ()
    venue: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A period of the day in which meetings are held.

    An extra slot has a `cost` above 0 (charged once for each time it is used) and may be
    offered on some days only (`days`; empty means every day of meetings).
    """

    id: str
    start: time
    end: time
    cost: int = 0
    days: tuple[date, ...] = ()
    source: str = ""

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute


@dataclass(frozen=True, kw_only=True)
class SlotDate:
    """A slot on a day, or a whole day where `slot` is None."""

    date: date
    slot: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A slot on a day of the session: the unit of time of the engine.

    `index` counts the periods of the session from 0 in order of time.
    """

    index: int
    date: date
    slot: Slot

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self.slot.minutes

    @property
    def week(self) -> tuple[int, int]:
        """Calendar week (ISO year, week), in which an interpreter's meetings are counted."""
        year, week, _ = self.date.isocalendar()
        return year, week


@dataclass(frozen=True, kw_only=True)
class Closure:
    """A slot, or a whole day, without meetings: of one column, or of both where that is None."""

    date: date
    slot: str | None = None
    column: Column | None = None
    because: str = ""
    source: str = ""

    @property
    def id(self) -> str:
        """What it is named by in the keys of requirements."""
        given = {"date": self.date.isoformat(), "slot": self.slot, "column": self.column}
        return closure_id(given)

    def covers(self, period: Period) -> bool:
        """Whether it closes the period (for its column)."""
        return self.date == period.date and self.slot in (None, period.slot.id)


def closure_id(closure: Mapping[str, str | None]) -> str:
    """The name of a closure, of its plain data: what it says."""
    return ".".join(filter(None, (closure.get(name) for name in ("date", "slot", "column"))))


@dataclass(frozen=True, kw_only=True)
class Body:
    """An organ that meets: the Conference, a working group, a round table.

    `numbered_with` names the body in whose series its meetings are numbered, where a working
    group sits as the plenary (2008: the 11th to 14th meetings).
    """

    id: str
    title: str
    numbered_with: str | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Room:
    """A conference room. `booths` is the number of languages that can be interpreted there."""

    id: str
    title: str
    seats: int
    booths: int
    closed: tuple[SlotDate, ...] = ()
    source: str = ""
    sources: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, kw_only=True)
class TeamChange:
    """Teams available in a slot (or on a whole day) where they differ from the usual number."""

    date: date
    teams: int
    slot: str | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Entitlement:
    """Most meetings with interpretation that the session may use; None means no limit."""

    total: int | None = None
    plenary: int | None = None
    parallel: int | None = None
    source: str = ""

    def of(self, column: Column) -> int | None:
        """The limit of one column."""
        return self.plenary if column is Column.PLENARY else self.parallel


@dataclass(frozen=True, kw_only=True)
class Interpretation:
    """Languages and the teams that serve them.

    A team serves one meeting at a time in any of the languages; a meeting interpreted into some
    of the languages uses a booth team of each of these. Any interpretation at all counts against
    the entitlement.
    """

    languages: tuple[str, ...]
    teams: int
    meetings_per_team_day: int = 2
    meetings_per_team_week: int = 7
    changes: tuple[TeamChange, ...] = ()
    entitlement: Entitlement = Entitlement()
    source: str = ""
    sources: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document and the day on which it is (or will be) out in each language."""

    symbol: str
    issued: Mapping[str, date]
    title: str = ""
    source: str = ""

    @property
    def out(self) -> date:
        """The first day on which it is out in all its languages."""
        return max(self.issued.values())


@dataclass(frozen=True, kw_only=True)
class Speakers:
    """Minutes from a list of speakers: number x (limit + changeover)."""

    number: int
    limit_minutes: int
    changeover_seconds: int = 0

    @property
    def minutes(self) -> int:
        """Minutes needed, rounded up."""
        return -(-self.number * (self.limit_minutes * 60 + self.changeover_seconds) // 60)


@dataclass(frozen=True, kw_only=True)
class Business:
    """An agenda item, or the meetings of a body: what takes time.

    Exactly one of `minutes` and `speakers` is given. `languages` are those into which its
    meetings are interpreted: all, some or none. `not_before` and `not_after` bound every part,
    none of which lies in a period of `not_on`; `fixed` names periods in each of which a part is
    taken (a pinned meeting is one). `least_minutes` is the shortest part when it is split, and
    `most_parts` how many there can be. `wished` is when it had best be taken.
    """

    id: str
    title: str
    body: str
    column: Column
    languages: tuple[str, ...]
    item: str | None = None
    minutes: int | None = None
    speakers: Speakers | None = None
    may_split: bool = False
    consecutive: bool = False
    shares_meeting: bool = True
    starts_meeting: bool = False
    least_minutes: int = 30
    most_parts: int | None = None
    chair: str | None = None
    room: str | None = None
    seats: int = 0
    not_before: SlotDate | None = None
    not_after: SlotDate | None = None
    not_on: tuple[SlotDate, ...] = ()
    fixed: tuple[SlotDate, ...] = ()
    wished: SlotDate | None = None
    documents: tuple[str, ...] = ()
    source: str = ""
    sources: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def needed_minutes(self) -> int:
        """Minutes of meeting that it takes in all."""
        if self.minutes is not None:
            return self.minutes
        assert self.speakers is not None
        return self.speakers.minutes

    @property
    def interpreted(self) -> bool:
        """Whether its meetings have interpretation into any language."""
        return bool(self.languages)


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A requirement between pieces of business, named by their ids in `business`.

    `before` takes two: first, then; `never_parallel` and `together` two or more;
    `ends_session` and `alone` one. `gap_slots`: periods of the session that lie free between
    the two; `gap_days`: calendar days from the end of the first to the beginning of the second.
    Without an `id` it is named by what it says: ``before.2(a).2(b)``.
    """

    kind: RelationKind
    business: tuple[str, ...]
    gap_slots: int = 0
    gap_days: int = 0
    because: str = ""
    source: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", relation_id(self.kind, self.business))


def relation_id(kind: str, business: Iterable[str]) -> str:
    """The name of a relation that is given none: what it says, or a mark of that if it is long."""
    said = ".".join([kind, *business])
    if len(said) <= LONGEST_ID:
        return said
    return f"{kind}.{hashlib.sha256(said.encode()).hexdigest()[:20]}"


@dataclass(frozen=True, kw_only=True)
class Weight:
    """What one unit of a preference costs. `above`: the number of `short_agendas`."""

    weight: int
    above: int = 3
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Placement:
    """A part of a piece of business in a period, in a programme to stay close to."""

    business: str
    date: date
    slot: str


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

    def teams_in(self, period: Period) -> int:
        """Interpretation teams available in a period; a change for the slot outranks the day's."""
        teams = self.interpretation.teams
        for change in sorted(self.interpretation.changes, key=lambda c: c.slot is not None):
            if change.date == period.date and change.slot in (None, period.slot.id):
                teams = change.teams
        return teams
