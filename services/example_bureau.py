"""Officers for trying things out: those of 2006, and the meetings on the session of 2008."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession, Delegation
from procedure.bureau.values import ItemOutcome
from scheduler.reading import load_data
from services import (
    bureau_decisions,
    bureau_meetings,
    duties,
    elections,
    nominations,
    officers,
)
from services.bureau_meetings import Minutes
from services.bureau_rows import rules_of
from services.duties import Put
from services.election_rows import Held
from services.example_speakers import LOADER, by_the_hand


def load_bureaux(db: Session, path: Path, *sessions: ConferenceSession) -> None:
    """What the file says of the officers of these sessions, in the order in which it came about."""
    told = load_data(path)["sessions"]
    for session in sessions:
        one = told.get(session.slug, {})
        known = {delegation.code: delegation for delegation in session.delegations}
        _past(db, session, one)
        _meet(db, session, one)
        _elect(db, session, one, known)
        for other in one.get("others", ()):
            officers.name_officer(
                db,
                LOADER,
                session,
                body=other["body"],
                title=other["title"],
                delegation=known[other["code"]],
                since=_day(other["since"]),
                person=other["person"],
                note=other["note"],
            )


def as_presided(db: Session, session: ConferenceSession, path: Path) -> None:
    """Who presided, as far as the file says; over all other meetings nobody is put."""
    for one in load_data(path)["sessions"][session.slug]["presided"]:
        stands = duties.roster(db, LOADER, session)
        (meeting,) = (each for each in stands.meetings if each.meeting.number == one["meeting"])
        (officer,) = (each for each in stands.officers if each.person == one["person"])
        duties.assign(
            db,
            LOADER,
            session,
            meeting_uid=meeting.meeting.uid,
            put=Put(officer.id, pinned=True),
            seen=Put(),
        )


def _past(db: Session, session: ConferenceSession, told: Mapping[str, Any]) -> None:
    for one in told.get("past", ()):
        officers.note_past(db, LOADER, session, board=rules_of(session).bureau.key, **one)


def _elect(
    db: Session,
    session: ConferenceSession,
    told: Mapping[str, Any],
    known: Mapping[str, Delegation],
) -> None:
    """Nominate, on the eve of the opening; and elect, if that was done."""
    board = rules_of(session).bureau.key
    opening = datetime.combine(session.first_day, time(10), ZoneInfo(session.time_zone))
    with by_the_hand(db, opening):
        for one in told.get("nominations", ()):
            nominations.nominate(
                db,
                LOADER,
                session,
                board=board,
                office=one["office"],
                delegation=known[one["code"]],
                person=one.get("person", ""),
                note=one.get("note", ""),
            )
        if "elected" in told:
            held = told["elected"]
            when = Held(on=_day(held["on"]), meeting=held["meeting"], note=held["note"])
            elections.acclaim(db, LOADER, session, board=board, held=when)


def _meet(db: Session, session: ConferenceSession, told: Mapping[str, Any]) -> None:
    """The items in brackets, and the meetings of the extended bureau that settled them."""
    items = {}
    for one in told.get("brackets", ()):
        item = bureau_decisions.bracket(
            db,
            LOADER,
            session,
            number=one["number"],
            title=one["title"],
            source=told["brackets_source"],
        )
        items[item.id] = one["kept"]
    zone = ZoneInfo(session.time_zone)
    for one in told.get("meetings", ()):
        on = _day(one["on"])
        with by_the_hand(db, datetime.combine(on, time(18), zone)):
            minutes = Minutes(held_on=on, extended=True, agenda=one["agenda"], notes=one["notes"])
            meeting = bureau_meetings.hold(db, LOADER, session, minutes=minutes)
            for what in one.get("decisions", ()):
                if what != "brackets":
                    bureau_decisions.decide(db, LOADER, meeting, what=what)
                    continue
                for item_id, number in items.items():
                    bureau_decisions.settle(
                        db,
                        LOADER,
                        meeting,
                        item_id=item_id,
                        outcome=ItemOutcome.KEPT,
                        new_number=number,
                    )


def _day(value: object) -> date:
    return date.fromisoformat(str(value))
