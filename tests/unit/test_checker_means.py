from datetime import date

import pytest

from scheduler.checker import check
from scheduler.problem import Column, Entitlement, Problem, TeamChange
from scheduler.programme import Programme
from tests.unit.problems import (
    FRI,
    THU,
    WED,
    at,
    body,
    business,
    changed,
    group,
    interpretation,
    judged,
    planned,
    problem,
    room,
    session,
)

AM = "on 8 October 2008, 10:00"
ALL = "Arabic, Chinese, English, French, Russian and Spanish"


def three_groups(**changes: object) -> tuple[Problem, Programme]:
    """A plenary and two working groups at once, in three rooms."""
    given = problem(
        business("1"),
        group("wg"),
        group("wg2", body="wg2"),
        bodies=(body("cop"), body("wg"), body("wg2")),
        rooms=(room("A"), room("B"), room("C")),
        **{"at_once": {Column.PLENARY: 1, Column.PARALLEL: 2}, **changes},
    )
    return given, planned(given, {"1": [(0, 60)], "wg": [(0, 180)], "wg2": [(0, 180)]})


def test_as_many_meetings_as_allowed_are_held_at_once() -> None:
    given, programme = three_groups(interpretation=interpretation(teams=3))
    assert check(given, programme) == ()


def test_no_more_parallel_meetings_than_allowed_are_held_at_once() -> None:
    given, programme = three_groups(
        at_once={Column.PLENARY: 1, Column.PARALLEL: 1}, interpretation=interpretation(teams=3)
    )
    (violation,) = check(given, programme)
    assert violation.requirement == "at_once.parallel"
    assert str(violation.text) == f"2 parallel meetings are held at once {AM}."
    assert str(violation.rule) == "At most 1 parallel meeting is held at a time."
    assert violation.where == ((WED, "am"),)


def test_no_more_plenary_meetings_than_allowed_are_held_at_once() -> None:
    given = problem(business("1"), group(column=Column.PLENARY))
    programme = planned(given, {"1": [(0, 60)], "wg": [(0, 180)]})
    assert judged(given, programme) == [
        ("at_once.plenary", f"2 plenary meetings are held at once {AM}.")
    ]


def test_a_body_holds_one_meeting_at_a_time() -> None:
    given = problem(business("1"), business("2", column=Column.PARALLEL))
    programme = planned(given, {"1": [(0, 60)], "2": [(0, 60)]})
    assert judged(given, programme) == [("bodies.cop", f"The COP holds 2 meetings at once {AM}.")]


def test_a_team_serves_one_meeting_at_a_time() -> None:
    given, programme = three_groups()
    assert judged(given, programme) == [
        (
            "interpretation.teams",
            f"3 meetings are interpreted into {ALL} {AM}; there are 2 teams.",
        )
    ]


def test_teams_are_counted_in_each_language() -> None:
    given = problem(
        business("1", languages=("en", "fr")),
        group(languages=("en", "es")),
        interpretation=interpretation(teams=1),
    )
    programme = planned(given, {"1": [(0, 60)], "wg": [(0, 180)]})
    assert judged(given, programme) == [
        ("interpretation.teams", f"2 meetings are interpreted into English {AM}; there is 1 team.")
    ]


def test_languages_that_do_not_meet_share_a_team() -> None:
    given = problem(
        business("1", languages=("fr",)),
        group(languages=("es",)),
        interpretation=interpretation(teams=1),
    )
    assert judged(given, planned(given, {"1": [(0, 60)], "wg": [(0, 180)]})) == []


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ([TeamChange(date=WED, teams=1)], True),
        ([TeamChange(date=WED, slot="am", teams=1)], True),
        ([TeamChange(date=WED, slot="pm", teams=1)], False),
        ([TeamChange(date=THU, teams=1)], False),
        ([TeamChange(date=WED, slot="am", teams=2), TeamChange(date=WED, teams=1)], False),
    ],
)
def test_teams_change_by_day_and_slot(changes: list[TeamChange], broken: bool) -> None:
    given = problem(business("1"), group(), interpretation=interpretation(changes=tuple(changes)))
    programme = planned(given, {"1": [(0, 60)], "wg": [(0, 180)]})
    found = [
        ("interpretation.teams", f"2 meetings are interpreted into {ALL} {AM}; there is 1 team.")
    ]
    assert judged(given, programme) == (found if broken else [])


def test_a_team_serves_so_many_meetings_a_day() -> None:
    given = problem(
        business("1"),
        business("2"),
        group(),
        interpretation=interpretation(meetings_per_team_day=1),
    )
    parts = {"1": [(0, 60)], "2": [(1, 60)], "wg": [(1, 180)]}
    assert judged(given, planned(given, parts)) == [
        (
            "interpretation.meetings_per_team_day",
            f"3 meetings are interpreted into {ALL} on 8 October 2008; 2 teams serve 2.",
        )
    ]
    assert judged(given, planned(given, parts | {"2": [(2, 60)]})) == []


def test_the_most_teams_of_a_day_serve_it() -> None:
    given = problem(
        business("1"),
        business("2"),
        interpretation=interpretation(
            teams=1, meetings_per_team_day=1, changes=(TeamChange(date=WED, slot="pm", teams=2),)
        ),
    )
    assert judged(given, planned(given, {"1": [(0, 60)], "2": [(1, 60)]})) == []


def test_a_team_serves_so_many_meetings_a_week() -> None:
    given = problem(
        business("1"),
        business("2"),
        session=session(last_day=date(2008, 10, 14)),
        interpretation=interpretation(teams=1, meetings_per_team_week=1),
    )
    assert judged(given, planned(given, {"1": [(0, 60)], "2": [(5, 60)]})) == [
        (
            "interpretation.meetings_per_team_week",
            f"2 meetings are interpreted into {ALL} in the week of 6 October 2008; "
            "1 team serves 1.",
        )
    ]
    monday = next(p.index for p in given.periods if p.date == date(2008, 10, 13))
    assert judged(given, planned(given, {"1": [(0, 60)], "2": [(monday, 60)]})) == []


@pytest.mark.parametrize(
    ("limit", "counted"),
    [("total", "3 meetings have"), ("plenary", "2 plenary meetings have")],
)
def test_the_entitlement_is_not_exceeded(limit: str, counted: str) -> None:
    most = {"total": 2, "plenary": 1}[limit]
    given = problem(
        business("1"),
        business("2"),
        group(),
        interpretation=interpretation(entitlement=Entitlement(**{limit: most}, source="Note 5")),
    )
    programme = planned(given, {"1": [(0, 60)], "2": [(1, 60)], "wg": [(1, 180)]})
    (violation,) = check(given, programme)
    assert violation.requirement == f"interpretation.entitlement.{limit}"
    assert str(violation.text) == f"{counted} interpretation."
    assert violation.source == "Note 5"
    assert violation.where == ((WED, "am"), (WED, "pm"))


def test_the_entitlement_of_parallel_meetings_is_not_exceeded() -> None:
    given = problem(group(), interpretation=interpretation(entitlement=Entitlement(parallel=0)))
    assert judged(given, planned(given, {"wg": [(0, 180)]})) == [
        ("interpretation.entitlement.parallel", "1 parallel meeting has interpretation.")
    ]


def test_meetings_without_interpretation_do_not_count() -> None:
    given = problem(
        group(languages=()),
        interpretation=interpretation(teams=0, entitlement=Entitlement(total=0)),
    )
    assert judged(given, planned(given, {"wg": [(0, 180)]})) == []


def in_room(given: Problem, room_id: str | None) -> list[tuple[str, str]]:
    """Item 1 on Wednesday morning in the room."""
    return judged(given, changed(planned(given, {"1": [(0, 60)]}), 0, room=room_id))


MEETING = "The 1st meeting of the COP on 8 October 2008, 10:00,"


def test_a_meeting_has_a_room() -> None:
    assert in_room(problem(business("1")), None) == [("rooms", f"{MEETING} has no room.")]


def test_a_session_without_rooms_asks_for_none() -> None:
    assert in_room(problem(business("1"), rooms=()), None) == []


def test_a_meeting_is_in_a_known_room() -> None:
    assert in_room(problem(business("1")), "Z") == [
        ("rooms", f'{MEETING} is in the room "Z", which the session does not have.')
    ]


@pytest.mark.parametrize(
    ("closed", "broken"),
    [(at(WED), True), (at(WED, "am"), True), (at(WED, "pm"), False), (at(FRI), False)],
)
def test_a_meeting_is_in_an_open_room(closed: object, broken: bool) -> None:
    given = problem(business("1"), rooms=(room("A", closed=(closed,)),))
    found = [("rooms", f"{MEETING} is in Room A, which is closed then.")]
    assert in_room(given, "A") == (found if broken else [])


def test_a_room_has_a_booth_for_each_language() -> None:
    given = problem(business("1"), rooms=(room("A", booths=5), room("B", booths=6)))
    assert in_room(given, "A") == [
        ("rooms", f"{MEETING} is in Room A, which has 5 of the 6 booths that it needs.")
    ]
    assert in_room(given, "B") == []


def test_a_room_has_enough_seats() -> None:
    given = problem(business("1", seats=150))
    assert in_room(given, "B") == [
        (
            "business.1.room",
            "Item 1 is taken in Room B, which has only 100 seats, "
            "in the 1st meeting of the COP on 8 October 2008, 10:00.",
        )
    ]
    assert in_room(given, "A") == []


def test_business_is_taken_in_the_room_it_asks_for() -> None:
    given = problem(business("1", room="A"))
    assert in_room(given, "B") == [
        (
            "business.1.room",
            "Item 1 is taken in Room B in the 1st meeting of the COP on 8 October 2008, 10:00.",
        )
    ]
    assert in_room(given, "A") == []


def test_a_room_holds_one_meeting_at_a_time() -> None:
    given = problem(business("1"), group())
    programme = planned(given, {"1": [(0, 60)], "wg": [(0, 180)]})
    assert judged(given, changed(programme, 0, room=programme.meetings[1].room)) == [
        ("rooms", f"2 meetings are held at once in Room A {AM}.")
    ]
