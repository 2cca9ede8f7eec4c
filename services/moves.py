"""Changing a draft by hand: moving meetings, and pinning them."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from models.programmes import Meeting, ProgrammeVersion
from procedure.permissions import Action, Actor
from procedure.programmes import VersionStatus
from scheduler.arrange import Part, arrange
from scheduler.problem import Column, Period, Problem
from scheduler.text import text
from services.errors import BadRequest, NotFound, RuleBroken, Stale
from services.programme_decisions import RULE_8
from services.programme_rows import change_meetings, key_in
from services.programmes import subject_of, whole
from services.requirements import problem_of
from services.transactions import Entry, writes


@writes(Action.PROGRAMME_EDIT)
def move_meeting(
    db: Session,
    _actor: Actor,
    entry: Entry,
    version: ProgrammeVersion,
    meeting_id: int,
    *,
    date: date,
    slot: str,
    column: Column | None = None,
    expected_row_version: int,
) -> ProgrammeVersion:
    """Move a meeting of a draft to another period; one of its body there takes its place.

    The meetings are numbered anew, and rooms are found anew for those that move. Nothing is
    refused because of a requirement: `check_version` says what the draft breaks. Raises
    BadRequest naming `date`, `slot` or `column`; Stale; RuleBroken for a released version.
    """
    draft = _draft(db, version, expected_row_version)
    problem = problem_of(db, draft.session)
    meeting = _meeting(draft, meeting_id)
    target = _target(problem, meeting, date, slot, column)
    entry.subject = subject_of(draft)
    entry.details = {
        "meeting": meeting.uid,
        "from": [meeting.date.isoformat(), meeting.slot],
        "to": [date.isoformat(), slot],
    }
    if (meeting.date, meeting.slot) == (date, slot):
        return draft  # as it is, with its proof
    goes = {meeting.id: target}
    origin = _period(problem, meeting)
    for other in draft.meetings:
        if other is not meeting and (other.body, other.date, other.slot) == (
            *(meeting.body, date, slot),
        ):
            if other.pinned:
                raise BadRequest({"slot": text("The meeting there is pinned. Unpin it first.")})
            goes[other.id] = origin
    _rearrange(problem, draft, goes)
    draft.objective = draft.bound = draft.proof = None
    _touch(db, draft)
    return draft


@writes(Action.PROGRAMME_EDIT)
def pin_meeting(
    db: Session,
    _actor: Actor,
    entry: Entry,
    version: ProgrammeVersion,
    meeting_id: int,
    *,
    expected_row_version: int,
) -> ProgrammeVersion:
    """Pin a meeting of a draft: proposals based on it keep it in its period."""
    return _pin(db, entry, version, meeting_id, expected_row_version, pinned=True)


@writes(Action.PROGRAMME_EDIT)
def unpin_meeting(
    db: Session,
    _actor: Actor,
    entry: Entry,
    version: ProgrammeVersion,
    meeting_id: int,
    *,
    expected_row_version: int,
) -> ProgrammeVersion:
    """Let proposals move a meeting again."""
    return _pin(db, entry, version, meeting_id, expected_row_version, pinned=False)


def _pin(
    db: Session,
    entry: Entry,
    version: ProgrammeVersion,
    meeting_id: int,
    expected: int,
    *,
    pinned: bool,
) -> ProgrammeVersion:
    draft = _draft(db, version, expected)
    meeting = _meeting(draft, meeting_id)
    entry.subject = subject_of(draft)
    entry.details = {"meeting": meeting.uid, "pinned": pinned}
    meeting.pinned = pinned
    _touch(db, draft)
    return draft


def _draft(db: Session, version: ProgrammeVersion, expected: int) -> ProgrammeVersion:
    draft = whole(db, version.id)
    if draft.status is VersionStatus.DISCARDED:
        said = text("A discarded draft is not changed. Copy it to a new draft, and change that.")
        raise RuleBroken(RULE_8, said)
    if draft.status is not VersionStatus.DRAFT:
        raise RuleBroken(
            RULE_8,
            text("A released version is not changed. Make a draft of it and change that."),
        )
    if draft.row_version != expected:
        raise Stale
    return draft


def _touch(db: Session, draft: ProgrammeVersion) -> None:
    draft.row_version += 1
    db.flush()


def _meeting(draft: ProgrammeVersion, meeting_id: int) -> Meeting:
    for meeting in draft.meetings:
        if meeting.id == meeting_id:
            return meeting
    raise NotFound(text("This version has no such meeting."))


def _target(
    problem: Problem, meeting: Meeting, date: date, slot: str, column: Column | None
) -> Period:
    if column is not None and column != meeting.column:
        raise BadRequest(
            {"column": text("The column belongs to the business. Change it in the requirements.")}
        )
    if date not in problem.days:
        raise BadRequest({"date": text("No meetings are held on this day.")})
    if (date, slot) not in problem.period_at:
        raise BadRequest({"slot": text("There is no such slot on this day.")})
    return problem.period_at[date, slot]


def _period(problem: Problem, meeting: Meeting) -> Period:
    period = problem.period_at.get((meeting.date, meeting.slot))
    if period is None:
        raise BadRequest(
            {
                "slot": text(
                    "The requirements have changed since: there is no slot %(slot)s on %(date)s. "
                    "Propose a new programme.",
                    slot=meeting.slot,
                    date=meeting.date,
                )
            }
        )
    return period


def _rearrange(problem: Problem, draft: ProgrammeVersion, goes: dict[int, Period]) -> None:
    """Hold the meetings in `goes` (by their ids) in other periods, the rest where they are."""
    at = {
        meeting.id: goes.get(meeting.id) or _period(problem, meeting) for meeting in draft.meetings
    }
    known = problem.business_by_id
    gone = [i.business for m in draft.meetings for i in m.items if i.business not in known]
    if gone:
        raise BadRequest(
            {
                "meeting": text(
                    "The requirements have changed since: %(business)s is no longer in them. "
                    "Propose a new programme.",
                    business=gone,
                )
            }
        )
    programme = arrange(
        problem,
        [
            Part(item.business, at[meeting.id].index, item.minutes)
            for meeting in draft.meetings
            for item in meeting.items
        ],
        {
            (at[meeting.id].index, meeting.body): meeting.room
            for meeting in draft.meetings
            if meeting.id not in goes
        },
    )
    rows = {key_in(meeting, at[meeting.id]): meeting for meeting in draft.meetings}
    change_meetings(draft, problem, programme, rows)
