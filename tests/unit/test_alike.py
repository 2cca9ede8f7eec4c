"""Business that is alike: what takes whose place in a clash."""

from __future__ import annotations

from dataclasses import replace

from scheduler.explanation.alike import Alike
from scheduler.problem import Held, HeldPart, Preference, RelationKind, Weight
from tests.unit.problems import THU, WED, at, business, problem, relation

ONCE = [f"business.i{n}.may_split" for n in range(4)]


def test_each_stands_for_the_others_of_which_the_clash_says_the_same() -> None:
    alike = Alike(problem(*(business(f"i{n}", 61) for n in range(4)), business("x", 62)))
    clash = {"time.cop.plenary", *ONCE[:3], "business.x.may_split"}
    assert alike.images(ONCE[0], clash) == set(ONCE[:3])
    assert alike.images("business.x.may_split", clash) == {"business.x.may_split"}
    assert alike.images("time.cop.plenary", clash) == {"time.cop.plenary"}


def test_a_clash_is_moved_to_the_last_of_them() -> None:
    alike = Alike(problem(*(business(f"i{n}", 61) for n in range(4)), business("x", 62)))
    others = {"time.cop.plenary", "business.x.may_split"}
    assert alike.last({*others, *ONCE[:2]}) == {*others, *ONCE[2:]}
    assert alike.in_order([*ONCE, *others], ONCE[:1]) == [ONCE]
    assert alike.in_order([*ONCE, *others], others) == []


def test_what_is_told_apart_is_not_alike() -> None:
    pieces = [business(f"i{n}") for n in range(4)]
    given = problem(*pieces, relations=(relation(RelationKind.BEFORE, "i0", "i1"),))
    assert Alike(given).images(ONCE[0], set(ONCE)) == {ONCE[0]}
    assert Alike(given).images(ONCE[2], set(ONCE)) == set(ONCE[2:])
    part = HeldPart(business="i2", date=WED, slot="am", minutes=60)
    held = replace(given, held=Held(before=at(THU), parts=(part,)))
    assert Alike(held).images(ONCE[2], set(ONCE)) == {ONCE[2]}
    order = Weight(weight=1, never_worse=True)
    never = replace(given, preferences={Preference.AGENDA_ORDER: order})
    assert Alike(never).images(ONCE[2], set(ONCE)) == {ONCE[2]}


def test_nothing_is_alike_where_more_is_asked_than_the_problem_says() -> None:
    given = problem(*(business(f"i{n}", 61) for n in range(4)))
    assert Alike(given, more=True).images(ONCE[0], set(ONCE)) == {ONCE[0]}
