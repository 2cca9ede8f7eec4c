"""Mistakes between the fields of a problem: names of nothing, and what cannot go together."""

from __future__ import annotations

import pytest

from tests.unit.problem_files import Change, add, drop, mistakes, put, small

CLOSED = {"date": "2008-10-08", "column": "plenary"}
TAKEN = {"business": "1", "date": "2008-10-08", "slot": "AM", "minutes": 60}
MISTAKES: list[tuple[str, Change, str, str]] = [
    (
        "id given twice",
        put("bodies", 1, "id", "COP"),
        "bodies[1].id",
        '"COP" is the name of bodies[0] already; give another.',
    ),
    (
        "symbol given twice",
        add("documents", symbol="DOC/1", issued="2008-08-27"),
        "documents[1].symbol",
        '"DOC/1" is the name of documents[0] already; give another.',
    ),
    (
        "body of the session",
        put("session", "body", "GA"),
        "session.body",
        'There is no "GA"; give one of: COP, WG.',
    ),
    (
        "body of business",
        put("business", 0, "body", "COPP"),
        "business[0].body",
        'There is no "COPP"; "COP" is probably meant.',
    ),
    (
        "body to be numbered with",
        put("bodies", 1, "numbered_with", "CO"),
        "bodies[1].numbered_with",
        'There is no "CO"; "COP" is probably meant.',
    ),
    (
        "numbered with itself",
        put("bodies", 1, "numbered_with", "WG"),
        "bodies[1].numbered_with",
        'Give a body that has a series of its own; "WG" is numbered with another.',
    ),
    (
        "language not of the session",
        put("business", 1, "languages", ["en", "ru"]),
        "business[1].languages[1]",
        'There is no "ru"; give one of: en, fr.',
    ),
    (
        "document",
        put("business", 0, "documents", ["DOC/2"]),
        "business[0].documents[0]",
        'There is no "DOC/2"; "DOC/1" is probably meant.',
    ),
    (
        "room",
        put("business", 0, "room", "attic"),
        "business[0].room",
        'There is no "attic"; give one of: hall.',
    ),
    (
        "business of a relation",
        put("relations", 0, "business", ["1", "99"]),
        "relations[0].business[1]",
        'There is no "99"; give one of: 1, 2.',
    ),
    (
        "business of the reference",
        add("reference", business="9", date="2008-10-08", slot="AM"),
        "reference[0].business",
        'There is no "9"; give one of: 1, 2.',
    ),
    (
        "minutes and speakers",
        put("business", 1, "minutes", 30),
        "business[1].minutes",
        "Give the minutes or the list of speakers, not both.",
    ),
    (
        "neither minutes nor speakers",
        drop("business", 0, "minutes"),
        "business[0].minutes",
        "Give the minutes, or the list of speakers they follow from.",
    ),
    (
        "least minutes",
        put("business", 0, "least_minutes", 200),
        "business[0].least_minutes",
        "Give at most 180, the minutes of the longest slot.",
    ),
    (
        "document not out in a language",
        put("documents", 0, "issued", {"en": "2008-08-27"}),
        "documents[0].issued",
        "Give a date for these languages as well: fr.",
    ),
    (
        "document in another language",
        put("documents", 0, "issued", {"en": "2008-08-27", "fr": "2008-08-27", "de": "2008-09-01"}),
        "documents[0].issued.de",
        'There is no "de"; give one of: en, fr.',
    ),
    (
        "before takes two",
        put("relations", 0, "business", ["1"]),
        "relations[0].business",
        "Give two different pieces of business, the one to be finished first before the other.",
    ),
    (
        "together takes more than one",
        add("relations", kind="together", business=["1"]),
        "relations[1].business",
        "Give two different pieces of business or more.",
    ),
    (
        "alone takes one",
        add("relations", kind="alone", business=["1", "2"]),
        "relations[1].business",
        "Give one piece of business.",
    ),
    (
        "gap without before",
        add("relations", kind="alone", business=["1"], gap_days=1),
        "relations[1].gap_days",
        "Leave this out: only “before” takes a gap.",
    ),
    (
        "teams given twice",
        put(
            "interpretation",
            "changes",
            [{"date": "2008-10-08", "teams": 1}, {"date": "2008-10-08", "teams": 2}],
        ),
        "interpretation.changes[1]",
        "The teams of this time are given already; leave one.",
    ),
    (
        "after begun takes two",
        add("relations", kind="after_begun", business=["1"]),
        "relations[1].business",
        "Give two different pieces of business, the one to be begun first before the other.",
    ),
    (
        "near takes two",
        add("relations", kind="near", business=["1"]),
        "relations[1].business",
        "Give two different pieces of business.",
    ),
    (
        "closed twice",
        put("closures", [CLOSED, CLOSED | {"slot": "AM"}, CLOSED | {"because": "of a feast"}]),
        "closures[2]",
        "This says the same as closures[0]; leave one.",
    ),
    (
        "business held",
        put("held", {"before": {"date": "2008-10-10"}, "parts": [TAKEN | {"business": "9"}]}),
        "held.parts[0].business",
        'There is no "9"; give one of: 1, 2.',
    ),
    (
        "held twice",
        put("held", {"before": {"date": "2008-10-10"}, "parts": [TAKEN, TAKEN | {"minutes": 5}]}),
        "held.parts[1]",
        "This part is given already; give its minutes once, as one.",
    ),
    (
        "a number of what is not counted",
        put("preferences", {"near": {"weight": 1, "above": 3}}),
        "preferences.near.above",
        "Leave this out: only “short_agendas” counts above a number.",
    ),
]


@pytest.mark.parametrize(
    ("change", "path", "text"),
    [pytest.param(*row, id=name) for name, *row in MISTAKES],
)
def test_mistakes_between_fields(change: Change, path: str, text: str) -> None:
    data = small()
    change(data)
    assert mistakes(data) == [(path, text)]


@pytest.mark.parametrize("field", ["date", "slot", "column"])
@pytest.mark.parametrize("value", [1, True, 0.5, None, ["AM"], {"id": "AM"}])
def test_what_is_no_text_does_not_name_a_closure(field: str, value: object) -> None:
    data = small() | {"closures": [{"date": "2008-10-08"}, {"date": "2008-10-08", field: value}]}
    assert [path for path, _ in mistakes(data)] == [f"closures[1].{field}"]
