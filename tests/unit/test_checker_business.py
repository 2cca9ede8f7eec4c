from datetime import date

import pytest

from scheduler.checker import check
from scheduler.problem import SlotDate, Speakers
from tests.unit.problems import (
    FRI,
    THU,
    WED,
    at,
    business,
    document,
    judged,
    planned,
    problem,
    session,
)

MEETINGS = [
    "the 1st meeting of the COP on 8 October 2008, 10:00",
    "the 1st meeting of the COP on 9 October 2008, 10:00",
]


def test_everything_is_taken() -> None:
    given = problem(business("1"), business("2", source="Note 2"))
    (violation,) = check(given, planned(given, {"1": [(0, 60)]}))
    assert violation.requirement == "time.cop.plenary"
    assert str(violation.text) == "Item 2 is not taken."
    assert str(violation.rule) == (
        "The COP has 2 h of plenary business, at least 1 meeting of 3 h."
    )
    assert violation.source == "Note 2"
    assert violation.where == ()


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        (90, "Item 1 is taken for only 1 h 30 min; it needs 1 h 31 min."),
        (92, "Item 1 is taken for 1 h 32 min; it needs no more than 1 h 31 min."),
    ],
)
def test_business_has_the_time_it_needs(minutes: int, sentence: str) -> None:
    speakers = Speakers(number=26, limit_minutes=3, changeover_seconds=30)
    given = problem(business("1", None, speakers=speakers, least_minutes=1, may_split=True))
    assert judged(given, planned(given, {"1": [(0, 91)]})) == []
    assert judged(given, planned(given, {"1": [(0, minutes)]})) == [("time.cop.plenary", sentence)]


def test_business_is_not_split_unless_it_may_be() -> None:
    parts = {"1": [(0, 60), (2, 60)]}
    may = problem(business("1", 120, may_split=True))
    assert judged(may, planned(may, parts)) == []
    given = problem(business("1", 120))
    assert judged(given, planned(given, parts)) == [
        (
            "business.1.may_split",
            f"Item 1 is taken in {MEETINGS[0]} and "
            "the 2nd meeting of the COP on 9 October 2008, 10:00.",
        )
    ]


@pytest.mark.parametrize(
    ("periods", "free"), [((0, 1), None), ((1, 2), None), ((0, 2), "1 slot"), ((0, 5), "4 slots")]
)
def test_consecutive_parts_leave_no_slot_free(periods: tuple[int, int], free: str | None) -> None:
    given = problem(business("1", 120, may_split=True, consecutive=True))
    found = judged(given, planned(given, {"1": [(period, 60) for period in periods]}))
    assert [key for key, _ in found] == (["business.1.consecutive"] if free else [])
    assert all(sentence.endswith(f", with {free} between.") for _, sentence in found)


def test_a_weekend_does_not_break_a_row() -> None:
    weekend = (date(2008, 10, 11), date(2008, 10, 12))
    given = problem(
        business("1", 120, may_split=True, consecutive=True),
        session=session(first_day=FRI, last_day=date(2008, 10, 13), days_without_meetings=weekend),
    )
    assert judged(given, planned(given, {"1": [(1, 60), (2, 60)]})) == []


def test_business_has_its_meeting_for_itself() -> None:
    given = problem(business("1", shares_meeting=False), business("2"), business("3"))
    assert judged(given, planned(given, {"1": [(0, 60)], "2": [(0, 60)], "3": [(0, 60)]})) == [
        (
            "business.1.shares_meeting",
            f"Item 1 is taken with item 2 and item 3 in {MEETINGS[0]}.",
        )
    ]
    assert judged(given, planned(given, {"1": [(1, 60)], "2": [(0, 60)], "3": [(0, 60)]})) == []


def test_business_starts_the_meeting_in_which_it_begins() -> None:
    plain = problem(business("1"), business("2"))
    given = problem(business("1"), business("2", starts_meeting=True))
    parts = {"1": [(0, 60)], "2": [(0, 60)]}
    assert judged(given, planned(given, parts)) == []
    assert judged(given, planned(plain, parts)) == [
        (
            "business.2.starts_meeting",
            f"Item 2 begins in {MEETINGS[0]}, after 1 other piece of business.",
        )
    ]


def test_business_that_is_continued_need_not_start_the_meeting() -> None:
    given = problem(
        business("1", 240, may_split=True),
        business("2", 240, may_split=True, starts_meeting=True),
    )
    parts = {"1": [(1, 90), (2, 150)], "2": [(0, 180), (1, 60)]}
    programme = planned(given, parts)
    assert [part.item for part in programme.meetings[1].items] == ["2", "1"]
    assert judged(given, programme) == []


@pytest.mark.parametrize(
    ("bound", "period", "broken"),
    [
        (at(THU), 1, True),
        (at(THU), 2, False),
        (at(THU, "pm"), 2, True),
        (at(THU, "pm"), 3, False),
    ],
)
def test_business_is_not_taken_too_early(bound: SlotDate, period: int, broken: bool) -> None:
    given = problem(business("1", not_before=bound))
    found = judged(given, planned(given, {"1": [(period, 60)]}))
    assert [key for key, _ in found] == (["business.1.not_before"] if broken else [])


@pytest.mark.parametrize(
    ("bound", "period", "broken"),
    [
        (at(THU), 4, True),
        (at(THU), 3, False),
        (at(THU, "am"), 3, True),
        (at(THU, "am"), 2, False),
    ],
)
def test_business_is_not_taken_too_late(bound: SlotDate, period: int, broken: bool) -> None:
    given = problem(business("1", not_after=bound))
    found = judged(given, planned(given, {"1": [(period, 60)]}))
    assert [key for key, _ in found] == (["business.1.not_after"] if broken else [])


def test_a_window_bounds_every_part() -> None:
    given = problem(business("1", 240, may_split=True, not_before=at(THU)))
    (violation,) = check(given, planned(given, {"1": [(0, 120), (2, 120)]}))
    assert str(violation.text) == f"Item 1 is taken in {MEETINGS[0]}."
    assert str(violation.rule) == "Item 1 is not taken before 9 October 2008."
    assert violation.where == ((WED, "am"),)


@pytest.mark.parametrize(
    ("fixed", "when"),
    [
        ((at(THU, "am"),), None),
        ((at(THU),), None),
        ((at(THU, "pm"),), "9 October 2008, 15:00"),
        ((at(FRI),), "10 October 2008"),
        ((at(THU, "am"), at(FRI, "am")), "10 October 2008, 10:00"),
    ],
)
def test_business_is_taken_where_it_is_fixed(fixed: tuple[SlotDate, ...], when: str | None) -> None:
    given = problem(business("1", fixed=fixed))
    found = [("business.1.fixed", f"Item 1 is not taken on {when}.")] if when else []
    assert judged(given, planned(given, {"1": [(2, 60)]})) == found


def test_business_is_not_taken_before_its_documents_are_out() -> None:
    late = document("COP/2", issued={"en": WED, "fr": FRI}, source="Note 9")
    given = problem(
        business("1", documents=("COP/1", "COP/2")), documents=(document("COP/1"), late)
    )
    (violation,) = check(given, planned(given, {"1": [(2, 60)]}))
    assert violation.requirement == "business.1.documents"
    assert str(violation.text) == (
        f"Item 1 is taken in {MEETINGS[1]}, but COP/2 is out on 10 October 2008."
    )
    assert violation.source == "Note 9"
    assert check(given, planned(given, {"1": [(4, 60)]})) == ()


def test_no_part_lies_in_a_time_that_is_ruled_out() -> None:
    given = problem(business("1", 240, may_split=True, not_on=(at(WED), at(THU, "pm"))))
    assert judged(given, planned(given, {"1": [(2, 120), (4, 120)]})) == []
    assert judged(given, planned(given, {"1": [(0, 120), (2, 120)]})) == [
        ("business.1.not_on", f"Item 1 is taken in {MEETINGS[0]}.")
    ]
    assert len(judged(given, planned(given, {"1": [(1, 120), (3, 120)]}))) == 2


def test_business_is_taken_in_no_more_meetings_than_it_may_be() -> None:
    given = problem(business("1", 180, may_split=True, most_parts=2))
    assert judged(given, planned(given, {"1": [(0, 60), (2, 120)]})) == []
    (violation,) = check(given, planned(given, {"1": [(0, 60), (2, 60), (4, 60)]}))
    assert violation.requirement == "business.1.most_parts"
    assert str(violation.rule) == "Item 1 is taken in at most 2 meetings."
    assert violation.where == ((WED, "am"), (THU, "am"), (FRI, "am"))
