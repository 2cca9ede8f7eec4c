"""The constraint model of a session (CP-SAT).

One boolean per piece of business and period, with its minutes; one per possible meeting and
period; and, for every order, what has begun and what is finished by each period. Teams and rooms
are counted, not named: `scheduler.arrange` names the rooms afterwards.

Every constraint stands for a requirement of `scheduler.requirements`, by its key. A model built
with `explaining` gives each key a literal that switches it, for `scheduler.explanation.explain`.
"""

from scheduler import limits
from scheduler.limits import Stop, never
from scheduler.model import business, meetings, never_worse, relations, whole
from scheduler.model.base import Group, Model
from scheduler.model.objective import minimize
from scheduler.model.size import least_size
from scheduler.problem import Problem

__all__ = ["Group", "Model", "build"]


def build(
    problem: Problem, *, explaining: bool = False, leaving_out: bool = False, stop: Stop = never
) -> Model:
    """Build the model of a problem, with its first rank of preferences to be minimized.

    With `explaining` the requirements are switchable and nothing is minimized; with `leaving_out`
    business may then have no part at all where its time is given up. Raises Stopped as soon as
    `stop` says so, and TooLarge.
    """
    if least_size(problem, explaining=explaining) > limits.MOST_IN_A_MODEL:
        raise limits.too_many()
    model = Model(problem, explaining=explaining, leaving_out=leaving_out, stop=stop)
    business.add(model)
    meetings.add(model)
    whole.add(model)
    relations.add(model)
    never_worse.add(model)
    if not explaining:
        model.points = minimize(model)
    return model
