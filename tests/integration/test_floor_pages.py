"""The floor on pages: its meetings, the chair's table and what is done there, a delegate's turn."""

from __future__ import annotations

import json

import pytest
from lxml import html

from procedure.permissions import ALLOWED, Action, Role
from services.floor_rows import view
from tests import site, staged
from tests.floor_pages import HTMX, Table, meetings, opened, session, table
from web.floor.actions import ACTIONS

__all__ = ["meetings", "opened", "session", "table"]  # fixtures


def kinds(db, meeting):
    """What has happened on a floor."""
    session = staged.conference(db)
    staged.renew(db)
    return [event.kind.value for event in view(db, session.id, meeting).events]


def test_the_index_leads_to_tables_and_screens_of_each_meeting(sign_in, meetings):
    client = sign_in(Role.CHAIR_TABLE)
    page = staged.page_of(client, f"/sessions/{site.SLUG}/floor/")
    links = staged.links(page)
    assert links["Floor"] == f"/sessions/{site.SLUG}/floor/"
    assert links["Open the chair’s table"].startswith(f"/sessions/{site.SLUG}/floor/")
    for uid in meetings:
        for place in ("", "hall", "podium", "my-turn"):
            assert f'href="/sessions/{site.SLUG}/floor/{uid}/{place}"' in page
    assert set(staged.texts(page, "floor-state")) == {"Not opened"}


def test_the_index_leads_to_the_meeting_under_way_and_then_to_the_next(table, meetings):
    def led_to():
        page = staged.page_of(table.client, f"/sessions/{site.SLUG}/floor/")
        return staged.links(page)["Open the chair’s table"].split("/")[-2]

    table.do("open", present=3)
    assert led_to() == meetings[0]
    table.do("adjourn")
    assert led_to() != meetings[0]
    assert table.page.xpath("//button[@id='press-undo']/@data-key") == []


def test_the_index_leads_a_delegation_to_its_turn(sign_in, meetings):
    page = staged.page_of(sign_in(Role.FOCAL_POINT), f"/sessions/{site.SLUG}/floor/")
    assert staged.links(page)["Follow the meeting"].endswith(f"/floor/{meetings[0]}/my-turn")
    assert f'href="/sessions/{site.SLUG}/floor/{meetings[0]}/"' not in page


def test_who_does_not_run_the_floor_is_not_led_to_its_table(client, meetings):
    links = staged.links(staged.page_of(client, f"/sessions/{site.SLUG}/"))
    assert links["Floor"] == f"/sessions/{site.SLUG}/floor/"
    page = staged.page_of(client, links["Floor"])
    assert f'href="/sessions/{site.SLUG}/floor/{meetings[0]}/hall"' in page
    assert f'href="/sessions/{site.SLUG}/floor/{meetings[0]}/"' not in page


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "nobody")
def test_nothing_is_done_on_the_floor_by_who_may_not_run_it(sign_in, db, meetings, role):
    client = sign_in(role)
    refused = role not in ALLOWED[Action.FLOOR_RUN]
    for kind in ACTIONS:
        path = f"/sessions/{site.SLUG}/floor/{meetings[0]}/do/{kind}"
        answer = client.post(path, data={"expects": 99}, headers=HTMX)
        assert (answer.status_code in {401, 403}) is refused
    assert kinds(db, meetings[0]) == []


def test_the_meeting_is_opened_with_a_quorum_and_with_fewer_it_is_not(table, db, meetings):
    assert table.read("quorum") == [
        "Nobody has been counted yet 2 to open 4 to decide Rules of procedure, rule 41"
    ]
    answer = table.do("open", present=1)
    assert answer.status_code == 409
    assert "Too few of the parties are present" in answer.text
    assert "rule 41" in answer.text
    assert table.do("open", present=3).status_code == 200
    assert table.read("quorum") == [
        "3 parties of 6 present 2 to open 4 to decide Rules of procedure, rule 41"
    ]
    assert kinds(db, meetings[0]) == ["opened"]


def test_the_roll_that_was_called_counts_the_parties(table):
    asked = html.fromstring(staged.page_of(table.client, table.path + "ask/roll"))
    keys = asked.xpath("//input[@type='checkbox']/@value")
    assert len(keys) == 6
    assert table.do("roll", present=keys[:4]).status_code == 200
    assert table.page.xpath("//input[@id='present']/@value") == ["4"]
    again = html.fromstring(staged.page_of(table.client, table.path + "ask/roll"))
    assert again.xpath("//input[@checked]/@value") == keys[:4]
    assert table.do("open", present="").status_code == 200
    assert "4 parties of 6 present" in table.read("quorum")[0]


def test_a_meeting_goes_through_the_buttons_of_its_table(opened):
    assert opened.queue == ["Brazil", "China", "Denmark", "Egypt"]
    assert opened.press("Next: Brazil").status_code == 200
    assert opened.read("now-name") == ["Brazil"]
    assert opened.press("Pause").status_code == 200
    assert opened.press("Resume").status_code == 200
    assert opened.press("Next: China").status_code == 200
    assert opened.press("Absent: China").status_code == 200
    assert opened.queue == ["Denmark", "Egypt", "China"]
    assert opened.press("Undo: China was called and was not there.").status_code == 200
    assert opened.read("now-name") == ["China"]
    assert opened.queue == ["Denmark", "Egypt"]
    assert opened.press("End").status_code == 200
    assert opened.read("now-nobody") == ["Nobody has the floor"]


def test_points_of_order_and_replies(opened):
    opened.press("Next: Brazil")
    assert opened.do("point", delegation="EGY").status_code == 200
    assert opened.read("now-name") == ["Egypt"]
    assert opened.read("now-person") == ["Interrupted: Brazil"]
    assert opened.do("rule", ruling="").status_code == 422
    assert opened.do("rule", ruling="The point is well taken.").status_code == 200
    assert opened.read("now-name") == ["Brazil"]
    assert opened.do("reply", delegation="FRA").status_code == 200
    refused = opened.do("reply", delegation="FRA")
    assert (refused.status_code, "rule 46" in refused.text) == (409, True)
    for name in ("China", "Denmark", "Egypt"):
        assert opened.press(f"Next: {name}").status_code == 200
    assert opened.press("End").status_code == 200
    assert opened.press("Right of reply: France").status_code == 200
    assert opened.read("now-turn") == ["Right of reply"]
    speech = json.loads(opened.page.get_element_by_id("table").get("data-speech"))
    assert (speech["name"], speech["reply"], speech["allotted"]) == ("France", 1, 300)


def test_who_is_behind_is_told_what_has_changed_and_nothing_is_done(opened, db, meetings):
    before = opened.page.get_element_by_id("table").get("data-sequence")
    number = opened.page.xpath("//li[@data-number]/@data-number")[0]
    opened.press("Next: Brazil")
    answer = opened.do("next", expects=before, expected=number)
    assert answer.status_code == 409
    assert "meanwhile: Brazil was given the floor." in answer.text
    assert kinds(db, meetings[0]).count("called") == 1


def test_somebody_on_no_list_speaks_and_bad_input_is_named(opened):
    wrong = opened.do("other", name="", seconds=60)
    assert wrong.status_code == 422
    assert opened.do("other", name="The Secretariat", seconds="soon").status_code == 422
    assert opened.do("other", name="The Secretariat", seconds=60).status_code == 200
    assert opened.read("now-name") == ["The Secretariat"]
    assert opened.do("suspend", until="late").status_code == 422
    assert opened.do("nothing").status_code == 404
    assert opened.do("end", expects="").status_code == 422


def test_on_adjournment_the_rest_goes_to_the_next_meeting_on_the_item(opened, meetings):
    opened.press("Next: Brazil")
    opened.press("End")
    asked = staged.page_of(opened.client, opened.path + "ask/adjourn")
    assert "3 speakers are still to be heard." in asked
    assert "p.m.) the list goes on in this order." in " ".join(asked.split())
    assert opened.do("adjourn").status_code == 200
    assert "3 speakers are still to be heard." in opened.read("rest")[0]
    links = {one.get("href") for one in opened.page.xpath("//a")}
    assert f"/sessions/{site.SLUG}/floor/{meetings[1]}/" in links
    later = Table(opened.client, meetings[1])
    later.do("open", present=3)
    later.press("Take up the list: Item 2")
    assert later.queue == ["China", "Denmark", "Egypt"]


def test_without_scripts_an_action_leads_back_to_the_table(table):
    answer = table.client.post(f"{table.path}do/open", data={"expects": 0, "present": 3})
    assert (answer.status_code, answer.location) == (303, table.path)


def test_a_delegate_finds_their_own_inscriptions_and_anybody_those_of_a_delegation(
    sign_in, client, meetings
):
    path = f"/sessions/{site.SLUG}/floor/{meetings[0]}/my-turn"
    own = html.fromstring(staged.page_of(sign_in(Role.FOCAL_POINT), path))
    assert own.xpath("//h1")[0].text_content().strip() == "Austria"
    chosen = html.fromstring(staged.page_of(client, f"{path}?delegation=CHI"))
    turn = chosen.get_element_by_id("turn")
    assert [one["name"] for one in json.loads(turn.get("data-inscriptions"))["item-2"]] == ["China"]
    assert html.fromstring(staged.page_of(client, path)).xpath("//*[@id='turn']") == []


def test_estimates_that_move_are_not_read_aloud_each_time(client, meetings):
    path = f"/sessions/{site.SLUG}/floor/{meetings[0]}/my-turn?delegation=CHI"
    page = html.fromstring(staged.page_of(client, path))
    (aloud,) = page.get_element_by_id("turn").xpath(".//*[@aria-live]")
    assert aloud.find_class("only-next")
    assert aloud.xpath(".//time") == []
