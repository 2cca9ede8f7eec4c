"""Processes that search beside this one. Each has the problem once; jobs and answers are small.

A search of HiGHS cannot be interrupted, only ended with its process, which takes no time: so does
the end of a crew. A worker whose crew is gone ends itself.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Protocol

from scheduler.calendars.occupancy import Grid
from scheduler.calendars.problem import CalendarProblem

MOST_LOST = 3


class Job(Protocol):
    """Something to be done for a problem, elsewhere."""

    def run(self, grid: Grid) -> Any:
        """Do it."""


class CrewFault(RuntimeError):
    """A job failed, or workers were lost again and again: ours to mend."""


class Crew:
    """So many workers. ``with Crew(problem, 2) as crew:`` ends them on every way out.

    One starts at once, the others as soon as it has: to start takes a second of a processor, which
    is better left to what this process does meanwhile.
    """

    def __init__(self, problem: CalendarProblem, size: int) -> None:
        self._problem = problem
        self._size = size
        self._workers: dict[Connection, BaseProcess] = {}
        self._jobs: dict[Connection, Job | None] = {}  # None: still starting
        self._lost = 0

    def __enter__(self) -> Crew:
        self._hire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._workers.values():
            worker.kill()
        for ours, worker in self._workers.items():
            worker.join()
            worker.close()
            ours.close()
        self._workers.clear()

    @property
    def idle(self) -> int:
        """Workers that have started and have no job."""
        return len(self._workers) - len(self._jobs)

    @property
    def busy(self) -> bool:
        """Whether any worker has a job."""
        return any(job is not None for job in self._jobs.values())

    def give(self, job: Job) -> None:
        """Give a job to a worker that has none."""
        ours = next(one for one in self._workers if one not in self._jobs)
        self._jobs[ours] = job
        # one that was killed while it waited is found to be gone with the next answers
        with suppress(OSError):
            ours.send(job)

    def answers(self, seconds: float) -> Iterator[tuple[Job, Any]]:
        """Jobs that are done, with their answers: those of now, or of the next `seconds`.

        The answer is None where a worker was lost.
        """
        for ours in wait(list(self._jobs), seconds):
            assert isinstance(ours, Connection)
            job = self._jobs.pop(ours)
            try:
                answer, fault = ours.recv()
                if job is None:
                    ours.send(self._problem)
                    self._fill()
            except (EOFError, OSError):
                self._replace(ours)
                answer, fault = None, None
            if fault is not None:
                raise CrewFault(fault)
            if job is not None:
                yield job, answer

    def _hire(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        worker = context.Process(target=_work, args=(theirs,), daemon=True)
        # Ctrl-C is for the command: what is started here never hears it
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            worker.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        self._workers[ours] = worker
        self._jobs[ours] = None

    def _fill(self) -> None:
        while len(self._workers) < self._size:
            self._hire()

    def _replace(self, ours: Connection) -> None:
        worker = self._workers.pop(ours)
        worker.kill()
        worker.join()
        ours.close()
        self._lost += 1
        if self._lost > MOST_LOST:
            raise CrewFault(f"{self._lost} workers were lost, the last with {worker.exitcode}")
        self._hire()


def _work(crew: Connection) -> None:
    """Do the jobs of a crew until it is gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # HiGHS now and then prints what it does
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    crew.send((None, None))
    grid = Grid(crew.recv())
    while True:
        try:
            job = crew.recv()
        except EOFError:
            return
        try:
            answer, fault = job.run(grid), None
        except Exception as error:  # noqa: BLE001 (raised again by the crew)
            answer, fault = None, f"{type(error).__name__}: {error}"
        crew.send((answer, fault))
        _give_back()


def _give_back() -> None:
    """Let the system have what a search took: the C library of Linux keeps most of it."""
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
