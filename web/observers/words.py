"""What pages say of observers: how a request stands and why, who is to act next, what is due."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from procedure.observers.rules import ObserverPath
from procedure.observers.status import Why
from procedure.observers.values import Addressee, Asks, Decider, Effect, ObserverStatus
from procedure.observers.watch import DueKind

STATUSES: Mapping[ObserverStatus, Any] = {
    ObserverStatus.APPLIED: _l("Not decided"),
    ObserverStatus.ENTITLED: _l("Entitled"),
    ObserverStatus.ACCORDED: _l("Accorded"),
    ObserverStatus.REFUSED: _l("Refused"),
}
WHYS: Mapping[Why, Any] = {
    Why.INVITED: _l("The rules ask for nothing."),
    Why.NOTIFIED: _l("It has notified its participation."),
    Why.BUREAU_TO_CONSIDER: _l("The bureau is to consider the application."),
    Why.BUREAU_ACCORDED: _l("Accorded by the bureau, unless the Conference decides otherwise."),
    Why.BUREAU_PROPOSES: _l("The bureau proposes to accord it: the Conference decides."),
    Why.BUREAU_DOUBTS: _l("The bureau would not accord it: the Conference decides."),
    Why.NOTHING_DECIDED: _l(
        "The session has opened, and the Conference has not decided otherwise."
    ),
    Why.TO_BE_LISTED: _l("To be on the list that the secretariat circulates."),
    Why.LISTED_LATE: _l("It was on no list in time: the Conference decides."),
    Why.OPEN_TO_OBJECTION: _l("On the list; parties may object until the session opens."),
    Why.NO_OBJECTION: _l("On the list, and no objection stands."),
    Why.OBJECTED: _l("A party has objected: the Conference decides."),
    Why.WITHDRAWN_LATE: _l(
        "The objection was withdrawn after the opening of the session: the Conference decides."
    ),
    Why.APPLIED_LATE: _l("The application came late: the Conference decides."),
    Why.CONFERENCE_ACCORDED: _l("Accorded by the Conference."),
    Why.CONFERENCE_REFUSED: _l("The Conference has not accorded it."),
}
WHO: Mapping[Addressee, Any] = {
    Addressee.SECRETARY_GENERAL: _l("the Secretary-General"),
    Addressee.SECRETARIAT: _l("the secretariat"),
    Addressee.BUREAU: _l("the bureau"),
    Addressee.CONFERENCE: _l("the Conference"),
}
DECIDERS: Mapping[Decider, Any] = {
    Decider.BUREAU: _l("Bureau"),
    Decider.CONFERENCE: _l("Conference"),
}
DUES: Mapping[DueKind, Any] = {
    DueKind.APPLICATIONS: _l("Applications are due"),
    DueKind.LIST: _l("The list is to be circulated"),
    DueKind.OBJECTIONS: _l("Parties may object until the opening"),
}
EFFECTS: Mapping[Effect, Any] = {
    Effect.ENTITLED: _l("entitled to take part"),
    Effect.ACCORDED: _l("accorded unless the Conference decides otherwise"),
    Effect.LISTED: _l("accorded if it is on a list in time and no party objects"),
    Effect.DECIDED: _l("the Conference decides"),
}


def how(path: ObserverPath) -> str:
    """How somebody takes a path, in a line: "Application to the bureau; the Conference decides"."""
    asked = {
        Asks.NOTHING: _("Nothing is asked"),
        Asks.NOTIFICATION: _("Notification to %(whom)s", whom=path.to and WHO[path.to]),
        Asks.APPLICATION: _("Application to %(whom)s", whom=path.to and WHO[path.to]),
    }[path.asks]
    return str(_("%(asked)s; %(effect)s", asked=asked, effect=EFFECTS[path.effect]))
