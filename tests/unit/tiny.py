"""Problems small enough to try everything, and what trying everything finds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from hypothesis import strategies as st

from scheduler.arrange import Part, arrange
from scheduler.checker import check
from scheduler.preferences import by_rank, costs
from scheduler.problem import (
    Business,
    Closure,
    Column,
    Entitlement,
    Held,
    HeldPart,
    Placement,
    Preference,
    Problem,
    RelationKind,
    Weight,
)
from scheduler.programme import Programme
from tests.unit.problems import (
    SIX,
    THU,
    WED,
    at,
    body,
    business,
    interpretation,
    problem,
    relation,
    room,
    session,
    slot,
)

UNIT = 30  # minutes
WEIGHTS = {name: Weight(weight=place + 1, above=1) for place, name in enumerate(Preference)}
CLOSED = (
    Closure(date=WED, slot="am", column=Column.PARALLEL),
    Closure(date=THU),
)
ALONE = (RelationKind.ENDS_SESSION, RelationKind.ALONE)


@st.composite
def weights(draw: st.DrawFn) -> Mapping[Preference, Weight]:
    """All preferences, of one rank or of several; some are never to be worse."""
    ranks = draw(st.sampled_from(((None,), (None, 1, 2))))
    never = draw(st.sets(st.sampled_from(Preference), max_size=2)) - {Preference.CLOSENESS}
    return {
        name: Weight(
            weight=place + 1,
            above=1,
            rank=draw(st.sampled_from(ranks)),
            never_worse=name in never,
        )
        for place, name in enumerate(Preference)
    }


@st.composite
def references(draw: st.DrawFn, items: list[Business]) -> tuple[Placement, ...]:
    """A programme to stay close to, whether it could be held or not."""
    places = ((WED, "am"), (WED, "pm"), (THU, "am"))
    chosen = draw(
        st.lists(
            st.tuples(st.sampled_from(items), st.sampled_from(places)), max_size=4, unique=True
        )
    )
    return tuple(
        Placement(business=one.id, date=day, slot=slot_id, minutes=UNIT)
        for one, (day, slot_id) in chosen
    )


@st.composite
def tiny(draw: st.DrawFn) -> Problem:
    """Three pieces of business in three one-hour slots, with every kind of requirement."""
    ids = ("1", "2", "3")
    items = [
        business(
            id_,
            UNIT * draw(st.integers(1, 3 if split else 2)),
            body=draw(st.sampled_from(("cop", "cop", "wg"))),
            column=draw(st.sampled_from((Column.PLENARY, Column.PLENARY, Column.PARALLEL))),
            languages=draw(st.sampled_from((SIX, SIX, ()))),
            may_split=split,
            consecutive=draw(st.booleans()),
            shares_meeting=draw(st.sampled_from((True, True, False))),
            starts_meeting=draw(st.sampled_from((False, False, True))),
            chair=draw(st.sampled_from((None, "Chair"))),
            not_before=draw(st.sampled_from((None, None, at(WED, "pm")))),
            not_after=draw(st.sampled_from((None, None, at(WED)))),
            not_on=draw(st.sampled_from(((), (), (at(WED, "am"),)))),
            fixed=draw(st.sampled_from(((), (), (at(WED, "pm"),)))),
            most_parts=draw(st.sampled_from((None, 2, 3))) if split else None,
            wished=draw(st.sampled_from((None, at(WED), at(THU, "am")))),
        )
        for id_, split in zip(ids, draw(st.tuples(*[st.booleans()] * 3)), strict=True)
    ]
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda p: p[0] != p[1])
    relations = [
        relation(
            kind,
            *(draw(pairs) if kind not in ALONE else (draw(st.sampled_from(ids)),)),
            gap_slots=draw(st.sampled_from((0, 0, 1))) if kind is RelationKind.BEFORE else 0,
        )
        for kind in draw(st.lists(st.sampled_from(RelationKind), max_size=2))
    ]
    return problem(
        *items,
        session=session(last_day=WED.replace(day=9)),
        slots=(
            slot("am", 10, 11),
            slot("pm", 15, 16, days=(WED,), cost=draw(st.sampled_from((0, 0, 0, 2)))),
        ),
        bodies=(body("cop"), body("wg")),
        rooms=(room("A"), room("B", booths=draw(st.sampled_from((0, 6))))),
        interpretation=interpretation(
            teams=draw(st.sampled_from((1, 2))),
            entitlement=Entitlement(total=draw(st.sampled_from((None, 2, 3)))),
        ),
        relations=tuple(relations),
        preferences=draw(st.just(WEIGHTS) | weights()),
        reference=draw(st.just(()) | references(items)),
        closures=draw(st.sampled_from(((), (), (), CLOSED[:1], CLOSED[1:]))),
        held=draw(st.none() | st.none() | held(items)),
    )


@st.composite
def held(draw: st.DrawFn, items: list[Business]) -> Held:
    """Nothing was taken on the first morning, or a part of something."""
    one = draw(st.sampled_from(items))
    minutes = UNIT * draw(st.integers(1, min(2, one.needed_minutes // UNIT)))
    part = HeldPart(business=one.id, date=WED, slot="am", minutes=minutes)
    return Held(before=at(WED, "pm"), parts=draw(st.sampled_from(((), (part,), (part,)))))


def _shares(units: int, places: int) -> Iterator[tuple[int, ...]]:
    """Every way to share units out over places."""
    for parts in product(range(units + 1), repeat=places):
        if sum(parts) == units:
            yield parts


def best(some: Problem) -> tuple[int, ...] | None:
    """The lowest points, rank by rank, of all programmes that pass the checker."""
    return min((by_rank(costs(some, one)) for one in every_programme(some)), default=None)


def every_programme(some: Problem) -> Iterator[Programme]:
    """All programmes that pass the checker."""

    def placed(one: Business) -> list[list[Part]]:
        return [
            [Part(one.id, p, UNIT * units) for p, units in enumerate(share) if units]
            for share in _shares(one.needed_minutes // UNIT, len(some.periods))
            if one.may_split or sum(map(bool, share)) == 1
        ]

    for choice in product(*map(placed, some.business)):
        programme = arrange(some, [part for parts in choice for part in parts])
        if not check(some, programme):
            yield programme
