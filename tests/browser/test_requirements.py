"""Requirements entered and edited by a person: in place, on a phone, without a script."""

import re

import pytest
from playwright.sync_api import Page, expect

from procedure.permissions import Role
from services.requirements import problem_of
from tests import site, staged
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.keys import drag

BASE = f"/sessions/{site.SLUG}/requirements/"
FORMS = [
    "session",
    "slots&key=am",
    "at_once",
    "closures",
    "rooms&key=A",
    "interpretation",
    "entitlement",
    "exceptions",
    "bodies&key=wg",
    "business&key=1",
    "relations",
    "documents",
    "preferences&key=few_splits",
    "preferences&key=short_agendas",
]


def stored(db):
    staged.renew(db)
    return problem_of(db, staged.conference(db))


def edit(page: Page, anchor: str) -> None:
    page.locator(f'[id="{anchor}"] .entry-edit').click()
    expect(page.locator(".form-title")).to_be_focused()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.BUREAU])
def test_the_page_is_accessible_and_fits(visit, presentable, role):
    presentable(visit(BASE, role))


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_accessible_and_fits(visit, accessible, fits, form):
    kind, _, key = form.partition("&")
    page = visit(f"{BASE}{kind}/edit?{key}", Role.SECRETARIAT, viewport=PHONE)
    for more in page.locator("details:visible").all():
        more.evaluate("element => { element.open = true }")
    accessible(page)
    fits(page)
    page.set_viewport_size(DESKTOP)
    fits(page)


@pytest.mark.parametrize("path", ["order", "upload", "business/remove?key=1"])
def test_other_pages_are_accessible_and_fit(visit, accessible, fits, path):
    page = visit(BASE + path, Role.SECRETARIAT, viewport=PHONE)
    accessible(page)
    fits(page)


def test_a_person_adds_a_relation_and_sees_its_sentence(visit, db):
    page = visit(BASE, Role.SECRETARIAT)
    page.get_by_role("link", name="Add a rule of order").click()
    page.get_by_label("Item A", exact=True).select_option(label="1 Title of 1")
    page.get_by_label("Item B", exact=True).select_option(label="Working group")
    page.get_by_label("Because", exact=True).fill("the group needs the result")
    sentence = (
        "Item 1 is finished before Working group (wg) is taken, because the group needs the result."
    )
    expect(page.locator(".preview .entry-sentence")).to_have_text(sentence)
    save(page)
    row = page.locator('[id="relations.before.1.wg"]')
    expect(row.locator(".entry-sentence")).to_have_text(sentence)
    expect(row.locator(".entry-edit")).to_be_focused()
    expect(page.locator(".toast-line")).to_have_text("Added.")
    assert page.url.endswith(BASE)
    assert stored(db).relations[0].because == "the group needs the result"


def test_the_source_of_a_condition_is_asked_for_where_it_stands(visit, db):
    page = visit(BASE + "business/edit?key=1", Role.SECRETARIAT)
    page.get_by_text("More conditions").click()
    one, seats, first, window = (
        page.locator(f"#f-source_of_{name}")
        for name in ("may_split", "seats", "starts_meeting", "not_before")
    )
    expect(one).to_be_visible()
    for hidden in (seats, first, window):
        expect(hidden).to_be_hidden()
    page.get_by_label("It may be continued").check()
    page.get_by_label("Seats needed").fill("5")
    page.get_by_label("It comes first").check()
    page.get_by_label("Not before", exact=True).select_option(index=1)
    expect(one).to_be_hidden()
    for shown in (seats, first, window):
        expect(shown).to_be_visible()
    page.get_by_label("Source: seats").fill("Letter of 3 July")
    save(page)
    expect(page.locator(".toast-line")).to_have_text("Saved.")
    expect(page.locator("[id='business.1'] .entry-sources")).to_contain_text(
        "seats: Letter of 3 July"
    )
    assert stored(db).business[0].sources == {"seats": "Letter of 3 July"}


def test_only_the_fields_of_the_rule_chosen_are_in_sight(visit):
    page = visit(BASE + "relations/edit", Role.SECRETARIAT)
    second, further = page.locator("#f-second"), page.get_by_text("And further items")
    page.get_by_label("A ends the session").check()
    expect(second).to_be_hidden()
    page.get_by_label("A and B are taken in one meeting").check()
    expect(second).to_be_visible()
    expect(further.first).to_be_visible()


def test_minutes_become_a_list_of_speakers(visit, db):
    page = visit(BASE, Role.SECRETARIAT)
    edit(page, "business.1")
    page.get_by_label("As its list of speakers takes").check()
    page.get_by_label("Speakers", exact=True).fill("83")
    page.get_by_label("Minutes for each").fill("3")
    page.get_by_label("Seconds between two speakers").fill("30")
    expect(page.locator(".preview .entry-sentence")).to_contain_text("4 h 51 min in plenary")
    page.get_by_label("It may be continued in another meeting").check()
    save(page)
    row = page.locator('[id="business.1"]')
    expect(row).to_contain_text("for 83 speakers with 3 minutes each and 30 seconds in between")
    expect(page.locator(".counts")).to_contain_text("Plenary meetings: at least 3 needed")
    assert stored(db).business[0].needed_minutes == 291


def test_wrong_input_keeps_what_was_typed_and_names_the_field(visit, accessible):
    page = visit(BASE, Role.SECRETARIAT)
    edit(page, "business.1")
    page.get_by_label("Minutes in all").fill("an hour")
    page.get_by_label("Title", exact=True).fill("A new title")
    save(page)
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Minutes in all: Give a whole number from 1 to 100000")
    expect(page.get_by_label("Minutes in all")).to_have_value("an hour")
    expect(page.get_by_label("Title", exact=True)).to_have_value("A new title")
    accessible(page)
    summary.get_by_role("link").click()
    expect(page.get_by_label("Minutes in all")).to_be_focused()
    page.get_by_label("Minutes in all").fill("75")
    save(page)
    expect(page.locator('[id="business.1"]')).to_contain_text("1 h 15 min in plenary")


def test_another_form_is_opened_only_if_what_was_typed_may_go(visit):
    page = visit(BASE, Role.SECRETARIAT)
    edit(page, "business.1")
    page.get_by_label("Title", exact=True).fill("Changed")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator('[id="business.2"] .entry-edit').click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Changed")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator('[id="business.2"] .entry-edit').click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Title of 2")
    expect(page.locator(".entry-form")).to_have_count(1)
    expect(page.locator('[id="business.1"] .entry-title')).to_have_text("Title of 1")
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator(".entry-form")).to_have_count(0)


def test_an_entry_is_removed_after_a_question(visit, db):
    page = visit(BASE, Role.SECRETARIAT)
    edit(page, "business.2")
    page.get_by_role("link", name="Remove…").click()
    expect(page.locator(".to-remove")).to_contain_text("2 Title of 2: 4 h in plenary")
    page.get_by_role("button", name="Remove").click()
    expect(page.locator('[id="business.2"]')).to_have_count(0)
    assert [one.id for one in stored(db).business] == ["1", "wg"]


def test_what_others_refer_to_is_not_removed(visit):
    page = visit(BASE, Role.SECRETARIAT)
    edit(page, "bodies.wg")
    page.get_by_role("link", name="Remove…").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".entry-form .notice")).to_contain_text("It is still asked for by:")
    page.get_by_role("link", name="Back to the list").click()
    expect(page.locator('[id="bodies.wg"] .entry-title')).to_be_visible()


def test_rows_are_found_while_typing(visit):
    page = visit(BASE, Role.SECRETARIAT)
    page.get_by_label("Find in the requirements").fill("title of 2")
    expect(page.locator('[id="business.2"]')).to_be_visible()
    expect(page.locator('[id="business.1"]')).to_be_hidden()
    expect(page.locator("#where")).to_be_hidden()
    page.get_by_label("Find in the requirements").fill("nowhere at all")
    expect(page.get_by_text("No requirement has these words.")).to_be_visible()
    page.get_by_label("Find in the requirements").fill("")
    expect(page.locator("#where")).to_be_visible()


def test_business_is_moved_by_buttons_and_by_dragging(visit, db):
    page = visit(BASE, Role.SECRETARIAT)
    page.get_by_role("link", name="Change the order").click()
    page.get_by_role("button", name="Move up: Working group").click()
    expect(page.locator(".order-title")).to_have_text(["Title of 1", "Working group", "Title of 2"])
    rows = page.locator(".order-list li")
    below = rows.nth(2).bounding_box()["height"] - 4
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        drag(page.locator(".handle").nth(0), rows.nth(2), to={"x": 12, "y": below})
    expect(page.locator(".order-title")).to_have_text(["Working group", "Title of 2", "Title of 1"])
    page.get_by_role("link", name="Done", exact=True).click()
    titles = page.locator("#what .entry-title")
    expect(titles).to_have_text(["Working group", "Title of 2", "Title of 1"])
    assert [one.id for one in stored(db).business] == ["wg", "2", "1"]


def test_it_all_works_without_a_script(visit, db):
    page = visit(BASE, Role.SECRETARIAT, java_script_enabled=False)
    page.get_by_role("link", name="Add a rule of order").click()
    page.get_by_label("No other meeting is held while A is taken").check()
    page.get_by_label("Item A", exact=True).select_option("2")
    page.get_by_role("button", name="See how it will read").click()
    sentence = "No other meeting is held while item 2 is taken."
    expect(page.locator(".preview .entry-sentence")).to_have_text(sentence)
    save(page)
    expect(page.locator(".entry-saved .entry-sentence")).to_have_text(sentence)
    assert page.url.endswith("?saved=relations.alone.2#relations.alone.2")
    page.get_by_role("link", name="Change the order").click()
    page.get_by_role("button", name="Move down: Title of 1").click()
    expect(page.locator(".order-title")).to_have_text(["Title of 2", "Title of 1", "Working group"])
    assert [one.id for one in stored(db).business] == ["2", "1", "wg"]


def test_a_file_is_put_in_after_a_look(visit, db, tmp_path, accessible):
    page = visit(BASE, Role.SECRETARIAT)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download as a file").click()
    path = tmp_path / "session.yaml"
    written = taken.value.path().read_text(encoding="utf-8")
    path.write_text(re.sub("minutes: 60", "minutes: 50", written), encoding="utf-8")
    page.get_by_role("link", name="Put in a file").click()
    page.get_by_label("File", exact=True).set_input_files(path)
    page.get_by_role("button", name="See what will change").click()
    expect(page.locator(".come")).to_contain_text("50 min in plenary")
    accessible(page)
    assert stored(db).business[0].minutes == 60
    page.get_by_role("button", name="Put it in place of the requirements").click()
    expect(page.locator('[id="business.1"]')).to_contain_text("50 min in plenary")
