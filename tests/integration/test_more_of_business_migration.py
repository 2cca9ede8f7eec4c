"""To the tables that know less of business and back, with a record in them."""

import pytest
from sqlalchemy.orm import Session

from models import schema
from models.conferences import ConferenceSession
from scheduler.problem import Closure, Held, HeldPart, Preference, RelationKind, Weight
from services.problem_from_rows import problem_from
from services.requirements import import_problem
from tests.record import SECRETARIAT
from tests.unit.problems import FRI, THU, WED, at, business, problem, relation

BEFORE = "c41f7a90be35"
KEPT = (relation(RelationKind.BEFORE, "1", "2"),)
WEIGHTS = {Preference.FEW_SPLITS: Weight(weight=2)}


@pytest.fixture
def filled(record, engine):
    """A session that asks for everything new, in a database without open connections."""
    more = {"most_parts": 3, "not_on": (at(THU),), "wished": at(FRI, "am")}
    stated = problem(
        business("1"),
        business("2", 240, may_split=True, **more),
        relations=(*KEPT, relation(RelationKind.NEAR, "1", "2", id="close")),
        preferences=WEIGHTS | {Preference.SHORT_AGENDAS: Weight(weight=4, above=2)},
        closures=(Closure(date=WED, slot="pm"),),
        held=Held(before=at(THU), parts=(HeldPart(business="1", date=WED, slot="am", minutes=60),)),
    )
    import_problem(record, SECRETARIAT, stated)
    record.close()
    yield engine, stated
    schema.upgrade(engine)


def stored(engine):
    with Session(engine) as db:
        return problem_from(db.query(ConferenceSession).one())


def test_what_is_stored_keeps_its_meaning_and_the_new_words_go_on_the_way_down(filled):
    engine, stated = filled
    assert stored(engine) == stated
    schema.downgrade(engine, BEFORE)
    schema.upgrade(engine)
    schema.check(engine)
    assert stored(engine) == problem(
        business("1"),
        business("2", 240, may_split=True),
        relations=KEPT,
        preferences=WEIGHTS,
    )
