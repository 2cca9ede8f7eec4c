"""Fill a database, ask for every page many times, print the figures as JSON: run by `bench.pages`.

``python -m bench.visits DATABASE_URL COPIES``
"""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from statistics import quantiles

from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from config import Settings
from models.accounts import User
from models.conferences import ConferenceSession
from models.database import make_engine, session_factory
from models.programmes import ProgrammeVersion
from models.schema import upgrade
from procedure.permissions import Role
from procedure.programmes import VersionStatus
from scheduler.reading import load_problem, load_programme
from services.accounts import actor_of, demo_email
from services.examples import EXAMPLES, LOADER, load_examples
from services.feeds import feed_token
from services.programme_decisions import decide
from services.programmes import check_version, store_programme
from services.requirements import import_problem
from web.app import create_app

WARM, TIMES = 10, 200


def pages(version: int, token: str) -> dict[str, str]:
    """The pages by name, with the number of the adopted version and the token of a feed."""
    session = "/sessions/ctoc-cop4/"
    adopted = f"{session}programme/versions/{version}/"
    return {
        "home": "/",
        "session": session,
        "programme": f"{session}programme/",
        "versions": f"{session}programme/versions/",
        "board": f"{adopted}board/",
        "requirements": f"{session}requirements/",
        "calendar feed": f"/feeds/{token}.ics",
        "document (docx)": f"{adopted}programme.docx",
    }


def fill(db: Session, copies: int) -> ProgrammeVersion:
    """Store both examples, the fourth as printed and adopted; and copies of the fourth."""
    load_examples(db)
    fourth = load_problem(EXAMPLES / "ctoc-cop4.yaml")
    annex = load_programme(EXAMPLES / "ctoc-cop4-annex.json", fourth)
    stored = db.scalars(select(ConferenceSession).where(ConferenceSession.slug == "ctoc-cop4"))
    session = stored.one()
    for number in range(copies):
        other = dataclasses.replace(fourth.session, id=f"copy-{number}")
        import_problem(db, LOADER, dataclasses.replace(fourth, session=other))
        store_programme(db, LOADER, session, annex)
    version = store_programme(db, LOADER, session, annex)
    waiver = "As printed." if check_version(db, version) else ""
    for status in (VersionStatus.APPROVED, VersionStatus.ADOPTED):
        decide(db, LOADER, version, status, note="", waiver=waiver)
    return version


def visit(engine: Engine, client: FlaskClient, path: str) -> dict[str, float]:
    """Ask for one page again and again; seconds, also of the processor and of the first time.

    Queries are those of the last time.
    """
    statements: list[str] = []
    seconds: list[float] = []
    processor: list[float] = []

    def count(*arguments: object) -> None:
        statement = str(arguments[2])
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    for _ in range(WARM + TIMES):
        statements.clear()
        begun, at_work = time.perf_counter(), time.process_time()
        response = client.get(path)
        size = len(response.data)
        seconds.append(time.perf_counter() - begun)
        processor.append(time.process_time() - at_work)
        if response.status_code != 200:
            raise SystemExit(f"{path}: {response.status}")
    event.remove(engine, "before_cursor_execute", count)
    percentiles = quantiles(seconds[WARM:], n=100)
    queries = len(statements)
    return {
        "first": seconds[0],
        "p50": percentiles[49],
        "p95": percentiles[94],
        "processor": quantiles(processor[WARM:], n=100)[94],
        "queries": queries,
        "size": size,
    }


def main(url: str, copies: str) -> None:
    """Print the figures of every page."""
    engine = make_engine(url)
    upgrade(engine)
    settings = Settings(database_url=url, secret_key="k" * 32, secure_cookies=False)
    app = create_app(settings, db_factory=session_factory(engine))
    with session_factory(engine)() as db:
        version = fill(db, int(copies))
        address = demo_email(Role.SECRETARIAT)
        user = db.scalars(select(User).where(User.email == address)).one()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = user.fs_uniquifier
        actor = actor_of(db, user.id, version.session)
        token = feed_token(db, actor, version.session, secret_key=app.config["SECRET_KEY"])
        paths = pages(version.number, token)
    print(json.dumps({name: visit(engine, client, path) for name, path in paths.items()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
