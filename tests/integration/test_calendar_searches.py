"""Calendars in the record, and searches for them as jobs."""

from __future__ import annotations

import os
import signal
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

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
from services import calendar_jobs, calendar_searches, calendar_steps, calendars
from services.calendar_jobs import run_job
from services.calendar_rounds import prove
from services.calendar_searches import Search
from services.errors import BadRequest, Forbidden, NotFound, RuleBroken
from services.transactions import now
from tests.integration.calendar_searches import (
    SMALL,
    OneProblem,
    asked,
    calendar,
    done_alone,
    easy,
    easy_hand,
    hand,
    jobs,
    seen,
    starts_of,
)
from tests.integration.workers import LONG, wait_until
from tests.record import READER, SECRETARIAT, counts

__all__ = ["calendar", "easy", "easy_hand", "hand"]  # fixtures


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


def test_a_large_year_is_proven_once_few_starts_are_open(record, sessions, easy_hand, monkeypatch):
    monkeypatch.setattr(calendar_jobs, "small", lambda _problem: False)
    data = instance(6, 100, seed=5)  # the relaxation proves less than what can be had
    calendar = calendars.import_calendar(record, SECRETARIAT, "large", data).calendar
    search_id, todo = asked(record, calendar, most_rounds=None)
    done_alone(sessions, todo, easy_hand)
    search = seen(sessions, search_id)
    assert (search.status, search.proven) == (RunStatus.FINISHED, True)
    assert len(jobs(sessions, CalendarJob.kind == JobKind.EXACT)) == 1


def test_what_is_known_of_a_plan_leaves_out_no_start_of_a_better_one(record, calendar):
    search_id, todo = asked(record, calendar)
    search, job = record.get_one(CalendarSearch, search_id), record.get_one(CalendarJob, todo[0])
    rows = [[0.0] * len(block.starts) for block in calendars.problem_of(search.edition).blocks]
    search.starts, search.objective = [None] * len(rows), 20
    search.bound = 19  # of the plan that it began with; the relaxation proves less
    job.kind, job.status = JobKind.BOUND, JobStatus.DONE
    job.result = {"bound": 17, "dearer": rows}
    record.flush()
    found = calendar_steps.provable(record, search)
    assert found is not None
    assert found[1] == 4


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


def test_a_bound_that_the_plan_is_below_proves_nothing(record, sessions, calendar, hand):
    search_id, todo = asked(record, calendar)
    run_job(sessions, todo.pop(), enqueue=todo.append, hand=hand)  # the first plan
    search = record.get_one(CalendarSearch, search_id)
    prove(search, search.objective + 1)
    assert (search.bound, search.plan.bound, search.proven) == (None, None, False)
    prove(search, search.objective - 1)
    prove(search, search.objective + 1)
    assert (search.bound, search.plan.bound, search.proven) == (
        search.objective - 1,
        search.objective - 1,
        False,
    )


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


def test_a_worker_hears_of_a_cancellation_and_leaves_its_job(record, sessions, calendar):
    search_id, todo = asked(record, calendar)
    hand = OneProblem()
    crew = hand._crew_for("small", calendars.problem_of(calendars.edition_of(record, calendar)))
    for process in crew._workers.values():  # which does not come to an end by itself
        os.kill(process.pid, signal.SIGSTOP)
    record.rollback()
    given = {"enqueue": todo.append, "hand": hand, "pulse_seconds": 0.05}
    worker = threading.Thread(target=run_job, args=(sessions, todo.pop()), kwargs=given)
    worker.start()
    wait_until(lambda: jobs(sessions, CalendarJob.status == JobStatus.RUNNING), bool)
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
