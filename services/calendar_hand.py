"""The process in which a worker does the jobs of calendars.

A search of HiGHS ends only with its process: so a job that is cancelled ends with that, at once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from scheduler.calendars.crew import Crew, Job
from scheduler.calendars.problem import CalendarProblem


class Stopped(Exception):
    """The job was cancelled, or given to another worker."""


class Lost(Exception):
    """The process was lost, killed from outside or for want of memory."""


class Hand:
    """One process, kept for the jobs of an edition, until another is worked on, or `rest`."""

    def __init__(self) -> None:
        self._crew: Crew | None = None
        self._stamp = ""
        self._used = 0.0
        self._busy = threading.Lock()

    def do(
        self,
        stamp: str,
        problem: CalendarProblem,
        job: Job,
        alive: Callable[[], bool],
        pulse_seconds: float,
    ) -> Any:
        """The answer to a job. `alive` is asked at each pulse. Raises Stopped, Lost."""
        with self._busy:
            try:
                return self._answer(self._crew_for(stamp, problem), job, alive, pulse_seconds)
            except BaseException:
                self._end()
                raise
            finally:
                self._used = time.monotonic()

    def rest(self, idle_seconds: float = 0.0) -> None:
        """End the process, if it has had nothing to do for so long."""
        if self._busy.acquire(blocking=False):
            try:
                if time.monotonic() - self._used >= idle_seconds:
                    self._end()
            finally:
                self._busy.release()

    def _answer(self, crew: Crew, job: Job, alive: Callable[[], bool], pulse_seconds: float) -> Any:
        given, beat = False, time.monotonic()
        while True:
            if not given and crew.idle:
                crew.give(job)
                given = True
            for _job, answer in crew.answers(min(0.1, pulse_seconds)):
                if answer is None:
                    raise Lost
                return answer
            if time.monotonic() - beat >= pulse_seconds:
                beat = time.monotonic()
                if not alive():
                    raise Stopped

    def _crew_for(self, stamp: str, problem: CalendarProblem) -> Crew:
        if self._crew is None or self._stamp != stamp:
            self._end()
            self._crew, self._stamp = Crew(problem, 1).__enter__(), stamp
        return self._crew

    def _end(self) -> None:
        if self._crew is not None:
            self._crew.__exit__(None, None, None)
            self._crew = None
