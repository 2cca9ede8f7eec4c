"""What is stored already keeps its meaning where relations are given names, and goes back."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import JSON, MetaData, Table, func, insert, select
from sqlalchemy.orm import Session

from models import schema
from models.conferences import ConferenceSession
from models.database import WRITES, make_engine
from models.requirements import Relation
from services.problem_from_rows import problem_from

BEFORE, AFTER = "5d0f4c6b7a21", "8c3e51d7f0a4"
NOW = datetime(2008, 10, 8, tzinfo=UTC)
LONG = [f"a-rather-long-name-{number}" for number in range(5)]
RELATIONS = [
    ("before", ["1", "2"]),
    ("together", LONG),
    ("before", ["1", "2"]),
    ("alone", ["2(a)"]),
]
NAMES = ["before.1.2", "together.3c5d62f75f263a0b5162", "before.1.2-2", "alone.2(a)"]


@pytest.fixture
def bare(bare_url):
    engine = make_engine(bare_url)
    yield engine
    engine.dispose()


def table(connection, name):
    """A table as it is there, its JSON as JSON."""
    found = Table(name, MetaData(), autoload_with=connection, resolve_fks=False)
    for column in found.columns:
        if str(column.type).startswith("JSON"):
            column.type = JSON()
    return found


def told(*names):
    """An explanation by the keys of relations."""
    said = [{"key": f"relations.{name}", "text": {}, "source": ""} for name in names]
    rest = {"key": "business.1.room", "text": {}, "source": ""}
    return {"clash": [*said, rest], "relaxations": [{"requirement": said[0], "text": {}}]}


def state(connection):
    """A session with relations, and a search that has explained itself by two of them."""
    facts = {"title": "A", "body": "cop", "venue": "", "time_zone": "UTC", "languages": ["en"]}
    days = {"first_day": date(2008, 10, 8), "last_day": date(2008, 10, 10)}
    session = {
        "id": 1,
        "slug": "a",
        "version": 1,
        "days_without_meetings": [],
        "source": "Note 1",
        "teams": 2,
        "meetings_per_team_day": 2,
        "meetings_per_team_week": 7,
        "team_changes": [],
        "interpretation_source": "Note 2",
        "reference": [],
        "at_once": {"plenary": 1, "parallel": 1},
        "entitlement": {},
    }
    connection.execute(insert(table(connection, "conference_session")), facts | days | session)
    business = {
        "session_id": 1,
        "position": 0,
        "key": "1",
        "title": "One",
        "body": "cop",
        "column": "plenary",
        "languages": ["en"],
        "minutes": 60,
        "may_split": False,
        "consecutive": True,
        "shares_meeting": True,
        "starts_meeting": False,
        "least_minutes": 30,
        "seats": 0,
        "fixed": [],
        "documents": [],
        "source": "Note 3",
    }
    connection.execute(insert(table(connection, "business")), business)
    connection.execute(
        insert(table(connection, "relation")),
        [
            {
                "session_id": 1,
                "position": place,
                "kind": kind,
                "business": names,
                "gap_slots": 0,
                "gap_days": 0,
                "because": "",
                "source": "",
            }
            for place, (kind, names) in enumerate(RELATIONS)
        ],
    )
    run = {
        "session_id": 1,
        "keep_pins": True,
        "time_limit": 1.0,
        "seed": 1,
        "asked_by": "x",
        "status": "infeasible",
        "attempts": 1,
        "cancel_asked": False,
        "solutions": 0,
        "created_at": NOW,
        "heartbeat_at": NOW,
        "explanation": told("3", "2"),
    }
    connection.execute(insert(table(connection, "solver_run")), run)


def explanation(engine):
    with engine.connect() as connection:
        runs = table(connection, "solver_run")
        return connection.execute(select(runs.c.explanation)).scalar_one()


def test_relations_are_named_and_explanations_name_them(bare):
    schema.upgrade(bare, BEFORE)
    with bare.execution_options(**{WRITES: True}).begin() as connection:
        state(connection)
    schema.upgrade(bare, AFTER)
    with bare.connect() as connection:
        relations = table(connection, "relation")
        names = connection.scalars(select(relations.c.key).order_by(relations.c.position))
        assert list(names) == NAMES
    assert explanation(bare) == told("alone.2(a)", "before.1.2-2")
    schema.downgrade(bare, BEFORE)
    assert explanation(bare) == told("3", "2")
    with bare.connect() as connection:
        relations, business = (table(connection, name) for name in ("relation", "business"))
        assert connection.scalar(select(func.count()).select_from(relations)) == len(RELATIONS)
        assert connection.scalar(select(business.c.source)) == "Note 3"


def test_no_source_is_made_up_for_a_condition(bare):
    schema.upgrade(bare, BEFORE)
    with bare.execution_options(**{WRITES: True}).begin() as connection:
        state(connection)
    schema.upgrade(bare)
    with Session(bare) as db:
        problem = problem_from(db.scalars(select(ConferenceSession)).one())
        assert [
            one.key for one in db.scalars(select(Relation).order_by(Relation.position))
        ] == NAMES
    assert [one.id for one in problem.relations] == NAMES
    (one,) = problem.business
    assert (one.consecutive, one.source, one.sources) == (True, "Note 3", {})
    assert (problem.interpretation.sources, problem.at_once_source) == ({}, "")
