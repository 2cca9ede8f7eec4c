"""Headers, languages, and the frame of the pages."""

from dataclasses import replace

import polib
import pytest

from procedure.permissions import Role
from tests import site

pytestmark = pytest.mark.in_turn


def test_it_is_well_when_the_database_answers(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_it_is_not_well_when_the_database_does_not_answer(make_app, settings, tmp_path):
    nowhere = f"sqlite:///{tmp_path / 'none' / 'none.sqlite3'}"
    client = make_app(replace(settings, database_url=nowhere)).test_client()
    assert client.get("/healthz").status_code == 500


def test_the_policy_on_content_is_strict_and_its_nonce_new_each_time(client):
    first, second = (client.get("/").headers["Content-Security-Policy"] for _ in range(2))
    assert first != second
    assert "unsafe" not in first
    assert first.startswith("default-src 'none'; script-src 'self' 'nonce-")
    assert first.endswith(
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere", "/static/css/hemicycle.css"])
def test_every_answer_has_the_headers(client, path):
    headers = client.get(path, buffered=True).headers
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-cache" if path.startswith("/static") else "no-store",
    }
    assert {name: headers[name] for name in wanted} == wanted
    assert "Strict-Transport-Security" not in headers


def test_served_over_tls_the_cookie_is_secure_and_the_browser_stays_with_it(make_app, settings):
    client = make_app(replace(settings, secure_cookies=True)).test_client()
    answer = client.get("/sign-in")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "; Secure; HttpOnly; " in answer.headers["Set-Cookie"]


@pytest.fixture
def speaking(make_app, settings, tmp_path):
    """The front end with an Arabic catalogue of two words, French asked for but without one."""
    folder = tmp_path / "translations" / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    catalogue.append(polib.POEntry(msgid="Sessions", msgstr="الدورات"))
    catalogue.save_as_mofile(str(folder / "messages.mo"))
    with_arabic = replace(settings, languages=("ar", "fr", "en"))
    return make_app(with_arabic, translations=tmp_path / "translations").test_client()


def test_only_languages_with_a_catalogue_are_offered(speaking):
    page = speaking.get("/?lang=fr").text
    assert page.count("hreflang=") == 2
    assert '<html lang="en" dir="ltr">' in page


def test_arabic_is_set_from_right_to_left(speaking):
    page = speaking.get("/?lang=ar").text
    assert '<html lang="ar" dir="rtl">' in page
    assert "bootstrap.rtl.min.css" in page
    assert "<h1" in page
    assert "الدورات" in page


def test_the_choice_is_kept_and_outranks_what_the_browser_asks_for(speaking):
    german, arabic = {"Accept-Language": "de"}, {"Accept-Language": "ar, en;q=0.5"}
    assert '<html lang="ar"' in speaking.get("/", headers=arabic).text
    assert '<html lang="en"' in speaking.get("/?lang=en", headers=arabic).text
    assert '<html lang="en"' in speaking.get("/", headers=arabic).text
    assert '<html lang="ar"' in speaking.get("/?lang=ar", headers=german).text
    assert '<html lang="ar"' in speaking.get("/", headers=german).text


def test_with_one_language_there_is_nothing_to_choose(client):
    assert "hreflang=" not in client.get("/").text


def test_the_sessions_are_listed_with_their_days(client):
    page = client.get("/").text
    assert f'href="/sessions/{site.SLUG}/"' in page
    assert "8–10 October 2008" in page


@pytest.mark.parametrize("role", [None, *Role])
def test_the_navigation_marks_the_page_that_is_shown(sign_in, role):
    page = sign_in(role).get(f"/sessions/{site.SLUG}/").text
    assert f'<a href="/sessions/{site.SLUG}/" aria-current="page">Overview</a>' in page


@pytest.mark.parametrize("role", [None, *Role])
def test_files_are_given_to_everybody(sign_in, role):
    """Also to who is signed in, of whom Flask-Security asks before every request."""
    answer = sign_in(role).get("/static/css/hemicycle.css")
    assert (answer.status_code, answer.mimetype) == (200, "text/css")
