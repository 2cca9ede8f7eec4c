"""What a visitor is told, by whose fault it is, as a page, a fragment, or JSON."""

import logging

import pytest

from procedure.permissions import Action, Role
from scheduler.text import text
from services import errors
from services.floor_words import Behind
from tests import site
from web.guard import allow, open_to_all

pytestmark = pytest.mark.in_turn

FIELDS = {"slots.0.end": text("End after %(start)s.", start="10:00")}
RULE = text("Rule 8 of the rules of procedure")
CASES = {
    "forbidden": (errors.Forbidden(), 403, {}),
    "not_found": (errors.NotFound(), 404, {}),
    "bad_request": (
        errors.BadRequest(FIELDS),
        422,
        {"fields": {"slots.0.end": "End after 10:00."}},
    ),
    "rule_broken": (
        errors.RuleBroken(RULE, text("It has been adopted.")),
        409,
        {"rule": "Rule 8 of the rules of procedure", "message": "It has been adopted."},
    ),
    "stale": (errors.Stale(), 409, {}),
    "behind": (
        Behind((), text("The next speaker is now %(name)s.", name="Mali")),
        409,
        {"message": "The next speaker is now Mali."},
    ),
}


@pytest.fixture
def app(make_app, settings):
    """A front end that takes further pages."""
    app = make_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def failing(app):
    """A page for each error."""
    for kind, (error, _, _) in CASES.items():

        def fail(error=error):
            raise error

        app.add_url_rule(f"/fail/{kind}", f"fail_{kind}", open_to_all(fail))

    def divide() -> str:
        return str(1 // 0)

    app.add_url_rule("/fail/ours", "fail_ours", open_to_all(divide))
    return app.test_client()


@pytest.mark.parametrize("kind", CASES)
def test_each_error_has_its_status_in_each_form(failing, kind):
    _, status, wanted = CASES[kind]
    page = failing.get(f"/fail/{kind}")
    part = failing.get(f"/fail/{kind}", headers={"HX-Request": "true"})
    data = failing.get(f"/fail/{kind}", headers={"Accept": "application/json"})
    assert (page.status_code, part.status_code, data.status_code) == (status,) * 3
    assert page.text.startswith("<!doctype html>")
    assert part.text.startswith(f'<div class="notice notice-{kind}" role="alert">')
    assert {"error": data.json["error"], **wanted} == {
        "error": kind,
        **{name: data.json[name] for name in wanted},
    }


@pytest.mark.parametrize("form", [{}, {"HX-Request": "true"}])
def test_the_field_and_the_rule_are_on_the_page(failing, form):
    bad = failing.get("/fail/bad_request", headers=form).text
    broken = failing.get("/fail/rule_broken", headers=form).text
    assert "<dt>slots.0.end</dt><dd>End after 10:00.</dd>" in bad
    assert '<p class="rule-cited">Rule 8 of the rules of procedure</p>' in broken


def test_our_own_errors_carry_a_number_that_is_in_the_log(failing, caplog):
    with caplog.at_level(logging.ERROR, logger="hemicycle.web"):
        answer = failing.get("/fail/ours", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["error"]) == (500, "internal")
    (record,) = caplog.records
    assert record.getMessage() == f"error {answer.json['id']} at GET /fail/ours"
    assert record.exc_info[0] is ZeroDivisionError
    assert "ZeroDivisionError" not in failing.get("/fail/ours").text


def test_an_address_that_is_none_and_a_session_that_is_none(client):
    assert client.get("/nowhere").status_code == 404
    assert client.get("/sessions/nowhere/").status_code == 404


def test_a_method_that_is_not_taken(client):
    assert client.post("/").status_code == 405


def test_a_form_without_token_changes_nothing(make_app, settings):
    answer = make_app(settings).test_client().post("/sign-out")
    assert (answer.status_code, "This form has expired" in answer.text) == (400, True)


def test_who_is_not_signed_in_is_asked_to_and_brought_back(app, client):
    app.add_url_rule("/secret", "secret", allow(Action.ACCOUNT_MANAGE)(lambda: "secret"))
    answer = client.get("/secret?a=1")
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/secret?a%3D1")


def test_a_part_of_a_page_asked_for_by_nobody_sends_the_whole_page_to_sign_in(app, client):
    secret = allow(Action.ACCOUNT_MANAGE)(lambda: "secret")
    app.add_url_rule("/secret", "secret", secret)
    here = "http://localhost/sessions/x/board/?a=1#top"
    answer = client.get("/secret", headers={"HX-Request": "true", "HX-Current-URL": here})
    assert (answer.status_code, answer.text) == (401, "")
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/sessions/x/board/?a%3D1"


def test_who_is_signed_in_without_the_role_is_refused(app, sign_in):
    app.add_url_rule("/secret", "secret", allow(Action.ACCOUNT_MANAGE)(lambda: "secret"))
    assert sign_in(Role.READER).get("/secret").status_code == 403
    assert sign_in(Role.FOCAL_POINT).get(f"/sessions/{site.SLUG}/").status_code == 200


def test_where_a_visitor_comes_from_need_be_no_address(app):
    answer = app.test_client().get("/nowhere", headers={"Referer": "http://["})
    assert (answer.status_code, "Nothing here" in answer.text) == (404, True)
    part = {"HX-Request": "true", "HX-Current-URL": "http://["}
    answer = app.test_client().get("/calendars/", headers=part)
    assert answer.status_code == 401
