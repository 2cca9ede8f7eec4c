"""The blueprints of delegations and of attendance, and the delegation in an address."""

from __future__ import annotations

from flask import Blueprint, g

from models.conferences import Delegation
from services import delegations

bp = Blueprint("delegations", __name__)
attendance_bp = Blueprint("attendance", __name__)
BASE = "/sessions/<slug>/delegations/"
ONE = BASE + "<int(max=999999999):delegation>/"


def delegation_asked(delegation_id: int) -> Delegation:
    """The delegation of an address. Raises NotFound."""
    return delegations.delegation(g.db, g.actor, g.session, delegation_id)
