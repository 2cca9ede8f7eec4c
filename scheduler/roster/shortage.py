"""Why there is no roster: the fewest places that stay empty, and what one more person would buy."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from scheduler.roster.chiefs import with_chiefs
from scheduler.roster.effort import SOLVED, Effort
from scheduler.roster.levels import by_levels, duties_of
from scheduler.roster.model import build
from scheduler.roster.outcome import Duty, Lack, Remedy, Shortage
from scheduler.roster.problem import Interpreter, RosterProblem, Sitting
from scheduler.roster.variables import Lacking, Model
from scheduler.roster.wording import at, post
from scheduler.text import Language, Text, ntext, text


@dataclass(frozen=True, slots=True)
class Short:
    """What lacks where, the duties that leave it so, and the least weight that there can be."""

    lacking: Mapping[Lacking, int]
    duties: tuple[Duty, ...]
    bound: int

    @property
    def proven(self) -> bool:
        """Whether less is proven impossible."""
        return self.bound >= _weight(self.lacking)


def shortage(
    problem: RosterProblem,
    *,
    held: Mapping[str, frozenset[Duty]] | None,
    before: frozenset[Duty] | None,
    effort: Effort,
) -> Shortage:
    """Say where people lack, with as few empty places as can be, and who would help most.

    Of such rosters the best is kept: that with the fewest changes, if there was one `before`.
    """
    found = fewest(problem, held, effort)
    if found is None:
        return Shortage((), (), fewest=False)
    lacks = tuple(
        _lack(problem.sittings[key[0]], key, count) for key, count in found.lacking.items()
    )
    total = _weight(found.lacking)
    remedies = []
    for newcomer in _newcomers(problem, found.lacking):
        more = replace(problem, people=(*problem.people, newcomer))
        better = fewest(more, held, effort)
        if better is not None and _weight(better.lacking) < total:
            left = sum(better.lacking.values())
            remedies.append(Remedy(_offer(newcomer, left), left))
    remedies.sort(key=lambda remedy: remedy.still_lacking)
    model = build(problem, elastic=True, held=held, before=before)
    model.cp.add(_total(model) <= total)
    duties = by_levels(model, effort, before=before, held=held).duties or found.duties
    return Shortage(lacks, tuple(remedies), found.proven, with_chiefs(problem, duties, held))


def fewest(
    problem: RosterProblem,
    held: Mapping[str, frozenset[Duty]] | None,
    effort: Effort,
    *,
    one_of: Collection[str] = (),
    least: int = 0,
) -> Short | None:
    """The duties that leave the fewest places empty; None without time.

    `one_of`: people of whom just one has duties; None also where none of them can have any.
    `least`: the least weight that is known to be possible.
    """
    model = build(problem, elastic=True, held=held, one_of=one_of)
    model.cp.add(_total(model) >= least)
    model.cp.minimize(_total(model))
    solver, status = effort.alone().solve(model.cp)
    if status not in SOLVED:
        return None
    lacking = {key: count for key, var in model.lacking.items() if (count := solver.value(var))}
    return Short(lacking, duties_of(model, solver), math.ceil(solver.best_objective_bound - 1e-6))


def _worth(key: Lacking) -> int:
    """Nobody stays away to hide that a language is not heard: an empty place outweighs them all."""
    return 10_000 if key[1] == "people" else 1


def _total(model: Model) -> cp_model.LinearExprT:
    return sum(_worth(key) * var for key, var in model.lacking.items())


def _weight(lacking: Mapping[Lacking, int]) -> int:
    return sum(_worth(key) * count for key, count in lacking.items())


def _lack(sitting: Sitting, key: Lacking, count: int) -> Lack:
    _, what, languages = key
    sentence: Text
    if what == "people":
        sentence = ntext(
            "%(post)s lacks %(n)s person at %(sitting)s.",
            "%(post)s lacks %(n)s people at %(sitting)s.",
            count,
            post=post(languages),
            sitting=at(sitting),
        )
    elif what == "hearing":
        sentence = text(
            "%(post)s has no way to hear %(source)s at %(sitting)s.",
            post=post(languages[:1]),
            source=Language(languages[1]),
            sitting=at(sitting),
        )
    else:
        sentence = text("Nobody can be chief interpreter at %(sitting)s.", sitting=at(sitting))
    return Lack(sitting.id, sentence, count)


def _newcomers(problem: RosterProblem, lacking: Mapping[Lacking, int]) -> list[Interpreter]:
    """One more person for each post where something lacks, of the languages that help there."""
    found: dict[tuple[str, ...], Interpreter] = {}
    for _, what, languages in lacking:
        asked = languages if what == "people" else languages[:1] or tuple(problem.booths)[:1]
        into = dict.fromkeys(asked, "A")
        hears = (*problem.pivots, *(languages[1:] if what == "hearing" else ()))
        key = (*asked, *hears)
        found[key] = Interpreter(
            id="one more",
            name="one more",
            into=into,
            hears=tuple(one for one in dict.fromkeys(hears) if one not in into),
            chief=what == "chief",
        )
    return list(found.values())


def _offer(newcomer: Interpreter, left: int) -> Text:
    who = text(
        "one more person for %(post)s, working from %(hears)s",
        post=post(tuple(newcomer.into), within=True),
        hears=[Language(language) for language in newcomer.hears],
    )
    if left == 0:
        return text("With %(who)s, there is a roster.", who=who)
    return ntext(
        "With %(who)s, %(n)s place would stay empty.",
        "With %(who)s, %(n)s places would stay empty.",
        left,
        who=who,
    )
