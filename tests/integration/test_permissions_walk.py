"""Every route, walked through by every role: exactly those whom the table allows get in."""

import re

import pytest
from werkzeug.routing import Rule

from procedure.permissions import ALLOWED, Role
from procedure.programmes import VersionStatus
from services import programmes
from services.sessions import session_by_slug
from tests import site
from tests.record import a_programme
from web.app import create_app
from web.guard import OPEN_ENDPOINTS, action_of, allow, check_declared

# What stands in the addresses of the walk. A new name in an address must be given a value here.
VALUES = {
    "slug": site.SLUG,
    "role": "reader",
    "filename": "css/print.css",
    "number": 1,
    "other": 1,
    "meeting": 1,
    "run_id": 1,
    "kind": "rooms",
    "delegation": 1,
    "token": "none",
}
ATLAS = create_app(site.NOWHERE)
WALK = [
    pytest.param(rule, method, role, id=f"{method} {rule.rule} {role or 'nobody'}")
    for rule in ATLAS.url_map.iter_rules()
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    for role in [None, *Role]
]


def address(rule: Rule) -> str:
    """An address that the rule matches."""
    return re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda name: str(VALUES[name[1]]), rule.rule)


@pytest.fixture(scope="module")
def app(both_kinds, request, tmp_path_factory):
    """One front end for the whole walk, with a programme that was released."""
    with site.copy_of_kind(both_kinds, request, tmp_path_factory.mktemp("walk")) as settings:
        app = ready(settings)
        yield app
        site.close(app)


def ready(settings):
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.extensions["db_factory"]() as db:
        session = session_by_slug(db, site.SECRETARIAT, site.SLUG)
        version = programmes.store_programme(db, site.SECRETARIAT, session, a_programme())
        programmes.decide(db, site.SECRETARIAT, version, VersionStatus.APPROVED)
    return app


@pytest.mark.parametrize(("rule", "method", "role"), WALK)
def test_exactly_those_get_in_whom_the_table_allows(app, rule, method, role):
    action = action_of(app, rule.endpoint)
    answer = site.signed_in(app, role).open(address(rule), method=method, buffered=True)
    to_sign_in = (
        answer.status_code == 302
        and answer.location.startswith("/sign-in")
        and rule.endpoint not in OPEN_ENDPOINTS
    )
    assert answer.status_code != 500
    refused = action is not None and role not in ALLOWED[action]
    assert (to_sign_in, answer.status_code == 403) == (
        (refused, False) if role is None else (False, refused)
    )


def test_a_view_that_declares_nothing_stops_the_start():
    app = create_app(site.NOWHERE)
    app.add_url_rule("/new", "new", lambda: "")
    with pytest.raises(LookupError, match="the view new declares no Action"):
        check_declared(app)


def test_a_declared_view_does_not():
    app = create_app(site.NOWHERE)
    app.add_url_rule("/new", "new", allow(next(iter(ALLOWED)))(lambda: ""))
    check_declared(app)
    assert action_of(app, "new") == next(iter(ALLOWED))
