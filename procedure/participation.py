"""What a participant may do, and why (rules 12 to 20): one function for all who ask.

Parties take part by their credentials: until the Conference has decided on these, with the same
rights (rule 20). All others take part as observers, and may do what the rule of their kind says.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from procedure.observers.values import ObserverStatus
from procedure.participants import ParticipantKind
from procedure.plain import BadData, Fields


class Act(StrEnum):
    """What can be done at a session. Who may take part in a decision is counted for the quorum."""

    ATTEND = "attend"
    SPEAK = "speak"
    INSCRIBE = "inscribe"
    REPLY = "reply"
    POINT_OF_ORDER = "point_of_order"
    PROPOSE = "propose"
    SPONSOR = "sponsor"
    DECIDE = "decide"
    VOTE = "vote"
    NOMINATE = "nominate"
    OBJECT = "object"
    RECEIVE_DOCUMENTS = "receive_documents"
    SUBMIT_VIEWS = "submit_views"


class Condition(StrEnum):
    """On what condition a participant may do something."""

    PLENARY = "plenary"  # in plenary meetings only
    OPEN = "open"  # in public or open meetings only
    INVITED = "invited"  # at the invitation of the President
    APPROVED = "approved"  # with the approval of the Conference
    AFTER_PARTIES = "after_parties"  # once the parties have spoken


OF_THE_MEETING = frozenset({Condition.PLENARY, Condition.OPEN})
"""Conditions on the meeting; all others are on whose turn it is."""


class TakesPart(StrEnum):
    """By what a participant takes part."""

    CREDENTIALS = "credentials"
    STATUS = "status"  # that of an observer


class CredentialsState(StrEnum):
    """What has become of the credentials of a party (rules 18 to 20)."""

    PENDING = "pending"  # the Conference has not decided yet, whatever was given
    IN_ORDER = "in_order"
    OBJECTED = "objected"  # by another party, and not decided yet
    REJECTED = "rejected"


class Reason(StrEnum):
    """Why somebody may do something, or may not. Sentences are said where people are spoken to."""

    IN_ORDER = "in_order"  # the credentials were accepted
    PENDING = "pending"
    OBJECTED = "objected"
    ENTITLED = "entitled"
    ACCORDED = "accorded"
    LISTED = "listed"  # as a participant; how it came by its status is not on record
    NOT_THEIRS = "not_theirs"  # participants of this kind do not do this
    UNKNOWN_KIND = "unknown_kind"  # the rules know no such capacity
    REJECTED = "rejected"
    APPLIED = "applied"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Permitted:
    """Acts that a rule permits to participants of some kinds, on conditions, if any."""

    acts: frozenset[Act]
    rule: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """A capacity in which participants of some kinds take part, by which rule."""

    kinds: frozenset[ParticipantKind]
    by: TakesPart
    rule: str
    permitted: tuple[Permitted, ...]

    def permits(self, act: Act) -> Permitted | None:
        """What permits an act; None if nothing does."""
        return next((one for one in self.permitted if act in one.acts), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationRules:
    """Who may do what; by which rule somebody takes part provisionally, or loses the right to."""

    capacities: tuple[Capacity, ...]
    provisional_rule: str
    credentials_rule: str

    def capacity(self, kind: ParticipantKind | None) -> Capacity | None:
        """The capacity of a kind of participant; None where the rules know none."""
        return next((one for one in self.capacities if kind in one.kinds), None)

    def conditions(self, kind: ParticipantKind, act: Act) -> tuple[Condition, ...]:
        """On what conditions participants of a kind may do something, as far as they may."""
        capacity = self.capacity(kind)
        permitted = capacity.permits(act) if capacity is not None else None
        return () if permitted is None else permitted.conditions

    def rules(self, act: Act) -> tuple[str, ...]:
        """The rules that permit something to anybody, in order."""
        permitted = (one.permits(act) for one in self.capacities)
        return tuple(dict.fromkeys(one.rule for one in permitted if one is not None))

    def kinds(self, act: Act) -> frozenset[ParticipantKind]:
        """The kinds of participants who may do something, as far as that depends on their kind."""
        return frozenset(
            kind for one in self.capacities if one.permits(act) is not None for kind in one.kinds
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Who takes part: `kind` is None where the rules know none such.

    `credentials` are asked of who takes part by them; `observer` is None for an observer of whom
    no request is on record.
    """

    kind: ParticipantKind | None
    credentials: CredentialsState = CredentialsState.PENDING
    observer: ObserverStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether somebody may do something, why, and by which rule; "" where none says it.

    `provisional`: until the Conference decides.
    """

    allowed: bool
    reason: Reason
    rule: str
    provisional: bool = False
    conditions: tuple[Condition, ...] = ()


def may_do(participant: Participant, act: Act, rules: ParticipationRules) -> Verdict:
    """Whether a participant may do something. Rule 20: provisionally, with the same rights."""
    capacity = rules.capacity(participant.kind)
    if capacity is None:
        return Verdict(allowed=False, reason=Reason.UNKNOWN_KIND, rule="")
    reason = _standing(participant, capacity)
    if reason in (Reason.REJECTED, Reason.APPLIED, Reason.REFUSED):
        rule = rules.credentials_rule if reason is Reason.REJECTED else capacity.rule
        return Verdict(allowed=False, reason=reason, rule=rule)
    permitted = capacity.permits(act)
    if permitted is None:
        return Verdict(allowed=False, reason=Reason.NOT_THEIRS, rule=capacity.rule)
    provisional = reason in (Reason.PENDING, Reason.OBJECTED)
    return Verdict(
        allowed=True,
        reason=reason,
        rule=rules.provisional_rule if provisional else permitted.rule,
        provisional=provisional,
        conditions=permitted.conditions,
    )


def left(conditions: Collection[Condition], *, plenary: bool) -> tuple[Condition, ...]:
    """Conditions that a meeting, a plenary one or another, does not fulfil by what it is."""
    met = {Condition.PLENARY} if plenary else set()
    return tuple(one for one in conditions if one not in met)


def _standing(participant: Participant, capacity: Capacity) -> Reason:
    if capacity.by is TakesPart.CREDENTIALS:
        return Reason(participant.credentials.value)
    return Reason.LISTED if participant.observer is None else Reason(participant.observer.value)


def read_participation_rules(fields: Fields) -> ParticipationRules:
    """The section "participation" of a rulebook. Raises BadData."""
    rules = ParticipationRules(
        capacities=tuple(_capacity(one) for one in fields.groups("capacities")),
        provisional_rule=fields.text("provisional_rule"),
        credentials_rule=fields.text("credentials_rule"),
    )
    _once([one.kinds for one in rules.capacities], fields.at("capacities"))
    fields.end()
    return rules


def _capacity(fields: Fields) -> Capacity:
    capacity = Capacity(
        kinds=fields.choices("kinds", ParticipantKind),
        by=fields.choice("by", TakesPart),
        rule=fields.text("rule"),
        permitted=tuple(_permitted(one) for one in fields.groups("permitted")),
    )
    _once([one.acts for one in capacity.permitted], fields.at("permitted"))
    fields.end()
    return capacity


def _permitted(fields: Fields) -> Permitted:
    conditions = fields.choices("conditions", Condition)
    permitted = Permitted(
        acts=fields.choices("acts", Act),
        rule=fields.text("rule"),
        conditions=tuple(one for one in Condition if one in conditions),
    )
    fields.end()
    return permitted


def _once(
    sets: Collection[frozenset[ParticipantKind]] | Collection[frozenset[Act]], path: str
) -> None:
    """Raise BadData where two of these sets have a word in common."""
    seen: set[StrEnum] = set()
    for one in sets:
        if twice := sorted(seen & one):
            raise BadData(path, f"“{twice[0]}” is there twice.")
        seen |= one
