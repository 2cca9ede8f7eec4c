"""Every route, walked through by every role: exactly those whom the table allows get in."""

import re

import pytest
from werkzeug.routing import Rule

from procedure.permissions import ALLOWED, Role
from services import accounts
from tests import site, staged
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
    "calendar": "year",
    "search_id": 1,
    "objection": 1,
    "key": "item-2",
    "proposal": 1,
    "text_id": 1,
    "form": "csv",
}
ATLAS = create_app(site.NOWHERE)
WALK = [
    (rule, method)
    for rule in ATLAS.url_map.iter_rules()
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
]


def address(rule: Rule) -> str:
    """An address that the rule matches."""
    return re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda name: str(VALUES[name[1]]), rule.rule)


def answered(rule, answer):
    """What became of a visitor."""
    if answer.status_code >= 500:
        return "failed"
    if answer.status_code == 403:
        return "refused"
    to_sign_in = answer.status_code == 302 and answer.location.startswith("/sign-in")
    return "sent to sign in" if to_sign_in and rule.endpoint not in OPEN_ENDPOINTS else "let in"


def wanted(app, rule, role):
    """What is to become of the user of a role; of nobody for None."""
    action = action_of(app, rule.endpoint)
    if action is None or role in ALLOWED[action]:
        return "let in"
    return "sent to sign in" if role is None else "refused"


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "nobody")
def test_a_role_gets_in_exactly_where_the_table_allows_it(app, db, role):
    staged.approved(db)
    if role not in {None, Role.FOCAL_POINT}:  # pages of no session ask for a role in all
        accounts.grant(db, site.SECRETARIAT, accounts.demo_user(db, role), role)
    found, expected = {}, {}
    for rule, method in WALK:
        answer = site.signed_in(app, role).open(address(rule), method=method, buffered=True)
        found[f"{method} {rule.rule}"] = answered(rule, answer)
        expected[f"{method} {rule.rule}"] = wanted(app, rule, role)
    assert found == expected


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
