"""Who presides over which meeting: fair, never when their State speaks, with few changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.duties import (
    Bar,
    DutyProblem,
    DutyRoster,
    Gap,
    Sitting,
    at_once,
    bar_of,
    hands_over,
    share_out,
    standing_against,
)

MORNING = datetime(2008, 10, 8, 10, tzinfo=UTC)


def sitting(number: int, **options: object) -> Sitting:
    """The meeting of a half-day, by its number."""
    starts_at = MORNING + timedelta(hours=5 * number)
    made = Sitting(id=str(number), starts_at=starts_at, ends_at=starts_at + timedelta(hours=3))
    return replace(made, **options)  # type: ignore[arg-type]  # names of its fields


def problem(*sittings: Sitting, **options: object) -> DutyProblem:
    made = DutyProblem(sittings=sittings, first=("P",), others=("A", "B", "C"))
    return replace(made, **options)  # type: ignore[arg-type]  # names of its fields


def loads(roster: DutyRoster) -> list[int]:
    held = list(roster.duties.values())
    return sorted(held.count(one) for one in ("A", "B", "C"))


def test_the_president_opens_and_closes_and_the_others_share_the_rest() -> None:
    middle = [sitting(number) for number in range(1, 7)]
    roster = share_out(problem(sitting(0, first=True), *middle, sitting(7, first=True)))
    assert (roster.duties["0"], roster.duties["7"]) == ("P", "P")
    assert loads(roster) == [2, 2, 2]
    assert (roster.gaps, roster.against, roster.changes, roster.proven) == ((), {}, 0, True)


def test_nobody_presides_while_their_state_speaks_nor_when_absent() -> None:
    roster = share_out(
        problem(
            sitting(0, first=True, absent=frozenset("P")),
            sitting(1, speaking=frozenset("AB")),
            sitting(2, absent=frozenset("AC")),
            sitting(3, speaking=frozenset("PBC")),
        )
    )
    assert roster.duties["0"] in {"A", "B", "C"}
    assert (roster.duties["1"], roster.duties["2"], roster.duties["3"]) == ("C", "B", "A")


def test_the_president_opens_and_hands_over_the_chair_while_their_state_speaks() -> None:
    opening = sitting(0, first=True, speaking=frozenset("PA"))
    asked = problem(opening, sitting(1, speaking=frozenset("PBC")))
    roster = share_out(asked)
    assert roster.duties == {"0": "P", "1": "A"}
    assert [hands_over(asked, opening, who) for who in "PAB"] == [True, False, False]
    assert hands_over(asked, sitting(1, speaking=frozenset("P")), "P") is False
    assert hands_over(asked, sitting(0, first=True), "P") is False
    assert bar_of(asked, opening, "A") is Bar.SPEAKS
    away = replace(opening, absent=frozenset("P"))
    assert bar_of(asked, away, "P") is Bar.ABSENT


def test_where_the_states_of_all_speak_one_presides_and_hands_over() -> None:
    debate = sitting(1, speaking=frozenset("PABC"))
    asked = problem(debate)
    assert [hands_over(asked, debate, who) for who in "PABC"] == [True] * 4
    roster = share_out(asked)
    assert roster.duties["1"] in {"A", "B", "C"}
    assert (roster.gaps, roster.against) == ((), {})
    one_away = sitting(1, speaking=frozenset("PAB"), absent=frozenset("C"))
    away = problem(one_away)
    assert share_out(away).duties["1"] in {"A", "B"}
    assert bar_of(away, one_away, "C") is Bar.ABSENT
    free = sitting(1, speaking=frozenset("ABC"))
    assert share_out(problem(free)).duties == {"1": "P"}
    assert [bar_of(problem(free), free, who) for who in "PA"] == [None, Bar.SPEAKS]
    opening = sitting(0, first=True, speaking=frozenset("PABC"))
    assert share_out(problem(opening)).duties == {"0": "P"}


def test_nobody_presides_over_two_meetings_at_once() -> None:
    beside = replace(sitting(1), id="beside")
    roster = share_out(problem(sitting(1), beside, others=("A", "B")))
    assert sorted(roster.duties.values()) == ["A", "B"]
    later = sitting(2, starts_at=beside.ends_at)
    assert at_once(sitting(1), beside)
    assert not at_once(beside, later)
    assert not at_once(later, beside)


def test_the_president_presides_where_no_other_can() -> None:
    roster = share_out(problem(sitting(1, absent=frozenset("ABC"))))
    assert roster.duties == {"1": "P"}


def test_that_somebody_presides_counts_for_more_than_who() -> None:
    opening = sitting(0, first=True, absent=frozenset("BC"))
    beside = replace(sitting(0), id="beside", absent=frozenset("ABC"))
    roster = share_out(problem(opening, beside))
    assert roster.duties == {"0": "A", "beside": "P"}


def test_who_is_seldom_there_has_a_fair_share_all_the_same() -> None:
    rare = [sitting(number, absent=frozenset("B")) for number in range(2)]
    roster = share_out(problem(*rare, sitting(2), sitting(3), others=("A", "B")))
    assert loads(roster) == [0, 2, 2]


def test_why_nobody_can() -> None:
    beside = replace(sitting(1), id="beside", absent=frozenset("P"), speaking=frozenset("C"))
    roster = share_out(
        problem(sitting(1), beside, others=("A", "C"), pinned={"1": "A"}),
    )
    assert roster.duties == {"1": "A"}
    gap = Gap(sitting="beside", why={"P": Bar.ABSENT, "A": Bar.ELSEWHERE, "C": Bar.SPEAKS})
    assert roster.gaps == (gap,)


def test_pinned_duties_stay_whatever_stands_against_them() -> None:
    beside = replace(sitting(1), id="beside")
    asked = problem(
        sitting(0, speaking=frozenset("A")),
        sitting(1),
        beside,
        pinned={"0": "A", "1": "B", "beside": "B"},
    )
    roster = share_out(asked)
    assert roster.duties == {"0": "A", "1": "B", "beside": "B"}
    assert roster.against == {"0": Bar.SPEAKS, "1": Bar.ELSEWHERE, "beside": Bar.ELSEWHERE}
    assert dict(standing_against(asked, {"0": "C"})) == {}
    both = share_out(problem(sitting(1), beside, pinned={"1": "B", "beside": "B"}))
    assert both.duties == {"1": "B", "beside": "B"}


def test_an_absence_changes_what_it_must() -> None:
    sittings = [sitting(number) for number in range(6)]
    before = share_out(problem(*sittings)).duties
    sick = before["2"]
    gone = [replace(one, absent=frozenset(sick)) if one.id == "2" else one for one in sittings]
    repaired = share_out(problem(*gone, before=before))
    assert repaired.changes == 1
    assert {one for one in before if repaired.duties[one] != before[one]} == {"2"}
    assert loads(repaired) == [1, 2, 3]


def test_what_was_decided_stays_even_where_it_is_not_fair() -> None:
    before = {"0": "A", "1": "A", "2": "A"}
    roster = share_out(problem(*(sitting(number) for number in range(3)), before=before))
    assert (roster.duties, roster.changes) == (before, 0)


def test_no_meetings_and_nobody_to_preside() -> None:
    assert share_out(problem()).duties == {}
    nobody = share_out(problem(sitting(0), first=(), others=()))
    assert (nobody.duties, nobody.gaps) == ({}, (Gap(sitting="0", why={}),))


@st.composite
def problems(draw: st.DrawFn) -> DutyProblem:
    people = "PABC"
    some = st.frozensets(st.sampled_from(people), max_size=3)
    sittings = []
    for number in range(draw(st.integers(1, 4))):
        base = sitting(draw(st.integers(0, 2)))
        sittings.append(
            replace(
                base,
                id=f"m{number}",
                first=draw(st.booleans()),
                speaking=draw(some),
                absent=draw(some),
            )
        )
    before = {one.id: draw(st.sampled_from(people)) for one in sittings if draw(st.booleans())}
    return problem(*sittings, before=before)


def value(asked: DutyProblem, duties: dict[str, str]) -> tuple[int, int, int, int]:
    """What `share_out` makes as large as can be."""
    fits = sum(one.first == (duties[one.id] == "P") for one in asked.sittings if one.id in duties)
    kept = sum(duties.get(one) == who for one, who in asked.before.items())
    held = list(duties.values())
    return len(duties), fits, kept, -sum(held.count(who) ** 2 for who in "PABC")


def allowed(asked: DutyProblem, duties: dict[str, str]) -> bool:
    free = all(
        bar_of(asked, one, duties[one.id]) is None for one in asked.sittings if one.id in duties
    )
    return free and not dict(standing_against(asked, duties))


@settings(max_examples=40, deadline=None)
@given(problems())
def test_no_roster_is_better(asked: DutyProblem) -> None:
    ids = [one.id for one in asked.sittings]
    every = (
        {one: who for one, who in zip(ids, choice, strict=True) if who}
        for choice in product(["", *"PABC"], repeat=len(ids))
    )
    best = max(value(asked, duties) for duties in every if allowed(asked, duties))
    roster = share_out(asked)
    assert allowed(asked, dict(roster.duties))
    assert value(asked, dict(roster.duties)) == best
    assert {one.sitting for one in roster.gaps} == set(ids) - set(roster.duties)
