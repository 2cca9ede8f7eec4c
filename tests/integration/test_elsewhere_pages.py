"""What it would cost to have an item at any other time: asked, followed and answered on pages."""

from datetime import date

import pytest

from models.runs import RunStatus
from scheduler.solve import Options
from services import moves, programmes, requirements
from services.answers import held_for
from services.searches import elsewhere
from services.searches.work import Claim, Pulse
from tests import site, staged

pytestmark = pytest.mark.in_turn

BASE = f"/sessions/{site.SLUG}/"
VERSION = BASE + "programme/versions/1/"


def change_requirements(db):
    session = staged.conference(db)
    requirements.put_entry(
        db,
        site.SECRETARIAT,
        session,
        section="preferences",
        data={"weight": 7},
        key="few_splits",
        expected_version=session.version,
    )


def test_what_an_item_costs_elsewhere_is_told_time_by_time(bureau, db, work):
    staged.draft(db)
    url = bureau.post(VERSION + "elsewhere/", data={"business": "wg"}).location
    assert "It waits for a worker." in staged.page_of(bureau, url)
    run = work()
    assert (run.answer["of"], len(run.answer["rows"])) == (6, 6)
    rows = staged.texts(staged.page_of(bureau, url), "tr")[1:]
    assert len(rows) == 6
    assert rows[1] == "8 October 2008, 3 p.m. where it is now The same"
    assert rows[2].endswith("Make this a draft")


def test_what_rules_a_time_out_is_told(bureau, db, work):
    staged.draft(db)
    session = staged.conference(db)
    requirements.put_entry(
        db,
        site.SECRETARIAT,
        session,
        section="closures",
        data={"date": "2008-10-09", "slot": "am"},
        expected_version=session.version,
    )
    url = bureau.post(VERSION + "elsewhere/", data={"business": "wg"}).location
    work()
    (row,) = (
        row
        for row in staged.texts(staged.page_of(bureau, url), "tr")
        if row.startswith("9 October 2008, 10")
    )
    assert row.startswith("9 October 2008, 10 a.m. Ruled out No meeting")
    assert bureau.post(url + "drafts", data={"place": "2"}).status_code == 404


def test_a_row_becomes_a_draft_once(bureau, db, work):
    staged.draft(db)
    url = bureau.post(VERSION + "elsewhere/", data={"business": "wg"}).location
    work()
    for _again in range(2):
        answer = bureau.post(url + "drafts", data={"place": "4"})
        assert (answer.status_code, answer.location) == (303, BASE + "programme/versions/2/")
    held = staged.held(db, 2)
    assert held["wg"] == ("2008-10-10", "am")
    assert staged.links(staged.page_of(bureau, url))["Version 2"] == BASE + "programme/versions/2/"
    assert "Make this a draft" in staged.buttons(staged.page_of(bureau, url))


def test_what_was_found_for_other_requirements_becomes_no_draft(bureau, db, work):
    staged.draft(db)
    url = bureau.post(VERSION + "elsewhere/", data={"business": "wg"}).location
    work()
    change_requirements(db)
    assert bureau.post(url + "drafts", data={"place": "4"}).status_code == 409
    page = staged.page_of(bureau, url)
    assert "The requirements have changed since, or the version" in page
    assert "Make this a draft" not in staged.buttons(page)


def test_what_was_found_beside_a_version_changed_since_becomes_no_draft(bureau, db, work):
    version = staged.draft(db)
    url = bureau.post(VERSION + "elsewhere/", data={"business": "wg"}).location
    work()
    moves.move_meeting(
        db,
        site.SECRETARIAT,
        programmes.whole(db, version.id),
        next(one.id for one in version.meetings if one.body == "wg"),
        date=date(2008, 10, 9),
        slot="am",
        expected_row_version=version.row_version,
    )
    assert bureau.post(url + "drafts", data={"place": "4"}).status_code == 409
    assert "or the version that was asked about." in staged.page_of(bureau, url)


def test_rows_are_seen_as_they_are_found(bureau, db):
    staged.draft(db)
    url = bureau.post(VERSION + "elsewhere/", data={"business": "wg"}).location
    run = staged.last_search(db)
    row = {"date": "2008-10-08", "slot": "am", "status": "feasible", "points": [[9, 2]]}
    run.status = RunStatus.RUNNING
    run.answer = {
        "stamp": held_for(run),
        "of": 6,
        "rows": [row | {"clash": [], "programme": [["wg", "2008-10-08", "am", 180]]}],
    }
    db.commit()
    page = staged.page_of(bureau, url)
    assert staged.texts(page, "progress-words") == ["1 of 6 times tried."]
    assert staged.texts(page, "tr")[1] == "8 October 2008, 10 a.m. +2 to +9 points"
    assert staged.buttons(page) == ["Cancel"]


def test_what_is_better_in_a_later_rank_alone_is_better(bureau, db):
    for key, weighed in (
        ("few_splits", {"weight": 1, "rank": 1}),
        ("spare_time_at_end", {"weight": 1}),
    ):
        session = staged.conference(db)
        requirements.put_entry(
            db,
            site.SECRETARIAT,
            session,
            section="preferences",
            data=weighed,
            key=key,
            expected_version=session.version,
        )
    staged.draft(db)
    url = bureau.post(VERSION + "elsewhere/", data={"business": "wg"}).location
    run = staged.last_search(db)
    row = {"date": "2008-10-08", "slot": "pm", "status": "optimal", "points": [[0, 0], [0, 0]]}
    run.status = RunStatus.FINISHED
    run.answer = {
        "stamp": held_for(run),
        "of": 1,
        "rows": [row | {"clash": [], "programme": [["wg", "2008-10-08", "pm", 180]]}],
    }
    db.commit()
    told = staged.texts(staged.page_of(bureau, url), "tr")[1]
    assert "where it is now 0, then −" in told
    assert told.endswith("Make this a draft")


def test_a_search_that_is_stopped_tells_what_it_has(app, bureau, db):
    staged.draft(db)
    bureau.post(VERSION + "elsewhere/", data={"business": "wg"})
    task = elsewhere.read(db, staged.last_search(db))
    pulse = Pulse(app.extensions["db_factory"], Claim(staged.last_search(db).id, 1), seconds=1.0)
    pulse.stopped.set()
    assert elsewhere.search(task, Options(time_limit=9.0, workers=1), pulse)["rows"] == []


def test_what_was_found_before_a_search_was_cancelled_is_kept(bureau, db, work):
    staged.draft(db)
    url = bureau.post(VERSION + "elsewhere/", data={"business": "wg"}).location
    work().status = RunStatus.CANCELLED
    db.commit()
    page = staged.page_of(bureau, url)
    assert staged.texts(page, "h1") == ["The search was cancelled"]
    assert len(staged.texts(page, "tr")) == 7
    assert staged.links(page)["Ask again"] == VERSION + "elsewhere/?business=wg"
    assert bureau.post(url + "drafts", data={"place": "4"}).status_code == 303


def test_an_item_is_one_of_the_session(bureau, db):
    staged.draft(db)
    answer = bureau.post(VERSION + "elsewhere/", data={"business": "99"})
    assert (answer.status_code, staged.last_search(db)) == (422, None)


def test_the_board_leads_to_the_question(bureau, db):
    staged.draft(db)
    links = staged.links(staged.page_of(bureau, VERSION + "board/"))
    asked = VERSION + "elsewhere/?business=wg"
    assert asked in links.values()
    page = staged.page_of(bureau, asked)
    assert '<option value="wg" selected>' in page
