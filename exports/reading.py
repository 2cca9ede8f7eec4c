"""From the stored record of a session to the values that calendars and documents are made from."""

from __future__ import annotations

from collections.abc import Iterable

from exports.records import Entitlement, Item, Meeting, Session, Version
from models import programmes as stored
from models.conferences import ConferenceSession
from procedure.programmes import VersionStatus


def session_record(source: ConferenceSession | stored.ProgrammeVersion) -> Session:
    """The session as documents name it: as it is now, or as a version has kept it."""
    limits = source.entitlement
    return Session(
        slug=source.slug if isinstance(source, ConferenceSession) else source.session.slug,
        title=source.title,
        time_zone=source.time_zone,
        first_day=source.first_day,
        last_day=source.last_day,
        languages=tuple(source.languages),
        venue=source.venue,
        entitlement=Entitlement(
            total=limits.get("total"),
            plenary=limits.get("plenary"),
            parallel=limits.get("parallel"),
        ),
    )


def released_session(
    session: ConferenceSession, versions: Iterable[stored.ProgrammeVersion]
) -> Session:
    """The session as the last release of the versions has kept it; before any, as it is now."""
    released = [version for version in versions if version.released]
    if not released:
        return session_record(session)
    return session_record(max(released, key=lambda version: version.decisions[-1].id))


def version_record(version: stored.ProgrammeVersion) -> Version:
    """A version as it stands."""
    return _version(version, version.decisions[-1] if version.decisions else None)


def releases(versions: Iterable[stored.ProgrammeVersion]) -> list[Version]:
    """All that readers have seen of the versions, in the order in which it was recorded.

    One entry for each decision, so a version approved and then adopted comes twice.
    """
    released = [version for version in versions if version.released]
    decisions = [(version, decision) for version in released for decision in version.decisions]
    decisions.sort(key=lambda pair: pair[1].id)
    return [_version(version, decision) for version, decision in decisions]


def _version(
    version: stored.ProgrammeVersion, decision: stored.ProgrammeDecision | None
) -> Version:
    return Version(
        number=version.number,
        status=decision.status if decision else VersionStatus.DRAFT,
        status_at=decision.decided_at if decision else version.created_at,
        meetings=tuple(_meeting(meeting, version) for meeting in version.meetings),
        revision=decision.revision if decision else 0,
    )


def _meeting(meeting: stored.Meeting, version: stored.ProgrammeVersion) -> Meeting:
    return Meeting(
        uid=meeting.uid,
        number=meeting.number,
        column=meeting.column,
        body=meeting.body,
        body_title="" if meeting.body == version.body else meeting.body_title,
        series_title="" if meeting.series == version.body else meeting.series_title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        room=meeting.room_title,
        venue=version.venue,
        languages=tuple(meeting.languages),
        items=tuple(
            Item(title=item.title, number=item.item or "", continued=item.continued)
            for item in meeting.items
        ),
    )
