"""Searches as jobs: asked for once at a time, followed, cancelled."""

from __future__ import annotations

import threading

import pytest

from models.runs import RunStatus, SolverRun
from procedure.permissions import Actor, Role
from procedure.programmes import VersionStatus
from scheduler.preferences import costs as costs_of
from scheduler.preferences import total
from scheduler.problem import Preference, Weight
from scheduler.solve import plan
from services import moves, programmes, runs, solving
from services.errors import BadRequest, Forbidden, RuleBroken
from services.requirements import problem_of
from services.solving import run_solver
from tests.integration.searches import a_long_search, asked, seen, wait_for
from tests.integration.workers import LONG, wait_until
from tests.record import READER, SECRETARIAT, a_draft, a_session, counts
from tests.unit import problems


def test_a_proposal_becomes_a_draft(record, sessions):
    session = a_session(record)
    run_id = asked(record, session, seed=7)
    assert seen(sessions, run_id).status is RunStatus.QUEUED
    run_solver(sessions, run_id, workers=1)
    run = seen(sessions, run_id)
    assert (run.status, run.attempts, run.asked_by) == (RunStatus.FINISHED, 1, "Secretary")
    record.rollback()
    found = programmes.version(record, SECRETARIAT, session, 1)
    assert (found.id, found.proof, found.made_by) == (run.result_id, "optimal", "Secretary")
    assert programmes.check_version(record, found) == ()
    costs = total(costs_of(problem_of(record, session), programmes.programme_of(found)))
    assert (found.objective, found.bound, run.objective) == (costs, costs, costs)


def test_a_run_is_done_once_however_often_it_is_announced(record, sessions):
    run_id = asked(record, a_session(record))
    for _ in range(2):
        run_solver(sessions, run_id, workers=1)
    assert seen(sessions, run_id).attempts == 1
    assert counts(record)["programme_version"] == 1


def placements(version):
    return {(i.business, m.date, m.slot) for m in version.meetings for i in m.items}


def test_pins_hold_and_the_rest_stays_close(record, sessions):
    weights = {Preference.CLOSENESS: Weight(weight=5)}
    session = a_session(record, problems.problem(preferences=weights))
    draft = a_draft(record, session)
    pinned = draft.meetings[2]
    moves.pin_meeting(record, SECRETARIAT, draft, pinned.id, expected_row_version=1)
    run_id = asked(record, session, based_on=draft)
    run_solver(sessions, run_id, workers=1)
    record.rollback()
    result = programmes.version(record, SECRETARIAT, session, 2)
    assert result.based_on_id == draft.id
    assert [(m.body, m.date, m.slot, m.pinned, m.uid) for m in result.meetings if m.pinned] == [
        ("wg", pinned.date, pinned.slot, True, pinned.uid)
    ]
    assert placements(result) == placements(draft)


def test_a_pin_that_is_possible_no_more_is_named(record):
    session = a_session(record)
    draft = a_draft(record, session)
    moves.pin_meeting(record, SECRETARIAT, draft, draft.meetings[2].id, expected_row_version=1)
    a_session(record, problems.problem(slots=(problems.slot("am", 10, 13),)))
    before = counts(record)
    with pytest.raises(BadRequest) as refused:
        asked(record, session, based_on=draft)
    assert set(refused.value.fields) == {"keep_pins"}
    assert counts(record) == before
    assert asked(record, session, based_on=draft, keep_pins=False) == 1


def test_why_there_is_no_programme_is_kept(record, sessions):
    long = problems.business("1", 100 * 60, may_split=True)
    run_id = asked(record, a_session(record, problems.problem(long)))
    run_solver(sessions, run_id, workers=1)
    run = seen(sessions, run_id)
    explanation = runs.explanation_of(run)
    assert (run.status, run.result_id) == (RunStatus.INFEASIBLE, None)
    assert "time.cop.plenary" in {requirement.key for requirement in explanation.clash}
    assert all(str(one.text) for one in (*explanation.clash, *explanation.relaxations))
    assert str(runs.message_of(run)) == "What is asked for cannot all be had."


def test_one_search_at_a_time(record, sessions):
    session = a_session(record)
    run_id = asked(record, session)
    before = counts(record)
    with pytest.raises(RuleBroken, match="under way"):
        asked(record, session)
    assert counts(record) == before
    run_solver(sessions, run_id, workers=1)
    assert asked(record, session) == run_id + 1


@pytest.mark.parametrize("seconds", [0, -1, 3601])
def test_the_time_has_bounds(record, seconds):
    session = a_session(record)
    with pytest.raises(BadRequest) as refused:
        asked(record, session, time_limit=seconds)
    assert set(refused.value.fields) == {"time_limit"}


def test_who_may_ask_and_cancel(record):
    session = a_session(record)
    with pytest.raises(Forbidden):
        runs.propose(record, READER, session, enqueue=print)
    bureau = Actor(name="Bureau", roles=frozenset({Role.BUREAU}))
    run = runs.propose(record, bureau, session, enqueue=[].append)
    with pytest.raises(Forbidden):
        runs.cancel(record, READER, run)
    assert runs.cancel(record, bureau, run).status is RunStatus.CANCELLED


def test_a_run_that_waits_is_cancelled_at_once(record, sessions):
    session = a_session(record)
    run_id = asked(record, session)
    runs.cancel(record, SECRETARIAT, record.get_one(SolverRun, run_id))
    run_solver(sessions, run_id, workers=1)
    run = seen(sessions, run_id)
    assert (run.status, run.attempts) == (RunStatus.CANCELLED, 0)
    with pytest.raises(RuleBroken, match="ended already"):
        runs.cancel(record, SECRETARIAT, record.get_one(SolverRun, run_id))


def test_a_search_is_cancelled_while_it_runs(record, sessions):
    run_id = asked(record, a_long_search(record), time_limit=3600.0)
    worker = threading.Thread(
        target=run_solver, args=(sessions, run_id), kwargs={"pulse_seconds": 0.05}
    )
    worker.start()
    wait_for(sessions, run_id, RunStatus.RUNNING)
    runs.cancel(record, SECRETARIAT, record.get_one(SolverRun, run_id))
    worker.join(LONG)
    run = seen(sessions, run_id)
    assert (worker.is_alive(), run.status) == (False, RunStatus.CANCELLED)
    assert counts(record)["programme_version"] == (run.result_id is not None)


def test_how_far_it_is_can_be_seen(record, sessions):
    run_id = asked(record, a_long_search(record), time_limit=3600.0)
    worker = threading.Thread(
        target=run_solver, args=(sessions, run_id), kwargs={"pulse_seconds": 0.05}
    )
    worker.start()
    run = wait_until(
        lambda: seen(sessions, run_id), lambda run: None not in (run.objective, run.bound)
    )
    first_beat = run.heartbeat_at
    wait_until(lambda: seen(sessions, run_id), lambda run: run.heartbeat_at != first_beat)
    runs.cancel(record, SECRETARIAT, record.get_one(SolverRun, run_id))
    worker.join(LONG)
    assert run.solutions >= 1
    assert run.bound <= run.objective
    assert seen(sessions, run_id).heartbeat_at > first_beat


def test_a_search_that_is_cancelled_keeps_the_best_so_far_as_a_draft(record, sessions):
    run_id = asked(record, a_long_search(record), time_limit=3600.0)
    worker = threading.Thread(
        target=run_solver, args=(sessions, run_id), kwargs={"pulse_seconds": 0.05}
    )
    worker.start()
    wait_until(lambda: seen(sessions, run_id), lambda run: run.objective is not None)
    runs.cancel(record, SECRETARIAT, record.get_one(SolverRun, run_id))
    worker.join(LONG)
    record.expire_all()
    run = record.get_one(SolverRun, run_id)
    assert run.status is RunStatus.CANCELLED
    assert (run.result.status, run.result.proof) == (VersionStatus.DRAFT, "feasible")
    assert run.result.bound < run.result.objective


def test_requirements_edited_while_a_run_waits_are_named_and_no_mistake_of_ours(
    record, sessions, caplog
):
    session = a_session(record)
    draft = a_draft(record, session)
    moves.pin_meeting(record, SECRETARIAT, draft, draft.meetings[2].id, expected_row_version=1)
    run_id = asked(record, session, based_on=draft)
    a_session(record, problems.problem(slots=(problems.slot("am", 10, 13),)))
    run_solver(sessions, run_id, workers=1)
    run = seen(sessions, run_id)
    assert (run.status, str(runs.message_of(run))) == (
        RunStatus.FAILED,
        "The requirements changed meanwhile: Please correct: keep_pins: The pinned meeting on "
        "8 October 2008 (pm) is not possible any more. Unpin it.",
    )
    assert caplog.text == ""


def test_requirements_edited_during_a_search_are_named(record, sessions):
    session = a_session(record)
    run_id = asked(record, session)
    claim = solving._claim(sessions, run_id)
    _kind, problem, options = solving._task(sessions, claim, 1)
    outcome = plan(problem, options)
    a_session(record, problems.problem(problems.business("1")))
    with pytest.raises(BadRequest, match="wg is not in the requirements of the session"):
        solving._end(sessions, claim, outcome)
    assert counts(record)["programme_version"] == 0
    assert seen(sessions, run_id).status is RunStatus.RUNNING


def test_our_mistakes_are_logged_and_end_the_run(record, sessions, caplog):
    """The row is one that no service writes: a slot whose days are no days."""
    session = a_session(record)
    run_id = asked(record, session)
    session.slots[0].days = ["yesterday"]
    record.commit()
    with pytest.raises(ValueError, match="yesterday"):
        run_solver(sessions, run_id, workers=1)
    run = seen(sessions, run_id)
    assert (run.status, str(runs.message_of(run))) == (
        RunStatus.FAILED,
        f"This is our mistake; the log names search {run_id}.",
    )
    assert f"run {run_id} failed in attempt 1" in caplog.text
