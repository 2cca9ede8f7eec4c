"""The order of a list: derived each time from its ledger and its policy, and stored nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from procedure.participants import Level
from procedure.speakers.ledger import read_terms
from procedure.speakers.lot import lot
from procedure.speakers.replay import Replay, Wish
from procedure.speakers.values import (
    Admission,
    Entry,
    EntryKind,
    Inscription,
    Standing,
    Swap,
    Terms,
    Within,
)

TERMS = (EntryKind.MADE, EntryKind.CHANGED)
RANKS = {level: rank for rank, level in enumerate(Level)}
FORCE = (Admission.IN_TIME, Admission.ADMITTED)


def standing(entries: Iterable[Entry], now: datetime) -> Standing:
    """The list as it stands after these entries, under the last of its terms.

    The entries are those of a ledger without faults.
    """
    ledger = list(entries)
    terms = read_terms(next(entry for entry in reversed(ledger) if entry.kind in TERMS).data)
    replay = Replay(terms.policy)
    for entry in ledger:
        replay.take(entry)
    return standing_of(replay, terms, now)


def standing_of(replay: Replay, terms: Terms, now: datetime) -> Standing:
    """The list as it stands after what a replay has taken in under the policy of these terms."""
    wishes = replay.wishes.values()
    in_order = sorted((w for w in wishes if _in_force(w)), key=_Order(terms, replay).key)
    return Standing(
        terms=terms,
        places=tuple(inscription(wish, terms) for wish in in_order),
        waiting=tuple(
            inscription(wish, terms)
            for wish in wishes
            if wish.admission is Admission.WAITING and not wish.withdrawn
        ),
        others=tuple(
            inscription(wish, terms)
            for wish in wishes
            if wish.withdrawn or wish.admission is Admission.REFUSED
        ),
        swaps=tuple(
            Swap(number=number, proposed=one, other=other)
            for number, (one, other) in replay.proposals.items()
            if _in_force(replay.wishes[one]) and _in_force(replay.wishes[other])
        ),
        to_be_drawn=_to_be_drawn(replay, terms, now),
        seed=replay.seed,
    )


def draw_at(terms: Terms) -> datetime | None:
    """The moment from which the seed may be revealed; None where nothing is drawn."""
    if terms.policy.within is Within.LOT:
        return terms.closes_at
    if terms.policy.simultaneous_seconds:
        return terms.opens_at + timedelta(seconds=terms.policy.simultaneous_seconds)
    return None


def is_late(terms: Terms, at: datetime) -> bool:
    """Whether a request comes after the closing, so that the chair has to decide."""
    return at >= terms.closes_at


def inscription(wish: Wish, terms: Terms) -> Inscription:
    """A wish to speak, as it stands under the policy with which it was replayed."""
    data = wish.data
    return Inscription(
        number=wish.number,
        at=wish.at,
        delegation=data["delegation"],
        name=data["name"],
        participant=wish.participant,
        level=wish.level,
        category=terms.policy.categories[wish.category],
        speaker=data.get("speaker", ""),
        function=data.get("function", ""),
        language=data.get("language", ""),
        on_behalf_of=wish.on_behalf_of,
        aligned=tuple(data.get("aligned", ())),
        by_secretariat=bool(data.get("by_secretariat", False)),
        admission=wish.admission,
        withdrawn=wish.withdrawn,
        absences=len(wish.absences),
    )


def _in_force(wish: Wish) -> bool:
    return not wish.withdrawn and wish.admission in FORCE


def _to_be_drawn(replay: Replay, terms: Terms, now: datetime) -> bool:
    drawn_from = draw_at(terms)
    if replay.seed or drawn_from is None:
        return False
    if terms.policy.within is Within.LOT or now < drawn_from:
        return True
    return any(wish.at < drawn_from and not wish.late for wish in replay.wishes.values())


class _Order:
    """The rank of a wish among those in force: see docs/speakers.md, "The order"."""

    def __init__(self, terms: Terms, replay: Replay) -> None:
        policy = terms.policy
        self._late_by_list = policy.late == "list"
        self._by_lot = policy.within is Within.LOT
        self._by_level = policy.within is Within.PROTOCOL
        self._together = timedelta(seconds=policy.simultaneous_seconds)
        self._opens_at = terms.opens_at
        self._wishes = replay.wishes
        self._seed = replay.seed

    def key(self, wish: Wish) -> tuple[bool, int, bool, int, int, bool, str, int]:
        slot = wish.slot
        owner = self._wishes[slot.owner]
        at_once = owner.at - self._opens_at < self._together  # strict: zero seconds hold nobody
        drawn = not owner.late and (self._by_lot or at_once)
        return (
            wish.late and self._late_by_list,
            slot.category,
            wish.late,
            wish.absences[-1] if wish.absences else 0,
            RANKS[slot.level] if self._by_level else 0,
            not drawn,
            lot(self._seed, owner.data["delegation"]) if drawn and self._seed else "",
            owner.number,
        )
