"""What tests of the floor in the record need: a meeting of a released programme, and its table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from models.speakers import SpeakersList
from procedure.floor.refusals import FloorRefusal
from procedure.floor.values import FloorState
from procedure.permissions import PUBLIC, Actor
from procedure.programmes import VersionStatus
from services import floor, floor_programme, programme_decisions
from services.floor_queues import Quorum, queue_of, quorum_of
from services.floor_words import SENTENCES
from services.speakers import make_list
from tests import staged
from tests.record import SECRETARIAT, a_draft, a_session
from tests.speakers import CHAIR, OPENS, a_list, delegations, put, refusal, terms

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
    programme_decisions.decide(db, SECRETARIAT, draft, VersionStatus.APPROVED)
    found = floor_programme.meetings(db, session.id)
    return [one.uid for one in floor_programme.on_business(found, "2")]


NAMES = ("Austria", "Brazil", "China", "Denmark", "Egypt", "France")


def listed_today(db: Session) -> ConferenceSession:
    """The small conference of the pages, with four of its States on an open list on item 2."""
    session, now = staged.conference(db), datetime.now(UTC)
    states = delegations(db, session, *(name for name in NAMES if name != "Austria"))
    when = terms(opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=1))
    make_list(db, SECRETARIAT, session, key="item-2", business="2", terms=when)
    put(db, *states[:4])
    return staged.conference(db)


@pytest.fixture
def six_states(timed):
    """Six States parties of a session."""
    return delegations(timed, a_session(timed), *NAMES)


@pytest.fixture
def item_list(timed, six_states):
    """The list of speakers on item 2."""
    return a_list(timed, six_states[0].session)


@pytest.fixture
def inscribed(timed, six_states, item_list, clock):
    """The inscriptions of the first four States."""
    clock.at = OPENS
    return put(timed, *six_states[:4])


@pytest.fixture
def item_meetings(timed, six_states, inscribed, clock):
    """The meetings on item 2 of a released programme; it is the hour of the first."""
    found = released(timed, six_states[0].session)
    clock.at = MORNING
    return found


@pytest.fixture
def chair(timed, six_states, item_meetings):
    """The chair's table at the first meeting on item 2, not opened yet."""
    return Screen(timed, six_states[0].session, item_meetings[0])


@pytest.fixture
def table(chair):
    """The same, the meeting open and the list taken up."""
    chair.do(floor.open_meeting, present=2)
    chair.do(floor.take_list, list_id="item-2")
    return chair


def names(db: Session, speakers: SpeakersList) -> list[str]:
    """Who is still to be heard."""
    return [one.name for one in queue_of(db, speakers)]


def refused(screen: Screen, action: Any, **given: Any) -> tuple[str, str]:
    """Why an action is refused: the rule and the sentence."""
    return refusal(screen.do, action, **given)


def says(reason: FloorRefusal) -> str:
    """The sentence of a refusal."""
    return str(SENTENCES[reason])
