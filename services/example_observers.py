"""Observers for trying things out: who took part in 2006, and requests of 2008, invented.

Of 2006 it is on record who took part, and that nobody objected. When each asked, and what the
bureau considered when, is invented, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from procedure.observers.values import Decider
from procedure.participation import TakesPart
from scheduler.reading import load_data
from services import observers, observers_decided, observers_objections
from services.example_speakers import LOADER, by_the_hand
from services.observer_data import Wanted
from services.observer_rows import opening_there
from services.participation import kind_of, rules_of

CONSIDERED = frozenset({"non-signatories", "organizations", "ngos-ecosoc"})  # by the bureau


def load(db: Session, held: ConferenceSession, planned: ConferenceSession, path: Path) -> None:
    """The requests of both sessions, from a file."""
    data = load_data(path)
    as_attended(db, held, data["2006"])
    invented(db, planned, data["2008"])


def as_attended(db: Session, session: ConferenceSession, data: Mapping[str, Any]) -> None:
    """A request for each observer on the list of participants."""
    rules, invited = rules_of(session), data["with_standing_invitation"]
    first = _moment(session, data["received_from"])
    wanted: list[Wanted] = []
    for one in session.delegations:
        capacity = rules.capacity(kind_of(one.kind))
        if capacity is None or capacity.by is TakesPart.CREDENTIALS:
            continue
        wanted.append(
            Wanted(
                path="entities" if one.name in invited else data["paths"][one.kind],
                name=one.name,
                code=one.code,
                kind=one.kind,
                received_at=first + timedelta(days=len(wanted)),
                source=data["source"],
            )
        )
    with by_the_hand(db, _moment(session, data["circulated"])) as hand:
        taken = observers.take_all(db, LOADER, session, wanted=wanted)
        observers_decided.circulate(
            db, LOADER, session, path="ngos", circulated_at=hand.at, source=data["list_source"]
        )
        hand.at = _moment(session, data["bureau"])
        considered = [row.number for row in taken if row.path in CONSIDERED]
        _considers(db, session, data, considered, accorded=True)
        hand.at = opening_there(session)
        observers_decided.admit_all(db, LOADER, session)


def invented(db: Session, session: ConferenceSession, data: Mapping[str, Any]) -> None:
    """Requests in different states: one came late, to one a party objects."""
    asked = data["requests"]
    wanted = [_wanted(session, one, data["source"]) for one in asked]
    circulated, objection = _moment(session, data["circulated"]), data["objection"]
    late = [one for one in wanted if one.received_at > circulated]
    with by_the_hand(db, circulated) as hand:
        observers.take_all(db, LOADER, session, wanted=[one for one in wanted if one not in late])
        observers_decided.circulate(
            db,
            LOADER,
            session,
            path="ngos",
            circulated_at=circulated,
            symbol=data["symbol"],
            source=data["source"],
        )
        numbers = {row.name: row.number for row, _ in observers.requests(db, LOADER, session)}
        hand.at = _moment(session, data["bureau"])
        for accorded in (True, False):
            found = [numbers[one["name"]] for one in asked if one.get("bureau") is accorded]
            _considers(db, session, data, found, accorded=accorded)
        hand.at = _moment(session, objection["at"])
        observers_objections.object_to(
            db,
            LOADER,
            session,
            numbers[objection["to"]],
            delegation=next(d for d in session.delegations if d.name == objection["by"]),
            grounds=objection["grounds"],
        )
        observers.take_all(db, LOADER, session, wanted=late)


def _wanted(session: ConferenceSession, one: Mapping[str, Any], source: str) -> Wanted:
    return Wanted(
        path=one["path"],
        name=one["name"],
        code=one.get("code", ""),
        kind=one["kind"],
        received_at=_moment(session, one["received"]),
        contact=one.get("contact", ""),
        about=one.get("about", ""),
        source=source,
    )


def _considers(
    db: Session,
    session: ConferenceSession,
    data: Mapping[str, Any],
    numbers: list[int],
    *,
    accorded: bool,
) -> None:
    """What the bureau decides on its day."""
    observers_decided.decide(
        db,
        LOADER,
        session,
        numbers,
        by=Decider.BUREAU,
        accorded=accorded,
        decided_on=_moment(session, data["bureau"]).date(),
        seen=0,
        note=data["note"],
    )


def _moment(session: ConferenceSession, given: str) -> datetime:
    """A moment of a file, by the clocks of the session; of a day at nine."""
    found = datetime.fromisoformat(given)
    if len(given) == len("2008-09-10"):
        found = datetime.combine(found, time(9))
    return found.replace(tzinfo=ZoneInfo(session.time_zone))
