"""What takes time in a session, what it asks for, and the documents it needs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from scheduler.means import Column, SlotDate

LONGEST_ID = 60


class RelationKind(StrEnum):
    """What one piece of business asks of another."""

    BEFORE = "before"  # the first is finished before the second begins
    AFTER_BEGUN = "after_begun"  # the second is taken in later periods than that of the first part
    NEVER_PARALLEL = "never_parallel"  # no two of them in different meetings of one slot
    TOGETHER = "together"  # all of them in one meeting
    ENDS_SESSION = "ends_session"  # nothing is taken after it
    ALONE = "alone"  # no other meeting is held in its slots
    NEAR = "near"  # the two are wished to begin soon after one another: see Preference.NEAR


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
    def time(self) -> str:
        """The key of the requirement that all business of its body and column is taken."""
        return f"time.{self.body}.{self.column}"

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
