"""Searches for a programme: asked for, looked at, awaited."""

from __future__ import annotations

from datetime import timedelta

from models.runs import SolverRun
from scheduler.problem import Preference, Weight
from services import runs
from tests.integration.workers import wait_until
from tests.record import SECRETARIAT, a_session
from tests.unit import problems


def asked(record, session, **given):
    """The id of a search asked for; nobody works on it."""
    told: list[int] = []
    run = runs.propose(record, SECRETARIAT, session, enqueue=told.append, **given)
    assert told == [run.id]
    return run.id


def seen(sessions, run_id):
    """A search as it is now."""
    with sessions() as db:
        return db.get_one(SolverRun, run_id)


def wait_for(sessions, run_id, *wanted):
    """A search once it has one of the statuses wanted."""
    return wait_until(lambda: seen(sessions, run_id), lambda run: run.status in wanted)


def a_long_problem():
    """Programmes for it are found soon; a proof takes much longer than a test."""
    items = [
        problems.business(str(n), 40 + 37 * n % 80, may_split=n % 4 == 0, least_minutes=20)
        for n in range(18)
    ]
    days = problems.session(last_day=problems.WED + timedelta(days=4))
    weights = {name: Weight(weight=place + 1) for place, name in enumerate(Preference)}
    return problems.problem(*items, session=days, preferences=weights)


def a_long_search(record):
    """A session of such a problem."""
    return a_session(record, a_long_problem())
