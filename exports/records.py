"""What calendars and documents are made from: released versions as plain frozen values.

Nothing here knows a database, so exports are functions of these values alone. A stored session
becomes them through `exports.reading`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from procedure.programmes import VersionStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a meeting takes of one piece of business. `number` is of the agenda: "2 (c)", or ""."""

    title: str
    number: str = ""
    continued: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One sitting. `starts_at` and `ends_at` are aware instants.

    `uid` names the same meeting in version after version. `number` counts in a series of meetings:
    `series_title` is the body of that series, `body_title` the body that sits; both are empty for
    the body whose session it is. `room` and `venue` are empty where none is set.
    """

    uid: str
    number: int
    column: str
    body: str
    starts_at: datetime
    ends_at: datetime
    items: tuple[Item, ...]
    body_title: str = ""
    series_title: str = ""
    room: str = ""
    venue: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of the programme in one of its statuses, its meetings in order of time.

    `status_at` is when it came to that status; a draft, when it was made. `revision` counts the
    revisions of the adopted programme: Rev.1 is 1.
    """

    number: int
    status: VersionStatus
    status_at: datetime
    meetings: tuple[Meeting, ...]
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """Most meetings with interpretation; None is no limit."""

    total: int | None = None
    plenary: int | None = None
    parallel: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The session that a programme is of. `languages` are the codes of those interpreted."""

    slug: str
    title: str
    time_zone: str
    first_day: date
    last_day: date
    languages: tuple[str, ...]
    venue: str = ""
    entitlement: Entitlement = Entitlement()


Translate = Callable[[str], str]
"""From a message id to the text in the reader's language; placeholders stay as they are."""
