"""Requirements changed through forms: one validator, and nothing typed is lost."""

import pytest
from lxml import html

from procedure.permissions import Role
from scheduler.problem import Closure, Column, Held, HeldPart, Preference, RelationKind, Weight
from tests import site, staged
from tests.requirement_pages import (
    BASE,
    HTMX,
    audited,
    opened,
    page,
    related,
    said,
    sent,
    store,
    stored,
)
from tests.unit import problems

pytestmark = pytest.mark.in_turn

BEFORE = {"f-rule": "before", "f-first": "1", "f-second": "2", "f-because": "one leads to two"}


@pytest.fixture
def secretary(sign_in):
    return sign_in(Role.SECRETARIAT)


def test_a_relation_is_added_and_shown(secretary, db):
    answer = sent(secretary, "relations/edit", 303, **BEFORE)
    assert answer.location == BASE + "?saved=relations.before.1.2#relations.before.1.2"
    shown = secretary.get(answer.location).text
    assert staged.texts(shown, "entry-saved")[0].startswith(
        "Item 1 is finished before item 2 is taken, because one leads to two."
    )
    assert staged.texts(shown, "toast-line") == ["Added."]
    action, subject, details = audited(db)
    assert (action, subject) == (
        "requirements:edit",
        f"session/{site.SLUG}/requirements/relations",
    )
    assert details["entry"]["because"] == "one leads to two"


def test_a_window_that_begins_on_a_day_without_meetings_is_kept_by_its_form(secretary, db):
    first, last = problems.at(problems.THU), problems.at(problems.FRI)
    kept = problems.business("1", not_before=first, not_after=last)
    free = problems.session(days_without_meetings=(problems.THU,))
    store(db, session=free, business=(kept,))
    fields = opened(secretary, "business/edit?key=1")
    assert fields["f-not_before"] == "2008-10-09"
    sent(secretary, "business/edit?key=1", 303, **fields)
    (business,) = stored(db).business
    assert (business.not_before, business.not_after) == (first, last)


def test_a_time_is_closed_and_opened_again(secretary, db):
    fields = {
        "f-when": "2008-10-08 pm",
        "f-column": "parallel",
        "f-because": "the host gives a reception",
    }
    answer = sent(secretary, "closures/edit", 303, **fields)
    key = "2008-10-08.pm.parallel"
    assert answer.location == f"{BASE}?saved=closures.{key}#closures.{key}"
    assert staged.texts(secretary.get(answer.location).text, "entry-saved")[0].startswith(
        "No parallel meeting is held on 8 October 2008, 3 p.m., because the host gives a reception."
    )
    closed = Closure(
        date=problems.WED,
        slot="pm",
        column=Column.PARALLEL,
        because="the host gives a reception",
    )
    assert stored(db).closures == (closed,)
    fields = opened(secretary, f"closures/remove?key={key}")
    sent(secretary, f"closures/remove?key={key}", 303, **fields)
    assert stored(db).closures == ()


FIRST_CLOSED = Closure(date=problems.WED, slot="pm", because="of a feast")
NEXT_CLOSED = Closure(date=problems.THU)
AFTER = {"f-rule": "before", "f-first": "2", "f-second": "1"}


@pytest.mark.parametrize("path", ["closures/edit", "closures/edit?key=2008-10-08.pm"])
@pytest.mark.parametrize("closures", [(FIRST_CLOSED, NEXT_CLOSED), (NEXT_CLOSED, FIRST_CLOSED)])
def test_a_time_is_closed_once(secretary, db, path, closures):
    store(db, closures=closures)
    fields = opened(secretary, path) | {"f-when": "2008-10-09", "f-column": ""}
    shown = sent(secretary, path, 422, **fields).text
    assert staged.texts(shown, "field-error") == [
        "There is this already: No meeting is held on 9 October 2008. Change that, or this."
    ]
    (wrong,) = html.fromstring(shown).xpath("//*[contains(@class, 'field-wrong')]//select")
    assert wrong.get("name") == "f-when"


@pytest.mark.parametrize("path", ["relations/edit", "relations/edit?key=before.1.2"])
@pytest.mark.parametrize("rows", [(("1", "2"), ("2", "1")), (("2", "1"), ("1", "2"))])
def test_a_relation_is_asked_for_once(secretary, db, path, rows):
    store(db, **related(*((RelationKind.BEFORE, *row) for row in rows)))
    shown = sent(secretary, path, 422, **opened(secretary, path) | AFTER).text
    assert staged.texts(shown, "field-error") == [
        "There is this already: Item 2 is finished before item 1 is taken. Change that, or this."
    ]
    (wrong,) = html.fromstring(shown).xpath("//*[contains(@class, 'field-wrong')]//select")
    assert wrong.get("name") == "f-second"


def test_a_relation_of_one_item_is_wrong_at_that_item(secretary, db):
    store(db, **related((RelationKind.ALONE, "1")))
    shown = sent(secretary, "relations/edit", 422, **{"f-rule": "alone", "f-first": "1"}).text
    (wrong,) = html.fromstring(shown).xpath("//*[contains(@class, 'field-wrong')]//select")
    assert wrong.get("name") == "f-first"


def test_the_symbol_of_a_document_is_given_once(secretary, db):
    papers = (problems.document("A/1", problems.WED), problems.document("A/2", problems.WED))
    store(db, documents=papers)
    path = "documents/edit?key=A/1"
    shown = sent(secretary, path, 422, **opened(secretary, path) | {"f-symbol": "A/2"}).text
    assert staged.texts(shown, "field-error") == [
        '"A/2" is the name of another already; give another.'
    ]


def test_what_has_been_held_is_changed_in_a_file_only(secretary, db):
    part = HeldPart(business="1", date=problems.WED, slot="am", minutes=60)
    store(db, held=Held(before=problems.at(problems.WED, "pm"), parts=(part,)))
    fields = opened(secretary, "business/remove?key=1")
    shown = sent(secretary, "business/remove?key=1", 422, **fields).text
    assert staged.texts(shown, "notice") == [
        "It is still asked for by: what has been held already"
        " (import the file anew to change that) Change or remove these first."
    ]
    fields = opened(secretary, "business/edit?key=1") | {"f-minutes": "30"}
    shown = sent(secretary, "business/edit?key=1", 422, **fields).text
    assert (
        "What has been held already (import the file anew to change that):"
        ' The parts of "1" come to 60 minutes, and it needs 30: give fewer here, or more to it.'
    ) in staged.texts(shown, "error-summary")[0]


def test_a_slot_is_not_removed_while_a_closure_names_it(secretary, db):
    store(db, closures=(Closure(date=problems.WED, slot="pm"),))
    fields = opened(secretary, "slots/remove?key=pm")
    refused = sent(secretary, "slots/remove?key=pm", 422, **fields).text
    assert "No meeting is held on 8 October 2008, 3 p.m." in refused


def test_what_is_wished_is_filled_in(secretary, db):
    fields = opened(secretary, "business/edit?key=2") | {
        "f-most_parts": "2",
        "f-source_of_most_parts": "Note 1",
        "f-wished": "2008-10-09",
        "f-not_on": ["2008-10-08", "2008-10-10 am"],
    }
    sent(secretary, "business/edit?key=2", 303, **fields)
    two = stored(db).business[1]
    assert (two.most_parts, two.wished) == (2, problems.at(problems.THU))
    assert two.not_on == (problems.at(problems.WED), problems.at(problems.FRI, "am"))
    assert two.sources == {"most_parts": "Note 1"}


def test_most_meetings_are_asked_for_only_where_there_can_be_several(secretary, db):
    fields = opened(secretary, "business/edit?key=2") | {"f-most_parts": "3"}
    del fields["f-may_split"]
    sent(secretary, "business/edit?key=2", 422, **fields | {"f-minutes": "0"})
    sent(secretary, "business/edit?key=2", 303, **fields | {"f-minutes": "60"})
    assert (stored(db).business[1].may_split, stored(db).business[1].most_parts) == (False, None)


def test_minutes_become_a_list_of_speakers_with_its_total(secretary, db):
    fields = opened(secretary, "business/edit?key=1") | {
        "f-how_long": "speakers",
        "f-speakers_number": "83",
        "f-speakers_limit": "3",
        "f-speakers_changeover": "30",
    }
    preview = sent(secretary, "business/preview?key=1", 200, HTMX, **fields).text
    assert said(preview)[0].startswith(
        "4 h 51 min in plenary, for 83 speakers with 3 minutes each and 30 seconds in between;"
    )
    sent(secretary, "business/edit?key=1", 303, **fields)
    assert stored(db).business[0].needed_minutes == 291


@pytest.mark.parametrize("headers", [None, HTMX])
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(secretary, db, headers):
    fields = opened(secretary, "business/edit?key=1") | {"f-minutes": "many", "f-title": "New"}
    shown = sent(secretary, "business/edit?key=1", 422, headers, **fields).text
    wrong = html.fromstring(shown).xpath("//*[contains(@class, 'field-wrong')]//input")
    assert [(one.get("name"), one.get("value")) for one in wrong] == [("f-minutes", "many")]
    described = wrong[0].get("aria-describedby").split()
    assert staged.texts(shown, "field-error") == [
        'Give a whole number from 1 to 100000; this is "many".'
    ]
    assert described == ["f-minutes-error"]
    assert html.fromstring(shown).xpath("//input[@name='f-title']/@value") == ["New"]
    assert ("<html" in shown) == (headers is None)
    assert stored(db).business[0].title == "Title of 1"


def test_what_would_go_wrong_elsewhere_is_told_with_its_name(secretary, db):
    fixed = (problems.at(problems.FRI, "am"),)
    store(db, business=(problems.business("1"), problems.business("2", fixed=fixed)))
    fields = opened(secretary, "session/edit") | {"f-last_day": "2008-10-09"}
    shown = sent(secretary, "session/edit", 422, **fields).text
    assert "Item 2: No meetings are held" in staged.texts(shown, "error-summary")[0]


def test_the_preview_waits_until_all_is_there(secretary):
    shown = sent(secretary, "relations/preview", 200, HTMX, **(BEFORE | {"f-second": ""})).text
    assert staged.texts(shown, "preview-title") == [
        "Once everything needed is filled in, it will read here as a sentence."
    ]


def test_the_preview_is_a_page_without_a_script(secretary):
    shown = sent(secretary, "relations/preview", 200, **BEFORE).text
    assert staged.texts(shown, "preview") == [
        "This will read: Item 1 is finished before item 2 is taken, because one leads to two."
    ]
    assert html.fromstring(shown).xpath("//input[@name='f-because']/@value") == ["one leads to two"]


def test_a_change_by_another_to_the_same_entry_shows_both(secretary, db):
    fields = opened(secretary, "business/edit?key=1") | {"f-minutes": "20"}
    store(db, business=(problems.business("1", 90), problems.business("2")))
    shown = sent(secretary, "business/edit?key=1", 409, **fields).text
    (notice,) = staged.texts(shown, "notice-stale")
    assert "It now reads: “1 Title of 1: 1 h 30 min in plenary" in notice
    assert "Yours will read: “1 Title of 1: 20 min in plenary" in notice
    again = html.fromstring(shown).xpath("//form[contains(@class, 'entry-form')]")[0]
    assert stored(db).business[0].minutes == 90
    sent(secretary, "business/edit?key=1", 303, **dict(again.form_values()))
    assert stored(db).business[0].minutes == 20


def test_a_change_by_another_to_another_entry_stands_in_nobodys_way(secretary, db):
    fields = opened(secretary, "business/edit?key=1") | {"f-minutes": "20"}
    store(db, business=(problems.business("1"), problems.business("2", 90)))
    sent(secretary, "business/edit?key=1", 303, **fields)
    assert [one.minutes for one in stored(db).business] == [20, 90]


def test_a_relation_is_known_again_though_its_place_has_changed(secretary, db):
    first = (RelationKind.BEFORE, "1", "2")
    second = (RelationKind.ENDS_SESSION, "wg")
    store(db, **related(first, second))
    fields = opened(secretary, "relations/edit?key=ends_session.wg") | {"f-because": "it does"}
    store(db, **related(second, first))
    sent(secretary, "relations/edit?key=ends_session.wg", 303, **fields)
    assert [one.because for one in stored(db).relations] == ["it does", ""]


def test_an_entry_removed_by_another_can_be_added_again(secretary, db):
    store(db, **related((RelationKind.BEFORE, "1", "2")))
    fields = opened(secretary, "relations/edit?key=before.1.2") | {"f-because": "it must"}
    store(db)
    shown = sent(secretary, "relations/edit?key=before.1.2", 409, **fields).text
    assert "It has been removed." in staged.texts(shown, "notice-stale")[0]
    again = html.fromstring(shown).xpath("//form[contains(@class, 'entry-form')]")[0]
    sent(secretary, "relations/edit?key=before.1.2", 303, **dict(again.form_values()))
    assert [one.because for one in stored(db).relations] == ["it must"]


def test_weights_are_put_on_a_scale(secretary, db):
    fields = opened(secretary, "preferences/edit?key=few_splits") | {"f-scale": "6"}
    sent(secretary, "preferences/edit?key=few_splits", 303, **fields)
    assert stored(db).preferences == {Preference.FEW_SPLITS: Weight(weight=6)}
    assert "Matters much (6)." in " ".join(said(page(secretary)))


def test_a_preference_has_a_rank_and_is_never_worse(secretary, db):
    where = "preferences/edit?key=few_splits"
    fields = opened(secretary, where) | {"f-scale": "2", "f-rank": "1", "f-never_worse": "y"}
    sent(secretary, where, 303, **fields)
    wanted = Weight(weight=2, rank=1, never_worse=True)
    assert stored(db).preferences == {Preference.FEW_SPLITS: wanted}
    sentences = " ".join(said(page(secretary)))
    assert "Rank 1: before all that comes later." in sentences
    assert "It is never worse than in the version that a search begins from." in sentences
    assert opened(secretary, where)["f-rank"] == "1"
    without = opened(secretary, where) | {"f-rank": ""}
    del without["f-never_worse"]
    sent(secretary, where, 303, **without)
    assert stored(db).preferences == {Preference.FEW_SPLITS: Weight(weight=2)}
    assert "f-never_worse" not in opened(secretary, "preferences/edit?key=closeness")


def test_what_weighs_nothing_has_no_rank(secretary):
    where = "preferences/edit?key=few_splits"
    fields = opened(secretary, where) | {"f-scale": "0", "f-rank": "1"}
    shown = sent(secretary, where, 422, **fields).text
    assert "what weighs 0 has no rank" in shown


def test_the_number_of_items_not_counted_belongs_to_short_agendas(secretary, db):
    fields = opened(secretary, "preferences/edit?key=short_agendas")
    assert fields["f-above"] == "3"
    fields |= {"f-scale": "4", "f-above": "1"}
    sent(secretary, "preferences/edit?key=short_agendas", 303, **fields)
    assert stored(db).preferences == {Preference.SHORT_AGENDAS: Weight(weight=4, above=1)}
    sentence = "Matters clearly (4). Counted: each item beyond the first in a meeting."
    assert sentence in said(page(secretary))
    assert "f-above" not in opened(secretary, "preferences/edit?key=near")


@pytest.mark.parametrize(
    ("headers", "wanted"), [({}, ["h1", "h2"]), ({"HX-Request": "true"}, ["h3"])]
)
def test_headings_leave_out_no_level_wherever_the_form_stands(sign_in, headers, wanted):
    answer = sign_in(Role.SECRETARIAT).get(BASE + "rooms/edit?key=A", headers=headers)
    headings = html.fromstring(answer.text).xpath("//h1 | //h2 | //h3 | //h4")
    assert [heading.tag for heading in headings] == wanted


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "x"}])
def test_a_form_that_does_not_say_what_it_showed_decides_nothing(secretary, db, seen):
    fields = opened(secretary, "business/edit?key=1")
    del fields["seen"]
    sent(secretary, "business/edit?key=1", 409, **(fields | {"f-minutes": "20"} | seen))
    assert stored(db) == problems.problem()
