"""Questions about a programme, asked as searches: repair, alternatives, elsewhere, a trade-off.

What a worker does with each is in `services.searches`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from models.programmes import ProgrammeVersion
from models.runs import RunDraft, RunKind, SolverRun
from procedure.permissions import Action, Actor
from procedure.programmes import VersionStatus
from scheduler.problem import Preference
from scheduler.text import text
from services.answers import held_for, unpack_programme
from services.discards import put_aside
from services.errors import BadRequest, NotFound, RuleBroken
from services.happened import happening_of, put_down
from services.programmes import add_version, subject_of
from services.requirements import problem_of
from services.runs import add_run
from services.sessions import lock
from services.transactions import Entry, require, writes, writing

FEWEST, MOST = 2, 4  # alternatives
AS_ASKED = text("What was found holds for what was asked.")
ONE_OF_THEM = text("Of several programmes to choose from, one is kept.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """How a search is to be made. `enqueue` is given its id (`services.queue.Queue.put`)."""

    enqueue: Callable[[int], object]
    time_limit: float = 60.0
    seed: int = 1


def ask_repair(
    db: Session,
    actor: Actor,
    version: ProgrammeVersion,
    search: Search,
    *,
    events: Sequence[str] = (),
    since: str | None = None,
    record_at: int | None = None,
) -> SolverRun:
    """Ask for the programme with the fewest changes to a version, keeping its pins.

    `events` and `since` are as on a command line. Where the version of the requirements is given
    as `record_at`, these say so from now on: both or neither. Raises BadRequest naming `event`,
    `since`, or what the requirements cannot say; Stale.
    """
    recorded = record_at is not None
    asked: dict[str, object] = {"events": list(events), "since": since, "recorded": recorded}
    require(actor, Action.PROGRAMME_PROPOSE)
    with writing(
        db, actor, Action.REQUIREMENTS_EDIT if recorded else Action.PROGRAMME_PROPOSE
    ) as entry:
        noted = Entry()
        if record_at is not None:
            broken_off = put_down(
                db, noted, version, events=events, since=since, expected_version=record_at
            )
            asked["broken_off"] = list(broken_off)
        else:
            happening_of(problem_of(db, version.session), events, since)
        run = _add(
            db,
            actor,
            entry,
            version.session,
            search,
            kind=RunKind.REPAIR,
            asked=asked,
            based_on=version,
        )
        if recorded:
            entry.subject, entry.details = noted.subject, {**noted.details, "run": run.id}
    search.enqueue(run.id)
    return run


@writes(Action.REQUIREMENTS_EDIT)
def record(
    db: Session, _actor: Actor, entry: Entry, run: SolverRun, *, expected_version: int
) -> None:
    """Put into the requirements what was only asked of a repair. Raises NotFound, Stale."""
    lock(db, run.session)
    db.refresh(run)
    if run.active or not unrecorded(run) or run.based_on is None:
        raise NotFound(text("There is nothing to be put into the requirements."))
    asked = run.asked
    put_down(
        db,
        entry,
        run.based_on,
        events=asked["events"],
        since=asked["since"],
        expected_version=expected_version,
    )
    run.asked = asked | {"recorded": True}
    entry.details["run"] = run.id


def unrecorded(run: SolverRun) -> bool:
    """Whether something has happened, of which the requirements were not to say anything."""
    return bool(run.asked.get("events")) and not run.asked["recorded"]


def ask_alternatives(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    search: Search,
    *,
    count: int,
    based_on: ProgrammeVersion | None = None,
) -> SolverRun:
    """Ask for programmes unlike one another, near a version if one is given, keeping its pins."""
    if not FEWEST <= count <= MOST:
        raise BadRequest(
            {"count": text("Give a number from %(least)d to %(most)d.", least=FEWEST, most=MOST)}
        )
    return _ask(
        db,
        actor,
        session,
        search,
        kind=RunKind.ALTERNATIVES,
        asked={"count": count},
        based_on=based_on,
    )


def ask_elsewhere(
    db: Session, actor: Actor, version: ProgrammeVersion, search: Search, *, business: str
) -> SolverRun:
    """Ask what it would cost to have an item at any other time. Raises BadRequest."""
    if business not in problem_of(db, version.session).business_by_id:
        raise BadRequest({"business": text("Choose an item of the session.")})
    asked = {"business": business}
    return _ask(
        db, actor, version.session, search, kind=RunKind.ELSEWHERE, asked=asked, based_on=version
    )


def ask_trade_off(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    search: Search,
    *,
    one: str,
    other: str,
    based_on: ProgrammeVersion | None = None,
) -> SolverRun:
    """Ask what less of one preference costs in another. Raises BadRequest naming `other`."""
    if one == other or not {one, other} <= set(Preference):
        raise BadRequest({"other": text("Choose two preferences.")})
    asked = {"one": one, "other": other}
    return _ask(db, actor, session, search, kind=RunKind.TRADE_OFF, asked=asked, based_on=based_on)


def make_draft(db: Session, actor: Actor, run: SolverRun, place: int) -> ProgrammeVersion:
    """Make a draft of one of the programmes that a search answers with, once.

    Raises NotFound where there is none at that place, RuleBroken where the requirements or the
    version asked about have changed since: what was found may not keep them, or cost as was said.
    """
    with writing(db, actor, Action.PROGRAMME_PROPOSE) as entry:
        session = run.session
        lock(db, session)
        db.refresh(run)
        made = next((one.version for one in run.drafts if one.place == place), None)
        version = made or _draft_of(db, actor, run, place)
        entry.subject = subject_of(version)
        entry.details = {"run": run.id, "place": place, "made_before": made is not None}
    return version


def _draft_of(db: Session, actor: Actor, run: SolverRun, place: int) -> ProgrammeVersion:
    rows = (run.answer or {}).get("rows", [])
    placed = rows[place]["programme"] if 0 <= place < len(rows) else None
    if run.active or run.answer is None or placed is None:
        raise NotFound(text("There is no such programme."))
    if run.answer["stamp"] != held_for(run):
        raise RuleBroken(
            AS_ASKED,
            text(
                "The requirements have changed since, or the version that was asked about. "
                "Ask again for what holds now."
            ),
        )
    problem = problem_of(db, run.session)
    version = add_version(
        db,
        run.session,
        unpack_programme(problem, placed),
        based_on=run.based_on,
        made_by=actor.name,
        objective=None,  # proven only for what was asked
        bound=None,
        status=None,
        keep_pins=run.keep_pins,
    )
    run.drafts.append(RunDraft(place=place, version=version))
    db.flush()
    return version


@writes(Action.PROGRAMME_DISCARD)
def choose(db: Session, actor: Actor, entry: Entry, run: SolverRun, place: int) -> ProgrammeVersion:
    """Go on with one of the alternatives, and discard the others that are drafts still.

    Raises NotFound; RuleBroken where the one itself has been discarded meanwhile.
    """
    lock(db, run.session)
    db.refresh(run)
    chosen = next((one.version for one in run.drafts if one.place == place), None)
    if chosen is None or run.kind is not RunKind.ALTERNATIVES:
        raise NotFound(text("There is no such programme."))
    if chosen.status is VersionStatus.DISCARDED:
        raise RuleBroken(
            ONE_OF_THEM, text("It has been discarded meanwhile: another one was chosen.")
        )
    others = [one.version for one in run.drafts if one.version is not chosen]
    left = [one for one in others if one.status is VersionStatus.DRAFT]
    for one in left:
        put_aside(db, actor, one)
    entry.subject = f"session/{run.session.slug}/run/{run.id}"
    entry.details = {"chosen": chosen.number, "discarded": [one.number for one in left]}
    return chosen


def _ask(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    search: Search,
    *,
    kind: RunKind,
    asked: dict[str, Any],
    based_on: ProgrammeVersion | None,
) -> SolverRun:
    with writing(db, actor, Action.PROGRAMME_PROPOSE) as entry:
        run = _add(db, actor, entry, session, search, kind=kind, asked=asked, based_on=based_on)
    search.enqueue(run.id)
    return run


def _add(
    db: Session,
    actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    search: Search,
    *,
    kind: RunKind,
    asked: dict[str, Any],
    based_on: ProgrammeVersion | None,
) -> SolverRun:
    return add_run(
        db,
        entry,
        session,
        kind=kind,
        asked_by=actor.name,
        asked=asked,
        based_on=based_on,
        keep_pins=True,
        time_limit=search.time_limit,
        seed=search.seed,
    )
