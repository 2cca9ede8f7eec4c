"""Take the picture of the README: the programme of the fourth session, planned and approved.

``python -m tests.screenshots`` writes docs/images/programme.png.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from config import Settings
from models.database import make_engine, session_factory
from models.schema import upgrade
from procedure.programmes import VersionStatus
from scheduler.solve import plan
from services.examples import LOADER, load_examples
from services.programmes import decide, store_programme
from services.requirements import problem_of
from tests.chromium import chromium
from web.app import create_app

IMAGE = Path(__file__).parents[1] / "docs/images/programme.png"
WINDOW = {"width": 1280, "height": 900}
APPROVED = datetime(2008, 5, 28, tzinfo=ZoneInfo("Europe/Vienna"))  # the extended bureau met


def prepare(settings: Settings) -> str:
    """Fill the database, plan the fourth session and approve the plan. Returns its address."""
    engine = make_engine(settings.database_url)
    upgrade(engine)
    with session_factory(engine)() as db:
        _third, session = load_examples(db)
        problem = problem_of(db, session)
        db.rollback()
        found = plan(problem)
        assert found.programme is not None
        version = store_programme(
            db,
            LOADER,
            session,
            found.programme,
            objective=found.objective,
            bound=found.bound,
            status=found.status,
        )
        decide(db, LOADER, version, VersionStatus.APPROVED, decided_at=APPROVED)
        path = f"/sessions/{session.slug}/programme/"
    engine.dispose()
    return path


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Where the front end is served meanwhile."""
    server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def main() -> int:
    """Take the picture."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=f"sqlite:///{Path(folder, 'record.sqlite3')}",
            queue_url=f"sqlite:///{Path(folder, 'queue.sqlite3')}",
            secret_key="of no use to anybody outside of this picture",
            secure_cookies=False,
        )
        path = prepare(settings)
        with served(settings) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport=WINDOW, device_scale_factor=1.5)
            page.goto(address + path)
            second_day = page.locator(".programme tbody").nth(1).bounding_box()
            assert second_day is not None
            height = second_day["y"] + second_day["height"]
            clip = {"x": 0, "y": 0, "width": WINDOW["width"], "height": height}
            page.screenshot(path=IMAGE, clip=clip, full_page=True)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
