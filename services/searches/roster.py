"""A search for who interprets what: a roster, the fewest changes to one, or one person more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import rosters as stored
from models.runs import RunStatus, SolverRun
from scheduler.roster.effort import RosterProgress
from scheduler.roster.one_more import OneMore, Standing, one_more
from scheduler.roster.outcome import Change, Roster, RosterOutcome
from scheduler.roster.problem import RosterProblem
from scheduler.roster.repair import repair
from scheduler.roster.solve import RosterOptions, make_roster
from scheduler.roster.writing import write_roster
from scheduler.solve import Options
from scheduler.text import text
from services.programmes import whole
from services.roster_rows import duty_rows, roster_of
from services.rosters import add_roster, problem_of_roster
from services.searches.work import Pulse, Work
from services.sentences import pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Meetings and people; what is asked for; the roster to repair, and what of it is over."""

    problem: RosterProblem
    what: str
    before: Roster | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came of it: a roster and its changes, or one person more."""

    problem: RosterProblem
    outcome: RosterOutcome | None = None
    changes: tuple[Change, ...] | None = None
    one_more: OneMore | None = None


def read(db: Session, run: SolverRun) -> Task:
    """The people as they are known now, and the meetings of the version."""
    assert run.based_on_id is not None
    problem = problem_of_roster(db, run.session, whole(db, run.based_on_id))
    what = run.asked["what"]
    if what != "repair":
        return Task(problem=problem, what=what)
    since = run.asked["since"]
    return Task(
        problem=problem,
        what=what,
        before=roster_of(_before(db, run)),
        since=None if since is None else datetime.fromisoformat(since),
    )


def _before(db: Session, run: SolverRun) -> stored.Roster:
    return db.scalars(
        select(stored.Roster).where(
            stored.Roster.session_id == run.session_id,
            stored.Roster.number == run.asked["roster"],
        )
    ).one()


def search(task: Task, options: Options, pulse: Pulse) -> Found:
    """Find it."""

    def tell(progress: RosterProgress) -> None:
        so_far = {"aim": progress.aim.value, "value": progress.value, "bound": progress.bound}
        pulse.answer(so_far)

    given = RosterOptions(time_limit=options.time_limit, workers=options.workers, seed=options.seed)
    stopped = pulse.stopped.is_set
    if task.what == "one_more":
        found = one_more(
            task.problem,
            given,
            cancelled=stopped,
            so_far=lambda known: pulse.answer(_pack(known, task.problem)),
        )
        return Found(problem=task.problem, one_more=found)
    if task.before is None:
        outcome = make_roster(task.problem, given, progress=tell, cancelled=stopped)
        return Found(problem=task.problem, outcome=outcome)
    repaired = repair(
        task.problem,
        task.before,
        since=task.since,
        options=given,
        progress=tell,
        cancelled=stopped,
    )
    return Found(problem=task.problem, outcome=repaired.outcome, changes=repaired.changes)


def store(db: Session, run: SolverRun, found: Found) -> None:
    """Keep the roster; where there is none, that with the fewest empty places."""
    if found.one_more is not None:
        run.status = RunStatus.FINISHED
        run.answer = _pack(found.one_more, found.problem)
        return
    assert found.outcome is not None
    outcome, roster = found.outcome, found.outcome.roster
    if outcome.shortage is not None:
        roster = outcome.shortage.roster
    if roster is None:
        run.status = RunStatus.FAILED
        run.message = pack(text("Nothing was found in the time. Allow more of it."))
        return
    data = write_roster(outcome, found.problem, found.changes)
    kept = add_roster(
        db,
        run.session,
        stored.Roster(
            version_id=run.based_on_id,
            based_on_id=_before(db, run).id if run.asked["what"] == "repair" else None,
            made_by=run.asked_by,
            proof=outcome.status.value,
            levels=data["levels"],
            changes=data.get("changes"),
            duties=duty_rows(found.problem, roster),
        ),
    )
    run.status = RunStatus.FINISHED
    run.answer = {"roster": kept.number}


def _pack(found: OneMore, problem: RosterProblem) -> dict[str, Any]:
    def standing(one: Standing) -> dict[str, Any]:
        return {
            "lacking": one.lacking,
            "unheard": one.unheard,
            "people": one.people,
            "cost": one.cost,
            "proven": one.proven,
        }

    return {
        "now": None if found.now is None else standing(found.now),
        "complete": found.complete,
        "offers": [
            {
                "names": [problem.person_by_id[person].name for person in offer.alike],
                "into": dict(offer.person.into),
                "from": list(offer.person.hears),
                "retour": list(offer.person.retour),
                "cost_per_day": offer.person.cost_per_day,
                **standing(offer.standing),
            }
            for offer in found.offers
        ],
    }


WORK = Work(read=read, search=search, store=store)
