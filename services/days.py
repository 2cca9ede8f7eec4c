"""On what days and at what meetings bodies decide: as far as the record can tell.

A decision stays for ever, so one that cannot have been is refused by its field.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from scheduler.text import Text, text
from services import floor_programme
from services.errors import BadRequest

BEFORE = timedelta(days=366)
"""So long before a session its bureau may be at work on it."""


def conference_refused(
    session: ConferenceSession, day: date, today: date, about: date | None = None
) -> Text | None:
    """Why the Conference cannot have decided on a day; `about` is that of what it decided on.

    It decides while it sits. On what came after the session it decides when it can.
    """
    if day > today:
        return text("This day has not come yet.")
    earliest = max(session.first_day, about or session.first_day)
    latest = session.last_day if earliest <= session.last_day else today
    if earliest <= day <= latest:
        return None
    if about is not None and earliest == about:
        return text(
            "Give a day from %(first)s, when it came before the Conference, to %(last)s.",
            first=earliest,
            last=latest,
        )
    return text(
        "The Conference decides while it sits: give a day from %(first)s to %(last)s.",
        first=earliest,
        last=latest,
    )


def received(session: ConferenceSession, given: datetime | None, now: datetime) -> datetime:
    """When something came: now, unless said otherwise. Raises BadRequest naming `received_at`."""
    if given is None:
        return now
    earliest = session.first_day - BEFORE
    if given > now or given.astimezone(ZoneInfo(session.time_zone)).date() < earliest:
        said = text("Give a moment that has come, and not before %(first)s.", first=earliest)
        raise BadRequest({"received_at": said})
    return given


def bureau_refused(
    session: ConferenceSession, day: date, today: date, since: date | None = None
) -> Text | None:
    """Why the bureau cannot have acted on a day: on something it has `since` that day only."""
    if day > today:
        return text("This day has not come yet.")
    earliest = since or session.first_day - BEFORE
    if day >= earliest:
        return None
    if since is not None:
        return text("Give a day from %(first)s: there was nothing before.", first=earliest)
    return text("Give a day from %(first)s, a year before the session.", first=earliest)


def meeting_refused(db: Session, session: ConferenceSession, number: int, day: date) -> Text | None:
    """Why the Conference had no meeting of this number by a day, as the programme released says.

    Nothing is known before a programme is released.
    """
    if not 1 <= number < 1000:
        return text("Give the number of the meeting.")
    programme = floor_programme.meetings(db, session.id)
    known = {one.number for one in programme if one.series == session.body}
    if known and number not in known and day <= session.last_day:
        return text(
            "The programme has no meeting of this number: it has the %(first)s to the %(last)s.",
            first=min(known),
            last=max(known),
        )
    return None
