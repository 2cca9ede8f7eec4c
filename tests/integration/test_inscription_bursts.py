"""All delegations inscribe themselves at once, also while a process of the server is killed."""

import asyncio
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from models import schema
from models.database import make_engine, session_factory
from procedure.permissions import PUBLIC
from procedure.speakers.ledger import faults
from procedure.speakers.receipts import read_receipt
from procedure.speakers.values import EntryKind
from services.speakers import ledger_of, make_list
from services.speakers_rows import ledger
from services.transactions import now
from tests import burst
from tests.record import SECRETARIAT, a_session
from tests.speakers import terms

STATES = 193
ROUNDS = 10
KILLED_IN = frozenset({2, 5, 8})
KILLED_AFTER = 60  # answers
TURNS = 10  # that a round is begun anew, if by then all had been answered


@pytest.fixture
def db(bare_url):
    """An empty record, of each kind in turn."""
    engine = make_engine(bare_url)
    schema.upgrade(engine)
    with session_factory(engine)() as session:
        yield session
    engine.dispose()


def open_list(db, session, key):
    """A list that has opened."""
    hours = {"opens_at": now() - timedelta(hours=1), "closes_at": now() + timedelta(days=1)}
    return make_list(db, SECRETARIAT, session, key=key, business="2", terms=terms(**hours))


async def all_at_once(clients, path, server=None):
    """Let everybody ask; end a process of the server in the middle, if it is given."""
    answered = 0

    async def ask(client):
        nonlocal answered
        answer = await client.post(path, burst.FORM)
        answered += 1
        # before anything is awaited: others count on meanwhile
        if server is not None and answered == KILLED_AFTER:
            server.kill_one()
        await client.leave()
        return answer

    return await asyncio.gather(*map(ask, clients))


def judge(db, speakers, answers):
    """No gap, no tie, nobody twice, and everything there that was acknowledged."""
    entries = ledger(db, speakers)
    told = ledger_of(db, PUBLIC, speakers)
    db.rollback()
    assert faults(entries) == ()
    assert [entry.sequence for entry in entries] == list(range(1, STATES + 2))
    inscribed = {entry.sequence: entry for entry in entries if entry.kind is EntryKind.INSCRIBED}
    assert len({entry.data["delegation"] for entry in inscribed.values()}) == STATES
    assert len(inscribed) == STATES
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["public_key"]))
    for status, said in answers:
        assert status == 201 or (status, said["error"]) == (409, "twice")
        receipt = read_receipt(said["receipt"]["token"], key)
        assert receipt.is_of(inscribed[receipt.number])


def test_everybody_is_inscribed_once_whatever_happens(db, bare_url):
    session = a_session(db)
    settings = burst.settings_for(bare_url)
    clients = burst.clients(settings, burst.add_focal_points(db, session, STATES))
    lost = []
    with burst.served(settings) as server:
        for number in range(ROUNDS):
            lost.append(False)
            for turn in range(TURNS):
                speakers = open_list(db, session, f"round-{number}-{turn}")
                path = f"/sessions/{session.slug}/speakers/{speakers.key}/inscriptions"
                to_kill = server if number in KILLED_IN else None
                before = sum(client.lost for client in clients)
                answers = asyncio.run(all_at_once(clients, path, to_kill))
                lost[-1] = sum(client.lost for client in clients) > before
                judge(db, speakers, answers)
                if lost[-1] or to_kill is None:
                    break
    assert {number for number in KILLED_IN if lost[number]} == KILLED_IN
