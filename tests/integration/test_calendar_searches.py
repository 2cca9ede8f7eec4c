"""Calendars in the record, and searches for them as jobs that any number of workers take."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import undefer

from bench.calendars import instance
from models.audit import AuditRecord
from models.calendars import (
    CalendarEdition,
    CalendarJob,
    CalendarPlan,
    CalendarSearch,
    JobKind,
    JobStatus,
)
from models.runs import RunStatus
from scheduler.calendars.checker import check_calendar
from scheduler.calendars.crew import CrewFault
from scheduler.calendars.problem import points
from services import calendar_searches, calendars
from services.calendar_hand import Hand
from services.calendar_jobs import run_job
from services.calendar_reaper import reap_jobs
from services.calendar_searches import Search
from services.errors import BadRequest, Forbidden, NotFound, RuleBroken
from services.queue import Queue
from services.transactions import now
from tests.record import READER, SECRETARIAT, counts

ROOT = Path(__file__).parents[2]
LONG = 120.0  # seconds after which something has gone wrong
EASY = instance(12, 300)  # proven as soon as there is a bound
SMALL = {**EASY, "teams": 3, "caps": [1, 3, 4, 5]}  # not all of it can be held


@pytest.fixture
def calendar(record):
    return calendars.import_calendar(record, SECRETARIAT, "year", SMALL).calendar


class OneProblem(Hand):
    """A process that outlives a test: what is asked for is the same in all."""

    def do(self, _stamp, *given):
        return super().do("small", *given)


@pytest.fixture(scope="module")
def hand():
    hand = OneProblem()
    yield hand
    hand.rest()


@pytest.fixture
def easy(record):
    return calendars.import_calendar(record, SECRETARIAT, "easy", EASY).calendar


@pytest.fixture
def easy_hand():
    hand = Hand()
    yield hand
    hand.rest()


def asked(record, calendar, **given):
    told: list[int] = []
    how = Search(**{"enqueue": told.append, "time_limit": LONG, "most_rounds": 2} | given)
    search = calendar_searches.ask_search(record, SECRETARIAT, calendar, how)
    return search.id, told


def seen(sessions, search_id):
    with sessions() as db:
        return db.get_one(CalendarSearch, search_id)


def jobs(sessions, *conditions):
    with sessions() as db:
        return db.scalars(select(CalendarJob).where(*conditions).order_by(CalendarJob.id)).all()


def done_alone(sessions, todo, hand, **given):
    """Do what is to be done, one after another; returns how many jobs that were."""
    count = 0
    while todo:
        run_job(sessions, todo.pop(0), enqueue=todo.append, hand=hand, **given)
        count += 1
    return count


def starts_of(sessions):
    """The plans there are, from the first version on."""
    with sessions() as db:
        query = select(CalendarPlan).order_by(CalendarPlan.number)
        return [one.starts for one in db.scalars(query.options(undefer(CalendarPlan.starts)))]


def wait_for(sessions, search_id):
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        search = seen(sessions, search_id)
        if not search.active:
            return search
        time.sleep(0.02)
    raise AssertionError(f"search {search_id} is {search.status} after {LONG} s")


def test_a_file_becomes_an_edition_and_the_same_once_more_changes_nothing(record, sessions):
    first = calendars.import_calendar(record, SECRETARIAT, "year", SMALL)
    again = calendars.import_calendar(record, SECRETARIAT, "year", SMALL)
    other = calendars.import_calendar(record, SECRETARIAT, "year", {**SMALL, "teams": 5})
    assert (first.number, again.id, other.number) == (1, first.id, 2)
    assert calendars.problem_of(calendars.edition_of(record, first.calendar)).teams == 5
    assert [one.slug for one in calendars.calendars(record, SECRETARIAT)] == ["year"]


def test_mistakes_in_a_file_are_named_and_nothing_is_stored(record):
    before = counts(record)
    with pytest.raises(BadRequest) as refused:
        calendars.import_calendar(record, SECRETARIAT, "year", {**SMALL, "teams": -1})
    assert set(refused.value.fields) == {"teams"}
    assert counts(record) == before


def test_who_may_see_import_and_search(record, calendar):
    for refused in (
        lambda: calendars.calendars(record, READER),
        lambda: calendars.import_calendar(record, READER, "year", SMALL),
        lambda: calendar_searches.ask_search(record, READER, calendar, Search(enqueue=print)),
    ):
        with pytest.raises(Forbidden):
            refused()


@pytest.mark.parametrize("seconds", [0, -1, 24 * 3600 + 1])
def test_the_time_has_bounds(record, calendar, seconds):
    with pytest.raises(BadRequest) as refused:
        asked(record, calendar, time_limit=seconds)
    assert set(refused.value.fields) == {"time_limit"}


def test_a_search_becomes_a_version_that_gets_better_and_is_proven(
    record, sessions, easy, easy_hand
):
    search_id, todo = asked(record, easy, most_rounds=None)
    done_alone(sessions, todo, easy_hand)
    search = seen(sessions, search_id)
    record.rollback()
    plan = calendars.plan_version(record, SECRETARIAT, easy)
    problem = calendars.problem_of(plan.edition)
    assert (search.status, search.plan_id, plan.number) == (RunStatus.FINISHED, plan.id, 1)
    assert check_calendar(problem, calendars.plan_of(plan)) == ()
    assert points(problem, calendars.plan_of(plan)) == plan.objective == search.objective
    assert search.objective < search.begun
    assert plan.bound == plan.objective
    assert plan.row_version > 1
    told = record.scalars(select(AuditRecord).order_by(AuditRecord.id.desc())).first()
    assert (told.actor, told.subject) == ("solver", f"calendar/easy/search/{search_id}")
    assert (told.details["plan"], told.details["objective"]) == (1, plan.objective)
    with pytest.raises(RuleBroken, match="proven"):
        asked(record, easy)


def test_another_search_goes_on_from_the_last_version_which_then_never_changes(
    record, sessions, calendar, hand
):
    search_id, todo = asked(record, calendar)
    run_job(sessions, todo.pop(), enqueue=todo.append, hand=hand)  # the first plan, and no round
    calendar_searches.cancel(record, SECRETARIAT, record.get_one(CalendarSearch, search_id))
    first = calendars.plan_version(record, SECRETARIAT, calendar).objective
    _search_id, todo = asked(record, calendar)
    done_alone(sessions, todo, hand)
    record.rollback()
    versions = calendars.plans(record, SECRETARIAT, calendar)
    assert [(one.number, one.based_on_id) for one in versions] == [(2, versions[1].id), (1, None)]
    assert versions[0].objective < versions[1].objective == first
    with pytest.raises(DatabaseError, match="later one is not changed"):
        record.execute(update(CalendarPlan).values(objective=0))
    record.rollback()
    with pytest.raises(DatabaseError, match="make another edition"):
        record.execute(update(CalendarEdition).values(asked={}))


def test_a_search_that_finds_nothing_better_makes_no_version(record, sessions, easy, easy_hand):
    """It may well find a proof, which is then one of the version that it began with."""
    _search_id, todo = asked(record, easy)
    done_alone(sessions, todo, easy_hand)
    record.execute(update(CalendarPlan).values(bound=None))  # as if nobody had proven it
    record.commit()
    search_id, todo = asked(record, easy)
    done_alone(sessions, todo, easy_hand)
    search = seen(sessions, search_id)
    assert (search.status, search.plan_id) == (RunStatus.FINISHED, None)
    record.rollback()
    (version,) = calendars.plans(record, SECRETARIAT, easy)
    record.refresh(version)
    assert version.proven


def test_one_search_at_a_time_and_no_other_edition_meanwhile(record, calendar):
    asked(record, calendar)
    before = counts(record)
    with pytest.raises(RuleBroken, match="under way"):
        asked(record, calendar)
    with pytest.raises(RuleBroken, match="under way"):
        calendars.import_calendar(record, SECRETARIAT, "year", {**SMALL, "teams": 5})
    assert counts(record) == before


def test_a_search_that_waits_is_cancelled_and_nobody_begins_it(record, sessions, calendar, hand):
    search_id, todo = asked(record, calendar)
    calendar_searches.cancel(record, SECRETARIAT, record.get_one(CalendarSearch, search_id))
    done_alone(sessions, todo, hand)
    search = seen(sessions, search_id)
    assert (search.status, search.plan_id, search.started_at) == (RunStatus.CANCELLED, None, None)
    assert [job.status for job in jobs(sessions)] == [JobStatus.DROPPED]


def test_cancelled_in_a_round_it_keeps_what_the_windows_have_found(
    record, sessions, calendar, hand
):
    search_id, todo = asked(record, calendar)
    for place in (0, 0, 0, -1):  # the first plan, the guide, the round, the last of its windows
        run_job(sessions, todo.pop(place), enqueue=todo.append, hand=hand)
    first = seen(sessions, search_id).objective
    calendar_searches.cancel(record, SECRETARIAT, record.get_one(CalendarSearch, search_id))
    plan = calendars.plan_version(record, SECRETARIAT, calendar)
    problem = calendars.problem_of(plan.edition)
    assert plan.objective < first
    assert check_calendar(problem, calendars.plan_of(plan)) == ()
    assert done_alone(sessions, todo, hand) == len(jobs(sessions)) - 4
    assert seen(sessions, search_id).status is RunStatus.CANCELLED


def test_a_worker_hears_of_a_cancellation_and_leaves_its_job(record, sessions, calendar, hand):
    search_id, todo = asked(record, calendar)
    given = {"enqueue": todo.append, "hand": hand, "pulse_seconds": 0.05}
    worker = threading.Thread(target=run_job, args=(sessions, todo.pop()), kwargs=given)
    worker.start()
    while not jobs(sessions, CalendarJob.status == JobStatus.RUNNING):
        time.sleep(0.005)
    calendar_searches.cancel(record, SECRETARIAT, record.get_one(CalendarSearch, search_id))
    worker.join(LONG)
    assert (worker.is_alive(), todo) == (False, [])
    assert [job.status for job in jobs(sessions)] == [JobStatus.DROPPED]
    assert starts_of(sessions) == []


def test_when_the_time_is_over_the_search_ends_with_what_there_is(record, sessions, calendar, hand):
    search_id, todo = asked(record, calendar)
    for _ in range(4):
        run_job(sessions, todo.pop(0), enqueue=todo.append, hand=hand)
    record.execute(update(CalendarSearch).values(started_at=now() - timedelta(hours=1)))
    record.commit()
    done_alone(sessions, todo, hand)
    search = seen(sessions, search_id)
    assert (search.status, search.rounds, search.windows) == (RunStatus.FINISHED, 1, 1)
    assert {job.status for job in jobs(sessions)} == {JobStatus.DONE, JobStatus.DROPPED}


def silent(record, job_id, **values):
    """Make it look as if the worker of a job had gone silent a minute ago."""
    ago = now() - timedelta(minutes=1)
    given = {"status": JobStatus.RUNNING, "heartbeat_at": ago, "attempts": 1}
    record.execute(update(CalendarJob).where(CalendarJob.id == job_id).values(**given | values))
    record.commit()


def test_a_job_whose_worker_is_silent_is_brought_back(record, sessions, calendar, hand):
    _search_id, todo = asked(record, calendar)
    silent(record, todo[0])
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
    silent(record, todo[0], status=JobStatus.QUEUED, attempts=0)
    assert reap_jobs(sessions, [].append) == []
    assert reap_jobs(sessions, [].append, waiting_seconds=30) == todo


def test_a_search_whose_plan_is_lost_three_times_fails(record, sessions, calendar):
    search_id, todo = asked(record, calendar)
    silent(record, todo[0], attempts=3)
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
    silent(record, lost, attempts=3)
    assert len(reap_jobs(sessions, todo.append)) == 1
    done_alone(sessions, todo, hand)
    search = seen(sessions, search_id)
    assert (search.status, search.windows) == (RunStatus.FINISHED, 5)
    assert search.objective < search.begun


def test_a_bound_that_is_lost_three_times_is_done_without(record, sessions, calendar, hand):
    search_id, todo = asked(record, calendar, most_rounds=1)
    run_job(sessions, todo.pop(), enqueue=todo.append, hand=hand)
    silent(record, todo.pop(), attempts=3)
    reap_jobs(sessions, todo.append)
    done_alone(sessions, todo, hand)
    search = seen(sessions, search_id)
    assert (search.status, search.bound) == (RunStatus.FINISHED, None)
    assert search.objective < search.begun
    assert {job.window["near"] for job in jobs(sessions, CalendarJob.kind == JobKind.WINDOW)} == {
        None
    }


def test_our_mistakes_are_logged_and_end_the_search(record, sessions, calendar, hand, caplog):
    """The row is one that no service writes: a window that begins with a word."""
    search_id, todo = asked(record, calendar)
    for _ in range(3):
        run_job(sessions, todo.pop(0), enqueue=todo.append, hand=hand)
    wrong = {"first": "Monday", "end": 3, "tried": [], "near": None}
    record.execute(update(CalendarJob).where(CalendarJob.id == todo[0]).values(window=wrong))
    record.commit()
    with pytest.raises(CrewFault, match="TypeError"):
        run_job(sessions, todo[0], enqueue=print, hand=hand)
    search = seen(sessions, search_id)
    assert (search.status, str(calendar_searches.message_of(search))) == (
        RunStatus.FAILED,
        f"This is our mistake; the log names search {search_id}.",
    )
    assert "failed in attempt 1" in caplog.text


def test_what_is_not_there_is_not_found(record, calendar):
    for missing in (
        lambda: calendars.calendar_by_slug(record, SECRETARIAT, "none"),
        lambda: calendars.calendar_by_slug(record, SECRETARIAT, "a\0"),
        lambda: calendars.plan_version(record, SECRETARIAT, calendar, 1),
        lambda: calendar_searches.search(record, SECRETARIAT, calendar, 1),
    ):
        with pytest.raises(NotFound):
            missing()


WORKER = """
import sys
from models.database import make_engine, session_factory
from services.queue import Queue
def work():
    database, queue = sys.argv[1:]
    sessions = session_factory(make_engine(database))
    Queue(queue).worker(sessions, pulse_seconds=0.05, silent_seconds=60.0).run()
if __name__ == "__main__":
    work()
"""


@pytest.fixture
def queue_url(engine, tmp_path):
    if engine.dialect.name == "sqlite":
        return f"sqlite:///{tmp_path / 'queue.sqlite3'}"
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture
def queue(queue_url):
    queue = Queue(queue_url)
    queue.huey.flush()
    yield queue
    queue.close()


@pytest.fixture
def worker(engine, queue_url):
    """Starts workers as processes, and ends those that are left."""
    started = []

    def start():
        database = engine.url.render_as_string(hide_password=False)
        command = [sys.executable, "-c", WORKER, database, queue_url]
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def alone(record, sessions, calendar, hand):
    """The plan that one worker finds, which is then forgotten."""
    _search_id, todo = asked(record, calendar)
    done_alone(sessions, todo, hand)
    found = starts_of(sessions)
    for table in (CalendarJob, CalendarSearch, CalendarPlan):
        record.execute(table.__table__.delete())
    record.commit()
    return found


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


def caught_at_a_window(sessions, process):
    """Stop a worker while it plans a window; returns the id of that job."""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        process.send_signal(signal.SIGSTOP)
        of_windows = CalendarJob.kind == JobKind.WINDOW
        found = jobs(sessions, of_windows, CalendarJob.status == JobStatus.RUNNING)
        if found:
            return found[0].id
        process.send_signal(signal.SIGCONT)
        time.sleep(0.02)
    raise AssertionError("no window was begun")


@pytest.fixture
def begun(record, calendar, alone, queue):
    """A search that waits in the queue."""
    search_id, _told = asked(record, calendar, enqueue=queue.put_job)
    return search_id


def test_a_killed_worker_costs_an_attempt_and_no_more(record, sessions, begun, worker, alone):
    first = worker()
    job_id = caught_at_a_window(sessions, first)
    first.send_signal(signal.SIGKILL)
    first.wait()
    silent(record, job_id)
    worker()
    worker()
    search = wait_for(sessions, begun)
    assert (search.status, starts_of(sessions)) == (RunStatus.FINISHED, alone)
    assert [job.attempts for job in jobs(sessions, CalendarJob.id == job_id)] == [2]
