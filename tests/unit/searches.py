"""Searches that do no more than a test asks of them."""

from __future__ import annotations

import threading

from scheduler.model.narrowing import Narrowing, Unlike
from scheduler.problem import Problem
from scheduler.programme import Outcome, Programme
from scheduler.solve import Options, Progress, plan

# Every programme differs from none at all. But where there is none, nothing is explained then,
# which takes far longer than to find that out.
UNEXPLAINED = Narrowing(unlike=(Unlike(programme=Programme(meetings=()), moved=0),))


def searched(problem: Problem) -> Outcome:
    """The best programme; where there is none, no explanation."""
    return plan(problem, narrowing=UNEXPLAINED)


def can_be_held(problem: Problem) -> bool:
    """Whether there is a programme: the first that is found ends the search."""
    found = threading.Event()

    def told(progress: Progress) -> None:
        if progress.objective is not None:
            found.set()

    options = Options(time_limit=3600)
    outcome = plan(problem, options, narrowing=UNEXPLAINED, progress=told, cancelled=found.is_set)
    return outcome.programme is not None
