"""A ledger told again, entry by entry: what became of each wish to speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from procedure.participants import Level, ParticipantKind
from procedure.speakers.values import Admission, Category, Entry, EntryKind, OrderPolicy


@dataclass(frozen=True, slots=True)
class Slot:
    """What a swap exchanges: whose turn it was at first, and the category and level it stands in.

    The category is its place among those of the policy.
    """

    owner: int
    category: int
    level: Level


@dataclass(slots=True)
class Wish:
    """A wish to speak: `data` is that of its inscription, with all amendments.

    `category` is the place of its own among those of the policy; that of its slot may be another.
    """

    number: int
    at: datetime
    data: dict[str, Any]
    participant: ParticipantKind
    level: Level
    on_behalf_of: str
    category: int
    slot: Slot
    late: bool
    admission: Admission
    withdrawn: bool = False
    absences: list[int] = field(default_factory=list)  # the sequences of their entries


def category_of(
    policy: OrderPolicy, participant: ParticipantKind, level: Level, on_behalf_of: str
) -> Category | None:
    """The first category of the policy that fits; None for who may not speak."""
    place = category_place(policy, participant, level, on_behalf_of)
    return None if place is None else policy.categories[place]


def category_place(
    policy: OrderPolicy, participant: ParticipantKind, level: Level, on_behalf_of: str
) -> int | None:
    """The place of that category among those of the policy."""
    group = bool(on_behalf_of)
    for place, category in enumerate(policy.categories):
        fits = (
            (not category.kinds or participant in category.kinds)
            and (not category.levels or level in category.levels)
            and category.group_statements in (None, group)
        )
        if fits:
            return place
    return None


class Replay:
    """What a ledger without faults says, under one policy. Raises KeyError for unknown numbers.

    `proposals` are the swaps to which nobody has answered: the sequence of the entry, and the two
    inscriptions. `decided` holds the entries that an `undone` may take back.
    """

    def __init__(self, policy: OrderPolicy) -> None:
        self.policy = policy
        self.wishes: dict[int, Wish] = {}
        self.proposals: dict[int, tuple[int, int]] = {}
        self.decided: dict[int, Entry] = {}
        self.seed = ""
        self._places: dict[tuple[ParticipantKind, Level, bool], int] = {}

    def take(self, entry: Entry) -> None:
        """Take in the next entry."""
        match entry.kind:
            case EntryKind.INSCRIBED:
                self._inscribe(entry)
            case EntryKind.AMENDED:
                self._amend(entry.data)
            case EntryKind.WITHDRAWN:
                self.wishes[entry.data["number"]].withdrawn = True
            case EntryKind.SWAP_PROPOSED:
                self.proposals[entry.sequence] = (entry.data["number"], entry.data["other"])
            case EntryKind.SWAP_ACCEPTED:
                self._swap(*self.proposals.pop(entry.data["proposal"]))
            case EntryKind.SWAP_DECLINED:
                del self.proposals[entry.data["proposal"]]
            case EntryKind.ADMITTED | EntryKind.REFUSED | EntryKind.ABSENT:
                self._decide(entry)
            case EntryKind.UNDONE:
                self._undo(self.decided.pop(entry.data["entry"]))
            case EntryKind.REVEALED:
                self.seed = str(entry.data["seed"])
            case EntryKind.MADE | EntryKind.CHANGED:
                pass  # whoever replays chooses the terms

    def _inscribe(self, entry: Entry) -> None:
        data = dict(entry.data)
        late = bool(data.get("late", False))
        group = str(data.get("on_behalf_of", ""))
        participant, level = ParticipantKind(data["participant"]), Level(data["level"])
        category = self._place(participant, level, group)
        self.wishes[entry.sequence] = Wish(
            number=entry.sequence,
            at=entry.at,
            data=data,
            participant=participant,
            level=level,
            on_behalf_of=group,
            category=category,
            slot=Slot(entry.sequence, category, level),
            late=late,
            admission=Admission.WAITING if late else Admission.IN_TIME,
        )

    def _amend(self, data: Mapping[str, Any]) -> None:
        wish = self.wishes[data["number"]]
        wish.data.update({name: value for name, value in data.items() if name != "number"})
        wish.participant = ParticipantKind(wish.data["participant"])
        wish.level = Level(wish.data["level"])
        wish.on_behalf_of = str(wish.data.get("on_behalf_of", ""))
        category = self._place(wish.participant, wish.level, wish.on_behalf_of)
        slot = wish.slot
        wish.slot = Slot(
            slot.owner,
            slot.category if category == wish.category else category,
            wish.level if "level" in data else slot.level,
        )
        wish.category = category

    def _swap(self, one: int, other: int) -> None:
        first, second = self.wishes[one], self.wishes[other]
        mine, theirs = first.slot, second.slot
        if self.policy.swap_across_categories:
            first.slot, second.slot = theirs, mine
        else:
            first.slot = Slot(theirs.owner, mine.category, theirs.level)
            second.slot = Slot(mine.owner, theirs.category, mine.level)

    def _decide(self, entry: Entry) -> None:
        wish = self.wishes[entry.data["number"]]
        self.decided[entry.sequence] = entry
        if entry.kind is EntryKind.ABSENT:
            wish.absences.append(entry.sequence)
        elif entry.kind is EntryKind.ADMITTED:
            wish.admission = Admission.ADMITTED
        else:
            wish.admission = Admission.REFUSED

    def _undo(self, entry: Entry) -> None:
        wish = self.wishes[entry.data["number"]]
        if entry.kind is EntryKind.ABSENT:
            wish.absences.remove(entry.sequence)
        else:
            wish.admission = Admission.WAITING

    def _place(self, participant: ParticipantKind, level: Level, on_behalf_of: str) -> int:
        """The category of what was asked for; the last one where a changed policy has none."""
        asked = (participant, level, bool(on_behalf_of))
        if asked not in self._places:
            place = category_place(self.policy, participant, level, on_behalf_of)
            self._places[asked] = len(self.policy.categories) - 1 if place is None else place
        return self._places[asked]
