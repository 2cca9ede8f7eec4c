"""The processes that search: one that is killed costs a job at most, and nobody stays behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
from dataclasses import dataclass
from typing import Any

import pytest

from bench.calendars import instance
from scheduler.calendars.crew import MOST_LOST, Crew, CrewFault
from scheduler.calendars.occupancy import Grid
from scheduler.calendars.problem import CalendarProblem
from scheduler.calendars.reading import read_calendar_problem


@dataclass(frozen=True)
class Count:
    """How many blocks there are, and who counted."""

    def run(self, grid: Grid) -> Any:
        return len(grid.places), os.getpid()


@dataclass(frozen=True)
class Fail:
    def run(self, grid: Grid) -> Any:
        raise ValueError(len(grid.places))


@dataclass(frozen=True)
class Die:
    def run(self, _grid: Grid) -> Any:
        os.kill(os.getpid(), signal.SIGKILL)


def year() -> CalendarProblem:
    return read_calendar_problem(instance(weeks=2, meetings=10))


def answer(crew: Crew, job: Any) -> Any:
    while not crew.idle:
        assert list(crew.answers(60)) == []
    crew.give(job)
    while True:
        for asked, found in crew.answers(60):
            assert asked is job
            return found


def test_a_worker_that_was_killed_while_it_waited_costs_the_job_and_is_replaced() -> None:
    problem = year()
    with Crew(problem, 1) as crew:
        count, worker = answer(crew, Count())
        assert count == len(problem.blocks)
        os.kill(worker, signal.SIGKILL)
        os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)
        assert answer(crew, Count()) is None
        again, other = answer(crew, Count())
    assert (again, other != worker) == (count, True)
    assert multiprocessing.active_children() == []


def test_workers_that_are_lost_again_and_again_end_the_search_and_leave_nobody() -> None:
    with Crew(year(), 1) as crew:
        for _ in range(MOST_LOST):
            assert answer(crew, Die()) is None
        with pytest.raises(CrewFault, match="workers were lost"):
            answer(crew, Die())
    assert multiprocessing.active_children() == []


def test_what_fails_in_a_worker_is_said() -> None:
    problem = year()
    with Crew(problem, 2) as crew, pytest.raises(CrewFault, match=f"{len(problem.blocks)}"):
        answer(crew, Fail())
    assert multiprocessing.active_children() == []
