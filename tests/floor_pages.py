"""The chair's table of a meeting of the small conference, as its pages have it."""

from __future__ import annotations

import pytest
from lxml import html

from procedure.permissions import Role
from procedure.programmes import VersionStatus
from services import floor_programme, programme_decisions
from tests import site, staged
from tests.floors import listed_today
from tests.record import a_draft

HTMX = {"HX-Request": "true"}


@pytest.fixture
def session(db):
    """The small conference with six States more, of which four are on the list on item 2."""
    session = listed_today(db)
    programme_decisions.decide(db, site.SECRETARIAT, a_draft(db, session), VersionStatus.APPROVED)
    return staged.conference(db)


@pytest.fixture
def meetings(db, session):
    """The uids of the meetings on item 2."""
    every = floor_programme.meetings(db, session.id)
    return [one.uid for one in floor_programme.on_business(every, "2")]


class Table:
    """The chair's table of a meeting in a browser: it sends what its page holds."""

    def __init__(self, client, uid):
        self.client = client
        self.path = f"/sessions/{site.SLUG}/floor/{uid}/"
        self.load()

    def load(self):
        """Read the page anew."""
        self.page = html.fromstring(staged.page_of(self.client, self.path))

    def do(self, kind, expects=None, **given):
        """Press a key; the answer."""
        shown = self.page.get_element_by_id("table").get("data-sequence")
        data = {"expects": shown if expects is None else expects, **given}
        answer = self.client.post(f"{self.path}do/{kind}", data=data, headers=HTMX)
        if answer.status_code == 200:
            self.page = html.fromstring(f"<html><body>{answer.text}</body></html>")
        return answer

    def press(self, label):
        """Press a button by what is read on it, with what its form holds."""
        button = next(
            one
            for one in self.page.xpath("//form[@hx-post]//button[@type='submit'][not(@disabled)]")
            if " ".join(one.find("span").text_content().split()) == label
        )
        form = button.getparent()
        data = {one.get("name"): one.get("value") for one in form.findall("input")}
        answer = self.client.post(form.get("action"), data=data, headers=HTMX)
        self.page = html.fromstring(f"<html><body>{answer.text}</body></html>")
        return answer

    def read(self, name):
        """What is read in each element of a class."""
        found = self.page.xpath(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]")
        return [" ".join(one.text_content().split()) for one in found]

    @property
    def queue(self):
        """Who waits, in order."""
        return [one.text_content() for one in self.page.xpath("//li[@data-number]//bdi")]


@pytest.fixture
def table(sign_in, meetings):
    """The table of the first meeting on item 2, for whoever sits at it."""
    return Table(sign_in(Role.CHAIR_TABLE), meetings[0])


@pytest.fixture
def opened(table):
    """The same once the meeting is open and hears the list."""
    assert table.do("open", present=3).status_code == 200
    assert table.press("Take up the list: Item 2").status_code == 200
    return table
