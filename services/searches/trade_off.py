"""What less of one preference costs in another."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from models.runs import RunStatus, SolverRun
from scheduler.problem import Preference, Problem
from scheduler.programme import Outcome
from scheduler.solve import Options
from scheduler.text import text
from scheduler.trade_off import amount_of, at_odds, nothing_to_trade, trade_off
from services.answers import held_for, pack_programme
from services.searches import programme
from services.searches.work import Pulse, Work
from services.sentences import pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is asked for, the two preferences, and what the answer holds for."""

    problem: Problem
    one: Preference
    other: Preference
    stamp: str


def read(db: Session, run: SolverRun) -> Task:
    """What is asked for, as for a proposal."""
    return Task(
        problem=programme.read(db, run),
        one=Preference(run.asked["one"]),
        other=Preference(run.asked["other"]),
        stamp=held_for(run),
    )


def search(task: Task, options: Options, pulse: Pulse) -> dict[str, Any]:
    """Find the programmes of the curve; `complete`: whether the time sufficed for all of it.

    Where there is nothing to trade, `at_odds` has the preferences that do pull against each other.
    """
    started = time.monotonic()
    found = trade_off(task.problem, task.one, task.other, options, cancelled=pulse.stopped.is_set)
    left = options.time_limit - (time.monotonic() - started)
    complete = left > 0 and not pulse.stopped.is_set()
    rows = [_row(task, outcome) for outcome in found]
    answer = {"stamp": task.stamp, "complete": complete, "rows": rows}
    if complete and nothing_to_trade(found):
        odds = at_odds(
            task.problem, replace(options, time_limit=left), cancelled=pulse.stopped.is_set
        )
        pairs = [[one.value, other.value] for one, other in odds.pairs]
        answer["at_odds"] = {"pairs": pairs, "complete": odds.complete}
    return answer


def _row(task: Task, outcome: Outcome) -> dict[str, Any]:
    return {
        "one": amount_of(outcome, task.one),
        "other": amount_of(outcome, task.other),
        "status": outcome.status.value,
        "programme": outcome.programme and pack_programme(outcome.programme),
    }


def store(_db: Session, run: SolverRun, found: dict[str, Any]) -> None:
    """Keep the curve; say so where there is no programme at all."""
    if not found["rows"]:
        run.status = RunStatus.FAILED
        run.message = pack(text("No programme was found. Have one proposed to see why."))
        return
    run.status, run.answer = RunStatus.FINISHED, found


WORK = Work(read=read, search=search, store=store)
