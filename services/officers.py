"""Who holds an office: named, replaced before the term is over; and the chairs of groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.bureau import GroupChair, Officer, PastOffice
from models.conferences import ConferenceSession, Delegation
from procedure.bureau.replacement import Succession, replacement
from procedure.bureau.values import Ending
from procedure.permissions import Action, Actor
from procedure.rulebook import rulebook
from scheduler.text import text
from services import bureau_rows as rows
from services.bureau import standing_of
from services.election_rows import under_way
from services.errors import BadRequest, NotFound, RuleBroken, Stale, cited
from services.fields import line
from services.nominations import refuse_broken
from services.sessions import lock
from services.transactions import Entry, now, require, writes

LAST = 100  # after it come the officers of other bodies than those of the rulebook


def officer(db: Session, actor: Actor, session: ConferenceSession, officer_id: int) -> Officer:
    """An officer of a session. Raises NotFound."""
    require(actor, Action.BUREAU_VIEW)
    found = db.get(Officer, officer_id) if 0 < officer_id < 2**31 else None
    if found is None or found.session_id != session.id:
        raise NotFound(text("There is no such officer of this session."))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Who follows an officer: another of the same State, unless a `delegation` is given."""

    person: str = ""
    delegation: Delegation | None = None
    note: str = ""  # of whoever follows


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
    follows: Named | None = None,
    note: str = "",
) -> Officer | None:
    """End an office before its term is over, from a day on; and name who follows, if that is known.

    Until that day the officer holds the office. The `note` is of the end. Raises BadRequest naming
    `on`, Stale; RuleBroken where the rules let somebody else name the successor, or while there is
    an election to the office.
    """
    lock(db, leaving.session)
    if leaving.version != expected_version or leaving.until is not None:
        raise Stale
    if on < leaving.since:
        raise BadRequest({"on": text("Give a day on which they were in office.")})
    leaving.until, leaving.ended = on, how
    leaving.note = line("note", note) or leaving.note
    db.flush()  # before another is in the place
    entry.subject = rows.subject(leaving.session, f"officer/{leaving.id}")
    entry.details = {"ended": how.value, "on": on.isoformat(), "person": leaving.person}
    return None if follows is None else _succeed(db, entry, leaving, follows, on)


@writes(Action.BUREAU_MANAGE)
def name_successor(
    db: Session, _actor: Actor, entry: Entry, leaving: Officer, *, follows: Named, since: date
) -> Officer:
    """Name who follows an officer whose end is noted, from a day on.

    Raises BadRequest naming `since`, RuleBroken; Stale where somebody has the place already.
    """
    lock(db, leaving.session)
    if leaving.until is None or not rows.awaits_successor(
        rows.officers(db, leaving.session), leaving
    ):
        raise Stale
    if since < leaving.until:
        raise BadRequest({"since": text("Give a day on which the office is free.")})
    entry.subject = rows.subject(leaving.session, f"officer/{leaving.id}")
    return _succeed(db, entry, leaving, follows, since)


def _succeed(db: Session, entry: Entry, leaving: Officer, follows: Named, since: date) -> Officer:
    delegation = follows.delegation or leaving.delegation
    rows.refuse_other(leaving.session, delegation)
    _refuse_successor(leaving, delegation)
    _refuse_voted_on(db, leaving)
    _nominated_no_more(db, leaving, delegation)
    _refuse_second_office(db, leaving, delegation)
    successor = Officer(
        session_id=leaving.session_id,
        position=leaving.position,
        board=leaving.board,
        board_title=leaving.board_title,
        office=leaving.office,
        title=leaving.title,
        place=leaving.place,
        delegation=delegation,
        person=line("person", follows.person, most=200),
        since=since,
        note=line("note", follows.note),
        replaces=leaving,
    )
    db.add(successor)
    db.flush()
    entry.details |= {"successor": successor.person, "delegation": delegation.name}
    return successor


def names_successor(leaving: Officer) -> Succession | None:
    """How the rules have an officer followed; None for one of another body."""
    boards = {board.key: board for board in rows.rules_of(leaving.session).boards}
    if leaving.board not in boards:
        return None
    return replacement(rows.nominee(leaving.delegation, leaving.office), boards[leaving.board])


def _refuse_successor(leaving: Officer, follows: Delegation) -> None:
    rule = names_successor(leaving)
    if rule is not None and not rule.admits(str(follows.id), follows.regional_group):
        raise RuleBroken(
            cited(rule.rule),
            text("The successor is named in another way. Leave it open, and note the end alone."),
        )


def _refuse_voted_on(db: Session, leaving: Officer) -> None:
    """Raise RuleBroken while there is an election to the office: it fills the place."""
    session = leaving.session
    if any(one.office == leaving.office for one in under_way(db, session, leaving.board)):
        raise RuleBroken(
            cited(rows.rules_of(session).elections.rule),
            text("An election to this office is under way."),
        )


def _nominated_no_more(db: Session, leaving: Officer, follows: Delegation) -> None:
    """End the nomination to the office of a State that is named to it."""
    to_office = (leaving.board, leaving.office, follows.id)
    for one in rows.nominations(db, leaving.session):
        if (one.board, one.office, one.delegation_id) == to_office:
            one.withdrawn_at = now(db)
    db.flush()  # before it is asked who is nominated


def _refuse_second_office(db: Session, leaving: Officer, follows: Delegation) -> None:
    """Raise RuleBroken for a State that may not have the office: it has one, or is to get one."""
    session = leaving.session
    boards = {board.key: board for board in rows.rules_of(session).boards}
    if leaving.board in boards:
        stands = standing_of(db, session, boards[leaving.board])
        refuse_broken(session, stands, rows.nominee(follows, leaving.office))


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
    known, board = rows.officers(db, session), f"body:{named.get(body, '')}"[:100]
    place, since = rows.free_place(known, board, "", since)
    made = Officer(
        session_id=session.id,
        position=LAST + len(known),
        board=board,
        board_title=body,
        office="",
        title=line("title", title, needed=True),
        place=place,
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
    _end_chair(db, session, group, since)
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


def _end_chair(db: Session, session: ConferenceSession, group: str, on: date) -> None:
    """Whoever chairs a group, or will, ceases to on a day. Raises BadRequest naming `since`."""
    for chair in rows.chairs(db, session, date.min):
        if chair.group == group and chair.until is None:
            if on < chair.since:
                raise BadRequest({"since": text("Give a day after the last chair began.")})
            chair.until = on
    db.flush()  # before another chairs the group


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
