"""Decisions about a version: asked for, recorded with their day and note, refused by a rule."""

from datetime import UTC, datetime

import pytest

from procedure.permissions import Role
from procedure.programmes import VersionStatus
from services import programme_decisions, programmes
from tests import site, staged

pytestmark = pytest.mark.in_turn

BASE = f"/sessions/{site.SLUG}/programme/"


def get(client, path=""):
    answer = client.get(BASE + path)
    assert answer.status_code == 200
    return answer.text


@pytest.fixture
def secretariat(sign_in):
    return sign_in(Role.SECRETARIAT)


def form(**changes):
    today = staged.here(datetime.now(UTC))
    return {"decided_on": today.isoformat(), "note": "Noted.", "row_version": "1"} | changes


def last(db):
    staged.renew(db)
    return programmes.version(db, site.SECRETARIAT, staged.conference(db), 1).decisions


def test_the_page_asks_before_anything_is_recorded(secretariat, db):
    staged.draft(db)
    page = get(secretariat, "versions/1/approve/")
    assert staged.texts(page, "h1") == ["Record the approval"]
    assert "It can never be changed afterwards" in page
    assert last(db) == []


def test_a_decision_is_recorded_with_its_day_and_note(secretariat, db):
    staged.draft(db)
    answer = secretariat.post(BASE + "versions/1/approve/", data=form(decided_on="2008-05-28"))
    assert (answer.status_code, answer.location) == (303, BASE + "versions/1/")
    (decision,) = last(db)
    assert (decision.status, decision.note) == (VersionStatus.APPROVED, "Noted.")
    assert decision.decided_at == datetime(2008, 5, 27, 22, tzinfo=UTC)  # midnight in Vienna
    assert "28 May 2008" in get(secretariat, "versions/")


def test_a_second_decision_of_a_past_day_follows_the_first(secretariat, db):
    half_past_one = datetime(2008, 5, 27, 23, 30, tzinfo=UTC)  # on 28 May in Vienna
    version = staged.draft(db)
    status = VersionStatus.APPROVED
    programme_decisions.decide(db, site.SECRETARIAT, version, status, decided_at=half_past_one)
    data = form(decided_on="2008-05-28", row_version="2")
    assert secretariat.post(BASE + "versions/1/adopt/", data=data).status_code == 303
    assert [decision.decided_at for decision in last(db)] == [half_past_one] * 2


@pytest.mark.parametrize("day", ["", "yesterday", "0001-01-01", "9999-12-31", "2999-01-01"])
def test_a_day_that_cannot_be_is_refused_beside_its_field(secretariat, db, day):
    staged.draft(db)
    answer = secretariat.post(BASE + "versions/1/approve/", data=form(decided_on=day))
    assert answer.status_code == 422
    assert len(staged.texts(answer.text, "field-error")) == 1
    assert "Noted." in answer.text
    assert last(db) == []


def test_what_breaks_a_requirement_is_named_and_needs_a_waiver(secretariat, db):
    staged.draft(db, staged.planned(staged.TOO_SHORT))
    page = get(secretariat, "versions/1/approve/")
    (broken,) = staged.texts(page, "violations")
    assert broken.startswith("Item 2 is taken for only 2 h; it needs 4 h.")
    refused = secretariat.post(BASE + "versions/1/approve/", data=form())
    assert refused.status_code == 422
    assert last(db) == []
    waived = form(waiver="The bureau: time is short.")
    assert secretariat.post(BASE + "versions/1/approve/", data=waived).status_code == 303
    assert [decision.waiver for decision in last(db)] == ["The bureau: time is short."]


def test_one_who_was_shown_an_older_state_is_told_so(secretariat, db):
    staged.draft(db)
    data = form(row_version="7")
    assert secretariat.post(BASE + "versions/1/approve/", data=data).status_code == 409
    assert last(db) == []


@pytest.mark.parametrize("verb", ["adopt", "revise"])
def test_a_step_that_the_rules_do_not_know_is_refused_with_the_rule(secretariat, db, verb):
    staged.draft(db)
    for answer in (
        secretariat.get(BASE + f"versions/1/{verb}/"),
        secretariat.post(BASE + f"versions/1/{verb}/", data=form()),
    ):
        assert answer.status_code == 409
        assert "Rule 8 of the rules of procedure" in answer.text


def test_from_draft_to_revision(secretariat, client, db):
    staged.draft(db)
    secretariat.post(BASE + "versions/1/approve/", data=form())
    secretariat.post(BASE + "versions/1/adopt/", data=form(row_version="2"))
    staged.draft(db, staged.planned(staged.OTHER_PARTS))
    secretariat.post(BASE + "versions/2/revise/", data=form())
    assert staged.texts(get(client), "h1") == ["Organization of work, Rev.1"]
    assert staged.texts(get(client, "versions/"), "version-head") == [
        "Version 2 Rev.1 In force",
        "Version 1 As adopted, replaced",
    ]
