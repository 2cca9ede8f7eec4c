"""What tests of the floor in the record need: a meeting of a released programme, and its table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from procedure.floor.values import FloorState
from procedure.permissions import PUBLIC, Actor
from procedure.programmes import VersionStatus
from services import floor, floor_programme, programmes
from services.floor_queues import Quorum, quorum_of
from tests.record import SECRETARIAT, a_draft
from tests.speakers import CHAIR, Clock

MORNING = datetime(2008, 10, 8, 8, tzinfo=UTC)  # 10 a.m. in Vienna


@dataclass
class Screen:
    """The screen of an operator: it shows a floor as it was after the last action taken on it."""

    db: Session
    session: ConferenceSession
    uid: str
    actor: Actor = CHAIR
    expects: int = 0

    def look(self) -> FloorState:
        """Load the page anew."""
        state = floor.floor_of(self.db, PUBLIC, self.session, self.uid).state
        self.expects = state.sequence
        return state

    def quorum(self) -> Quorum:
        """What the page says of the quorum."""
        shown = floor.floor_of(self.db, PUBLIC, self.session, self.uid)
        return quorum_of(self.db, self.session, shown)

    def do(self, action: Any, **given: Any) -> FloorState:
        """Press a key."""
        state: FloorState = action(
            self.db, self.actor, self.session, self.uid, expects=self.expects, **given
        )
        self.expects = state.sequence
        return state


def released(db: Session, session: ConferenceSession) -> list[str]:
    """The uids of the plenary meetings of a released programme, all of which take up item 2."""
    draft = a_draft(db, session)
    programmes.decide(db, SECRETARIAT, draft, VersionStatus.APPROVED)
    found = floor_programme.meetings(db, session.id)
    return [one.uid for one in floor_programme.on_business(found, "2")]


def in_the_morning(clock: Clock) -> None:
    """It is 10 a.m. on the first day of the session."""
    clock.at = MORNING
