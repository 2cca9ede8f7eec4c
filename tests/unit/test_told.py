"""What a clash says: what is asked alike of several pieces of business, in one sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scheduler.explanation.explain import explain
from scheduler.explanation.told import told
from scheduler.problem import Closure, Column, Problem, RelationKind
from scheduler.programme import Explanation
from scheduler.reading import load_problem
from scheduler.requirements import requirements
from tests.unit.problems import (
    THU,
    WED,
    at,
    business,
    document,
    group,
    problem,
    relation,
    room,
)

EXAMPLES = Path(__file__).parents[2] / "examples"
ASKED: list[tuple[dict[str, Any], str]] = [
    ({}, "Each of items 1, 2 and 3 is taken in one meeting."),
    (
        {"may_split": True, "consecutive": True},
        "Each of items 1, 2 and 3 is taken in slots that follow one another.",
    ),
    (
        {"may_split": True, "most_parts": 2},
        "Each of items 1, 2 and 3 is taken in at most 2 meetings.",
    ),
    (
        {"may_split": True, "shares_meeting": False},
        "Each of items 1, 2 and 3 has its meetings for itself.",
    ),
    (
        {"may_split": True, "starts_meeting": True},
        "Each of items 1, 2 and 3 starts the meeting in which it begins.",
    ),
    (
        {"may_split": True, "not_before": at(WED, "pm")},
        "Items 1, 2 and 3 are not taken before 8 October 2008, 15:00.",
    ),
    (
        {"may_split": True, "not_after": at(WED)},
        "Items 1, 2 and 3 are not taken after 8 October 2008.",
    ),
    (
        {"may_split": True, "not_on": (at(WED), at(THU, "am"))},
        "Items 1, 2 and 3 are not taken on 8 October 2008 and 9 October 2008, 10:00.",
    ),
    (
        {"may_split": True, "fixed": (at(WED, "am"),)},
        "Items 1, 2 and 3 are taken on 8 October 2008, 10:00.",
    ),
    (
        {"may_split": True, "documents": ("A/1",)},
        "Items 1, 2 and 3 are not taken before A/1 is out in all its languages, on 8 October 2008.",
    ),
    (
        {"may_split": True, "documents": ("A/1", "A/2")},
        "Items 1, 2 and 3 are not taken before A/1 (8 October 2008) and A/2 (8 October 2008) "
        "are out in all their languages.",
    ),
    ({"may_split": True, "room": "A"}, "Items 1, 2 and 3 are taken in Room A."),
    (
        {"may_split": True, "room": "A", "seats": 150},
        "Items 1, 2 and 3 are taken in Room A, and need 150 seats.",
    ),
    (
        {"may_split": True, "seats": 150},
        "Items 1, 2 and 3 are taken in a room with at least 150 seats.",
    ),
]


def sentences(some: Problem, *first_words: str) -> list[str]:
    """What is told of the requirements whose keys begin so, as if they clashed."""
    clash = [one for one in requirements(some) if one.key.startswith(first_words)]
    return [str(one.text) for one in told(some, clash, {})]


def said(explained: Explanation) -> list[list[str]]:
    return [[str(one.text) for one in clash] for clash in explained.told]


@pytest.mark.parametrize(("asked", "sentence"), ASKED)
def test_what_is_asked_alike_is_told_once(asked: dict[str, Any], sentence: str) -> None:
    given = problem(
        *(business(id_, **asked) for id_ in "123"), documents=(document("A/1"), document("A/2"))
    )
    assert sentences(given, "business.") == [sentence]
    alone = replace(given, business=given.business[:1])
    (as_entered,) = (one for one in requirements(alone) if one.key.startswith("business."))
    assert sentences(alone, "business.") == [str(as_entered.text)]


def test_what_is_asked_otherwise_is_told_apart() -> None:
    given = problem(
        business("1", seats=150, sources={"seats": "Letter; list"}),
        business("2", seats=150, sources={"seats": "list"}),
        business("3", seats=90),
    )
    rooms = [one for one in requirements(given) if one.key.endswith(".room")]
    both, alone = told(given, rooms, {})
    assert [one.key for one in both.requirements] == ["business.1.room", "business.2.room"]
    assert (str(both.text), both.source) == (
        "Items 1 and 2 are taken in a room with at least 150 seats.",
        "Letter; list",
    )
    assert alone.requirements == (rooms[2],)
    assert alone.text == rooms[2].text


@pytest.mark.parametrize(
    ("ids", "names"),
    [
        (("1(f)", "2(a)", "2(b)", "2(d)"), "items 1 (f), 2 (a), 2 (b) and 2 (d)"),
        (("2(c)", "2(d)", "2(e)", "3", "3(a)"), "items 2 (c) to (e), 3 and 3 (a)"),
        (("1", "2", "wg"), "items 1 and 2 as well as Working group (wg)"),
        (("1", "wg"), "item 1 and Working group (wg)"),
        (("wg", "1"), "Working group (wg) and item 1"),
    ],
)
def test_business_is_named_as_documents_name_it(ids: tuple[str, ...], names: str) -> None:
    given = problem(*(group() if id_ == "wg" else business(id_) for id_ in ids))
    assert sentences(given, "business.") == [f"Each of {names} is taken in one meeting."]
    pinned = problem(*(replace(one, fixed=(at(WED),)) for one in given.business))
    assert sentences(pinned, "business.")[-1] == (
        f"{names[0].upper()}{names[1:]} are taken on 8 October 2008."
    )


def test_relations_to_the_same_are_told_once() -> None:
    before, because = RelationKind.BEFORE, "decisions come last"
    given = problem(
        *(business(id_) for id_ in "12345"),
        relations=(
            relation(before, "1", "4", because=because),
            relation(before, "1", "5"),
            relation(before, "2", "4", because=because),
            relation(before, "3", "4"),
            relation(before, "1", "2"),
            relation(RelationKind.AFTER_BEGUN, "1", "2"),
            relation(RelationKind.AFTER_BEGUN, "1", "3"),
            relation(RelationKind.ALONE, "4"),
            relation(RelationKind.ALONE, "5"),
            relation(before, "3", "5", gap_days=1),
        ),
    )
    assert sentences(given, "relations.") == [
        "Items 1 and 2 are finished before item 4 is taken, because decisions come last.",
        "Item 1 is finished before items 5 and 2 are taken.",
        "Item 3 is finished before item 4 is taken.",
        "Items 2 and 3 are taken in later slots than the one in which item 1 is begun.",
        "No other meeting is held while any of items 4 and 5 is taken.",
        "Item 3 is finished before item 5 is taken, at least 1 day later.",
    ]


def test_closures_and_bodies_are_told_once() -> None:
    holiday = "of the holiday"
    given = problem(
        closures=(
            Closure(date=WED, because=holiday),
            Closure(date=THU, because=holiday),
            Closure(date=WED, slot="am", column=Column.PLENARY, because=holiday),
        )
    )
    assert sentences(given, "closures.", "bodies.") == [
        "No meeting is held on 8 October 2008 and 9 October 2008, because of the holiday.",
        "No plenary meeting is held on 8 October 2008, 10:00, because of the holiday.",
        "Each of these holds one meeting at a time: COP and WG.",
    ]


def test_every_sentence_on_one_thing_has_its_sentence_on_several() -> None:
    """Of all that is asked of business in the examples, asked of two more alike."""
    for name in ("ctoc-cop3", "ctoc-cop4", "five-days"):
        some = load_problem(EXAMPLES / f"{name}.yaml")
        for one in some.business:
            three = tuple(replace(one, id=f"x{n}", item=None) for n in range(3))
            many = replace(some, business=three, relations=())
            asked = [key for key in requirements(many) if key.key.startswith("business.")]
            assert [len(line.requirements) for line in told(many, asked, {})] == [3] * (
                len(asked) // 3
            )


def test_no_hours_are_told_but_those_of_what_clashes() -> None:
    pinned = (at(WED, "am"),)
    given = problem(
        business("1", 120, fixed=pinned, source="Estimate"),
        business("2", 120, fixed=pinned, source="Estimate"),
        *(business(f"{n}", 60, source="List") for n in range(3, 9)),
    )
    explained = explain(given)
    assert said(explained) == [
        [
            "Items 1 and 2 take 2 h each.",
            "Each of items 1 and 2 is taken in one meeting.",
            "Items 1 and 2 are taken on 8 October 2008, 10:00.",
        ]
    ]
    assert [one.source for one in explained.told[0]] == ["Estimate", "", ""]
    assert explained.clashes[0][0].key == "time.cop.plenary"  # as it was entered, of all hours
    assert "10 h of plenary business" in str(explained.clashes[0][0].text)


def test_hours_of_other_lengths_are_told_in_one_sentence() -> None:
    pinned = (at(WED, "am"),)
    given = problem(
        business("1", 100, fixed=pinned), business("2", 90, fixed=pinned), business("3", 90)
    )
    assert said(explain(given))[0][0] == "Item 1 takes 1 h 40 min and item 2 takes 1 h 30 min."


def test_all_hours_are_told_where_those_of_what_is_named_would_do_no_harm() -> None:
    """What ends the session is pinned on its first day: it is all else that has no time."""
    given = problem(
        business("1", 60, fixed=(at(WED, "pm"),)),
        business("2", 180),
        business("3", 180),
        relations=(relation(RelationKind.ENDS_SESSION, "1"),),
    )
    explained = explain(given)
    assert {one.key for one in explained.clash} == {
        "time.cop.plenary",
        "business.1.may_split",
        "business.1.fixed",
        "relations.ends_session.1",
    }
    assert said(explained)[0][0] == (
        "The COP has 7 h of plenary business, at least 3 meetings of 3 h."
    )


def test_a_closed_hall_takes_few_lines() -> None:
    """Six pieces for a hall that is open for five meetings: no line for each of them."""
    hall = room("A", closed=(at(WED, "am"),))
    given = problem(
        *(business(f"{n}", 180, seats=150) for n in range(1, 7)), rooms=(hall, room("B", seats=90))
    )
    assert said(explain(given)) == [
        [
            "Each meeting has a room for itself that is open, with a booth for each language of "
            "interpretation. These are closed: Room A (8 October 2008, 10:00).",
            "The COP has 18 h of plenary business, at least 6 meetings of 3 h.",
            "Items 1, 2, 3, 4, 5 and 6 are taken in a room with at least 150 seats.",
        ]
    ]
