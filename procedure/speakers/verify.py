"""Whether a ledger is sound: what anyone can check who holds it, entry by entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from procedure.participants import Level, ParticipantKind
from procedure.plain import BadData
from procedure.speakers import refusals
from procedure.speakers.entry_data import check_data
from procedure.speakers.exchange import Ledger
from procedure.speakers.ledger import FaultKind, faults, read_terms
from procedure.speakers.order import inscription, is_late, standing, standing_of
from procedure.speakers.refusals import Refusal, Request
from procedure.speakers.replay import Replay, Wish
from procedure.speakers.values import (
    Admission,
    Entry,
    EntryKind,
    Inscription,
    Standing,
    Swap,
)


class Mistake(StrEnum):
    """What is wrong beside faults of the chain and requests that should have been refused."""

    DATA = "data"  # not the data of an entry of its kind; `detail` names the field
    LATENESS = "lateness"  # marked late or in time, and was not
    ORDER = "order"  # the places given out are not those that follow; `detail` is the first


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with an entry; the sequence is 0 for what concerns the file as a whole."""

    sequence: int
    problem: FaultKind | Refusal | Mistake
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found. `standing` is None where the entries do not allow to work it out."""

    findings: tuple[Finding, ...]
    standing: Standing | None


def verify(ledger: Ledger) -> Verification:
    """Check chain, lot, every request by the rules, and the places, all worked out anew."""
    entries = ledger.entries
    found = [Finding(fault.sequence, fault.kind) for fault in faults(entries)]
    if all(finding.problem is not FaultKind.TERMS for finding in found) and (
        entries[0].kind is EntryKind.MADE
    ):
        known = {finding.sequence for finding in found if finding.problem is FaultKind.SEED}
        judged = _Judge(entries).findings()
        found += [finding for finding in judged if finding.sequence not in known]
    if found:
        found.sort(key=lambda finding: finding.sequence)
        return Verification(tuple(found), None)
    stands = standing(entries, ledger.exported_at)
    return Verification(tuple(_misordered(ledger, stands)), stands)


def _misordered(ledger: Ledger, stands: Standing) -> list[Finding]:
    numbers = [place.number for place in stands.places]
    if ledger.order is None or list(ledger.order) == numbers:
        return []
    pairs = zip([*ledger.order, 0], [*numbers, 0], strict=False)
    first = next(place for place, (given, due) in enumerate(pairs, start=1) if given != due)
    return [Finding(0, Mistake.ORDER, str(first))]


class _Judge:
    """Tells a ledger again, and asks of each entry what a server has to ask."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._terms = read_terms(entries[0].data)
        self._replay = Replay(self._terms.policy)
        self._taken: list[Entry] = []
        self._of: defaultdict[str, list[Wish]] = defaultdict(list)  # by delegation

    def findings(self) -> list[Finding]:
        """What is wrong. An entry that is wrong is passed over by those that follow."""
        found = []
        for entry in self._entries[1:]:
            finding = self._finding(entry)
            if finding:
                found.append(finding)
            else:
                self._take(entry)
        return found

    def _finding(self, entry: Entry) -> Finding | None:
        try:
            check_data(entry.kind, entry.data)
        except BadData as error:
            return Finding(entry.sequence, Mistake.DATA, error.path)
        if entry.kind is EntryKind.INSCRIBED:
            late = bool(entry.data.get("late", False))
            if late is not is_late(self._terms, entry.at):
                return Finding(entry.sequence, Mistake.LATENESS)
        refusal = self._refusal(entry)
        return Finding(entry.sequence, refusal) if refusal else None

    def _take(self, entry: Entry) -> None:
        self._taken.append(entry)
        if entry.kind is EntryKind.CHANGED:
            self._terms = read_terms(entry.data)
            self._replay = Replay(self._terms.policy)
            self._of.clear()
            for one in self._taken:
                self._follow(one)
        else:
            self._follow(entry)

    def _follow(self, entry: Entry) -> None:
        self._replay.take(entry)
        if entry.kind is EntryKind.INSCRIBED:
            wish = self._replay.wishes[entry.sequence]
            self._of[entry.data["delegation"]].append(wish)

    def _refusal(self, entry: Entry) -> Refusal | None:
        judges: Mapping[EntryKind, Callable[[Entry], Refusal | None]] = {
            EntryKind.CHANGED: self._changed,
            EntryKind.INSCRIBED: self._inscribed,
            EntryKind.AMENDED: self._amended,
            EntryKind.WITHDRAWN: lambda one: refusals.withdrawal_refused(
                self._found(one, "number"), acting_for=None
            ),
            EntryKind.SWAP_PROPOSED: lambda one: self._exchange(
                one.data["number"], one.data["other"], self._pending()
            ),
            EntryKind.SWAP_ACCEPTED: self._accepted,
            EntryKind.SWAP_DECLINED: lambda one: self._unless(
                one.data["proposal"] in self._replay.proposals
            ),
            EntryKind.ADMITTED: self._decided,
            EntryKind.REFUSED: self._decided,
            EntryKind.ABSENT: lambda one: refusals.absence_refused(self._found(one, "number")),
            EntryKind.REVEALED: self._revealed,
            EntryKind.UNDONE: self._undone,
        }
        judge = judges.get(entry.kind)  # a second `made` is a fault already
        return judge(entry) if judge else None

    def _changed(self, entry: Entry) -> Refusal | None:
        new, drawn = read_terms(entry.data), bool(self._replay.seed)
        return refusals.change_refused(self._terms, new, entry.at, drawn=drawn)

    def _inscribed(self, entry: Entry) -> Refusal | None:
        request = _request(entry.data["delegation"], entry.data)
        own, groups = self._taken_up(request, None)
        return refusals.refused(self._terms, request, entry.at, own=own, groups=groups)

    def _amended(self, entry: Entry) -> Refusal | None:
        wish = self._replay.wishes.get(entry.data["number"])
        if wish is None:
            return Refusal.UNKNOWN
        request = _request(wish.data["delegation"], {**wish.data, **entry.data})
        own, groups = self._taken_up(request, wish)
        found = self._found(entry, "number")
        return refusals.amendment_refused(self._terms, found, request, own=own, groups=groups)

    def _taken_up(self, request: Request, without: Wish | None) -> tuple[list[str], list[str]]:
        """The groups of the delegation's other wishes, and, if it matters, of everybody's."""
        own = [
            wish.on_behalf_of
            for wish in self._of[request.delegation]
            if wish is not without and _counts(wish)
        ]
        if not request.on_behalf_of:
            return own, []
        everybody = self._replay.wishes.values()
        others = [wish for wish in everybody if wish is not without and _counts(wish)]
        return own, [wish.on_behalf_of for wish in others if wish.on_behalf_of]

    def _accepted(self, entry: Entry) -> Refusal | None:
        proposal = self._replay.proposals.get(entry.data["proposal"])
        return self._exchange(*proposal, ()) if proposal else Refusal.UNKNOWN

    def _exchange(self, one: int, other: int, pending: Sequence[Swap]) -> Refusal | None:
        return refusals.swap_refused(
            self._terms.policy,
            self._inscription(one),
            self._inscription(other),
            pending=pending,
            acting_for=None,
        )

    def _pending(self) -> list[Swap]:
        proposals = self._replay.proposals.items()
        return [Swap(number=n, proposed=one, other=other) for n, (one, other) in proposals]

    def _decided(self, entry: Entry) -> Refusal | None:
        return refusals.decision_refused(self._found(entry, "number"))

    def _revealed(self, entry: Entry) -> Refusal | None:
        stands = standing_of(self._replay, self._terms, entry.at)
        return refusals.reveal_refused(stands, entry.data["seed"], entry.at)

    def _undone(self, entry: Entry) -> Refusal | None:
        decided = self._replay.decided.get(entry.data["entry"])
        if decided is None:
            return Refusal.UNKNOWN
        wish = self._replay.wishes[decided.data["number"]]
        if decided.kind is EntryKind.ABSENT:
            return None
        if wish.withdrawn:
            return Refusal.NOT_IN_FORCE
        request = _request(wish.data["delegation"], wish.data)
        own, groups = self._taken_up(request, wish)  # they may have asked anew
        return refusals.refused(self._terms, request, entry.at, own=own, groups=groups)

    def _found(self, entry: Entry, name: str) -> Inscription | None:
        return self._inscription(entry.data[name])

    def _inscription(self, number: int) -> Inscription | None:
        wish = self._replay.wishes.get(number)
        return inscription(wish, self._terms) if wish else None

    @staticmethod
    def _unless(known: bool) -> Refusal | None:
        return None if known else Refusal.UNKNOWN


def _counts(wish: Wish) -> bool:
    return not wish.withdrawn and wish.admission is not Admission.REFUSED


def _request(delegation: str, data: Mapping[str, object]) -> Request:
    return Request(
        delegation=delegation,
        participant=ParticipantKind(str(data["participant"])),
        level=Level(str(data["level"])),
        on_behalf_of=str(data.get("on_behalf_of", "")),
    )
