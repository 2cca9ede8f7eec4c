"""Delegations and delegates as files: what will change is seen first, and just that is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.participants import person
from exports.sheets import Table, sheet, workbook
from procedure.participants import Function
from procedure.permissions import Actor, Role
from procedure.states import LANGUAGES, StateName
from services import delegate_cells, delegate_files, delegates, delegation_files, delegations
from services.delegate_files import preview_delegates, take_delegates
from services.delegation_data import DelegationData, Party, data_of
from services.delegation_files import preview_delegations, take_delegations
from services.errors import BadRequest, Forbidden, Stale
from services.previews import RowKind, kept_data, read_kept
from services.table_files import NO_VALUE, read_table
from tests.integration.test_delegations import SILVA, TURKEY, focal_point
from tests.record import READER, SECRETARIAT, a_session, counts
from tests.unit.test_table_files import of_cells

HEAD = "name,code,kind,group,ctoc,source\n"
AFRICA = "African States"
MALI = {
    f"name_{language}": ("", name)  # in the register
    for language, name in zip(
        LANGUAGES, ("مالي", "马里", "Mali", "Mali", "Мали", "Malí"), strict=True
    )
}
NUMBER = "No delegate of this delegation has this number: leave it empty."
FUNCTIONS = "Give one of: head, representative, alternate, adviser and expert."


@pytest.fixture
def session(record):
    return a_session(record)


@pytest.fixture
def turkey(record, session):
    return delegations.add_delegation(record, SECRETARIAT, session, data=TURKEY)


def file(text):
    return read_table(text.encode())


def seen(preview):
    """What a preview shows of each row."""
    return [
        (
            row.number,
            row.title,
            row.kind.value,
            {one.column: (one.old, one.new) for one in row.changes},
            {column: str(said) for column, said in row.wrong.items()},
        )
        for row in preview.rows
    ]


def test_names_that_come_from_the_register_are_shown(record, session):
    table = file("name,code,kind\nAustria,AUT,State party\n")
    found = preview_delegations(record, SECRETARIAT, session, table)
    shown = {one.column: one.new for one in found.rows[0].changes}
    assert (shown["name_fr"], shown["name_es"]) == ("Autriche", "Austria")
    take_delegations(record, SECRETARIAT, session, table, mark=found.mark)
    kept = {
        name: said
        for name, said in delegation_files.cells(data_of(session.delegations[0])).items()
        if said and name != "source"  # which is not shown
    }
    assert kept == shown


def test_two_rows_on_one_delegation_are_not_both_taken(record, session, turkey):
    table = file("name,code\nTürkiye,TUR\nTurkey,\n")
    found = preview_delegations(record, SECRETARIAT, session, table)
    assert [(row.kind, list(row.wrong)) for row in found.rows] == [
        (RowKind.CHANGED, []),
        (RowKind.WRONG, ["name"]),
    ]
    assert str(found.rows[1].wrong["name"]) == "“Turkey” is in row 2 too."


def test_each_row_is_new_changed_wrong_or_same(record, session, turkey):
    table = file(
        HEAD
        + "Turkey,TUR,state party,Western European and other States,2003-03-25,\n"
        + "Mali,MLI,State party,African States,by 2006-10-09,A report\n"
        + "Atlantis,ATL,Kingdom,Northern States,soon,\n"
        + "Mali,ML,State party,,no,\n"
        + ",X,State party,,,\n"
    )
    found = preview_delegations(record, SECRETARIAT, session, table)
    assert seen(found) == [
        (2, "Turkey", "same", {}, {}),
        (
            3,
            "Mali",
            "new",
            {
                "name": ("", "Mali"),
                "code": ("", "MLI"),
                "kind": ("", "State party"),
                "group": ("", AFRICA),
                "ctoc": ("", "by 2006-10-09"),
                **MALI,
            },
            {},
        ),
        (
            4,
            "Atlantis",
            "wrong",
            {
                "name": ("", "Atlantis"),
                "code": ("", "ATL"),
                "kind": ("", "Kingdom"),
                "group": ("", "Northern States"),
                "ctoc": ("", "soon"),
            },
            {"ctoc": "Give a day such as 2003-09-29, “by 2006-10-09”, “no”, or nothing."},
        ),
        (
            5,
            "Mali",
            "wrong",
            {
                "name": ("", "Mali"),
                "code": ("", "ML"),
                "kind": ("", "State party"),
                "ctoc": ("", "no"),
            },
            {"name": "“Mali” is in row 3 too."},
        ),
        (
            6,
            "X",
            "wrong",
            {"code": ("", "X"), "kind": ("", "State party")},
            {"name": "This must not be empty."},
        ),
    ]
    assert found.counts == {"new": 1, "changed": 0, "wrong": 3, "same": 1}


def test_what_was_previewed_is_what_is_written_and_wrong_rows_are_not(record, session, turkey):
    table = file(
        "code,name,name_fr,ctoc,tip,som,source\n"
        "TUR,Türkiye,Türkiye,,no,by 2006-10-09,A note\n"
        "MLI,Mali,,,,,\n"  # of what kind?
        "BRA,,,,,,\n"
    )
    preview = preview_delegations(record, SECRETARIAT, session, table)
    assert [row.kind for row in preview.rows] == ["changed", "wrong", "wrong"]
    assert seen(preview)[0][3] == {
        "name": ("Turkey", "Türkiye"),
        "name_fr": ("Turquie", "Türkiye"),
        "ctoc": ("2003-03-25", ""),
        "tip": ("by 2006-10-09", "no"),
        "som": ("no", "by 2006-10-09"),
    }
    take = take_delegations(record, SECRETARIAT, session, table, mark=preview.mark)
    assert take == 1
    kept = data_of(turkey)
    assert (kept.name, kept.kind, kept.regional_group, turkey.version) == (
        "Türkiye",
        TURKEY.kind,
        TURKEY.regional_group,
        2,
    )
    assert kept.names["fr"] == StateName("Türkiye", "A note")
    assert kept.names["es"].name == "Turquía"
    assert kept.instruments == {
        "TIP": Party(None, source="A note"),
        "SOM": Party(date(2006, 10, 9), at_latest=True, source="A note"),
    }
    assert counts(record)["delegation"] == 1
    with pytest.raises(Stale):  # what it showed is done
        take_delegations(record, SECRETARIAT, session, table, mark=preview.mark)


def test_a_new_state_is_named_from_the_register(record, session):
    table = file("name,code,kind\nCzech Republic,CZE,Signatory\n")
    mark = preview_delegations(record, SECRETARIAT, session, table).mark
    assert take_delegations(record, SECRETARIAT, session, table, mark=mark) == 1
    (made,) = delegations.delegations(record, SECRETARIAT, session)
    assert made.name_in("fr") == "République tchèque"


def test_names_and_codes_of_others_are_refused(record, session, turkey):
    other = DelegationData(name="Mali", code="MLI", kind="State party")
    delegations.add_delegation(record, SECRETARIAT, session, data=other)
    table = file("code,name\nTUR,Mali\nXYZ,Turkey\n")
    wrong = [row[4] for row in seen(preview_delegations(record, SECRETARIAT, session, table))]
    assert wrong == [{"name": "Another delegation has “Mali”."}, {}]


def test_formulas_without_a_value_are_wrong_cells_and_other_rows_are_taken(record, session):
    table = read_table(
        of_cells(
            ("name", "code", "kind", "group"),
            ("Mali", "MLI", "State party", ""),
            ("Peru", '="PER"', "State party", "=A1"),
        )
    )
    preview = preview_delegations(record, SECRETARIAT, session, read_kept(kept_data(table)))
    assert [row[:3] for row in seen(preview)] == [(2, "Mali", "new"), (3, "Peru", "wrong")]
    assert seen(preview)[1][3:] == (
        {"name": ("", "Peru"), "kind": ("", "State party")},
        dict.fromkeys(("code", "group"), str(NO_VALUE)),
    )
    assert take_delegations(record, SECRETARIAT, session, table, mark=preview.mark) == 1
    assert [one.name for one in session.delegations] == ["Mali"]


def test_if_the_record_has_changed_nothing_is_written(record, session, turkey):
    table = file("code,name,kind\nTUR,Turkey,Signatory\nMLI,Mali,State party\n")
    mark = preview_delegations(record, SECRETARIAT, session, table).mark
    data = replace(data_of(turkey), regional_group="")
    delegations.edit_delegation(record, SECRETARIAT, turkey, data=data, expected_version=1)
    before = counts(record)
    with pytest.raises(Stale):
        take_delegations(record, SECRETARIAT, session, table, mark=mark)
    assert counts(record) == before
    again = preview_delegations(record, SECRETARIAT, session, table).mark
    assert take_delegations(record, SECRETARIAT, session, table, mark=again) == 2


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("name,nme", "These columns are not known: nme. There are: name, code"),
        ("code,kind", "These columns are missing: name."),
    ],
)
def test_files_of_something_else_are_refused(record, session, head, sentence):
    with pytest.raises(BadRequest) as refused:
        preview_delegations(record, SECRETARIAT, session, file(f"{head}\n"))
    assert str(refused.value.fields["file"]).startswith(sentence)


def test_only_the_secretariat_puts_in_delegations(record, session, turkey):
    table = file("name\nx\n")
    for actor in (focal_point(turkey), READER):
        with pytest.raises(Forbidden):
            preview_delegations(record, actor, session, table)
        with pytest.raises(Forbidden):
            take_delegations(record, actor, session, table, mark="")
        with pytest.raises(Forbidden):
            delegation_files.rows_of(record, actor, session)


def test_a_table_waits_in_its_form_as_it_is():
    table = file("name,code\n\n“x”,'=1\n")
    assert read_kept(kept_data(table)) == table
    (row,) = table.rows
    without = replace(table, rows=(replace(row, unknown=("code",)),))
    assert read_kept(kept_data(without)) == without
    forged = ('[["name"],[[Infinity,[],"x"]]]', '[["name"],[[2,[],"\\ud800"]]]')
    for said in ("", "[]", "{}", "[[1],[[2]]]", "[1,2]", "[" * 100_000, *forged):
        with pytest.raises(BadRequest):
            read_kept(said)


# letters of several scripts and signs that sheets compute
NAME = st.text("aé’'=+-@,;\"Ж中ع ", min_size=1, max_size=12).map(str.strip).filter(bool)
PARTY = st.builds(
    Party,
    st.none() | st.dates(),
    source=st.sampled_from(["", "A list"]),
)
DELEGATION = st.builds(
    DelegationData,
    name=NAME,
    code=st.text("ABC1-", max_size=5),
    kind=st.just("State party"),
    regional_group=st.sampled_from(["", AFRICA]),
    names=st.dictionaries(st.sampled_from(LANGUAGES), st.builds(StateName, NAME, st.just("x"))),
    instruments=st.dictionaries(st.sampled_from(["CTOC", "TIP", "SOM", "FA"]), PARTY),
)
UNIQUE = st.lists(
    DELEGATION, unique_by=(lambda one: one.name, lambda one: one.code or one.name), max_size=4
)
FEW = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_sources_go_with_what_is_taken_out_and_are_kept_where_it_is_put_in(record, session):
    given = replace(
        TURKEY,
        names={"fr": StateName("Turquie", "A list"), "es": StateName("Turquía", "A list")},
        instruments={"CTOC": Party(date(2003, 3, 25), source="A register"), "TIP": Party(None)},
    )
    made = delegations.add_delegation(record, SECRETARIAT, session, data=given)
    heads = delegation_files.columns(session)
    (row,) = delegation_files.rows_of(record, SECRETARIAT, session)
    assert row[heads.index("source")] == "A list; A register"
    content = sheet(Table("x", heads, (row,))).encode()
    delegations.remove_delegation(record, SECRETARIAT, made, expected_version=made.version)
    table = read_table(content)
    preview = preview_delegations(record, SECRETARIAT, session, table)
    take_delegations(record, SECRETARIAT, session, table, mark=preview.mark)
    kept = data_of(session.delegations[0])
    both = "A list; A register"
    assert {one.source for one in (*kept.names.values(), *kept.instruments.values())} == {both}


def test_no_more_sources_are_taken_out_than_a_value_can_hold(session):
    instruments = {
        key: Party(None, source=letter * 400)
        for key, letter in zip(("CTOC", "TIP", "SOM", "FA"), "abca", strict=True)
    }
    found = delegation_files.cells(replace(TURKEY, names={}, instruments=instruments))
    assert found["source"] == "a" * 400 + "; " + "b" * 400


@FEW
@given(listed=UNIQUE)
def test_what_is_taken_out_and_put_in_again_is_the_same(record, listed):
    record.rollback()
    session = a_session(record)
    for one in list(session.delegations):
        delegations.remove_delegation(record, SECRETARIAT, one, expected_version=one.version)
    for data in listed:
        made = delegations.add_delegation(record, SECRETARIAT, session, data=data)
        more = replace(SILVA, family_name=data.name, family_name_first=True)
        delegates.add_delegate(record, SECRETARIAT, made, data=more)
    heads = delegation_files.columns(session)
    rows = delegation_files.rows_of(record, SECRETARIAT, session)
    members = delegate_files.rows_of(record, SECRETARIAT, session)
    for columns, found, preview in (
        (heads, rows, preview_delegations),
        (delegate_cells.COLUMNS, members, preview_delegates),
    ):
        table = Table("x", columns, tuple(found))
        for content in (sheet(table).encode(), workbook([table])):
            seen_again = preview(record, SECRETARIAT, session, read_table(content))
            assert [row.kind for row in seen_again.rows] == [RowKind.SAME] * len(listed)


def test_a_family_name_comes_first_where_the_file_says_so(record, session, turkey):
    table = file(
        "delegation,given_name,family_name,family_name_first,function\n"
        "TUR,Guoqiang,Tang,Yes,expert\n"
        "TUR,Ben,Yılmaz,no,expert\n"
        "TUR,Eve,Kaya,perhaps,expert\n"
    )
    preview = preview_delegates(record, SECRETARIAT, session, table)
    assert [(row[2], row[4]) for row in seen(preview)] == [
        ("new", {}),
        ("new", {}),
        ("wrong", {"family_name_first": "Say “yes” or nothing."}),
    ]
    take_delegates(record, SECRETARIAT, session, table, mark=preview.mark)
    assert [person(one) for one in turkey.delegates] == ["TANG Guoqiang", "Ben YILMAZ"]


def test_delegates_are_known_by_number_or_by_name(record, session, turkey):
    one = delegates.add_delegate(record, SECRETARIAT, turkey, data=SILVA)
    table = file(
        "number,delegation,given_name,family_name,function,level,languages\n"
        f"{one.id},TUR,Ana,Silva Costa,Head of delegation,,en\n"
        ",TURKEY,ANA,silva,head,minister,pt; en\n"
        ",TUR,Ben,Yılmaz,Expert,,\n"
        ",tur,Ben,yılmaz,expert,,\n"
        ",XYZ,Ben,Yılmaz,expert,,\n"
        "999999,TUR,Eve,None,expert,,\n"
        ",TUR,Eve,Head,head,king,xx\n"
        ",TUR,Eve,Nothing,,,\n"
    )
    found = seen(preview_delegates(record, SECRETARIAT, session, table))
    assert [(row[1], row[2], row[4]) for row in found] == [
        ("Ana Silva Costa", "changed", {}),
        ("ANA silva", "wrong", {"family_name": "This delegate is in row 2 too."}),
        ("Ben Yılmaz", "new", {}),
        ("Ben yılmaz", "wrong", {"family_name": "This delegate is in row 4 too."}),
        (
            "Ben Yılmaz",
            "wrong",
            {
                "delegation": "Give the code or the name of a delegation of the session.",
            },
        ),
        (
            "Eve None",
            "wrong",
            {"number": "No delegate of this delegation has this number: leave it empty."},
        ),
        (
            "Eve Head",
            "wrong",
            {
                "languages": "No such language: xx.",
                "level": "Give one of: head_of_state, head_of_government, minister, "
                "vice_minister and representative.",
                "function": "There is a head of delegation already: change that one first.",
            },
        ),
        (
            "Eve Nothing",
            "wrong",
            {
                "function": FUNCTIONS,
            },
        ),
    ]
    assert found[0][3] == {
        "family_name": ("Silva", "Silva Costa"),
        "level": ("minister", "representative"),
        "languages": ("pt, en", "en"),
    }


def test_delegates_are_put_in_at_the_end_of_the_list(record, session, turkey):
    delegates.add_delegate(record, SECRETARIAT, turkey, data=SILVA)
    actor = focal_point(turkey)
    table = file(
        "delegation,given_name,family_name,function,post\n"
        "TUR,Ana,Silva,head,\n"
        "TUR,Ben,Yılmaz,expert,Police\n"
        "TUR,Eve,Demir,adviser,\n"
    )
    mark = preview_delegates(record, actor, session, table).mark
    assert take_delegates(record, actor, session, table, mark=mark) == 3
    found = delegates.delegates_of(record, actor, turkey)
    assert [(one.family_name, one.post, one.position) for one in found] == [
        ("Silva", "", 1),
        ("Yılmaz", "Police", 2),
        ("Demir", "", 3),
    ]
    assert delegates.data_of(found[0]) == replace(SILVA, post="")
    assert found[1].function is Function.EXPERT


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("numbers", [(0, 1), (1, 0)])
def test_who_is_head_changes_in_one_file(record, session, turkey, order, numbers):
    second = replace(SILVA, family_name="Other", function=Function.ADVISER)
    pair = [SILVA, second]
    both = [delegates.add_delegate(record, SECRETARIAT, turkey, data=pair[one]) for one in numbers]
    by_name = {one.family_name: one for one in both}
    rows = [
        f"{by_name['Silva'].id},TUR,Silva,adviser\n",
        f"{by_name['Other'].id},TUR,Other,head\n",
    ]
    head = "number,delegation,family_name,function\n"
    table = file(head + "".join(rows[one] for one in order) + ",TUR,Third,head\n")
    preview = preview_delegates(record, SECRETARIAT, session, table)
    assert [(row.kind.value, list(row.wrong)) for row in preview.rows] == [
        ("changed", []),
        ("changed", []),
        ("wrong", ["function"]),
    ]
    take_delegates(record, SECRETARIAT, session, table, mark=preview.mark)
    found = {one.family_name: one.function.value for one in turkey.delegates}
    assert found == {"Silva": "adviser", "Other": "head"}


def test_a_head_whose_row_is_wrong_stays_head(record, session, turkey):
    one = delegates.add_delegate(record, SECRETARIAT, turkey, data=SILVA)
    head = "number,delegation,family_name,function\n"
    table = file(f"{head},TUR,Other,head\n{one.id},TUR,,adviser\n")
    preview = preview_delegates(record, SECRETARIAT, session, table)
    assert [list(row.wrong) for row in preview.rows] == [["function"], ["family_name"]]


def test_a_focal_point_sees_and_writes_its_own_delegation_only(record, session, turkey):
    other = DelegationData(name="Mali", code="MLI", kind="State party")
    mali = delegations.add_delegation(record, SECRETARIAT, session, data=other)
    delegates.add_delegate(record, SECRETARIAT, mali, data=SILVA)
    actor = focal_point(turkey)
    assert delegate_files.rows_of(record, actor, session) == []
    (row,) = delegate_files.rows_of(record, SECRETARIAT, session)
    assert row[1:] == (
        "MLI",
        "Ms.",
        "Ana",
        "Silva",
        "",
        "head",
        "Minister of Justice",
        "minister",
        "pt, en",
        "ana.silva@example.org",
    )
    table = file("delegation,given_name,family_name,email\nMLI,Ana,Silva,x@example.org\n")
    theirs = file(f"number,delegation,family_name,email\n{row[0]},TUR,Silva,x@example.org\n")
    found = seen(preview_delegates(record, actor, session, table))
    # nothing of what is kept is told
    assert found == [
        (
            2,
            "Ana Silva",
            "wrong",
            {
                "delegation": ("", "MLI"),
                "given_name": ("", "Ana"),
                "family_name": ("", "Silva"),
                "email": ("", "x@example.org"),
            },
            {
                "delegation": "This is not a delegation that you manage.",
                "function": FUNCTIONS,
            },
        )
    ]
    (shown,) = seen(preview_delegates(record, actor, session, theirs))
    assert "ana.silva" not in str(shown)
    assert shown[4]["number"] == NUMBER
    nobody = Actor(name="x", roles=frozenset({Role.READER}))
    with pytest.raises(Forbidden):
        preview_delegates(record, nobody, session, table)
