"""Who is present: which delegations at which meeting, noted by the chair's table or secretariat.

A delegation that was noted at any meeting has attended the session.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession, Delegation
from models.delegations import Attendance
from procedure.floor import quorum
from procedure.participation import Act
from procedure.permissions import Action, Actor
from procedure.rulebook import rulebook
from scheduler.text import text
from services import floor_programme, participation
from services.errors import BadRequest, NotFound
from services.floor_programme import ProgrammeMeeting
from services.transactions import Entry, now, require, writes

Counts = Mapping[str, int]
"""How many delegations there are, by the capacity in which they take part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """How many parties are present, of how many, and how many are needed (rule 41)."""

    present: int
    parties: int
    to_open: int
    to_decide: int
    rule: str


@writes(Action.ATTENDANCE_NOTE)
def note(
    db: Session,
    actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    meeting_uid: str,
    *,
    present: Collection[int],
    seen: Collection[int] = (),
) -> frozenset[int]:
    """Put down which delegations, by their ids, are present at a meeting; gives all that are.

    `seen` are those whom the form showed as present: who is not among `present` any more is taken
    off, and what others have noted meanwhile stays. Raises BadRequest, NotFound.
    """
    meeting = meeting_of(db, session, meeting_uid)
    wanted = select(Delegation.id).where(Delegation.session_id == session.id)
    if not set(present) <= set(db.scalars(wanted.with_for_update())):
        raise BadRequest({"present": text("Choose delegations of this session.")})
    here = present_at(db, session.id, meeting_uid)
    added, gone = set(present) - here, (set(seen) - set(present)) & here
    at = now(db)
    db.add_all(
        Attendance(
            session_id=session.id,
            meeting_uid=meeting_uid,
            delegation_id=one,
            noted_at=at,
            noted_by=actor.name,
        )
        for one in sorted(added)
    )
    _take_off(db, session, meeting_uid, gone)
    db.flush()
    entry.subject = f"session/{session.slug}/attendance/{meeting_uid}"
    entry.details = {"meeting": meeting.number, "added": len(added), "taken_off": len(gone)}
    return frozenset((here | added) - gone)


def _take_off(
    db: Session, session: ConferenceSession, meeting_uid: str, gone: Collection[int]
) -> None:
    noted = delete(Attendance).where(
        Attendance.session_id == session.id, Attendance.meeting_uid == meeting_uid
    )
    db.execute(noted.where(Attendance.delegation_id.in_(gone)))


def meeting_of(db: Session, session: ConferenceSession, meeting_uid: str) -> ProgrammeMeeting:
    """A meeting of the programme released last. Raises NotFound."""
    found = floor_programme.meeting(db, session.id, meeting_uid)
    if found is None:
        raise NotFound(text("There is no such meeting in the programme."))
    return found


def present_at(db: Session, session_id: int, meeting_uid: str) -> frozenset[int]:
    """Which delegations, by their ids, were noted as present at a meeting."""
    query = select(Attendance.delegation_id).where(
        Attendance.session_id == session_id, Attendance.meeting_uid == meeting_uid
    )
    return frozenset(db.scalars(query))


def noted(db: Session, actor: Actor, session: ConferenceSession) -> Mapping[str, frozenset[int]]:
    """Who was present at each meeting at which somebody was noted, by the uids of meetings."""
    require(actor, Action.ATTENDANCE_VIEW)
    query = select(Attendance.meeting_uid, Attendance.delegation_id)
    found: dict[str, set[int]] = {}
    for meeting_uid, delegation_id in db.execute(query.where(Attendance.session_id == session.id)):
        found.setdefault(meeting_uid, set()).add(delegation_id)
    return {meeting_uid: frozenset(here) for meeting_uid, here in found.items()}


def attended(db: Session, actor: Actor, session: ConferenceSession) -> Counts:
    """The attendance of the session as a whole: who was noted at any of its meetings."""
    require(actor, Action.DELEGATIONS_VIEW)
    query = (
        select(Delegation.kind, func.count(func.distinct(Delegation.id)))
        .join(Attendance, Attendance.delegation_id == Delegation.id)
        .where(Attendance.session_id == session.id)
        .group_by(Delegation.kind)
    )
    return dict(db.execute(query).all())


def deciding(
    db: Session, session: ConferenceSession, listed: Iterable[Delegation]
) -> frozenset[int]:
    """Of some delegations, those that are counted for the quorum, by their ids."""
    found = participation.verdicts(db, session, listed, Act.DECIDE)
    return frozenset(key for key, one in found.items() if one.allowed)


def quorum_of(
    session: ConferenceSession, present: Collection[int], counted: Collection[int]
) -> Quorum:
    """The quorum of a meeting: `counted` of all who take part, `present` of whomever."""
    rules = rulebook(session.rulebook).floor
    return Quorum(
        present=len(set(present) & set(counted)),
        parties=len(counted),
        to_open=quorum.to_open(len(counted), rules.quorum_to_open),
        to_decide=quorum.to_decide(len(counted), rules.quorum_to_decide),
        rule=rules.quorum_rule,
    )


def parties_noted(db: Session, session: ConferenceSession, meeting_uid: str) -> int | None:
    """How many of those who are counted were noted as present; None where nobody was."""
    query = (
        select(Delegation)
        .join(Attendance, Attendance.delegation_id == Delegation.id)
        .where(Attendance.session_id == session.id, Attendance.meeting_uid == meeting_uid)
    )
    here = db.scalars(query).all()
    return len(deciding(db, session, here)) if here else None
