"""Who interprets what: the people of a session, and rosters of the versions of its programme.

What a worker does with a search for one is in `services.searches.roster`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.conferences import ConferenceSession
from models.programmes import ProgrammeVersion
from models.rosters import Interpreter, Roster, RosterTerms
from models.runs import RunKind, RunStatus, SolverRun
from procedure.permissions import Action, Actor
from procedure.programmes import VersionStatus
from scheduler.problem import SlotDate
from scheduler.reading.errors import shown
from scheduler.reading.facts import entries, word
from scheduler.reading.references import known_errors
from scheduler.reading.shape import check_shape, plain
from scheduler.roster.problem import RosterProblem
from scheduler.text import text
from services.errors import BadRequest, NotFound, Stale
from services.programmes import current_version, versions, whole
from services.roster_rows import people_data, person_rows, problem_for
from services.runs import add_run
from services.sessions import lock
from services.transactions import Entry, now, require, writes, writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """How to search: who is given the id of the run, seconds, and the seed."""

    enqueue: Callable[[int], object]
    time_limit: float = 60.0
    seed: int = 1


def terms_of(db: Session, actor: Actor, session: ConferenceSession) -> RosterTerms | None:
    """Booths, pivots and rules; None before any people are known."""
    require(actor, Action.INTERPRETATION_VIEW)
    return db.get(RosterTerms, session.id)


def file_of(db: Session, actor: Actor, session: ConferenceSession) -> dict[str, Any]:
    """The people as the plain data of a file. Raises NotFound before any are known."""
    require(actor, Action.INTERPRETATION_VIEW)
    return _file(db, session)


def _file(db: Session, session: ConferenceSession) -> dict[str, Any]:
    terms = db.get(RosterTerms, session.id)
    if terms is None:
        raise NotFound(text("No interpreters are known for this session yet."))
    return people_data(session, terms, _people(db, session))


def _people(db: Session, session: ConferenceSession) -> Sequence[Interpreter]:
    query = select(Interpreter).where(Interpreter.session_id == session.id)
    return db.scalars(query.order_by(Interpreter.position)).all()


def problem_of_roster(
    db: Session, session: ConferenceSession, version: ProgrammeVersion
) -> RosterProblem:
    """What a roster of a version is made from. Raises NotFound, BadRequest."""
    return problem_for(_file(db, session), version)


def problem_to_show(db: Session, made: Roster) -> RosterProblem:
    """What a roster is shown beside: its meetings, and the people as they are known now.

    A booth that these have no more is as large as the roster has it. Raises NotFound.
    """
    data = _file(db, made.session)
    seated = Counter(
        (duty.date, duty.slot, duty.body, *duty.languages)
        for duty in made.duties
        if len(duty.languages) == 1
    )
    asked = {language for meeting in made.version.meetings for language in meeting.languages}
    lost = {
        language: max((n for (*_, one), n in seated.items() if one == language), default=1)
        for language in sorted(asked - data["booths"].keys())
    }
    return problem_for({**data, "booths": {**data["booths"], **lost}}, made.version)


def version_to_staff(
    db: Session, actor: Actor, session: ConferenceSession
) -> ProgrammeVersion | None:
    """The version in force; before any is released, the latest draft."""
    current = current_version(db, actor, session)
    if current is not None:
        return current
    drafts = (one for one in versions(db, actor, session) if one.status is VersionStatus.DRAFT)
    latest = next(drafts, None)
    return None if latest is None else whole(db, latest.id)


def rosters(db: Session, actor: Actor, session: ConferenceSession) -> Sequence[Roster]:
    """The rosters of a session, the latest first, without their duties."""
    require(actor, Action.INTERPRETATION_VIEW)
    query = (
        select(Roster).where(Roster.session_id == session.id).options(joinedload(Roster.version))
    )
    return db.scalars(query.order_by(Roster.number.desc())).all()


def roster(db: Session, actor: Actor, session: ConferenceSession, number: int) -> Roster:
    """One roster, whole. Raises NotFound."""
    require(actor, Action.INTERPRETATION_VIEW)
    query = (
        select(Roster)
        .where(Roster.session_id == session.id, Roster.number == number)
        .options(selectinload(Roster.duties))
    )
    found = db.scalar(query)
    if found is None:
        raise NotFound(text("There is no roster %(number)s.", number=number))
    return found


def last_search(
    db: Session, actor: Actor, session: ConferenceSession, what: str | None = None
) -> SolverRun | None:
    """The search for a roster asked for last; of a kind, the one that ended last."""
    require(actor, Action.INTERPRETATION_VIEW)
    query = (
        select(SolverRun)
        .where(SolverRun.session_id == session.id, SolverRun.kind == RunKind.ROSTER)
        .order_by(SolverRun.id.desc())
    )
    if what is None:
        return db.scalars(query).first()
    ended = db.scalars(query.where(SolverRun.status == RunStatus.FINISHED))
    return next((run for run in ended if run.asked["what"] == what), None)


@writes(Action.INTERPRETATION_EDIT)
def import_people(
    db: Session,
    actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    data: object,
    *,
    expected_version: int | None = None,
) -> RosterTerms:
    """Put the people of a file in place of those known. Raises BadRequest by path; Stale."""
    lock(db, session)
    terms = db.get(RosterTerms, session.id)
    if terms is not None and expected_version not in {None, terms.version}:
        raise Stale
    read = _read_file(session, data, version_to_staff(db, actor, session))
    if terms is None:
        terms = RosterTerms(session_id=session.id, version=0)
        db.add(terms)
    terms.version += 1
    terms.booths, terms.rules = dict(read["booths"]), dict(read.get("rules", {}))
    terms.pivots, terms.consecutive = (
        list(read.get("pivots", ())),
        list(read.get("consecutive", ())),
    )
    terms.note, terms.source = read.get("note", ""), read.get("source", "")
    db.execute(delete(Interpreter).where(Interpreter.session_id == session.id))
    for row in person_rows(read):
        row.session_id = session.id
        db.add(row)
    entry.subject = f"session/{session.slug}/interpreters"
    entry.details = {"people": len(read["interpreters"]), "version": terms.version}
    return terms


def _read_file(
    session: ConferenceSession, data: object, version: ProgrammeVersion | None
) -> Mapping[str, Any]:
    data = plain(data)
    errors = check_shape(data, "roster-problem")
    if not errors:
        assert isinstance(data, Mapping)
        if word(data, "session") != session.slug:
            reason = text("This file is of the session %(id)s.", id=shown(data["session"]))
            raise BadRequest({"session": reason})
        bodies = {body.key for body in session.bodies}
        for path, one in entries(data, "consecutive"):
            errors += known_errors(f"{path}.body", word(one, "body"), bodies)
    if errors:
        raise BadRequest({error.path: error.text for error in errors})
    assert isinstance(data, Mapping)
    problem_for(data, version)
    return data


def ask_roster(db: Session, actor: Actor, session: ConferenceSession, search: Search) -> SolverRun:
    """Ask for the best roster of the version to be staffed.

    Raises NotFound, BadRequest, RuleBroken.
    """
    return _ask(db, actor, session, search, asked={"what": "make"})


def ask_one_more(
    db: Session, actor: Actor, session: ConferenceSession, search: Search
) -> SolverRun:
    """Ask what one more person would buy. Raises as `ask_roster`."""
    return _ask(db, actor, session, search, asked={"what": "one_more"})


def fall_ill(
    db: Session,
    actor: Actor,
    before: Roster,
    search: Search,
    *,
    person: str,
    slots: Sequence[SlotDate],
    since: datetime | None = None,
) -> SolverRun:
    """Note when somebody is away, and ask for the fewest changes to a roster.

    Meetings that began before `since` stay as they were. Raises NotFound, BadRequest, RuleBroken.
    """
    session = before.session
    asked = {
        "what": "repair",
        "roster": before.number,
        "person": person,
        "since": None if since is None else since.isoformat(),
    }
    return _ask(db, actor, session, search, asked=asked, away=(person, slots))


def _ask(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    search: Search,
    *,
    asked: dict[str, Any],
    away: tuple[str, Sequence[SlotDate]] | None = None,
) -> SolverRun:
    with writing(db, actor, Action.INTERPRETATION_SEARCH) as entry:
        version = version_to_staff(db, actor, session)
        if version is None:
            raise NotFound(text("There is no programme to be interpreted yet."))
        run = add_run(
            db,
            entry,
            session,
            kind=RunKind.ROSTER,
            asked_by=actor.name,
            asked=asked,
            based_on=version,
            time_limit=search.time_limit,
            seed=search.seed,
        )
        if away is not None:
            _note_absence(db, session, *away)
        problem_of_roster(db, session, version)  # what is wrong is said now, and not by the worker
        terms = db.get_one(RosterTerms, session.id)
        run.asked = {**asked, "terms": terms.version}
    search.enqueue(run.id)
    return run


def _note_absence(
    db: Session, session: ConferenceSession, person: str, slots: Sequence[SlotDate]
) -> None:
    query = select(Interpreter).where(
        Interpreter.session_id == session.id, Interpreter.key == person
    )
    row = db.scalar(query)
    if row is None:
        raise BadRequest({"person": text("There is no interpreter %(person)s.", person=person)})
    if not slots:
        raise BadRequest({"last": text("There is no meeting in this time. Give another.")})
    added = [f"{one.date.isoformat()} {one.slot or ''}".strip() for one in slots]
    row.absences = list(dict.fromkeys((*row.absences, *added)))
    db.get_one(RosterTerms, session.id).version += 1


def add_roster(db: Session, session: ConferenceSession, made: Roster) -> Roster:
    """Give a roster its number and keep it, within the caller's transaction."""
    lock(db, session)
    last = db.scalar(select(func.max(Roster.number)).where(Roster.session_id == session.id))
    made.session_id, made.number, made.created_at = session.id, (last or 0) + 1, now()
    db.add(made)
    db.flush()
    return made
