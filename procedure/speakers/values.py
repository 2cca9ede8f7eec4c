"""What a list of speakers is made of: its terms, the entries of its ledger, and its order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from procedure.participants import Level, ParticipantKind


class EntryKind(StrEnum):
    """What an entry of the ledger says. `Entry.data` is described in docs/speakers.md."""

    MADE = "made"
    CHANGED = "changed"
    INSCRIBED = "inscribed"
    AMENDED = "amended"
    WITHDRAWN = "withdrawn"
    SWAP_PROPOSED = "swap_proposed"
    SWAP_ACCEPTED = "swap_accepted"
    SWAP_DECLINED = "swap_declined"
    ADMITTED = "admitted"
    REFUSED = "refused"
    ABSENT = "absent"
    REVEALED = "revealed"
    UNDONE = "undone"


class Within(StrEnum):
    """The order inside a category."""

    REQUEST = "request"  # first come, first served
    LOT = "lot"
    PROTOCOL = "protocol"  # the level, then first come, first served


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """Speakers who are heard together, and for how long each.

    `group_statements` asks for statements on behalf of a group (True), for others (False), or for
    both (None). An empty set of kinds or levels asks for none in particular.
    """

    key: str
    title: str
    seconds: int
    kinds: frozenset[ParticipantKind] = frozenset()
    levels: frozenset[Level] = frozenset()
    group_statements: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPolicy:
    """How an order follows from the ledger. The first category that fits a speaker is theirs.

    Entries of the first `simultaneous_seconds` after the opening count as made at the same moment
    and are ordered by the lot. `late` is where an admitted late request goes: "list" or "category"
    names that of which it comes last.
    """

    key: str
    title: str
    source: str
    categories: tuple[Category, ...]
    within: Within = Within.REQUEST
    simultaneous_seconds: int = 0
    statements_per_delegation: int = 1
    swap_across_categories: bool = False
    late: str = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of a list: its item, when it is open, its policy, the commitment to its lot.

    `commitment` is the SHA-256 of the seed, in hexadecimal digits, published before the opening.
    """

    list_id: str
    item: str
    title: str
    opens_at: datetime
    closes_at: datetime
    policy: OrderPolicy
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger. `sequence` begins at 1 and has no gaps; `at` is in microseconds, UTC.

    `digest` is the SHA-256 of all else, in hexadecimal digits; `previous` that of the entry before.
    """

    sequence: int
    at: datetime
    kind: EntryKind
    actor: str
    data: Mapping[str, Any]
    previous: str
    digest: str


class Admission(StrEnum):
    """What became of a request: late ones wait for the chair to decide."""

    IN_TIME = "in_time"
    WAITING = "waiting"
    ADMITTED = "admitted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inscription:
    """One wish to speak, as it stands. `number`, the sequence of its entry, names it for good.

    `delegation` is the key of the delegation, `name` its name in the language of the ledger.
    `aligned` are names of States that align themselves with a statement on behalf of a group, or
    that make it jointly. `absences` counts calls that found nobody.
    """

    number: int
    at: datetime
    delegation: str
    name: str
    participant: ParticipantKind
    level: Level
    category: Category
    speaker: str = ""
    function: str = ""
    language: str = ""
    on_behalf_of: str = ""
    aligned: tuple[str, ...] = ()
    by_secretariat: bool = False
    admission: Admission = Admission.IN_TIME
    withdrawn: bool = False
    absences: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A proposal of one delegation to another: `number` is the sequence of its entry."""

    number: int
    proposed: int  # the inscription of who proposes
    other: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A list as it stands: `places` are the inscriptions in force, in the order of speaking.

    While `to_be_drawn` the order of those who came in the first seconds, or of all where the policy
    is a lot, is not yet to be known: they stand in the order of their requests.
    """

    terms: Terms
    places: tuple[Inscription, ...]
    waiting: tuple[Inscription, ...] = ()
    others: tuple[Inscription, ...] = ()  # withdrawn or refused
    swaps: tuple[Swap, ...] = ()
    to_be_drawn: bool = False
    seed: str = field(default="", repr=False)  # once it is revealed
