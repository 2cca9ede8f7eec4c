"""What one more person would buy: each kind of person there is, once more, found by solving.

All kinds are put into one model, of whom one comes. Who is best of all comes first; without that
kind the next is searched for, until the best of those left betters nothing. So there are as many
searches as there are offers, and one more.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from scheduler.roster.effort import Effort
from scheduler.roster.outcome import Aim, Duty, Level
from scheduler.roster.posts import can_serve, posts
from scheduler.roster.problem import Interpreter, RosterProblem
from scheduler.roster.shortage import fewest
from scheduler.roster.solve import DEFAULT, RosterOptions, best

NEWCOMER = "one more"
AIMS = (Aim.PEOPLE, Aim.COST)
SHARE = 0.4  # of the time that is left, for each search


@dataclass(frozen=True, slots=True, order=True)
class Standing:
    """How well people suffice: each number the fewest there can be with the numbers before it.

    `lacking`: places that stay empty; `unheard`: languages that a booth does not hear, and chiefs
    that lack. `people` and `cost` are counted only where nothing lacks.
    """

    lacking: int
    unheard: int
    people: int
    cost: int
    proven: bool

    @property
    def worth(self) -> tuple[int, int, int, int]:
        """The less, the better."""
        return self.lacking, self.unheard, self.people, self.cost


@dataclass(frozen=True, slots=True)
class Offer:
    """One more person of the same languages and the same cost as those named, and what is then."""

    alike: tuple[str, ...]
    person: Interpreter
    standing: Standing


@dataclass(frozen=True, slots=True)
class OneMore:
    """How it stands now, and who would better that, the best first.

    `complete`: all kinds of people were looked at, and everything is proven.
    """

    now: Standing | None
    offers: tuple[Offer, ...]
    complete: bool


def one_more(
    problem: RosterProblem,
    options: RosterOptions = DEFAULT,
    *,
    cancelled: Callable[[], bool] | None = None,
    so_far: Callable[[OneMore], None] | None = None,
) -> OneMore:
    """Add one person of each kind, who is always there and wishes nothing.

    `so_far` is told how it stands now, and of each offer as it is found.
    """
    started = time.monotonic()
    effort = Effort(
        started=started,
        deadline=started + options.time_limit,
        workers=options.workers,
        seed=options.seed,
        cancelled=cancelled or (lambda: False),
    )
    now = _Search(problem).best([], effort.part(SHARE))
    if now is None:
        return OneMore(None, (), complete=False)
    standing, _ = now
    kinds, search, offers = _kinds(problem), _Search(problem), list[Offer]()
    complete = standing.proven
    while kinds:
        if so_far is not None:
            so_far(OneMore(standing, tuple(offers), complete=False))
        then = search.best([newcomer for newcomer, _ in kinds.values()], effort.part(SHARE))
        complete &= then is not None and then[0].proven
        if then is None or then[0].worth >= standing.worth:
            break
        newcomer, alike = kinds.pop(then[1])
        offers.append(Offer(alike, replace(newcomer, id=NEWCOMER), then[0]))
        if effort.over:
            complete = False
            break
    offers.sort(key=lambda one: (one.standing.worth, one.alike))
    return OneMore(standing, tuple(offers), complete)


def _kinds(problem: RosterProblem) -> dict[str, tuple[Interpreter, tuple[str, ...]]]:
    """People of the same languages, duties and cost, as one newcomer, by its id.

    Those for whom there is no post are left out.
    """
    wanted = {languages for one in problem.sittings for languages in posts(problem, one)}
    found: dict[tuple[object, ...], list[Interpreter]] = {}
    for person in problem.people:
        key = (
            tuple(person.into.items()),
            frozenset(person.hears),
            frozenset(person.retour),
            person.chief,
            person.cost_per_day,
        )
        if any(can_serve(person, languages) for languages in wanted):
            found.setdefault(key, []).append(person)
    return {
        id_: (
            replace(alike[0], id=id_, name=NEWCOMER, absences=(), avoid=()),
            tuple(person.id for person in alike),
        )
        for number, alike in enumerate(found.values())
        if (id_ := f"{NEWCOMER} {number}")  # no id of a person has a space
    }


class _Search:
    """Searches with ever fewer newcomers: what was proven of more of them holds of fewer."""

    def __init__(self, problem: RosterProblem) -> None:
        self.problem = problem
        self.levels: list[Level] = []
        self.least: int | None = None  # weight of what lacks, where no roster keeps all rules

    def best(self, newcomers: Sequence[Interpreter], effort: Effort) -> tuple[Standing, str] | None:
        """How well the people suffice with the one of these who helps most, and who that is.

        None where that was not found in the time.
        """
        one_of = {newcomer.id for newcomer in newcomers}
        problem = replace(self.problem, people=(*self.problem.people, *newcomers))
        if self.least is None:
            found = best(problem, effort, aims=AIMS, one_of=one_of, known=self.levels)
            if found.levels:
                self.levels = found.levels
                people, cost = (level.value for level in found.levels)
                proven = all(level.proven for level in found.levels)
                return Standing(0, 0, people, cost, proven), _who(found.duties, one_of)
            if not found.infeasible:
                return None
        short = fewest(problem, None, effort, one_of=one_of, least=self.least or 0)
        if short is None:
            return None
        self.least = short.bound
        lacking = sum(n for (_, what, _), n in short.lacking.items() if what == "people")
        unheard = sum(short.lacking.values()) - lacking
        return Standing(lacking, unheard, 0, 0, short.proven), _who(short.duties, one_of)


def _who(duties: Iterable[Duty], one_of: Collection[str]) -> str:
    return next((duty.person for duty in duties if duty.person in one_of), "")
