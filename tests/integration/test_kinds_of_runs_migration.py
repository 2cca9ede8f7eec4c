"""To the tables that know one kind of search and back, with searches and drafts in them."""

import pytest
from sqlalchemy import text

from models import schema
from models.runs import RunDraft, RunKind, RunStatus, SolverRun
from services.runs import propose
from services.transactions import now
from tests.record import SECRETARIAT, a_draft

BEFORE = "7ab2d9e4f163"
RUNS = text("SELECT id, status FROM solver_run ORDER BY id")
KINDS = text("SELECT kind FROM solver_run ORDER BY id")


@pytest.fixture
def filled(record, engine):
    """A proposal, and a search of another kind with a draft, without open connections."""
    draft = a_draft(record)
    run = propose(record, SECRETARIAT, draft.session, enqueue=[].append)
    run.status = RunStatus.FINISHED
    other = SolverRun(
        session=draft.session,
        kind=RunKind.ALTERNATIVES,
        asked={"count": 2},
        answer={"shown": []},
        keep_pins=False,
        time_limit=1.0,
        seed=1,
        asked_by="x",
        created_at=now(),
        heartbeat_at=now(),
        status=RunStatus.FINISHED,
        drafts=[RunDraft(place=0, version=draft)],
    )
    record.add(other)
    record.commit()
    ids = run.id, other.id
    record.close()
    yield engine, ids
    schema.upgrade(engine)


def test_on_the_way_down_only_proposals_stay_and_so_do_drafts(filled):
    engine, (proposal, _other) = filled
    schema.downgrade(engine, BEFORE)
    with engine.begin() as connection:
        assert connection.execute(RUNS).all() == [(proposal, "finished")]
        assert connection.scalar(text("SELECT count(*) FROM programme_version")) == 1


def test_on_the_way_up_every_search_is_for_a_programme(filled):
    engine, _ids = filled
    schema.downgrade(engine, BEFORE)
    schema.upgrade(engine)
    schema.check(engine)
    with engine.begin() as connection:
        assert connection.scalars(KINDS).all() == ["programme"]


def test_what_is_asked_and_answered_is_kept(filled, record):
    _engine, (proposal, other) = filled
    run = record.get_one(SolverRun, other)
    assert (run.kind, run.asked, run.answer) == (
        RunKind.ALTERNATIVES,
        {"count": 2},
        {"shown": []},
    )
    assert [one.version.number for one in run.drafts] == [1]
    first = record.get_one(SolverRun, proposal)
    assert (first.kind, first.asked, first.answer) == (RunKind.PROGRAMME, {}, None)
