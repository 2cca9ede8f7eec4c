"""Outside of a demo: accounts in each role, and the delegations of a session."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.accounts import User
from models.conferences import Delegation
from procedure.permissions import Role
from services.accounts import actor_of, authenticate, user_by_email
from services.delegations import delegations
from services.participants import LONGEST, LONGEST_GROUP
from services.sessions import session_by_slug
from tests.integration.test_command_record import SLUG, db, file, run
from tests.record import SECRETARIAT

__all__ = ["db", "file", "run"]  # fixtures
ANSWERS = "A Person\ncorrect horse battery\ncorrect horse battery\n"
FIRST_LINE = "The first line must be: name,code,kind or name,code,kind,group."
LIST = 'name,code,kind\nAustria,AUT,State party\n"Iran, Islamic Republic of",IRN,Signatory\n'


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "delegations.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def session(run, file, listed, db):
    """A stored session with two delegations."""
    run("import", file, "--delegations", listed)
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
    said = run("import", "--delegations", later, "--session", SLUG)
    assert said == f"Delegations of {SLUG} taken from the list: 1.\n"
    assert listed_of(db, session) == [both[0], ("Brazil", "BRA", "State party"), both[1]]
    assert session.version == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name,code\nAustria,AUT\n", f"line 1: {FIRST_LINE}"),
        (b"name,code,kind,kind\nA,B,C,C\n", f"line 1: {FIRST_LINE}"),
        (b"", f"line 1: {FIRST_LINE}"),
        (b"name,code,kind\nAustria,AUT\n", "line 2.kind: Give from 1 to 100 characters."),
        (
            b"name,code,kind\nIran, Islamic Republic of,IRN,Signatory\n",
            "line 2: Give one value for each column; put quotes around one with a comma.",
        ),
        (b"name,code,kind\nA,LONGER THAN TEN,B\n", "line 2.code: Give from 1 to 10 characters."),
        (
            b"name,code,kind,group\nA,B,C," + b"g" * 101,
            "line 2.group: Give at most 100 characters.",
        ),
        (b"name,code,kind\nA,B,C\nA,D,C\n", "line 3.name: “A” is listed twice."),
        (b"name,code,kind\nA,B,C\nD,B,C\n", "line 3.code: “B” is listed twice."),
        (b"name,code,kind\n\xff,B,C\n", "Give a file in UTF-8."),
        (b'name,code,kind\n"A,B,C\n', "Not a table in CSV: unexpected end of data"),
    ],
)
def test_a_bad_list_is_refused_by_its_line(run, file, tmp_path, content, said):
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)
    assert run("import", file, "--delegations", bad, code=3).splitlines()[-1] == f"{bad}: {said}"
    assert run("export", SLUG, code=3) == f"There is no session “{SLUG}”.\n"


def test_a_list_that_is_not_there_is_named(run, session, tmp_path):
    said = run("import", "--delegations", tmp_path / "no.csv", "--session", SLUG, code=3)
    assert said == f"{tmp_path}/no.csv: Cannot be read: No such file or directory\n"


@pytest.mark.parametrize("arguments", [(), ("--session", SLUG), ("FILE", "--session", SLUG)])
def test_an_import_of_nothing_is_an_error_of_use(run, arguments):
    assert run("import", *arguments, code=3).startswith("Usage: ")


def test_the_lengths_are_those_of_the_columns():
    columns = Delegation.__table__.c
    assert {name: columns[name].type.length for name in LONGEST} == LONGEST
    assert columns["regional_group"].type.length == LONGEST_GROUP
