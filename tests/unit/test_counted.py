"""What is counted to clash cannot be kept with anything else either."""

from __future__ import annotations

from dataclasses import replace

from scheduler.explanation.counted import counted
from scheduler.explanation.explain import explain
from scheduler.problem import Closure, Held, HeldPart
from scheduler.programme import Status
from scheduler.requirements import requirements
from scheduler.solve import plan
from tests.unit.problems import THU, WED, at, business, problem, session, slot

CLOSED = Closure(date=WED)
TAKEN = HeldPart(business="1", date=WED, slot="am", minutes=120)
HELD = Held(before=at(THU), parts=(TAKEN,))
GIVEN = problem(
    business("1", 300, may_split=True),
    session=session(last_day=THU),
    slots=(slot("am", 10, 13),),
    closures=(CLOSED,),
    held=HELD,
)


def test_what_was_held_is_not_closed_afterwards_whatever_is_kept() -> None:
    """Two hours were taken in the slot that is closed: without these there would be no time."""
    assert plan(GIVEN).status is Status.OPTIMAL
    every = {one.key for one in requirements(GIVEN)}
    assert "held" in every
    assert counted(GIVEN, every - {"held"}) is None


def test_a_clash_names_what_was_held_where_it_leaves_no_time() -> None:
    """The afternoon is closed as well: an hour of the first morning was lost."""
    more = replace(
        GIVEN,
        business=(*GIVEN.business, business("2", 40)),
        slots=(*GIVEN.slots, slot("pm", 15, 18, days=(WED,))),
        held=replace(HELD, before=at(WED, "pm")),
    )
    assert [{one.key for one in clash} for clash in explain(more).clashes] == [
        {"held", f"closures.{CLOSED.id}", "time.cop.plenary"}
    ]
