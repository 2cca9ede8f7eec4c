"""Why a participant may do something, or may not, in sentences, and by which rule."""

from __future__ import annotations

from collections.abc import Mapping

from procedure.participants import ParticipantKind
from procedure.participation import (
    OF_THE_MEETING,
    Act,
    Condition,
    ParticipationRules,
    Reason,
    Verdict,
    left,
)
from scheduler.text import Text, text
from services.errors import RuleBroken, cited

CONFERENCE = text("The rules of procedure of this conference")
SENTENCES: Mapping[Reason, Text] = {
    Reason.IN_ORDER: text("The credentials of this delegation are in order."),
    Reason.PENDING: text(
        "Until its credentials have been decided on, this delegation takes part provisionally, "
        "with the same rights."
    ),
    Reason.OBJECTED: text(
        "There is an objection to this delegation. Until the Conference decides, it is seated "
        "provisionally, with the same rights."
    ),
    Reason.ENTITLED: text("It is entitled to take part as an observer."),
    Reason.ACCORDED: text("It has been accorded the status of observer."),
    Reason.LISTED: text("It is on the list of participants as an observer."),
    Reason.NOT_THEIRS: text("Participants in this capacity do not do this."),
    Reason.UNKNOWN_KIND: text("The rules know no such capacity of a participant."),
    Reason.REJECTED: text(
        "The Conference has not accepted the credentials of this delegation. "
        "Give new ones to the secretariat."
    ),
    Reason.APPLIED: text(
        "This participant has applied for the status of observer, and does not have it yet."
    ),
    Reason.REFUSED: text("The Conference has not accorded the status of observer."),
}
CONDITIONS: Mapping[Condition, Text] = {
    Condition.PLENARY: text("in plenary meetings"),
    Condition.OPEN: text("in public or open meetings"),
    Condition.INVITED: text("at the invitation of the President"),
    Condition.APPROVED: text("with the approval of the Conference"),
    Condition.AFTER_PARTIES: text("after the parties"),
}


def sentence(verdict: Verdict) -> Text:
    """Why it is so."""
    return SENTENCES[verdict.reason]


def conditions(verdict: Verdict) -> list[Text]:
    """On what conditions somebody may do it."""
    return [CONDITIONS[one] for one in verdict.conditions]


def on_a_list(rules: ParticipationRules, kind: ParticipantKind) -> list[Text]:
    """On what conditions who is on a list is heard; where, is a matter of the meeting."""
    found = rules.conditions(kind, Act.SPEAK)
    return [CONDITIONS[one] for one in found if one not in OF_THE_MEETING]


def at_the_table(verdict: Verdict, *, plenary: bool) -> list[Text]:
    """What who presides is to know of whoever is called: conditions; or why they may not speak."""
    if not verdict.allowed:
        return [sentence(verdict)]
    return [CONDITIONS[one] for one in left(verdict.conditions, plenary=plenary)]


def rule_of(verdict: Verdict) -> Text:
    """The rule that it rests on."""
    return cited(verdict.rule) if verdict.rule else CONFERENCE


def check(verdict: Verdict) -> None:
    """Raise RuleBroken where the verdict is that somebody may not do it."""
    if not verdict.allowed:
        raise RuleBroken(rule_of(verdict), sentence(verdict))
