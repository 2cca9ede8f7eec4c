"""Who takes part, for trying things out: names, instruments, delegates and attendance.

Of the third session it is what the report says, with the days on which instruments were deposited;
delegates of the fourth are invented, and say so. The report names who attended the session, and not
which meetings: they are noted at the first.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.conferences import ConferenceSession, Delegation
from models.delegations import Attendance
from procedure.permissions import Action
from procedure.states import StateName
from services import floor_programme
from services.delegate_files import preview_delegates, take_delegates
from services.delegation_data import Participant, Party, data_of, put
from services.delegation_files import party_of
from services.example_speakers import LOADER
from services.table_files import read_table
from services.transactions import writing

REPORT = "CTOC/COP/2006/14"
BACK = f"Translated back from the Chinese of {REPORT}: uncertain"
UNCERTAIN = frozenset({"LIN", "DRUGLIFE", "VISSD"})  # of which the report is not at hand in English
DEPOSITED = (
    "United Nations Treaty Collection, chapter XVIII, 12, as of the middle of 2013, as collected "
    "in github.com/zmjones/untreaties: the day on which the instrument was deposited"
)
ATTENDED = f"{REPORT}, paragraphs 18 to 27: who attended the session, not which meetings"


def participants(path: Path) -> list[Participant]:
    """The delegations of an example, in order."""
    return [
        Participant(row["name"], row["code"], row["kind"], row["group"])
        for row in (one.values for one in read_table(path.read_bytes()).rows)
    ]


def names_and_instruments(db: Session, session: ConferenceSession, path: Path) -> None:
    """The names of 2006 in English and Chinese, and to what each State is party since when."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = {row["code"]: row for row in csv.DictReader(lines)}
    with writing(db, LOADER, Action.DELEGATIONS_MANAGE) as entry:
        for one in _delegations(db, session):
            _put(one, rows[one.code])
        entry.subject = f"session/{session.slug}/delegations"
        entry.details = {"names_and_instruments": path.name}


def _put(one: Delegation, row: Mapping[str, str]) -> None:
    kept = data_of(one)
    english = StateName(one.name, BACK if one.code in UNCERTAIN else REPORT)
    given = {key: row[key] for key in ("CTOC", "TIP", "SOM", "FA") if row[key]}
    parties: dict[str, Party] = {}
    for key, said in given.items():
        party = party_of(said, DEPOSITED)
        assert party is not None  # none of them is empty
        parties[key] = party
    names = {**kept.names, "en": english, "zh": StateName(row["name_zh"], REPORT)}
    put(one, replace(kept, names=names, instruments=parties))


def members(db: Session, session: ConferenceSession, path: Path) -> None:
    """The delegates of a file, as it would be put in on its page."""
    table = read_table(path.read_bytes())
    mark = preview_delegates(db, LOADER, session, table).mark
    take_delegates(db, LOADER, session, table, mark=mark)


def attendance(db: Session, session: ConferenceSession) -> None:
    """All who attended the session, at its first meeting."""
    first = floor_programme.meetings(db, session.id)[0]
    with writing(db, LOADER, Action.ATTENDANCE_NOTE) as entry:
        db.add_all(
            Attendance(
                session_id=session.id,
                meeting_uid=first.uid,
                delegation_id=one.id,
                noted_at=first.starts_at,
                noted_by=ATTENDED,
            )
            for one in _delegations(db, session)
        )
        entry.subject = f"session/{session.slug}/attendance/{first.uid}"
        entry.details = {"source": ATTENDED}


def _delegations(db: Session, session: ConferenceSession) -> Sequence[Delegation]:
    query = (
        select(Delegation)
        .where(Delegation.session_id == session.id)
        .options(selectinload(Delegation.names), selectinload(Delegation.instruments))
        .order_by(Delegation.id)
    )
    return db.scalars(query).all()
