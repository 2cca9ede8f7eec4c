"""Versions of the programme: seen, stored and checked."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from models.conferences import ConferenceSession
from models.programmes import Meeting, ProgrammeDecision, ProgrammeVersion
from procedure.permissions import Action, Actor, may
from procedure.programmes import VersionStatus
from scheduler.checker import check
from scheduler.programme import Programme, Status, Violation
from scheduler.standards import close_to
from scheduler.text import Text, text
from services.errors import BadRequest, NotFound
from services.programme_rows import facts_of, programme_from, put_meetings, refuse_unknown
from services.requirements import asked_at, problem_of
from services.sessions import lock
from services.transactions import Entry, now, require, writes

WHOLE: tuple[ExecutableOption, ...] = (
    joinedload(ProgrammeVersion.session),
    selectinload(ProgrammeVersion.decisions),
    selectinload(ProgrammeVersion.meetings).selectinload(Meeting.items),
)
NOT_DISCARDED = ProgrammeDecision.status != VersionStatus.DISCARDED
RELEASED = ProgrammeVersion.decisions.any(NOT_DISCARDED)
MOST_VERSIONS = 999_999  # as in the addresses of pages


def versions(db: Session, actor: Actor, session: ConferenceSession) -> Sequence[ProgrammeVersion]:
    """The versions that the actor may see, the latest first, with their decisions."""
    require(actor, Action.PROGRAMME_VIEW_RELEASED)
    query = (
        select(ProgrammeVersion)
        .where(ProgrammeVersion.session_id == session.id)
        .options(selectinload(ProgrammeVersion.decisions))
        .order_by(ProgrammeVersion.number.desc())
    )
    if not may(actor, Action.PROGRAMME_VIEW_DRAFT):
        query = query.where(RELEASED)
    return db.scalars(query).all()


def version(db: Session, actor: Actor, session: ConferenceSession, number: int) -> ProgrammeVersion:
    """One version, whole. A draft is not found by who may not see drafts. Raises NotFound."""
    require(actor, Action.PROGRAMME_VIEW_RELEASED)
    query = (
        select(ProgrammeVersion)
        .where(ProgrammeVersion.session_id == session.id, ProgrammeVersion.number == number)
        .options(*WHOLE)
    )
    if not may(actor, Action.PROGRAMME_VIEW_DRAFT):
        query = query.where(RELEASED)
    found = db.scalar(query) if 0 < number <= MOST_VERSIONS else None
    if found is None:
        raise NotFound(text("There is no version %(number)s of the programme.", number=number))
    return found


def current_version(
    db: Session, actor: Actor, session: ConferenceSession
) -> ProgrammeVersion | None:
    """The version released last, whole; None before any is."""
    require(actor, Action.PROGRAMME_VIEW_RELEASED)
    return db.scalar(
        select(ProgrammeVersion)
        .join(ProgrammeVersion.decisions)
        .where(ProgrammeVersion.session_id == session.id, NOT_DISCARDED)
        .options(*WHOLE)
        .order_by(ProgrammeDecision.id.desc())
        .limit(1)
    )


def whole(db: Session, version_id: int) -> ProgrammeVersion:
    """A version with all that it holds, in a fixed number of queries."""
    query = select(ProgrammeVersion).where(ProgrammeVersion.id == version_id).options(*WHOLE)
    return db.scalars(query).one()


def programme_of(version: ProgrammeVersion) -> Programme:
    """The programme that a version holds."""
    return programme_from(version)


def label_of(version: ProgrammeVersion) -> Text:
    """What a version is called: "Version 3", "As adopted", "Rev.1"."""
    match version.status:
        case VersionStatus.APPROVED:
            return text("Approved by the extended bureau")
        case VersionStatus.ADOPTED:
            return text("As adopted")
        case VersionStatus.REVISED:
            return text("Rev.%(number)s", number=version.decisions[-1].revision)
        case VersionStatus.DISCARDED:
            return text("Version %(number)s, discarded", number=version.number)
        case VersionStatus.DRAFT:
            return text("Version %(number)s", number=version.number)


def check_version(db: Session, version: ProgrammeVersion) -> tuple[Violation, ...]:
    """What a version breaks of what is asked for now, also beside the one it is based on."""
    problem = problem_of(db, version.session)
    if version.based_on_id is not None and problem.never_worse:
        problem = close_to(problem, programme_of(whole(db, version.based_on_id)))
    return check(problem, programme_of(version))


@writes(Action.PROGRAMME_STORE)
def store_programme(
    db: Session,
    actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    programme: Programme,
    *,
    based_on: ProgrammeVersion | None = None,
    made_by: str | None = None,
    objective: int | None = None,
    bound: int | None = None,
    status: Status | None = None,
) -> ProgrammeVersion:
    """Store a programme as a new draft. Pins of `based_on` stay where its meetings stay."""
    stored = add_version(
        db,
        session,
        programme,
        based_on=based_on,
        made_by=made_by or actor.name,
        objective=objective,
        bound=bound,
        status=status,
    )
    entry.subject = subject_of(stored)
    entry.details = {"based_on": based_on and based_on.number, "objective": objective}
    return stored


@writes(Action.PROGRAMME_STORE)
def copy_version(
    db: Session, actor: Actor, entry: Entry, version: ProgrammeVersion
) -> ProgrammeVersion:
    """A draft with the meetings and pins of a version, to be changed by hand."""
    version = whole(db, version.id)
    asked = asked_at(db, version.session)
    proven = version.proof is not None and (asked is None or asked <= version.created_at)
    copied = add_version(
        db,
        version.session,
        programme_of(version),
        based_on=version,
        made_by=actor.name,
        objective=version.objective if proven else None,
        bound=version.bound if proven else None,
        status=Status(version.proof) if proven and version.proof else None,
    )
    entry.subject, entry.details = subject_of(copied), {"based_on": version.number}
    return copied


def add_version(
    db: Session,
    session: ConferenceSession,
    programme: Programme,
    *,
    based_on: ProgrammeVersion | None,
    made_by: str,
    objective: int | None,
    bound: int | None,
    status: Status | None,
    keep_pins: bool = True,
) -> ProgrammeVersion:
    """Add a draft within the caller's transaction. Its number is taken under a lock."""
    if based_on is not None and based_on.session_id != session.id:
        raise BadRequest({"based_on": text("Choose a version of this session.")})
    base = None if based_on is None else whole(db, based_on.id)
    problem = problem_of(db, session)
    refuse_unknown(problem, programme)
    lock(db, session)
    last = select(func.max(ProgrammeVersion.number)).where(
        ProgrammeVersion.session_id == session.id
    )
    stored = ProgrammeVersion(
        session=session,
        number=(db.scalar(last) or 0) + 1,
        based_on=based_on,
        made_by=made_by,
        created_at=now(),
        **facts_of(session),
        objective=objective,
        bound=bound,
        proof=status.value if status in {Status.OPTIMAL, Status.FEASIBLE} else None,
        decisions=[],
    )
    db.add(stored)
    put_meetings(stored, problem, programme, based_on=base, keep_pins=keep_pins)
    db.flush()
    return stored


def subject_of(version: ProgrammeVersion) -> str:
    """How audit records name a version."""
    return f"session/{version.session.slug}/programme/{version.number}"
