"""Searches whose worker is lost, or comes too late; and workers at work."""

from __future__ import annotations

import signal
from datetime import timedelta

import pytest

from models.runs import RunStatus, SolverRun
from scheduler.solve import plan
from services import programmes, runs, solving
from services.solving import run_solver
from services.transactions import now
from tests.integration.searches import a_long_search, asked, seen, wait_for
from tests.integration.workers import queue, queue_url, silent, worker
from tests.record import SECRETARIAT, a_session, counts

__all__ = ["queue", "queue_url", "worker"]  # fixtures


def test_a_run_whose_worker_is_silent_is_brought_back(record, sessions):
    run_id = asked(record, a_session(record))
    silent(record, SolverRun, run_id)
    told = []
    assert runs.reap(sessions, told.append) == told == [run_id]
    assert runs.reap(sessions, told.append) == []
    run_solver(sessions, run_id, workers=1)
    run = seen(sessions, run_id)
    assert (run.status, run.attempts) == (RunStatus.FINISHED, 2)


def test_a_worker_whose_clock_is_wrong_takes_no_run_for_silent(record, sessions, monkeypatch):
    """What counts is the clock of the database."""
    run_id = asked(record, a_session(record))
    solving._claim(sessions, run_id)
    monkeypatch.setattr(runs, "now", lambda: now() + timedelta(hours=1))
    assert runs.reap(sessions, print) == []
    assert seen(sessions, run_id).status is RunStatus.RUNNING


def test_a_run_that_loses_three_workers_fails(record, sessions):
    run_id = asked(record, a_session(record))
    silent(record, SolverRun, run_id, attempts=3)
    assert runs.reap(sessions, print) == []
    run = seen(sessions, run_id)
    assert (run.status, str(runs.message_of(run))) == (
        RunStatus.FAILED,
        "Its workers stopped without a word 3 times.",
    )


def test_a_silent_run_that_was_cancelled_ends(record, sessions):
    run_id = asked(record, a_session(record))
    silent(record, SolverRun, run_id, cancel_asked=True)
    assert runs.reap(sessions, print) == []
    assert seen(sessions, run_id).status is RunStatus.CANCELLED


def test_a_lost_message_is_sent_again(record, sessions):
    run_id = asked(record, a_session(record))
    silent(record, SolverRun, run_id, status=RunStatus.QUEUED, attempts=0)
    assert runs.reap(sessions, [].append) == []
    assert runs.reap(sessions, [].append, waiting_seconds=30) == [run_id]


def test_a_worker_that_wakes_too_late_stores_nothing(record, sessions):
    """Its run has been given to another, which has finished."""
    run_id = asked(record, a_session(record))
    first = solving._claim(sessions, run_id)
    silent(record, SolverRun, run_id)
    runs.reap(sessions, [].append)
    run_solver(sessions, run_id, workers=1)
    before = counts(record)["programme_version"]
    _kind, problem, options = solving._task(sessions, first, 1)
    solving._end(sessions, first, plan(problem, options))
    run = seen(sessions, run_id)
    assert (run.status, run.attempts) == (RunStatus.FINISHED, 2)
    assert counts(record)["programme_version"] == before == 1


def test_a_killed_worker_costs_an_attempt_but_not_the_programme(record, sessions, queue, worker):
    session = a_long_search(record)
    run_id = runs.propose(record, SECRETARIAT, session, enqueue=queue.put, time_limit=3600.0).id
    first = worker()
    wait_for(sessions, run_id, RunStatus.RUNNING)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert seen(sessions, run_id).status is RunStatus.RUNNING
    silent(record, SolverRun, run_id)
    a_session(record)  # what is asked for now is proven at once: the second ends by itself
    worker()
    run = wait_for(sessions, run_id, RunStatus.FINISHED, RunStatus.FAILED)
    assert (run.status, run.attempts) == (RunStatus.FINISHED, 2)
    record.rollback()
    assert (
        programmes.check_version(record, programmes.version(record, SECRETARIAT, session, 1)) == ()
    )


def test_a_worker_in_threads_works_and_stops(record, sessions, queue):
    session = a_session(record)
    run_id = runs.propose(record, SECRETARIAT, session, enqueue=queue.put).id
    worker = queue.worker(sessions, solver_workers=1)
    worker.start()
    try:
        run = wait_for(sessions, run_id, RunStatus.FINISHED, RunStatus.FAILED)
    finally:
        worker.stop()
    assert run.status is RunStatus.FINISHED


def test_a_process_that_is_no_worker_does_not_work(queue):
    with pytest.raises(RuntimeError, match="not a worker"):
        queue._work(1)
