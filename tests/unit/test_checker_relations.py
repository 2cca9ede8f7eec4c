import pytest

from scheduler.checker import check
from scheduler.problem import Column, Problem, RelationKind
from scheduler.programme import Programme
from tests.unit.problems import (
    WED,
    business,
    changed,
    group,
    judged,
    planned,
    problem,
    relation,
    room,
)

BEFORE = RelationKind.BEFORE
AM = "the 1st meeting of the COP on 8 October 2008, 10:00"
PM = "the 2nd meeting of the COP on 8 October 2008, 15:00"
Parts = dict[str, list[tuple[int, int]]]


FIRST_KEY = "relations.before.1.2"


def before(*, items: tuple[object, ...] = (), **changes: object) -> Problem:
    """Item 1 before item 2."""
    given = items or (business("1", 120, may_split=True), business("2", 120, may_split=True))
    return problem(*given, relations=(relation(BEFORE, "1", "2", **changes),))


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"1": [(0, 120)], "2": [(1, 120)]}, None),
        ({"1": [(0, 60), (1, 60)], "2": [(1, 120)]}, None),
        ({"1": [(0, 60), (1, 60)], "2": [(1, 60), (2, 60)]}, None),
        (
            {"1": [(1, 120)], "2": [(0, 120)]},
            f"Item 2 is taken in {AM}, before item 1 is finished in {PM}.",
        ),
        (
            {"1": [(0, 60), (1, 60)], "2": [(0, 60), (2, 60)]},
            f"Item 2 is taken in {AM}, before item 1 is finished in {PM}.",
        ),
        (
            {"1": [(1, 120)], "2": [(0, 60), (1, 60)]},
            f"Item 2 is taken in {AM}, before item 1 is finished in {PM}.",
        ),
    ],
)
def test_the_first_is_finished_before_the_second_begins(parts: Parts, sentence: str | None) -> None:
    given = before()
    broken = [one for one in judged(given, planned(given, parts)) if one[0] == FIRST_KEY]
    assert broken == ([(FIRST_KEY, sentence)] if sentence else [])


def test_the_first_comes_first_in_their_meeting() -> None:
    given = before(items=(business("1"), business("2")))
    programme = planned(given, {"1": [(0, 60)], "2": [(0, 60)]})
    assert judged(given, programme) == []
    swapped = changed(programme, 0, items=programme.meetings[0].items[::-1])
    assert judged(given, swapped) == [(FIRST_KEY, f"Item 2 is taken before item 1 in {AM}.")]


def test_the_first_is_finished_before_a_parallel_meeting_on_the_second() -> None:
    given = before(items=(business("1"), group("2")))
    (found,) = judged(given, planned(given, {"1": [(0, 60)], "2": [(0, 180)]}))
    assert found == (
        FIRST_KEY,
        "Working group (2) is taken in the 1st meeting of the WG on 8 October 2008, 10:00, "
        f"before item 1 is finished in {AM}.",
    )


@pytest.mark.parametrize(
    ("period", "words"),
    [(0, None), (1, "only 1 slot after"), (2, "only 2 slots after"), (3, ""), (5, "")],
)
def test_a_gap_in_slots_lies_between(period: int, words: str | None) -> None:
    given = before(items=(business("1"), business("2")), gap_slots=2)
    found = judged(given, planned(given, {"1": [(0, 60)], "2": [(period, 60)]}))
    if words is None:
        assert found == [(FIRST_KEY, f"Item 1 and item 2 are taken in one meeting, {AM}.")]
    elif words:
        assert [key for key, _ in found] == [FIRST_KEY]
        assert f", {words} item 1 in {AM}." in found[0][1]
    else:
        assert found == []


@pytest.mark.parametrize(("period", "days"), [(1, "0 days"), (3, "1 day"), (4, None)])
def test_a_gap_in_days_lies_between(period: int, days: str | None) -> None:
    given = before(items=(business("1"), business("2")), gap_days=2)
    found = judged(given, planned(given, {"1": [(0, 60)], "2": [(period, 60)]}))
    assert [key for key, _ in found] == ([FIRST_KEY] if days else [])
    assert all(f", only {days} after item 1 in {AM}." in sentence for _, sentence in found)


def test_what_is_never_parallel_is_taken_apart() -> None:
    given = problem(
        business("1"),
        group("2"),
        relations=(
            relation(
                RelationKind.NEVER_PARALLEL, "1", "2", because="the same experts.", source="Note 3"
            ),
        ),
    )
    assert check(given, planned(given, {"1": [(0, 60)], "2": [(1, 180)]})) == ()
    (violation,) = check(given, planned(given, {"1": [(0, 60)], "2": [(0, 180)]}))
    assert violation.requirement == "relations.never_parallel.1.2"
    assert str(violation.text) == (
        "Item 1 and Working group (2) are taken in parallel on 8 October 2008, 10:00."
    )
    assert str(violation.rule) == (
        "Item 1 and Working group (2) are never taken in parallel, because the same experts."
    )
    assert violation.source == "Note 3"
    assert violation.where == ((WED, "am"),)


def test_what_shares_a_meeting_is_not_parallel() -> None:
    given = problem(
        business("1"), business("2"), relations=(relation(RelationKind.NEVER_PARALLEL, "1", "2"),)
    )
    assert judged(given, planned(given, {"1": [(0, 60)], "2": [(0, 60)]})) == []


def test_one_person_chairs_one_meeting_at_a_time() -> None:
    given = problem(business("1", chair="A. B."), group("2", chair="A. B."), business("3"))
    assert judged(given, planned(given, {"1": [(0, 60)], "2": [(1, 180)], "3": [(1, 60)]})) == []
    assert judged(given, planned(given, {"1": [(0, 60)], "2": [(0, 180)], "3": [(1, 60)]})) == [
        (
            "chairs.A. B.",
            "Item 1 and Working group (2) are taken in parallel on 8 October 2008, 10:00.",
        )
    ]


def together(parts: Parts, **changes: object) -> list[tuple[str, str]]:
    given = problem(
        business("1", 120, may_split=True),
        business("2", 60),
        relations=(relation(RelationKind.TOGETHER, "1", "2"),),
    )
    return judged(given, planned(given, parts))


def test_what_is_together_is_in_one_meeting() -> None:
    assert together({"1": [(0, 120)], "2": [(0, 60)]}) == []
    sentence = f"Item 1 and item 2 are taken in {AM} and {PM}."
    assert together({"1": [(0, 120)], "2": [(1, 60)]}) == [("relations.together.1.2", sentence)]
    assert together({"1": [(0, 60), (1, 60)], "2": [(0, 60)]}) == [
        ("relations.together.1.2", sentence)
    ]


ENDS = (relation(RelationKind.ENDS_SESSION, "8", source="Note 8"),)


def test_nothing_is_taken_after_the_end() -> None:
    given = problem(business("1"), business("2"), business("8"), relations=ENDS)
    assert judged(given, planned(given, {"1": [(0, 60)], "2": [(1, 60)], "8": [(1, 60)]})) == []
    assert judged(given, planned(given, {"1": [(0, 60)], "2": [(1, 60)], "8": [(0, 60)]})) == [
        (
            "relations.ends_session.8",
            "The 2nd meeting of the COP on 8 October 2008, 15:00, is held after item 8.",
        )
    ]


def test_nothing_is_taken_after_the_end_in_its_meeting() -> None:
    given = problem(business("1"), business("8"), relations=ENDS)
    programme = planned(given, {"1": [(0, 60)], "8": [(0, 60)]})
    assert judged(given, programme) == []
    swapped = changed(programme, 0, items=programme.meetings[0].items[::-1])
    assert judged(given, swapped) == [
        ("relations.ends_session.8", f"Item 1 is taken after item 8 in {AM}.")
    ]


@pytest.mark.parametrize("kind", [RelationKind.ENDS_SESSION, RelationKind.ALONE])
def test_nothing_is_held_beside(kind: RelationKind) -> None:
    given = problem(business("8"), group(), relations=(relation(kind, "8"),))
    assert judged(given, planned(given, {"8": [(1, 60)], "wg": [(0, 180)]})) == []
    assert judged(given, planned(given, {"8": [(0, 60)], "wg": [(0, 180)]})) == [
        (
            f"relations.{kind}.8",
            "The 1st meeting of the WG on 8 October 2008, 10:00, is held beside item 8.",
        )
    ]


def test_nothing_is_held_beside_any_part() -> None:
    items = (business("8", 240, may_split=True), group())
    given = problem(*items, relations=(relation(RelationKind.ALONE, "8"),))
    parts = {"8": [(0, 120), (1, 120)], "wg": [(0, 180)]}
    assert [key for key, _ in judged(given, planned(given, parts))] == ["relations.alone.8"]
    given = problem(*items, relations=(relation(RelationKind.ENDS_SESSION, "8"),))
    assert [key for key, _ in judged(given, planned(given, parts))] == ["relations.ends_session.8"]


def test_what_is_alone_may_share_its_meeting() -> None:
    given = problem(business("1"), business("2"), relations=(relation(RelationKind.ALONE, "1"),))
    assert judged(given, planned(given, {"1": [(0, 60)], "2": [(0, 60)]})) == []


def test_every_relation_has_its_key() -> None:
    given = problem(
        business("1"),
        business("2"),
        group(column=Column.PARALLEL),
        relations=(relation(BEFORE, "1", "2"), relation(BEFORE, "2", "wg")),
        rooms=(room("A"), room("B")),
    )
    programme: Programme = planned(given, {"1": [(0, 60)], "2": [(2, 60)], "wg": [(1, 180)]})
    assert [key for key, _ in judged(given, programme)] == ["relations.before.2.wg"]


def test_relations_of_what_is_not_taken_are_not_judged() -> None:
    given = before(items=(business("1"), business("2")))
    assert judged(given, planned(given, {"2": [(0, 60)]})) == [
        ("time.cop.plenary", "Item 1 is not taken.")
    ]


@pytest.mark.parametrize(
    ("parts", "broken"),
    [
        ({"1": [(0, 60), (3, 60)], "2": [(1, 60), (2, 60)]}, False),
        ({"1": [(0, 60), (1, 60)], "2": [(0, 60), (2, 60)]}, True),
        ({"1": [(1, 60), (2, 60)], "2": [(0, 60), (3, 60)]}, True),
    ],
)
def test_the_second_is_taken_once_the_first_is_begun(parts: Parts, *, broken: bool) -> None:
    items = (business("1", 120, may_split=True), business("2", 120, may_split=True))
    given = problem(*items, relations=(relation(RelationKind.AFTER_BEGUN, "1", "2"),))
    found = [one for one in judged(given, planned(given, parts)) if one[0].startswith("relations")]
    (begun,) = [meeting for period, meeting in ((0, AM), (1, PM)) if period == parts["1"][0][0]]
    sentence = f"Item 2 is taken in {AM}, and item 1 only in {begun}."
    assert found == ([("relations.after_begun.1.2", sentence)] if broken else [])


def test_items_that_are_wished_near_may_be_far_apart() -> None:
    near = relation(RelationKind.NEAR, "1", "2")
    given = problem(business("1"), business("2"), relations=(near,))
    assert judged(given, planned(given, {"1": [(0, 60)], "2": [(5, 60)]})) == []
