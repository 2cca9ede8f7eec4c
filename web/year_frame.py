"""What all pages of a calendar of conferences say: which it is, and whether to search for it."""

from __future__ import annotations

from flask import g

from models.calendars import Calendar
from services import calendar_searches as searches
from services import calendars

MINUTES = (1, 5, 15, 60)  # that a search may take


def calendar_asked() -> Calendar:
    """The calendar of this address. Raises NotFound."""
    return calendars.calendar_by_slug(g.db, g.actor, g.calendar)


def about(calendar: Calendar) -> dict[str, object]:
    """The calendar, what is asked for, the latest plan of that, and the search under way."""
    edition = calendars.edition_of(g.db, calendar)
    latest = calendars.plan_version(g.db, g.actor, calendar)
    planned = latest if latest is not None and latest.edition_id == edition.id else None
    last = searches.last_search(g.db, g.actor, calendar)
    return {
        "calendar": calendar,
        "edition": edition,
        "latest": latest,
        "planned": planned,
        "searching": last if last is not None and last.active else None,
        "minutes": MINUTES,
    }
