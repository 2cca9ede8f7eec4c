"""The officers of 2006 in a small session, for tests of services and pages."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from models.bureau import Nomination, Officer
from models.conferences import ConferenceSession, Delegation
from models.delegations import DelegationInstrument
from procedure.rulebook import rulebook
from services import elections, nominations
from services.election_rows import Held
from tests.record import SECRETARIAT
from tests.unit.bureaux import BUREAU_2006

INSTRUMENTS = tuple(one.key for one in rulebook("ctoc").instruments)
OPENING = date(2006, 10, 9)


def states(record: Session, session: ConferenceSession) -> dict[str, Delegation]:
    """The ten States of the bureau of 2006, and Kenya and France: party to everything."""
    groups = {one.delegation: one.group for one in BUREAU_2006}
    groups |= {"KE": groups["NG"], "FR": groups["DE"]}
    made = {
        code: Delegation(
            session=session,
            name=f"State {code}",
            code=code,
            kind="State party",
            regional_group=group,
            instruments=[
                DelegationInstrument(instrument=one, since=date(2005, 1, 1)) for one in INSTRUMENTS
            ],
        )
        for code, group in groups.items()
    }
    record.add_all(made.values())
    record.commit()
    return made


def voters(record: Session, session: ConferenceSession, count: int = 80) -> None:
    """So many parties more, which vote."""
    record.add_all(
        Delegation(session=session, name=f"Voter {number}", code="", kind="State party")
        for number in range(count)
    )
    record.commit()


def nominated(
    record: Session, session: ConferenceSession, those: dict[str, Delegation], *without: str
) -> list[Nomination]:
    """The bureau of 2006 nominated, but for some States."""
    return [
        nominations.nominate(
            record,
            SECRETARIAT,
            session,
            board="bureau",
            office=one.office,
            delegation=those[one.delegation],
            person=f"Person of {one.delegation}",
        )
        for one in BUREAU_2006
        if one.delegation not in without
    ]


def elected(
    record: Session, session: ConferenceSession, those: dict[str, Delegation]
) -> list[Officer]:
    """The bureau of 2006, elected by acclamation on the first day."""
    nominated(record, session, those)
    held = Held(on=session.first_day, meeting="1st meeting")
    return elections.acclaim(record, SECRETARIAT, session, board="bureau", held=held)
