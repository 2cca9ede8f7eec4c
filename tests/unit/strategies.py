"""Problems and placements by chance, for properties that hold of all of them."""

from __future__ import annotations

from hypothesis import strategies as st

from scheduler.arrange import Part
from scheduler.problem import Column, Problem, Relation, RelationKind
from tests.unit.problems import SIX, body, business, problem, relation, room, slot

IDS = ("1", "2", "3", "4", "5", "6", "7")


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
        )
        for id_ in draw(st.permutations(ids))
    ]
    relations = tuple(
        relation(RelationKind.BEFORE, first, then)
        for first, then in draw(
            st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=5)
        )
        if first < then
    )
    return problem(
        *items,
        bodies=(body("cop"), body("wg", numbered_with="cop"), body("rt")),
        slots=(slot("am", 10, 13), slot("pm", 15, 18), slot("eve", 19, 20, cost=3)),
        rooms=(room("A"), room("B", seats=100), room("C", booths=2)),
        relations=relations + draw(st.sampled_from(((), _ends(ids)))),
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
