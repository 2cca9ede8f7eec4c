"""Whatever the engine does ends when it is cancelled, and gives what it has by then."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from ortools.sat.python import cp_model

from scheduler import search as searching
from scheduler.checker import check
from scheduler.explanation.explain import explain
from scheduler.limits import Stopped
from scheduler.model import build
from scheduler.preferences import by_rank, costs
from scheduler.problem import (
    Preference,
    Weight,
)
from scheduler.programme import Status
from scheduler.solve import Options, Progress, plan
from tests.unit.hostile import ALL, crowd, ended


class Cancelled:
    """Becomes true when it has been asked so many times, or at once when something happens."""

    def __init__(self, after: int | None = None) -> None:
        self.event = threading.Event()
        self._left = after

    def __call__(self) -> bool:
        if self._left is not None:
            self._left -= 1
            if self._left <= 0:
                self.event.set()
        return self.event.is_set()


@pytest.mark.parametrize("after", [1, 10, 1000])
def test_building_ends_when_it_is_cancelled(after: int) -> None:
    with pytest.raises(Stopped):
        ended(lambda: build(crowd(300, 40), stop=Cancelled(after)))
    outcome = ended(
        lambda: plan(crowd(300, 40), Options(time_limit=3600), cancelled=Cancelled(after))
    )
    assert outcome.status is Status.UNKNOWN


def test_taking_a_model_in_ends_when_it_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver is in the middle of its first work on a large model when it is told."""
    cancelled, original = Cancelled(), searching.solve

    def begun(*given: Any) -> cp_model.CpSolverStatus:
        cancelled.event.set()
        return original(*given)

    monkeypatch.setattr(searching, "solve", begun)
    outcome = ended(lambda: plan(crowd(300, 40), Options(time_limit=3600), cancelled=cancelled))
    assert outcome.status is Status.UNKNOWN


def test_a_search_ends_with_the_best_so_far_when_it_is_cancelled() -> None:
    given = crowd(40, 6, preferences={Preference.AGENDA_ORDER: Weight(weight=3)} | ALL)
    cancelled = Cancelled()

    def cancel(told: Progress) -> None:
        if told.objective is not None:
            cancelled.event.set()

    outcome = ended(
        lambda: plan(given, Options(time_limit=3600), progress=cancel, cancelled=cancelled)
    )
    assert outcome.programme is not None
    assert check(given, outcome.programme) == ()
    assert outcome.objective == sum(by_rank(costs(given, outcome.programme)))


@pytest.mark.parametrize("after", [1, 20, 400])
def test_an_explanation_ends_when_it_is_cancelled(after: int) -> None:
    given = crowd(400, 20)
    explanation = ended(lambda: explain(given, time_limit=3600, cancelled=Cancelled(after)))
    assert explanation.ways == ()
