"""The board: meetings moved and pinned by hand, judged at once, with and without scripts."""

import pytest

from procedure.permissions import Role
from procedure.programmes import VersionStatus
from services import programmes, requirements
from tests import site, staged
from tests.record import counted

pytestmark = pytest.mark.in_turn

BASE = f"/sessions/{site.SLUG}/programme/versions/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def secretariat(sign_in):
    return sign_in(Role.SECRETARIAT)


def meeting_id(version, business):
    """The id of the first meeting that takes a piece of business."""
    return next(m.id for m in version.meetings if business in [i.business for i in m.items])


def move(client, version, business, to, row_version=1, **more):
    url = f"{BASE}{version.number}/meetings/{meeting_id(version, business)}/move"
    return client.post(url, data={"to": to, "row_version": row_version}, **more)


def test_every_slot_of_the_session_is_on_the_board(secretariat, db):
    staged.draft(db)
    page = secretariat.get(BASE + "1/board/").text
    assert staged.texts(page, "board-slot").count("10 a.m.–1 p.m.") == 2
    assert len(staged.texts(page, "board-slot")) == 6
    assert len(staged.texts(page, "board-day")) == 3


def test_a_meeting_is_moved_without_scripts(secretariat, db):
    version = staged.draft(db)
    answer = move(secretariat, version, "wg", "2008-10-10/am")
    assert (answer.status_code, answer.location) == (303, BASE + "1/board/")
    assert staged.held(db, 1)["wg"] == ("2008-10-10", "am")
    page = secretariat.get(answer.location).text
    assert staged.texts(page, "toast-line") == [
        "Moved to Friday, 10 October 2008, 10 a.m.–1 p.m., and now the 1st meeting."
    ]


def test_with_scripts_the_answer_is_the_board_alone_and_can_be_undone(secretariat, db):
    version = staged.draft(db)
    answer = move(secretariat, version, "wg", "2008-10-10/am", headers=HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert staged.texts(answer.text, "board-said") == [
        "Moved to Friday, 10 October 2008, 10 a.m.–1 p.m., and now the 1st meeting. Undo"
    ]
    undone = move(secretariat, version, "wg", "2008-10-08/pm", row_version=2, headers=HTMX)
    assert undone.status_code == 200
    assert staged.held(db, 1)["wg"] == ("2008-10-08", "pm")


def test_what_makes_room_and_what_is_beside_is_said(secretariat, db):
    version = staged.draft(db)
    exchanged = move(secretariat, version, "1", "2008-10-08/pm", headers=HTMX).text
    assert staged.texts(exchanged, "board-said") == [
        "Moved to Wednesday, 8 October 2008, 3–6 p.m., and now the 2nd meeting. In exchange, "
        "moved to Wednesday, 8 October 2008, 10 a.m.–1 p.m.: item 2. At the same time: Working "
        "group. Undo"
    ]


def test_what_a_move_breaks_is_said_in_place_and_as_a_sentence(secretariat, db):
    staged.draft(db)
    page = secretariat.get(BASE + "1/board/").text
    assert staged.texts(page, "board-broken") == ["All requirements are kept It costs 0 points."]
    too_short = staged.draft(db, staged.planned(staged.TOO_SHORT))
    page = move(secretariat, too_short, "wg", "2008-10-10/am", headers=HTMX).text
    assert staged.texts(page, "board-broken")[0].startswith(
        "It breaks 1 requirement It costs 0 points. Item 2 is taken for only 2 h; it needs 4 h."
    )
    assert staged.texts(page, "board-said")[0].endswith("It breaks 1 requirement Undo")


def test_what_breaks_a_requirement_is_not_called_better(secretariat, db):
    base = staged.approved(db)
    staged.draft(db, staged.planned(staged.TOO_SHORT), based_on=base)
    page = secretariat.get(BASE + "2/board/").text
    assert staged.texts(page, "board-broken")[0].startswith(
        "It breaks 1 requirement It costs 0 points; version 1 costs 0 points. Item 2"
    )


def test_only_the_meetings_concerned_are_marked(secretariat, db, conflicting):
    page = secretariat.get(BASE + "1/board/").text
    marked = staged.texts(page, "card-broken")
    assert [words.split(" ", 3)[:2] for words in marked] == [["1st", "meeting"]] * 2
    assert staged.texts(page, "wrong-mark") == ["1", "1"]


def test_what_is_beside_a_plenary_meeting_held_in_spite_of_a_closure_is_not_marked(secretariat, db):
    session = staged.conference(db)
    requirements.put_entry(
        db,
        site.SECRETARIAT,
        session,
        section="closures",
        data={"date": "2008-10-08", "slot": "pm", "column": "plenary"},
        expected_version=session.version,
    )
    staged.draft(db)
    page = secretariat.get(BASE + "1/board/").text
    (marked,) = staged.texts(page, "card-broken")
    assert marked.startswith("2nd meeting 1")


@pytest.fixture
def conflicting(db):
    """Item 1 may not be parallel to the working group, but is."""
    session = staged.conference(db)
    requirements.put_entry(
        db,
        site.SECRETARIAT,
        session,
        section="relations",
        data={"kind": "never_parallel", "business": ["1", "wg"]},
        expected_version=session.version,
    )
    return staged.draft(db, staged.planned({**staged.PARTS, "wg": [(0, 180)]}))


def test_the_costs_stand_beside_those_of_the_version_it_is_based_on(secretariat, db):
    base = staged.approved(db)
    staged.draft(db, staged.planned(staged.OTHER_PARTS), based_on=base)
    page = secretariat.get(BASE + "2/board/").text
    assert staged.links(page)["What changed from version 1"] == BASE + "2/compare/1/"
    assert "It costs the same as version 1: 0 points." in page


def test_a_move_made_on_an_older_state_is_refused_and_the_state_of_now_is_shown(secretariat, db):
    version = staged.draft(db)
    move(secretariat, version, "wg", "2008-10-10/am")
    late = move(secretariat, version, "1", "2008-10-09/am", row_version=1, headers=HTMX)
    assert late.status_code == 409
    (said,) = staged.texts(late.text, "notice")
    assert said.startswith("Someone else changed this draft meanwhile.")
    assert staged.held(db, 1)["wg"] == ("2008-10-10", "am")
    assert staged.held(db, 1)["1+2"] == ("2008-10-08", "am")


@pytest.mark.parametrize("to", ["", "tomorrow/am", "2008-10-08/night", "2009-01-01/am"])
def test_where_nothing_can_be_held_is_said_on_the_board(secretariat, db, to):
    version = staged.draft(db)
    for headers in (None, HTMX):
        answer = move(secretariat, version, "wg", to, headers=headers)
        assert answer.status_code == 422
        assert len(staged.texts(answer.text, "notice")) == 1
        assert len(staged.texts(answer.text, "card-meeting")) == 3


def test_a_pin_is_set_and_taken_away(secretariat, db):
    version = staged.draft(db)
    place = f"{BASE}1/meetings/{meeting_id(version, 'wg')}/"
    page = secretariat.post(place + "pin", data={"row_version": 1}, headers=HTMX).text
    assert len(staged.texts(page, "card-pinned")) == 1
    page = secretariat.post(place + "unpin", data={"row_version": 2}, headers=HTMX).text
    assert staged.texts(page, "card-pinned") == []


def test_who_may_not_edit_sees_the_board_without_its_tools(sign_in, db):
    staged.draft(db)
    page = sign_in(Role.INTERPRETATION_PLANNER).get(BASE + "1/board/").text
    assert len(staged.texts(page, "card-meeting")) == 3
    assert staged.texts(page, "move") == staged.buttons(page) == []


def test_a_released_version_is_copied_before_it_is_changed(secretariat, db):
    version = staged.approved(db)
    page = secretariat.get(BASE + "1/board/").text
    assert staged.texts(page, "move") == []
    assert "Change a copy by hand" in staged.buttons(page)
    refused = move(secretariat, version, "wg", "2008-10-10/am", row_version=version.row_version)
    assert refused.status_code == 409
    copied = secretariat.post(BASE + "1/copy")
    assert (copied.status_code, copied.location) == (303, BASE + "2/board/")
    assert (
        programmes.version(db, site.SECRETARIAT, staged.conference(db), 2).status
        is VersionStatus.DRAFT
    )


def test_what_the_rules_forbid_is_said_on_the_board(secretariat, db):
    version = staged.approved(db)
    row_version = version.row_version
    answer = move(secretariat, version, "wg", "2008-10-10/am", row_version, headers=HTMX)
    assert answer.status_code == 409
    assert len(staged.texts(answer.text, "notice")) == 1
    assert len(staged.texts(answer.text, "card-meeting")) == 3


def test_there_is_no_such_meeting(secretariat, db):
    staged.draft(db)
    data = {"to": "2008-10-10/am", "row_version": 1}
    assert secretariat.post(BASE + "1/meetings/999/move", data=data).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_meetings(secretariat, db):
    few = staged.draft(db, staged.planned({"1": [(0, 60)]}))
    many = staged.draft(db)

    def queries(version):
        with counted(staged.engine_of(db)) as statements:
            secretariat.get(f"{BASE}{version.number}/board/")
        return len(statements)

    queries(few)  # the first request opens the connection
    assert queries(few) == queries(many)
