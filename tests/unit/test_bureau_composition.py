"""What the rules on composition find: missing, broken, not known; and who may stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from procedure.bureau.composition import (
    Finding,
    Matter,
    Nominee,
    Verdict,
    composition,
    eligible,
)
from procedure.bureau.replacement import Succession, replacement
from procedure.bureau.rotation import PastSession, rotation
from procedure.bureau.rules import Named, Reach
from procedure.instruments import Membership
from tests.unit.bureaux import (
    AFRICAN,
    ASIAN,
    BOOK,
    BUREAU_2006,
    EASTERN,
    GRULAC,
    ONLY_CONVENTION,
    PRESIDENT,
    RAPPORTEUR,
    UNKNOWN,
    VICE,
    WEOG,
    bureau,
    dict_of,
    ground,
    without,
)

GROUP_ONE, GROUP_ALL, TWO_OF_ALL = bureau().conditions
EVERYBODY = [one.delegation for one in BUREAU_2006]
NO_CONVENTION = Membership(since={"CTOC": None})
(THIRD,) = rotation([PastSession(number=2, held={PRESIDENT: EASTERN})], bureau(), BOOK.groups, 3, 1)


def test_the_bureau_of_2006_is_as_the_rules_ask_if_its_states_are_party_to_all() -> None:
    assert composition(BUREAU_2006, bureau(), ground(shares=THIRD.shares)) == ()


def test_of_the_bureau_of_2006_what_is_not_known_is_said_to_be_unknown() -> None:
    found = composition(BUREAU_2006, bureau(), ground(dict_of(EVERYBODY, UNKNOWN)))
    assert {one.verdict for one in found} == {Verdict.UNKNOWN}
    assert {one.matter for one in found} == {Matter.CONDITION}
    by_group = [one for one in found if one.condition == GROUP_ONE]
    assert {one.rule for one in found} == {"rule 22"}
    assert [(one.group, one.delegations, one.count) for one in by_group] == [
        (AFRICAN, ("NG", "ZA"), 1),
        (ASIAN, ("CN", "PH"), 1),
        (EASTERN, ("AZ", "PL"), 1),
        (GRULAC, ("AR", "CL"), 1),
        (WEOG, ("DE", "GB"), 1),
    ]
    (whole,) = (one for one in found if one.condition == TWO_OF_ALL)
    assert (whole.group, whole.delegations) == ("", tuple(sorted(EVERYBODY)))


def test_nobody_is_nominated_yet() -> None:
    found = composition([], bureau(), ground())
    assert [(one.verdict, one.matter, one.office, one.group, one.count) for one in found] == [
        (Verdict.MISSING, Matter.PLACES_OPEN, PRESIDENT, "", 1),
        (Verdict.MISSING, Matter.PLACES_OPEN, VICE, "", 8),
        (Verdict.MISSING, Matter.PLACES_OPEN, RAPPORTEUR, "", 1),
        *((Verdict.MISSING, Matter.GROUP_SHORT, "", group, 2) for group in BOOK.groups),
    ]
    assert {one.rule for one in found} == {"rule 22"}


def test_what_is_missing_is_counted_by_office_and_group() -> None:
    assert composition(without("NG", "PL"), bureau(), ground()) == (
        Finding(
            verdict=Verdict.MISSING,
            matter=Matter.PLACES_OPEN,
            rule="rule 22",
            office=VICE,
            count=1,
        ),
        Finding(
            verdict=Verdict.MISSING,
            matter=Matter.PLACES_OPEN,
            rule="rule 22",
            office=RAPPORTEUR,
            count=1,
        ),
        Finding(
            verdict=Verdict.MISSING,
            matter=Matter.GROUP_SHORT,
            rule="rule 22",
            group=AFRICAN,
            count=1,
        ),
        Finding(
            verdict=Verdict.MISSING,
            matter=Matter.GROUP_SHORT,
            rule="rule 22",
            group=EASTERN,
            count=1,
        ),
    )


def test_too_many_and_of_no_group() -> None:
    third = Nominee(office=VICE, delegation="KE", group=AFRICAN)
    nobody = Nominee(office=VICE, delegation="FR", group="")
    found = composition([*BUREAU_2006, third, nobody], bureau(), ground())
    assert [(one.verdict, one.matter, one.office, one.group, one.count) for one in found] == [
        (Verdict.BROKEN, Matter.PLACES_EXCEEDED, VICE, "", 2),
        (Verdict.BROKEN, Matter.GROUP_EXCEEDED, "", AFRICAN, 1),
        (Verdict.BROKEN, Matter.NO_GROUP, VICE, "", 0),
    ]
    assert {one.rule for one in found} == {"rule 22"}
    assert found[-1].delegations == ("FR",)


def test_groups_do_not_count_where_the_rules_give_them_no_number() -> None:
    board = bureau(per_group=0, conditions=())
    nobody = Nominee(office=VICE, delegation="FR", group="")
    assert composition([*without("CN"), nobody], board, ground()) == ()


def test_an_officer_comes_from_a_party() -> None:
    found = composition(
        BUREAU_2006, bureau(), ground({"CN": NO_CONVENTION, "NG": Membership(since={})})
    )
    assert [(one.verdict, one.matter, one.office, one.delegations) for one in found] == [
        (Verdict.UNKNOWN, Matter.NOT_PARTY, VICE, ("NG",)),
        (Verdict.BROKEN, Matter.NOT_PARTY, VICE, ("CN",)),
    ]
    assert [(one.group, one.rule) for one in found] == [(AFRICAN, "rule 22"), (ASIAN, "rule 22")]


def test_a_state_has_one_office() -> None:
    twice = [*without("NG"), Nominee(office=VICE, delegation="ZA", group=AFRICAN)]
    assert composition(twice, bureau(), ground()) == (
        Finding(
            verdict=Verdict.BROKEN,
            matter=Matter.TWO_OFFICES,
            rule="",
            delegations=("ZA",),
            count=2,
        ),
    )
    (found,) = composition(twice, bureau(one_per_state_rule="rule 23"), ground())
    assert found.rule == "rule 23"


def test_who_is_on_record_as_a_party_takes_part_as_one() -> None:
    found = composition(BUREAU_2006, bureau(), ground(others=frozenset({"AR", "FR"})))
    assert found == (
        Finding(
            verdict=Verdict.BROKEN,
            matter=Matter.NOT_AS_PARTY,
            rule="rule 22",
            office=PRESIDENT,
            group=GRULAC,
            delegations=("AR",),
        ),
    )
    no_party = ground({"AR": NO_CONVENTION}, others=frozenset({"AR"}))
    assert composition(BUREAU_2006, bureau(), no_party)[0].matter is Matter.NOT_PARTY


def test_one_of_a_group_is_from_a_party_to_a_protocol() -> None:
    found = composition(BUREAU_2006, bureau(), ground(dict_of(["NG", "ZA"], ONLY_CONVENTION)))
    assert [(one.verdict, one.condition, one.group, one.delegations) for one in found] == [
        (Verdict.BROKEN, GROUP_ONE, AFRICAN, ()),
        (Verdict.WISH, GROUP_ALL, AFRICAN, ()),
    ]
    assert composition(BUREAU_2006, bureau(), ground({"NG": ONLY_CONVENTION})) == ()
    protocol = Membership(since={**ONLY_CONVENTION.since, "SOM": date(2006, 10, 9)})
    (wish,) = composition(BUREAU_2006, bureau(), ground(dict_of(["NG", "ZA"], protocol)))
    assert (wish.verdict, wish.condition) == (Verdict.WISH, GROUP_ALL)
    late = Membership(since={**ONLY_CONVENTION.since, "SOM": date(2006, 10, 10)})
    found = composition(BUREAU_2006, bureau(), ground(dict_of(["NG", "ZA"], late)))
    assert found[0].verdict is Verdict.BROKEN


def test_one_unknown_state_can_still_keep_the_rule() -> None:
    found = composition(BUREAU_2006, bureau(), ground({"NG": ONLY_CONVENTION, "ZA": UNKNOWN}))
    assert [(one.verdict, one.condition, one.delegations) for one in found] == [
        (Verdict.UNKNOWN, GROUP_ONE, ("ZA",)),
        (Verdict.UNKNOWN, GROUP_ALL, ("ZA",)),
    ]


def test_two_of_the_bureau_are_from_parties_to_all() -> None:
    one_protocol = Membership(since={**ONLY_CONVENTION.since, "TIP": date(2004, 1, 1)})
    others = [code for code in EVERYBODY if code != "AR"]
    found = composition(BUREAU_2006, bureau(), ground(dict_of(others, one_protocol)))
    broken = [one for one in found if one.verdict is Verdict.BROKEN]
    assert [(one.condition, one.count) for one in broken] == [(TWO_OF_ALL, 2)]
    assert [one.group for one in found if one.verdict is Verdict.WISH] == [
        group for group in BOOK.groups if group != GRULAC
    ]
    others.remove("CN")
    found = composition(BUREAU_2006, bureau(), ground(dict_of(others, one_protocol)))
    assert {one.verdict for one in found} == {Verdict.WISH}


def test_what_is_not_known_of_one_does_not_help_where_two_are_wanted() -> None:
    parties = {**dict_of(EVERYBODY, ONLY_CONVENTION), "AR": UNKNOWN}
    board = bureau(conditions=(TWO_OF_ALL,))
    assert composition(BUREAU_2006, board, ground(parties)) == (
        Finding(
            verdict=Verdict.BROKEN,
            matter=Matter.CONDITION,
            rule=TWO_OF_ALL.rule,
            count=2,
            condition=TWO_OF_ALL,
        ),
    )


def test_conditions_are_looked_at_in_whatever_order_they_stand() -> None:
    judge = ground(dict_of(EVERYBODY, ONLY_CONVENTION))
    board = bureau(conditions=(TWO_OF_ALL, GROUP_ALL, GROUP_ONE))
    assert set(composition(BUREAU_2006, board, judge)) == set(
        composition(BUREAU_2006, bureau(), judge)
    )


def test_a_condition_that_rests_on_the_last_to_be_nominated() -> None:
    found = composition(without("ZA"), bureau(), ground({"NG": ONLY_CONVENTION}))
    assert [(one.verdict, one.group, one.condition) for one in found if one.condition] == [
        (Verdict.MISSING, AFRICAN, GROUP_ONE)
    ]
    found = composition(without("ZA"), bureau(), ground({"NG": UNKNOWN}))
    assert [one for one in found if one.condition] == []


def test_before_the_protocols_were_in_force_the_convention_was_enough() -> None:
    early = Membership(since={**ONLY_CONVENTION.since, "CTOC": date(2003, 9, 28)})
    before = ground(dict_of(EVERYBODY, ONLY_CONVENTION), on=date(2004, 1, 1))
    instruments = BOOK.instruments[:1]
    assert composition(BUREAU_2006, bureau(), replace(before, instruments=instruments)) == ()
    assert before.reaches("AR", Reach.FIRST_AND_ANOTHER) is False
    nothing_in_force = replace(before, on=date(2003, 9, 28))
    assert nothing_in_force.reaches("AR", Reach.ALL) is False
    nothing_in_force = replace(before, on=date(2003, 9, 28), parties={"AR": early})
    assert nothing_in_force.reaches("AR", Reach.ALL) is True


def test_reach() -> None:
    partly = Membership(since={"CTOC": date(2004, 1, 1), "TIP": None, "FA": date(2006, 1, 1)})
    judge = ground({"AR": partly})
    assert judge.reaches("AR", Reach.FIRST) is True
    assert judge.reaches("AR", Reach.FIRST_AND_ANOTHER) is True
    assert judge.reaches("AR", Reach.ALL) is False
    unknown = Membership(since={"CTOC": date(2004, 1, 1), "TIP": date(2006, 1, 1)})
    judge = ground({"AR": unknown})
    assert judge.reaches("AR", Reach.ALL) is None
    assert judge.reaches("AR", Reach.FIRST_AND_ANOTHER) is True
    none = Membership(since={"CTOC": None, "TIP": date(2006, 1, 1)})
    assert ground({"AR": none}).reaches("AR", Reach.FIRST_AND_ANOTHER) is False
    no_record = ground()
    assert no_record.reaches("XX", Reach.FIRST) is None


def test_an_office_out_of_turn_is_not_as_wished_for() -> None:
    swapped = [
        *without("AR", "DE"),
        Nominee(office=PRESIDENT, delegation="DE", group=WEOG),
        Nominee(office=VICE, delegation="AR", group=GRULAC),
    ]
    (found,) = composition(swapped, bureau(), ground(shares=THIRD.shares))
    assert (found.verdict, found.matter, found.office, found.group, found.rule) == (
        Verdict.WISH,
        Matter.OUT_OF_TURN,
        PRESIDENT,
        WEOG,
        "rule 22",
    )
    assert composition(swapped, bureau(), ground()) == ()
    nobody = [*without("AR"), Nominee(office=PRESIDENT, delegation="AR", group="")]
    lonely = composition(nobody, bureau(per_group=0, conditions=()), ground(shares=THIRD.shares))
    assert [(one.matter, one.group) for one in lonely] == [(Matter.OUT_OF_TURN, "")]


def candidacies(
    office: str, candidates: dict[str, str], parties: dict[str, Membership], *gone: str
) -> list[tuple[str, bool | None, list[Matter]]]:
    found = eligible(
        office, candidates, without(*gone), bureau(), ground(parties, shares=THIRD.shares)
    )
    assert {one.delegation: one.group for one in found} == candidates
    return [(one.delegation, one.may, [why.matter for why in one.why]) for one in found]


def test_who_may_stand_beside_those_nominated() -> None:
    candidates = {"KE": AFRICAN, "FR": WEOG, "NG": AFRICAN, "XX": AFRICAN, "YY": AFRICAN}
    parties = {"YY": NO_CONVENTION}
    assert candidacies(VICE, candidates, parties, "ZA") == [
        ("KE", True, []),
        ("FR", False, [Matter.GROUP_EXCEEDED]),
        ("NG", False, [Matter.TWO_OFFICES]),
        ("XX", None, [Matter.NOT_PARTY]),
        ("YY", False, [Matter.NOT_PARTY]),
    ]


def test_who_may_stand_depends_on_the_other_of_the_group() -> None:
    parties = {"NG": ONLY_CONVENTION, "YY": ONLY_CONVENTION, "XX": UNKNOWN}
    assert candidacies(VICE, {"KE": AFRICAN, "YY": AFRICAN, "XX": AFRICAN}, parties, "ZA") == [
        ("KE", True, []),
        ("YY", False, [Matter.CONDITION, Matter.CONDITION]),
        ("XX", None, [Matter.CONDITION, Matter.CONDITION]),
    ]


def test_who_stands_out_of_turn_may_all_the_same() -> None:
    found = candidacies(PRESIDENT, {"FR": WEOG, "AR": GRULAC}, {}, "AR", "GB")
    assert found == [("FR", True, [Matter.OUT_OF_TURN]), ("AR", True, [])]


def test_who_names_the_successor() -> None:
    president, *_, rapporteur = BUREAU_2006
    by_state = replacement(rapporteur, bureau())
    assert by_state == Succession(named=Named.STATE, rule="rule 31", delegation="PL")
    assert by_state.admits("PL", EASTERN) is True
    assert by_state.admits("AZ", EASTERN) is False
    by_election = replacement(president, bureau())
    assert by_election == Succession(named=Named.ELECTION, rule="rule 22")
    assert by_election.admits("AR", GRULAC) is False
    first, *others = bureau().offices
    board = bureau(offices=(replace(first, named=Named.GROUP), *others))
    by_group = replacement(president, board)
    assert by_group == Succession(named=Named.GROUP, rule="rule 22", group=GRULAC)
    assert by_group.admits("CL", GRULAC) is True
    assert by_group.admits("DE", WEOG) is False


@settings(max_examples=60)
@given(
    st.permutations(BUREAU_2006),
    st.integers(0, 10),
    st.dictionaries(
        st.sampled_from(EVERYBODY), st.sampled_from([UNKNOWN, ONLY_CONVENTION, NO_CONVENTION])
    ),
)
def test_the_order_of_nominations_does_not_matter(
    nominees: list[Nominee], cut: int, parties: dict[str, Membership]
) -> None:
    some = nominees[:cut]
    ordered = sorted(some, key=BUREAU_2006.index)
    judge = ground(parties)
    assert composition(some, bureau(), judge) == composition(ordered, bureau(), judge)


@given(st.lists(st.booleans(), min_size=10, max_size=10))
def test_whoever_may_stand_breaks_nothing(kept: list[bool]) -> None:
    nominees = [one for one, here in zip(BUREAU_2006, kept, strict=True) if here]
    gone = [one for one in BUREAU_2006 if one not in nominees]
    for one in gone:
        (found,) = eligible(
            one.office, {one.delegation: one.group}, nominees, bureau(), ground(shares=THIRD.shares)
        )
        assert (found.may, found.why) == (True, ())
