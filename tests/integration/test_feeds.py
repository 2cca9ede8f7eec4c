"""Addresses of calendars: signed, revocable, and no more than their user may see now."""

from dataclasses import replace

import pytest

from models.accounts import User
from procedure.permissions import PUBLIC, Role
from procedure.programmes import VersionStatus
from services.accounts import actor_of, create_user, grant
from services.delegation_data import Participant
from services.delegations import add_delegations, follow
from services.errors import BadRequest, Forbidden, NotFound
from services.feeds import (
    FeedKind,
    _signer,
    feed_token,
    read_feed_token,
    released_versions,
    revoke_feeds,
)
from services.programme_decisions import decide
from services.programmes import copy_version
from tests.record import SECRETARIAT, a_draft, a_session, counted, counts
from tests.unit import problems

KEY = "k" * 32
PASSWORD = "correct horse battery staple"


@pytest.fixture
def session(record):
    return a_session(record)


@pytest.fixture
def austria(record, session):
    listed = [
        Participant("Austria", "AUT", "State party"),
        Participant("Mali", "MLI", "State party"),
    ]
    return add_delegations(record, SECRETARIAT, session, listed)[0]


@pytest.fixture
def focal_point(record, session, austria):
    user = create_user(record, SECRETARIAT, email="a@example.org", name="Ana", password=PASSWORD)
    grant(record, SECRETARIAT, user, Role.FOCAL_POINT, session=session, delegation=austria)
    return actor_of(record, user.id, session)


def test_a_token_opens_what_it_was_made_for(record, session, austria, focal_point):
    group = session.bodies[1]
    for given, kind in (
        ({}, FeedKind.SESSION),
        ({"body": group}, FeedKind.BODY),
        ({"delegation": austria}, FeedKind.DELEGATION),
    ):
        token = feed_token(record, focal_point, session, secret_key=KEY, **given)
        feed = read_feed_token(record, token, secret_key=KEY)
        assert (feed.kind, feed.session, feed.user.name) == (kind, session, "Ana")
        assert (feed.body, feed.delegation) == (given.get("body"), given.get("delegation"))


def test_a_body_keeps_its_address_when_requirements_change(record, session, focal_point):
    token = feed_token(record, focal_point, session, secret_key=KEY, body=session.bodies[1])
    bodies = (problems.body("wg", title="Renamed"), problems.body("cop"))
    a_session(record, problems.problem(bodies=bodies))
    assert read_feed_token(record, token, secret_key=KEY).body.title == "Renamed"


def test_a_body_that_comes_back_has_the_address_it_had(record, session, focal_point):
    token = feed_token(record, focal_point, session, secret_key=KEY, body=session.bodies[1])
    item = problems.business("1")
    a_session(record, problems.problem(item, bodies=(problems.body("cop"),)))
    with pytest.raises(NotFound):
        read_feed_token(record, token, secret_key=KEY)
    a_session(record)
    assert read_feed_token(record, token, secret_key=KEY).body.key == "wg"


def test_an_address_opens_no_part_of_another_session(record, session, focal_point, austria):
    other = a_session(record, problems.problem(session=problems.session(id="other")))
    user = record.get_one(User, focal_point.user_id)
    for kind, part in ((FeedKind.DELEGATION, austria.id), (FeedKind.BODY, "none")):
        signed = _signer(KEY, user).dumps([kind.value, other.id, part])
        with pytest.raises(NotFound):
            read_feed_token(record, f"{user.id}.{signed}", secret_key=KEY)


@pytest.mark.parametrize("damage", ["", ".", "1", "x.y", "99999999999.x", "1.x", "-1.x", "²."])
def test_what_is_no_token_opens_nothing(record, focal_point, damage):
    with pytest.raises(NotFound):
        read_feed_token(record, damage, secret_key=KEY)


def test_a_token_is_good_with_one_key_one_user_and_unchanged(record, session, focal_point):
    other = create_user(record, SECRETARIAT, email="b@example.org", name="B", password=PASSWORD)
    token = feed_token(record, focal_point, session, secret_key=KEY)
    user, _, signed = token.partition(".")
    for wrong, key in (
        (token, "x" * 32),
        (f"{other.id}.{signed}", KEY),
        (f"{user}.{signed[:5]}{'A' if signed[5] != 'A' else 'B'}{signed[6:]}", KEY),
    ):
        with pytest.raises(NotFound):
            read_feed_token(record, wrong, secret_key=key)
    assert int(user) == focal_point.user_id


def test_revoking_ends_all_addresses_of_a_user(record, session, focal_point):
    token = feed_token(record, focal_point, session, secret_key=KEY)
    revoke_feeds(record, focal_point)
    with pytest.raises(NotFound):
        read_feed_token(record, token, secret_key=KEY)
    again = feed_token(record, focal_point, session, secret_key=KEY)
    assert read_feed_token(record, again, secret_key=KEY).session is session


def test_a_feed_of_a_delegation_ends_with_its_focal_point(record, session, austria, focal_point):
    token = feed_token(record, focal_point, session, secret_key=KEY, delegation=austria)
    user = read_feed_token(record, token, secret_key=KEY).user
    user.grants.clear()
    record.commit()
    with pytest.raises(Forbidden):
        read_feed_token(record, token, secret_key=KEY)


def test_delegations_of_others_are_closed(record, session, austria, focal_point):
    mali = session.delegations[1]
    with pytest.raises(Forbidden):
        feed_token(record, focal_point, session, secret_key=KEY, delegation=mali)
    stranger = replace(focal_point, delegation_ids=frozenset(), roles=frozenset({Role.READER}))
    with pytest.raises(Forbidden):
        feed_token(record, stranger, session, secret_key=KEY, delegation=austria)


def test_the_public_has_no_addresses(record, session):
    for actor in (PUBLIC, SECRETARIAT):  # a command has roles but is nobody's account
        with pytest.raises(Forbidden):
            feed_token(record, actor, session, secret_key=KEY)


def test_parts_of_another_session_are_not_found(record, session, focal_point):
    other = a_session(record, problems.problem(session=problems.session(id="other")))
    with pytest.raises(NotFound):
        feed_token(record, focal_point, session, secret_key=KEY, body=other.bodies[0])


def test_a_delegation_follows_bodies(record, session, austria, focal_point):
    assert follow(record, focal_point, austria, ["wg"]).follows == ["wg"]
    before = counts(record)
    with pytest.raises(BadRequest) as refused:
        follow(record, focal_point, austria, ["wg", "x"])
    assert set(refused.value.fields) == {"bodies"}
    with pytest.raises(Forbidden):
        follow(record, focal_point, session.delegations[1], ["wg"])
    assert (counts(record), austria.follows) == (before, ["wg"])


def test_the_history_has_what_was_released(record, session, engine):
    def history():
        with counted(engine) as queries:
            found = [
                (version.number, [item.business for m in version.meetings for item in m.items])
                for version in released_versions(record, session)
            ]
        return len(queries), found

    first = a_draft(record, session)
    decide(record, SECRETARIAT, first, VersionStatus.APPROVED)
    record.expire_all()
    few, found = history()
    assert found == [(1, ["1", "2", "2", "wg"])]
    for _ in range(3):
        copy = copy_version(record, SECRETARIAT, first)
        decide(record, SECRETARIAT, copy, VersionStatus.APPROVED)
    copy_version(record, SECRETARIAT, first)
    record.expire_all()
    more, found = history()
    assert [number for number, _ in found] == [1, 2, 3, 4]
    assert few == more
