"""The pages with which the secretariat makes lists of speakers and fits them to the programme."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import html

from models.speakers import SpeakersList
from services.requirements import problem_of
from services.speakers_rows import terms_of
from tests import staged
from tests.speaker_pages import BASE, CLOSED, HERE, a_list, stored
from tests.speakers import delegations, put

pytestmark = pytest.mark.in_turn

NEW = {
    "business": "2",
    "title": "General discussion",
    "opens_at": "2008-08-15T10:00",
    "closes_at": "2008-10-08T12:00",
    "policy": "ctoc-2008",
    "limit": "2.5",
}


def form_of(client, url):
    """What the form of the terms holds."""
    (form,) = html.fromstring(staged.page_of(client, url)).xpath(
        "//form[contains(@class, 'terms-form')]"
    )
    return dict(form.form_values())


def test_a_list_is_made_by_the_clocks_of_the_session(db, secretariat):
    page = secretariat.post(BASE, data=NEW, follow_redirects=True)
    assert page.request.path == HERE
    found = stored(db)
    assert (found.opens_at, found.closes_at) == (
        datetime(2008, 8, 15, 8, tzinfo=UTC),
        datetime(2008, 10, 8, 10, tzinfo=UTC),
    )
    assert (found.business, found.item, found.title) == ("2", "2", "General discussion")
    assert {one.seconds for one in terms_of(found).policy.categories} == {150}
    again = secretariat.post(BASE, data=NEW)
    assert again.location == f"{BASE}item-2-2/"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"business": "99"}, "business"),
        ({"title": ""}, "title"),
        ({"opens_at": "soon"}, "opens_at"),
        ({"closes_at": "2008-08-15T10:00:00+02:00"}, "closes_at"),
        ({"opens_at": "2008-10-09T10:00"}, "closes_at"),
        ({"policy": "seniority"}, "policy"),
        ({"limit": "0"}, "limit"),
        ({"limit": "nan"}, "limit"),
        ({"simultaneous": "-1"}, "simultaneous"),
        ({"key": "Item 2"}, "key"),
    ],
)
def test_a_bad_form_is_refused_by_field_and_kept(db, secretariat, changes, field):
    answer = secretariat.post(BASE, data=NEW | changes)
    assert answer.status_code == 422
    links = html.fromstring(answer.text).xpath("//div[@class='error-summary']//a/@href")
    assert links == [f"#{field}"]
    kept = html.fromstring(answer.text).xpath("//*[@id='opens_at']/@value")
    assert kept == [(NEW | changes)["opens_at"]]
    assert db.query(SpeakersList).count() == 0


def test_all_that_is_wrong_is_said_at_once(secretariat):
    wrong = {"title": " ", "opens_at": "", "closes_at": "soon", "limit": "0", "simultaneous": "x"}
    answer = secretariat.post(BASE, data=NEW | wrong)
    assert html.fromstring(answer.text).xpath("//div[@class='error-summary']//a/text()") == [
        "Time limit for all, in minutes: Give minutes, such as 3 or 2.5.",
        "Seconds after the opening that count as the same moment: Give a whole number.",
        "Title: This must not be empty.",
        "Opens: Give a day and an hour.",
        "Closes: Give a day and an hour.",
    ]


def test_once_open_only_the_closing_and_the_limits_change(db, secretariat):
    a_list(db)
    form = form_of(secretariat, HERE + "terms")
    assert "policy" not in form
    page = html.fromstring(staged.page_of(secretariat, HERE + "terms"))
    assert page.xpath("//input[@readonly]/@id") == ["title", "opens_at"]
    page = secretariat.post(
        HERE + "terms", data=form | {"limit-others": "2"}, follow_redirects=True
    )
    assert "The terms are changed." in page.text
    assert [one.seconds for one in terms_of(stored(db)).policy.categories] == [180, 120]
    stale = secretariat.post(HERE + "terms", data=form | {"limit-others": "2.75"})
    assert (stale.status_code, "Someone else changed this first" in stale.text) == (409, True)
    assert 'value="2.75"' in stale.text
    assert form_of(secretariat, HERE + "terms")["seen"] in stale.text
    form = form_of(secretariat, HERE + "terms")
    refused = secretariat.post(HERE + "terms", data=form | {"title": "Another"})
    assert refused.status_code == 409
    assert "only its closing and its time limits change" in refused.text
    assert staged.texts(refused.text, "rule-cited") == ["Rules of procedure, rule 42"]
    assert 'value="Another"' in refused.text


def test_the_policy_of_a_coming_list_changes(db, secretariat):
    secretariat.post(
        BASE, data={**NEW, "opens_at": "2098-08-15T10:00", "closes_at": "2099-01-01T00:00"}
    )
    form = form_of(secretariat, HERE + "terms")
    assert form["policy"] == "ctoc-2008"
    secretariat.post(HERE + "terms", data=form | {"policy": "lots", "title": "Drawn"})
    found = stored(db)
    assert (found.title, terms_of(found).policy.key) == ("Drawn", "lots")


def test_a_list_that_is_too_long_is_limited_or_given_more_time(db, secretariat, client):
    staged.approved(db)
    session = staged.conference(db)
    a_list(db)
    put(db, *delegations(db, session, *(f"{n:02} State" for n in range(80))))
    assert "How long it takes" not in staged.page_of(client, HERE)
    page = staged.page_of(secretariat, HERE)
    assert "80 speakers need 4 h 14 min, with the time between them." in page
    assert "between them. The programme gives the item 4 h." in " ".join(page.split())
    assert "Limit statements to 2 min 30 s" in staged.buttons(page)
    (form,) = html.fromstring(page).xpath("//form[@class='ask-minutes']")
    asked = dict(form.form_values())
    wrong = secretariat.post(HERE + "minutes", data=asked | {"extra_minutes": "many"})
    assert (wrong.status_code, staged.texts(wrong.text, "field-error")) == (
        422,
        ["Give a whole number."],
    )
    secretariat.post(HERE + "minutes", data=asked | {"extra_minutes": "6"})
    staged.renew(db)
    (business,) = (one for one in problem_of(db, staged.conference(db)).business if one.id == "2")
    assert business.needed_minutes == 260
    stale = secretariat.post(HERE + "minutes", data=asked | {"extra_minutes": "7"})
    assert (stale.status_code, 'value="7"' in stale.text) == (409, True)
    page = secretariat.post(HERE + "limit", data={"seconds": 150}, follow_redirects=True).text
    assert "Statements are limited to 2 min 30 s each." in page
    assert "All can be heard." in page
    assert secretariat.post(HERE + "limit").status_code == 422


def test_a_closed_list_stays_closed(db, secretariat):
    a_list(db, **CLOSED)
    form = form_of(secretariat, HERE + "terms")
    answer = secretariat.post(HERE + "terms", data=form | {"closes_at": "2099-01-01T10:00"})
    assert answer.status_code == 409
    assert "The list is closed." in answer.text
    assert staged.texts(answer.text, "rule-cited") == ["Rules of procedure, rule 46"]
