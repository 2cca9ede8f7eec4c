"""Rosters for booths: against every roster there is, and what is said where there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given as suppose
from hypothesis import settings
from hypothesis import strategies as st

from scheduler.programme import Status
from scheduler.roster.checker import check_roster
from scheduler.roster.outcome import Aim, Duty, Roster
from scheduler.roster.problem import Interpreter, RosterProblem, Rules
from scheduler.roster.repair import Absence, repair
from scheduler.roster.solve import RosterOptions, make_roster
from tests.unit.rosters import (
    MON,
    every_roster,
    person,
    roster_problem,
    roster_problems,
    sitting,
    values,
    when,
    with_some_chief,
)

AIMS = (Aim.PEOPLE, Aim.COST, Aim.SPREAD, Aim.WISHES)
FEWER = settings(max_examples=40)  # each counts every roster


def good(problem: RosterProblem) -> list[tuple[Duty, ...]]:
    return [
        duties
        for duties in every_roster(problem)
        if check_roster(problem, with_some_chief(problem, duties)) == ()
    ]


@FEWER
@suppose(roster_problems())
def test_no_roster_is_better_and_none_is_missed(problem: RosterProblem) -> None:
    rosters = good(problem)
    found = make_roster(problem)
    assert found.status is (Status.OPTIMAL if rosters else Status.INFEASIBLE)
    if rosters:
        best = min(tuple(values(problem, duties)[aim] for aim in AIMS) for duties in rosters)
        assert found.roster is not None
        assert tuple(level.value for level in found.levels) == best
        assert values(problem, found.roster.duties) == dict(zip(AIMS, best, strict=True))
        assert check_roster(problem, found.roster) == ()


@FEWER
@suppose(roster_problems(), st.randoms(use_true_random=False))
def test_names_and_order_of_people_change_nothing(problem: RosterProblem, chance: Any) -> None:
    people = [replace(one, id=f"q{one.id}", name="Q") for one in problem.people]
    chance.shuffle(people)
    alone = RosterOptions(workers=1)
    other = make_roster(replace(problem, people=tuple(people)), alone)
    found = make_roster(problem, alone)
    assert (other.status, other.levels) == (found.status, found.levels)


@FEWER
@suppose(roster_problems())
def test_repairing_nothing_changes_nothing(problem: RosterProblem) -> None:
    found = make_roster(problem)
    if found.roster is not None:
        same = repair(problem, found.roster)
        assert same.changes == ()
        assert same.outcome.roster == found.roster


@FEWER
@suppose(roster_problems(), st.integers(0, 4))
def test_a_repair_has_the_fewest_changes(problem: RosterProblem, away: int) -> None:
    found = make_roster(problem)
    if found.roster is None:
        return
    absent = problem.people[away % len(problem.people)].id
    repaired = repair(problem, found.roster, [Absence(absent, when(0))])
    changed = replace(
        problem,
        people=tuple(
            replace(one, absences=(*one.absences, when(0))) if one.id == absent else one
            for one in problem.people
        ),
    )
    before = {(duty.sitting, duty.person, duty.languages) for duty in found.roster.duties}
    fewest = min(
        (
            len(before ^ {(duty.sitting, duty.person, duty.languages) for duty in duties})
            for duties in good(changed)
        ),
        default=None,
    )
    outcome = repaired.outcome
    if fewest is None:
        assert outcome.status is Status.INFEASIBLE
    else:
        assert outcome.roster is not None
        after = {(duty.sitting, duty.person, duty.languages) for duty in outcome.roster.duties}
        assert len(before ^ after) == outcome.levels[0].value == fewest
        assert check_roster(changed, outcome.roster) == ()


def lacking(problem: RosterProblem) -> tuple[list[str], list[str]]:
    """What the explanation says: where people lack, and what one more would buy."""
    found = make_roster(problem)
    assert found.status is Status.INFEASIBLE
    assert found.shortage is not None
    assert found.shortage.fewest
    return [str(one.text) for one in found.shortage.lacks], [
        str(one.text) for one in found.shortage.remedies
    ]


EN, FR = person("ann", "en", "fr"), person("bea", "fr", "en")


def test_an_empty_booth_is_named_and_one_more_person_fills_it() -> None:
    problem = roster_problem(sitting(), people=(EN, replace(FR, absences=(when(),))))
    assert lacking(problem) == (
        ["The French booth lacks 1 person at the 1st meeting of cop on 13 October 2008, 10:00."],
        ["With one more person for the French booth, working from English, there is a roster."],
    )


def test_one_more_person_may_not_be_enough() -> None:
    problem = roster_problem(sitting(), sitting("PM"), people=(EN,), booths={"en": 1, "fr": 2})
    lacks, remedies = lacking(problem)
    assert [sentence[:31] for sentence in lacks] == ["The French booth lacks 2 people"] * 2
    assert remedies == [
        "With one more person for the French booth, working from English, 2 places would stay "
        "empty."
    ]


def test_a_language_that_no_relay_brings_is_named() -> None:
    languages = ("en", "fr", "ru")
    ru = person("ira", "ru", "en")
    problem = roster_problem(sitting(languages=languages), people=(EN, FR, ru))
    lacks, _ = lacking(problem)
    assert lacks == [
        f"The {booth} booth has no way to hear Russian at the 1st meeting of cop on 13 October "
        "2008, 10:00."
        for booth in ("English", "French")
    ]


def test_a_retour_brings_it_and_others_take_relay() -> None:
    languages = ("en", "fr", "ru")
    ru = person("ira", "ru", "en", retour=("en",))
    problem = roster_problem(sitting(languages=languages), people=(EN, FR, ru))
    assert make_roster(problem).status is Status.OPTIMAL
    assert make_roster(replace(problem, pivots=())).status is Status.INFEASIBLE


def test_nobody_who_may_be_chief() -> None:
    people = tuple(replace(one, chief=False) for one in (EN, FR))
    assert lacking(roster_problem(sitting(), people=people))[0] == [
        "Nobody can be chief interpreter at the 1st meeting of cop on 13 October 2008, 10:00."
    ]


def test_who_worked_in_the_evening_rests_the_next_morning() -> None:
    evening, morning, later = sitting("EV"), sitting("AM", 1), sitting("PM", 1)
    alone = roster_problem(evening, morning, people=(EN, FR), booths={"en": 1, "fr": 1})
    # from 22:00 to 10:00 are twelve hours
    assert make_roster(alone).status is Status.OPTIMAL
    longer = replace(alone, rules=Rules(rest_hours_after_evening=13))
    assert make_roster(longer).status is Status.INFEASIBLE
    assert make_roster(replace(longer, sittings=(evening, later))).status is Status.OPTIMAL


def test_meetings_a_week_are_counted_by_calendar_week() -> None:
    days = tuple(sitting("AM", day) for day in (0, 2, 4))
    problem = roster_problem(*days, people=(EN, FR), rules=Rules(meetings_per_week=2))
    assert make_roster(problem).status is Status.INFEASIBLE
    over = (days[0], days[1], sitting("AM", 7))
    assert make_roster(replace(problem, sittings=over)).status is Status.OPTIMAL


def test_a_freelance_comes_only_where_nobody_else_can() -> None:
    free: Interpreter = person("zoe", "en", "fr", cost_per_day=700)
    problem = roster_problem(sitting(), sitting(day=1), people=(free, EN, FR))
    found = make_roster(problem)
    assert [level.value for level in found.levels] == [2, 0, 0, 0]
    away = replace(problem, people=(free, replace(EN, absences=(when(0),)), FR))
    # one person fewer is worth more than the freelance's second day
    assert [level.value for level in make_roster(away).levels] == [2, 1400, 0, 0]


def test_without_time_nothing_is_found_and_nothing_is_claimed() -> None:
    problem = roster_problem(sitting(), people=(EN, FR))
    found = make_roster(problem, RosterOptions(time_limit=0.0))
    assert (found.status, found.roster, found.levels) == (Status.UNKNOWN, None, ())


def test_nobody_is_needed_where_nothing_is_interpreted() -> None:
    found = make_roster(roster_problem(people=(EN,)))
    assert (found.status, found.roster) == (Status.OPTIMAL, Roster(()))


def test_a_meeting_that_began_stays_as_it_was() -> None:
    other = person("eve", "en", "fr")
    problem = roster_problem(sitting(), sitting("PM"), people=(EN, FR, other))
    roster = make_roster(problem).roster
    assert roster is not None
    (ill,) = {duty.person for duty in roster.duties if duty.languages == ("en",)}
    (stand_in,) = {"ann", "eve"} - {ill}
    noon = datetime.combine(MON, datetime.min.time(), UTC) + timedelta(hours=12)
    changed = repair(problem, roster, [Absence(ill)], since=noon)
    assert [(one.sitting, one.person, one.before, one.after) for one in changed.changes] == [
        ("2008-10-13 PM cop", *one)
        for one in sorted([(ill, ("en",), None), (stand_in, None, ("en",))])
    ]
    assert changed.outcome.roster is not None
    assert changed.outcome.roster.duties[:2] == roster.duties[:2]


def broken(problem: RosterProblem, *duties: Duty) -> set[str]:
    found = check_roster(problem, Roster(duties))
    assert all(str(one.rule).endswith(".") for one in found)
    return {str(one.text) for one in found}


def test_the_checker_names_what_is_wrong() -> None:
    one, two = sitting(), sitting("AM", 0, "wg", languages=(), pairs=(("en", "fr"),))
    problem = roster_problem(one, two, people=(EN, replace(FR, absences=(when(),))))
    where = "on 13 October 2008, 10:00"
    cop, wg = f"the 1st meeting of cop {where}", f"the 1st meeting of wg {where}"
    assert broken(
        problem,
        Duty(one.id, ("en",), "ann", chief=True),
        Duty(one.id, ("fr",), "ann"),
        Duty(two.id, ("en", "fr"), "bea"),
        Duty("2008-10-14 AM cop", ("en",), "ann"),
        Duty(one.id, ("en",), "nobody"),
    ) == {
        "The programme has no meeting 2008-10-14 AM cop.",
        "There is no interpreter nobody.",
        f"Ann has not the languages of the French booth at {cop}.",
        f"Ann has two duties at once: {cop}, and {cop}.",
        f"Bea is absent from {wg}.",
        # Ann sits in it and hears no English
        f"The French booth has no way to hear English at {cop}.",
    }
    assert broken(problem) == {
        f"The English booth has 0 of 1 people at {cop}.",
        f"The French booth has 0 of 1 people at {cop}.",
        f"The pair of English and French has 0 of 1 people at {wg}.",
        f"The English booth has no way to hear French at {cop}.",
        f"The French booth has no way to hear English at {cop}.",
        f"There is no one chief interpreter at {cop}.",
    }


def test_the_checker_counts_meetings_and_hours_of_rest() -> None:
    sittings = sitting("AM"), sitting("EV"), sitting("AM", 1)
    rules = Rules(meetings_per_day=1, meetings_per_week=2, rest_hours_after_evening=13)
    problem = roster_problem(*sittings, people=(EN, FR), rules=rules)
    duties = [
        Duty(one.id, (who.booth,), who.id, chief=who is EN) for one in sittings for who in (EN, FR)
    ]
    evening = "the 1st meeting of cop on 13 October 2008, 19:00"
    morning = "the 1st meeting of cop on 14 October 2008, 10:00"
    assert broken(problem, *duties) == {
        sentence
        for name in ("Ann", "Bea")
        for sentence in (
            f"{name} has 2 meetings on 13 October 2008.",
            f"{name} has 3 meetings in week 42 of 2008.",
            f"{name} has no rest between {evening} and {morning}.",
        )
    }
