"""Outside of a demo: accounts in each role, and the delegations of a session."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from exports.sheets import Table, sheet, workbook
from models.accounts import User
from procedure.permissions import Role
from services import delegation_files
from services.accounts import actor_of, authenticate, user_by_email
from services.delegations import delegations
from services.sessions import session_by_slug
from tests.integration.test_command_record import SLUG, db, file, run
from tests.record import SECRETARIAT

__all__ = ["db", "file", "run"]  # fixtures
ANSWERS = "A Person\ncorrect horse battery\ncorrect horse battery\n"
LIST = 'name,code,kind\nAustria,AUT,State party\n"Iran, Islamic Republic of",IRN,Signatory\n'


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "delegations.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def session(run, file, listed, db):
    """A stored session with two delegations."""
    run("import", file, "--delegations", listed, "--yes")
    found = session_by_slug(db, SECRETARIAT, SLUG)
    db.rollback()  # what the commands write from now on is to be seen
    return found


def listed_of(db, session):
    found = delegations(db, SECRETARIAT, session)
    return [(one.name, one.code, one.kind) for one in found]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.FOCAL_POINT])
def test_an_account_is_made_in_each_role(run, db, session, role):
    said = run("account", "A@example.org", "--role", role.value, "--session", SLUG, input=ANSWERS)
    assert said.endswith(f"a@example.org can sign in as {role.value} in {SLUG}.\n")
    user = authenticate(db, "a@example.org", "correct horse battery")
    assert actor_of(db, user.id, session).roles == {role}
    assert actor_of(db, user.id, None).roles == {Role.READER}


def test_without_a_session_the_role_holds_in_all(run, db, session):
    said = run("account", "a@example.org", "--role", "bureau", input=ANSWERS)
    assert said.endswith("a@example.org can sign in as bureau in all sessions.\n")
    assert actor_of(db, user_by_email(db, "a@example.org").id, None).roles == {Role.BUREAU}


def test_a_focal_point_is_one_of_a_delegation(run, db, session):
    where = ("--session", SLUG, "--delegation", "Austria")
    run("account", "a@example.org", "--role", "focal_point", *where, input=ANSWERS)
    actor = actor_of(db, user_by_email(db, "a@example.org").id, session)
    austria = delegations(db, SECRETARIAT, session)[0]
    assert (actor.roles, actor.delegation_ids) == ({Role.FOCAL_POINT}, {austria.id})


def test_who_has_an_account_is_given_another_role_without_a_question(run, db, session):
    run("account", "a@example.org", "--role", "bureau", input=ANSWERS)
    said = run("account", "A@example.org", "--role", "chair_table")
    assert said == "a@example.org can sign in as chair_table in all sessions.\n"
    (user,) = db.scalars(select(User)).all()
    assert actor_of(db, user.id, None).roles == {Role.BUREAU, Role.CHAIR_TABLE}


NEITHER = "--delegation: A focal point has a delegation in a session; other roles have none.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("focal_point", "--session", SLUG), NEITHER),
        (("focal_point", "--delegation", "Austria"), NEITHER),
        (("bureau", "--session", SLUG, "--delegation", "Austria"), NEITHER),
        (
            ("focal_point", "--session", SLUG, "--delegation", "Atlantis"),
            "--delegation: There is no delegation “Atlantis” in this session.\n",
        ),
        (("bureau", "--session", "nowhere"), "There is no session “nowhere”.\n"),
    ],
)
def test_what_cannot_be_given_is_refused_before_an_account_is_made(
    run, db, session, arguments, said
):
    assert run("account", "a@example.org", "--role", *arguments, code=3, input=ANSWERS) == said
    assert db.scalars(select(User)).all() == []


def test_an_unknown_role_is_refused(run, session):
    said = run("account", "a@example.org", "--role", "chancellor", code=3)
    assert "'chancellor' is not one of 'secretariat', 'bureau'" in said


def test_delegations_come_with_a_session_or_later(run, db, session, tmp_path):
    both = [("Austria", "AUT", "State party"), ("Iran, Islamic Republic of", "IRN", "Signatory")]
    assert listed_of(db, session) == both
    db.rollback()
    later = tmp_path / "later.csv"
    later.write_text("\ufeffkind,name,code\nState party, Brazil ,BRA\n", encoding="utf-8")
    said = run("import", "--delegations", later, "--session", SLUG, "--yes")
    assert said.splitlines()[0] == "2: new: Brazil"
    assert said.splitlines()[-2:] == ["1 new", f"Delegations of {SLUG} taken from the list: 1."]
    assert listed_of(db, session) == [both[0], ("Brazil", "BRA", "State party"), both[1]]
    assert session.version == 1


def test_a_list_shows_what_it_changes_and_asks_before_it_writes(run, db, session, tmp_path):
    later = tmp_path / "later.csv"
    later.write_text("code,name,kind\nAUT,Austria,Signatory\n", encoding="utf-8")
    put_in = ("import", "--delegations", later, "--session", SLUG)
    shown = "2: changed: Austria\n    kind: State party → Signatory\n1 changed\n"
    before = listed_of(db, session)
    db.rollback()
    assert "Aborted" in run(*put_in, input="n\n", code=1)
    assert listed_of(db, session) == before
    db.rollback()
    said = run(*put_in, input="y\n")
    assert said.startswith(shown)
    assert listed_of(db, session)[0] == ("Austria", "AUT", "Signatory")


def test_rows_of_a_list_that_are_wrong_are_left_out_by_the_checks_of_the_page(
    run, db, session, tmp_path
):
    later = tmp_path / "later.csv"
    later.write_text(
        "name,code,kind,group\n"
        "Aland,AUT,State party,\n"  # has the code of another, so it is that one by another name
        "Bland,BLA,Party,\n"
        "Cland,CLA,State party,Asian Neighbours\n"
        "Dland,,State party,\n"
        "Eland,DLA,State party,\n"
        "Fland,DLA,State party,\n"
        "Austria,OTH,State party,\n",
        encoding="utf-8",
    )
    run("import", "--delegations", later, "--session", SLUG, "--yes", code=1)
    assert [one[:2] for one in listed_of(db, session)] == [
        ("Aland", "AUT"),
        ("Dland", ""),
        ("Eland", "DLA"),
        ("Iran, Islamic Republic of", "IRN"),
    ]


@pytest.mark.parametrize("form", [sheet, lambda table: workbook([table])])
def test_the_file_that_the_page_takes_out_can_be_put_in(run, db, session, tmp_path, form):
    rows = tuple(delegation_files.rows_of(db, SECRETARIAT, session))
    table = Table("delegations", delegation_files.columns(session), rows)
    taken = tmp_path / "taken"
    made = form(table)
    taken.write_bytes(made.encode() if isinstance(made, str) else made)
    db.rollback()
    said = run("import", "--delegations", taken, "--session", SLUG)
    assert said == f"2 same\nDelegations of {SLUG} taken from the list: 0.\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty."),
        (b"PK\x03\x04", "This workbook cannot be read: save it again as XLSX."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_before_anything_is_written(
    run, file, tmp_path, content, said
):
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)
    assert run("import", file, "--delegations", bad, code=3) == f"{bad}: {said}\n"
    assert run("export", SLUG, code=3) == f"There is no session “{SLUG}”.\n"


def test_columns_that_are_not_known_are_named(run, session, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("name,colour\nA,blue\n", encoding="utf-8")
    said = run("import", "--delegations", bad, "--session", SLUG, code=3)
    assert said.startswith("file: These columns are not known: colour.")


def test_rules_that_there_are_not_are_refused_before_anything_is_written(run, file):
    run("import", file, "--rulebook", "nope", code=3)
    assert run("export", SLUG, code=3) == f"There is no session “{SLUG}”.\n"


def test_a_list_that_is_not_there_is_named(run, session, tmp_path):
    said = run("import", "--delegations", tmp_path / "no.csv", "--session", SLUG, code=3)
    assert said == f"{tmp_path}/no.csv: Cannot be read: No such file or directory\n"


@pytest.mark.parametrize("arguments", [(), ("--session", SLUG), ("FILE", "--session", SLUG)])
def test_an_import_of_nothing_is_an_error_of_use(run, arguments):
    assert run("import", *arguments, code=3).startswith("Usage: ")
