"""The blueprint of lists of speakers."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("speakers", __name__)
