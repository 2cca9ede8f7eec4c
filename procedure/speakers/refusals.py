"""Why a list of speakers does not take what it is asked: one reason each, and what it rests on.

Each function returns None for what is allowed. `acting_for` is the key of the delegation for which
somebody acts; None is the secretariat, which acts for all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from procedure.participants import Level, ParticipantKind
from procedure.speakers.lot import keeps_commitment
from procedure.speakers.order import draw_at
from procedure.speakers.replay import category_of
from procedure.speakers.rules import SpeakersRules
from procedure.speakers.values import (
    Admission,
    Inscription,
    OrderPolicy,
    Standing,
    Swap,
    Terms,
    Within,
)

FORCE = (Admission.IN_TIME, Admission.ADMITTED)


class Refusal(StrEnum):
    """A reason to refuse. Sentences for people are said where they are spoken to."""

    NOT_OPEN = "not_open"  # the list has not opened yet
    TWICE = "twice"  # the delegation has its number of statements already
    GROUP_TWICE = "group_twice"  # somebody speaks for this group already
    NO_CATEGORY = "no_category"  # none of the policy fits
    NOT_YOURS = "not_yours"  # of another delegation
    UNKNOWN = "unknown"  # there is no such inscription, proposal or entry
    NOT_IN_FORCE = "not_in_force"  # withdrawn, refused, or late and not decided yet
    OTHER_CATEGORY = "other_category"  # a swap between categories
    SAME = "same"  # a swap of an inscription with itself
    PROPOSED = "proposed"  # this swap is proposed already
    ABSENT = "absent"  # a swap of who was absent when called and waits at the end
    LATE = "late"  # a swap of a late request, which comes last
    DECIDED = "decided"  # the chair has decided, or has nothing to decide
    TOO_EARLY = "too_early"  # the lot is not to be drawn yet
    DRAWN = "drawn"  # the lot has been drawn
    WRONG_SEED = "wrong_seed"  # not the one committed to
    FIXED = "fixed"  # a term that does not change: id, commitment, opening once it has passed
    CLOSED = "closed"  # another closing of a list that is closed
    OPENED = "opened"  # once it has opened, only closing and limits of time change

    def rule(self, rules: SpeakersRules) -> str:
        """The rule of procedure on which it rests, as "rule 42"; "" for the list's own terms."""
        return {
            Refusal.NOT_OPEN: rules.order_rule,
            Refusal.TWICE: rules.limit_rule,
            Refusal.GROUP_TWICE: rules.limit_rule,
            Refusal.OTHER_CATEGORY: rules.order_rule,
            Refusal.LATE: rules.closing_rule,
            Refusal.DECIDED: rules.closing_rule,
            Refusal.CLOSED: rules.closing_rule,
            Refusal.OPENED: rules.order_rule,
        }.get(self, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Somebody asks to speak."""

    delegation: str
    participant: ParticipantKind
    level: Level
    on_behalf_of: str = ""
    acting_for: str | None = None


def group_key(on_behalf_of: str) -> str:
    """The name of a group as it is compared: "The European  Union" is "european union"."""
    return " ".join(on_behalf_of.split()).casefold().removeprefix("the ")


def refused(
    terms: Terms, request: Request, now: datetime, *, own: Collection[str], groups: Collection[str]
) -> Refusal | None:
    """Why a delegation may not be inscribed.

    `own` has, for each of its inscriptions that is neither withdrawn nor refused, the group on
    whose behalf it is, or ""; `groups` the groups of all such inscriptions. After the closing a
    request is not refused for that: it is kept as late. Statements on behalf of a group do not
    count among those that a delegation may make for itself.
    """
    if request.acting_for not in (None, request.delegation):
        return Refusal.NOT_YOURS
    if now < terms.opens_at:
        return Refusal.NOT_OPEN
    return _wanting(terms.policy, request, own=own, groups=groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """What a delegation can still ask for: a statement of its own, one on behalf of a group."""

    own: bool
    group: bool


def possible(policy: OrderPolicy, participant: ParticipantKind, own: Collection[str]) -> Possible:
    """What can be asked for by whoever has `own` on the list already, as in `refused`."""

    def fits(group: str) -> bool:
        levels = (
            Request(delegation="", participant=participant, level=level, on_behalf_of=group)
            for level in Level
        )
        return any(_wanting(policy, one, own=own, groups=()) is None for one in levels)

    return Possible(own=fits(""), group=fits("group"))


def amendment_refused(
    terms: Terms,
    found: Inscription | None,
    request: Request,
    *,
    own: Collection[str] = (),
    groups: Collection[str] = (),
) -> Refusal | None:
    """Why an inscription may not be changed into what is asked for.

    `own` and `groups` are as in `refused`, without the inscription itself.
    """
    if reason := _not_theirs(found, request.acting_for):
        return reason
    return _wanting(terms.policy, request, own=own, groups=groups)


def withdrawal_refused(found: Inscription | None, *, acting_for: str | None) -> Refusal | None:
    """Why an inscription may not be withdrawn."""
    return _not_theirs(found, acting_for)


def swap_refused(
    policy: OrderPolicy,
    one: Inscription | None,
    other: Inscription | None,
    *,
    pending: Collection[Swap] = (),
    acting_for: str | None,
) -> Refusal | None:
    """Why `one`, for whom somebody acts, may not propose to exchange places with `other`.

    Asked again, without what is pending, it says why a proposal may not be accepted any more.
    """
    if reason := _not_theirs(one, acting_for):
        return reason
    if one is None or other is None:
        return Refusal.UNKNOWN
    if one.number == other.number:
        return Refusal.SAME
    if any((swap.proposed, swap.other) == (one.number, other.number) for swap in pending):
        return Refusal.PROPOSED
    return _no_exchange(policy, one, other)


def answer_refused(
    swap: Swap | None, places: Sequence[Inscription], *, accepts: bool, acting_for: str | None
) -> Refusal | None:
    """Why a proposal may not be answered. It is accepted by the other delegation alone.

    Whoever made the proposal may decline it too, and so take it back.
    """
    if swap is None:
        return Refusal.UNKNOWN
    found = {place.number: place.delegation for place in places}
    answering = {found.get(swap.other)} | (set() if accepts else {found.get(swap.proposed)})
    return None if acting_for is None or acting_for in answering else Refusal.NOT_YOURS


def decision_refused(found: Inscription | None) -> Refusal | None:
    """Why the chair has nothing to decide: only late requests wait for that, once."""
    if found is None:
        return Refusal.UNKNOWN
    if found.withdrawn:
        return Refusal.NOT_IN_FORCE
    return None if found.admission is Admission.WAITING else Refusal.DECIDED


def absence_refused(found: Inscription | None) -> Refusal | None:
    """Why nobody can have been absent: only who is on the list is called."""
    if found is None:
        return Refusal.UNKNOWN
    return None if _in_force(found) else Refusal.NOT_IN_FORCE


def reveal_refused(standing: Standing, seed: str, now: datetime) -> Refusal | None:
    """Why the seed of the lot may not be revealed."""
    from_then = draw_at(standing.terms)
    if standing.seed:
        return Refusal.DRAWN
    if from_then is not None and now < from_then:
        return Refusal.TOO_EARLY
    return None if keeps_commitment(seed, standing.terms.commitment) else Refusal.WRONG_SEED


def change_refused(old: Terms, new: Terms, now: datetime, *, drawn: bool) -> Refusal | None:
    """Why the terms of a list may not be changed so; `drawn` says that the seed is revealed."""
    if (old.list_id, old.commitment) != (new.list_id, new.commitment):
        return Refusal.FIXED
    if now >= old.opens_at and new.opens_at != old.opens_at:
        return Refusal.FIXED
    if drawn and _drawing(old) != _drawing(new):
        return Refusal.DRAWN
    if now >= old.closes_at != new.closes_at:
        return Refusal.CLOSED
    return Refusal.OPENED if now >= old.opens_at and _lasting(old) != _lasting(new) else None


def _lasting(terms: Terms) -> Terms:
    """The terms without what still changes once a list is open."""
    categories = tuple(replace(one, seconds=1) for one in terms.policy.categories)
    policy = replace(terms.policy, categories=categories)
    return replace(terms, policy=policy, closes_at=terms.opens_at)


def _drawing(terms: Terms) -> tuple[object, ...]:
    """What would let somebody ask for a place whose lot is known."""
    by_lot = terms.policy.within is Within.LOT
    return by_lot, terms.policy.simultaneous_seconds, terms.closes_at if by_lot else None


def _wanting(
    policy: OrderPolicy, request: Request, *, own: Collection[str], groups: Collection[str]
) -> Refusal | None:
    if category_of(policy, request.participant, request.level, request.on_behalf_of) is None:
        return Refusal.NO_CATEGORY
    if request.on_behalf_of:
        taken = {group_key(group) for group in groups if group}
        return Refusal.GROUP_TWICE if group_key(request.on_behalf_of) in taken else None
    statements = sum(1 for group in own if not group)
    return Refusal.TWICE if statements >= policy.statements_per_delegation else None


def _not_theirs(found: Inscription | None, acting_for: str | None) -> Refusal | None:
    if found is None:
        return Refusal.UNKNOWN
    if acting_for not in (None, found.delegation):
        return Refusal.NOT_YOURS
    if found.withdrawn or found.admission is Admission.REFUSED:
        return Refusal.NOT_IN_FORCE
    return None


def _no_exchange(policy: OrderPolicy, one: Inscription, other: Inscription) -> Refusal | None:
    if not (_in_force(one) and _in_force(other)):
        return Refusal.NOT_IN_FORCE
    if Admission.ADMITTED in (one.admission, other.admission):
        return Refusal.LATE
    if one.absences or other.absences:
        return Refusal.ABSENT
    if one.category.key != other.category.key and not policy.swap_across_categories:
        return Refusal.OTHER_CATEGORY
    return None


def _in_force(found: Inscription) -> bool:
    return not found.withdrawn and found.admission in FORCE
