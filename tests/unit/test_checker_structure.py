from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.checker import check
from scheduler.problem import Column, Problem
from scheduler.programme import ItemPart, Programme
from tests.unit.problems import (
    THU,
    WED,
    business,
    changed,
    group,
    judged,
    planned,
    problem,
    room,
    session,
    slot,
)

SPLIT = {"1": [(0, 60)], "2": [(0, 120), (1, 120)], "wg": [(1, 180)]}


def test_a_good_programme_has_no_violation() -> None:
    given = problem()
    assert check(given, planned(given, SPLIT)) == ()


def test_a_violation_names_its_rule_its_source_and_where_it_is() -> None:
    given = problem(session=session(source="Resolution 1"))
    meetings = planned(given, SPLIT).meetings
    moved = replace(meetings[0], date=date(2008, 10, 11))
    (violation,) = (
        one
        for one in check(given, Programme(meetings=(moved, *meetings[1:])))
        if one.requirement == "structure.period"
    )
    assert str(violation.rule) == (
        "Meetings are held in the slots of the session, on its days of meetings."
    )
    assert violation.source == "Resolution 1"
    assert violation.where == ((date(2008, 10, 11), "am"),)


def moved_late(given: Problem, day: date, slot_id: str) -> list[tuple[str, str]]:
    """Item 1 alone on Wednesday morning, item 2 taken in the slot given."""
    programme = planned(given, {"1": [(0, 60)], "2": [(5, 60)]})
    start = datetime.combine(day, programme.meetings[1].start.timetz())
    return judged(
        given,
        changed(programme, 1, date=day, slot=slot_id, start=start, end=start + timedelta(hours=3)),
    )


def test_a_meeting_is_within_the_session() -> None:
    given = problem(business("1"), business("2"))
    assert moved_late(given, date(2008, 10, 11), "pm") == [
        (
            "structure.period",
            "The 2nd meeting of the COP on 11 October 2008, 15:00, is outside the session.",
        )
    ]


def test_a_meeting_is_not_on_a_day_without_meetings() -> None:
    given = problem(business("1"), business("2"), session=session(days_without_meetings=(THU,)))
    programme = planned(given, {"1": [(0, 60)], "2": [(3, 60)]})
    moved = changed(programme, 1, date=THU)
    assert judged(given, moved) == [
        (
            "structure.period",
            "The 2nd meeting of the COP on 9 October 2008, 15:00, is on a day without meetings.",
        )
    ]


def test_a_meeting_is_in_a_slot_of_the_session() -> None:
    given = problem(business("1"), business("2"))
    assert moved_late(given, THU, "night") == [
        (
            "structure.period",
            'The 2nd meeting of the COP on 9 October 2008, 15:00, is in the slot "night", '
            "which the session does not have on that day.",
        )
    ]


def test_a_meeting_is_in_a_slot_offered_on_its_day() -> None:
    slots = (slot("am", 10, 13), slot("pm", 15, 18), slot("eve", 19, 21, cost=5, days=(WED,)))
    given = problem(business("1"), business("2"), slots=slots)
    assert moved_late(given, THU, "eve") == [
        (
            "structure.period",
            'The 2nd meeting of the COP on 9 October 2008, 19:00, is in the slot "eve", '
            "which the session does not have on that day.",
        )
    ]


def test_a_meeting_begins_with_its_slot() -> None:
    given = problem(business("1"))
    programme = planned(given, {"1": [(0, 60)]})
    late = changed(programme, 0, start=programme.meetings[0].start + timedelta(minutes=30))
    assert judged(given, late) == [
        (
            "structure.hours",
            "The 1st meeting of the COP on 8 October 2008, 10:00, is said to be held from "
            "2008-10-08T10:30+02:00 to 2008-10-08T13:00+02:00; its slot is from "
            "2008-10-08T10:00+02:00 to 2008-10-08T13:00+02:00.",
        )
    ]


def test_a_meeting_ends_with_its_slot() -> None:
    given = problem(business("1"))
    programme = planned(given, {"1": [(0, 60)]})
    short = changed(programme, 0, end=programme.meetings[0].end - timedelta(hours=1))
    assert [key for key, _ in judged(given, short)] == ["structure.hours"]


def test_hours_without_an_offset_are_wrong() -> None:
    given = problem(business("1"))
    programme = planned(given, {"1": [(0, 60)]})
    naive = changed(programme, 0, start=programme.meetings[0].start.replace(tzinfo=None))
    assert [key for key, _ in judged(given, naive)] == ["structure.hours"]


def test_the_same_hour_in_another_offset_is_right() -> None:
    given = problem(business("1"))
    programme = planned(given, {"1": [(0, 60)]})
    start = programme.meetings[0].start.astimezone(UTC)
    assert judged(given, changed(programme, 0, start=start)) == []


def test_hours_follow_the_time_zone_of_the_session() -> None:
    given = problem(business("1"))
    meeting = planned(given, {"1": [(0, 60)]}).meetings[0]
    assert meeting.start == datetime(2008, 10, 8, 8, tzinfo=UTC)
    assert meeting.start.isoformat() == "2008-10-08T10:00:00+02:00"
    wrong = meeting.start.replace(tzinfo=ZoneInfo("Europe/London"))
    assert [
        key for key, _ in judged(given, changed(Programme(meetings=(meeting,)), 0, start=wrong))
    ] == ["structure.hours"]


def test_a_meeting_is_not_empty() -> None:
    given = problem(business("1"))
    programme = planned(given, {"1": [(0, 60)]})
    (meeting,) = programme.meetings
    start, end = meeting.start + timedelta(days=1), meeting.end + timedelta(days=1)
    empty = replace(meeting, number=2, date=THU, start=start, end=end, items=())
    assert judged(given, Programme(meetings=(meeting, empty))) == [
        (
            "structure.empty",
            "The 2nd meeting of the COP on 9 October 2008, 10:00, takes nothing.",
        )
    ]


def with_item(programme: Programme, place: int, *items: ItemPart) -> Programme:
    return changed(programme, place, items=programme.meetings[place].items + items)


def test_a_meeting_takes_known_business() -> None:
    given = problem(business("1"))
    programme = planned(given, {"1": [(0, 60)]})
    unknown = with_item(programme, 0, ItemPart(item="9", minutes=30, continued=False))
    assert judged(given, unknown) == [
        (
            "structure.business",
            'The 1st meeting of the COP on 8 October 2008, 10:00, takes "9", '
            "which is no business of the session.",
        )
    ]


def test_a_meeting_takes_business_once() -> None:
    given = problem(business("1"))
    programme = planned(given, {"1": [(0, 30)]})
    twice = with_item(programme, 0, ItemPart(item="1", minutes=30, continued=False))
    sentence = "Item 1 stands 2 times in the 1st meeting of the COP on 8 October 2008, 10:00."
    assert judged(given, twice) == [("structure.twice", sentence)]


def test_a_meeting_is_of_a_known_body() -> None:
    given = problem(business("1"))
    programme = changed(planned(given, {"1": [(0, 60)]}), 0, body="un")
    assert judged(given, programme) == [
        (
            "structure.body",
            "The 1st meeting of the un on 8 October 2008, 10:00, is of no body of the session.",
        )
    ]


def test_business_is_taken_by_its_own_body() -> None:
    given = problem(business("1"))
    programme = changed(planned(given, {"1": [(0, 60)]}), 0, body="wg")
    assert judged(given, programme) == [
        (
            "structure.body",
            "Item 1 is taken in the 1st meeting of the WG on 8 October 2008, 10:00, "
            "but is business of the COP.",
        )
    ]


def test_plenary_business_is_not_taken_in_parallel() -> None:
    given = problem(business("1"), business("2"))
    programme = planned(given, {"1": [(0, 60)], "2": [(0, 60)]})
    assert judged(given, changed(programme, 0, column=Column.PARALLEL)) == [
        (
            "structure.column",
            "The 1st meeting of the COP on 8 October 2008, 10:00, is a parallel meeting, "
            "but item 1 and item 2 are plenary business.",
        )
    ]


def test_parallel_business_is_not_taken_in_plenary() -> None:
    given = problem(group())
    programme = planned(given, {"wg": [(0, 180)]})
    assert judged(given, changed(programme, 0, column=Column.PLENARY)) == [
        (
            "structure.column",
            "The 1st meeting of the WG on 8 October 2008, 10:00, is a plenary meeting, "
            "but Working group (wg) is parallel business.",
        )
    ]


def test_a_meeting_has_the_languages_its_business_needs() -> None:
    given = problem(business("1", languages=("en", "fr")))
    programme = planned(given, {"1": [(0, 60)]})
    assert judged(given, changed(programme, 0, languages=("en", "es"))) == [
        (
            "structure.languages",
            "The 1st meeting of the COP on 8 October 2008, 10:00, has no interpretation "
            "into French, which item 1 needs.",
        ),
        (
            "structure.languages",
            "The 1st meeting of the COP on 8 October 2008, 10:00, has interpretation "
            "into Spanish, which item 1 does not need.",
        ),
    ]


def test_the_order_of_languages_does_not_matter() -> None:
    given = problem(business("1", languages=("en", "fr")))
    programme = planned(given, {"1": [(0, 60)]})
    assert judged(given, changed(programme, 0, languages=("fr", "en"))) == []


def test_a_meeting_is_no_longer_than_its_slot() -> None:
    given = problem(business("1", 100), business("2", 81))
    programme = planned(given, {"1": [(0, 100)], "2": [(0, 81)]})
    assert judged(given, programme) == [
        (
            "structure.capacity",
            "The business of the 1st meeting of the COP on 8 October 2008, 10:00, takes "
            "3 h 1 min; the slot has 3 h.",
        )
    ]


def test_the_order_of_meetings_in_the_file_does_not_matter() -> None:
    given = problem(rooms=(room("A"), room("B")))
    programme = planned(given, SPLIT)
    assert check(given, Programme(meetings=programme.meetings[::-1])) == ()
