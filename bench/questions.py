"""Questions to the engine: why not, what changes least, which others, what if."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median

from bench.tables import milliseconds, table
from scheduler.alternatives import alternatives
from scheduler.binding import binding
from scheduler.events import Lost, Overran, Teams
from scheduler.explanation.explain import explain
from scheduler.problem import Column, Preference, Problem, SlotDate
from scheduler.programme import Status
from scheduler.reading import load_problem, load_programme
from scheduler.repair import repair
from scheduler.solve import plan
from scheduler.trade_off import at_odds, trade_off
from scheduler.what_if import elsewhere

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
HEAD = ("question", "answer", "ms")
Question = tuple[str, Callable[[], str]]


def questions_table(runs: int) -> str:
    """Each question so many times in one process; the model is built anew each time."""
    rows = []
    for name, ask in _questions():
        seconds = []
        for _ in range(runs):
            begun = time.perf_counter()
            answer = ask()
            seconds.append(time.perf_counter() - begun)
        rows.append((name, answer, milliseconds(median(seconds))))
    return table(HEAD, rows)


def _questions() -> list[Question]:
    problem = load_problem(EXAMPLES / "ctoc-cop4.yaml")
    annex = load_programme(EXAMPLES / "ctoc-cop4-annex.json", problem)
    tuesday = SlotDate(date=date(2008, 10, 14), slot="AM")
    one_team = replace(problem, interpretation=replace(problem.interpretation, teams=1))

    def why_not(some: Problem) -> str:
        explained = explain(some)
        sizes = ", ".join(str(len(clash)) for clash in explained.clashes)
        return f"clashes of {sizes}; ways out: {len(explained.ways)}"

    def repaired(*events: Lost | Overran | Teams, since: SlotDate | None = None) -> str:
        found = repair(problem, annex, events, since=since)
        moved = f", {found.moved} of at least {found.fewest} moved"
        return f"{found.outcome.status}{moved if found.outcome.programme else ''}"

    lost = Lost(when=tuesday, column=Column.PARALLEL)

    def bound() -> str:
        best = plan(problem).programme
        assert best is not None
        found = binding(problem, best)
        return f"{len(found.requirements)}; not known: {len(found.unknown)}"

    def several() -> str:
        found = alternatives(problem, 3)
        proven = sum(one.status is Status.OPTIMAL for one in found)
        kinds = {tuple(cost.amount for cost in one.preferences) for one in found}
        return f"{len(found)} programmes, {proven} proven, {len(kinds)} profiles"

    def points(one: Preference, other: Preference) -> str:
        return f"{len(trade_off(problem, one, other))} to choose from"

    def conflicts() -> str:
        found = at_odds(problem)
        return f"{len(found.pairs)} pairs{'' if found.complete else ', or more'}"

    return [
        ("why not with 19 meetings?", lambda: why_not(_entitled(problem, total=19))),
        ("why not with 14 and 3?", lambda: why_not(_entitled(problem, plenary=14, parallel=3))),
        ("why not with one team?", lambda: why_not(one_team)),
        ("item 1 (f) needs 9 minutes more", lambda: repaired(Overran(business="1(f)", minutes=9))),
        ("a round table is lost", lambda: repaired(lost, since=SlotDate(date=date(2008, 10, 13)))),
        ("a team falls ill", lambda: repaired(Teams(when=SlotDate(date=tuesday.date), teams=1))),
        ("three programmes", several),
        (
            "less parallel meetings for spare time at the end",
            lambda: points(Preference.FEW_PARALLEL_DAYS, Preference.SPARE_TIME_AT_END),
        ),
        (
            "less parallel meetings for the order of the agenda",
            lambda: points(Preference.FEW_PARALLEL_DAYS, Preference.AGENDA_ORDER),
        ),
        ("which preferences pull against each other?", conflicts),
        (
            "item 2 (d) at any other time",
            lambda: f"{len(elsewhere(problem, '2(d)', problem.periods))} times",
        ),
        ("what binds the session?", bound),
    ]


def _entitled(problem: Problem, **limits: int) -> Problem:
    given = problem.interpretation
    entitlement = replace(given.entitlement, **limits)  # type: ignore[arg-type]  # all are numbers
    return replace(problem, interpretation=replace(given, entitlement=entitlement))
