"""What has become of a request for the status of observer (rules 14 to 17).

Days are those of the place of the conference: the opening is given in its time zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from procedure.observers.rules import ObserverPath, ObserversRules
from procedure.observers.values import (
    HAVE_STATUS,
    Addressee,
    Asks,
    Decider,
    Decision,
    Effect,
    Objection,
    ObserverStatus,
    Request,
)


class Why(StrEnum):
    """What the status rests on. Sentences for people are said where they are spoken to."""

    INVITED = "invited"  # the rules ask for nothing
    NOTIFIED = "notified"
    BUREAU_TO_CONSIDER = "bureau_to_consider"
    BUREAU_ACCORDED = "bureau_accorded"
    BUREAU_PROPOSES = "bureau_proposes"  # the Conference is still to decide
    BUREAU_DOUBTS = "bureau_doubts"  # it would not accord it: the Conference decides
    NOTHING_DECIDED = "nothing_decided"  # the session opened, and nobody decided otherwise
    TO_BE_LISTED = "to_be_listed"
    LISTED_LATE = "listed_late"  # or not at all: the Conference decides
    OPEN_TO_OBJECTION = "open_to_objection"
    NO_OBJECTION = "no_objection"
    OBJECTED = "objected"  # the Conference decides
    WITHDRAWN_LATE = "withdrawn_late"  # after the opening: the Conference decides all the same
    APPLIED_LATE = "applied_late"  # the Conference decides whether to consider it
    CONFERENCE_ACCORDED = "conference_accorded"
    CONFERENCE_REFUSED = "conference_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a request stands, by which rule; who is to act next, and by what day, if anybody.

    Status that is `provisional` holds unless the Conference decides otherwise.
    """

    status: ObserverStatus
    why: Why
    rule: str
    next: Addressee | None = None
    due: date | None = None
    provisional: bool = False

    @property
    def takes_part(self) -> bool:
        """Whether it takes part as an observer."""
        return self.status in HAVE_STATUS


def days_before(opening: datetime, days: int) -> date:
    """The day that lies so many days before that of the opening."""
    return opening.date() - timedelta(days=days)


def status(request: Request, rules: ObserversRules, opening: datetime, now: datetime) -> Standing:
    """How a request stands at a moment. What the Conference decided last prevails (rules 15 to 17).

    Raises KeyError where the rules know no such path.
    """
    path = rules.path(request.path)
    if path.effect is Effect.ENTITLED:
        why = Why.INVITED if path.asks is Asks.NOTHING else Why.NOTIFIED
        return _standing(path, ObserverStatus.ENTITLED, why)
    if (decided := _last(request, Decider.CONFERENCE)) is not None:
        if decided.accorded:
            return _standing(path, ObserverStatus.ACCORDED, Why.CONFERENCE_ACCORDED)
        return _standing(path, ObserverStatus.REFUSED, Why.CONFERENCE_REFUSED)
    if late(request, path, opening):
        return _referred(path, Why.APPLIED_LATE, opening)
    if path.effect is Effect.LISTED:
        return _listed(request, path, opening, now)
    return _by_the_bureau(request, path, opening, now)


def may_decide(path: ObserverPath, by: Decider) -> bool:
    """Whether there is something to decide: nobody decides on what somebody is entitled to.

    The bureau takes what is applied for; a list it does not decide on (rule 17).
    """
    if by is Decider.BUREAU:
        return path.effect in {Effect.ACCORDED, Effect.DECIDED}
    return path.effect is not Effect.ENTITLED


def open_to_objection(
    request: Request, rules: ObserversRules, opening: datetime, now: datetime
) -> bool:
    """Whether a party may object: to who is on a list, until the opening (rule 17 (2))."""
    listed = status(request, rules, opening, now).why in {Why.OPEN_TO_OBJECTION, Why.OBJECTED}
    return listed and now < opening


def referred(objection: Objection, opening: datetime) -> bool:
    """Whether an objection brings the matter before the Conference, or will (rule 17 (2)).

    One that is withdrawn before the opening does not. From the opening on the matter is referred,
    and parties that relied on the objection cannot make one any more: the Conference decides, also
    where it is withdrawn then.
    """
    return objection.withdrawn_at is None or objection.withdrawn_at >= opening


def late(request: Request, path: ObserverPath, opening: datetime) -> bool:
    """Whether an application came after the day on which it was due."""
    if path.application_days is None:
        return False
    return _day(request.received_at, opening) > days_before(opening, path.application_days)


def _by_the_bureau(
    request: Request, path: ObserverPath, opening: datetime, now: datetime
) -> Standing:
    """To the bureau (rules 15, 16 and 17 (1)): accorded unless the Conference decides otherwise."""
    view = _last(request, Decider.BUREAU)
    if view is None:
        if path.effect is Effect.ACCORDED and now >= opening:
            return _standing(path, ObserverStatus.ACCORDED, Why.NOTHING_DECIDED, provisional=True)
        return _waiting(path, Why.BUREAU_TO_CONSIDER, Addressee.BUREAU, opening.date())
    if not view.accorded:
        return _referred(path, Why.BUREAU_DOUBTS, opening)
    if path.effect is Effect.DECIDED:
        return _referred(path, Why.BUREAU_PROPOSES, opening)
    return _standing(path, ObserverStatus.ACCORDED, Why.BUREAU_ACCORDED, provisional=True)


def _listed(request: Request, path: ObserverPath, opening: datetime, now: datetime) -> Standing:
    """Rule 17 (2): on a list circulated so many days ahead, and nobody objects."""
    assert path.list_days is not None  # as it was read
    due = days_before(opening, path.list_days)
    if request.circulated_at is None:
        if now >= opening or _day(request.received_at, opening) > due:
            return _referred(path, Why.LISTED_LATE, opening)
        return _waiting(path, Why.TO_BE_LISTED, Addressee.SECRETARIAT, due)
    if _day(request.circulated_at, opening) > due:
        return _referred(path, Why.LISTED_LATE, opening)
    if before := [one for one in request.objections if referred(one, opening)]:
        late_only = all(one.withdrawn_at is not None for one in before)
        return _referred(path, Why.WITHDRAWN_LATE if late_only else Why.OBJECTED, opening)
    if now >= opening:
        return _standing(path, ObserverStatus.ACCORDED, Why.NO_OBJECTION, provisional=True)
    return _waiting(path, Why.OPEN_TO_OBJECTION, None, opening.date())


def _last(request: Request, by: Decider) -> Decision | None:
    return next((one for one in reversed(request.decisions) if one.by is by), None)


def _standing(
    path: ObserverPath, status: ObserverStatus, why: Why, *, provisional: bool = False
) -> Standing:
    return Standing(status=status, why=why, rule=path.rule, provisional=provisional)


def _waiting(path: ObserverPath, why: Why, whom: Addressee | None, due: date) -> Standing:
    return Standing(status=ObserverStatus.APPLIED, why=why, rule=path.rule, next=whom, due=due)


def _referred(path: ObserverPath, why: Why, opening: datetime) -> Standing:
    return _waiting(path, why, Addressee.CONFERENCE, opening.date())


def _day(moment: datetime, opening: datetime) -> date:
    return moment.astimezone(opening.tzinfo).date()
