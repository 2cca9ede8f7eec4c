from collections import defaultdict
from datetime import UTC, date, datetime

import pytest
from hypothesis import given as suppose

from scheduler.arrange import Part, arrange, parts_of
from scheduler.problem import Column, Problem, RelationKind
from scheduler.programme import ItemPart, Meeting, Programme
from tests.unit.problems import (
    SIX,
    WED,
    body,
    business,
    changed,
    group,
    planned,
    problem,
    relation,
    session,
)
from tests.unit.strategies import placed

Placed = tuple[Problem, list[Part]]


def test_a_meeting_has_what_its_period_body_and_business_say() -> None:
    given = problem(business("1", languages=("es", "en")))
    (meeting,) = planned(given, {"1": [(1, 60)]}).meetings
    assert meeting == Meeting(
        number=1,
        column=Column.PLENARY,
        body="cop",
        date=WED,
        slot="pm",
        start=datetime(2008, 10, 8, 13, tzinfo=UTC),
        end=datetime(2008, 10, 8, 16, tzinfo=UTC),
        room="B",
        languages=("en", "es"),
        items=(ItemPart(item="1", minutes=60, continued=False),),
    )
    assert meeting.start.isoformat() == "2008-10-08T15:00:00+02:00"


def test_hours_keep_their_clock_when_summer_time_ends() -> None:
    given = problem(
        business("1", 120, may_split=True),
        session=session(first_day=date(2008, 10, 24), last_day=date(2008, 10, 27)),
    )
    meetings = planned(given, {"1": [(0, 60), (6, 60)]}).meetings
    assert [meeting.start.isoformat() for meeting in meetings] == [
        "2008-10-24T10:00:00+02:00",
        "2008-10-27T10:00:00+01:00",
    ]


def test_meetings_stand_in_order_of_time_plenary_first() -> None:
    given = problem(
        group("wg"),
        group("cop2", body="cop"),
        business("1"),
        group("wg2", column=Column.PLENARY),
        business("2"),
    )
    parts = {
        "wg": [(0, 180)],
        "cop2": [(0, 180)],
        "wg2": [(0, 180)],
        "1": [(0, 60)],
        "2": [(1, 60)],
    }
    assert [
        (meeting.slot, meeting.column.value, meeting.body)
        for meeting in planned(given, parts).meetings
    ] == [
        ("am", "plenary", "cop"),
        ("am", "plenary", "wg"),
        ("am", "parallel", "cop"),
        ("am", "parallel", "wg"),
        ("pm", "plenary", "cop"),
    ]


def test_other_languages_make_another_meeting() -> None:
    given = problem(business("1", languages=("en", "fr")), business("2", languages=("fr", "en")))
    assert len(planned(given, {"1": [(0, 60)], "2": [(0, 60)]}).meetings) == 1
    given = problem(business("1"), business("2", languages=("en",)))
    meetings = planned(given, {"1": [(0, 60)], "2": [(0, 60)]}).meetings
    assert [meeting.languages for meeting in meetings] == [SIX, ("en",)]


def test_a_body_may_be_numbered_with_another() -> None:
    given = problem(
        business("1"), business("2"), group(), bodies=(body("cop"), body("wg", numbered_with="cop"))
    )
    programme = planned(given, {"1": [(0, 60)], "wg": [(1, 180)], "2": [(2, 60)]})
    assert [(meeting.body, meeting.number) for meeting in programme.meetings] == [
        ("cop", 1),
        ("wg", 2),
        ("cop", 3),
    ]


def test_what_an_earlier_meeting_began_is_continued() -> None:
    given = problem(business("1", 180, may_split=True))
    programme = planned(given, {"1": [(2, 60), (0, 60), (5, 60)]})
    assert [part.continued for meeting in programme.meetings for part in meeting.items] == [
        False,
        True,
        True,
    ]


def test_parts_of_one_business_in_one_period_are_one() -> None:
    given = problem(business("1"))
    programme = arrange(given, [Part("1", 0, 20), Part("1", 0, 40)])
    assert parts_of(given, programme) == (Part("1", 0, 60),)


def order(given: Problem, parts: dict[str, list[tuple[int, int]]], place: int = 0) -> list[str]:
    return [part.item for part in planned(given, parts).meetings[place].items]


def test_whole_items_stand_in_order_of_the_agenda() -> None:
    given = problem(business("2"), business("1"))
    assert order(given, {"1": [(0, 60)], "2": [(0, 60)]}) == ["2", "1"]


def test_what_is_continued_stands_before_and_what_goes_on_after_the_rest() -> None:
    given = problem(
        business("1", 120, may_split=True), business("2"), business("3", 120, may_split=True)
    )
    parts = {"1": [(1, 60), (2, 60)], "2": [(1, 60)], "3": [(0, 60), (1, 60)]}
    assert order(given, parts, 1) == ["3", "2", "1"]


def test_relations_outrank_the_agenda() -> None:
    given = problem(
        business("1"),
        business("2"),
        business("3"),
        relations=(
            relation(RelationKind.BEFORE, "3", "2"),
            relation(RelationKind.BEFORE, "2", "1"),
        ),
    )
    assert order(given, {"1": [(0, 60)], "2": [(0, 60)], "3": [(0, 60)]}) == ["3", "2", "1"]


def test_relations_in_a_circle_leave_the_agenda() -> None:
    given = problem(
        business("1"),
        business("2"),
        relations=(
            relation(RelationKind.BEFORE, "1", "2"),
            relation(RelationKind.BEFORE, "2", "1"),
        ),
    )
    assert order(given, {"1": [(0, 60)], "2": [(0, 60)]}) == ["1", "2"]


def test_what_starts_a_meeting_stands_first_where_it_begins() -> None:
    given = problem(
        business("1", 120, may_split=True), business("2", 120, may_split=True, starts_meeting=True)
    )
    parts = {"1": [(0, 60), (1, 60)], "2": [(1, 60), (2, 60)]}
    assert order(given, parts, 1) == ["2", "1"]
    parts = {"1": [(0, 60), (1, 60)], "2": [(0, 60), (1, 60)]}
    assert order(given, parts, 1) == ["1", "2"]


def test_what_ends_the_session_stands_last() -> None:
    given = problem(
        business("8"),
        business("1", 120, may_split=True),
        relations=(relation(RelationKind.ENDS_SESSION, "8"),),
    )
    assert order(given, {"8": [(0, 60)], "1": [(0, 60), (1, 60)]}) == ["1", "8"]


def test_unknown_business_is_refused() -> None:
    with pytest.raises(KeyError, match="9"):
        arrange(problem(), [Part("9", 0, 60)])


def test_parts_outside_the_session_have_no_period() -> None:
    given = problem(business("1"))
    programme = changed(planned(given, {"1": [(0, 60)]}), 0, slot="night")
    with pytest.raises(KeyError, match="night"):
        parts_of(given, programme)


@suppose(placed())
def test_parts_come_back(drawn: Placed) -> None:
    given, parts = drawn
    programme = arrange(given, parts)
    back = parts_of(given, programme)
    assert sorted(back, key=repr) == sorted(parts, key=repr)
    assert arrange(given, back) == programme


@suppose(placed())
def test_the_order_of_parts_does_not_matter(drawn: Placed) -> None:
    given, parts = drawn
    assert arrange(given, parts[::-1]) == arrange(given, parts)


@suppose(placed())
def test_each_series_counts_from_one_in_order_of_time(drawn: Placed) -> None:
    given, parts = drawn
    programme = arrange(given, parts)
    series: dict[str, list[int]] = defaultdict(list)
    for meeting in programme.meetings:
        series["rt" if meeting.body == "rt" else "cop"].append(meeting.number)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in series.values())
    starts = [meeting.start for meeting in programme.meetings]
    assert starts == sorted(starts)


@suppose(placed())
def test_the_order_in_a_meeting_keeps_relations(drawn: Placed) -> None:
    given, parts = drawn
    programme = arrange(given, parts)
    spans = _spans(programme)
    ends = {r.business[0] for r in given.relations if r.kind is RelationKind.ENDS_SESSION}
    starts = {item.id for item in given.business if item.starts_meeting}
    for meeting in programme.meetings:
        place = {part.item: place for place, part in enumerate(meeting.items)}
        for one in given.relations:
            if one.kind is RelationKind.BEFORE and set(one.business) <= place.keys():
                first, then = one.business
                may_share = (
                    spans[first][1] == meeting.start == spans[then][0]
                    and first not in ends
                    and then not in starts
                )
                assert place[first] < place[then] or not may_share


@suppose(placed())
def test_the_order_in_a_meeting_is_continued_whole_going_on(drawn: Placed) -> None:
    given, parts = drawn
    programme = arrange(given, parts)
    spans = _spans(programme)
    ends = {r.business[0] for r in given.relations if r.kind is RelationKind.ENDS_SESSION}
    starts = {item.id for item in given.business if item.starts_meeting}
    for meeting in programme.meetings:
        ranks = []
        for part in meeting.items:
            first, last = spans[part.item]
            begins = first == meeting.start
            if part.item in ends:
                ranks.append("e: ends the session")
            elif begins and part.item in starts:
                ranks.append("a: starts the meeting")
            elif not begins:
                ranks.append("b: continued")
            else:
                ranks.append("c: whole" if last == meeting.start else "d: goes on")
        assert ranks == sorted(ranks)


def _spans(programme: Programme) -> dict[str, tuple[datetime, datetime]]:
    found: dict[str, list[datetime]] = defaultdict(list)
    for meeting in programme.meetings:
        for part in meeting.items:
            found[part.item].append(meeting.start)
    return {id_: (min(starts), max(starts)) for id_, starts in found.items()}
