"""A real browser on a real server. A page fails its test if it writes an error to the console."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from config import Settings
from models.runs import RunStatus
from procedure.permissions import Role
from services.accounts import user_by_email
from services.solving import run_solver
from tests import site, staged
from tests.browser import axe
from tests.chromium import chromium
from tests.site import (
    copied,
    front_end,
    front_ends,
    populated,
    populated_postgresql,
    settings,
)

__all__ = [  # fixtures
    "copied",
    "front_end",
    "front_ends",
    "populated",
    "populated_postgresql",
    "settings",
]

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--renderer-process-limit=1",  # to start one takes longer than to show a page
)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}

# `loading=page` is there until all of the page has come. Before its first tag it has no element:
# one of a document without a window stands in, which counts as seen.
LOADING = """{
  blank: document.implementation.createHTMLDocument("").documentElement,
  queryAll(root) {
    return document.readyState === "complete" ? [] : [document.documentElement ?? this.blank];
  },
  query(root) { return this.queryAll(root)[0] ?? null; },
}"""
FONTS = "() => document.fonts.ready.then(() => true)"

POLL_SECONDS = 0.02  # until a server notices that it is to end
PATIENCE = 120_000  # milliseconds: the machine may be busy
expect.set_options(timeout=PATIENCE)

Visit = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture
def kind() -> str:
    """The kind of the database under the pages: what a browser is sent is the same from both."""
    return "sqlite"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    with sync_playwright() as playwright:
        playwright.selectors.register("loading", LOADING)
        started = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def app(front_ends: Callable[..., Flask], settings: Settings) -> Flask:
    """The front end; the same for every test."""
    return front_ends(settings)


@pytest.fixture(scope="session")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Translations with an Arabic catalogue of one word."""
    translations = tmp_path_factory.mktemp("translations")
    folder = translations / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    catalogue.append(polib.POEntry(msgid="Sessions", msgstr="الدورات"))
    catalogue.save_as_mofile(str(folder / "messages.mo"))
    return translations


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the front end is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    while thread.is_alive():  # until all is answered: nothing of it reaches into the next test
        end_streams(app)
        thread.join(POLL_SECONDS)


def end_streams(app: Flask) -> None:
    """End what would never end by itself; the hub goes on with the next test."""
    hub = app.extensions["live"]
    for channel in tuple(hub._channels.values()):
        for listener in tuple(channel.listeners):
            listener.close()


@pytest.fixture
def db(app: Flask) -> Iterator[Session]:
    """The database of the server."""
    with app.extensions["db_factory"]() as session:
        yield session


@pytest.fixture
def visit(browser: Browser, app: Flask, address: str, db: Session) -> Iterator[Visit]:
    """Open a page: ``visit("/path", role, **options of the browser context)``."""
    complaints: list[str] = []
    contexts = []

    def open_page(path: str, role: Role | None = None, **options: Any) -> Page:
        context = patient(browser, address, **{"viewport": DESKTOP} | options)
        contexts.append(context)
        if role is not None:
            user = user_by_email(db, site.email(role))
            assert user is not None
            name, value = signed(app, user.fs_uniquifier)
            context.add_cookies([{"name": name, "value": value, "url": address}])
        page = unhurried(context)
        page.on("console", lambda m: is_fault(m) and complaints.append(m.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def patient(browser: Browser, address: str, **options: Any) -> BrowserContext:
    """A browser of its own, for a busy machine. Nothing moves by itself: it is where it is."""
    context = browser.new_context(base_url=address, reduced_motion="reduce", **options)
    context.set_default_timeout(PATIENCE)
    return context


def unhurried(context: BrowserContext) -> Page:
    """A page on which nothing is done before it is there with its scripts, as after a link."""
    page = context.new_page()
    page.add_locator_handler(page.locator("loading=page"), lambda _: page.wait_for_load_state())
    return page


def is_fault(message: ConsoleMessage) -> bool:
    """Whether a message is an error, and not merely that we answered with a refusal (4xx)."""
    refusal = "the server responded with a status of 4" in message.text
    return message.type == "error" and (not refusal or "/static/" in message.location["url"])


def signed(app: Flask, uniquifier: str) -> tuple[str, str]:
    """The name and value of the cookie of somebody who has signed in."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # SecureCookieSessionInterface
    return app.config["SESSION_COOKIE_NAME"], signer.dumps({"_user_id": uniquifier})


def settle(page: Page) -> None:
    """Wait for what may come later than the words: sheets of style, scripts, and fonts."""
    page.wait_for_load_state()
    page.evaluate(FONTS)


@pytest.fixture
def work(app: Flask, db: Session) -> Callable[[], None]:
    """Do what a worker does with the search asked for last, once it has been asked for."""

    def work() -> None:
        until = time.monotonic() + PATIENCE / 1000
        while (run := staged.last_search(db)) is None or run.status is not RunStatus.QUEUED:
            assert time.monotonic() < until, "nothing was asked for"
            time.sleep(0.02)
        run_solver(app.extensions["db_factory"], run.id, workers=1)

    return work


@pytest.fixture
def accessible() -> Check:
    """Fail if axe finds a serious violation on the page."""

    def check(page: Page) -> None:
        settle(page)
        assert axe.violations(page) == {}

    return check


@pytest.fixture
def fits() -> Check:
    """Fail if the page is wider than its window."""

    def check(page: Page) -> None:
        settle(page)
        root = page.locator("html")
        width = root.evaluate("element => [element.scrollWidth, element.clientWidth]")
        assert width[0] <= width[1]

    return check


@pytest.fixture
def presentable(accessible: Check, fits: Check) -> Check:
    """Fail if a page is not accessible, or does not fit, in the window of a desktop or a phone."""

    def check(page: Page) -> None:
        for window in (DESKTOP, PHONE):
            page.set_viewport_size(window)
            accessible(page)
            fits(page)

    return check
