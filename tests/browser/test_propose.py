"""From the button to the draft, once with a worker in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from config import write_settings
from models.runs import RunStatus, SolverRun
from procedure.permissions import Role
from services import requirements
from services.queue import Queue
from tests import site, staged
from tests.browser.conftest import PHONE

PROGRAMME = f"/sessions/{site.SLUG}/programme/"


@pytest.fixture
def worker(settings):
    """Start a worker; it ends with the test. What other tests have left in the queue is gone."""
    queue = Queue(settings.queue_url)
    queue.huey.flush()
    queue.close()
    settings = replace(settings, public_url="https://meetings.example.org")
    started = []

    def start() -> None:
        code = "from web.commands import main; main()"
        started.append(
            subprocess.Popen(
                [sys.executable, "-P", "-c", code, "worker"],
                env={**os.environ, **write_settings(settings)},
                stderr=subprocess.DEVNULL,
            )
        )

    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=300)


def test_a_programme_is_proposed_and_found(visit, accessible, fits, worker):
    page = visit(PROGRAMME, Role.BUREAU)
    page.get_by_role("button", name="Propose a programme").click()
    accessible(page)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("The search is about to begin")
    worker()
    page.get_by_role("heading", name="Version 1 is ready").wait_for()
    accessible(page)
    page.set_viewport_size(PHONE)
    fits(page)
    page.get_by_role("link", name="Review the draft").click()
    expect(heading).to_have_text("Draft organization of work")


def test_what_cannot_be_had_is_explained(visit, accessible, fits, work, db):
    session = staged.conference(db)
    languages = list(session.languages)
    requirements.put_entry(
        db,
        site.SECRETARIAT,
        session,
        section="interpretation",
        data={"languages": languages, "teams": 2, "entitlement": {"total": 2}},
        expected_version=session.version,
    )
    page = visit(PROGRAMME, Role.BUREAU)
    page.get_by_role("button", name="Propose a programme").click()
    work()
    page.get_by_role("heading", name="What is asked for cannot all be had").wait_for()
    accessible(page)
    page.set_viewport_size(PHONE)
    fits(page)


def test_a_search_is_followed_while_it_runs_and_cancelled(visit, accessible, fits, db):
    page = visit(PROGRAMME, Role.BUREAU)
    page.get_by_role("button", name="Propose a programme").click()
    page.get_by_text("It waits for a worker.").wait_for()
    staged.renew(db)
    run = db.query(SolverRun).one()
    run.status, run.objective, run.bound = RunStatus.RUNNING, 30, 22
    db.commit()
    page.get_by_text("Best so far: 30 points.").wait_for()
    accessible(page)
    run.status = RunStatus.QUEUED
    db.commit()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("heading", name="The search was cancelled").wait_for()
    page.set_viewport_size(PHONE)
    fits(page)


def test_what_is_told_each_second_takes_neither_the_focus_nor_the_place_of_what_stands(visit, db):
    page = visit(PROGRAMME, Role.BUREAU)
    page.get_by_role("button", name="Propose a programme").click()
    cancel = page.get_by_role("button", name="Cancel")
    cancel.focus()
    page.evaluate("() => { window.told = document.querySelector('.progress-sheet') }")
    staged.renew(db)
    run = db.query(SolverRun).one()
    for objective in (30, 20):
        run.status, run.objective = RunStatus.RUNNING, objective
        db.commit()
        page.get_by_text(f"Best so far: {objective} points.").wait_for()
    expect(cancel).to_be_focused()
    assert page.evaluate("() => window.told === document.querySelector('.progress-sheet')")
    run.status = RunStatus.FAILED
    db.commit()
    page.get_by_role("heading", name="The search found no programme").wait_for()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(1500)  # one that was under way may still be answered
    asked.clear()
    page.wait_for_timeout(1500)
    assert asked == []
