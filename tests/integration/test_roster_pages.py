"""The pages of interpretation: put people in, make a roster, read it, note who is away."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from models.rosters import Roster
from models.runs import RunStatus, SolverRun
from procedure.permissions import Role
from procedure.programmes import VersionStatus
from services import programme_decisions, rosters, runs
from services.solving import run_solver
from tests import site, staged
from tests.integration.test_stored_rosters import PLANNER, people
from tests.record import a_programme

pytestmark = pytest.mark.in_turn

BASE = f"/sessions/{site.SLUG}/interpretation/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def planner(sign_in):
    return sign_in(Role.INTERPRETATION_PLANNER)


@pytest.fixture
def drafted(db):
    """The session, with a draft of its programme."""
    staged.draft(db)
    return staged.conference(db)


@pytest.fixture
def staffed(app, db, drafted):
    """The session, with people and a roster."""
    rosters.import_people(db, PLANNER, drafted, people(db, drafted))
    run = rosters.ask_roster(db, PLANNER, drafted, rosters.Search(enqueue=lambda _: None))
    run_solver(app.extensions["db_factory"], run.id, workers=1)
    staged.renew(db)
    return drafted


@pytest.fixture
def work(app, db):
    """Do what a worker does with the search asked for last."""

    def do():
        staged.renew(db)
        number = max(run.id for run in db.query(SolverRun))
        run_solver(app.extensions["db_factory"], number, workers=1)
        staged.renew(db)

    return do


def page_of(client, part="", status=200, **more):
    answer = client.get(BASE + part, **more)
    assert answer.status_code == status
    return answer.text


def sent(client, data, **more):
    file = io.BytesIO(data if isinstance(data, bytes) else json.dumps(data).encode())
    return client.post(BASE + "file", data={"file": (file, "people.json"), **more})


def test_each_page_says_what_is_to_be_done_first(planner, db):
    assert "No interpreters are known for this session yet." in page_of(planner)
    session = staged.conference(db)
    staged.draft(db)
    rosters.import_people(db, PLANNER, session, people(db, session))
    page = page_of(planner, "gaps")
    assert "There is no roster yet. It is made for the meetings of: Version 1." in page
    assert staged.buttons(page) == ["Make a roster"]


def test_people_are_put_in_as_a_file_and_come_out_as_one(planner, db, drafted):
    answer = sent(planner, people(db, drafted))
    assert (answer.status_code, answer.location) == (303, BASE + "people")
    assert "The interpreters are those of the file." in page_of(planner, "people")
    taken = planner.get(BASE + "file")
    assert sent(planner, taken.data, version=1).status_code == 303


def test_mistakes_in_the_file_are_told_by_field(planner, db, drafted):
    data = people(db, drafted)
    data["interpreters"][0]["cost_per_day"] = -1
    answer = sent(planner, data)
    assert answer.status_code == 422
    assert staged.texts(answer.text, "wrong-fields") != []
    assert "interpreters[0].cost_per_day" in answer.text
    assert sent(planner, b"a: [").status_code == 422
    assert sent(planner, b"").status_code == 422


def test_a_roster_is_asked_for_followed_and_read(planner, db, drafted, work):
    rosters.import_people(db, PLANNER, drafted, people(db, drafted))
    asked = planner.post(BASE + "rosters/")
    assert asked.status_code == 303
    again = planner.post(BASE + "rosters/", follow_redirects=True)
    assert again.request.path == asked.location
    assert "A search is under way already." in again.text
    assert "It waits for a worker." in planner.get(asked.location).text
    assert planner.get(asked.location, headers=HTMX).text.lstrip().startswith('<div id="run"')
    work()
    ended = planner.get(asked.location)
    assert (ended.status_code, ended.location) == (303, BASE + "?roster=1")
    assert planner.get(asked.location, headers=HTMX).headers["HX-Redirect"] == ended.location
    page = page_of(planner)
    assert "Everything is staffed. Proven: no roster is better." in page


def test_a_search_is_cancelled(planner, db, drafted):
    rosters.import_people(db, PLANNER, drafted, people(db, drafted))
    asked = planner.post(BASE + "rosters/").location
    assert planner.post(asked + "cancel").status_code == 303
    assert staged.texts(planner.get(asked).text, "h1") == ["The search was cancelled"]
    assert planner.post(asked + "cancel").status_code == 303


@pytest.mark.parametrize("part", ["", "?by=people", "load", "gaps", "one-more", "absence"])
def test_every_page_of_a_roster_names_it(planner, staffed, part):
    assert "Roster 1" in page_of(planner, part)


def test_the_week_has_everybody_in_their_booth(planner, db, staffed):
    duty = rosters.roster(db, PLANNER, staffed, 1).duties[0]
    assert duty.name in page_of(planner)
    by_people = page_of(planner, "?by=people")
    assert all(one["name"] in by_people for one in people(db, staffed)["interpreters"])


def test_who_is_away_is_noted_and_the_changes_are_listed(planner, db, staffed, work):
    duty = rosters.roster(db, PLANNER, staffed, 1).duties[0]
    when = f"{duty.date.isoformat()}/{duty.slot}"
    form = {"roster": 1, "person": duty.person, "first": when, "last": when}
    asked = planner.post(BASE + "absence", data=form)
    assert asked.status_code == 303
    work()
    page = planner.get(asked.location, follow_redirects=True).text
    assert staged.texts(page, "h1") == ["Interpretation"]
    assert "What has changed" in page
    assert f"{duty.name} leaves" in page
    (notice,) = staged.texts(page_of(planner, "?roster=1"), "notice")
    assert notice == (
        "There is a later roster. Here somebody has a duty who is away now, or is no longer"
        " listed. Roster 2"
    )


def test_an_absence_is_kept_in_the_form_while_another_search_is_under_way(planner, db, staffed):
    duty = rosters.roster(db, PLANNER, staffed, 1).duties[0]
    when = f"{duty.date.isoformat()}/{duty.slot}"
    running = planner.post(BASE + "one-more").location
    form = {"roster": 1, "person": duty.person, "first": when, "last": when}
    answer = planner.post(BASE + "absence", data=form)
    assert answer.status_code == 409
    assert "Another search is under way." in answer.text
    assert f'<option value="{duty.person}" selected>' in answer.text
    followed = planner.get(running.replace("interpretation/", ""))
    assert followed.location == running


def test_a_search_for_a_programme_under_way_is_shown(planner, db, staffed):
    version = rosters.version_to_staff(db, PLANNER, staffed)
    run = runs.propose(db, site.SECRETARIAT, staffed, based_on=version, enqueue=lambda _: None)
    there = f"/sessions/{site.SLUG}/runs/{run.id}/"
    assert planner.post(BASE + "rosters/").location == there
    assert there in page_of(planner)


def test_of_each_aim_it_is_said_whether_it_is_proven(planner, db, staffed):
    row = db.query(Roster).one()
    row.proof = "feasible"
    row.levels = [
        {**level, "bound": 0, "proven": False} if level["aim"] in {"cost", "spread"} else level
        for level in row.levels
    ]
    db.commit()
    page = page_of(planner)
    assert staged.texts(page, "lead") == [
        "Everything is staffed. Proven the least: People and Against wishes. "
        "There may be less of: Cost of freelances and Unequal shares."
    ]
    rows = [words for words in staged.texts(page, "plain-table") if "Unequal" in words]
    assert "No: there may be less" in rows[0]


def test_offers_are_shown_as_they_come_and_kept_when_the_search_is_cancelled(planner, db, staffed):
    running = planner.post(BASE + "one-more").location
    run = db.get_one(SolverRun, int(running.split("/")[-2]))
    now = {"lacking": 1, "unheard": 0, "people": 0, "cost": 0, "proven": True}
    offer = now | {"lacking": 0, "people": 4, "names": ["Ann"], "into": {"en": "A"}, "from": [],
        "retour": [], "cost_per_day": 0}  # fmt: skip
    run.status = RunStatus.RUNNING
    run.answer = {"now": now, "offers": [offer], "complete": False}
    db.commit()
    page = planner.get(running, headers=HTMX).text
    assert "Now 1 place stays empty." in page
    assert "Ann" in page
    planner.post(running + "cancel")
    run.status = RunStatus.CANCELLED
    db.commit()
    assert "Ann" in planner.get(running).text


def test_an_absence_that_cannot_be_is_told_beside_its_field(planner, db, staffed):
    duty = rosters.roster(db, PLANNER, staffed, 1).duties[0]
    form = {"roster": 1, "person": duty.person, "first": "2008-10-31/AM", "last": ""}
    answer = planner.post(BASE + "absence", data=form)
    assert answer.status_code == 422
    assert "There is no meeting in this time. Give another." in answer.text
    nobody = planner.post(BASE + "absence", data={})
    assert nobody.status_code == 422


def test_gaps_are_named_with_what_stands_against_each_person(planner, db, staffed, work):
    """Everybody of a booth is away from a meeting."""
    duty = rosters.roster(db, PLANNER, staffed, 1).duties[0]
    data = rosters.file_of(db, PLANNER, staffed)
    away = f"{duty.date.isoformat()} {duty.slot}"
    for one in data["interpreters"]:
        if duty.languages[0] in one["into"]:
            one["absences"] = [away]
    rosters.import_people(db, PLANNER, staffed, data)
    planner.post(BASE + "rosters/")
    work()
    page = page_of(planner, "gaps")
    assert "lacks 1 person at the 1st meeting of the COP on 8 October 2008" in page
    assert "is absent" in page
    assert "1 place lacks people or a language." in page
    planner.post(BASE + "one-more")
    work()
    page = page_of(planner, "one-more")
    assert "Now 1 place stays empty." in page
    assert "One more like" in page


def test_duties_are_taken_away_as_calendar_and_sheet(planner, db, staffed):
    duty = rosters.roster(db, PLANNER, staffed, 1).duties[0]
    calendar = planner.get(BASE + f"rosters/1/calendar.ics?person={duty.person}")
    assert calendar.content_type == "text/calendar; charset=utf-8"
    assert calendar.text.startswith("BEGIN:VCALENDAR")
    sheet = planner.get(BASE + f"rosters/1/duties.csv?person={duty.person}").text
    assert {line.split(",")[0] for line in sheet.splitlines()[1:]} == {duty.person}
    meetings = rosters.roster(db, PLANNER, staffed, 1).version.meetings
    titles = {meeting.room_title for meeting in meetings}
    assert {line["Room"] for line in csv.DictReader(io.StringIO(sheet))} <= titles
    assert planner.get(BASE + "rosters/1/calendar.ics?person=nobody").status_code == 404
    assert planner.get(BASE + "?roster=9").status_code == 404


def test_another_programme_in_force_is_said(planner, db, staffed):
    staged.approved(db)
    page = page_of(planner)
    assert "The programme to be staffed is another now: Approved by the extended bureau." in page


def test_a_roster_with_a_booth_that_is_no_more_still_opens(planner, db, staffed):
    """A later programme does without a language; a new file of people has no booth for it."""
    programme = a_programme()
    first = programme.meetings[0].languages[0]
    meetings = [
        replace(one, languages=tuple(code for code in one.languages if code != first))
        for one in programme.meetings
    ]
    version = staged.draft(db, replace(programme, meetings=tuple(meetings)))
    programme_decisions.decide(
        db, site.SECRETARIAT, version, VersionStatus.APPROVED, waiver="The bureau."
    )
    data = people(db, staffed)
    assert first not in data["booths"]
    rosters.import_people(db, PLANNER, staffed, data)
    gone = [
        duty.name
        for duty in rosters.roster(db, PLANNER, staffed, 1).duties
        if duty.languages == [first]
    ]
    for part in ("?roster=1", "?roster=1&by=people", "load?roster=1", "gaps?roster=1"):
        page = page_of(planner, part)
        (lost,) = [one for one in staged.texts(page, "notice") if "no booth" in one]
        assert lost == (
            "The people put in since have no booth for Arabic, which these meetings have."
        )
    assert gone
    assert all(name in page_of(planner, "?roster=1") for name in gone)
    assert planner.get(BASE + "rosters/1/duties.csv").status_code == 200


def test_who_may_not_ask_for_rosters_cannot_cancel_a_search_by_its_address(
    planner, sign_in, db, drafted
):
    rosters.import_people(db, PLANNER, drafted, people(db, drafted))
    asked = planner.post(BASE + "rosters/").location
    run = asked.replace("interpretation/", "")
    assert sign_in(Role.BUREAU).post(run + "cancel").status_code == 403
    assert "It waits for a worker." in planner.get(asked).text


def test_navigation_leads_there_only_who_may(sign_in, planner):
    home = f"/sessions/{site.SLUG}/"
    assert "Interpretation" in staged.links(planner.get(home).text)
    assert "Interpretation" not in staged.links(sign_in(Role.BUREAU).get(home).text)
