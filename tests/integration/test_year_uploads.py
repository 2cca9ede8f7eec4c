"""What a calendar asks for, as a file on its pages: looked at, put in, refused, taken out."""

from __future__ import annotations

import io

import pytest
import yaml
from lxml import html

from models.audit import AuditRecord
from models.calendars import Calendar, CalendarEdition
from procedure.permissions import Role
from scheduler.reading import load_data
from services import accounts, calendar_searches, calendars
from services.examples import CALENDAR, EXAMPLES
from tests import site, staged
from tests.unit.any_conferences import meeting, session, year

pytestmark = pytest.mark.in_turn

UPLOAD = "/calendars/upload"
SMALL = year(session("X1"), meetings=[meeting("Y1")])


@pytest.fixture
def planner(sign_in, db):
    """A browser of the secretariat of all sessions."""
    user = accounts.demo_user(db, Role.SECRETARIAT)
    accounts.grant(db, site.SECRETARIAT, user, Role.SECRETARIAT)
    return sign_in(Role.SECRETARIAT)


def sent(client, data, slug="", name="year-2026.yaml"):
    content = data if isinstance(data, bytes) else yaml.safe_dump(data).encode()
    form = {"slug": slug, "file": (io.BytesIO(content), name)}
    return client.post(UPLOAD, data=form)


def confirmed(client, answer):
    """Send the form that shows what was read."""
    assert answer.status_code == 200
    (form,) = html.fromstring(answer.text).xpath("//main//form")
    return client.post(form.action, data=dict(form.form_values()))


def next_steps(answer):
    return staged.texts(answer.text, "next-step")


def test_a_file_is_looked_at_before_it_becomes_a_calendar(planner, db):
    answer = sent(planner, (EXAMPLES / f"{CALENDAR}.yaml").read_bytes(), name=f"{CALENDAR}.yaml")
    assert staged.texts(answer.text, "asked-for") == [
        "Title Calendar of conferences and meetings, 2026"
        " When 49 weeks, 12 January\u201318 December 2026"
        " To be held 45 bodies: 67 sessions, 55 meetings of working groups and 30 meetings by"
        " themselves With 10 rooms and 5 teams of interpreters"
    ]
    assert next_steps(answer) == ["It becomes a new calendar, called “calendar-2026” in addresses."]
    assert db.query(Calendar).count() == 0
    taken = confirmed(planner, answer)
    assert taken.location == f"/calendars/{CALENDAR}/asked/"
    assert "edition 1" in planner.get(taken.location).text
    staged.renew(db)
    edition = db.query(CalendarEdition).one()
    assert edition.asked == load_data(EXAMPLES / f"{CALENDAR}.yaml")
    assert db.query(AuditRecord).order_by(AuditRecord.id.desc()).first().subject == (
        f"calendar/{CALENDAR}"
    )


def test_the_navigation_says_that_one_is_among_calendars(planner):
    page = html.fromstring(planner.get(UPLOAD).text)
    assert page.xpath("//nav[@class='main-nav']/a[@aria-current]/text()") == ["Calendars"]


def test_another_file_is_the_next_edition_and_the_same_one_is_not(planner, db):
    confirmed(planner, sent(planner, SMALL, "small"))
    again = sent(planner, SMALL, "small")
    assert next_steps(again) == ["This is asked for already: nothing would change."]
    assert "Keep it" not in staged.buttons(again.text)
    other = sent(planner, year(session("X2"), name="Another year"), "small")
    assert next_steps(other) == [
        "It becomes edition 2 of “Year”. Plans of earlier editions stay; a plan of this one is to"
        " be searched for."
    ]
    confirmed(planner, other)
    numbers = [one.number for one in db.query(CalendarEdition).order_by(CalendarEdition.number)]
    assert numbers == [1, 2]
    (title,) = db.query(Calendar.title).one()
    assert title == "Another year"


def test_what_is_taken_out_can_be_put_in_again(planner):
    confirmed(planner, sent(planner, SMALL, "small"))
    shown = planner.get("/calendars/small/asked/")
    assert 'name="slug" value="small"' in shown.text
    file = planner.get("/calendars/small/asked/file.yaml")
    assert file.headers["Content-Disposition"] == "attachment; filename=small.yaml"
    assert next_steps(sent(planner, file.data, "small")) == [
        "This is asked for already: nothing would change."
    ]


@pytest.mark.parametrize(
    ("data", "slug", "field"),
    [
        (year(session("X1", body="nobody")), "small", "sessions[0].body"),
        (b"a: [", "small", "line 2, column 1"),
        (b"", "small", ""),
        ({"session": {"id": "ctoc"}}, "small", "format"),
    ],
)
def test_what_is_wrong_is_told_by_field_and_nothing_is_kept(planner, db, data, slug, field):
    answer = sent(planner, data, slug)
    assert answer.status_code == 422
    fields = html.fromstring(answer.text).xpath("//dl[@class='wrong-fields']/dt")
    assert [one.text or "" for one in fields] == [field]
    assert f'value="{slug}"' in answer.text
    assert db.query(Calendar).count() == 0


def test_a_name_that_no_address_can_have_is_refused_beside_its_field(planner, db):
    answer = sent(planner, SMALL, "a/b")
    assert answer.status_code == 422
    assert staged.texts(answer.text, "field-error") == [
        "Give letters, digits, hyphens and dots, as in calendar-2026."
    ]
    assert db.query(Calendar).count() == 0


def test_nothing_is_put_in_while_a_plan_is_searched_for(planner, db):
    confirmed(planner, sent(planner, SMALL, "small"))
    calendar = calendars.calendar_by_slug(db, site.SECRETARIAT, "small")
    how = calendar_searches.Search(enqueue=lambda _job: None)
    calendar_searches.ask_search(db, site.SECRETARIAT, calendar, how)
    answer = confirmed(planner, sent(planner, year(session("X2")), "small"))
    assert answer.status_code == 409
    assert "A search is under way" in answer.text
    assert db.query(CalendarEdition).count() == 1


def test_who_has_no_role_in_all_sessions_is_told_so(sign_in, planner):
    for role in (Role.BUREAU, Role.INTERPRETATION_PLANNER):
        answer = sign_in(role).get(UPLOAD)
        assert answer.status_code == 403
        assert "it takes a role in all of them" in answer.text
    assert sign_in(Role.BUREAU).post(UPLOAD).status_code == 403
