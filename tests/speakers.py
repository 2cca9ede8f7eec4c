"""What tests of lists of speakers need: a clock to be set, a list, delegations and their people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession, Delegation
from models.database import session_factory
from models.speakers import SpeakersList
from procedure.participants import Level
from procedure.permissions import PUBLIC, Actor, Role
from procedure.rulebook import rulebook
from procedure.speakers.ledger import faults
from procedure.speakers.values import OrderPolicy
from services.delegation_data import Participant
from services.delegations import add_delegations
from services.errors import RuleBroken
from services.inscriptions import inscribe
from services.speakers import ListTerms, make_list, standing_of
from services.speakers_rows import ledger
from services.wanted import Wanted
from tests.record import SECRETARIAT, a_session

OPENS = datetime(2008, 8, 15, 8, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=54)
CHAIR = Actor(name="Chair", roles=frozenset({Role.CHAIR_TABLE}))
MINISTER = Wanted(level=Level.MINISTER, speaker="A. Minister")
REPRESENTATIVE = Wanted(level=Level.REPRESENTATIVE, speaker="B. Envoy")


@dataclass
class Clock:
    """Says the time that a test has set."""

    at: datetime = OPENS - timedelta(days=1)

    def __call__(self) -> datetime:
        return self.at

    def go_on(self, **time: float) -> datetime:
        """Later by so much."""
        self.at += timedelta(**time)
        return self.at


def policy(key: str = "ctoc-2008", **changes: object) -> OrderPolicy:
    """A policy of the rulebook, changed."""
    return replace(rulebook().speakers.policy(key), **changes)


def terms(order: OrderPolicy | None = None, **changes: object) -> ListTerms:
    """The terms of the usual list."""
    given = ListTerms(title="Item 2", opens_at=OPENS, closes_at=CLOSES, policy=order or policy())
    return replace(given, **changes)


def a_list(
    db: Session, session: ConferenceSession, order: OrderPolicy | None = None
) -> SpeakersList:
    """A list on item 2."""
    return make_list(db, SECRETARIAT, session, key="item-2", business="2", terms=terms(order))


def delegations(db: Session, session: ConferenceSession, *names: str) -> list[Delegation]:
    """States parties of these names; the code is made of the first letters."""
    listed = [Participant(name, name[:3].upper(), "State party") for name in names]
    return add_delegations(db, SECRETARIAT, session, listed)


def focal_point(*own: Delegation) -> Actor:
    """Somebody who acts for delegations."""
    ids = frozenset(one.id for one in own)
    return Actor(name="Focal point", roles=frozenset({Role.FOCAL_POINT}), delegation_ids=ids)


@pytest.fixture
def clock():
    """The time, the day before the opening unless a test sets it."""
    return Clock()


@pytest.fixture
def timed(engine, clock):
    """The database of the test, by the clock of the test."""
    with session_factory(engine, clock)() as session:
        yield session


@pytest.fixture
def states(timed):
    """Three States parties of a session."""
    return delegations(timed, a_session(timed), "Austria", "Brazil", "China")


@pytest.fixture
def speakers(timed, states):
    """The usual list, of ministers first."""
    return a_list(timed, states[0].session)


def kinds(db, speakers):
    """What is in a ledger, which has no fault."""
    entries = ledger(db, speakers)
    db.rollback()
    assert faults(entries) == ()
    return [entry.kind.value for entry in entries]


def order(db, speakers):
    """The codes of those on the list, in the order of speaking."""
    return [one.delegation for one in standing_of(db, PUBLIC, speakers).places]


def put(db, *states, wanted=REPRESENTATIVE, into="item-2"):
    """Inscribe States one after the other; the numbers of their inscriptions."""
    speakers = db.query(SpeakersList).filter_by(key=into).one()
    return [
        inscribe(db, focal_point(state), speakers, state, wanted=wanted).receipt.number
        for state in states
    ]


def refusal(service, *args, **named):
    """The rule and the sentence with which a service refuses."""
    with pytest.raises(RuleBroken) as caught:
        service(*args, **named)
    return str(caught.value.rule), str(caught.value.text)
