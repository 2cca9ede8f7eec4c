"""Who presides over which meeting of the conference: proposed, pinned, changed by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.bureau import Officer, PresidingDuty
from models.conferences import ConferenceSession
from models.programmes import Meeting, ProgrammeVersion
from procedure.bureau.rules import Presiding
from procedure.permissions import Action, Actor, may
from scheduler.duties import (
    Bar,
    DutyProblem,
    DutyRoster,
    Sitting,
    hands_over,
    share_out,
    standing_against,
)
from scheduler.text import text
from services import bureau_rows as rows
from services.duties_elsewhere import Elsewhere, elsewhere
from services.duties_floor import speaking_in
from services.errors import BadRequest, Stale
from services.programmes import current_version
from services.sessions import lock
from services.transactions import Entry, require, writes


@dataclass(frozen=True, slots=True, kw_only=True)
class Presided:
    """A meeting, who presides, what stands against it, whether they hand over for a speech."""

    meeting: Meeting
    duty: PresidingDuty | None
    against: Bar | None
    hands_over: bool


@dataclass(frozen=True, slots=True)
class Put:
    """Who presides over a meeting, by the number of their row; nobody, unless it is given."""

    officer_id: int | None = None
    pinned: bool = False


def put_now(duty: PresidingDuty | None) -> Put:
    """Who presides, as it is kept."""
    return Put() if duty is None else Put(duty.officer_id, duty.pinned)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The roster of a session: of the meetings of `version`, by the officers who preside.

    `on` is the day that it is at the place; `elsewhere` are the meetings of other bodies.
    """

    on: date
    version: ProgrammeVersion | None
    officers: Sequence[Officer]
    meetings: Sequence[Presided]
    problem: DutyProblem
    elsewhere: Sequence[Elsewhere]

    def loads(self) -> Mapping[int, int]:
        """Over how many meetings each officer presides, by the number of their row."""
        found: dict[int, int] = dict.fromkeys((one.id for one in self.officers), 0)
        for one in self.meetings:
            if one.duty is not None:
                found[one.duty.officer_id] = found.get(one.duty.officer_id, 0) + 1
        return found


def roster(db: Session, actor: Actor, session: ConferenceSession) -> Roster:
    """The duties of a session: by the programme released last, else by the latest draft.

    Who may not see drafts sees no meetings before a programme is released.
    """
    require(actor, Action.DUTIES_VIEW)
    version = current_version(db, actor, session)
    if version is None and may(actor, Action.PROGRAMME_VIEW_DRAFT):
        version = _draft(db, session)
    every = sorted(version.meetings if version else (), key=lambda m: (m.starts_at, m.position))
    held = [one for one in every if one.body == session.body]
    duties = _duties(db, session)
    presiders = _presiders(db, session, {one.officer_id for one in duties.values()})
    problem = _problem(db, session, held, presiders, duties)
    own = {uid: str(one.officer_id) for uid, one in duties.items()}
    against = dict(standing_against(problem, own))
    return Roster(
        on=rows.today(db, session),
        version=version,
        officers=presiders,
        meetings=[
            Presided(
                meeting=one,
                duty=duties.get(one.uid),
                against=against.get(one.uid),
                hands_over=one.uid in own and hands_over(problem, sitting, own[one.uid]),
            )
            for one, sitting in zip(held, problem.sittings, strict=True)
        ],
        problem=problem,
        elsewhere=elsewhere(
            (one for one in every if one.body != session.body), _of_other_bodies(db, session)
        ),
    )


def _duties(db: Session, session: ConferenceSession) -> dict[str, PresidingDuty]:
    query = (
        select(PresidingDuty)
        .where(PresidingDuty.session_id == session.id)
        .options(selectinload(PresidingDuty.officer).joinedload(Officer.delegation))
    )
    return {one.meeting_uid: one for one in db.scalars(query)}


def _draft(db: Session, session: ConferenceSession) -> ProgrammeVersion | None:
    query = (
        select(ProgrammeVersion)
        .where(ProgrammeVersion.session_id == session.id)
        .options(
            selectinload(ProgrammeVersion.decisions),
            selectinload(ProgrammeVersion.meetings).selectinload(Meeting.items),
        )
        .order_by(ProgrammeVersion.number.desc())
        .limit(1)
    )
    return db.scalar(query)


def _presiders(db: Session, session: ConferenceSession, put: Collection[int]) -> list[Officer]:
    """The officers whose office is to preside, as they are or were in the session.

    Who left before it is still among them if they are `put` over a meeting.
    """
    board = rows.rules_of(session).bureau
    preside = {one.key for one in board.offices if one.presiding is not Presiding.NEVER}
    return [
        one
        for one in rows.serving(db, session, board)
        if one.office in preside
        and (one.id in put or one.until is None or one.until > session.first_day)
    ]


def _of_other_bodies(db: Session, session: ConferenceSession) -> list[Officer]:
    """The officers of committees that the rules know, and of bodies that they do not."""
    rules = rows.rules_of(session)
    known = {board.key for board in rules.boards}
    return [
        *(
            one
            for board in rules.boards
            if board.key != rules.bureau.key
            for one in rows.serving(db, session, board)
        ),
        *(one for one in rows.officers(db, session) if one.board not in known),
    ]


def _problem(
    db: Session,
    session: ConferenceSession,
    held: Sequence[Meeting],
    presiders: Sequence[Officer],
    duties: Mapping[str, PresidingDuty],
) -> DutyProblem:
    offices = {one.key: one.presiding for one in rows.rules_of(session).bureau.offices}
    first = tuple(str(one.id) for one in presiders if offices[one.office] is Presiding.FIRST)
    speaking = speaking_in(db, session, held, presiders)
    ends = {held[0].uid, held[-1].uid} if held else set()
    sittings = tuple(
        Sitting(
            id=one.uid,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            first=one.uid in ends,
            speaking=speaking[one.uid],
            absent=frozenset(str(who.id) for who in presiders if _away(who, one.date)),
        )
        for one in held
    )
    there = {one.uid for one in held}
    own = {uid: one for uid, one in duties.items() if uid in there}
    return DutyProblem(
        sittings=sittings,
        first=first,
        others=tuple(str(one.id) for one in presiders if str(one.id) not in first),
        pinned={uid: str(one.officer_id) for uid, one in own.items() if one.pinned},
        before={uid: str(one.officer_id) for uid, one in own.items()},
    )


def _away(officer: Officer, on: date) -> bool:
    """Whether an officer is absent, or not in office, on a day."""
    left = officer.until is not None and on >= officer.until
    return on < officer.since or left or on.isoformat() in officer.absent


@writes(Action.DUTIES_MANAGE)
def propose(db: Session, actor: Actor, entry: Entry, session: ConferenceSession) -> DutyRoster:
    """Share the meetings out anew: what is pinned stays, and of the rest as much as can be."""
    lock(db, session)
    stands = roster(db, actor, session)
    if not stands.officers or not stands.meetings:
        raise BadRequest({"": text("There are no officers who preside, or no meetings, yet.")})
    found = share_out(stands.problem)
    known = {one.meeting.uid: one.duty for one in stands.meetings}
    for uid, duty in known.items():
        presider = found.duties.get(uid)
        if duty is not None and presider is None:
            db.delete(duty)
        elif duty is not None:
            duty.officer_id = int(found.duties[uid])
        elif presider is not None:
            db.add(PresidingDuty(session_id=session.id, meeting_uid=uid, officer_id=int(presider)))
    db.flush()
    entry.subject = rows.subject(session, "duties")
    entry.details = {"changes": found.changes, "gaps": [one.sitting for one in found.gaps]}
    return found


@writes(Action.DUTIES_MANAGE)
def assign(
    db: Session,
    actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    *,
    meeting_uid: str,
    put: Put,
    seen: Put,
) -> PresidingDuty | None:
    """Put an officer over a meeting by hand, or nobody. What stands against it is shown.

    `seen` is who the form showed: raises Stale where it is somebody else now.
    """
    lock(db, session)
    stands = roster(db, actor, session)
    one = next((one for one in stands.meetings if one.meeting.uid == meeting_uid), None)
    if one is None:
        raise BadRequest({"meeting": text("Choose a meeting of the programme.")})
    if put.officer_id not in {None, *(who.id for who in stands.officers)}:
        raise BadRequest({"officer": text("Choose an officer who presides.")})
    duty = one.duty
    if put_now(duty) != seen:
        raise Stale
    entry.subject = rows.subject(session, "duties")
    entry.details = {"meeting": meeting_uid, "officer": put.officer_id, "pinned": put.pinned}
    if put.officer_id is None:
        if duty is not None:
            db.delete(duty)
        return None
    if duty is None:
        duty = PresidingDuty(session_id=session.id, meeting_uid=meeting_uid)
        db.add(duty)
    duty.officer_id, duty.pinned = put.officer_id, put.pinned
    db.flush()
    return duty


@writes(Action.DUTIES_MANAGE)
def set_absences(
    _db: Session,
    _actor: Actor,
    entry: Entry,
    officer: Officer,
    *,
    days: Sequence[date],
    expected_version: int,
) -> Officer:
    """The days on which an officer is not there. Raises BadRequest naming `absent`, Stale."""
    if officer.version != expected_version:
        raise Stale
    session = officer.session
    if any(not session.first_day <= day <= session.last_day for day in days):
        raise BadRequest({"absent": text("Give days of the session.")})
    officer.absent = sorted({day.isoformat() for day in days})
    entry.subject = rows.subject(session, f"officer/{officer.id}")
    entry.details = {"absent": officer.absent}
    return officer
