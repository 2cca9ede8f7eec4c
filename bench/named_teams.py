"""The same session with every meeting given its teams of interpreters inside the model.

The engine counts teams, which are alike; this is what it would pay to name them. All other
constraints are the engine's own, so the two have the same best total.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ortools.sat.python import cp_model

import scheduler.model
from scheduler.limits import Stop, never
from scheduler.model import Model
from scheduler.problem import Problem

PLENTY = 1000  # teams enough that counting them asks nothing


def build(problem: Problem, *, stop: Stop = never) -> Model:
    """Build the model of a problem, as `scheduler.model.build` does, with teams named."""
    plenty = dataclasses.replace(problem.interpretation, teams=PLENTY, changes=())
    model = scheduler.model.build(dataclasses.replace(problem, interpretation=plenty), stop=stop)
    for groups in _booths(model):
        _name_teams(model, problem, groups)
    return model


def _booths(model: Model) -> Sequence[Sequence[int]]:
    """The groups interpreted into each language, each set of groups once."""
    sets = {
        tuple(g for g, group in enumerate(model.groups) if language in group.languages)
        for language in model.problem.interpretation.languages
    }
    return [groups for groups in sorted(sets) if groups]


def _name_teams(model: Model, problem: Problem, groups: Sequence[int]) -> None:
    """Each meeting has one of the teams; a team has its limits in a period, a day and a week."""
    days: dict[tuple[object, int], list[cp_model.IntVar]] = {}
    weeks: dict[tuple[object, int], list[cp_model.IntVar]] = {}
    for p, period in enumerate(problem.periods):
        serves = {
            (g, team): model.cp.new_bool_var(f"team {team} serves {g} in {p}")
            for g in groups
            for team in range(problem.teams_in(period))
        }
        for g in groups:
            one = sum(served for (group, _), served in serves.items() if group == g)
            model.cp.add(one == model.held[g][p])
        for team in range(problem.teams_in(period)):
            meetings = [served for (_, by), served in serves.items() if by == team]
            model.cp.add_at_most_one(meetings)
            days.setdefault((period.date, team), []).extend(meetings)
            weeks.setdefault((period.week, team), []).extend(meetings)
    interpretation = problem.interpretation
    for meetings in days.values():
        model.cp.add(sum(meetings) <= interpretation.meetings_per_team_day)
    for meetings in weeks.values():
        model.cp.add(sum(meetings) <= interpretation.meetings_per_team_week)
