"""What the chair's table offers: a key for every action, and what else the chair is to decide."""

from __future__ import annotations

import json
from datetime import date

import pytest
from lxml import html

from tests import staged
from tests.floor_pages import meetings, opened, session, table
from tests.speaker_pages import CLOSED, a_list
from tests.speakers import delegations, put
from web.floor.actions import ACTIONS

__all__ = ["meetings", "opened", "session", "table"]  # fixtures


@pytest.mark.parametrize(
    ("kind", "given", "names"),
    [
        ("other", {"name": "", "seconds": "60"}, ["Name"]),
        ("other", {"name": "x", "seconds": "60", "speaker": "a\nb"}, ["Name of the speaker"]),
        ("other", {"name": "x", "seconds": "60", "function": "a\nb"}, ["Function"]),
        ("other", {"name": "x", "seconds": "0"}, ["Time to speak"]),
        ("other", {"name": "x", "seconds": "60", "delegation": "?"}, ["Delegation"]),
        ("take", {"list_id": "none"}, ["List of speakers"]),
        ("suspend", {"until": "late"}, ["Until"]),
        ("roll", {"present": ["?"]}, ["Parties present"]),
        ("next", {"expected": "x"}, ["Next speaker"]),
        ("call", {"number": "x"}, ["Speaker"]),
        ("call-reply", {"request": "x"}, ["Right of reply"]),
        ("end", {"expects": "x"}, ["What the table showed"]),
    ],
)
def test_what_is_wrong_is_said_with_the_name_of_its_field(opened, kind, given, names):
    answer = opened.do(kind, **given)
    assert answer.status_code == 422
    assert html.fromstring(answer.text).xpath("//dt/text()") == names


def test_late_requests_that_wait_are_pointed_to(opened, db):
    closed = a_list(db, **CLOSED, key="late-list")
    states = delegations(db, staged.conference(db), "Ghana", "Japan")
    numbers = put(db, *states, into=closed.key)
    assert opened.do("take", list_id=closed.key).status_code == 200
    assert opened.read("queue-late") == ["2 late requests wait for the chair to decide"]
    (where,) = opened.page.xpath("//p[@class='queue-late']/a/@href")
    answer = opened.client.post(f"{where.partition('#')[0]}inscriptions/{numbers[0]}/admit")
    assert answer.status_code == 303
    opened.load()
    assert opened.read("queue-late") == ["1 late request waits for the chair to decide"]
    assert opened.queue == ["Ghana"]


def keyed(table):
    """What the keys of the page lead to: for each key, the actions of its button or its dialog."""
    table.load()
    found = {}
    for button in table.page.xpath("//*[@data-key and not(@disabled)]"):
        forms = button.xpath("ancestor::form")
        if button.get("data-load"):
            forms = html.fromstring(staged.page_of(table.client, button.get("data-load"))).xpath(
                "//form"
            )
        elif button.get("data-dialog"):
            forms = table.page.get_element_by_id(button.get("data-dialog")).xpath(".//form")
        assert button.get("data-key") not in found
        found[button.get("data-key")] = {one.get("action").rsplit("/", 1)[1] for one in forms}
    return found


def test_every_action_has_a_key_that_the_help_explains(table):
    def go_on(kind, **given):
        assert table.do(kind, **given).status_code == 200
        reached.update(keyed(table))
        for kinds in keyed(table).values():
            actions.update(kinds)

    reached, actions = keyed(table), {"open"}
    assert reached["N"] == {"open"}
    go_on("open", present=4)
    go_on("take", list_id="item-2")
    go_on("next", expected=table.page.xpath("//input[@name='expected']/@value")[0])
    go_on("pause")
    go_on("point", delegation="EGY")
    go_on("rule", ruling="The point is well taken.")
    go_on("reply", delegation="FRA")
    for _ in range(3):
        go_on("next", expected=table.page.xpath("//input[@name='expected']/@value")[0])
    go_on("end")
    go_on("suspend", until="")
    go_on("continue")
    go_on("adjourn")
    assert actions == set(ACTIONS)
    table.load()
    explained = table.page.xpath("//dl[@class='help-keys']//kbd/text()")
    assert set(explained) | {"?"} == set(reached)
    assert keyed(table)["U"] == {"undo"}
    assert table.page.xpath("//*[@data-key='U']/@data-dialog") == ["ask"]  # it asks first


def dimmed(table):
    """What is said of each key that does nothing, by its button and to whoever presses it."""
    whys = json.loads(table.page.get_element_by_id("table").get("data-why"))
    for button in table.page.xpath("//button[@data-key][@disabled]"):
        assert button.get("title") == whys[button.get("data-key")]
    for button in table.page.xpath("//button[@data-key][not(@disabled)]"):
        assert button.get("data-key") not in {*whys} - {"N"}
    return whys


def test_a_key_that_does_nothing_says_why(table):
    assert set(dimmed(table).values()) == {
        "The meeting has not been opened.",
        "There is nothing to undo.",
    }
    table.do("open", present=4)
    no_list = dict.fromkeys("NAR", "No list of speakers is being heard. Take a list first.")
    assert dimmed(table) == no_list | dict.fromkeys("PE", "Nobody has the floor.") | {
        "C": "Nobody else waits to be called.",
        "W": "Nobody waits to reply.",
    }
    table.do("take", list_id="item-2")
    table.press("Next: Brazil")
    assert {key: dimmed(table)[key] for key in "SC"} == dict.fromkeys(
        "SC", "Somebody else has the floor. End it first, or call the next speaker."
    )
    table.do("suspend", until="")
    assert dimmed(table)["P"] == "The meeting is suspended. Continue it first."
    table.do("adjourn")
    assert set(dimmed(table).values()) == {"The meeting is adjourned."}


def test_a_meeting_is_suspended_until_another_day(opened):
    opened.load()
    (days,) = opened.page.xpath("//select[@name='until_day']")
    assert days.value_options[0] == ""
    tomorrow = date.fromisoformat(days.value_options[-1])
    wrong = opened.do("suspend", until="10:00", until_day="2008-10-09")
    assert (wrong.status_code, "<dt>Day</dt>" in wrong.text) == (422, True)
    assert opened.do("suspend", until="", until_day=str(tomorrow)).status_code == 422
    assert opened.do("suspend", until="10:00", until_day=str(tomorrow)).status_code == 200
    (said,) = opened.read("now-nobody")
    assert said == f"The meeting is suspended until {tomorrow:%A}, {day_of(tomorrow)}, 10 a.m."


def day_of(value):
    return f"{value.day} {value:%B %Y}"
