"""Forms of entries: sent back unchanged they state the same; mistakes find their fields."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from werkzeug.datastructures import MultiDict

from scheduler.problem import Preference, RelationKind
from scheduler.reading import load_problem
from scheduler.writing import write_problem
from services.errors import BadRequest
from services.requirements import edited_problem
from tests.site import NOWHERE
from tests.unit.any_problem import problems as any_problems
from tests.unit.problem_files import PROBLEMS
from tests.unit.problems import business, problem, relation
from web.app import create_app
from web.forms import FORMS
from web.forms.base import free_id
from web.forms.fields import Checks, Tick
from web.forms.others import how_much


@pytest.fixture(scope="module")
def app():
    return create_app(NOWHERE)


@pytest.fixture(autouse=True)
def request_context(app):
    with app.test_request_context():
        yield


def as_sent(form, **changes):
    """What a browser sends of a form, with some fields filled in otherwise."""
    typed = MultiDict()
    for field in form:
        value = changes.get(field.short_name, field.data)
        if isinstance(field, Checks):
            typed.setlist(field.name, value or [])
        elif isinstance(field, Tick):
            typed.setlist(field.name, ["y"] if value else [])
        else:
            typed[field.name] = "" if value is None else str(value)
    return typed


def sent(stated, kind, key, **changes):
    """The form of an entry as somebody sends it, and what it puts where."""
    data = write_problem(stated)
    typed = as_sent(FORMS[kind].opened(stated, data, key), **changes)
    form = FORMS[kind].opened(stated, data, key, typed)
    return form, form.put(data, key)


def saved(stated, kind, key=None, **changes):
    """The problem once the form is saved."""
    _, put = sent(stated, kind, key, **changes)
    return edited_problem(stated, section=put.section, key=put.key, data=put.data)


def wrong(stated, kind, key=None, **changes):
    """What is wrong, by field, and what is wrong elsewhere."""
    form, put = sent(stated, kind, key, **changes)
    with pytest.raises(BadRequest) as refused:
        edited_problem(stated, section=put.section, key=put.key, data=put.data)
    elsewhere = form.told(refused.value.fields, put.inside)
    return {name: " ".join(said) for name, said in form.errors.items() if said}, elsewhere


def entries(stated):
    data = write_problem(stated)
    for kind, form in FORMS.items():
        for place, entry in enumerate(form.listed(data)):
            yield kind, None if form.single else form.key_of(place, entry)


def trimmed(plain):
    """Plain data without the spaces around texts: forms take them away."""
    if isinstance(plain, str):
        return plain.strip()
    if isinstance(plain, dict):
        return {name: trimmed(part) for name, part in plain.items()}
    return [trimmed(part) for part in plain] if isinstance(plain, list) else plain


def unchanged(stated):
    before = trimmed(write_problem(stated))
    for kind, key in entries(stated):
        if kind != "preferences" or Preference(key) in stated.preferences:
            again = write_problem(saved(stated, kind, key))
            assert trimmed(again) == before, (kind, key)


@pytest.mark.parametrize("path", PROBLEMS, ids=lambda path: path.stem)
def test_saving_any_form_of_an_example_unchanged_changes_nothing(path):
    unchanged(load_problem(path))


@settings(
    max_examples=12,
    phases=(Phase.generate,),  # a whole problem would shrink for minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(any_problems())
def test_saving_any_form_of_any_problem_unchanged_changes_nothing(stated):
    unchanged(stated)


def test_minutes_become_a_list_of_speakers():
    changes = {"how_long": "speakers", "speakers_number": "83", "speakers_limit": "3"}
    (first, *_) = saved(problem(), "business", "1", **changes).business
    assert (first.minutes, first.needed_minutes) == (None, 249)


def test_only_the_fields_in_sight_are_read():
    ends = {"rule": "ends_session", "first": "2", "second": "1", "gap_days": "3"}
    (one,) = saved(problem(), "relations", **ends).relations
    assert (one.kind, one.business, one.gap_days) == (RelationKind.ENDS_SESSION, ("2",), 0)


def test_a_new_entry_is_named_by_its_words():
    added = saved(problem(), "business", item="1", title="Other matters", minutes="5").business
    assert [one.id for one in added] == ["1", "2", "wg", "Other-matters"]
    added = saved(problem(), "rooms", title="Room A", seats="1", booths="0").rooms
    assert [one.id for one in added] == ["A", "B", "Room-A"]


@pytest.mark.parametrize(
    ("wanted", "taken", "found"),
    [
        ("AM", (), "AM"),
        ("AM", ("AM",), "AM-2"),
        ("AM", ("AM", "AM-2"), "AM-3"),
        ("Round table of technical assistance", (), "Round-table-of-technical"),
        ("…", (), "1"),
        ("", ("1",), "1-2"),
    ],
)
def test_short_names(wanted, taken, found):
    assert free_id(wanted, taken) == found


def test_free_days_outside_new_dates_are_no_days_of_the_session():
    free = {"free_days": ["2008-10-09", "2008-10-10"], "last_day": "2008-10-09"}
    days = saved(problem(), "session", **free).session.days_without_meetings
    assert [one.isoformat() for one in days] == ["2008-10-09"]


@pytest.mark.parametrize(
    ("kind", "key", "changes", "fields"),
    [
        ("business", "1", {"minutes": "many"}, {"minutes"}),
        ("business", "1", {"title": ""}, {"title"}),
        (
            "business",
            "1",
            {"how_long": "speakers", "speakers_limit": "0"},
            {"speakers_number", "speakers_limit"},
        ),
        ("business", "1", {"interpreted": "some"}, {"some_languages"}),
        ("relations", None, {"first": "1"}, {"second"}),
        ("relations", None, {}, {"first"}),
        ("relations", None, {"first": "1", "second": "2", "gap_days": "x"}, {"gap_days"}),
        ("slots", "am", {"end": "09:00"}, {"end"}),
        ("slots", "am", {"extra": "yes", "cost": ""}, {"cost"}),
        ("rooms", "A", {"seats": "-1", "booths": ""}, {"seats", "booths"}),
        ("interpretation", None, {"languages": ["en"], "others": "nonsense"}, {"languages"}),
        ("interpretation", None, {"teams": "1.5"}, {"teams"}),
        ("entitlement", None, {"plenary": "all"}, {"plenary"}),
        ("exceptions", None, {"teams": "1"}, {"when"}),
        ("exceptions", None, {"when": "2008-10-08 night", "teams": "1"}, {"when"}),
        ("bodies", None, {"title": "A body", "short_name": "a b"}, {"short_name"}),
        ("documents", None, {"symbol": "A/1"}, {"out"}),
        (
            "documents",
            None,
            {"symbol": "A/1", "issued_how": "each", "out_ar": "2008-10-08"},
            {"out_zh"},
        ),
        ("preferences", "few_splits", {"scale": "exactly", "exactly": "-1"}, {"exactly"}),
        ("session", None, {"first_day": "2008-10-20"}, {"last_day"}),
        ("at_once", None, {"plenary": ""}, {"plenary"}),
    ],
)
def test_a_mistake_is_told_at_its_field(kind, key, changes, fields):
    found, elsewhere = wrong(problem(), kind, key, **changes)
    assert (set(found), elsewhere) == (fields, {})


def test_what_is_empty_is_to_be_filled_in():
    found, _ = wrong(problem(), "business", "1", title="", minutes="")
    assert found == dict.fromkeys(("title", "minutes"), "Fill this in.")


def test_a_mistake_elsewhere_keeps_its_place():
    stated = problem(business("1"), business("2", languages=("en", "fr")))
    found, elsewhere = wrong(stated, "interpretation", None, languages=["en"])
    assert (found, list(elsewhere)) == ({}, ["business[1].languages[1]"])


@pytest.mark.parametrize(
    ("weight", "words"),
    [
        (0, "not at all"),
        (1, "a little"),
        (3, "somewhat"),
        (5, "clearly"),
        (10, "very much"),
        (99, "very much"),
    ],
)
def test_weights_have_words(weight, words):
    assert how_much(weight) == words


def test_a_weight_between_the_words_stays_exact():
    assert (
        saved(problem(), "preferences", "few_splits", scale="exactly", exactly="5")
        .preferences[Preference.FEW_SPLITS]
        .weight
        == 5
    )


def test_a_part_of_the_entry_on_interpretation_is_removed_alone():
    stated = saved(problem(), "exceptions", when="2008-10-08 am", teams="1")
    stated = saved(stated, "exceptions", when="2008-10-09", teams="0")
    put = FORMS["exceptions"].removal(write_problem(stated), "0")
    left = edited_problem(stated, section=put.section, key=put.key, data=put.data).interpretation
    assert [(one.date.isoformat(), one.teams) for one in left.changes] == [("2008-10-09", 0)]


def test_relations_keep_all_their_business():
    stated = problem(relations=(relation(RelationKind.NEVER_PARALLEL, "1", "2", "wg"),))
    assert saved(stated, "relations", "never_parallel.1.2.wg", because="x").relations[
        0
    ].business == ("1", "2", "wg")


def test_a_condition_is_given_its_source():
    added = saved(problem(), "business", "1", seats="5", source_of_seats="Letter").business[0]
    assert added.sources == {"seats": "Letter"}


def test_a_source_goes_with_its_condition():
    stated = problem(business("1", seats=5, sources={"seats": "Letter", "may_split": "Annex"}))
    assert saved(stated, "business", "1", seats="").business[0].sources == {"may_split": "Annex"}
    left = saved(stated, "business", "1", may_split="y").business[0]
    assert left.sources == {"seats": "Letter"}


def test_a_mistake_in_a_source_finds_its_field():
    stated = problem(business("1", seats=5))
    form, put = sent(stated, "business", "1", source_of_seats="x" * 1001)
    with pytest.raises(BadRequest) as refused:
        edited_problem(stated, section=put.section, key=put.key, data=put.data)
    assert form.told(refused.value.fields) == {}
    assert [field.short_name for field in form if field.errors] == ["source_of_seats"]


def test_a_relation_that_is_changed_is_named_by_what_it_says_now():
    stated = problem(relations=(relation(RelationKind.BEFORE, "1", "2"),))
    (one,) = saved(stated, "relations", "before.1.2", second="wg").relations
    assert one.id == "before.1.wg"


def test_a_relation_keeps_the_name_that_it_was_given():
    stated = problem(relations=(relation(RelationKind.BEFORE, "1", "2", id="first-of-all"),))
    (one,) = saved(stated, "relations", "first-of-all", second="wg").relations
    assert (one.id, one.business) == ("first-of-all", ("1", "wg"))
