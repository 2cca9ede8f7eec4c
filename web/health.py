"""Whether we are well: for the supervisor of the process."""

from __future__ import annotations

from flask import Blueprint, g
from sqlalchemy import text

from web.guard import open_to_all

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@open_to_all
def healthz() -> tuple[str, dict[str, str]]:
    """Answer once the database has answered."""
    g.db.execute(text("SELECT 1"))
    return "ok\n", {"Content-Type": "text/plain; charset=utf-8"}
