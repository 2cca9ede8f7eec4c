"""What makes one roster better than another, as sums of the model."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from ortools.sat.python import cp_model

from scheduler.roster.outcome import Aim, Duty
from scheduler.roster.posts import Post
from scheduler.roster.problem import Interpreter, Sitting
from scheduler.roster.variables import Model


def changes(
    model: Model, before: frozenset[Duty], held: Mapping[str, frozenset[Duty]]
) -> cp_model.LinearExprT:
    """Duties still to come that are new, and those that are gone."""
    problem = model.problem
    was = {(duty.person, duty.sitting, duty.languages) for duty in before}
    gone = {duty for duty in was if duty[1] not in held}  # until something here may keep them
    terms: list[cp_model.LinearExprT] = []
    for (p, s, languages), var in model.serves.items():
        sitting = problem.sittings[s].id
        if sitting not in held:
            duty = (problem.people[p].id, sitting, languages)
            terms.append(1 - var if duty in was else var)
            gone.discard(duty)
    return sum(terms) + len(gone)


def put_aims(model: Model) -> None:
    """Put the sum of each aim into the model, but that of changes."""
    cp, sittings = model.cp, model.problem.sittings
    costs: list[cp_model.LinearExprT] = []
    wishes: list[cp_model.LinearExprT] = []
    loads: dict[str, list[tuple[cp_model.IntVar, list[cp_model.IntVar]]]] = {}
    for person, engaged, duties in zip(
        model.problem.people, model.engaged, model.duties, strict=True
    ):
        mine = [var for here in duties.values() for _, var in here]
        loads.setdefault(person.booth, []).append((engaged, mine))
        if person.cost_per_day:
            for day, group in groupby(sorted(duties), lambda s: sittings[s].date):
                works = cp.new_bool_var(f"{person.id} works on {day}")
                that_day = [var for s in group for _, var in duties[s]]
                cp.add_max_equality(works, that_day)
                costs.append(person.cost_per_day * works)
        wishes += [
            _against(person, sittings[s], languages) * var
            for s, here in duties.items()
            for languages, var in here
        ]
    model.aims |= {
        Aim.PEOPLE: sum(model.engaged),
        Aim.COST: sum(costs),
        Aim.SPREAD: sum(_spread(cp, group, len(sittings)) for group in loads.values()),
        Aim.WISHES: sum(wishes),
    }


def _against(person: Interpreter, sitting: Sitting, languages: Post) -> int:
    """Wishes that a duty goes against."""
    avoided = any(sitting.within(when) for when in person.avoid)
    return avoided + (len(languages) == 1 and person.into.get(languages[0]) == "B")


def _spread(
    cp: cp_model.CpModel, group: list[tuple[cp_model.IntVar, list[cp_model.IntVar]]], most: int
) -> cp_model.LinearExprT:
    """The most duties less the fewest, of those who have any."""
    highest, lowest = cp.new_int_var(0, most, "most"), cp.new_int_var(0, most, "fewest")
    cp.add(lowest <= highest)
    for engaged, duties in group:
        cp.add(highest >= sum(duties))
        cp.add(lowest <= sum(duties)).only_enforce_if(engaged)
    return highest - lowest
