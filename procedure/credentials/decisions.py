"""Rules 19 and 20: what the bureau found, who objects, and on what footing a delegation takes part.

Pending a decision of the bureau on their credentials, representatives take part provisionally. One
to whose admission another party objects is seated provisionally, with the same rights, until the
bureau has reported and the Conference has decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from procedure.credentials.rules import CredentialsRules, CredentialsVersion
from procedure.credentials.standing import Position
from procedure.credentials.values import Finding, Ruling, Standing
from procedure.participants import PARTIES, ParticipantKind
from procedure.participation import CredentialsState


@dataclass(frozen=True, slots=True)
class Found:
    """What the bureau found of a delegation, and when."""

    finding: Finding
    at: datetime


@dataclass(frozen=True, slots=True)
class Objection:
    """When an objection was made to a delegation, and what the Conference decided when, if it has.

    The one that is `ruled_at` has a `ruling`.
    """

    made_at: datetime
    ruling: Ruling | None = None
    ruled_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def open(self, at: datetime) -> bool:
        """Whether it had been made, and neither been decided nor withdrawn, at a moment."""
        ended = [end for end in (self.ruled_at, self.withdrawn_at) if end is not None]
        return self.made_at <= at and all(end > at for end in ended)

    def upheld(self, at: datetime) -> datetime | None:
        """When it was upheld, if it had been at a moment."""
        if self.ruling is Ruling.UPHELD and self.ruled_at is not None and self.ruled_at <= at:
            return self.ruled_at
        return None


class ObjectionRefusal(StrEnum):
    """Why an objection cannot be made. Sentences for people are said where they are spoken to."""

    NOT_A_PARTY = "not_a_party"  # who objects
    OWN = "own"  # a delegation objects to itself
    NOT_ASKED = "not_asked"  # of the other no credentials are asked
    MADE_ALREADY = "made_already"  # and not decided yet

    def rule(self, rules: CredentialsRules) -> str:
        """The rule of procedure on which it rests, as "rule 20"."""
        return rules.participation_rule


def participation_state(
    found: Iterable[Found],
    objections: Iterable[Objection],
    at: datetime,
    given: Iterable[datetime] = (),
) -> CredentialsState:
    """On what footing a party took part at a moment (rule 20); `given`: when credentials came.

    An objection that was upheld bars it, until the bureau finds credentials in order that it was
    given since: it does not undo what the Conference decided. The latest finding holds; of several
    at one moment, the last that is given.
    """
    made = list(objections)
    past = sorted((one for one in found if one.at <= at), key=lambda one: one.at)
    cleared = past[-1].at if past and past[-1].finding is Finding.IN_ORDER else None
    upheld = [when for one in made if (when := one.upheld(at)) is not None]
    if upheld and not (cleared and any(max(upheld) < one <= cleared for one in given)):
        return CredentialsState.REJECTED
    if any(one.open(at) for one in made):
        return CredentialsState.OBJECTED
    return CredentialsState.PENDING if cleared is None else CredentialsState.IN_ORDER


def objection_refused(
    version: CredentialsVersion,
    *,
    by_kind: str,
    to_kind: str,
    own: bool,
    open_already: bool,
) -> ObjectionRefusal | None:
    """Why a delegation cannot object to another (rule 20): a party may, to another party."""
    if by_kind not in PARTIES:
        return ObjectionRefusal.NOT_A_PARTY
    if own:
        return ObjectionRefusal.OWN
    if version.of(to_kind) is None:
        return ObjectionRefusal.NOT_ASKED
    return ObjectionRefusal.MADE_ALREADY if open_already else None


def proposed(position: Position) -> Finding | None:
    """What its papers let the bureau find (rule 19); None of whom no credentials are asked."""
    if not position.asked:
        return None
    return Finding.IN_ORDER if position.standing is Standing.IN_ORDER else Finding.NOT_IN_ORDER


@dataclass(frozen=True, slots=True, kw_only=True)
class Represented:
    """A delegation that is represented at the session. `finding` is the latest, if there is one."""

    key: str
    kind: str
    finding: Finding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of the report of the bureau (rule 19): States and organizations apart.

    `lacking` are the keys of those that have not complied, and `unexamined` of those on which the
    bureau has found nothing, in the order given.
    """

    states: int
    organizations: int
    states_in_order: int
    organizations_in_order: int
    lacking_states: tuple[str, ...]
    lacking_organizations: tuple[str, ...]
    unexamined: tuple[str, ...]

    @property
    def examined(self) -> bool:
        """Whether the bureau has found anything yet."""
        return self.states + self.organizations > len(self.unexamined)


def report(version: CredentialsVersion, represented: Sequence[Represented]) -> Report:
    """What the bureau reports (rule 19) on those of whom credentials are asked."""
    asked = [one for one in represented if version.of(one.kind) is not None]
    organizations = [one for one in asked if one.kind == ParticipantKind.REIO]
    states = [one for one in asked if one.kind != ParticipantKind.REIO]
    return Report(
        states=len(states),
        organizations=len(organizations),
        states_in_order=len(_with(states, Finding.IN_ORDER)),
        organizations_in_order=len(_with(organizations, Finding.IN_ORDER)),
        lacking_states=_with(states, Finding.NOT_IN_ORDER),
        lacking_organizations=_with(organizations, Finding.NOT_IN_ORDER),
        unexamined=_with(asked, None),
    )


def _with(listed: Iterable[Represented], finding: Finding | None) -> tuple[str, ...]:
    return tuple(one.key for one in listed if one.finding is finding)
