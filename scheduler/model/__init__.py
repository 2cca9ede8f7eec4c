"""The constraint model of a session (CP-SAT).

One boolean per piece of business and period, with its minutes; one per possible meeting and
period; and, for every order, what has begun and what is finished by each period. Teams and rooms
are counted, not named: `scheduler.arrange` names the rooms afterwards.

Every constraint stands for a requirement of `scheduler.requirements`, by its key. A model built
with `explaining` gives each key a literal that switches it, for `scheduler.explain`.
"""

from scheduler.model import business, meetings, relations
from scheduler.model.base import Group, Model
from scheduler.model.objective import Objective, minimize
from scheduler.problem import Problem

__all__ = ["Group", "Model", "Objective", "build"]


def build(problem: Problem, *, explaining: bool = False) -> tuple[Model, Objective]:
    """Build the model of a problem and what it minimizes.

    With `explaining` the requirements are switchable and nothing is minimized.
    """
    model = Model(problem, explaining=explaining)
    business.add(model)
    meetings.add(model)
    relations.add(model)
    return model, minimize(model, active=not explaining)
