"""Take the pictures of the README: a programme, the chair's table of a meeting, a bureau.

``python -m tests.screenshots`` writes them to docs/images.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import FloatRect, Locator, Page, sync_playwright
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from config import Settings
from models.conferences import ConferenceSession
from models.database import make_engine, session_factory
from models.schema import upgrade
from procedure.programmes import VersionStatus
from scheduler.solve import plan
from services import floor, floor_programme, floor_queues
from services.examples import LOADER, load_examples
from services.programme_decisions import decide
from services.programmes import store_programme
from services.requirements import problem_of
from tests.chromium import chromium
from web.app import create_app

IMAGES = Path(__file__).parents[1] / "docs/images"
WINDOW = {"width": 1280, "height": 900}
APPROVED = datetime(2008, 5, 28, tzinfo=ZoneInfo("Europe/Vienna"))  # the extended bureau met
LIST, BUSINESS = "item-2-a", "2(a)"


def prepare(settings: Settings) -> dict[str, str]:
    """Plan the fourth session, approve the plan, and hear a list: the paths of the pictures."""
    engine = make_engine(settings.database_url)
    upgrade(engine)
    with session_factory(engine)() as db:
        third, session = load_examples(db)
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
        home, before = f"/sessions/{session.slug}", f"/sessions/{third.slug}"
        meeting = hear(db, session)
    engine.dispose()
    return {
        "programme": f"{home}/programme/",
        "table": f"{home}/floor/{meeting}/",
        "bureau": f"{before}/bureau/",
    }


def hear(db: Session, session: ConferenceSession) -> str:
    """Open the first meeting on an item and hear the second speaker of its list. The meeting."""
    meetings = floor_programme.meetings(db, session.id)
    uid = floor_programme.on_business(meetings, BUSINESS)[0].uid
    table = (db, LOADER, session, uid)
    state = floor.open_meeting(*table, expects=0, present=floor_queues.parties(db, session))
    state = floor.take_list(*table, expects=state.sequence, list_id=LIST)
    for _ in range(2):
        speakers = floor_queues.list_of(db, session.id, LIST)
        assert speakers is not None
        following = floor_queues.queue_of(db, speakers, datetime.now(UTC))[0].number
        state = floor.next_(*table, expects=state.sequence, expected=following)
    return uid


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
    """Take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=f"sqlite:///{Path(folder, 'record.sqlite3')}",
            queue_url=f"sqlite:///{Path(folder, 'queue.sqlite3')}",
            secret_key="of no use to anybody outside of these pictures",
            demo=True,
        )
        paths = prepare(settings)
        with served(settings) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport=WINDOW, device_scale_factor=1.5)
            page.goto(address + paths["programme"])
            take(page, "programme", page.locator(".programme tbody").nth(1))
            page.goto(f"{address}/sign-in")
            page.get_by_role("button", name="table").click()
            page.goto(address + paths["table"])
            page.wait_for_timeout(1500)  # the clock has asked what time it is
            take(page, "table", page.locator("main"))
            page.context.clear_cookies()
            page.goto(f"{address}/sign-in")
            page.get_by_role("button", name="Secretariat").click()
            page.goto(address + paths["bureau"])
            take(page, "bureau", page.locator("main table").nth(1))
            browser.close()
    return 0


def take(page: Page, name: str, last: Locator) -> None:
    """Take a picture down to the end of what is to be seen."""
    box = last.bounding_box()
    assert box is not None
    height = box["y"] + box["height"]
    clip = FloatRect(x=0, y=0, width=WINDOW["width"], height=height)
    page.screenshot(path=IMAGES / f"{name}.png", clip=clip, full_page=True)


if __name__ == "__main__":
    sys.exit(main())
