"""The page of requirements: sentences to read and to find, to remove and to put in order."""

import pytest
from lxml import html

from procedure.permissions import Role
from scheduler.problem import Closure, Column, Held, Preference, RelationKind, Weight
from scheduler.requirements import requirements as all_requirements
from tests import staged
from tests.record import counted
from tests.requirement_pages import BASE, audited, opened, page, related, said, sent, store, stored
from tests.unit import problems

pytestmark = pytest.mark.in_turn

WED = "8 October 2008"


@pytest.fixture
def secretary(sign_in):
    return sign_in(Role.SECRETARIAT)


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
                not_on=(problems.at(problems.FRI, "pm"),),
                most_parts=3,
                fixed=(problems.at(problems.THU, "am"),),
                documents=("A/1",),
            ),
        ),
        documents=(problems.document("A/1"),),
        closures=(Closure(date=problems.WED, slot="pm", column=Column.PARALLEL),),
        held=Held(before=problems.at(problems.WED, "pm")),
        **related((RelationKind.BEFORE, "1", "2(a)")),
    )
    ids = html.fromstring(page(secretary)).xpath("//@id")
    assert sorted(set(ids)) == sorted(ids)
    wanted = {"_".join(one.key.split()) for one in all_requirements(stored(db))}
    assert wanted - set(ids) == set()


def test_what_is_wished_avoided_and_closed_is_said(secretary, db):
    wished = problems.business(
        "1",
        240,
        may_split=True,
        most_parts=2,
        not_on=(problems.at(problems.THU), problems.at(problems.FRI, "pm")),
        wished=problems.at(problems.WED, "am"),
    )
    store(
        db,
        business=(wished, problems.group()),
        closures=(Closure(date=problems.WED, slot="pm", because="the host gives a reception."),),
        held=Held(before=problems.at(problems.WED, "pm")),
        preferences={Preference.SHORT_AGENDAS: Weight(weight=4, above=2)},
        **related((RelationKind.NEAR, "1", "wg"), (RelationKind.AFTER_BEGUN, "1", "wg")),
    )
    shown = page(secretary)
    for sentence in (
        "4 h in plenary; in all 6 languages; may be continued in another meeting; in at most 2 "
        "meetings; not on 9 October 2008 and 10 October 2008, 3–6 p.m.; if possible on "
        "8 October 2008, 10 a.m.–1 p.m.",
        "No meeting is held on 8 October 2008, 3 p.m., because the host gives a reception.",
        "Item 1 and Working group (wg) are wished to begin soon after one another.",
        "Working group (wg) is taken in later slots than the one in which item 1 is begun.",
        "Matters clearly (4). Counted: each item beyond the first 2 in a meeting.",
    ):
        assert sentence in said(shown)
    (remark,) = html.fromstring(shown).xpath("//*[@id='held']")
    assert remark.text_content() == "What was held before 8 October 2008, 3 p.m. stays as it was."


def test_at_most_one_meeting_is_said_as_one(secretary, db):
    one = problems.business("1", 60, may_split=True, consecutive=True, most_parts=1)
    store(db, business=(one, problems.group()))
    assert "1 h in plenary; in all 6 languages; in one meeting." in said(page(secretary))


@pytest.mark.parametrize(
    ("preferences", "more", "links"),
    [
        ({}, "", []),
        ({Preference.WISHED_TIMES: Weight(weight=2)}, "", []),
        (
            {Preference.WISHED_TIMES: Weight(weight=0)},
            " (not counted: see “What is better”)",
            [BASE + "#preferences.wished_times"],
        ),
    ],
    ids=["unsaid", "counted", "not counted"],
)
def test_a_wish_says_whether_it_is_left_out_of_account(secretary, db, preferences, more, links):
    wished = problems.business("1", wished=problems.at(problems.WED))
    store(db, business=(wished, problems.group()), preferences=preferences)
    shown = page(secretary)
    sentence = f"1 h in plenary; in all 6 languages; in one meeting; if possible on {WED}{more}."
    assert sentence in said(shown)
    found = html.fromstring(shown).xpath("//*[@class='entry-sentence']//a/@href")
    assert found == links
    form = html.fromstring(page(secretary, "business/edit?key=1"))
    assert form.xpath("//p[@class='help']/a/@href") == links


def test_a_sum_of_items_leads_to_each_of_them(secretary):
    shown = html.fromstring(page(secretary))
    (remark,) = shown.xpath("//*[@id='time.cop.plenary']")
    assert [(a.text, a.get("href")) for a in remark.iter("a")] == [
        ("1", "#business.1"),
        ("2", "#business.2"),
    ]
    assert [len(shown.xpath(f"//*[@id='{a.get('href')[1:]}']")) for a in remark.iter("a")] == [1, 1]


def test_the_times_of_business_are_offered_on_days_of_meetings_alone(secretary, db):
    free = problems.session(days_without_meetings=(problems.THU, problems.FRI))
    item = problems.business("1", not_on=(problems.at(problems.FRI),))
    store(db, session=free, business=(item, problems.group()))
    form = html.fromstring(page(secretary, "business/edit?key=1"))
    (times,) = form.xpath("//fieldset[legend='Not at these times']")
    days = [row.text_content().strip() for row in times.xpath(".//tbody//th")]
    assert days == ["Wednesday, 8 October 2008", "Friday, 10 October 2008"]
    assert times.xpath("legend/@class") == ["visually-hidden"]
    (times,) = form.xpath("//fieldset[legend='At all of these times']")
    assert times.xpath("legend/@class") == ["visually-hidden"]


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
    store(db)
    with counted(engine) as few:
        page(secretary)
    store(db, business=tuple(problems.business(str(n), 1) for n in range(40)))
    with counted(engine) as many:
        page(secretary)
    assert len(many) == len(few)


# Sources


def sources(secretary, anchor):
    found = html.fromstring(page(secretary)).xpath(
        "//li[@id=$id]//ul[@class='entry-sources']/li", id=anchor
    )
    return [" ".join(one.text_content().split()) for one in found]


def test_each_condition_is_shown_with_its_own_source(secretary, db):
    item = problems.business(
        "1", seats=5, starts_meeting=True, source="Note 1", sources={"seats": "Letter"}
    )
    store(db, business=(item,))
    assert sources(secretary, "business.1") == [
        "Note 1",
        "one meeting, first in its meeting: no source given",
        "seats: Letter",
    ]


def test_what_nobody_has_given_a_source_says_so(secretary, db):
    store(db, **related((RelationKind.BEFORE, "1", "2")))
    assert sources(secretary, "relations.before.1.2") == ["No source given"]
    assert sources(secretary, "at_once") == ["No source given"]
    assert sources(secretary, "preferences.few_splits") == []


def test_sources_are_searched_too(secretary, db):
    store(db, business=(problems.business("1", seats=5, sources={"seats": "Letter"}),))
    found = html.fromstring(page(secretary, "?find=letter")).xpath(
        "//ul[contains(@class, 'entries')]/li/@id"
    )
    assert found == ["business.1"]


@pytest.mark.parametrize("typed", ["2(a)", "2%20(a)"])
def test_an_item_is_found_by_its_number_however_it_is_typed(secretary, db, typed):
    store(db, business=(problems.business("1"), problems.business("2(a)")))
    found = html.fromstring(page(secretary, f"?find={typed}"))
    assert found.xpath("//ul[contains(@class, 'entries')]/li/@id") == ["business.2(a)"]


# Removing


def test_removal_asks_first(secretary, db):
    store(db, **related((RelationKind.BEFORE, "1", "2")))
    fields = opened(secretary, "relations/remove?key=before.1.2")
    assert len(stored(db).relations) == 1
    assert sent(secretary, "relations/remove?key=before.1.2", 303, **fields).location == BASE
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
    fields = opened(secretary, "relations/remove?key=before.1.2")
    store(db, relations=(problems.relation(RelationKind.BEFORE, "1", "2", gap_days=1),))
    sent(secretary, "relations/remove?key=before.1.2", 409, **fields)
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
    assert moved(secretary, key="wg", position="0", version="1").location == BASE + "order"
    assert [one.id for one in stored(db).business] == ["wg", "1", "2"]
    assert audited(db)[2] == {"key": "wg", "position": 0}
    moved(secretary, key="wg", position="99", version="2")
    assert [one.id for one in stored(db).business] == ["1", "2", "wg"]
    assert staged.texts(page(secretary, "order"), "order-title")[-1] == "Working group"


def test_a_move_on_an_order_that_has_changed_is_not_made(secretary, db):
    shown = moved(secretary, 409, key="wg", position="0", version="0").text
    assert "Someone else changed the requirements" in staged.texts(shown, "notice")[0]
    assert stored(db).business[0].id == "1"


@pytest.mark.parametrize(
    "fields", [{}, {"key": "wg", "position": "up"}, {"key": "9", "position": "0", "version": "1"}]
)
def test_a_move_of_nothing_is_not_found(secretary, fields):
    moved(secretary, 404, **fields)
