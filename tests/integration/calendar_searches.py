"""Small calendars, and searches for them: asked for, done, looked at, awaited."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from bench.calendars import instance
from models.calendars import (
    CalendarJob,
    CalendarPlan,
    CalendarSearch,
)
from services import calendar_searches, calendars
from services.calendar_hand import Hand
from services.calendar_jobs import run_job
from services.calendar_searches import Search
from tests.integration.workers import wait_until
from tests.record import SECRETARIAT

EASY = instance(12, 300)  # proven as soon as there is a bound
SMALL = {**EASY, "teams": 3, "caps": [1, 3, 4, 5]}  # not all of it can be held


@pytest.fixture
def calendar(record):
    """A small calendar in the record."""
    return calendars.import_calendar(record, SECRETARIAT, "year", SMALL).calendar


class OneProblem(Hand):
    """A process that outlives a test: what is asked for is the same in all."""

    def do(self, _stamp, *given):
        return super().do("small", *given)


@pytest.fixture(scope="module")
def hand():
    """A process for the searches of a module."""
    hand = OneProblem()
    yield hand
    hand.rest()


@pytest.fixture
def easy(record):
    """A calendar of which all can be held."""
    return calendars.import_calendar(record, SECRETARIAT, "easy", EASY).calendar


@pytest.fixture
def easy_hand():
    """A process for its searches."""
    hand = Hand()
    yield hand
    hand.rest()


def asked(record, calendar, **given):
    """A search asked for: its id, and the jobs that workers are told of."""
    told: list[int] = []
    how = Search(**{"enqueue": told.append, "time_limit": 3600.0, "most_rounds": 2} | given)
    search = calendar_searches.ask_search(record, SECRETARIAT, calendar, how)
    return search.id, told


def seen(sessions, search_id):
    """A search as it is now."""
    with sessions() as db:
        return db.get_one(CalendarSearch, search_id)


def jobs(sessions, *conditions):
    """The jobs that fulfil conditions."""
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
    """A search once it has ended."""
    return wait_until(lambda: seen(sessions, search_id), lambda search: not search.active)
