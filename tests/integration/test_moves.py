"""A draft changed by hand: meetings moved and pinned; what moves is numbered and judged anew."""

import pytest

from procedure.permissions import Actor, Role
from procedure.programmes import VersionStatus
from scheduler.problem import Column, RelationKind
from scheduler.programme import Status
from services import moves, programme_decisions, programmes
from services.errors import BadRequest, Forbidden, NotFound, RuleBroken, Stale
from services.programmes import check_version, programme_of, store_programme
from tests.record import PARTS, SECRETARIAT, a_draft, a_programme, a_session, counts
from tests.unit import problems
from tests.unit.problems import FRI, THU, WED


def move(record, draft, place, day, slot, **given):
    expected = {"expected_row_version": draft.row_version}
    meeting = draft.meetings[place].id
    return moves.move_meeting(
        record, SECRETARIAT, draft, meeting, date=day, slot=slot, **expected | given
    )


def test_a_meeting_moves_to_a_free_period(record):
    draft = a_draft(record)
    uid, row = draft.meetings[2].uid, draft.meetings[2].id
    moved = move(record, draft, 2, THU, "am")
    expected = problems.planned(
        problems.problem(), PARTS | {"wg": [(2, 180)]}, rooms={(0, "cop"): "B", (1, "cop"): "B"}
    )
    assert programme_of(moved) == expected
    assert (moved.meetings[2].uid, moved.meetings[2].id, moved.row_version) == (uid, row, 2)
    assert check_version(record, moved) == ()


def test_meetings_of_a_body_trade_places(record):
    draft = a_draft(record)
    first, second = (meeting.uid for meeting in draft.meetings[:2])
    moved = move(record, draft, 0, WED, "pm")
    swapped = {"1": [(1, 60)], "2": [(1, 120), (0, 120)], "wg": [(1, 180)]}
    assert programme_of(moved) == problems.planned(problems.problem(), swapped)
    assert [meeting.uid for meeting in moved.meetings[:2]] == [second, first]
    assert [meeting.number for meeting in moved.meetings[:2]] == [1, 2]
    assert [[item.continued for item in m.items] for m in moved.meetings[:2]] == [
        [False],
        [True, False],
    ]


def test_a_move_that_breaks_a_requirement_is_made_and_judged(record):
    relation = problems.relation(RelationKind.BEFORE, "2", "wg")
    session = a_session(record, problems.problem(relations=(relation,)))
    parts = PARTS | {"wg": [(2, 180)]}
    programme = problems.planned(problems.problem(), parts)
    draft = store_programme(record, SECRETARIAT, session, programme)
    assert check_version(record, draft) == ()
    moved = move(record, draft, 2, WED, "am")
    assert [one.requirement for one in check_version(record, moved)] == ["relations.before.2.wg"]


def test_moving_there_and_back_changes_nothing_but_the_proof(record):
    session = a_session(record)
    draft = store_programme(
        record, SECRETARIAT, session, a_programme(), objective=4, bound=4, status=Status.OPTIMAL
    )
    assert draft.proof == "optimal"
    there = move(record, draft, 2, FRI, "pm")
    back = move(record, there, 2, WED, "pm")
    assert programme_of(back) == a_programme()
    assert (back.objective, back.bound, back.proof) == (None, None, None)


def test_a_move_to_where_it_is_changes_nothing(record):
    draft = store_programme(
        record,
        SECRETARIAT,
        a_session(record),
        a_programme(),
        objective=4,
        bound=4,
        status=Status.OPTIMAL,
    )
    moved = move(record, draft, 1, WED, "pm")
    assert programme_of(moved) == a_programme()
    assert (moved.objective, moved.proof, moved.row_version) == (4, "optimal", 1)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"day": problems.WED.replace(day=11), "slot": "am"}, "date"),
        ({"day": THU, "slot": "night"}, "slot"),
        ({"day": THU, "slot": "am", "column": Column.PARALLEL}, "column"),
    ],
)
def test_impossible_targets_are_refused(record, given, field):
    draft = a_draft(record)
    before = counts(record)
    with pytest.raises(BadRequest) as refused:
        move(record, draft, 0, **given)
    assert set(refused.value.fields) == {field}
    assert (counts(record), programme_of(draft)) == (before, a_programme())


def test_a_pinned_meeting_is_not_pushed_away(record):
    draft = a_draft(record)
    second = draft.meetings[1].id
    moves.pin_meeting(record, SECRETARIAT, draft, second, expected_row_version=1)
    assert [meeting.pinned for meeting in draft.meetings] == [False, True, False]
    with pytest.raises(BadRequest, match="pinned"):
        move(record, draft, 0, WED, "pm")
    moves.unpin_meeting(record, SECRETARIAT, draft, second, expected_row_version=2)
    assert move(record, draft, 0, WED, "pm").row_version == 4


def test_pins_stay_in_the_next_version_where_the_meeting_stays(record):
    session = a_session(record)
    draft = a_draft(record, session)
    for meeting in list(draft.meetings[1:]):
        moves.pin_meeting(
            record, SECRETARIAT, draft, meeting.id, expected_row_version=draft.row_version
        )
    parts = PARTS | {"wg": [(3, 180)]}
    other = problems.planned(problems.problem(), parts)
    stored = store_programme(record, SECRETARIAT, session, other, based_on=draft)
    assert [meeting.pinned for meeting in stored.meetings] == [False, True, False]
    copy = programmes.copy_version(record, SECRETARIAT, draft)
    assert [meeting.pinned for meeting in copy.meetings] == [False, True, True]


def test_a_released_version_is_not_changed(record):
    draft = a_draft(record)
    programme_decisions.decide(record, SECRETARIAT, draft, VersionStatus.APPROVED)
    with pytest.raises(RuleBroken):
        move(record, draft, 0, THU, "am")
    with pytest.raises(RuleBroken):
        moves.pin_meeting(record, SECRETARIAT, draft, draft.meetings[0].id, expected_row_version=2)


def test_an_old_page_is_stale(record):
    draft = a_draft(record)
    move(record, draft, 2, THU, "am")
    with pytest.raises(Stale):
        move(record, draft, 2, THU, "pm", expected_row_version=1)


def test_a_meeting_of_another_version_is_not_found(record):
    session = a_session(record)
    first, second = a_draft(record, session), a_draft(record, session)
    with pytest.raises(NotFound):
        moves.move_meeting(
            record,
            SECRETARIAT,
            first,
            second.meetings[0].id,
            date=THU,
            slot="am",
            expected_row_version=1,
        )


def test_only_the_secretariat_moves_meetings(record):
    draft = a_draft(record)
    bureau = Actor(name="Bureau", roles=frozenset({Role.BUREAU}))
    with pytest.raises(Forbidden):
        moves.move_meeting(
            record,
            bureau,
            draft,
            draft.meetings[0].id,
            date=THU,
            slot="am",
            expected_row_version=1,
        )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        (problems.problem(problems.business("1"), problems.group()), "meeting"),
        (problems.problem(slots=(problems.slot("am", 10, 13),)), "slot"),
    ],
)
def test_a_draft_that_the_requirements_have_left_behind_is_not_moved(record, changed, field):
    session = a_session(record)
    draft = a_draft(record, session)
    a_session(record, changed)
    with pytest.raises(BadRequest) as refused:
        move(record, draft, 0, THU, "am")
    assert set(refused.value.fields) == {field}
