"""Problems and placements by chance, for properties that hold of all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from hypothesis import strategies as st

from scheduler.arrange import Part, arrange
from scheduler.problem import Closure, Column, Problem, Relation, RelationKind
from scheduler.programme import ItemPart, Programme
from tests.unit.problems import (
    FRI,
    SIX,
    THU,
    WED,
    at,
    body,
    business,
    problem,
    relation,
    room,
    slot,
)

IDS = ("1", "2", "3", "4", "5", "6", "7")
PAIRS = (RelationKind.BEFORE, RelationKind.BEFORE, RelationKind.AFTER_BEGUN, RelationKind.NEAR)
CLOSURES = (
    Closure(date=WED, slot="am"),
    Closure(date=THU, column=Column.PARALLEL),
    Closure(date=FRI, slot="pm", column=Column.PLENARY, because="the hall is taken"),
)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to seven pieces of business of three bodies, in order of `before` relations."""
    ids = IDS[: draw(st.integers(1, len(IDS)))]
    items = [
        business(
            id_,
            draw(st.integers(30, 360)),
            body=draw(st.sampled_from(("cop", "wg", "rt"))),
            column=draw(st.sampled_from(Column)),
            languages=draw(st.sampled_from((SIX, ("en", "fr"), ()))),
            may_split=draw(st.booleans()),
            starts_meeting=draw(st.sampled_from((False, False, True))),
            not_on=draw(st.sampled_from(((), (), (at(WED),), (at(THU, "pm"),)))),
            wished=draw(st.sampled_from((None, at(THU), at(FRI, "eve")))),
        )
        for id_ in draw(st.permutations(ids))
    ]
    most = draw(st.sampled_from((None, 2, 4)))
    items = [replace(one, most_parts=most) if one.may_split else one for one in items]
    relations = tuple(
        relation(kind, first, then)
        for kind, first, then in draw(
            st.lists(
                st.tuples(st.sampled_from(PAIRS), st.sampled_from(ids), st.sampled_from(ids)),
                max_size=5,
                unique=True,
            )
        )
        if first < then
    )
    return problem(
        *items,
        bodies=(body("cop"), body("wg", numbered_with="cop"), body("rt")),
        slots=(slot("am", 10, 13), slot("pm", 15, 18), slot("eve", 19, 20, cost=3)),
        rooms=(room("A"), room("B", seats=100), room("C", booths=2)),
        relations=relations + draw(st.sampled_from(((), _ends(ids)))),
        closures=draw(st.lists(st.sampled_from(CLOSURES), max_size=2, unique=True).map(tuple)),
    )


def _ends(ids: tuple[str, ...]) -> tuple[Relation, ...]:
    return (relation(RelationKind.ENDS_SESSION, ids[-1]),)


@st.composite
def placed(draw: st.DrawFn) -> tuple[Problem, list[Part]]:
    """A problem, and parts of its business anywhere, good or bad."""
    given = draw(problems())
    spots = [(item.id, period.index) for item in given.business for period in given.periods]
    chosen = draw(st.lists(st.sampled_from(spots), unique=True, max_size=12))
    return given, [Part(*spot, draw(st.integers(1, 240))) for spot in chosen]


@st.composite
def mangled(draw: st.DrawFn) -> tuple[Problem, Programme]:
    """A problem, and a programme with a few things in it that no one would write."""
    given, parts = draw(placed())
    meetings = list(arrange(given, parts).meetings)
    strange = st.sampled_from(
        (
            {"body": "nobody"},
            {"slot": "midnight"},
            {"date": date(2009, 1, 1)},
            {"column": Column.PARALLEL},
            {"languages": ("tlh",)},
            {"room": "cellar"},
            {"room": None},
            {"number": 0},
            {"items": ()},
            {"items": (ItemPart(item="99", minutes=0, continued=True),)},
            {"start": datetime(2008, 10, 8, 1)},  # noqa: DTZ001 - without an offset on purpose
        )
    )
    for place in range(len(meetings)):
        if draw(st.booleans()):
            meetings[place] = replace(meetings[place], **draw(strange))
        if draw(st.integers(0, 5)) == 0:
            meetings.append(meetings[place])
    return given, Programme(meetings=tuple(draw(st.permutations(meetings))))
