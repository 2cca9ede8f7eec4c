"""The pages of calendars of conferences: the year, a week, searches, versions, files."""

from __future__ import annotations

import json
import re

import pytest
from icalendar import Calendar
from lxml import html
from sqlalchemy import update

from bench.calendars import instance
from models.calendars import CalendarPlan
from models.runs import RunStatus
from procedure.permissions import Role
from scheduler.calendars.construction import construct
from scheduler.calendars.occupancy import Grid
from scheduler.reading import load_data
from services import accounts, calendar_searches, calendars
from services.examples import CALENDAR, EXAMPLES
from tests import site, staged
from tests.unit.any_conferences import meeting, session, year

pytestmark = pytest.mark.in_turn

HERE = f"/calendars/{CALENDAR}/"
ON_MONDAY = {"earliest": "2026-03-23", "latest": "2026-03-23"}
FULL = year(
    session("X1", title="First session"),
    meetings=[
        meeting("Y1", left_out=7),
        meeting("Y2", title="Second meeting", left_out=6, **ON_MONDAY),
        meeting("Y3", title="Third meeting", left_out=6, **ON_MONDAY),
        meeting("Y4", title="Fourth meeting", left_out=6, **ON_MONDAY),
    ],
)
"""The last of three meetings of a body finds no place in the two slots of a day."""


@pytest.fixture
def planner(sign_in, db):
    """A browser of the secretariat of all sessions."""
    user = accounts.demo_user(db, Role.SECRETARIAT)
    accounts.grant(db, site.SECRETARIAT, user, Role.SECRETARIAT)
    return sign_in(Role.SECRETARIAT)


def stored(db, data, slug=CALENDAR):
    calendar = calendars.import_calendar(db, site.SECRETARIAT, slug, data).calendar
    problem = calendars.problem_of(calendars.edition_of(db, calendar))
    db.rollback()
    return calendars.store_plan(db, site.SECRETARIAT, calendar, construct(Grid(problem)))


@pytest.fixture
def example(db):
    """The example of a year with a first plan."""
    return stored(db, load_data(EXAMPLES / f"{CALENDAR}.yaml"))


def page(planner, url):
    answer = planner.get(url)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def words(element):
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.INTERPRETATION_PLANNER])
def test_who_plans_one_session_is_led_to_calendars_and_reads_them(sign_in, db, role):
    stored(db, FULL)
    alone = sign_in(role)
    for url in ("/", f"/sessions/{site.SLUG}/"):
        nav = page(alone, url).xpath("//nav[@class='main-nav']/a/text()")
        assert nav == ["Sessions", "Calendars"]
    said = words(page(alone, HERE).xpath("//section[@aria-labelledby='missing']")[0])
    assert said.startswith("1 left out Fourth meeting")
    assert page(alone, f"{HERE}versions/").xpath("//h1/text()") == ["Versions"]


def test_who_plans_one_session_changes_no_calendar(sign_in, db):
    stored(db, FULL)
    alone = sign_in(Role.SECRETARIAT)
    assert "Put in a calendar" not in alone.get("/calendars/").text
    assert staged.buttons(alone.get(HERE).text) == ["Show"]
    assert alone.post(f"{HERE}searches/").status_code == 403
    assert alone.get("/calendars/upload").status_code == 403


def test_nobody_else_is_led_to_calendars(sign_in):
    assert "main-nav" not in sign_in(None).get("/").text
    for role in (Role.BUREAU, Role.READER, Role.FOCAL_POINT):
        assert "main-nav" not in sign_in(role).get(f"/sessions/{site.SLUG}/").text
        assert sign_in(role).get("/calendars/").status_code == 403


def test_the_list_says_where_each_calendar_stands(planner, db):
    assert "No calendars yet" in planner.get("/calendars/").text
    calendars.import_calendar(db, site.SECRETARIAT, "empty", FULL)
    stored(db, FULL, "full")
    said = [words(one) for one in page(planner, "/calendars/").xpath("//li")]
    assert said == [
        "Year Version 1: 6 points, how few are possible is not known. 1 left out.",
        "Year No plan yet.",
    ]
    assert "5 sessions and meetings are to be placed" in planner.get("/calendars/empty/").text


def test_what_is_left_out_comes_first_with_what_it_costs_and_why(planner, db):
    stored(db, FULL)
    shown = page(planner, HERE)
    assert words(shown.xpath("//section[@aria-labelledby='missing']")[0]) == (
        "1 left out Fourth meeting, Body Y · 6 points None of the 2 times at which it could begin"
        " is free: a meeting that must not coincide with it (2)."
    )
    before = shown.xpath("//section[@aria-labelledby='missing']/following::div[@class='year']")
    assert len(before) == 1


def test_what_must_come_before_another_is_told_where_no_time_is_left_for_it(planner, db):
    late, early = ({"earliest": day, "latest": day} for day in ("2026-04-01", "2026-03-23"))
    asked = year(
        meetings=[
            meeting("Y1", of="X", left_out=7, **late),
            meeting("Y2", title="Report", left_out=6, **early),
        ],
        before=[{"first": "Y1", "then": "Y2"}],
    )
    stored(db, asked)
    why = page(planner, HERE).xpath("//section[@aria-labelledby='missing']//p[@class='why']")
    assert [words(one) for one in why] == [
        "None of the 2 times at which it could begin is free: one that must be before or after it"
        " (2)."
    ]


def test_a_row_for_each_body_with_its_sessions_as_bars(planner, example):
    shown = page(planner, HERE)
    problem = calendars.problem_of(example.edition)
    rows = shown.xpath("//h2[@class='year-name']/a/text()")
    assert rows == [body.title for body in problem.bodies]
    bars = shown.xpath("//li[contains(@class, 'bar-of')]")
    assert len(bars) == sum(block.kind == "session" for block in problem.blocks)
    assert all(re.search(r"\bat-\d+ for-\d+$", bar.get("class")) for bar in bars)
    assert "style=" not in planner.get(HERE).text


def test_one_body_alone(planner, example):
    body = calendars.problem_of(example.edition).bodies[0]
    shown = page(planner, f"{HERE}?body={body.id}")
    assert shown.xpath("//h2[@class='year-name']/a/text()") == [body.title]
    assert len(page(planner, f"{HERE}?body=nobody").xpath("//h2[@class='year-name']")) > 1


def test_the_load_of_each_week_is_told_in_words_and_as_a_table(planner, example):
    shown = page(planner, HERE)
    weeks = calendars.problem_of(example.edition).weeks
    for strip in ("of-teams", "of-rooms"):
        told = shown.xpath(f"//ul[contains(@class, '{strip}')]/li")
        assert len(told) == weeks
        assert re.fullmatch(r"Week of \d+ \w+ \d+: \d+%", words(told[0]))
    assert len(shown.xpath("//details//tbody/tr")) == weeks


def test_a_week_by_day_and_by_room(planner, db):
    stored(db, FULL)
    shown = page(planner, f"{HERE}weeks/1/")
    first = shown.xpath("//table")[0]
    assert words(first.getprevious()) == "Monday 23 March"
    held = [[words(cell) for cell in row] for row in first.xpath(".//tbody/tr")]
    assert held == [
        ["10 a.m.–1 p.m.", "Second meeting", "Body Y", "Room A", ""],
        ["10 a.m.–1 p.m.", "First session 1 of 2", "Body X", "Room B", ""],
        ["3–6 p.m.", "Third meeting", "Body Y", "Room A", ""],
        ["3–6 p.m.", "First session 2 of 2", "Body X", "Room B", ""],
    ]
    rooms = page(planner, f"{HERE}weeks/1/?by=room").xpath("//main//h2")
    assert [words(room) for room in rooms] == ["Room A", "Room B"]
    only = page(planner, f"{HERE}weeks/1/?body=X").xpath("//tbody/tr/td[2]")
    assert {words(cell) for cell in only} == {"Body X"}
    assert planner.get(f"{HERE}weeks/0/").status_code == 404
    assert planner.get(f"{HERE}weeks/3/").status_code == 404


def test_a_search_is_asked_for_followed_and_ended(planner, db, example):
    answer = planner.post(f"{HERE}searches/", data={"minutes": "5"})
    assert answer.status_code == 303
    here = answer.location
    shown = page(planner, here)
    assert words(shown.xpath("//h1")[0]) == "The search is about to begin"
    assert shown.xpath("//div[@id='run']/@hx-get") == [here]
    again = planner.post(f"{HERE}searches/", data={"minutes": "5"})
    assert again.location == here
    assert "A search is under way" in planner.get(HERE).text
    part = planner.get(here, headers={"HX-Request": "true"})
    assert (part.text.lstrip()[:4], "HX-Reswap" in part.headers) == ("<div", False)
    assert planner.post(f"{here}cancel").location == here
    assert planner.post(f"{here}cancel").location == here
    part = planner.get(here, headers={"HX-Request": "true"})
    assert part.headers["HX-Reswap"] == "outerHTML settle:0"
    assert "The search was ended" in part.text
    found = calendar_searches.last_search(db, site.SECRETARIAT, example.calendar)
    assert (found.status, found.time_limit) == (RunStatus.CANCELLED, 300.0)


def test_a_time_that_is_too_long_is_refused_in_words(planner, example):
    answer = planner.post(f"{HERE}searches/", data={"minutes": "9999"})
    assert answer.status_code == 422
    fields = html.fromstring(answer.text).xpath("//dl[@class='wrong-fields']/*/text()")
    assert fields == ["Time to search", "Give seconds, at most 86400."]


def test_what_is_proven_needs_no_search(planner, db, example):
    assert "Search for a better plan" in planner.get(HERE).text
    db.execute(update(CalendarPlan).values(bound=example.objective))
    db.commit()
    assert "Search for a better plan" not in planner.get(HERE).text
    assert planner.post(f"{HERE}searches/").status_code == 409


def test_versions_with_their_points_and_files(planner, db, example):
    stored(db, load_data(EXAMPLES / f"{CALENDAR}.yaml"))
    rows = page(planner, f"{HERE}versions/").xpath("//tbody/tr")
    assert [words(row[0]) for row in rows] == ["Version 2", "Version 1"]
    assert words(rows[0][1]) == str(example.objective)
    answer = planner.get(f"{HERE}versions/1/plan.json")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={CALENDAR}-1.json"
    plan = json.loads(answer.text)
    assert (plan["format"], plan["objective"]) == (
        "hemicycle-conferences-plan/1",
        example.objective,
    )
    assert planner.get(f"{HERE}versions/3/plan.json").status_code == 404
    assert planner.get(f"{HERE}?version=1").status_code == 200


def test_a_calendar_for_a_phone_of_all_and_of_a_body(planner, example):
    body = calendars.problem_of(example.edition).bodies[0]
    everything = Calendar.from_ical(planner.get(f"{HERE}versions/1/meetings.ics").data)
    answer = planner.get(f"{HERE}versions/1/meetings.ics?body={body.id}")
    mine = Calendar.from_ical(answer.data)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert str(mine["NAME"]) == f"{body.title} – {example.calendar.title}"
    uids = {str(one["UID"]) for one in mine.events}
    assert uids < {str(one["UID"]) for one in everything.events}
    assert planner.get(f"{HERE}versions/1/meetings.ics?body=nobody").status_code == 404


def test_a_calendar_without_dates_counts_weeks_and_has_no_file_for_phones(planner, db):
    stored(db, instance(12, 300))
    shown = page(planner, HERE)
    assert "Week 12" in words(shown.xpath("//details//tbody/tr[12]/th")[0])
    assert "meetings.ics" not in planner.get(HERE).text
    assert planner.get(f"{HERE}versions/1/meetings.ics").status_code == 404
    assert planner.get(f"{HERE}weeks/12/").status_code == 200


def test_many_meetings_make_no_large_page(planner, db):
    """Two thousand meetings, in two bodies of many sessions: counted week by week."""
    stored(db, instance(40, 2000))
    assert len(planner.get(HERE).data) < 150_000


def test_what_was_asked_for_before_is_said_to_be_so(planner, db, example):
    calendars.import_calendar(db, site.SECRETARIAT, CALENDAR, FULL)
    assert "What is asked for has changed" in planner.get(HERE).text


def test_an_earlier_version_leads_to_the_later_one(planner, db, example):
    stored(db, load_data(EXAMPLES / f"{CALENDAR}.yaml"))
    (notice,) = page(planner, f"{HERE}?version=1").xpath("//p[@class='notice']")
    assert (words(notice), notice.xpath("a/@href")) == (
        "There is a later version. Version 2",
        [HERE],
    )
    assert page(planner, HERE).xpath("//p[@class='notice']") == []
