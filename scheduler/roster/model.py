"""The constraint model of a roster (CP-SAT): one boolean for each person, meeting and booth."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import groupby

from ortools.sat.python import cp_model

from scheduler.roster.hearing import chief, chiefs, hearing
from scheduler.roster.outcome import Aim, Duty
from scheduler.roster.posts import Post, can_serve
from scheduler.roster.problem import RosterProblem
from scheduler.roster.times import Times
from scheduler.roster.totals import changes, put_aims
from scheduler.roster.variables import Model


def build(
    problem: RosterProblem,
    *,
    elastic: bool = False,
    held: Mapping[str, frozenset[Duty]] | None = None,
    before: frozenset[Duty] | None = None,
    times: Times | None = None,
    one_of: Collection[str] = (),
) -> Model:
    """Build the model. With `elastic`, places may stay empty, and are counted in `lacking`.

    `held`: the duties of meetings that are over. `before`: duties to keep as far as can be.
    `times`: only who works when, of which the meetings that are alone at their time hear all.
    `one_of`: people of whom just one has duties.
    """
    if times is not None:
        problem = times.problem
    model, held = Model(problem, times.sizes if times else {}), held or {}
    for s, sitting in enumerate(problem.sittings):
        over = held.get(sitting.id)
        for languages, size in model.posts(sitting).items():
            _post(model, s, languages, size if over is None else None, elastic=elastic)
        if times is not None and len(times.meetings[sitting.id]) > 1:
            together = times.meetings[sitting.id]
            with_chief = sum(bool(one.languages) for one in together)
            model.cp.add(sum(chiefs(model, s)) >= with_chief)
        elif over is None:
            hearing(model, s, elastic=elastic)
            chief(model, s, elastic=elastic)
        else:
            _as_held(model, s, over)
    for p, person in enumerate(problem.people):
        mine = [var for here in model.duties[p].values() for _, var in here]
        model.engaged.append(model.cp.new_bool_var(f"{person.id} is engaged"))
        model.cp.add_max_equality(model.engaged[p], [*mine, model.cp.new_constant(0)])
        _limits(model, p, held)
    if one_of:
        model.cp.add_exactly_one(
            engaged
            for person, engaged in zip(problem.people, model.engaged, strict=True)
            if person.id in one_of
        )
    if before is not None:
        model.aims[Aim.CHANGES] = changes(model, before, held)
    put_aims(model)
    return model


def _post(model: Model, s: int, languages: Post, size: int | None, *, elastic: bool) -> None:
    """So many people at a post; any number where the meeting is over."""
    sitting = model.problem.sittings[s]
    here: list[cp_model.LinearExprT] = []
    for p, person in enumerate(model.problem.people):
        # whoever was there in a meeting that is over was there
        if can_serve(person, languages) and (size is None or not person.absent(sitting)):
            var = model.cp.new_bool_var(f"{person.id} in {'-'.join(languages)} at {sitting.id}")
            model.serves[p, s, languages] = var
            here.append(var)
    if size is None:
        return
    if elastic:
        empty = model.cp.new_int_var(0, size, f"empty {'-'.join(languages)} at {sitting.id}")
        model.lacking[s, "people", languages] = empty
        here.append(empty)
    model.cp.add(sum(here) == size)


def _as_held(model: Model, s: int, duties: frozenset[Duty]) -> None:
    people = model.problem.people
    served = {(duty.person, duty.languages) for duty in duties}
    for (p, sitting, languages), var in model.serves.items():
        if sitting == s:
            model.cp.add(var == ((people[p].id, languages) in served))


def _limits(model: Model, p: int, held: Mapping[str, frozenset[Duty]]) -> None:
    """One post at a time; so many meetings a day and a week; rest after an evening.

    What is over is counted, and not judged: only what is still to come can be kept within limits.
    """
    problem, rules, sittings = model.problem, model.problem.rules, model.problem.sittings
    over = {
        sitting
        for sitting, duties in held.items()
        if any(duty.person == problem.people[p].id for duty in duties)
    }

    def at_most(most: int, chosen: Iterable[int]) -> None:
        group = list(chosen)
        left = max(0, most - sum(sittings[s].id in over for s in group))
        terms = [
            var
            for s in group
            if sittings[s].id not in held
            for _, var in model.duties[p].get(s, ())
        ]
        if len(terms) > left:
            # times `engaged`: the same, and it tells the relaxation how many people are needed
            model.cp.add(sum(terms) <= left * model.engaged[p])

    for s, sitting in enumerate(sittings):
        # of the meetings that are on as this one begins, and the evenings that one still rests from
        at_most(1, (o for o, one in enumerate(sittings) if one.start <= sitting.start < one.end))
        for o, other in enumerate(sittings):
            rested = other.end <= sitting.start < other.end + rules.rest
            if rules.evening(other) and rested:
                at_most(1, (o, s))
    for _, day in groupby(range(len(sittings)), lambda s: sittings[s].date):
        at_most(rules.meetings_per_day, day)
    for _, week in groupby(range(len(sittings)), lambda s: sittings[s].week):
        at_most(rules.meetings_per_week, week)
