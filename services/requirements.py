"""What is asked for in a session: imported whole, or edited entry by entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from models.audit import AuditRecord
from models.conferences import ConferenceSession
from models.types import new_stamp
from procedure.permissions import Action, Actor
from scheduler.problem import Problem
from scheduler.reading import BadInput, read_problem
from scheduler.text import text
from scheduler.writing import write_problem
from services.errors import BadRequest, Stale
from services.kept import Kept
from services.problem_from_rows import problem_from
from services.problem_to_rows import fill
from services.sections import moved, placed, read_edited, removed
from services.transactions import Entry, writes

LISTS = (
    ConferenceSession.slots,
    ConferenceSession.bodies,
    ConferenceSession.rooms,
    ConferenceSession.documents,
    ConferenceSession.business,
    ConferenceSession.relations,
    ConferenceSession.preferences,
)
PROBLEMS: Kept[str, Problem] = Kept(64)  # by the stamps of sessions


def problem_of(db: Session, session: ConferenceSession) -> Problem:
    """The problem that the session states. Reads a fixed number of queries, or none."""
    kept = PROBLEMS.get(session.stamp)
    if kept is not None:
        return kept
    stamp = session.stamp  # before what it stands for: if that changes now, so does the stamp
    query = (
        select(ConferenceSession)
        .where(ConferenceSession.id == session.id)
        .options(*(selectinload(listed) for listed in LISTS))
    )
    return PROBLEMS.put(stamp, problem_from(db.scalars(query).one()))


def asked_at(db: Session, session: ConferenceSession) -> datetime | None:
    """When what is asked for was last changed: what was proven before holds no longer."""
    subject = f"session/{session.slug}"
    query = select(func.max(AuditRecord.at)).where(
        AuditRecord.action.in_((Action.SESSION_IMPORT, Action.REQUIREMENTS_EDIT)),
        or_(
            AuditRecord.subject == subject,
            AuditRecord.subject.startswith(f"{subject}/requirements/", autoescape=True),
        ),
    )
    return db.scalar(query)


def edited_problem(
    problem: Problem, *, section: str, data: Mapping[str, Any], key: str | None = None
) -> Problem:
    """The problem as `put_entry` would make it, for a look before. Raises BadRequest, NotFound."""
    return read_edited(placed(problem, section, key, data))


@writes(Action.SESSION_IMPORT)
def import_problem(
    db: Session,
    _actor: Actor,
    entry: Entry,
    problem: Problem,
    *,
    expected_version: int | None = None,
) -> ConferenceSession:
    """Create the session of the problem's id, or state it anew, keeping its programmes.

    Raises Stale if a stored session is not of the version expected.
    """
    slug = problem.session.id
    session = db.scalar(select(ConferenceSession).where(ConferenceSession.slug == slug))
    if session is None:
        session = ConferenceSession(slug=slug)
        fill(session, problem)
        db.add(session)
    else:
        _expect(session, session.version if expected_version is None else expected_version)
        fill(session, problem)
        _changed(session)
    db.flush()
    entry.subject, entry.details = f"session/{slug}", {"version": session.version}
    return session


@writes(Action.REQUIREMENTS_EDIT)
def put_entry(
    db: Session,
    _actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    *,
    section: str,
    data: Mapping[str, Any],
    key: str | None = None,
    position: int | None = None,
    expected_version: int,
) -> ConferenceSession:
    """Add an entry of a section, or put it in place of the one that `key` names.

    `data` is the entry as in the file format. `key` is an id, a symbol, the name of a preference,
    a relation or a closure; None adds an entry, and is right for `session`, `interpretation` and
    `at_once`. `position` is its place in the list. Raises BadRequest, whose fields are paths
    within the entry, or from the top for what else would no longer be right; Stale.
    """
    _expect(session, expected_version)
    problem = problem_of(db, session)
    edit = placed(problem, section, key, data, position)
    _refuse_other_session(session, section, data)
    fill(session, read_edited(edit))
    _changed(session)
    entry.subject = f"session/{session.slug}/requirements/{section}"
    entry.details = {"key": key, "entry": dict(data)}
    return session


@writes(Action.REQUIREMENTS_EDIT)
def move_entry(
    db: Session,
    _actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    *,
    section: str,
    key: str,
    position: int,
    expected_version: int,
) -> ConferenceSession:
    """Give an entry of a list another place, counted from 0. Raises NotFound; Stale."""
    _expect(session, expected_version)
    fill(session, moved(problem_of(db, session), section, key, position))
    _changed(session)
    entry.subject = f"session/{session.slug}/requirements/{section}"
    entry.details = {"key": key, "position": position}
    return session


@writes(Action.REQUIREMENTS_EDIT)
def remove_entry(
    db: Session,
    _actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    *,
    section: str,
    key: str,
    expected_version: int,
) -> ConferenceSession:
    """Remove an entry of a list. Raises BadRequest naming who refers to it; NotFound; Stale."""
    _expect(session, expected_version)
    fill(session, removed(problem_of(db, session), section, key))
    _changed(session)
    entry.subject = f"session/{session.slug}/requirements/{section}"
    entry.details = {"key": key, "entry": None}
    return session


def restate(session: ConferenceSession, problem: Problem) -> None:
    """Make a session ask for another problem, within the caller's transaction.

    Raises BadRequest where that is none that could be given.
    """
    try:
        fill(session, read_problem(write_problem(problem)))
    except BadInput as error:
        raise BadRequest({one.path: one.text for one in error.errors}) from None
    _changed(session)


def _changed(session: ConferenceSession) -> None:
    session.version += 1
    session.stamp = new_stamp()


def _expect(session: ConferenceSession, version: int) -> None:
    if session.version != version:
        raise Stale


def _refuse_other_session(
    session: ConferenceSession, section: str, data: Mapping[str, Any]
) -> None:
    if section == "session" and data.get("id") != session.slug:
        raise BadRequest(
            {"id": text("The id of a stored session stays: it is %(id)s.", id=session.slug)}
        )
