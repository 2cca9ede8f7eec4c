"""Signing in and out, and the one-click roles of demo mode."""

from dataclasses import replace

import pytest
from lxml import html

from procedure.permissions import Role
from services.accounts import user_by_email
from tests import site
from web import words

pytestmark = pytest.mark.in_turn

# failures are counted beside the database: a hundred on each kind would tell nothing more
ONE_KIND = pytest.mark.parametrize("kind", ["sqlite"])
CREDENTIALS = {"email": site.email(Role.READER), "password": site.PASSWORD}


def test_with_address_and_password_one_comes_back_to_where_one_wanted_to_go(client):
    answer = client.post(f"/sign-in?next=/sessions/{site.SLUG}/", data=CREDENTIALS)
    assert (answer.status_code, answer.location) == (302, f"/sessions/{site.SLUG}/")
    assert "Sign out" in client.get("/").text


def test_one_is_never_sent_to_another_site(client):
    answer = client.post("/sign-in?next=https://example.com/", data=CREDENTIALS)
    assert (answer.status_code, answer.location) == (200, None)
    assert "Sign out" not in client.get("/").text


@pytest.mark.parametrize("role", Role)
def test_each_user_sees_name_and_role(sign_in, role):
    page = sign_in(role).get(f"/sessions/{site.SLUG}/").text
    assert f"The {role.value}" in page
    assert f'<span class="role-badge">{words.WORDS[role]}</span>' in page


def test_outside_of_a_session_nobody_is_called_a_reader(sign_in):
    assert "role-badge" not in sign_in(Role.FOCAL_POINT).get("/").text


def test_a_wrong_password_says_nothing_about_the_address(client):
    known = client.post("/sign-in", data={"email": site.email(Role.READER), "password": "wrong"})
    unknown = client.post("/sign-in", data={"email": "nobody@example.org", "password": "wrong"})
    sentence = "The e-mail address and the password do not match."
    assert (known.status_code, sentence in known.text) == (200, True)
    assert (unknown.status_code, sentence in unknown.text) == (200, True)


def test_signing_out_takes_a_post(sign_in):
    client = sign_in(Role.READER)
    refused = client.get("/sign-out")
    assert (refused.status_code, sorted(refused.allow)) == (405, ["OPTIONS", "POST"])
    assert client.post("/sign-out").status_code == 302
    assert "Sign out" not in client.get("/").text


def test_an_account_that_was_closed_is_signed_out_at_once(sign_in, db):
    client = sign_in(Role.SECRETARIAT)
    user_by_email(db, site.email(Role.SECRETARIAT)).active = False
    db.commit()
    assert "Sign out" not in client.get("/").text


def test_passwords_are_hashed_with_argon2id(db):
    assert user_by_email(db, site.email(Role.READER)).password.startswith("$argon2id$")


def failed(client, email, times=1, **how):
    """What the last of some attempts with a wrong password is answered."""
    given = {"email": email, "password": "wrong"}
    return [client.post("/sign-in", data=given, **how).status_code for _ in range(times)][-1]


def test_after_ten_failures_an_address_waits_on_every_machine(client):
    address = site.email(Role.READER)
    elsewhere = {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}}
    assert (failed(client, address, 10), failed(client, f" {address.upper()}")) == (200, 429)
    assert failed(client, address, **elsewhere) == 429
    refused = client.post("/sign-in", data=CREDENTIALS)
    assert (refused.status_code, "too many attempts" in refused.text) == (429, True)
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert failed(client, "other@example.org") == 200
    assert client.get("/sign-in").status_code == 200


@ONE_KIND
def test_after_a_hundred_failures_a_machine_waits_for_every_address(app):
    client = app.test_client()
    for number in range(100):
        assert failed(client, f"not an address {number}") == 200
    assert client.post("/sign-in", data=CREDENTIALS).status_code == 429
    assert failed(client, "x", environ_base={"REMOTE_ADDR": "192.0.2.7"}) == 200


def test_what_succeeds_is_not_counted(app):
    for _ in range(12):
        assert app.test_client().post("/sign-in", data=CREDENTIALS).status_code == 302


@ONE_KIND
@pytest.mark.parametrize(("proxies", "status"), [(0, 429), (1, 200)])
def test_behind_a_proxy_the_machine_is_the_one_it_names(make_app, settings, proxies, status):
    app = make_app(replace(settings, proxies=proxies))
    app.config["WTF_CSRF_ENABLED"] = False
    for number in range(100):
        failed(app.test_client(), str(number), headers={"X-Forwarded-For": "192.0.2.1"})
    assert failed(app.test_client(), "x", headers={"X-Forwarded-For": "192.0.2.2"}) == status


@pytest.fixture
def demo(front_ends, settings):
    """The front end in demo mode."""
    app = front_ends(replace(settings, demo=True))
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.mark.parametrize("role", Role)
def test_in_demo_mode_one_click_signs_in(demo, role):
    assert f'action="/sign-in/{role.value}"' in demo.get("/sign-in").text
    answer = demo.post(f"/sign-in/{role.value}")
    assert (answer.status_code, answer.location) == (302, "/")
    assert "Sign out" in demo.get("/").text


def test_one_click_leads_back_to_where_one_was(demo):
    where = f"/sessions/{site.SLUG}/"
    (link,) = html.fromstring(demo.get(where).text).find_class("sign-in-link")
    assert link.get("href") == f"/sign-in?next={where}"
    shown = html.fromstring(demo.get(link.get("href")).text)
    (form,) = shown.xpath("//form[starts-with(@action, '/sign-in/reader')]")
    assert demo.post(form.get("action")).location == where


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.com/", "//example.com", "/\\example.com", "/\t/example.com", "example", ""],
)
def test_one_click_leads_to_no_other_site(demo, elsewhere):
    answer = demo.post("/sign-in/reader", query_string={"next": elsewhere})
    assert (answer.status_code, answer.location) == (302, "/")


@pytest.mark.parametrize("role", Role)
def test_without_demo_mode_there_is_no_such_way(client, role):
    assert f"/sign-in/{role.value}" not in client.get("/sign-in").text
    assert client.post(f"/sign-in/{role.value}").status_code == 404
    assert "Sign out" not in client.get("/").text


STRANGERS = {
    "another machine": {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
    "another name": {"base_url": "http://hemicycle.example.org"},
    "another name with a port": {"base_url": "http://hemicycle.example.org:5000"},
    "through a proxy": {"headers": {"X-Forwarded-For": "192.0.2.7"}},
    "through a proxy that gives a name": {"headers": {"X-Forwarded-Host": "demo.example.org"}},
    "through a proxy that speaks TLS": {"headers": {"X-Forwarded-Proto": "https"}},
    "through a proxy that signs": {"headers": {"Via": "1.1 proxy"}},
    "through a silent proxy": {"headers": {"Origin": "https://demo.example.org"}},
    "through a silent proxy, by link": {"headers": {"Referer": "https://demo.example.org/sign-in"}},
    "from a page without a name": {"headers": {"Origin": "null"}},
    "from no address": {"headers": {"Origin": "http://[", "Referer": "http://127.0.0.1:5000/"}},
    "from an empty address": {"headers": {"Referer": ""}},
}


@pytest.mark.parametrize("how", STRANGERS.values(), ids=list(STRANGERS))
def test_in_demo_mode_strangers_are_not_let_in(demo, how):
    assert "/sign-in/secretariat" not in demo.get("/sign-in", **how).text
    assert demo.post("/sign-in/secretariat", **how).status_code == 404


def test_in_demo_mode_our_own_pages_are_no_strangers(demo):
    own = {"Origin": "http://127.0.0.1:5000", "Referer": "http://localhost:5000/sign-in"}
    assert demo.post("/sign-in/secretariat", headers=own).status_code == 302


def test_in_demo_mode_an_unknown_role_is_not_found(demo):
    assert demo.post("/sign-in/chancellor").status_code == 404


def test_a_click_from_another_site_does_not_sign_in(make_app, settings):
    browser = make_app(replace(settings, demo=True)).test_client()
    assert browser.post("/sign-in/secretariat").status_code == 400
