"""Where a ballot is held, and that it gives no group more officers than it has places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from procedure.bureau.composition import Nominee
from procedure.bureau.contests import Contest, Race, contests, overfull
from tests.unit.bureaux import (
    AFRICAN,
    ASIAN,
    BOOK,
    BUREAU_2006,
    EASTERN,
    GRULAC,
    PRESIDENT,
    RAPPORTEUR,
    VICE,
    WEOG,
    bureau,
    without,
)

RULES = BOOK.bureau.elections
WITHOUT = replace(RULES, acclamation=False)


def of(office: str, *groups: str) -> tuple[Nominee, ...]:
    """A nominee of each group, for an office."""
    return tuple(
        Nominee(office=office, delegation=f"{group} {number}", group=group)
        for number, group in enumerate(groups)
    )


def race(named: Sequence[Nominee], held: Sequence[Nominee] = (), **changes: object) -> Race:
    return Race(board=bureau(**changes), held=held, named=named)


def test_the_ten_of_2006_need_no_ballot_unless_the_rules_ask_for_one() -> None:
    assert contests(race(BUREAU_2006), RULES) == []
    single = [Contest(PRESIDENT, "", 1), Contest(RAPPORTEUR, "", 1)]
    assert contests(race(BUREAU_2006), WITHOUT) == single
    vice = tuple(one for one in BUREAU_2006 if one.office == VICE)
    others = tuple(one for one in BUREAU_2006 if one.office != VICE)
    assert contests(race(vice, others), WITHOUT) == [Contest(VICE, "", 8)]


def test_all_candidates_stand_in_a_ballot_on_one_place() -> None:
    asked = race(of(PRESIDENT, WEOG, WEOG, WEOG, AFRICAN))
    assert contests(asked, RULES) == [Contest(PRESIDENT, "", 1)]
    assert overfull(asked, Contest(PRESIDENT, "", 1), {}) is None


def test_no_ballot_is_held_on_a_place_that_is_filled() -> None:
    asked = race(of(PRESIDENT, AFRICAN, ASIAN), of(PRESIDENT, WEOG))
    assert contests(asked, RULES) == []
    assert contests(asked, WITHOUT) == []


def test_a_group_with_too_many_votes_among_its_own_while_the_others_fit() -> None:
    asked = race(of(VICE, EASTERN, EASTERN, EASTERN, WEOG, AFRICAN, AFRICAN, ASIAN, GRULAC))
    assert contests(asked, RULES) == [Contest(VICE, EASTERN, 2)]
    assert overfull(asked, Contest(VICE, EASTERN, 2), {}) is None
    assert overfull(asked, Contest(VICE, "", 8), {}) == EASTERN
    none = race(asked.named, per_group=0)
    assert contests(none, RULES) == []
    assert overfull(none, Contest(VICE, "", 8), {}) is None


def test_what_a_group_has_left_is_without_what_it_may_get_in_other_offices() -> None:
    asked = race((*of(PRESIDENT, WEOG), *of(VICE, WEOG, WEOG)))
    assert (asked.left_to(WEOG, VICE), asked.left_to(WEOG, PRESIDENT)) == (1, 0)
    assert (asked.left_to(ASIAN, VICE), asked.unfilled(WEOG)) == (2, 2)
    assert contests(asked, RULES) == [Contest(VICE, WEOG, 1)]
    three = race((*of(PRESIDENT, WEOG, WEOG, WEOG), *of(VICE, WEOG)))
    assert three.left_to(WEOG, VICE) == 1
    held = race(of(VICE, WEOG, WEOG), of(PRESIDENT, WEOG))
    assert (held.left_to(WEOG, VICE), held.places_left(PRESIDENT)) == (1, 0)


def test_what_depends_on_an_office_with_one_place_is_voted_on_after_it() -> None:
    named = (*of(PRESIDENT, WEOG, AFRICAN), *of(VICE, WEOG, WEOG, AFRICAN, AFRICAN))
    assert contests(race(named), RULES) == [Contest(PRESIDENT, "", 1)]
    after = race(of(VICE, WEOG, WEOG, AFRICAN, AFRICAN), of(PRESIDENT, WEOG))
    assert contests(after, RULES) == [Contest(VICE, WEOG, 1)]


def test_more_than_places_of_an_office_though_no_group_has_too_many() -> None:
    two_each = of(VICE, *[group for group in BOOK.groups for _ in range(2)])
    asked = race(two_each)
    assert contests(asked, RULES) == [Contest(VICE, "", 8)]
    assert overfull(asked, Contest(VICE, "", 8), {}) is None
    crowded = race((*two_each, *of(VICE, WEOG)))
    assert contests(crowded, RULES) == [Contest(VICE, WEOG, 2)]


def test_a_group_whose_places_are_filled_cannot_stand() -> None:
    asked = race(of(PRESIDENT, WEOG, AFRICAN), of(VICE, WEOG, WEOG))
    (contest,) = contests(asked, RULES)
    assert overfull(asked, contest, {}) == WEOG
    again = race(of(VICE, WEOG), of(VICE, WEOG, WEOG))
    assert contests(again, RULES) == []
    assert overfull(again, Contest(VICE, "", 6), {}) == WEOG
    assert overfull(race(of(VICE, AFRICAN), again.held), Contest(VICE, "", 6), {}) is None


def test_what_a_group_is_nominated_for_elsewhere_leaves_it_less() -> None:
    one_each = race((*of(VICE, WEOG), *of(PRESIDENT, WEOG)))
    assert overfull(one_each, Contest(VICE, WEOG, 2), {}) is None
    asked = race((*of(VICE, WEOG, WEOG, AFRICAN), *of(PRESIDENT, WEOG)))
    assert overfull(asked, Contest(VICE, "", 8), {}) == WEOG


def test_an_office_is_shared_out_from_two_places_on_where_groups_have_places() -> None:
    president, vice, _rapporteur = bureau().offices
    offices = (president, replace(vice, number=2))
    asked = race(of(VICE, WEOG, WEOG), offices=offices, per_group=1)
    assert contests(asked, RULES) == [Contest(VICE, WEOG, 1)]
    assert [asked.by_group(one) for one in (PRESIDENT, VICE)] == [False, True]
    assert race(()).by_group(VICE) is True
    assert race((), per_group=0).by_group(VICE) is False


def test_what_a_group_may_get_by_ballots_under_way_is_kept_for_it() -> None:
    asked = race(of(PRESIDENT, WEOG, AFRICAN))
    assert overfull(asked, Contest(PRESIDENT, "", 1), {WEOG: 1}) is None
    assert overfull(asked, Contest(PRESIDENT, "", 1), {WEOG: 2}) == WEOG
    vice = race(of(VICE, WEOG, WEOG))
    assert overfull(vice, Contest(VICE, WEOG, 2), {AFRICAN: 2}) is None
    assert overfull(vice, Contest(VICE, WEOG, 2), {WEOG: 1}) == WEOG
    assert overfull(vice, Contest(VICE, WEOG, 1), {WEOG: 1}) is None


def test_a_ballot_is_on_no_more_than_is_left() -> None:
    held = tuple(one for one in without("AZ") if one.office == VICE)
    assert race((), held).ballot(VICE, EASTERN) == Contest(VICE, EASTERN, 1)
    assert race(of(PRESIDENT, EASTERN)).ballot(VICE, EASTERN) == Contest(VICE, EASTERN, 1)
    assert race(()).ballot(VICE, "") == Contest(VICE, "", 8)


nominees = st.lists(
    st.builds(
        Nominee,
        office=st.sampled_from([PRESIDENT, VICE, RAPPORTEUR]),
        delegation=st.uuids().map(str),
        group=st.sampled_from(BOOK.groups),
    ),
    max_size=14,
)


@given(named=nominees, data=st.data())
def test_whoever_is_elected_no_group_has_more_officers_than_places(
    named: list[Nominee], data: st.DataObject
) -> None:
    left, held = list(named), list[Nominee]()
    for _ in range(8):
        asked = race(tuple(left), tuple(held))
        allowed = [one for one in contests(asked, RULES) if overfull(asked, one, {}) is None]
        if not allowed:
            break
        contest = data.draw(st.sampled_from(allowed))
        stand = [
            one for one in left if one.office == contest.office and contest.group in {"", one.group}
        ]
        assert len(stand) > contest.places > 0
        elected = data.draw(st.permutations(stand))[: contest.places]
        held += elected
        left = [one for one in left if one not in stand]
    assert all(count <= 2 for count in Counter(one.group for one in held).values())
    taken = Counter(one.office for one in held)
    assert all(taken[one.key] <= one.number for one in bureau().offices)
