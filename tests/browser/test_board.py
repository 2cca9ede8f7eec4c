"""The board in a real browser: by mouse, by keyboard, and beside another who is at it."""

import re

import pytest
from playwright.sync_api import expect

from procedure.permissions import Role
from services import moves, programmes, requirements
from tests import site, staged
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.keys import drag, type_ahead
from tests.unit.problems import FRI

BOARD = f"/sessions/{site.SLUG}/programme/versions/1/board/"
FOCUSED = """() =>
  document.activeElement.closest('.card-meeting')?.innerText.includes('Working group')"""
ROOMY = {"width": DESKTOP["width"], "height": 1600}


@pytest.fixture
def version(db):
    """A draft that breaks nothing, as long as the working group is not beside item 1."""
    session = staged.conference(db)
    requirements.put_entry(
        db,
        site.SECRETARIAT,
        session,
        section="relations",
        data={"kind": "never_parallel", "business": ["1", "wg"]},
        expected_version=session.version,
    )
    return staged.draft(db)


@pytest.fixture
def board(visit, version):
    """The board before the secretary."""
    return visit(BOARD, Role.SECRETARIAT, viewport=ROOMY)


def cell(board, period, column="parallel"):
    return board.locator(f'[data-period="{period}"][data-column="{column}"]')


def card(board, words):
    return board.locator(".card-meeting", has_text=words)


def test_a_meeting_is_dragged_and_what_that_breaks_appears_at_once(board, accessible, db):
    expect(board.locator(".board-broken h2")).to_have_text("All requirements are kept")
    drag(card(board, "Working group"), cell(board, "2008-10-08/am"))
    board.get_by_role("heading", name="It breaks 1 requirement").wait_for()
    expect(board.locator(".card-broken")).to_have_count(2)
    sentence = "Item 1 and Working group (wg) are taken in parallel on 8 October 2008, 10 a.m."
    expect(board.locator(".violations p").first).to_have_text(sentence)
    expect(cell(board, "2008-10-08/am").locator(".card-meeting")).to_have_count(1)
    assert staged.held(db, 1)["wg"] == ("2008-10-08", "am")
    accessible(board)


def test_it_can_be_dragged_again_and_the_last_move_undone(board, db):
    drag(card(board, "Working group"), cell(board, "2008-10-08/am"))
    board.get_by_role("heading", name="It breaks 1 requirement").wait_for()
    drag(card(board, "Working group"), cell(board, "2008-10-10/am"))
    board.get_by_role("heading", name="All requirements are kept").wait_for()
    board.get_by_role("button", name="Undo").click()
    board.get_by_role("heading", name="It breaks 1 requirement").wait_for()
    assert staged.held(db, 1)["wg"] == ("2008-10-08", "am")


def test_the_keyboard_follows_the_meeting_that_is_moved_back(visit, version):
    board = visit(BOARD, Role.SECRETARIAT, viewport={"width": 1280, "height": 500})
    meeting = card(board, "Working group")
    meeting.locator("summary").click()
    meeting.get_by_label("Move to").select_option("2008-10-10/pm")
    meeting.get_by_role("button", name="Move here").click()
    cell(board, "2008-10-10/pm").locator(".card-meeting").wait_for()
    board.get_by_role("button", name="Undo").press("Enter")
    cell(board, "2008-10-08/pm").locator(".card-meeting").wait_for()
    board.wait_for_function(FOCUSED)
    board.wait_for_function(
        "() => { const { top, bottom } = document.activeElement.getBoundingClientRect();"
        " return 0 <= top && top < bottom && bottom <= 500 }"
    )


def test_a_meeting_does_not_leave_its_column(board, db):
    drag(card(board, "Working group"), cell(board, "2008-10-10/am", "plenary"))
    board.wait_for_function("() => !Sortable.active")
    expect(cell(board, "2008-10-08/pm").locator(".card-meeting")).to_have_count(1)
    assert staged.held(db, 1)["wg"] == ("2008-10-08", "pm")


def test_the_keyboard_alone_moves_and_pins(board, db):
    board.locator(".card-meeting", has_text="Working group").locator("summary").focus()
    board.keyboard.press("Enter")
    board.keyboard.press("Tab")
    type_ahead(board, "Friday, 10")
    board.keyboard.press("Tab")
    board.keyboard.press("Enter")
    board.locator(".board-said").wait_for()
    assert staged.held(db, 1)["wg"] == ("2008-10-10", "am")
    said = re.compile("^Moved to Friday, 10 October")
    expect(board.get_by_role("status").first).to_have_text(said)
    board.wait_for_function(FOCUSED)
    card(board, "Working group").get_by_role("button", name="Pin").press("Enter")
    board.locator(".card-pinned").wait_for()
    board.wait_for_function("() => document.activeElement.id.startsWith('pin-')")


def test_the_page_stays_where_it_is_when_a_meeting_is_moved(visit, version):
    board = visit(BOARD, Role.SECRETARIAT, viewport={"width": 1280, "height": 500})
    meeting = card(board, "Working group")
    meeting.locator("summary").click()
    meeting.get_by_label("Move to").select_option("2008-10-10/pm")
    place = board.evaluate("() => scrollY")
    meeting.get_by_role("button", name="Move here").click()
    board.locator(".board-said").wait_for()
    board.wait_for_function(FOCUSED)  # it has been put where it stays
    assert board.evaluate("() => scrollY") == place


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 500}, PHONE], ids=["wide", "phone"])
def test_what_was_done_and_undo_stay_in_sight_and_do_not_cover_the_meeting(
    visit, version, viewport
):
    board = visit(BOARD, Role.SECRETARIAT, viewport=viewport)
    meeting = card(board, "Title of 1")
    meeting.locator("summary").click()
    meeting.get_by_label("Move to").select_option("2008-10-08/pm")
    meeting.get_by_role("button", name="Move here").click()
    undo = board.get_by_role("button", name="Undo")
    undo.wait_for()
    expect(undo).to_be_in_viewport(ratio=1)
    expect(board.locator(".board-said")).to_contain_text("It breaks 1 requirement")
    summary = board.locator("summary:focus")
    bar = board.locator(".board-bar").bounding_box()
    focused = summary.bounding_box()
    assert focused["y"] + focused["height"] <= bar["y"] or focused["y"] >= bar["y"] + bar["height"]
    board.evaluate("() => scrollTo(0, document.querySelector('.board-main').offsetTop)")
    expect(undo).to_be_in_viewport(ratio=1)


def test_without_scripts_it_works_as_well(visit, version, db):
    board = visit(BOARD, Role.SECRETARIAT, java_script_enabled=False)
    meeting = card(board, "Working group")
    meeting.locator("summary").click()
    meeting.get_by_label("Move to").select_option("2008-10-10/pm")
    meeting.get_by_role("button", name="Move here").click()
    cell(board, "2008-10-10/pm").locator(".card-meeting").wait_for()
    assert staged.held(db, 1)["wg"] == ("2008-10-10", "pm")
    assert board.url.endswith(BOARD)


def test_who_comes_second_is_shown_what_the_first_did(board, version, db):
    wg = next(m.id for m in version.meetings if m.body == "wg")
    session = staged.conference(db)
    first = programmes.version(db, site.SECRETARIAT, session, 1)
    moves.move_meeting(db, site.SECRETARIAT, first, wg, date=FRI, slot="pm", expected_row_version=1)
    drag(card(board, "Title of 1"), cell(board, "2008-10-09/am", "plenary"))
    told = "Someone else changed this draft meanwhile"
    expect(board.get_by_role("alert")).to_contain_text(told)
    expect(cell(board, "2008-10-10/pm").locator(".card-meeting")).to_have_count(1)
    expect(cell(board, "2008-10-09/am", "plenary").locator(".card-meeting")).to_have_count(0)


@pytest.mark.parametrize("dragged", [False, True], ids=["pinned", "dragged"])
def test_an_answer_that_is_no_board_is_said_above_it_and_the_board_stays(board, db, dragged):
    board.context.clear_cookies()
    if dragged:
        drag(card(board, "Working group"), cell(board, "2008-10-10/am"))
    else:
        card(board, "Working group").get_by_role("button", name="Pin").click()
    expect(board.get_by_role("alert")).to_contain_text("You are not signed in any more")
    expect(board.locator(".card-meeting")).to_have_count(3)
    expect(cell(board, "2008-10-08/pm").locator(".card-meeting")).to_have_count(1)
    assert staged.held(db, 1)["wg"] == ("2008-10-08", "pm")
