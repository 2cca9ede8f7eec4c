from dataclasses import replace

from scheduler.problem import Problem
from scheduler.programme import Meeting, Programme
from tests.unit.problems import body, business, changed, group, judged, planned, problem


def numbers(given: Problem, programme: Programme, *numbers: int) -> list[tuple[str, str]]:
    meetings: list[Meeting] = [
        replace(meeting, number=number)
        for meeting, number in zip(programme.meetings, numbers, strict=True)
    ]
    return judged(given, Programme(meetings=tuple(meetings)))


def test_meetings_are_numbered_in_order_of_time() -> None:
    given = problem(business("1"), business("2"), business("3"))
    programme = planned(given, {"1": [(0, 60)], "2": [(1, 60)], "3": [(2, 60)]})
    assert numbers(given, programme, 1, 2, 4) == [
        (
            "structure.number",
            "The 4th meeting of the COP on 9 October 2008, 10:00, should be the 3rd.",
        )
    ]


def test_bodies_numbered_together_share_a_series() -> None:
    bodies = (body("cop"), body("wg", numbered_with="cop"))
    given = problem(business("1"), group(), bodies=bodies)
    after = planned(given, {"1": [(0, 60)], "wg": [(1, 180)]})
    assert numbers(given, after, 1, 2) == []
    assert numbers(given, after, 1, 1) == [
        (
            "structure.number",
            "The 1st meeting of the WG on 8 October 2008, 15:00, should be the 2nd.",
        )
    ]
    beside = planned(given, {"1": [(0, 60)], "wg": [(0, 180)]})
    assert numbers(given, beside, 1, 2) == []
    assert numbers(given, beside, 2, 1) == []


def marked(programme: Programme, place: int, *, continued: bool) -> Programme:
    items = programme.meetings[place].items
    return changed(programme, place, items=(replace(items[0], continued=continued), *items[1:]))


def test_what_is_continued_is_marked() -> None:
    given = problem(business("1", 240, may_split=True))
    programme = planned(given, {"1": [(0, 120), (1, 120)]})
    assert judged(given, marked(programme, 1, continued=False)) == [
        (
            "structure.continued",
            "Item 1 is not marked as continued in the 2nd meeting of the COP on "
            "8 October 2008, 15:00, though it began earlier.",
        )
    ]


def test_what_begins_is_not_marked_as_continued() -> None:
    given = problem(business("1", 240, may_split=True))
    programme = planned(given, {"1": [(0, 120), (1, 120)]})
    assert judged(given, marked(programme, 0, continued=True)) == [
        (
            "structure.continued",
            "Item 1 is marked as continued in the 1st meeting of the COP on "
            "8 October 2008, 10:00, where it begins.",
        )
    ]


def in_order(programme: Programme, place: int, *ids: str) -> Programme:
    items = {part.item: part for part in programme.meetings[place].items}
    return changed(programme, place, items=tuple(items[id_] for id_ in ids))


def test_what_is_continued_comes_first() -> None:
    given = problem(business("1", 240, may_split=True), business("2"))
    programme = planned(given, {"1": [(0, 120), (1, 120)], "2": [(1, 60)]})
    assert judged(given, in_order(programme, 1, "2", "1")) == [
        (
            "structure.order",
            "Item 2 is taken before item 1 in the 2nd meeting of the COP on 8 October 2008, 15:00.",
        )
    ]


def test_what_goes_on_comes_last() -> None:
    given = problem(business("1", 240, may_split=True), business("2"))
    programme = planned(given, {"1": [(0, 120), (1, 120)], "2": [(0, 60)]})
    assert judged(given, in_order(programme, 0, "1", "2")) == [
        (
            "structure.order",
            "Item 1 is taken before item 2 in the 1st meeting of the COP on 8 October 2008, 10:00.",
        )
    ]


def test_whole_items_may_stand_against_the_agenda() -> None:
    given = problem(business("1"), business("2"))
    programme = planned(given, {"1": [(0, 60)], "2": [(0, 60)]})
    assert judged(given, in_order(programme, 0, "2", "1")) == []


def test_a_part_is_not_shorter_than_the_shortest() -> None:
    given = problem(business("1", 200, may_split=True, least_minutes=45))
    assert judged(given, planned(given, {"1": [(0, 160), (1, 40)]})) == [
        (
            "structure.least_minutes",
            "Item 1 is taken for 40 min in the 2nd meeting of the COP on 8 October 2008, 15:00; "
            "its shortest part is 45 min.",
        )
    ]


def test_business_shorter_than_its_shortest_part_is_taken_whole() -> None:
    given = problem(business("1", 20, may_split=True, least_minutes=45))
    assert judged(given, planned(given, {"1": [(0, 20)]})) == []
