"""Counting without a search: what cannot fit is found, and what a search finds always fits."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from scheduler.counting.capacity import capacity, least_meetings, meetings_served
from scheduler.problem import Closure, Column, Entitlement, TeamChange
from scheduler.programme import Status
from scheduler.reading import load_problem
from scheduler.solve import Options, plan
from tests.unit.problem_files import PROBLEMS
from tests.unit.problems import (
    FRI,
    THU,
    WED,
    at,
    business,
    document,
    group,
    interpretation,
    problem,
    slot,
)
from tests.unit.strategies import problems

EXAMPLES = Path(__file__).parents[2] / "examples"


def said(given):
    return [(one.key, one.fits, str(one.text)) for one in capacity(given)]


def test_all_is_counted_in_words():
    limits = Entitlement(total=3, plenary=2, parallel=1)
    assert said(problem(interpretation=interpretation(entitlement=limits))) == [
        ("at_once.plenary", True, "Plenary meetings: at least 2 needed, time for 6."),
        ("at_once.parallel", True, "Parallel meetings: at least 1 needed, time for 6."),
        (
            "interpretation.entitlement.total",
            True,
            "Meetings with interpretation: at least 3 needed, entitled to 3.",
        ),
        (
            "interpretation.entitlement.plenary",
            True,
            "Plenary meetings with interpretation: at least 2 needed, entitled to 2.",
        ),
        (
            "interpretation.entitlement.parallel",
            True,
            "Parallel meetings with interpretation: at least 1 needed, entitled to 1.",
        ),
        (
            "interpretation.teams",
            True,
            "Interpreters: at least 3 meetings needed, they can serve 12.",
        ),
    ]


def test_business_of_other_languages_or_bodies_shares_no_meeting():
    apart = problem(
        business("1", 60),
        business("2", 60, languages=("en",)),
        business("3", 60, languages=()),
        business("4", 60, body="wg"),
        business("5", 60),
    )
    assert least_meetings(apart, Column.PLENARY) == 4
    assert least_meetings(apart, Column.PLENARY, interpreted=True) == 3
    assert least_meetings(apart, Column.PARALLEL) == 0


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({"slots": (slot("am", 10, 11),)}, {"at_once.plenary", "interpretation.teams"}),
        ({"at_once": {Column.PLENARY: 1, Column.PARALLEL: 0}}, {"at_once.parallel"}),
        ({"interpretation": interpretation(teams=0)}, {"interpretation.teams"}),
        (
            {"interpretation": interpretation(entitlement=Entitlement(total=2))},
            {"interpretation.entitlement.total"},
        ),
    ],
)
def test_what_does_not_fit_is_named(changes, keys):
    items = (business("1"), business("2", 240, may_split=True), group(may_split=True))
    assert {one.key for one in capacity(problem(*items, **changes)) if not one.fits} == keys


def test_a_piece_longer_than_any_slot_must_be_continued():
    assert said(problem(business("1", 200)))[-1] == (
        "business.1.may_split",
        False,
        "Item 1 takes 3 h 20 min and may not be continued; no meeting is longer than 3 h.",
    )


def test_a_document_after_the_session_is_too_late():
    late = problem(
        business("1", documents=("A/1",)),
        documents=(document("A/1", FRI.replace(day=11)),),
    )
    assert said(late)[-1] == (
        "business.1.documents",
        False,
        "Item 1 waits for A/1, which is out on 11 October 2008, after the session.",
    )


@pytest.mark.parametrize(
    ("changes", "served"),
    [
        ({}, 12),
        ({"meetings_per_team_day": 1}, 6),
        ({"meetings_per_team_week": 3}, 6),
        ({"teams": 1, "changes": (TeamChange(date=THU, teams=3),)}, 10),
        ({"changes": (TeamChange(date=WED, slot="am", teams=0),)}, 10),
    ],
)
def test_meetings_that_the_teams_can_serve(changes, served):
    assert meetings_served(problem(interpretation=interpretation(**changes))) == served


def test_teams_serve_more_meetings_where_these_have_no_language_in_common():
    apart = problem(business("1", languages=("en",)), business("2", languages=("fr",)))
    assert meetings_served(apart) == 12 * 6


@pytest.mark.parametrize("path", PROBLEMS, ids=lambda path: path.stem)
def test_the_examples_fit(path):
    assert all(one.fits for one in capacity(load_problem(path)))


def test_the_fourth_session_needs_every_meeting_of_its_entitlement():
    cop4 = load_problem(EXAMPLES / "ctoc-cop4.yaml")
    less = replace(cop4.interpretation, entitlement=Entitlement(total=19, plenary=16, parallel=4))
    short = replace(cop4, interpretation=less)
    assert [one.key for one in capacity(short) if not one.fits] == [
        "interpretation.entitlement.total"
    ]


@settings(max_examples=12)
@given(problems())
def test_whatever_can_be_planned_fits(drawn):
    outcome = plan(drawn, Options(time_limit=5, workers=1))
    assert outcome.status is not Status.OPTIMAL or all(one.fits for one in capacity(drawn))


def test_a_time_without_meetings_is_no_time_for_them() -> None:
    full = problem(*(business(str(n), 180) for n in range(6)))
    closed = replace(full, closures=(Closure(date=WED, slot="am", column=Column.PLENARY),))
    (fits, *_), (lacks, *_) = (
        [one for one in capacity(some) if one.key == "at_once.plenary"] for some in (full, closed)
    )
    assert (fits.fits, lacks.fits) == (True, False)
    assert str(lacks.text) == "Plenary meetings: at least 6 needed, time for 5."


def test_more_than_fits_is_taken_then():
    """As much of it as is too much clashes, the longest first."""
    then = {"fixed": (at(WED, "am"),)}
    long = [business(f"i{n}", 50 + n, **then) for n in range(5)]
    split = business("s", 300, may_split=True, **then)
    given = problem(*long, split, business("x", 179, fixed=(at(WED, "pm"),)))
    (count,) = (count for count in capacity(given) if not count.fits)
    assert str(count.text) == (
        "8 October 2008, 10:00: business that is taken then, each in one meeting, "
        "takes 4 h 20 min, the slot has 3 h."
    )
    assert count.clash == (
        "time.cop.plenary",
        *(f"business.i{n}.{what}" for n in (4, 3, 2, 1) for what in ("fixed", "may_split")),
    )
