"""What stands against a start of a block is what the search would hold against it."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.calendars.construction import construct
from scheduler.calendars.occupancy import Grid, Occupancy
from scheduler.calendars.reading import read_calendar_problem
from scheduler.reading import BadInput
from tests.unit.any_conferences import any_year
from web.year_reasons import Taken
from web.year_tables import Year


@settings(deadline=None, max_examples=60)
@given(any_year(), st.randoms(use_true_random=False))
def test_nothing_stands_against_just_those_starts_that_fit(data: dict[str, Any], some: Any) -> None:
    try:
        problem = read_calendar_problem(data)
    except BadInput:
        return
    grid = Grid(problem)
    plan = [None if some.random() < 0.3 else start for start in construct(grid)]
    for place, block in enumerate(problem.blocks):
        if block.parent is not None and plan[block.parent] is None:
            plan[place] = None
    taken = Taken(Year(problem, tuple(plan)))
    occupancy = Occupancy(grid, tuple(plan))
    for place, block in enumerate(problem.blocks):
        if plan[place] is None:
            found = [taken.against(place, start.slot) == "" for start in block.starts]
            assert found == occupancy.fits(place, parent_open=True).tolist()
