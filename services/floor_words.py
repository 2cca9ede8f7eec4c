"""What happened on a floor, and why something cannot, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from procedure.floor.refusals import FloorRefusal
from procedure.floor.rules import FloorRules
from procedure.floor.values import FloorEvent, FloorEventKind
from scheduler.text import Text, ntext, text
from services.errors import RuleBroken, ServiceError, Stale

THE_RECORD = text("The record of the meeting")
SENTENCES: Mapping[FloorRefusal, Text] = {
    FloorRefusal.NOT_OPENED: text("The meeting has not been opened."),
    FloorRefusal.OPENED_ALREADY: text("The meeting has been opened already."),
    FloorRefusal.SUSPENDED: text("The meeting is suspended. Continue it first."),
    FloorRefusal.NOT_SUSPENDED: text("The meeting is not suspended."),
    FloorRefusal.ADJOURNED: text("The meeting is adjourned."),
    FloorRefusal.NO_QUORUM: text("Too few of the parties are present to open the meeting."),
    FloorRefusal.FLOOR_TAKEN: text(
        "Somebody else has the floor. End it first, or call the next speaker."
    ),
    FloorRefusal.NOBODY_SPEAKS: text("Nobody has the floor."),
    FloorRefusal.PAUSED_ALREADY: text("The clock is paused already."),
    FloorRefusal.NOT_PAUSED: text("The clock is not paused."),
    FloorRefusal.POINT_BEING_MADE: text("A point of order is being made. Rule on it first."),
    FloorRefusal.NO_POINT: text("No point of order has been raised."),
    FloorRefusal.NO_LIST: text("No list of speakers is being heard. Take a list first."),
    FloorRefusal.LIST_TAKEN_ALREADY: text("This list is being heard already."),
    FloorRefusal.HEARD_ALREADY: text("This speaker has been heard."),
    FloorRefusal.NOT_ON_LIST: text("This speaker is not on the list that is being heard."),
    FloorRefusal.LIST_EXHAUSTED: text("All the speakers on the list have been heard."),
    FloorRefusal.LIST_GOES_ON: text("Replies are heard when the list of speakers is exhausted."),
    FloorRefusal.REPLY_ASKED_ALREADY: text("This delegation has asked for a reply already."),
    FloorRefusal.NO_MORE_REPLIES: text(
        "This delegation has made as many replies on the item as it may."
    ),
    FloorRefusal.NO_SUCH_REQUEST: text("No such reply has been asked for, or it was withdrawn."),
    FloorRefusal.NOTHING_TO_UNDO: text("There is nothing to undo."),
    FloorRefusal.GOES_ON_ELSEWHERE: text("Another meeting has taken up the list since then."),
}


def check(refusal: FloorRefusal | None, rules: FloorRules) -> None:
    """Raise RuleBroken for a refusal, with the rule or the order of the record."""
    if refusal is not None:
        rule = refusal.rule(rules)
        cited = text("Rules of procedure, %(rule)s", rule=rule) if rule else THE_RECORD
        raise RuleBroken(cited, SENTENCES[refusal])


EVENTS: Mapping[FloorEventKind, Callable[[Mapping[str, Any]], Text]] = {
    FloorEventKind.OPENED: lambda data: ntext(
        "The meeting was opened with %(n)s party present.",
        "The meeting was opened with %(n)s parties present.",
        data["present"],
    ),
    FloorEventKind.ROLL_CALLED: lambda data: ntext(
        "The roll was called: %(n)s delegation is present.",
        "The roll was called: %(n)s delegations are present.",
        len(data["present"]),
    ),
    FloorEventKind.LIST_TAKEN: lambda data: text(
        "The list “%(title)s” was taken up.", title=data.get("title") or data["list_id"]
    ),
    FloorEventKind.CALLED: lambda data: text("%(name)s was given the floor.", name=data["name"]),
    FloorEventKind.PAUSED: lambda _data: text("The clock was paused."),
    FloorEventKind.RESUMED: lambda _data: text("The clock was started again."),
    FloorEventKind.ENDED: lambda _data: text("Whoever had the floor ended."),
    FloorEventKind.ABSENT: lambda data: text(
        "%(name)s was called and was not there.", name=data.get("name") or data["number"]
    ),
    FloorEventKind.POINT_RAISED: lambda data: text(
        "%(name)s raised a point of order.", name=data["name"]
    ),
    FloorEventKind.POINT_RULED: lambda _data: text("The point of order was ruled on."),
    FloorEventKind.REPLY_ASKED: lambda data: text(
        "%(name)s asked for a right of reply.", name=data["name"]
    ),
    FloorEventKind.REPLY_WITHDRAWN: lambda data: text(
        "%(name)s no longer asks for a right of reply.", name=data["name"]
    ),
    FloorEventKind.SUSPENDED: lambda _data: text("The meeting was suspended."),
    FloorEventKind.CONTINUED: lambda _data: text("The meeting was continued."),
    FloorEventKind.ADJOURNED: lambda _data: text("The meeting was adjourned."),
    FloorEventKind.UNDONE: lambda _data: text("The last action was undone."),
}


def sentence_of(event: FloorEvent) -> Text:
    """What happened, in a sentence."""
    return EVENTS[event.kind](event.data)


class Behind(Stale):
    """More has happened than the operator saw. `changes` are the events they have not seen."""

    def __init__(self, changes: Sequence[FloorEvent], sentence: Text | None = None) -> None:
        happened = [sentence_of(event) for event in changes]
        what = sentence or text("Nothing was done, because meanwhile: %(events)s", events=happened)
        ServiceError.__init__(self, what)
        self.changes = tuple(changes)
