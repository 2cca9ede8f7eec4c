"""The tests' own patience: nothing is pressed on a page of which only a part has come."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import patient, unhurried

PIECES = (
    b" ",  # there is a document, and no element in it
    b"<!doctype html><title>Coming</title>" + b" " * 4096,
    b"<button onclick='document.title = document.readyState'>Press</button>" + b" " * 4096,
    b"<p>That is all.",
)


class InPieces(BaseHTTPRequestHandler):
    """Sends `/` at once, and every other page in pieces."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        if self.path == "/":
            self.wfile.write(b"<title>Start</title><a href='/pieces'>Go</a>")
            return
        for piece in PIECES:
            self.wfile.write(piece)
            self.wfile.flush()
            time.sleep(0.2)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def pieces() -> Iterator[str]:
    """Where pages come in pieces."""
    with ThreadingHTTPServer(("127.0.0.1", 0), InPieces) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_button_is_pressed_once_all_of_the_page_has_come(
    browser: Browser, pieces: str, scripts: bool
) -> None:
    context = patient(browser, pieces, java_script_enabled=scripts)
    page = unhurried(context)
    page.goto("/")
    page.get_by_role("link", name="Go").click(no_wait_after=True)
    page.get_by_role("button", name="Press").click()
    expect(page.get_by_text("That is all.")).to_have_count(1)
    assert page.title() == ("complete" if scripts else "Coming")
    context.close()
