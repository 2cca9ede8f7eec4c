"""How officers are elected (rules on elections).

By acclamation where there are as many candidates as places, else by secret ballot: whoever has more
than half of the valid votes is elected; abstentions and invalid papers do not count. A further
ballot is restricted to those who lead, and the lot tells apart those who tie again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from procedure.bureau.rules import ElectionRules, Tie


class BallotRefusal(StrEnum):
    """Why a ballot or a lot cannot be taken as it is said."""

    OVER = "over"
    BALLOT_NEEDED = "ballot_needed"
    LOT_FIRST = "lot_first"
    NO_LOT = "no_lot"
    NOT_CANDIDATES = "not_candidates"
    NEGATIVE = "negative"
    NOT_STANDING = "not_standing"
    NOT_TIED = "not_tied"
    NOTHING_COUNTED = "nothing_counted"
    TOO_FEW_PAPERS = "too_few_papers"
    TOO_MANY = "too_many"
    TOO_MANY_PAPERS = "too_many_papers"
    VOTES_DO_NOT_ADD_UP = "votes_do_not_add_up"
    WRONG_NUMBER_DRAWN = "wrong_number_drawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """The papers of a ballot: `papers` in all, of which some are blank or invalid.

    A paper has as many names as there are places, or fewer.
    """

    votes: Mapping[str, int]
    papers: int
    abstentions: int = 0
    invalid: int = 0

    @property
    def valid(self) -> int:
        """How many were present and voting."""
        return self.papers - self.abstentions - self.invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """That `places` of those who tie are to be drawn: to be `elected`, or to stand with `kept`."""

    among: tuple[str, ...]
    places: int
    elects: bool
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Where an election stands: who stands in ballot `number`, for how many places left.

    `needed` is how many votes the last ballot asked for. `lot` is what is to be drawn first. Those
    who have `withdrawn` stand no more.
    """

    candidates: tuple[str, ...]
    places: int
    number: int = 1
    elected: tuple[str, ...] = ()
    needed: int = 0
    lot: Lot | None = None
    withdrawn: tuple[str, ...] = ()
    called_off: bool = False

    @property
    def over(self) -> bool:
        """Whether all places are filled, nobody is left to fill them, or it was called off."""
        return self.called_off or not self.places or not self.candidates


def acclaimed(candidates: Sequence[str], places: int, rules: ElectionRules) -> bool:
    """Whether candidates can be elected without a ballot: there are no more than places."""
    return rules.acclamation and 0 < len(candidates) <= places


def majority(valid: int, rules: ElectionRules) -> int:
    """How many votes elect: strictly more than the share of those present and voting."""
    return math.floor(valid * rules.majority) + 1


def ballot_refused(course: Course, ballot: Ballot, voters: int) -> BallotRefusal | None:
    """Why a ballot cannot be counted now, if so many may vote; None if it can."""
    valid = ballot.valid
    votes = ballot.votes.values()
    wrong = {
        BallotRefusal.OVER: course.over,
        BallotRefusal.LOT_FIRST: course.lot is not None,
        BallotRefusal.NOT_CANDIDATES: set(ballot.votes) != set(course.candidates),
        BallotRefusal.NEGATIVE: min(*votes, ballot.abstentions, ballot.invalid) < 0,
        BallotRefusal.TOO_FEW_PAPERS: valid < 0,
        BallotRefusal.TOO_MANY_PAPERS: ballot.papers > voters,
        BallotRefusal.VOTES_DO_NOT_ADD_UP: any(one > valid for one in votes)
        or not valid <= sum(votes) <= valid * course.places,
    }
    return next((refusal for refusal, stands in wrong.items() if stands), None)


def lot_refused(course: Course, drawn: Sequence[str]) -> BallotRefusal | None:
    """Why a lot cannot be taken as drawn; None if it can."""
    if course.lot is None:
        return BallotRefusal.NO_LOT
    if not set(drawn) <= set(course.lot.among):
        return BallotRefusal.NOT_TIED
    if len(set(drawn)) != len(drawn) or len(drawn) != course.lot.places:
        return BallotRefusal.WRONG_NUMBER_DRAWN
    return None


def count(course: Course, ballot: Ballot, rules: ElectionRules) -> Course:
    """The election after a ballot (rules on elections)."""
    needed = majority(ballot.valid, rules)
    passed = [one for one in _by_votes(course.candidates, ballot) if ballot.votes[one] >= needed]
    chosen, tied = _cut(passed, course.places, ballot)
    after = replace(
        course,
        candidates=tuple(one for one in course.candidates if one not in chosen),
        places=course.places - len(chosen),
        number=course.number + 1,
        elected=(*course.elected, *chosen),
        needed=needed,
    )
    if not after.places:
        return replace(after, candidates=())
    if tied:  # more have a majority than there are places
        return _told_apart(replace(after, candidates=tuple(tied)), course.number, rules)
    return _restricted(after, ballot, course.number, rules)


def draw(course: Course, drawn: Sequence[str]) -> Course:
    """The election after the lot was drawn among those who tie."""
    lot = course.lot
    if lot is None:
        raise ValueError("there is no lot to be drawn")
    if not lot.elects:
        standing = {*lot.kept, *drawn}
        left = tuple(one for one in course.candidates if one in standing)
        return replace(course, candidates=left, lot=None)
    places = course.places - len(drawn)
    left = tuple(one for one in course.candidates if one not in drawn) if places else ()
    elected = (*course.elected, *drawn)
    return replace(course, candidates=left, places=places, elected=elected, lot=None)


def _by_votes(candidates: Sequence[str], ballot: Ballot) -> list[str]:
    return sorted(candidates, key=lambda one: (-ballot.votes[one], one))


def _cut(ranked: Sequence[str], places: int, ballot: Ballot) -> tuple[list[str], list[str]]:
    """Of candidates by votes, those surely among so many, and those who tie for the last places."""
    if len(ranked) <= places:
        return list(ranked), []
    last, next_one = ballot.votes[ranked[places - 1]], ballot.votes[ranked[places]]
    if last > next_one:
        return list(ranked[:places]), []
    sure = [one for one in ranked if ballot.votes[one] > last]
    return sure, [one for one in ranked if ballot.votes[one] == last]


def _restricted(course: Course, ballot: Ballot, number: int, rules: ElectionRules) -> Course:
    """Who stands in the next ballot, if nobody else was elected in ballot `number`."""
    ranked = _by_votes(course.candidates, ballot)
    most = course.places * rules.restricted_to
    if len(ranked) <= most:
        level = len({ballot.votes[one] for one in ranked}) == 1
        return _told_apart(course, number, rules) if level else course
    sure, tied = _cut(ranked, most, ballot)
    if tied and (rules.tie is Tie.LOTS or number >= rules.lots_from):
        lot = Lot(among=tuple(tied), places=most - len(sure), elects=False, kept=tuple(sure))
        return replace(course, lot=lot)
    standing = {*sure, *tied}
    return replace(course, candidates=tuple(one for one in course.candidates if one in standing))


def _told_apart(course: Course, number: int, rules: ElectionRules) -> Course:
    """Those who tie for election: by lot, or by another ballot among them."""
    if number < rules.lots_from or len(course.candidates) <= course.places:
        return course
    lot = Lot(among=course.candidates, places=course.places, elects=True)
    return replace(course, lot=lot)
