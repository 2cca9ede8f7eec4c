"""What the pages of the interpretation planner count: loads, gaps, and one person more."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import time, timedelta

from hypothesis import given as suppose
from hypothesis import settings
from hypothesis import strategies as st

from scheduler.programme import Status
from scheduler.roster.checker import check_roster
from scheduler.roster.gaps import gaps
from scheduler.roster.loads import loads
from scheduler.roster.one_more import NEWCOMER, OneMore, Standing, one_more
from scheduler.roster.outcome import Aim, Duty, Roster
from scheduler.roster.posts import can_serve, posts
from scheduler.roster.problem import RosterProblem, Rules
from scheduler.roster.relays import relays
from scheduler.roster.repair import Absence, repair
from scheduler.roster.solve import RosterOptions, make_roster
from tests.unit.rosters import MON, person, roster_problem, roster_problems, sitting, values, when

SOME = settings(max_examples=25)
EN, FR = person("ann", "en", "fr"), person("bea", "fr", "en")


@st.composite
def rosters(draw: st.DrawFn) -> tuple[RosterProblem, Roster]:
    """A problem, and duties of any people who have the languages, good or bad."""
    problem = draw(roster_problems())
    able = [
        Duty(one.id, languages, who.id)
        for one in problem.sittings
        for languages in posts(problem, one)
        for who in problem.people
        if can_serve(who, languages)
    ]
    chosen = draw(st.lists(st.sampled_from(able), max_size=6, unique=True)) if able else []
    return problem, Roster(tuple(sorted(chosen)))


@suppose(rosters())
def test_loads_are_over_exactly_where_the_checker_says_so(
    given: tuple[RosterProblem, Roster],
) -> None:
    problem, roster = given
    found = {one.person: one for one in loads(problem, roster)}
    assert [*found] == [who.id for who in problem.people]
    assert sum(one.meetings for one in found.values()) == len(roster.duties)
    for one in found.values():
        assert sum(day.used for day in one.days) == one.meetings
        assert sum(week.used for week in one.weeks) == one.meetings
    limits = {
        one.person
        for one in check_roster(problem, roster)
        if one.person is not None and str(one.rule).startswith("A person has at most")
    }
    assert limits == {
        one.person for one in found.values() if any(x.over for x in (*one.days, *one.weeks))
    }
    tired = {
        one.person
        for one in check_roster(problem, roster)
        if str(one.rule).startswith("After an evening meeting")
    }
    assert tired == {one.person for one in found.values() if any(x.over for x in one.rests)}


@suppose(rosters())
def test_gaps_are_the_places_that_nobody_has_and_a_free_person_can_take_one(
    given: tuple[RosterProblem, Roster],
) -> None:
    problem, roster = given
    there = Counter((duty.sitting, duty.languages) for duty in roster.duties)
    found = gaps(problem, roster)
    assert {(one.sitting, one.post): one.people for one in found if one.people} == {
        (one.id, languages): size - there[one.id, languages]
        for one in problem.sittings
        for languages, size in posts(problem, one).items()
        if there[one.id, languages] < size
    }
    for gap in found:
        for candidate in gap.candidates:
            more = Roster((*roster.duties, Duty(gap.sitting, gap.post, candidate.person)))
            before, after = (
                {str(one.text) for one in check_roster(problem, some) if one.person is not None}
                for some in (roster, more)
            )
            assert (candidate.against is None) == (after <= before)


@SOME
@suppose(roster_problems())
def test_a_best_roster_has_no_gap_and_nobody_over_the_limits(problem: RosterProblem) -> None:
    found = make_roster(problem)
    if found.roster is not None:
        assert gaps(problem, found.roster) == ()
        assert not any(one.over for one in loads(problem, found.roster))
    else:
        assert found.shortage is not None
        assert found.shortage.roster is not None
        assert gaps(problem, found.shortage.roster) != ()


def worth(problem: RosterProblem) -> tuple[int, int, int, int]:
    """Of the best roster: places empty, what is not heard, people, cost."""
    found = make_roster(problem, RosterOptions(workers=1))
    if found.roster is not None:
        counted = values(problem, found.roster.duties)
        return 0, 0, counted[Aim.PEOPLE], counted[Aim.COST]
    assert found.shortage is not None
    assert found.shortage.roster is not None
    lacking = gaps(problem, found.shortage.roster)
    return sum(one.people for one in lacking), sum(not one.people for one in lacking), 0, 0


@SOME
@suppose(roster_problems())
def test_one_more_is_everybody_with_whom_a_search_finds_better(problem: RosterProblem) -> None:
    told: list[OneMore] = []
    found = one_more(problem, so_far=told.append)
    assert found.complete
    assert found.now is not None
    now = worth(problem)
    assert found.now.worth == now
    then = {
        who.id: worth(
            replace(
                problem,
                people=(*problem.people, replace(who, id=NEWCOMER, absences=(), avoid=())),
            )
        )
        for who in problem.people
    }
    offered = {who: one.standing.worth for one in found.offers for who in one.alike}
    assert offered == {who: value for who, value in then.items() if value < now}
    assert [one.standing.worth for one in found.offers] == sorted(
        offered[one.alike[0]] for one in found.offers
    )
    assert [len(one.offers) for one in told] == list(range(len(found.offers) + 1))[: len(told)]


def test_an_empty_place_outweighs_all_that_is_not_heard() -> None:
    """Without a French booth nothing can be asked of it; one who hears nothing fills the place."""
    one = sitting(languages=("en", "fr", "ru"))
    deaf = replace(FR, hears=(), absences=(when(),))
    problem = roster_problem(one, people=(person("ann"), deaf, person("ida", "ru")))
    found = one_more(problem)
    assert found.now == Standing(lacking=1, unheard=0, people=0, cost=0, proven=True)
    assert [(offer.alike, offer.standing.worth) for offer in found.offers] == [
        (("bea",), (0, 6, 0, 0))
    ]


def test_one_more_person_fills_a_gap_and_those_who_would_not_help_are_left_out() -> None:
    problem = roster_problem(sitting(), people=(EN, replace(FR, absences=(when(),))))
    found = one_more(problem)
    assert found.now == Standing(lacking=1, unheard=0, people=0, cost=0, proven=True)
    assert [(one.alike, one.standing) for one in found.offers] == [
        (("bea",), Standing(lacking=0, unheard=0, people=2, cost=0, proven=True))
    ]


def test_each_rule_against_a_person_is_named() -> None:
    am, pm, evening, next_day = sitting(), sitting("PM"), sitting("EV"), sitting("AM", 1)
    other = sitting(body="wg")
    eva, ida, joy = (person(name, "en", "fr") for name in ("eva", "ida", "joy"))
    away = replace(person("kim", "en", "fr"), absences=(when(1),))
    problem = roster_problem(
        am, other, pm, evening, next_day,
        people=(eva, ida, joy, away, FR, person("lea", "en", "fr")),
        rules=Rules(meetings_per_day=2, meetings_per_week=3, rest_hours_after_evening=13),
    )  # fmt: skip
    duties = [
        *(Duty(one.id, ("en",), "eva") for one in (am, pm, evening)),
        Duty(evening.id, ("en",), "ida"),
        *(Duty(one.id, ("en",), "joy") for one in (other, pm)),
    ]
    by_meeting = {
        gap.sitting: {one.person: one.against and str(one.against) for one in gap.candidates}
        for gap in gaps(problem, Roster(tuple(duties)))
        if gap.post == ("en",)
    }
    assert by_meeting[next_day.id] == {
        "eva": "has 3 meetings that week, the most allowed",
        "ida": "would have less than 13 hours of rest after an evening meeting",
        "joy": None,
        "kim": "is absent",
        "lea": None,
    }
    without = [duty for duty in duties if duty.sitting != am.id]
    (gap,) = [one for one in gaps(problem, Roster(tuple(without)))
        if (one.sitting, one.post) == (am.id, ("en",))]  # fmt: skip
    against = {one.person: one.against and str(one.against) for one in gap.candidates}
    assert against["eva"] == "has 2 meetings that day, the most allowed"
    assert against["joy"] == (
        "serves the 1st meeting of wg on 13 October 2008, 10:00, in the English booth"
    )
    assert [one.person for one in gap.candidates][:3] == ["ida", "kim", "lea"]


def test_rest_after_an_evening_is_measured_to_the_next_meeting() -> None:
    sittings = sitting("EV"), sitting("AM", 1), sitting("PM", 1)
    problem = roster_problem(*sittings, people=(EN, FR))
    roster = Roster(tuple(Duty(one.id, ("en",), "ann") for one in sittings))
    load = loads(problem, roster)[0]
    (rest,) = load.rests
    assert (rest.rest, rest.least, rest.over) == (timedelta(hours=12), timedelta(hours=12), False)
    assert [(one.first, one.used, one.allowed) for one in load.weeks] == [(MON, 3, 7)]
    tired = replace(problem, rules=Rules(rest_hours_after_evening=13))
    assert loads(tired, roster)[0].over


def test_rest_after_an_evening_is_measured_past_a_meeting_at_the_same_time() -> None:
    late = sitting("EV")
    early = sitting("AM", 1)
    within = replace(late, body="wg", start=late.start + timedelta(minutes=30), end=late.start
        + timedelta(hours=1))  # fmt: skip
    rules = Rules(evening_after=time(21), rest_hours_after_evening=13)
    problem = roster_problem(late, within, early, people=(EN, FR), rules=rules)
    roster = Roster(tuple(Duty(one.id, ("en",), "ann") for one in (late, within, early)))
    (rest,) = loads(problem, roster)[0].rests
    assert (rest.evening, rest.next, rest.over) == (late, early, True)


def test_where_nobody_can_stand_in_everybody_else_stays() -> None:
    two = roster_problem(
        sitting(), sitting("PM"),
        people=(EN, FR, person("eve", "en", "fr"), person("flo", "fr", "en")),
    )  # fmt: skip
    roster = make_roster(two).roster
    assert roster is not None
    away = [Absence(name, when()) for name in ("ann", "eve")]
    repaired = repair(two, roster, away)
    assert repaired.outcome.status is Status.INFEASIBLE
    assert {(one.before, one.after) for one in repaired.changes} == {(("en",), None)}
    assert len(repaired.changes) == 2


def test_a_booth_takes_relay_by_the_pivot_that_has_the_language() -> None:
    one = sitting(languages=("en", "fr", "ru"))
    ru = person("ira", "ru", "en", retour=("en",))
    problem = roster_problem(one, people=(EN, FR, ru))
    roster = make_roster(problem).roster
    assert roster is not None
    assert relays(problem, roster) == {
        (one.id, "fr"): {"en": ("ru",)},
        (one.id, "ru"): {"en": ("fr",)},
    }
