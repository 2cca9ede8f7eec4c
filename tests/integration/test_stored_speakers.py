"""Lists of speakers in the record: made, changed, drawn by lot."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from models.speakers import SpeakersList
from procedure.permissions import PUBLIC
from procedure.speakers.lot import keeps_commitment
from procedure.speakers.values import EntryKind
from services import speakers as lists
from services.errors import BadRequest, Forbidden, NotFound, RuleBroken
from services.inscriptions import inscribe
from tests.record import READER, SECRETARIAT, counts
from tests.speakers import (
    CHAIR,
    CLOSES,
    MINISTER,
    OPENS,
    a_list,
    delegations,
    kinds,
    order,
    policy,
    put,
    refusal,
    terms,
)


def test_a_list_is_made_and_found(timed, speakers, states):
    session = states[0].session
    assert lists.lists(timed, PUBLIC, session) == [speakers]
    assert lists.speakers_list(timed, PUBLIC, session, "item-2") is speakers
    assert (speakers.business, speakers.item, kinds(timed, speakers)) == ("2", "2", ["made"])
    for key in ("item-3", "\0"):
        with pytest.raises(NotFound):
            lists.speakers_list(timed, PUBLIC, session, key)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"key": "Item 2"}, "key"),
        ({"key": ""}, "key"),
        ({"business": "9"}, "business"),
        ({"business": "\0"}, "business"),
        ({"terms": terms(title=" ")}, "title"),
        ({"terms": terms(title="a\0b")}, "title"),
        ({"terms": terms(closes_at=OPENS)}, "closes_at"),
        ({"terms": terms(policy(categories=()))}, "policy.categories"),
        ({"terms": terms(policy(late="never"))}, "policy.late"),
    ],
)
def test_a_list_that_cannot_be_is_refused_by_field(timed, states, changes, field):
    given = {"key": "k", "business": "2", "terms": terms()} | changes
    before = counts(timed)
    with pytest.raises(BadRequest) as caught:
        lists.make_list(timed, SECRETARIAT, states[0].session, **given)
    assert (list(caught.value.fields), counts(timed)) == ([field], before)


def test_an_error_of_the_database_tells_no_secret(timed, speakers):
    names = [column.name for column in SpeakersList.__table__.c if column.name != "id"]
    with pytest.raises(IntegrityError) as caught:
        timed.execute(insert(SpeakersList).values({one: getattr(speakers, one) for one in names}))
    told = f"{caught.value} {caught.value.orig}"
    assert not [secret for secret in (speakers.seed, speakers.receipt_key) if secret in told]
    timed.rollback()


def test_a_key_is_of_one_list(timed, speakers, states):
    with pytest.raises(BadRequest) as caught:
        a_list(timed, states[0].session)
    assert list(caught.value.fields) == ["key"]


@pytest.mark.parametrize("actor", [PUBLIC, READER, CHAIR])
def test_who_may_not_makes_and_inscribes_nothing(timed, speakers, states, actor):
    with pytest.raises(Forbidden):
        lists.make_list(timed, actor, states[0].session, key="k", business="2", terms=terms())
    with pytest.raises(Forbidden):
        inscribe(timed, actor, speakers, states[0], wanted=MINISTER)
    assert kinds(timed, speakers) == ["made"]


def test_before_it_opens_all_of_a_list_may_change(timed, speakers):
    lists.change_list(
        timed,
        SECRETARIAT,
        speakers,
        terms=terms(policy("protocol"), title="Item 2, debate", opens_at=OPENS + timedelta(days=1)),
    )
    assert kinds(timed, speakers) == ["made", "changed"]
    found = lists.standing_of(timed, PUBLIC, speakers).terms
    assert (found.title, found.policy.key) == ("Item 2, debate", "protocol")
    lists.change_list(timed, SECRETARIAT, speakers, terms=terms(policy("protocol"), title="x"))
    assert kinds(timed, speakers) == ["made", "changed", "changed"]


def test_once_it_is_open_only_closing_and_limits_change(timed, speakers, states, clock):
    clock.at = OPENS
    put(timed, *states)
    shorter = tuple(replace(one, seconds=120) for one in policy().categories)
    later = terms(policy(categories=shorter), closes_at=CLOSES + timedelta(days=1))
    lists.change_list(timed, SECRETARIAT, speakers, terms=later)
    assert {one.category.seconds for one in lists.standing_of(timed, PUBLIC, speakers).places} == {
        120
    }
    for refused in (
        terms(policy("protocol")),
        terms(title="Another"),
        terms(policy(simultaneous_seconds=9)),
        terms(opens_at=OPENS + timedelta(days=1)),
    ):
        with pytest.raises(RuleBroken):
            lists.change_list(timed, SECRETARIAT, speakers, terms=refused)
    clock.at = later.closes_at
    wanted = replace(later, closes_at=later.closes_at + timedelta(days=1))
    assert refusal(lists.change_list, timed, SECRETARIAT, speakers, terms=wanted) == (
        "Rules of procedure, rule 46",
        "The list is closed. The chair decides on requests that come late.",
    )
    lists.change_list(timed, SECRETARIAT, speakers, terms=later)  # nothing changes
    assert kinds(timed, speakers) == ["made", *["inscribed"] * 3, "changed"]


def test_the_lot_is_drawn_by_the_first_entry_after_the_first_seconds(timed, states, clock):
    speakers = a_list(timed, states[0].session, policy(simultaneous_seconds=60))
    clock.at = OPENS
    put(timed, states[0], states[1])
    assert lists.standing_of(timed, PUBLIC, speakers).to_be_drawn
    assert "seed" not in str(lists.ledger_of(timed, PUBLIC, speakers))
    clock.at = OPENS + timedelta(seconds=60)
    put(timed, states[2])
    assert kinds(timed, speakers) == ["made", "inscribed", "inscribed", "revealed", "inscribed"]
    found = lists.standing_of(timed, PUBLIC, speakers)
    assert (found.to_be_drawn, found.places[-1].delegation) == (False, "CHI")
    assert keeps_commitment(found.seed, found.terms.commitment)


def test_anybody_may_have_a_lot_drawn_that_is_due(timed, states, clock):
    speakers = a_list(timed, states[0].session, policy("lots"))
    clock.at = OPENS
    put(timed, *states)
    assert refusal(lists.reveal, timed, PUBLIC, speakers)[1] == "The lot is not to be drawn yet."
    clock.at = CLOSES
    assert lists.standing_of(timed, PUBLIC, speakers).to_be_drawn
    assert lists.reveal(timed, PUBLIC, speakers).kind is EntryKind.REVEALED
    assert lists.reveal(timed, PUBLIC, speakers) is None
    assert not lists.standing_of(timed, PUBLIC, speakers).to_be_drawn
    drawn = order(timed, speakers)
    put_late = inscribe(timed, SECRETARIAT, speakers, *_one_more(timed, states), wanted=MINISTER)
    assert (put_late.late, order(timed, speakers)) == (True, drawn)


def _one_more(timed, states):
    return delegations(timed, states[0].session, "Denmark")


def test_a_closing_put_off_after_a_draw_by_lot_is_refused(timed, states, clock):
    speakers = a_list(timed, states[0].session, policy("lots"))
    clock.at = CLOSES
    wanted = terms(policy("lots"), closes_at=CLOSES + timedelta(days=1))
    assert refusal(lists.change_list, timed, SECRETARIAT, speakers, terms=wanted)[1] == (
        "The lot has been drawn; what it depends on does not change any more."
    )
    assert kinds(timed, speakers) == ["made"]
