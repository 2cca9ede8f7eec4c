"""The course of an election, step by step: what is counted and drawn, and what changes it.

A candidate withdraws until the election is over, also one who was left out: where the ballot that
left them out is void, they would stand again. Before the papers of a ballot are counted, that
ballot is held anew without the name; afterwards it counts for the next one. The General Assembly
does so: on 16 October 2007 two withdrew after the second ballot, and on 24 October 2011 one after
the fifteenth. Whoever was left stood alone, and was elected in another ballot, by the majority that
the rules ask for. Nobody who had been left out came back. Where no more are left than there are
places, the ballot can be dispensed with (decision 34/401, paragraph 16).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from procedure.bureau.elections import (
    Ballot,
    BallotRefusal,
    Course,
    acclaimed,
    count,
    draw,
)
from procedure.bureau.rules import ElectionRules


@dataclass(frozen=True, slots=True)
class Drawn:
    """Who was drawn by lot."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A candidate who stands no more."""

    key: str


@dataclass(frozen=True, slots=True)
class Void:
    """That what was counted last, drawn or elected unopposed is as if it had not been begun."""


@dataclass(frozen=True, slots=True)
class Unopposed:
    """That those who are left are elected without a ballot."""


@dataclass(frozen=True, slots=True)
class CalledOff:
    """That the election is ended. Whoever was elected in it before is elected."""


Taken: TypeAlias = Ballot | Drawn | Withdrawn | Unopposed | CalledOff
Step: TypeAlias = Taken | Void


def follow(start: Course, steps: Sequence[Step], rules: ElectionRules) -> list[Course]:
    """Where an election stood at first, and after each of its steps."""
    courses = [start]
    for place, step in enumerate(steps, 1):
        if isinstance(step, Void):
            off = void_steps(steps[:place])
            counting = [one for at, one in enumerate(steps[:place]) if at not in off]
            courses.append(follow(start, counting, rules)[-1])
        else:
            courses.append(_after(courses[-1], step, rules))
    return courses


def void_steps(steps: Sequence[Step]) -> frozenset[int]:
    """The places, from 0, of what was counted and is void, and of what made it so."""
    counted: list[int] = []
    off: set[int] = set()
    for place, step in enumerate(steps):
        if isinstance(step, Void):
            off |= {place, counted.pop()}
        elif isinstance(step, Ballot | Drawn | Unopposed):
            counted.append(place)
    return frozenset(off)


def may_withdraw(course: Course, stood: Sequence[str]) -> tuple[str, ...]:
    """Who of those who `stood` at first stands, or was left out and comes back by a void ballot."""
    gone = {*course.withdrawn, *course.elected}
    return tuple(one for one in stood if one not in gone)


def withdrawal_refused(course: Course, stood: Sequence[str], key: str) -> BallotRefusal | None:
    """Why a candidate of those who `stood` at first cannot withdraw; None if they can."""
    if course.over:
        return BallotRefusal.OVER
    return None if key in may_withdraw(course, stood) else BallotRefusal.NOT_STANDING


def unopposed_refused(course: Course, rules: ElectionRules) -> BallotRefusal | None:
    """Why those who are left cannot be elected without a ballot; None if they can."""
    if course.over:
        return BallotRefusal.OVER
    if not rules.acclamation:
        return BallotRefusal.BALLOT_NEEDED
    fits = acclaimed(course.candidates, course.places, rules)
    return None if fits else BallotRefusal.TOO_MANY


def void_refused(course: Course, steps: Sequence[Step]) -> BallotRefusal | None:
    """Why what was counted last cannot be void, also where it ended the election; None if it can.

    What was called off is over for good.
    """
    if course.called_off:
        return BallotRefusal.OVER
    off = void_steps(steps)
    counting = (one for at, one in enumerate(steps) if at not in off)
    counted = any(isinstance(one, Ballot | Drawn | Unopposed) for one in counting)
    return None if counted else BallotRefusal.NOTHING_COUNTED


def _after(course: Course, step: Taken, rules: ElectionRules) -> Course:
    match step:
        case Ballot():
            return count(course, step, rules)
        case Drawn():
            return draw(course, step.keys)
        case Withdrawn():
            return _without(course, step.key)
        case Unopposed():
            left = course.places - len(course.candidates)
            elected = (*course.elected, *course.candidates)
            return replace(course, candidates=(), places=left, elected=elected)
        case CalledOff():
            return replace(course, called_off=True)


def _without(course: Course, key: str) -> Course:
    """The election after a candidate withdrew, with what is left of a lot that is to be drawn."""
    left = tuple(one for one in course.candidates if one != key)
    after = replace(course, candidates=left, withdrawn=(*course.withdrawn, key), lot=None)
    lot = course.lot
    if lot is None:
        return after
    among, kept = (tuple(one for one in some if one != key) for some in (lot.among, lot.kept))
    places = lot.places + len(lot.kept) - len(kept)  # whoever led leaves their place to the lot
    if len(among) > places:
        return replace(after, lot=replace(lot, among=among, kept=kept, places=places))
    return replace(after, candidates=tuple(one for one in left if one in {*among, *kept}))
