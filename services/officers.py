"""Who holds an office: named, replaced before the term is over; and the chairs of groups."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from models.bureau import GroupChair, Officer, PastOffice
from models.conferences import ConferenceSession, Delegation
from procedure.bureau.replacement import replacement
from procedure.bureau.values import Ending
from procedure.permissions import Action, Actor
from procedure.rulebook import rulebook
from scheduler.text import text
from services import bureau_rows as rows
from services.errors import BadRequest, NotFound, RuleBroken, Stale, cited
from services.fields import line
from services.sessions import lock
from services.transactions import Entry, require, writes

LAST = 100  # after it come the officers of other bodies than those of the rulebook


def officer(db: Session, actor: Actor, session: ConferenceSession, officer_id: int) -> Officer:
    """An officer of a session. Raises NotFound."""
    require(actor, Action.BUREAU_VIEW)
    found = db.get(Officer, officer_id) if 0 < officer_id < 2**31 else None
    if found is None or found.session_id != session.id:
        raise NotFound(text("There is no such officer of this session."))
    return found


@writes(Action.BUREAU_MANAGE)
def replace_officer(
    db: Session,
    _actor: Actor,
    entry: Entry,
    leaving: Officer,
    *,
    how: Ending,
    on: date,
    expected_version: int,
    person: str = "",
    delegation: Delegation | None = None,
    note: str = "",
) -> Officer | None:
    """End an office before its term is over; with whoever follows, if that is named already.

    Raises RuleBroken where the rules let somebody else name the successor.
    """
    if leaving.version != expected_version or leaving.until is not None:
        raise Stale
    if on < leaving.since:
        raise BadRequest({"on": text("Give a day on which they were in office.")})
    leaving.until, leaving.ended = on, how
    entry.subject = rows.subject(leaving.session, f"officer/{leaving.id}")
    entry.details = {"ended": how.value, "on": on.isoformat(), "person": leaving.person}
    name = line("person", person, most=200)
    if not name and delegation is None:
        return None
    follows = delegation or leaving.delegation
    rows.refuse_other(leaving.session, follows)
    _refuse_successor(leaving, follows)
    successor = Officer(
        session_id=leaving.session_id,
        position=leaving.position,
        board=leaving.board,
        board_title=leaving.board_title,
        office=leaving.office,
        title=leaving.title,
        delegation=follows,
        person=name,
        since=on,
        note=line("note", note),
        replaces=leaving,
    )
    db.add(successor)
    db.flush()
    entry.details |= {"successor": name, "delegation": follows.name}
    return successor


def _refuse_successor(leaving: Officer, follows: Delegation) -> None:
    boards = {board.key: board for board in rows.rules_of(leaving.session).boards}
    if leaving.board not in boards:
        return
    rule = replacement(rows.nominee(leaving.delegation, leaving.office), boards[leaving.board])
    if not rule.admits(str(follows.id), follows.regional_group):
        raise RuleBroken(
            cited(rule.rule),
            text("The successor is named in another way. Leave it open, and note the end alone."),
        )


@writes(Action.BUREAU_MANAGE)
def name_officer(
    db: Session,
    _actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    *,
    body: str,
    title: str,
    delegation: Delegation,
    since: date,
    person: str = "",
    note: str = "",
) -> Officer:
    """Note an officer of another body than those of the rulebook, such as a working group."""
    lock(db, session)
    rows.refuse_other(session, delegation)
    named = {one.title: one.key for one in session.bodies}
    body = line("body", body, needed=True)
    made = Officer(
        session_id=session.id,
        position=LAST + len(rows.officers(db, session)),
        board=f"body:{named.get(body, '')}"[:100],
        board_title=body,
        office="",
        title=line("title", title, needed=True),
        delegation=delegation,
        person=line("person", person, most=200),
        since=since,
        note=line("note", note),
    )
    db.add(made)
    db.flush()
    entry.subject = rows.subject(session, f"officer/{made.id}")
    entry.details = {"body": body, "title": made.title, "person": made.person}
    return made


@writes(Action.BUREAU_MANAGE)
def name_chair(
    db: Session,
    _actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    *,
    group: str,
    since: date,
    delegation: Delegation | None = None,
    person: str = "",
    note: str = "",
) -> GroupChair:
    """Note the chair of a regional group; whoever was it before ceases to be."""
    lock(db, session)
    if group not in rulebook(session.rulebook).groups:
        raise BadRequest({"group": text("Choose a regional group of the rules.")})
    if delegation is not None:
        rows.refuse_other(session, delegation)
    for chair in rows.chairs(db, session):
        if chair.group == group:
            if since < chair.since:
                raise BadRequest({"since": text("Give a day after the last chair began.")})
            chair.until = since
    made = GroupChair(
        session_id=session.id,
        group=group,
        delegation=delegation,
        person=line("person", person, most=200, needed=delegation is None),
        since=since,
        note=line("note", note),
    )
    db.add(made)
    db.flush()
    entry.subject = rows.subject(session, f"chair/{made.id}")
    entry.details = {"group": group, "person": made.person}
    return made


@writes(Action.BUREAU_MANAGE)
def note_past(
    db: Session,
    _actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    *,
    board: str,
    office: str,
    group: str,
    sessions_before: int = 1,
    source: str = "",
) -> PastOffice:
    """Say which group had an office at an earlier session that the record does not have."""
    lock(db, session)
    rows.office_of(rows.board_of(session, board), office)
    if group not in rulebook(session.rulebook).groups:
        raise BadRequest({"group": text("Choose a regional group of the rules.")})
    if not 1 <= sessions_before <= 100:
        raise BadRequest({"sessions_before": text("Give a whole number of 1 or more.")})
    key = (session.id, board, office, sessions_before)
    told = db.get(PastOffice, key) or PastOffice(
        session_id=session.id, board=board, office=office, sessions_before=sessions_before
    )
    told.group, told.source = group, line("source", source)
    db.add(told)
    entry.subject = rows.subject(session, "rotation")
    entry.details = {"office": office, "group": group, "sessions_before": sessions_before}
    return told
