"""The blueprint of the floor."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("floor", __name__)
