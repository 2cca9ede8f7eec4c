"""Reading a problem: every mistake at once, each with its path and what would be right."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from scheduler.problem import (
    Body,
    Business,
    Column,
    Document,
    Interpretation,
    Problem,
    Relation,
    RelationKind,
    Room,
    Session,
    Slot,
    SlotDate,
    Speakers,
)
from scheduler.reading import read_problem
from tests.unit.problem_files import Change, drop, mistakes, put, small


def test_a_small_problem() -> None:
    common = {"body": "COP", "column": Column.PLENARY}
    assert read_problem(small()) == Problem(
        session=Session(
            id="small",
            title="A small session",
            body="COP",
            time_zone="Europe/Vienna",
            first_day=date(2008, 10, 8),
            last_day=date(2008, 10, 10),
            days_without_meetings=(date(2008, 10, 9),),
        ),
        slots=(
            Slot(id="AM", start=time(10), end=time(13)),
            Slot(id="PM", start=time(15), end=time(18)),
        ),
        bodies=(Body(id="COP", title="Conference"), Body(id="WG", title="Working group")),
        rooms=(Room(id="hall", title="Hall", seats=300, booths=2),),
        interpretation=Interpretation(languages=("en", "fr"), teams=1),
        business=(
            Business(id="1", title="Opening", languages=("en", "fr"), minutes=60, **common),
            Business(
                id="2",
                title="Discussion",
                languages=("en",),
                speakers=Speakers(number=10, limit_minutes=3, changeover_seconds=30),
                **common,
            ),
        ),
        relations=(Relation(kind=RelationKind.BEFORE, business=("1", "2")),),
        documents=(
            Document(symbol="DOC/1", issued={"en": date(2008, 8, 27), "fr": date(2008, 8, 27)}),
        ),
    )


def test_dates_and_times_may_be_values_too() -> None:
    data = small()
    data["session"]["first_day"] = date(2008, 10, 8)
    data["slots"][0]["start"] = time(10)
    assert read_problem(data) == read_problem(small())


def test_days_and_slots_of_days() -> None:
    data = small()
    data["business"][0] |= {
        "not_before": "2008-10-08",
        "not_after": "2008-10-10 AM",
        "fixed": ["2008-10-08 PM"],
    }
    business = read_problem(data).business[0]
    assert business.not_before == SlotDate(date=date(2008, 10, 8))
    assert business.not_after == SlotDate(date=date(2008, 10, 10), slot="AM")
    assert business.fixed == (SlotDate(date=date(2008, 10, 8), slot="PM"),)


def test_a_document_may_be_out_at_another_time_in_each_language() -> None:
    data = small()
    data["documents"][0]["issued"] = {"en": "2008-08-27", "fr": "2008-09-03"}
    document = read_problem(data).documents[0]
    assert document.issued == {"en": date(2008, 8, 27), "fr": date(2008, 9, 3)}


def test_relations_in_a_circle_are_not_a_mistake_of_the_file() -> None:
    data = small()
    data["relations"].append({"kind": "before", "business": ["2", "1"]})
    assert [relation.business for relation in read_problem(data).relations] == [
        ("1", "2"),
        ("2", "1"),
    ]


A_NAME = "a short name without spaces, of at most 60 characters"
ONE_LINE = "a text on one line, of 1 to 1,000 characters"
A_DATE = "a date as year-month-day, such as 2008-10-08"
A_SLOT_DATE = "a day, such as 2008-10-08, or a slot of a day, such as 2008-10-08 AM"

SHAPES: list[tuple[str, Change, str, str]] = [
    ("missing", drop("session", "title"), "session.title", f"This is missing. Give {ONE_LINE}."),
    ("missing section", drop("rooms"), "rooms", "This is missing. Give a list."),
    (
        "no format",
        drop("format"),
        "format",
        "This is missing. Give hemicycle-problem/1, the name of this format.",
    ),
    (
        "another format",
        put("format", "hemicycle-problem/2"),
        "format",
        'Give hemicycle-problem/1, the name of this format; this is "hemicycle-problem/2".',
    ),
    (
        "field misspelt",
        put("business", 0, "minuts", 60),
        "business[0].minuts",
        "There is no field “minuts” here; “minutes” is probably meant.",
    ),
    (
        "field unknown",
        put("bodies", 0, "x-ray", 1),
        "bodies[0].x-ray",
        "There is no field “x-ray” here; the fields are: id, title, numbered_with, source.",
    ),
    (
        "negative",
        put("business", 0, "minutes", -5),
        "business[0].minutes",
        "Give a whole number from 1 to 100000; this is -5.",
    ),
    (
        "not whole",
        put("business", 0, "minutes", 60.0),
        "business[0].minutes",
        "Give a whole number from 1 to 100000; this is 60.0.",
    ),
    (
        "too much",
        put("preferences", {"few_splits": {"weight": 1_000_001}}),
        "preferences.few_splits.weight",
        "Give a whole number from 0 to 1000000; this is 1000001.",
    ),
    (
        "true for a number",
        lambda data: data["interpretation"].update(teams=True),
        "interpretation.teams",
        "Give a whole number from 0 to 100; this is true.",
    ),
    (
        "word for true",
        put("business", 0, "may_split", "yes"),
        "business[0].may_split",
        'Give true or false; this is "yes".',
    ),
    (
        "number for a name",
        put("business", 0, "id", 1),
        "business[0].id",
        f'Give {A_NAME}, in quotes: "1".',
    ),
    (
        "null",
        put("business", 0, "chair", None),
        "business[0].chair",
        f"Give {ONE_LINE}; this is null.",
    ),
    (
        "space in a name",
        put("bodies", 1, "id", "W G"),
        "bodies[1].id",
        f'Give {A_NAME}; this is "W G".',
    ),
    (
        "line break after a name",
        put("bodies", 1, "id", "WG\n"),
        "bodies[1].id",
        f'Give {A_NAME}; this is "WG\\n".',
    ),
    (
        "control character",
        put("bodies", 1, "title", "W\0G"),
        "bodies[1].title",
        f'Give {ONE_LINE}; this is "W\\u0000G".',
    ),
    (
        "address",
        put("session", "id", "Fourth Session"),
        "session.id",
        "Give a short name of small letters, figures and hyphens, such as ctoc-cop4;"
        ' this is "Fourth Session".',
    ),
    (
        "no such day",
        put("session", "last_day", "2008-02-30"),
        "session.last_day",
        f'Give {A_DATE}; this is "2008-02-30".',
    ),
    (
        "week date",
        put("session", "last_day", "2008-W41-3"),
        "session.last_day",
        f'Give {A_DATE}; this is "2008-W41-3".',
    ),
    (
        "no such time",
        put("slots", 0, "start", "25:00"),
        "slots[0].start",
        'Give a time of day in quotes, such as "10:00"; this is "25:00".',
    ),
    (
        "time counted in sixties",
        put("slots", 0, "start", 600),
        "slots[0].start",
        'Give a time of day in quotes, such as "10:00"; this is 600.',
    ),
    (
        "no such slot date",
        put("business", 0, "not_before", "8 October"),
        "business[0].not_before",
        f'Give {A_SLOT_DATE}; this is "8 October".',
    ),
    (
        "column",
        put("business", 0, "column", "plenery"),
        "business[0].column",
        'Give one of: plenary, parallel. This is "plenery"; “plenary” is probably meant.',
    ),
    (
        "kind of relation",
        put("relations", 0, "kind", 7),
        "relations[0].kind",
        "Give one of: before, after_begun, never_parallel, together, ends_session, alone, near. "
        "This is 7.",
    ),
    (
        "languages",
        put("business", 0, "languages", "English"),
        "business[0].languages",
        'Give all, none, or a list of language codes, such as [en, fr]; this is "English".',
    ),
    (
        "language code",
        put("interpretation", "languages", ["en", "fr", "Esperanto!"]),
        "interpretation.languages[2]",
        'Give a language code, such as en or pt-BR; this is "Esperanto!".',
    ),
    (
        "issued",
        put("documents", 0, "issued", "soon"),
        "documents[0].issued",
        'Give a date such as 2008-08-27, or such a date for each language; this is "soon".',
    ),
    (
        "twice",
        put("session", "days_without_meetings", ["2008-10-09", "2008-10-09"]),
        "session.days_without_meetings",
        '"2008-10-09" is given twice; leave one.',
    ),
    ("too few", put("slots", []), "slots", "Give at least 1."),
    (
        "too many",
        put(
            "slots",
            [{"id": f"S{n}", "start": f"{n % 23:02}:00", "end": "23:30"} for n in range(25)],
        ),
        "slots",
        "Give at most 24; there are 25.",
    ),
    (
        "not a group",
        put("business", 0, "Opening"),
        "business[0]",
        'Give a group of fields; this is "Opening".',
    ),
    (
        "unknown preference",
        put("preferences", {"few_split": {"weight": 1}}),
        "preferences.few_split",
        "There is no field “few_split” here; “few_splits” is probably meant.",
    ),
]


@pytest.mark.parametrize(
    ("change", "path", "text"), [pytest.param(*row, id=name) for name, *row in SHAPES]
)
def test_mistakes_of_shape(change: Change, path: str, text: str) -> None:
    data = small()
    change(data)
    assert (path, text) in mistakes(data)


def test_all_mistakes_are_found_at_once() -> None:
    data = small()
    data["session"]["time_zone"] = "Vienna"
    data["slots"][0]["end"] = "9"
    data["business"][0]["minutes"] = 0
    data["business"][1]["body"] = "WGG"
    data["rooms"][0]["colour"] = "blue"
    assert [path for path, _ in mistakes(data)] == [
        "business[0].minutes",
        "rooms[0].colour",
        "slots[0].end",
        "session.time_zone",
        "business[1].body",
    ]


@pytest.mark.parametrize("data", [None, [], "problem", 7])
def test_something_else_altogether(data: object) -> None:
    assert [path for path, _ in mistakes(data)] == [""]


def test_nesting_without_end() -> None:
    data: dict[str, Any] = small()
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    data["note"] = deep
    assert mistakes(data) == [("", "The fields are nested too deeply.")]
