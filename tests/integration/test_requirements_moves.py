"""What the page of requirements asks of the record beyond putting and removing entries."""

import pytest

from scheduler.writing import write_problem
from services.errors import BadRequest, NotFound, Stale
from services.requirements import edited_problem, import_problem, move_entry, problem_of
from tests.record import SECRETARIAT, a_session, counts
from tests.unit import problems


@pytest.mark.parametrize(
    ("key", "position", "order"),
    [
        ("wg", 0, ["wg", "1", "2"]),
        ("1", 1, ["2", "1", "wg"]),
        ("1", 99, ["2", "wg", "1"]),
        ("2", 1, ["1", "2", "wg"]),
    ],
)
def test_an_entry_is_moved_and_nothing_else_changes(record, key, position, order):
    session = a_session(record)
    move_entry(
        record,
        SECRETARIAT,
        session,
        section="business",
        key=key,
        position=position,
        expected_version=1,
    )
    moved = problem_of(record, session)
    assert [one.id for one in moved.business] == order
    assert set(moved.business) == set(problems.problem().business)
    assert session.version == 2


@pytest.mark.parametrize(
    ("key", "version", "error"), [("1", 7, Stale), ("9", 1, NotFound)], ids=["stale", "nothing"]
)
def test_a_move_that_cannot_be_is_not_made(record, key, version, error):
    session = a_session(record)
    before = counts(record)
    with pytest.raises(error):
        move_entry(
            record,
            SECRETARIAT,
            session,
            section="business",
            key=key,
            position=1,
            expected_version=version,
        )
    assert (counts(record), session.version) == (before, 1)


def test_a_session_is_not_stated_anew_over_a_change_made_meanwhile(record):
    session = a_session(record)
    wanted = problems.problem(problems.business("9"))
    with pytest.raises(Stale):
        import_problem(record, SECRETARIAT, wanted, expected_version=7)
    assert problem_of(record, session) == problems.problem()
    import_problem(record, SECRETARIAT, wanted, expected_version=1)
    assert problem_of(record, session) == wanted


def test_an_entry_is_looked_at_before_it_is_written(record):
    session = a_session(record)
    before = counts(record)
    stated = problem_of(record, session)
    data = write_problem(stated)["business"][0] | {"minutes": 5}
    seen = edited_problem(stated, section="business", data=data, key="1")
    assert seen.business[0].minutes == 5
    with pytest.raises(BadRequest):
        edited_problem(stated, section="business", data={"id": "1"}, key="1")
    record.rollback()
    assert (counts(record), problem_of(record, session)) == (before, stated)
