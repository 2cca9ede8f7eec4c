"""Every route, walked through by every role: exactly those whom the table allows get in."""

import re

import pytest
from werkzeug.routing import Rule

from config import Settings
from procedure.permissions import ALLOWED, Role
from tests import site
from web.app import create_app
from web.guard import OPEN_ENDPOINTS, action_of, allow, check_declared

# What stands in the addresses of the walk. A new converter or name must be given a value here.
VALUES = {"slug": site.SLUG, "role": "reader", "filename": "css/print.css"}
ATLAS = create_app(Settings(demo=True, database_url="sqlite://"))
WALK = [
    pytest.param(rule, method, role, id=f"{method} {rule.rule} {role or 'nobody'}")
    for rule in ATLAS.url_map.iter_rules()
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    for role in [None, *Role]
]


def address(rule: Rule) -> str:
    """An address that the rule matches."""
    return re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda name: str(VALUES[name[1]]), rule.rule)


@pytest.mark.parametrize(("rule", "method", "role"), WALK)
def test_exactly_those_get_in_whom_the_table_allows(sign_in, rule, method, role):
    action = action_of(ATLAS, rule.endpoint)
    answer = sign_in(role).open(address(rule), method=method, buffered=True)
    turned_away = answer.status_code == 403 or (
        answer.status_code == 302
        and answer.location.startswith("/sign-in")
        and rule.endpoint not in OPEN_ENDPOINTS
    )
    assert answer.status_code != 500
    assert turned_away == (action is not None and role not in ALLOWED[action])


@pytest.mark.parametrize(("rule", "method", "role"), [w for w in WALK if w.values[2] is None])
def test_nobody_is_refused_without_being_asked_to_sign_in(client, rule, method, role):
    assert client.open(address(rule), method=method, buffered=True).status_code != 403


def test_a_view_that_declares_nothing_stops_the_start():
    app = create_app(Settings(demo=True, database_url="sqlite://"))
    app.add_url_rule("/new", "new", lambda: "")
    with pytest.raises(LookupError, match="the view new declares no Action"):
        check_declared(app)


def test_a_declared_view_does_not(settings):
    app = create_app(Settings(demo=True, database_url="sqlite://"))
    app.add_url_rule("/new", "new", allow(next(iter(ALLOWED)))(lambda: ""))
    check_declared(app)
    assert action_of(app, "new") == next(iter(ALLOWED))
