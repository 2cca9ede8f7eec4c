"""The database of a request: `g.db`, opened when first used, closed when the request ends.

A page reads through it; a service opens and commits its own transaction on it.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, g
from sqlalchemy.orm import Session

DbFactory = Callable[[], Session]


def init_app(app: Flask, db_factory: DbFactory) -> None:
    """Give every request a session of its own."""
    app.extensions["db_factory"] = db_factory

    @app.before_request
    def open_db() -> None:
        g.db = db_factory()

    @app.teardown_request
    def close_db(_: BaseException | None) -> None:
        if "db" in g:
            g.pop("db").close()
