"""A first programme, found beside a search that comes to one late."""

import threading
import time

import pytest
from ortools.sat.python import cp_model

from scheduler.checker import check
from scheduler.limits import never
from scheduler.model import build
from scheduler.scout import Scout
from scheduler.search import RankedSearch, Way
from scheduler.solve import plan
from scheduler.watch import Watch
from tests.unit.problems import problem

NOTHING = 1e-9  # deterministic units, in which no search finds anything


def search(*ways):
    model = build(problem())
    return RankedSearch(
        model=model,
        ways=ways,
        workers=2,
        seed=1,
        deadline=time.monotonic() + 60,
        watch=Watch(time.monotonic(), None),
        cancelled=never,
    ).run()


def test_what_the_scout_finds_is_told_and_is_a_programme():
    model, told = build(problem()), []
    scout = Scout(model.cp, 1, told.append)
    assert scout.wait(never)
    assert told == [round(scout.solver.objective_value)]
    assert told[0] >= plan(problem()).objective


def test_who_cannot_wait_gets_nothing():
    over = threading.Event()
    scout = Scout(build(problem()).cp, 1, lambda _: over.wait())  # it has not ended before us
    assert not scout.wait(lambda: True)
    over.set()


def test_where_the_search_finds_nothing_the_programme_of_the_scout_is_kept():
    alone = Way(("objective_lb_search_max_lp",), NOTHING, alone=True)
    assert search(alone).programme is None
    found = search(Way(alone.subsolvers, NOTHING, alone=True, scouted=True))
    assert check(problem(), found.programme) == ()


def test_a_search_with_a_scout_proves_what_others_do():
    found = search(Way(("objective_lb_search_max_lp",), 60.0, alone=True, scouted=True))
    assert found.status == cp_model.OPTIMAL
    assert sum(found.points) == plan(problem()).objective


@pytest.mark.parametrize("seed", [1, 2])
def test_the_scout_finds_the_same_every_time(seed):
    points = []
    for _ in range(2):
        assert Scout(build(problem()).cp, seed, points.append).wait(never)
    assert points[0] == points[1]
