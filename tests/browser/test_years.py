"""The secretariat and a year: a file put in, a plan searched for, a week and a version seen."""

from __future__ import annotations

import re

import pytest
import yaml
from playwright.sync_api import expect
from sqlalchemy import select

from models.calendars import CalendarJob, JobStatus
from procedure.permissions import Role
from services import accounts
from services.calendar_hand import Hand
from services.calendar_jobs import run_job
from tests import site, staged
from tests.unit.any_conferences import meeting, session, year

YEAR = year(
    session("X1", title="First session of the body"),
    meetings=[meeting("Y1", title="Briefing"), meeting("Y2", title="Second briefing")],
)


@pytest.fixture
def secretariat(db):
    """The secretariat of all sessions."""
    user = accounts.demo_user(db, Role.SECRETARIAT)
    accounts.grant(db, site.SECRETARIAT, user, Role.SECRETARIAT)
    return Role.SECRETARIAT


@pytest.fixture
def work(app, db):
    """Do what workers do until no job waits."""
    hand = Hand()

    def waiting():
        staged.renew(db)
        query = select(CalendarJob.id).where(CalendarJob.status == JobStatus.QUEUED)
        return db.scalars(query.order_by(CalendarJob.id)).first()

    def work():
        while (job := waiting()) is not None:
            run_job(app.extensions["db_factory"], job, enqueue=lambda _job: None, hand=hand)

    yield work
    hand.rest()


def test_a_year_from_its_file_to_a_week(visit, presentable, secretariat, work, tmp_path):
    file = tmp_path / "small-year.yaml"
    file.write_text(yaml.safe_dump(YEAR))
    page = visit("/calendars/", secretariat)
    presentable(page)
    page.get_by_role("link", name="Put in a calendar").click()
    presentable(page)
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="See what is read").click()
    page.get_by_text("It becomes a new calendar, called “small-year” in addresses.").wait_for()
    presentable(page)
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("What is asked for is what the file says: edition 1.").wait_for()
    presentable(page)
    page.get_by_label("Search for").select_option("1")
    page.get_by_role("button", name="Search").click()
    page.get_by_text("It waits for a worker.").wait_for()
    presentable(page)
    work()
    page.get_by_role("heading", name="The search has ended").wait_for()
    presentable(page)
    page.get_by_role("link", name="See the year").click()
    page.get_by_text("All that is asked for is held.").wait_for()
    presentable(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="First session of the body, 23 March 2026").click()
    page.get_by_role("heading", name="Week of 23 March 2026").wait_for()
    presentable(page)
    page.get_by_role("link", name="By room").click()
    page.get_by_role("heading", name="Room A").wait_for()
    presentable(page)
    page.get_by_role("link", name="Back to the year").click()
    page.get_by_role("link", name="Versions").click()
    presentable(page)
    page.get_by_role("link", name="Version 1", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?version=1$"))


def test_a_file_that_cannot_be_used_says_where(visit, presentable, secretariat, tmp_path):
    file = tmp_path / "wrong.yaml"
    file.write_text(yaml.safe_dump(YEAR | {"rooms": [{"id": "A"}]}))
    page = visit("/calendars/upload", secretariat)
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="See what is read").click()
    page.get_by_text("This file cannot be used yet; nothing was changed").wait_for()
    fields = ["rooms[0].title", "rooms[0].seats", "rooms[0].booths"]
    expect(page.locator(".wrong-fields dt")).to_have_text(fields)
    presentable(page)
