"""The record of a conference.

All entities are loaded together, so that their relationships by name are always complete.
"""

from __future__ import annotations

from models import (
    accounts,
    audit,
    calendars,
    conferences,
    credentials,
    delegations,
    files,
    floor,
    mail,
    observers,
    programmes,
    requirements,
    rosters,
    runs,
    speakers,
)

__all__ = [
    "accounts",
    "audit",
    "calendars",
    "conferences",
    "credentials",
    "delegations",
    "files",
    "floor",
    "mail",
    "observers",
    "programmes",
    "requirements",
    "rosters",
    "runs",
    "speakers",
]
