"""What one more person would buy: each kind of person there is, once more, found by solving."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from scheduler.roster.effort import Effort
from scheduler.roster.outcome import Aim
from scheduler.roster.problem import Interpreter, RosterProblem
from scheduler.roster.shortage import fewest
from scheduler.roster.solve import DEFAULT, RosterOptions, best

NEWCOMER = "one more"
AIMS = (Aim.PEOPLE, Aim.COST)


@dataclass(frozen=True, slots=True, order=True)
class Standing:
    """The fewest places that stay empty; without any, the fewest people and what they cost.

    `proven`: that there is nothing better, aim by aim.
    """

    lacking: int
    people: int
    cost: int
    proven: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """One more person of the same languages and the same cost as those named, and what is then."""

    alike: tuple[str, ...]
    person: Interpreter
    standing: Standing


@dataclass(frozen=True, slots=True)
class OneMore:
    """How it stands now, and who would better that, the best first.

    `complete`: all kinds of people were looked at.
    """

    now: Standing | None
    offers: tuple[Offer, ...]
    complete: bool


def one_more(
    problem: RosterProblem,
    options: RosterOptions = DEFAULT,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> OneMore:
    """Add one person of each kind in turn, who is always there and wishes nothing."""
    started = time.monotonic()
    effort = Effort(
        started=started,
        deadline=started + options.time_limit,
        workers=options.workers,
        seed=options.seed,
        cancelled=cancelled or (lambda: False),
    )
    kinds = _kinds(problem)
    now = _standing(problem, effort.part(1 / (1 + len(kinds))))
    offers: list[Offer] = []
    complete = now is not None
    for place, (newcomer, alike) in enumerate(kinds):
        if now is None or effort.over:
            complete = False
            break
        share = effort.part(1 / (len(kinds) - place))
        then = _standing(replace(problem, people=(*problem.people, newcomer)), share)
        complete &= then is not None and then.proven
        if then is not None and _worth(then) < _worth(now):
            offers.append(Offer(alike, newcomer, then))
    offers.sort(key=lambda one: (_worth(one.standing), one.alike))
    return OneMore(now, tuple(offers), complete)


def _worth(standing: Standing) -> tuple[int, int, int]:
    return standing.lacking, standing.people, standing.cost


def _kinds(problem: RosterProblem) -> list[tuple[Interpreter, tuple[str, ...]]]:
    """People of the same languages, duties and cost, as one newcomer."""
    found: dict[tuple[object, ...], list[Interpreter]] = {}
    for person in problem.people:
        key = (
            tuple(person.into.items()),
            frozenset(person.hears),
            frozenset(person.retour),
            person.chief,
            person.cost_per_day,
        )
        found.setdefault(key, []).append(person)
    return [
        (
            replace(alike[0], id=NEWCOMER, name=NEWCOMER, absences=(), avoid=()),
            tuple(person.id for person in alike),
        )
        for alike in found.values()
    ]


def _standing(problem: RosterProblem, effort: Effort) -> Standing | None:
    """How well the people suffice; None where that was not found in the time."""
    found = best(problem, effort, aims=AIMS)
    if found.levels:
        people, cost = (level.value for level in found.levels)
        return Standing(0, people, cost, all(level.proven for level in found.levels))
    if not found.infeasible:
        return None
    short = fewest(problem, None, effort)
    if short is None:
        return None
    return Standing(sum(short.lacking.values()), 0, 0, short.proven)
