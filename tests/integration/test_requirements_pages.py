"""The page of requirements: sentences to read, forms to change them, and nothing typed is lost."""

from io import BytesIO
from pathlib import Path

import pytest
from lxml import html
from sqlalchemy import select

from models.audit import AuditRecord
from procedure.permissions import Role
from scheduler.problem import Preference, RelationKind, Weight
from scheduler.reading import load_problem
from scheduler.requirements import requirements as all_requirements
from scheduler.writing import dump_yaml
from services import requirements
from services.requirements import problem_of
from tests import site, staged
from tests.record import counted
from tests.unit import problems

BASE = f"/sessions/{site.SLUG}/requirements/"
HTMX = {"HX-Request": "true"}
EXAMPLES = Path(__file__).parents[2] / "examples"
BEFORE = {"f-rule": "before", "f-first": "1", "f-second": "2", "f-because": "one leads to two"}


@pytest.fixture
def secretary(sign_in):
    return sign_in(Role.SECRETARIAT)


def stored(db):
    staged.renew(db)
    return problem_of(db, staged.conference(db))


def store(db, **changes):
    """State the small problem anew, with changes; as the session that it is."""
    staged.renew(db)
    requirements.import_problem(db, site.SECRETARIAT, problems.problem(**changes))


def related(*relations):
    return {"relations": tuple(problems.relation(kind, *names) for kind, *names in relations)}


def page(client, path="", status=200, **options):
    answer = client.get(BASE + path, **options)
    assert answer.status_code == status
    return answer.text


def sent(client, path, status, headers=None, **fields):
    answer = client.post(BASE + path, data=fields, headers=headers)
    assert answer.status_code == status
    return answer


def opened(client, path):
    """The fields of a form with what they hold, as a browser would send them."""
    (form,) = html.fromstring(page(client, path)).xpath("//form[contains(@class, 'entry-form')]")
    return {name: value for name, value in form.form_values() if name != "csrf_token"}


def said(shown):
    """The sentences of a page."""
    found = html.fromstring(shown).find_class("entry-sentence")
    return [" ".join(one.text_content().split()) for one in found]


def audited(db):
    staged.renew(db)
    found = db.scalars(select(AuditRecord).order_by(AuditRecord.id.desc()).limit(1)).one()
    return found.action, found.subject, found.details


# Reading


def test_every_requirement_has_its_key_as_an_anchor_once(secretary, db):
    store(
        db,
        business=(
            problems.business("1", chair="Ms. Smith", starts_meeting=True, shares_meeting=False),
            problems.business(
                "2(a)",
                240,
                may_split=True,
                consecutive=True,
                chair="Ms. Smith",
                room="A",
                seats=20,
                not_before=problems.at(problems.WED, "pm"),
                not_after=problems.at(problems.FRI),
                fixed=(problems.at(problems.THU, "am"),),
                documents=("A/1",),
            ),
        ),
        documents=(problems.document("A/1"),),
        **related((RelationKind.BEFORE, "1", "2(a)")),
    )
    ids = html.fromstring(page(secretary)).xpath("//@id")
    assert sorted(set(ids)) == sorted(ids)
    wanted = {"_".join(one.key.split()) for one in all_requirements(stored(db))}
    assert wanted - set(ids) == set()


def test_it_reads_as_a_brief(secretary, db):
    store(db, **related((RelationKind.NEVER_PARALLEL, "1", "wg")))
    sentences = said(page(secretary))
    assert sentences[:4] == [
        "The session is held from Wednesday, 8 October 2008 to Friday, 10 October 2008."
        " Hours are those of Europe/Vienna.",
        "From 10 a.m. to 1 p.m., meetings are held every day.",
        "From 3 p.m. to 6 p.m., meetings are held every day.",
        "At most 1 plenary meeting is held at a time."
        " At most 1 parallel meeting is held at a time.",
    ]
    assert "4 h in plenary; in all 6 languages; may be continued in another meeting." in sentences
    assert "Item 1 and Working group (wg) are never taken in parallel." in sentences


@pytest.mark.parametrize("role", [Role.BUREAU, Role.INTERPRETATION_PLANNER])
def test_who_may_only_look_sees_the_same_without_controls(sign_in, secretary, role):
    mine, theirs = page(secretary), page(sign_in(role))
    assert said(theirs) == said(mine)
    assert [staged.texts(theirs, name) for name in ("entry-edit", "add", "part-action")] == [[]] * 3
    assert staged.links(theirs).get("Put in a file") is None


def test_only_those_who_may_propose_are_offered_it(sign_in):
    assert "Propose a programme" in staged.buttons(page(sign_in(Role.BUREAU)))
    planner = page(sign_in(Role.INTERPRETATION_PLANNER))
    assert "Propose a programme" not in staged.buttons(planner)


def test_the_count_says_what_cannot_be(secretary, db):
    assert staged.texts(page(secretary), "does-not-fit") == []
    store(db, interpretation=problems.interpretation(teams=0))
    assert staged.texts(page(secretary), "does-not-fit") == [
        "Interpreters: at least 3 meetings needed, they can serve 0. This does not fit."
    ]
    (verdict,) = staged.texts(page(secretary), "verdict")
    assert verdict == "It cannot be done like this. Change what is marked."


def test_rows_are_found_by_words_without_a_script(secretary):
    assert staged.texts(page(secretary, "?find=TITLE of 2"), "entry-title") == ["Title of 2"]
    assert staged.texts(page(secretary, "?find=nowhere"), "found") == [
        "No requirement has these words."
    ]


def test_the_page_takes_the_same_queries_for_any_number_of_rows(secretary, db):
    engine = staged.engine_of(secretary.application.extensions["db_factory"]())
    with counted(engine) as few:
        page(secretary)
    store(db, business=tuple(problems.business(str(n), 1) for n in range(40)))
    with counted(engine) as many:
        page(secretary)
    assert len(many) == len(few)


# Changing


def test_a_relation_is_added_and_shown(secretary, db):
    answer = sent(secretary, "relations/edit", 303, **BEFORE)
    assert answer.location == BASE + "?saved=relations.0#relations.0"
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
    fields = opened(secretary, "relations/edit?key=1") | {"f-because": "it does"}
    store(db, **related(second, first))
    sent(secretary, "relations/edit?key=1", 303, **fields)
    assert [one.because for one in stored(db).relations] == ["it does", ""]


def test_an_entry_removed_by_another_can_be_added_again(secretary, db):
    store(db, **related((RelationKind.BEFORE, "1", "2")))
    fields = opened(secretary, "relations/edit?key=0") | {"f-because": "it must"}
    store(db)
    shown = sent(secretary, "relations/edit?key=0", 409, **fields).text
    assert "It has been removed." in staged.texts(shown, "notice-stale")[0]
    again = html.fromstring(shown).xpath("//form[contains(@class, 'entry-form')]")[0]
    sent(secretary, "relations/edit?key=0", 303, **dict(again.form_values()))
    assert [one.because for one in stored(db).relations] == ["it must"]


def test_weights_are_put_on_a_scale(secretary, db):
    fields = opened(secretary, "preferences/edit?key=few_splits") | {"f-scale": "6"}
    sent(secretary, "preferences/edit?key=few_splits", 303, **fields)
    assert stored(db).preferences == {Preference.FEW_SPLITS: Weight(weight=6)}
    assert "Matters much (6)." in " ".join(said(page(secretary)))


# Removing


def test_removal_asks_first(secretary, db):
    store(db, **related((RelationKind.BEFORE, "1", "2")))
    fields = opened(secretary, "relations/remove?key=0")
    assert len(stored(db).relations) == 1
    assert sent(secretary, "relations/remove?key=0", 303, **fields).location == BASE
    assert stored(db).relations == ()


def test_removal_is_refused_with_the_names_of_those_who_refer_to_it(secretary, db):
    store(db, **related((RelationKind.BEFORE, "1", "2"), (RelationKind.ALONE, "2")))
    fields = opened(secretary, "business/remove?key=1")
    shown = sent(secretary, "business/remove?key=1", 422, **fields).text
    assert staged.texts(shown, "notice") == [
        "It is still asked for by: Item 1 is finished before item 2 is taken."
        " Change or remove these first."
    ]
    assert len(stored(db).business) == 3


def test_what_has_changed_since_it_was_asked_is_not_removed(secretary, db):
    store(db, **related((RelationKind.BEFORE, "1", "2")))
    fields = opened(secretary, "relations/remove?key=0")
    store(db, **related((RelationKind.BEFORE, "2", "1")))
    sent(secretary, "relations/remove?key=0", 409, **fields)
    assert len(stored(db).relations) == 1


@pytest.mark.parametrize(
    "path",
    [
        "nothing/edit",
        "business/edit?key=99",
        "preferences/edit",
        "preferences/edit?key=beauty",
        "session/remove",
        "business/remove",
        "preferences/remove?key=few_splits",
    ],
)
def test_what_is_not_there_is_not_found(secretary, path):
    page(secretary, path, 404)
    sent(secretary, path.replace("edit", "preview"), 404)


# Order


def moved(client, status=303, **fields):
    return sent(client, "order", status, **fields)


def test_business_is_moved_in_one_step(secretary, db):
    assert moved(secretary, key="wg", position="0").location == BASE + "order"
    assert [one.id for one in stored(db).business] == ["wg", "1", "2"]
    assert audited(db)[2] == {"key": "wg", "position": 0}
    moved(secretary, key="wg", position="99")
    assert [one.id for one in stored(db).business] == ["1", "2", "wg"]
    assert staged.texts(page(secretary, "order"), "order-title")[-1] == "Working group"


def test_a_move_on_an_order_that_has_changed_is_not_made(secretary, db):
    shown = moved(secretary, 409, key="wg", position="0", version="0").text
    assert "Someone else changed the requirements" in staged.texts(shown, "notice")[0]
    assert stored(db).business[0].id == "1"


@pytest.mark.parametrize(
    "fields", [{}, {"key": "wg", "position": "up"}, {"key": "9", "position": "0"}]
)
def test_a_move_of_nothing_is_not_found(secretary, fields):
    moved(secretary, 404, **fields)


# Files


def test_the_whole_is_taken_out_as_a_file(sign_in, db, tmp_path):
    answer = sign_in(Role.BUREAU).get(BASE + "file")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={site.SLUG}.yaml"
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(answer.data)
    assert load_problem(copy) == stored(db)


def put_in(client, content, status=200):
    data = {"file": (BytesIO(content.encode()), "session.yaml")}
    answer = client.post(BASE + "upload", data=data, content_type="multipart/form-data")
    assert answer.status_code == status
    return answer.text


def test_a_file_is_put_in_after_a_look_at_what_changes(secretary, db):
    wanted = problems.problem(problems.business("1", 45), problems.business("2"))
    shown = put_in(secretary, dump_yaml(wanted))
    assert staged.texts(shown, "gone")[0].startswith("1 Title of 1: 1 h in plenary")
    assert staged.texts(shown, "come")[0].startswith("1 Title of 1: 45 min in plenary")
    assert stored(db) == problems.problem()
    (form,) = html.fromstring(shown).xpath("//main//form")
    sent(secretary, "upload", 303, **dict(form.form_values()))
    assert stored(db) == wanted


def test_the_fourth_session_is_too_large_for_no_form(secretary, db):
    wanted = (EXAMPLES / "ctoc-cop4.yaml").read_text(encoding="utf-8")
    (form,) = html.fromstring(put_in(secretary, wanted)).xpath("//main//form")
    sent(secretary, "upload", 303, **dict(form.form_values()))
    assert stored(db) == load_problem(EXAMPLES / "ctoc-cop4.yaml")
    page(secretary)


def test_a_file_that_changes_nothing_says_so(secretary, db):
    shown = put_in(secretary, dump_yaml(stored(db)))
    assert staged.texts(shown, "next-step") == ["Every sentence stays as it is."]


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ("format: [", "line 2, column 1"),
        ("{", "line 1, column 2"),
        ("", ""),
        (dump_yaml(problems.problem(session=problems.session(id="other"))), "session.id"),
        (dump_yaml(problems.problem()).replace("minutes: 60", "minutes: 0"), "business[0].minutes"),
    ],
)
def test_a_file_that_is_wrong_is_told_by_path_and_changes_nothing(secretary, db, content, path):
    shown = put_in(secretary, content, 422)
    assert staged.texts(shown, "dt") == [path]
    assert stored(db) == problems.problem()


def test_a_file_is_not_put_in_over_a_change_made_meanwhile(secretary, db):
    wanted = problems.problem(problems.business("1", 45))
    (form,) = html.fromstring(put_in(secretary, dump_yaml(wanted))).xpath("//main//form")
    store(db, business=(problems.business("1", 50),))
    shown = sent(secretary, "upload", 409, **dict(form.form_values())).text
    assert "Someone else changed the requirements" in staged.texts(shown, "notice")[0]
    assert stored(db).business[0].minutes == 50
