"""What the rules find of officers, and why a ballot is refused, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from procedure.bureau.composition import Finding, Matter, Verdict
from procedure.bureau.elections import BallotRefusal
from procedure.bureau.rules import Board, Reach
from procedure.rulebook import Rulebook
from scheduler.text import Text, ntext, text
from services.errors import cited

if TYPE_CHECKING:
    from procedure.bureau.rules import Condition

REFUSALS: Mapping[BallotRefusal, Text] = {
    BallotRefusal.OVER: text("This election is over."),
    BallotRefusal.LOT_FIRST: text("The lot is to be drawn first."),
    BallotRefusal.NO_LOT: text("There is no lot to be drawn."),
    BallotRefusal.NOT_CANDIDATES: text("Give the votes of those who stand in this ballot."),
    BallotRefusal.NEGATIVE: text("Give numbers of 0 or more."),
    BallotRefusal.NOT_STANDING: text("Choose one of those who stand in this election."),
    BallotRefusal.NOTHING_COUNTED: text("No ballot has been counted yet."),
    BallotRefusal.TOO_MANY: text("There are more candidates than places: hold a ballot."),
    BallotRefusal.BALLOT_NEEDED: text("The rules ask for a secret ballot on every office."),
    BallotRefusal.NOT_TIED: text("Draw among those who tie."),
    BallotRefusal.TOO_MANY_PAPERS: text("More ballot papers than delegations that may vote."),
    BallotRefusal.TOO_FEW_PAPERS: text(
        "There are more abstentions and invalid papers than ballot papers."
    ),
    BallotRefusal.VOTES_DO_NOT_ADD_UP: text(
        "The votes do not add up to the valid papers: each has at least one name, and no more "
        "names than there are places."
    ),
    BallotRefusal.WRONG_NUMBER_DRAWN: text("Draw as many as there are places."),
}


def by_rule(found: Finding) -> Text:
    """By what a finding is one, for `RuleBroken`."""
    return rule_or_practice(found.rule)


def rule_or_practice(rule: str) -> Text:
    """A rule as it is cited; the practice of the Conference where there is none."""
    return cited(rule) if rule else text("The practice of the Conference")


def sentence(found: Finding, board: Board, book: Rulebook, names: Mapping[str, str]) -> Text:
    """A finding in words. `names` are those of delegations, by the keys that findings have."""
    called = [names.get(one, one) for one in found.delegations]
    office = {one.key: one.title for one in board.offices}.get(found.office, found.office)
    if found.condition is not None:
        asked = _asked(found, found.condition, board, book)
        return _condition(found, asked, called)
    match found.matter:
        case Matter.NO_GROUP:
            return text("%(names)s: in none of the regional groups.", names=called)
        case Matter.TWO_OFFICES:
            return text("%(names)s: in more than one office.", names=called)
        case Matter.OUT_OF_TURN:
            return text(
                "%(office)s: it is not the turn of %(group)s.", office=office, group=found.group
            )
        case Matter.NOT_PARTY | Matter.NOT_AS_PARTY:
            return _not_party(found, book, called)
    return _counted(found, office)


def _counted(found: Finding, office: str) -> Text:
    """How many are missing, or too many."""
    sentences = {
        Matter.PLACES_OPEN: ntext(
            "%(office)s: nobody is nominated for one place.",
            "%(office)s: nobody is nominated for %(n)s places.",
            found.count,
        ),
        Matter.PLACES_EXCEEDED: ntext(
            "%(office)s: one more is nominated than there are places.",
            "%(office)s: %(n)s more are nominated than there are places.",
            found.count,
        ),
        Matter.GROUP_SHORT: ntext(
            "%(group)s: one officer is still to be nominated.",
            "%(group)s: %(n)s officers are still to be nominated.",
            found.count,
        ),
        Matter.GROUP_EXCEEDED: ntext(
            "%(group)s: one officer more than the group has places.",
            "%(group)s: %(n)s officers more than the group has places.",
            found.count,
        ),
    }
    said = sentences[found.matter]
    return Text(said.msgid, {**said.values, "office": office, "group": found.group}, said.plural)


def _not_party(found: Finding, book: Rulebook, called: list[str]) -> Text:
    instrument = book.instruments[0].short
    if found.matter is Matter.NOT_AS_PARTY:
        return text(
            "%(names)s: recorded as party to the %(instrument)s, but takes part in another "
            "capacity. Correct one of the two.",
            names=called,
            instrument=instrument,
        )
    if found.verdict is Verdict.UNKNOWN:
        return text(
            "%(names)s: whether it is party to the %(instrument)s is not known.",
            names=called,
            instrument=instrument,
        )
    return text("%(names)s: not party to the %(instrument)s.", names=called, instrument=instrument)


def _condition(found: Finding, asked: Text, called: list[str]) -> Text:
    match found.verdict:
        case Verdict.MISSING:
            return text("%(asked)s; whoever is still to be nominated must be.", asked=asked)
        case Verdict.UNKNOWN:
            return text(
                "%(asked)s; that cannot be said, for of %(names)s it is not known.",
                asked=asked,
                names=called,
            )
        case Verdict.WISH:
            return text("%(asked)s, if possible; there is none.", asked=asked)
        case Verdict.BROKEN:
            return text("%(asked)s; there are not enough.", asked=asked)


def _asked(found: Finding, condition: Condition, board: Board, book: Rulebook) -> Text:
    return ntext(
        "%(who)s: one officer from a State party to %(what)s",
        "%(who)s: %(n)s officers from States parties to %(what)s",
        condition.officers,
        who=found.group or board.title,
        what=_instruments(condition.reach, book),
    )


def _instruments(reach: Reach, book: Rulebook) -> Text:
    first = book.instruments[0].short
    match reach:
        case Reach.FIRST:
            return text("the %(instrument)s", instrument=first)
        case Reach.FIRST_AND_ANOTHER:
            return text("the %(instrument)s and another instrument in force", instrument=first)
        case Reach.ALL:
            return text("all instruments in force")
