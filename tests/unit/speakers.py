"""Ledgers of lists of speakers, for tests: built as a server builds them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from procedure.rulebook import rulebook
from procedure.speakers.ledger import chained, terms_data
from procedure.speakers.lot import new_commitment
from procedure.speakers.order import standing
from procedure.speakers.values import Entry, EntryKind, OrderPolicy, Standing, Terms

SEED = "5eed" * 8
OPENS = datetime(2008, 8, 15, 8, tzinfo=UTC)
CLOSES = datetime(2008, 10, 8, 10, tzinfo=UTC)  # noon in Vienna
SECOND = timedelta(seconds=1)


def policy(key: str = "ctoc-2008", **changes: Any) -> OrderPolicy:
    return replace(rulebook("ctoc").speakers.policy(key), **changes)


def terms(order: OrderPolicy | None = None, **changes: Any) -> Terms:
    made = Terms(
        list_id="general-discussion",
        item="1(f)",
        title="General discussion",
        opens_at=OPENS,
        closes_at=CLOSES,
        policy=order or policy(),
        commitment=new_commitment(SEED),
    )
    return replace(made, **changes)


class Book:
    """A ledger to which a test adds. Without a moment given, each entry is a second later."""

    def __init__(self, made: Terms | None = None) -> None:
        self.terms = made or terms()
        self.entries: list[Entry] = []
        self.at = OPENS - timedelta(days=1)
        self.add(EntryKind.MADE, terms_data(self.terms))
        self.at = OPENS - SECOND

    def add(self, kind: EntryKind, data: dict[str, Any], at: datetime | None = None) -> int:
        self.at = at or self.at + SECOND
        last = self.entries[-1] if self.entries else None
        self.entries.append(chained(last, at=self.at, kind=kind, actor="desk", data=data))
        return self.entries[-1].sequence

    def inscribe(
        self,
        delegation: str,
        *,
        participant: str = "State party",
        level: str = "representative",
        at: datetime | None = None,
        **more: Any,
    ) -> int:
        moment = at or self.at + SECOND
        data = {
            "delegation": delegation,
            "name": delegation.title(),
            "participant": participant,
            "level": level,
            "late": moment >= self.terms.closes_at,
            **more,
        }
        return self.add(EntryKind.INSCRIBED, data, moment)

    def about(self, kind: EntryKind, number: int, **more: Any) -> int:
        return self.add(kind, {"number": number, **more})

    def swap(self, one: int, other: int) -> int:
        proposal = self.about(EntryKind.SWAP_PROPOSED, one, other=other)
        return self.add(EntryKind.SWAP_ACCEPTED, {"proposal": proposal})

    def reveal(self, at: datetime | None = None) -> int:
        return self.add(EntryKind.REVEALED, {"seed": SEED}, at)

    def change(self, **changes: Any) -> int:
        self.terms = replace(self.terms, **changes)
        return self.add(EntryKind.CHANGED, terms_data(self.terms))

    def standing(self, now: datetime | None = None) -> Standing:
        return standing(self.entries, now or self.at)

    def order(self, now: datetime | None = None) -> list[str]:
        return [place.delegation for place in self.standing(now).places]
