"""The blueprint of the requirements, and how its pages answer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.requirements.rows import anchor

bp = Blueprint("requirements", __name__)
bp.add_app_template_filter(anchor, "anchor")


def part_or_page(template: str, status: int = 200, **values: Any) -> Response:
    """A fragment for htmx; else a page of its own around it."""
    alone = "requirements/page.html" if not request.headers.get("HX-Request") else template
    response = make_response(render_template(alone, part=template, **values), status)
    response.vary.add("HX-Request")
    return response


def back(row: str = "") -> Response:
    """Go back to the page, to the row that was changed."""
    at = anchor(row) or None
    return redirect(url_for("requirements.show", saved=at, _anchor=at), 303)
