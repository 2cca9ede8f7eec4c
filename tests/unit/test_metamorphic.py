"""What must not change the best programme, and what can only make it worse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.checker import check
from scheduler.preferences import by_rank
from scheduler.problem import (
    Closure,
    Column,
    Placement,
    Preference,
    Problem,
    Relation,
    RelationKind,
    Weight,
)
from scheduler.programme import Outcome, Programme, Status
from tests.unit.problems import FRI, THU, WED, at
from tests.unit.searches import searched
from tests.unit.strategies import problems

WEEK = timedelta(weeks=1)
WEIGHTS = {name: Weight(weight=place + 1, above=1) for place, name in enumerate(Preference)}


@st.composite
def weighed(draw: st.DrawFn) -> Problem:
    """A problem with weights, of one rank or of several, and perhaps a reference."""
    some = draw(problems())
    ranks = draw(st.sampled_from(((None,), (None, 1, 2))))
    never = draw(st.sets(st.sampled_from(Preference), max_size=1)) - {Preference.CLOSENESS}
    weights = {
        name: replace(weight, rank=ranks[place % len(ranks)], never_worse=name in never)
        for place, (name, weight) in enumerate(WEIGHTS.items())
    }
    places = st.tuples(st.sampled_from(some.business), st.sampled_from(some.periods))
    reference = tuple(
        Placement(business=one.id, date=when.date, slot=when.slot.id, minutes=30)
        for one, when in draw(st.lists(places, max_size=3, unique=True))
    )
    return replace(some, preferences=weights, reference=reference)


def found(some: Problem) -> tuple[Status, tuple[int, ...] | None]:
    """How it ends, and the points of each rank."""
    outcome = searched(some)
    assert outcome.status in (Status.OPTIMAL, Status.INFEASIBLE)
    return outcome.status, points(outcome)


def points(outcome: Outcome) -> tuple[int, ...] | None:
    """Rank by rank; None without a programme."""
    return None if outcome.programme is None else by_rank(outcome.preferences)


def mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    """The value with every plain value in it changed."""
    if isinstance(value, Enum):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(
            **{one.name: mapped(getattr(value, one.name), change) for one in fields(value)}
        )
    if isinstance(value, Mapping):
        return {mapped(name, change): mapped(one, change) for name, one in value.items()}
    if isinstance(value, tuple):
        return tuple(mapped(one, change) for one in value)
    return change(value)


@settings(deadline=None, max_examples=8)
@given(weighed())
def test_other_names_change_nothing(some: Problem) -> None:
    ids = {
        *(one.id for one in some.business),
        *(one.id for one in some.bodies),
        *(one.id for one in some.rooms),
        *(one.id for one in some.slots),
    }
    names = {id_: f"x{place}" for place, id_ in enumerate(sorted(ids, reverse=True))}

    def rename(value: Any) -> Any:
        return names.get(value, value) if isinstance(value, str) else value

    relations = tuple(replace(one, id=f"r{place}") for place, one in enumerate(some.relations))
    assert found(mapped(replace(some, relations=relations), rename)) == found(some)


@settings(deadline=None, max_examples=8)
@given(weighed(), st.randoms(use_true_random=False))
def test_the_order_of_lists_that_carry_none_changes_nothing(some: Problem, random: Any) -> None:
    def mixed(values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(values, len(values)))

    other = replace(
        some,
        slots=mixed(some.slots),
        bodies=mixed(some.bodies),
        rooms=mixed(some.rooms),
        relations=mixed(some.relations),
        closures=mixed(some.closures),
        reference=mixed(some.reference),
        preferences=dict(mixed(tuple(some.preferences.items()))),
        interpretation=replace(some.interpretation, languages=mixed(some.interpretation.languages)),
        business=tuple(replace(one, languages=mixed(one.languages)) for one in some.business),
    )
    assert found(other) == found(some)


@settings(deadline=None, max_examples=8)
@given(weighed())
def test_a_week_later_everything_is_a_week_later(some: Problem) -> None:
    def later(value: Any) -> Any:
        return value + WEEK if isinstance(value, date) else value

    first, then = searched(some), searched(mapped(some, later))
    assert (then.status, then.preferences, then.ranks) == (
        first.status,
        first.preferences,
        first.ranks,
    )
    assert dated(then.programme) == dated(first.programme, WEEK)


def dated(programme: Programme | None, by: timedelta = timedelta()) -> list[object]:
    """The meetings with their dates, so much later."""
    meetings = () if programme is None else programme.meetings
    return [
        (one.number, one.column, one.body, one.date + by, one.slot, one.room, one.items)
        for one in meetings
    ]


def redundant(some: Problem) -> Problem:
    """The problem with requirements that it has already, in other words."""
    befores = [one for one in some.relations if one.kind is RelationKind.BEFORE]
    again = tuple(
        replace(one, id=f"again-{place}", because="twice")
        for place, one in enumerate(some.relations)
        if one.kind is not RelationKind.NEAR  # a wish, which counts twice
    )
    through = tuple(
        Relation(
            kind=RelationKind.BEFORE,
            business=(one.business[0], other.business[1]),
            id=f"through-{place}-{then}",
        )
        for place, one in enumerate(befores)
        for then, other in enumerate(befores)
        if one.business[1] == other.business[0] and one.business[0] != other.business[1]
    )
    windowed = tuple(
        replace(
            one,
            not_before=at(some.session.first_day),
            not_after=at(some.session.last_day),
            most_parts=9 if one.may_split and one.most_parts is None else one.most_parts,
        )
        for one in some.business
    )
    halves = tuple(
        Closure(date=one.date, slot=slot.id, column=one.column, because="again")
        for one in some.closures
        if one.slot is None
        for slot in some.slots
    )
    return replace(
        some,
        business=windowed,
        relations=some.relations + again + through,
        closures=some.closures + halves,
    )


@settings(deadline=None, max_examples=8)
@given(weighed())
def test_a_requirement_that_holds_anyhow_changes_nothing(some: Problem) -> None:
    assert found(redundant(some)) == found(some)


@st.composite
def harder(draw: st.DrawFn) -> tuple[Problem, Problem]:
    """A problem, and the same with one thing more asked for."""
    some = draw(weighed())
    one = draw(st.sampled_from(some.business))
    other = draw(st.sampled_from(some.business))
    day = draw(st.sampled_from((WED, THU, FRI)))
    changes: list[dict[str, Any]] = [
        {"closures": (*some.closures, Closure(date=day, slot="am", column=Column.PLENARY))},
        {"at_once": {**some.at_once, Column.PARALLEL: 0}},
        {"interpretation": replace(some.interpretation, teams=1)},
        {"interpretation": replace(some.interpretation, meetings_per_team_week=3)},
        {"rooms": some.rooms[:1]},
    ]
    for change in (
        {"not_before": at(THU)},
        {"not_after": at(THU)},
        {"not_on": (*one.not_on, at(day))},
        {"fixed": (at(day, "am"),)},
        {"shares_meeting": False},
        {"consecutive": True},
        {"chair": "Chair"},
        {"room": "A"},
        {"seats": 150},
    ):
        changed = tuple(
            replace(item, **change) if item in {one, other} else item for item in some.business
        )
        changes.append({"business": changed})
    if one != other:
        kinds = (RelationKind.BEFORE, RelationKind.NEVER_PARALLEL, RelationKind.AFTER_BEGUN)
        changes += [
            {
                "relations": (
                    *some.relations,
                    Relation(kind=kind, business=(one.id, other.id), id="m"),
                )
            }
            for kind in kinds
        ]
    changes.append(
        {
            "relations": (
                *some.relations,
                Relation(kind=RelationKind.ALONE, business=(one.id,), id="m"),
            )
        }
    )
    return some, replace(some, **draw(st.sampled_from(changes)))


@settings(deadline=None, max_examples=20)
@given(harder())
def test_asking_for_more_never_gives_a_better_programme(pair: tuple[Problem, Problem]) -> None:
    some, more = pair
    before, after = searched(some), searched(more)
    assert before.status in (Status.OPTIMAL, Status.INFEASIBLE)
    if after.programme is None:
        return
    best, left = points(before), points(after)
    assert best is not None
    assert left is not None
    assert check(some, after.programme) == ()
    assert best <= left
