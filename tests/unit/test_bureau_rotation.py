"""Which group nominates for which office: 2006 and 2008 come out, and the sessions after them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from procedure.bureau.rotation import PastSession, rotation
from tests.unit.bureaux import (
    AFRICAN,
    ASIAN,
    BOOK,
    EASTERN,
    GRULAC,
    PRESIDENT,
    RAPPORTEUR,
    VICE,
    WEOG,
    bureau,
)

SECOND = PastSession(number=2, held={PRESIDENT: EASTERN, RAPPORTEUR: ASIAN})
THIRD = PastSession(number=3, held={PRESIDENT: GRULAC, RAPPORTEUR: EASTERN})
TWO = {VICE: 2}


def test_the_third_session() -> None:
    (third,) = rotation([SECOND], bureau(), BOOK.groups, 3, 1)
    assert third.number == 3
    assert third.turns == {PRESIDENT: GRULAC, RAPPORTEUR: EASTERN}
    assert third.shares == {
        AFRICAN: TWO,
        ASIAN: TWO,
        EASTERN: {RAPPORTEUR: 1, VICE: 1},
        GRULAC: {PRESIDENT: 1, VICE: 1},
        WEOG: TWO,
    }


def test_the_fourth_session_and_the_fifth() -> None:
    fourth, fifth = rotation([THIRD], bureau(), BOOK.groups, 4, 2)
    assert fourth.shares == {
        AFRICAN: TWO,
        ASIAN: TWO,
        EASTERN: TWO,
        GRULAC: {RAPPORTEUR: 1, VICE: 1},
        WEOG: {PRESIDENT: 1, VICE: 1},
    }
    assert (fifth.number, fifth.turns) == (5, {PRESIDENT: AFRICAN, RAPPORTEUR: WEOG})


def test_the_past_from_the_session_itself_on_does_not_count() -> None:
    (third,) = rotation(
        [SECOND, PastSession(number=3, held={PRESIDENT: AFRICAN})], bureau(), BOOK.groups, 3, 1
    )
    assert third.turns[PRESIDENT] == GRULAC


def test_the_rotation_goes_on_from_the_last_session_that_is_known() -> None:
    odd = PastSession(number=3, held={PRESIDENT: AFRICAN})
    fourth, fifth = rotation([odd, SECOND], bureau(), BOOK.groups, 4, 2)
    assert fourth.turns == {PRESIDENT: ASIAN, RAPPORTEUR: AFRICAN}
    assert fifth.turns == {PRESIDENT: EASTERN, RAPPORTEUR: ASIAN}


def test_nothing_is_said_where_the_past_is_not_known() -> None:
    for past in ([], [PastSession(number=2, held={RAPPORTEUR: ASIAN, PRESIDENT: "Elsewhere"})]):
        (found,) = rotation(past, bureau(), BOOK.groups, 3, 1)
        assert found.turns == {PRESIDENT: None, RAPPORTEUR: None}
        assert found.shares == {}


def test_an_office_that_follows_is_not_known_before_the_other() -> None:
    (second,) = rotation([replace(SECOND, number=2)], bureau(), BOOK.groups, 3, 1)
    assert second.turns[RAPPORTEUR] == EASTERN
    (found,) = rotation([replace(THIRD, number=3)], bureau(), BOOK.groups, 3, 1)
    assert found.turns == {PRESIDENT: None, RAPPORTEUR: None}


def test_without_rotation_nothing_is_shared_out() -> None:
    (found,) = rotation([THIRD], bureau(turns=()), BOOK.groups, 4, 1)
    assert (found.turns, found.shares, found.others) == ({}, {}, {})


def test_other_places_are_left_open_where_the_rules_give_no_number() -> None:
    (found,) = rotation([THIRD], bureau(per_group=0), BOOK.groups, 4, 1)
    assert found.shares == {
        AFRICAN: {},
        ASIAN: {},
        EASTERN: {},
        GRULAC: {RAPPORTEUR: 1},
        WEOG: {PRESIDENT: 1},
    }
    (one_each,) = rotation([THIRD], bureau(per_group=1), BOOK.groups, 4, 1)
    assert one_each.shares[GRULAC] == {RAPPORTEUR: 1}
    assert one_each.shares[ASIAN] == {VICE: 1}


def test_other_places_are_left_open_where_there_are_two_other_offices() -> None:
    president, vice, rapporteur = bureau().offices
    offices = (president, vice, replace(vice, key="chair"), rapporteur)
    (found,) = rotation([THIRD], bureau(offices=offices), BOOK.groups, 4, 1)
    assert found.shares[GRULAC] == {RAPPORTEUR: 1}
    assert found.shares[AFRICAN] == {}
    assert found.others == {AFRICAN: 2, ASIAN: 2, EASTERN: 2, GRULAC: 1, WEOG: 1}
    (one_each,) = rotation([THIRD], bureau(offices=offices, per_group=1), BOOK.groups, 4, 1)
    assert one_each.others == {AFRICAN: 1, ASIAN: 1, EASTERN: 1}
    (not_known,) = rotation([], bureau(offices=offices), BOOK.groups, 4, 1)
    assert (not_known.shares, not_known.others) == ({}, {})


@given(st.sampled_from(BOOK.groups), st.integers(1, 50), st.integers(0, 20))
def test_rotation_is_fair_and_periodic(last: str, number: int, later: int) -> None:
    past = [PastSession(number=number, held={PRESIDENT: last})]
    groups = BOOK.groups
    found = rotation(past, bureau(), groups, number + 1 + later, 2 * len(groups))
    for office in (PRESIDENT, RAPPORTEUR):
        turns = [str(one.turns[office]) for one in found]
        assert sorted(turns[: len(groups)]) == list(groups)
        assert turns[len(groups) :] == turns[: len(groups)]
    for one, following in pairwise(found):
        assert following.turns[RAPPORTEUR] == one.turns[PRESIDENT]
    assert all(sum(share.values()) == 2 for one in found for share in one.shares.values())
