"""A problem that is stored comes back equal; entries are edited one by one; nothing half-done."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings

from models.conferences import ConferenceSession
from scheduler.problem import Preference, RelationKind, Weight
from scheduler.reading import load_problem
from scheduler.writing import write_problem
from services import requirements
from services.errors import BadRequest, Forbidden, NotFound, Stale
from services.programmes import store_programme
from services.requirements import import_problem, problem_of, put_entry, remove_entry
from tests.record import READER, SECRETARIAT, a_draft, a_session, counted, counts
from tests.unit import problems
from tests.unit.any_problem import problems as any_problems
from tests.unit.problem_files import PROBLEMS


@pytest.mark.parametrize("path", PROBLEMS, ids=lambda path: path.stem)
def test_examples_come_back_equal(record, sessions, path):
    problem = load_problem(path)
    slug = import_problem(record, SECRETARIAT, problem).slug
    with sessions() as db:
        session = db.query(ConferenceSession).filter_by(slug=slug).one()
        assert problem_of(db, session) == problem


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(problem=any_problems())
def test_any_problem_comes_back_equal_whatever_was_there_before(sessions, problem):
    with sessions() as db:
        session_id = import_problem(db, SECRETARIAT, problem).id
    with sessions() as db:
        assert problem_of(db, db.get_one(ConferenceSession, session_id)) == problem


def test_importing_again_keeps_the_session_and_its_programmes(record):
    session = a_session(record)
    a_draft(record, session)
    before = counts(record)
    again = a_session(record, problems.problem(problems.business("9")))
    after = counts(record)
    assert (again.id, again.version) == (session.id, 2)
    assert after["programme_version"] == before["programme_version"] == 1
    assert after["business"] == 1


def test_rows_that_stay_keep_their_identity(record):
    session = a_session(record)
    before = {row.key: row.id for row in session.business}
    changed = problems.problem(problems.group(), problems.business("1", 90))
    a_session(record, changed)
    assert [(row.key, row.id, row.position) for row in session.business] == [
        ("wg", before["wg"], 0),
        ("1", before["1"], 1),
    ]


def test_reading_a_problem_takes_the_same_queries_for_any_number_of_entries(record, engine):
    session = a_session(record, problems.problem(problems.business("1")))
    record.rollback()
    with counted(engine) as few:
        problem_of(record, session)
    many = [problems.business(str(n)) for n in range(50)]
    a_session(record, problems.problem(*many))
    record.rollback()
    with counted(engine) as more:
        problem_of(record, session)
    assert len(few) == len(more) == 8


def entry_of(problem, section, place):
    return write_problem(problem)[section][place]


def test_an_entry_is_put_in_place_of_another(record):
    session = a_session(record)
    entry = entry_of(problems.problem(), "business", 0) | {"minutes": 75}
    put_entry(
        record,
        SECRETARIAT,
        session,
        section="business",
        key="1",
        data=entry,
        expected_version=1,
    )
    first = problem_of(record, session).business[0]
    assert (first.id, first.minutes, session.version) == ("1", 75, 2)


@pytest.mark.parametrize(
    ("position", "order"), [(None, ["1", "2", "wg", "3"]), (1, ["1", "3", "2", "wg"])]
)
def test_an_entry_is_added(record, position, order):
    session = a_session(record)
    entry = entry_of(problems.problem(), "business", 0) | {"id": "3", "item": "3"}
    put_entry(
        record,
        SECRETARIAT,
        session,
        section="business",
        data=entry,
        position=position,
        expected_version=1,
    )
    assert [one.id for one in problem_of(record, session).business] == order


def test_an_entry_keeps_its_place_and_can_be_moved(record):
    session = a_session(record)
    entry = entry_of(problems.problem(), "business", 2)
    put_entry(
        record,
        SECRETARIAT,
        session,
        section="business",
        key="wg",
        data=entry,
        position=0,
        expected_version=1,
    )
    assert [one.id for one in problem_of(record, session).business] == ["wg", "1", "2"]


@pytest.mark.parametrize(
    ("section", "key", "data", "path"),
    [
        ("session", None, {"title": "A new title"}, "session.title"),
        ("at_once", None, {"plenary": 1, "parallel": 2}, "at_once"),
        ("interpretation", None, {"teams": 3}, "interpretation.teams"),
    ],
)
def test_single_sections_are_changed_whole(record, section, key, data, path):
    session = a_session(record)
    whole = write_problem(problem_of(record, session))
    before = dict(whole.get(section, {}))
    put_entry(
        record,
        SECRETARIAT,
        session,
        section=section,
        key=key,
        data=before | data,
        expected_version=1,
    )
    assert write_problem(problem_of(record, session))[section] == before | data


def test_a_preference_is_weighed_and_dropped(record):
    session = a_session(record)
    put_entry(
        record,
        SECRETARIAT,
        session,
        section="preferences",
        key="few_splits",
        data={"weight": 4},
        expected_version=1,
    )
    assert problem_of(record, session).preferences == {Preference.FEW_SPLITS: Weight(weight=4)}
    remove_entry(
        record, SECRETARIAT, session, section="preferences", key="few_splits", expected_version=2
    )
    assert problem_of(record, session).preferences == {}


def test_a_relation_is_named_by_what_it_says(record):
    relations = tuple(
        problems.relation(RelationKind.BEFORE, first, then)
        for first, then in [("1", "2"), ("1", "wg")]
    )
    session = a_session(record, problems.problem(relations=relations))
    remove_entry(
        record, SECRETARIAT, session, section="relations", key="before.1.2", expected_version=1
    )
    assert problem_of(record, session).relations == relations[1:]


def test_a_relation_keeps_its_row_and_name_when_others_come_before_it(record):
    first, second = (problems.relation(RelationKind.BEFORE, "1", then) for then in ("2", "wg"))
    named = replace(second, id="the-group-comes-last")
    session = a_session(record, problems.problem(relations=(named,)))
    (row,) = session.relations
    import_problem(record, SECRETARIAT, problems.problem(relations=(first, named)))
    assert [(one.key, one.id == row.id) for one in session.relations] == [
        ("before.1.2", False),
        ("the-group-comes-last", True),
    ]


def test_paths_of_mistakes_are_relative_to_the_entry(record):
    session = a_session(record)
    before = counts(record)
    entry = entry_of(problems.problem(), "business", 0) | {"minutes": 0, "boby": "x"}
    with pytest.raises(BadRequest) as refused:
        put_entry(
            record,
            SECRETARIAT,
            session,
            section="business",
            key="1",
            data=entry,
            expected_version=1,
        )
    assert set(refused.value.fields) == {"minutes", "boby"}
    assert (counts(record), session.version) == (before, 1)


def test_a_mistake_that_shows_elsewhere_keeps_its_whole_path(record):
    relation = problems.relation(RelationKind.BEFORE, "1", "2")
    session = a_session(record, problems.problem(relations=(relation,)))
    entry = entry_of(problems.problem(), "business", 0) | {"id": "1bis"}
    with pytest.raises(BadRequest) as refused:
        put_entry(
            record,
            SECRETARIAT,
            session,
            section="business",
            key="1",
            data=entry,
            expected_version=1,
        )
    assert set(refused.value.fields) == {"relations[0].business[0]"}


def test_what_is_referred_to_is_not_removed(record):
    relation = problems.relation(RelationKind.BEFORE, "1", "2")
    session = a_session(record, problems.problem(relations=(relation,)))
    before = counts(record)
    with pytest.raises(BadRequest) as refused:
        remove_entry(record, SECRETARIAT, session, section="business", key="1", expected_version=1)
    assert str(refused.value.fields[""]) == (
        "1 cannot be removed; it is asked for by: Item 1 is finished before item 2 is taken."
    )
    with pytest.raises(BadRequest) as refused:
        remove_entry(record, SECRETARIAT, session, section="bodies", key="wg", expected_version=1)
    assert "it is asked for by: Working group (wg)" in str(refused.value.fields[""])
    assert (counts(record), session.version) == (before, 1)


@pytest.mark.parametrize(("section", "key"), [("business", "7"), ("relations", "0"), ("x", "1")])
def test_what_is_not_there_is_not_removed(record, section, key):
    session = a_session(record)
    with pytest.raises(NotFound):
        remove_entry(record, SECRETARIAT, session, section=section, key=key, expected_version=1)


def test_an_old_form_is_stale(record):
    session = a_session(record)
    entry = entry_of(problems.problem(), "business", 0)
    for expected in (0, 2):
        with pytest.raises(Stale):
            put_entry(
                record,
                SECRETARIAT,
                session,
                section="business",
                key="1",
                data=entry,
                expected_version=expected,
            )
    assert session.version == 1


def test_the_second_of_two_edits_of_the_same_version_is_stale(record, sessions):
    """Its page was read before the first was written."""
    session = a_session(record)
    entry = entry_of(problems.problem(), "business", 0) | {"minutes": 75}
    put = {"section": "business", "key": "1", "data": entry, "expected_version": 1}
    with sessions() as other:
        late = other.get_one(ConferenceSession, session.id)
        put_entry(record, SECRETARIAT, session, **put)
        with pytest.raises(Stale):
            put_entry(other, SECRETARIAT, late, **put)


def test_of_edits_at_the_same_time_one_passes(record, sessions):
    session_id = a_session(record).id
    record.rollback()
    entry = entry_of(problems.problem(), "business", 0)
    start = Barrier(4)

    def put(minutes):
        with sessions() as db:
            session = db.get_one(ConferenceSession, session_id)
            data = entry | {"minutes": minutes}
            start.wait()
            try:
                put_entry(
                    db,
                    SECRETARIAT,
                    session,
                    section="business",
                    key="1",
                    data=data,
                    expected_version=1,
                )
            except Stale:
                return None
        return minutes

    with ThreadPoolExecutor(4) as pool:
        (passed,) = [minutes for minutes in pool.map(put, (61, 62, 63, 64)) if minutes]
    stored = record.get_one(ConferenceSession, session_id)
    assert (stored.version, problem_of(record, stored).business[0].minutes) == (2, passed)


@pytest.mark.parametrize("expected", [0, 2])
def test_an_import_over_another_version_is_stale(record, expected):
    session = a_session(record)
    with pytest.raises(Stale):
        import_problem(record, SECRETARIAT, problems.problem(), expected_version=expected)
    assert session.version == 1


def test_the_longest_lines_are_kept(record):
    """As long as the file format allows, on both databases; and so is a programme of them."""
    line = "x" * 1000
    problem = problems.problem(
        problems.business("1", title=line, chair=line, source=line),
        session=problems.session(title=line, venue=line, source=line),
        bodies=(problems.body("cop", title=line),),
        rooms=(problems.room("A", title=line),),
    )
    session = a_session(record, problem)
    assert problem_of(record, session) == problem
    programme = problems.planned(problem, {"1": [(0, 60)]})
    stored = store_programme(record, SECRETARIAT, session, programme)
    record.refresh(stored)
    meeting = stored.meetings[0]
    assert {stored.title, stored.venue, meeting.body_title, meeting.series_title} == {line}
    assert meeting.room_title == line


def test_the_id_of_a_session_stays(record):
    session = a_session(record)
    data = write_problem(problems.problem())["session"] | {"id": "other"}
    with pytest.raises(BadRequest) as refused:
        put_entry(record, SECRETARIAT, session, section="session", data=data, expected_version=1)
    assert set(refused.value.fields) == {"id"}


def test_readers_do_not_edit(record):
    session = a_session(record)
    with pytest.raises(Forbidden):
        requirements.import_problem(record, READER, problems.problem())
    with pytest.raises(Forbidden):
        remove_entry(record, READER, session, section="business", key="wg", expected_version=1)
    assert problem_of(record, session) == replace(problems.problem())
