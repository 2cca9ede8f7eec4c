"""Jobs of a calendar whose worker is lost, and any number of workers at work."""

from __future__ import annotations

import signal

import pytest

from models.calendars import (
    CalendarJob,
    CalendarPlan,
    CalendarSearch,
    JobKind,
    JobStatus,
)
from models.runs import RunStatus
from services import calendar_searches
from services.calendar_jobs import run_job
from services.calendar_reaper import reap_jobs
from services.queue import Queue
from tests.integration.calendar_searches import (
    asked,
    calendar,
    done_alone,
    hand,
    jobs,
    seen,
    starts_of,
    wait_for,
)
from tests.integration.workers import queue, queue_url, silent, wait_until, worker

__all__ = ["calendar", "hand", "queue", "queue_url", "worker"]  # fixtures


def test_a_job_whose_worker_is_silent_is_brought_back(record, sessions, calendar, hand):
    _search_id, todo = asked(record, calendar)
    silent(record, CalendarJob, todo[0])
    told: list[int] = []
    assert reap_jobs(sessions, told.append) == told == todo
    assert reap_jobs(sessions, told.append) == []
    run_job(sessions, told[0], enqueue=[].append, hand=hand)
    assert [(job.kind, job.attempts) for job in jobs(sessions)] == [
        (JobKind.FIRST, 2),
        (JobKind.BOUND, 0),
    ]


def test_a_lost_message_is_sent_again(record, sessions, calendar):
    _search_id, todo = asked(record, calendar)
    silent(record, CalendarJob, todo[0], status=JobStatus.QUEUED, attempts=0)
    assert reap_jobs(sessions, [].append) == []
    assert reap_jobs(sessions, [].append, waiting_seconds=30) == todo


def test_a_search_whose_plan_is_lost_three_times_fails(record, sessions, calendar):
    search_id, todo = asked(record, calendar)
    silent(record, CalendarJob, todo[0], attempts=3)
    assert reap_jobs(sessions, print) == []
    search = seen(sessions, search_id)
    assert (search.status, str(calendar_searches.message_of(search))) == (
        RunStatus.FAILED,
        "Its workers stopped without a word 3 times.",
    )


def test_a_window_that_is_lost_three_times_stays_as_it_was(record, sessions, calendar, hand):
    search_id, todo = asked(record, calendar, most_rounds=1)
    for _ in range(3):
        run_job(sessions, todo.pop(0), enqueue=todo.append, hand=hand)
    lost = todo.pop()
    done_alone(sessions, todo, hand)
    silent(record, CalendarJob, lost, attempts=3)
    assert len(reap_jobs(sessions, todo.append)) == 1
    done_alone(sessions, todo, hand)
    search = seen(sessions, search_id)
    assert (search.status, search.windows) == (RunStatus.FINISHED, 5)
    assert search.objective < search.begun


def test_a_bound_that_is_lost_three_times_is_done_without(record, sessions, calendar, hand):
    search_id, todo = asked(record, calendar, most_rounds=1)
    run_job(sessions, todo.pop(), enqueue=todo.append, hand=hand)
    silent(record, CalendarJob, todo.pop(), attempts=3)
    reap_jobs(sessions, todo.append)
    done_alone(sessions, todo, hand)
    search = seen(sessions, search_id)
    assert (search.status, search.bound) == (RunStatus.FINISHED, None)
    assert search.objective < search.begun
    assert {job.window["near"] for job in jobs(sessions, CalendarJob.kind == JobKind.WINDOW)} == {
        None
    }


@pytest.fixture(scope="module")
def plans():
    """The plan that one worker finds, once it has been found: on any database the same."""
    return []


@pytest.fixture
def alone(record, sessions, calendar, hand, plans):
    """The plan that one worker finds; that search is then forgotten."""
    if not plans:
        _search_id, todo = asked(record, calendar)
        done_alone(sessions, todo, hand)
        plans.append(starts_of(sessions))
        forget(record)
    return plans[0]


def forget(record):
    """Let there have been no search."""
    record.rollback()
    for table in (CalendarJob, CalendarSearch, CalendarPlan):
        record.execute(table.__table__.delete())
    record.commit()


@pytest.fixture
def three_workers(sessions, queue_url):
    """Workers in threads of this process, each with a process of its own to search in."""
    queues = [Queue(queue_url) for _ in range(3)]
    workers = [one.worker(sessions, pulse_seconds=0.05) for one in queues]
    for one in workers:
        one.start()
    yield
    for one, opened in zip(workers, queues, strict=True):
        one.stop()
        opened.close()


@pytest.mark.usefixtures("three_workers")
def test_three_workers_find_the_plan_that_one_finds(record, sessions, calendar, alone, queue):
    search_id, _told = asked(record, calendar, enqueue=queue.put_job)
    search = wait_for(sessions, search_id)
    assert (search.status, starts_of(sessions)) == (RunStatus.FINISHED, alone)


def caught_at_a_window(sessions, process, ask):
    """Stop a worker while it plans a window; returns the ids of the search and of that job.

    It may have planned all of them before we look: then another search is asked for.
    """
    of_windows = CalendarJob.kind == JobKind.WINDOW
    begun = [ask()]

    def stopped():
        process.send_signal(signal.SIGSTOP)
        found = jobs(sessions, of_windows, CalendarJob.status == JobStatus.RUNNING)
        if not found:
            process.send_signal(signal.SIGCONT)
            if not seen(sessions, begun[-1]).active:
                begun.append(ask())
        return found

    job_id = wait_until(stopped, bool)[0].id
    return begun[-1], job_id


@pytest.fixture
def ask(record, calendar, alone, queue):
    """Ask for the first search of all, which then waits in the queue."""

    def ask():
        forget(record)
        return asked(record, calendar, enqueue=queue.put_job)[0]

    return ask


def test_a_killed_worker_costs_an_attempt_and_no_more(record, sessions, ask, worker, alone):
    first = worker()
    begun, job_id = caught_at_a_window(sessions, first, ask)
    first.send_signal(signal.SIGKILL)
    first.wait()
    silent(record, CalendarJob, job_id)
    worker()
    worker()
    search = wait_for(sessions, begun)
    assert (search.status, starts_of(sessions)) == (RunStatus.FINISHED, alone)
    assert [job.attempts for job in jobs(sessions, CalendarJob.id == job_id)] == [2]
