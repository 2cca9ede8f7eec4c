"""Paths to the status of observer, and what has become of who is on one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ObserverStatus(StrEnum):
    """Whether somebody takes part as an observer."""

    APPLIED = "applied"
    ENTITLED = "entitled"
    ACCORDED = "accorded"
    REFUSED = "refused"


HAVE_STATUS = frozenset({ObserverStatus.ENTITLED, ObserverStatus.ACCORDED})


class Asks(StrEnum):
    """What somebody sends to take part."""

    NOTHING = "nothing"
    NOTIFICATION = "notification"
    APPLICATION = "application"


class Addressee(StrEnum):
    """To whom it is sent, and by whom something is to be done."""

    SECRETARY_GENERAL = "secretary_general"
    SECRETARIAT = "secretariat"
    BUREAU = "bureau"
    CONFERENCE = "conference"


class Effect(StrEnum):
    """What follows from what was sent."""

    ENTITLED = "entitled"  # at once
    ACCORDED = "accorded"  # by the bureau, or with the opening, unless the Conference refuses
    LISTED = "listed"  # as above, once a list has been circulated and nobody has objected
    DECIDED = "decided"  # once the Conference has decided, on a proposal of the bureau


class Decider(StrEnum):
    """Who decided on a request."""

    BUREAU = "bureau"
    CONFERENCE = "conference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a body decided on a request. `accorded` of the bureau is its view where it proposes."""

    by: Decider
    accorded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """When a party objected, and when it withdrew that, if it did."""

    at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is on record of who wants to take part as an observer, on the path of that key.

    `circulated_at` is when a list with its name went out; `decisions` are in the order in which
    they were taken.
    """

    path: str
    received_at: datetime
    circulated_at: datetime | None = None
    objections: tuple[Objection, ...] = ()
    decisions: tuple[Decision, ...] = ()
