"""Why a list of speakers does not take what it is asked, in sentences, and by which rule."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from models.speakers import SpeakersList
from procedure.speakers.refusals import Refusal
from scheduler.text import Text, text
from services.errors import RuleBroken
from services.speakers_rows import rules_of

OWN_TERMS = text("The terms of this list")
SENTENCES: Mapping[Refusal, Text] = {
    Refusal.TWICE: text("This delegation has as many statements on this list as it may make."),
    Refusal.GROUP_TWICE: text("Somebody is inscribed to speak on behalf of this group already."),
    Refusal.NO_CATEGORY: text(
        "Nobody who takes part in this capacity, and at this level, speaks on this list."
    ),
    Refusal.NOT_YOURS: text("You act for another delegation. Ask the secretariat."),
    Refusal.UNKNOWN: text("There is no such inscription on this list."),
    Refusal.NOT_IN_FORCE: text(
        "This inscription was withdrawn or refused, or waits for the chair to decide."
    ),
    Refusal.OTHER_CATEGORY: text("Places are exchanged within a category of speakers only."),
    Refusal.SAME: text("Choose the inscription of another delegation."),
    Refusal.PROPOSED: text("This exchange has been proposed already, and awaits its answer."),
    Refusal.ABSENT: text(
        "Who was absent when called waits at the end of the category, and exchanges no places."
    ),
    Refusal.LATE: text("Who asked after the closing speaks last, and exchanges no places."),
    Refusal.DECIDED: text("There is nothing to decide, or it has been decided already."),
    Refusal.TOO_EARLY: text("The lot is not to be drawn yet."),
    Refusal.DRAWN: text("The lot has been drawn; what it depends on does not change any more."),
    Refusal.WRONG_SEED: text("This is not the seed that was committed to."),
    Refusal.CLOSED: text("The list is closed. The chair decides on requests that come late."),
    Refusal.OPENED: text("Once a list has opened, only its closing and its time limits change."),
    Refusal.FIXED: text("The list has opened: its opening does not change any more."),
}


def broken(speakers: SpeakersList, refusal: Refusal) -> RuleBroken:
    """The error that says a refusal."""
    return RuleBroken(rule_of(speakers, refusal), _sentence(speakers, refusal))


def rule_of(speakers: SpeakersList, refusal: Refusal) -> Text:
    """The rule that it rests on, or the terms of the list."""
    return cited(refusal.rule(rules_of(speakers)))


def cited(rule: str) -> Text:
    """A rule of procedure such as "rule 42"; for "" the terms of the list."""
    return text("Rules of procedure, %(rule)s", rule=rule) if rule else OWN_TERMS


def check(speakers: SpeakersList, refusal: Refusal | None) -> None:
    """Raise RuleBroken for a refusal."""
    if refusal is not None:
        raise broken(speakers, refusal)


def _sentence(speakers: SpeakersList, refusal: Refusal) -> Text:
    if refusal is not Refusal.NOT_OPEN:
        return SENTENCES[refusal]
    zone = ZoneInfo(speakers.session.time_zone)
    opening = speakers.opens_at.astimezone(zone)
    return text(
        "The list opens at %(hour)s on %(day)s, by the clocks of %(place)s. Nothing was inscribed.",
        day=opening.date(),
        hour=opening.time(),
        place=zone,
    )
