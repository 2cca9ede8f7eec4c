"""Calendars: the file, the addresses of one's own, and what a reader without news is told."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from lxml import html
from werkzeug.http import parse_date

from procedure.permissions import Role
from procedure.programmes import VersionStatus
from services import accounts, delegations, programme_decisions, programmes
from tests import site, staged
from tests.record import counted

pytestmark = pytest.mark.in_turn

BASE = f"/sessions/{site.SLUG}/"
SIGNED_IN = list(Role)


def addresses(client):
    """The addresses on the page, by what they are called."""
    page = html.fromstring(client.get(BASE + "calendar/").text)
    fields = page.xpath("//input[@readonly]")
    return {f.get("aria-label").removeprefix("Address: "): f.get("value") for f in fields}


def path(url):
    return urlsplit(url).path


def summaries(answer):
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(answer.data).walk("VEVENT")]


def test_the_public_gets_a_file_once_there_is_a_release(client, db):
    assert client.get(BASE + "programme.ics").status_code == 404
    assert "Download .ics" not in staged.links(client.get(BASE + "calendar/").text)
    staged.approved(db)
    assert staged.links(client.get(BASE + "calendar/").text)["Download .ics"] == (
        BASE + "programme.ics"
    )
    answer = client.get(BASE + "programme.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={site.SLUG}.ics"
    assert set(summaries(answer)) == {
        "1st meeting: items 1 and 2",
        "WG, 1st meeting",
        "2nd meeting: item 2",
    }


def test_the_public_has_no_addresses_and_is_asked_to_sign_in(client):
    assert addresses(client) == {}
    assert staged.links(client.get(BASE + "calendar/").text)["Sign in"].startswith("/sign-in")


@pytest.mark.parametrize("role", SIGNED_IN)
def test_everyone_signed_in_has_addresses_that_need_no_signing_in(sign_in, client, db, role):
    staged.approved(db)
    found = addresses(sign_in(role))
    own = ["Austria, your delegation"] if role is Role.FOCAL_POINT else []
    assert list(found) == ["All meetings", *own, "COP", "WG"]
    counts = {title: len(summaries(client.get(path(url)))) for title, url in found.items()}
    assert counts == {"All meetings": 3, **dict.fromkeys(own, 3), "COP": 2, "WG": 1}


def test_an_address_stands_on_the_name_under_which_others_reach_us(make_app, settings):
    app = make_app(replace(settings, public_url="https://meetings.example.org/"))
    found = addresses(site.signed_in(app, Role.READER))
    assert found["All meetings"].startswith("https://meetings.example.org/feeds/")
    page = site.signed_in(app, Role.READER).get(BASE + "calendar/").text
    assert staged.links(page)["Subscribe"].startswith("webcal://meetings.example.org/feeds/")


def test_a_name_that_is_not_ours_is_refused_before_it_gets_into_a_link(make_app, settings):
    app = make_app(replace(settings, public_url="https://meetings.example.org:8443"))
    stranger = {"Host": "evil.example.com"}
    for where in ("/", BASE + "calendar/", BASE + "programme.ics", "/nowhere"):
        answer = app.test_client().get(where, headers=stranger)
        assert (answer.status_code, answer.text) == (400, "The request was not understood.")
    ours = ("meetings.example.org", "meetings.example.org:8443", "127.0.0.1:5000", "localhost")
    for host in ours:
        assert app.test_client().get("/", headers={"Host": host}).status_code == 200


def test_before_the_release_a_subscription_is_empty_and_then_fills(sign_in, client, db):
    feed = path(addresses(sign_in(Role.READER))["All meetings"])
    assert summaries(client.get(feed)) == []
    staged.approved(db)
    assert len(summaries(client.get(feed))) == 3


def test_a_focal_point_chooses_what_the_delegation_follows(sign_in, client, db):
    staged.approved(db)
    focal_point = sign_in(Role.FOCAL_POINT)
    feed = path(addresses(focal_point)["Austria, your delegation"])
    (delegation,) = delegations.delegations(db, site.SECRETARIAT, staged.conference(db))
    where = f"{BASE}calendar/delegations/{delegation.id}"
    assert focal_point.post(where, data={"bodies": ["wg"]}).status_code == 303
    assert summaries(client.get(feed)) == ["WG, 1st meeting"]
    assert focal_point.post(where, data={"bodies": ["nobody"]}).status_code == 422
    assert focal_point.post(where, data={}).status_code == 303
    assert len(summaries(client.get(feed))) == 3
    assert focal_point.post(f"{BASE}calendar/delegations/999").status_code == 404


def test_new_addresses_end_the_old_ones(sign_in, client, db):
    reader = sign_in(Role.READER)
    old = path(addresses(reader)["All meetings"])
    others = path(addresses(sign_in(Role.BUREAU))["All meetings"])
    assert reader.post(BASE + "calendar/renew").status_code == 303
    new = path(addresses(reader)["All meetings"])
    found = [client.get(feed).status_code for feed in (old, new, others)]
    assert found == [404, 200, 200]


@pytest.mark.parametrize("token", ["x", "1.x", "999.WyJzZXNzaW9uIiwxLDBd.x", "é.x", "1."])
def test_an_address_that_we_did_not_give_leads_nowhere(client, token):
    assert client.get(f"/feeds/{token}.ics").status_code == 404


def test_the_feed_of_a_delegation_ends_with_its_focal_point(sign_in, client, db):
    feed = path(addresses(sign_in(Role.FOCAL_POINT))["Austria, your delegation"])
    assert client.get(feed).status_code == 200
    user = accounts.demo_user(db, Role.FOCAL_POINT)
    db.delete(user.grants[0])
    db.commit()
    assert client.get(feed).status_code == 404


class TestAskingAgain:
    @pytest.fixture
    def feed(self, sign_in, db):
        staged.approved(db)
        return path(addresses(sign_in(Role.READER))["All meetings"])

    def revise(self, db):
        version = programmes.version(db, site.SECRETARIAT, staged.conference(db), 1)
        programme_decisions.decide(db, site.SECRETARIAT, version, VersionStatus.ADOPTED)
        staged.renew(db)
        later = staged.draft(db, staged.planned(staged.OTHER_PARTS), based_on=version)
        programme_decisions.decide(db, site.SECRETARIAT, later, VersionStatus.REVISED)

    def test_the_answer_says_what_to_ask_by(self, client, feed):
        headers = client.get(feed).headers
        assert {"ETag", "Last-Modified"} <= set(headers.keys())
        assert headers["Cache-Control"] == "private, no-cache"

    def test_the_tag_brings_304_until_something_changes(self, client, db, feed):
        tag = client.get(feed).headers["ETag"]
        again = client.get(feed, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        self.revise(db)
        changed = client.get(feed, headers={"If-None-Match": tag})
        assert changed.status_code == 200
        assert changed.headers["ETag"] != tag

    def test_so_does_the_moment_of_the_last_change(self, client, feed):
        moment = client.get(feed).headers["Last-Modified"]
        assert client.get(feed, headers={"If-Modified-Since": moment}).status_code == 304
        before = {"If-Modified-Since": "Wed, 08 Oct 2008 08:00:00 GMT"}
        assert client.get(feed, headers=before).status_code == 200

    def test_that_moment_is_when_a_decision_was_recorded_not_taken(self, client, db, feed):
        before = parse_date(client.get(feed).headers["Last-Modified"])
        version = programmes.version(db, site.SECRETARIAT, staged.conference(db), 1)
        taken = version.decisions[-1].decided_at
        programme_decisions.decide(
            db, site.SECRETARIAT, version, VersionStatus.ADOPTED, decided_at=taken
        )
        assert before <= parse_date(client.get(feed).headers["Last-Modified"])
        assert taken < parse_date(client.get(feed).headers["Last-Modified"]) + timedelta(seconds=1)

    def test_who_has_the_calendar_from_before_a_revision_hears_of_it(self, client, db, feed):
        before = Calendar.from_ical(client.get(feed).data).walk("VEVENT")
        self.revise(db)
        after = Calendar.from_ical(client.get(feed).data).walk("VEVENT")
        moved = {str(event["UID"]): int(event["SEQUENCE"]) for event in after}
        assert set(moved) == {str(event["UID"]) for event in before}
        assert sorted(moved.values()) == [0, 0, 1]


def test_the_number_of_queries_does_not_grow_with_the_releases(sign_in, client, db):
    staged.adopted(db)
    reader = sign_in(Role.READER)
    feed = path(addresses(reader)["All meetings"])

    def queries(where):
        with counted(staged.engine_of(db)) as statements:
            assert reader.get(where).status_code == 200
        return len(statements)

    pages = (feed, BASE + "calendar/", BASE + "programme.ics")
    few = [queries(page) for page in pages]
    for _ in range(3):
        version = staged.draft(db, staged.planned(staged.OTHER_PARTS))
        programme_decisions.decide(db, site.SECRETARIAT, version, VersionStatus.REVISED)
    assert [queries(page) for page in pages] == few
