"""To the tables that know no ranks of preferences and back, with a record in them."""

import pytest
from sqlalchemy.orm import Session

from models import schema
from models.conferences import ConferenceSession
from scheduler.problem import Placement, Preference, Weight
from services.problem_from_rows import problem_from
from services.requirements import import_problem
from tests.record import SECRETARIAT
from tests.unit.problems import WED, problem

BEFORE = "e08b5d12c6f7"
REFERENCE = (
    Placement(business="1", date=WED, slot="am", minutes=60),
    Placement(business="2", date=WED, slot="am"),
)


@pytest.fixture
def filled(record, engine):
    """A session with ranks, in a database without open connections."""
    weights = {Preference.FEW_SPLITS: Weight(weight=2, rank=1, never_worse=True)}
    stated = problem(preferences=weights, reference=REFERENCE)
    import_problem(record, SECRETARIAT, stated)
    record.close()
    yield engine, stated
    schema.upgrade(engine)


def stored(engine):
    with Session(engine) as db:
        return problem_from(db.query(ConferenceSession).one())


def test_ranks_are_stored_and_go_on_the_way_down(filled):
    engine, stated = filled
    assert stored(engine) == stated
    schema.downgrade(engine, BEFORE)
    schema.upgrade(engine)
    schema.check(engine)
    weights = {Preference.FEW_SPLITS: Weight(weight=2)}
    assert stored(engine) == problem(preferences=weights, reference=REFERENCE)
