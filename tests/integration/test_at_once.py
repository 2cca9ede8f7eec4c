"""Two who write at the same moment on who takes part: one after the other, and nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import select

from models.bureau import BracketedItem, BureauMeeting, Election, GroupChair, Nomination, Officer
from models.conferences import ConferenceSession, Delegation
from models.credentials import CredentialsSubmission, CredentialsTerms
from models.database import session_factory
from models.delegations import Delegate
from procedure.credentials.values import SubmissionKind
from procedure.participants import Function
from services import (
    bureau_decisions,
    bureau_meetings,
    credentials,
    credentials_board,
    delegates,
    delegations,
    elections,
    nominations,
    officers,
)
from services.bureau_meetings import Minutes
from services.delegates import DelegateData
from services.delegation_data import DelegationData
from services.election_rows import Held
from services.errors import ServiceError
from services.files import Upload
from tests.bureau import nominated, states
from tests.record import SECRETARIAT, a_session

PDF = Upload(name="a.pdf", content=b"%PDF-1.7\n%%EOF\n", most_bytes=1_000_000)
MINUTES = Minutes(held_on=date(2008, 3, 26), extended=True)


def acclaim(db, session, _one, _turn):
    elections.acclaim(db, SECRETARIAT, session, board="bureau", held=Held(on=session.first_day))


def open_ballot(db, session, _one, _turn):
    held = Held(on=session.first_day)
    elections.open_ballot(db, SECRETARIAT, session, board="bureau", office="president", held=held)


def nominate(db, session, one, _turn):
    nominations.nominate(
        db, SECRETARIAT, session, board="bureau", office="rapporteur", delegation=one
    )


def hold(db, session, _one, _turn):
    bureau_meetings.hold(db, SECRETARIAT, session, minutes=MINUTES)


def bracket(db, session, _one, turn):
    bureau_decisions.bracket(db, SECRETARIAT, session, number=f"2 ({turn})", title="Title")


def name_chair(db, session, one, _turn):
    since = date(2008, 1, 1)
    officers.name_chair(
        db, SECRETARIAT, session, group=one.regional_group, since=since, person="Chair"
    )


def add_head(db, _session, one, turn):
    head = DelegateData(family_name=f"Head {turn}", function=Function.HEAD)
    delegates.add_delegate(db, SECRETARIAT, one, data=head)


def add_delegation(db, session, _one, turn):
    data = DelegationData(name=f"Name {turn}", code="XYZ", kind="State party")
    delegations.add_delegation(db, SECRETARIAT, session, data=data)


def give(db, _session, one, _turn):
    names = credentials.Given(kind=SubmissionKind.NAMES, note="In the letter")
    credentials.submit(db, SECRETARIAT, one, given=names, upload=PDF)


def consider(db, session, _one, _turn):
    credentials_board.consider_amendments(db, SECRETARIAT, session, amendments=True)


def values(record, column, *where):
    found = sorted(record.scalars(select(column).where(*where)), key=str)
    record.rollback()
    return found


@pytest.mark.parametrize(
    ("act", "left"),
    [
        (acclaim, lambda db: (len(values(db, Officer.id)), 9)),
        (open_ballot, lambda db: (values(db, Election.office), ["president"])),
        (nominate, lambda db: (values(db, Nomination.office).count("rapporteur"), 1)),
        (hold, lambda db: (values(db, BureauMeeting.number), [1, 2])),
        (bracket, lambda db: (values(db, BracketedItem.position), [0, 1])),
        (name_chair, lambda db: (len(values(db, GroupChair.id, GroupChair.until.is_(None))), 1)),
        (add_head, lambda db: (values(db, Delegate.function), [Function.HEAD])),
        (add_delegation, lambda db: (values(db, Delegation.code).count("XYZ"), 1)),
        (give, lambda db: (values(db, CredentialsSubmission.kind), [SubmissionKind.NAMES])),
        (consider, lambda db: (values(db, CredentialsTerms.amendments), [True])),
    ],
)
def test_of_two_at_once_the_second_finds_what_the_first_did(record, engine, act, left):
    session = a_session(record)
    here = states(record, session)
    nominated(record, session, here, "PL")  # that is the Rapporteur
    key, one, together = session.id, here["PL"].id, Barrier(2)
    record.rollback()

    def do(turn):
        with session_factory(engine)() as db:
            found, delegation = db.get_one(ConferenceSession, key), db.get_one(Delegation, one)
            together.wait(120)
            try:
                act(db, found, delegation, turn)
            except ServiceError as refused:
                return type(refused)
            return None

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(do, "ab"))
    found, expected = left(record)
    assert (found, None in done) == (expected, True)
