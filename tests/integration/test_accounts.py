"""Who may sign in, and what they are to a session."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.accounts import Grant, User
from procedure.permissions import PUBLIC, Action, Role, may
from services.accounts import (
    actor_of,
    actors_of,
    authenticate,
    create_user,
    demo_user,
    grant,
    user_by_email,
)
from services.delegation_data import Participant
from services.delegations import add_delegations
from services.errors import BadRequest, Forbidden, NotFound
from tests.record import READER, SECRETARIAT, a_session, counts
from tests.unit import problems

PASSWORD = "correct horse battery staple"


def a_user(record, **given):
    usual = {"email": "ana@example.org", "name": "Ana", "password": PASSWORD}
    return create_user(record, SECRETARIAT, **usual | given)


def two_sessions(record):
    other = problems.problem(session=problems.session(id="other"))
    return a_session(record), a_session(record, other)


def test_nobody_is_the_public(record):
    assert actor_of(record, None, None) == PUBLIC
    assert actor_of(record, 1, None) == PUBLIC


def test_who_has_no_grant_is_a_reader(record):
    actor = actor_of(record, a_user(record).id, a_session(record))
    assert (actor.name, actor.roles) == ("Ana", frozenset({Role.READER}))


def test_who_is_inactive_is_the_public(record):
    user = a_user(record)
    grant(record, SECRETARIAT, user, Role.SECRETARIAT)
    user.active = False
    record.commit()
    assert actor_of(record, user.id, None) == PUBLIC
    assert authenticate(record, user.email, PASSWORD) is None


def test_a_grant_holds_in_its_session(record):
    here, there = two_sessions(record)
    user = a_user(record)
    grant(record, SECRETARIAT, user, Role.BUREAU, session=here)
    grant(record, SECRETARIAT, user, Role.INTERPRETATION_PLANNER)
    expected = {
        here.id: frozenset({Role.BUREAU, Role.INTERPRETATION_PLANNER}),
        there.id: frozenset({Role.INTERPRETATION_PLANNER}),
    }
    sessions = (here, there)
    assert {one.id: actor_of(record, user.id, one).roles for one in sessions} == expected
    assert {
        id_: actor.roles for id_, actor in actors_of(record, user.id, sessions).items()
    } == expected
    assert actor_of(record, user.id, None).roles == expected[there.id]


def test_what_belongs_to_no_session_is_allowed_in_a_role_of_any(record):
    here, there = two_sessions(record)
    user = a_user(record)
    grant(record, SECRETARIAT, user, Role.SECRETARIAT, session=here)
    for place in (None, there):
        actor = actor_of(record, user.id, place)
        assert may(actor, Action.CALENDAR_VIEW)
        assert not may(actor, Action.CALENDAR_IMPORT)
        assert not may(actor, Action.PROGRAMME_EDIT)
    assert may(actor_of(record, user.id, here), Action.PROGRAMME_EDIT)


def test_a_focal_point_is_one_of_a_delegation_in_a_session(record):
    here, there = two_sessions(record)
    (austria,) = add_delegations(
        record, SECRETARIAT, here, [Participant("Austria", "AUT", "State party")]
    )
    user = a_user(record)
    grant(record, SECRETARIAT, user, Role.FOCAL_POINT, session=here, delegation=austria)
    assert actor_of(record, user.id, here).delegation_ids == {austria.id}
    assert actor_of(record, user.id, there).delegation_ids == frozenset()
    before = counts(record)
    for given in (
        {"role": Role.READER, "session": here, "delegation": austria},
        {"role": Role.FOCAL_POINT, "session": there, "delegation": austria},
        {"role": Role.FOCAL_POINT, "delegation": austria},
    ):
        with pytest.raises(BadRequest) as refused:
            grant(record, SECRETARIAT, user, **given)
        assert set(refused.value.fields) == {"delegation"}
    assert counts(record) == before


def test_a_grant_is_given_once(record):
    user = a_user(record)
    first = grant(record, SECRETARIAT, user, Role.BUREAU)
    assert grant(record, SECRETARIAT, user, Role.BUREAU) is first
    assert counts(record)["role_grant"] == 1


@pytest.mark.parametrize("in_session", [False, True])
def test_the_database_refuses_to_give_a_grant_twice(record, in_session):
    session = a_session(record) if in_session else None
    user = a_user(record)
    grant(record, SECRETARIAT, user, Role.BUREAU, session=session)
    record.add(Grant(user=user, role=Role.BUREAU, session=session))
    with pytest.raises(IntegrityError):
        record.flush()


def test_an_address_is_the_same_in_capitals(record):
    user = a_user(record, email=" Ana@Example.ORG ")
    assert user.email == "ana@example.org"
    assert user_by_email(record, "ANA@example.org") is user
    with pytest.raises(BadRequest) as refused:
        a_user(record, email="ANA@EXAMPLE.ORG")
    assert set(refused.value.fields) == {"email"}
    with pytest.raises(IntegrityError):
        record.execute(text("UPDATE user_account SET email = 'Ana@example.org'"))


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"email": "ana"}, {"email"}),
        ({"email": "@"}, {"email"}),
        ({"email": "a\0@b.org"}, {"email"}),
        ({"name": "A\0"}, {"name"}),
        ({"name": " "}, {"name"}),
        ({"password": "short"}, {"password"}),
        ({"email": "", "name": "", "password": ""}, {"email", "name", "password"}),
    ],
)
def test_a_bad_account_is_not_made(record, given, fields):
    before = counts(record)
    with pytest.raises(BadRequest) as refused:
        a_user(record, **given)
    assert set(refused.value.fields) == fields
    assert counts(record) == before


def test_a_password_is_kept_as_a_hash_and_checked(record):
    user = a_user(record)
    assert user.password.startswith("$argon2id$")
    assert authenticate(record, "Ana@example.org", PASSWORD) is user
    assert authenticate(record, "ana@example.org", PASSWORD + "x") is None
    assert authenticate(record, "bea@example.org", PASSWORD) is None
    assert authenticate(record, "ana@example.org\0", PASSWORD) is None


def test_readers_make_no_accounts(record):
    with pytest.raises(Forbidden):
        create_user(record, READER, email="a@b.org", name="A", password=PASSWORD)
    assert record.query(User).count() == 0


def test_there_are_no_demo_users_outside_of_a_demo(record):
    with pytest.raises(NotFound):
        demo_user(record, Role.SECRETARIAT)


def test_only_the_secretariat_manages_accounts(record):
    user = a_user(record)
    for role in Role:
        given = grant(record, SECRETARIAT, user, role)
        actor = actor_of(record, user.id, None)
        assert may(actor, Action.ACCOUNT_MANAGE) == (role is Role.SECRETARIAT)
        record.delete(given)
        record.commit()
