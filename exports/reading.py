"""From the stored record of a session to the values that calendars and documents are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from exports.records import Entitlement, Item, Meeting, Session, Version
from models import programmes as stored
from models.conferences import Body, ConferenceSession
from procedure.programmes import VersionStatus


def session_record(session: ConferenceSession) -> Session:
    """The session as documents name it."""
    limits = session.entitlement
    return Session(
        slug=session.slug,
        title=session.title,
        time_zone=session.time_zone,
        first_day=session.first_day,
        last_day=session.last_day,
        languages=tuple(session.languages),
        venue=session.venue,
        entitlement=Entitlement(
            total=limits.get("total"),
            plenary=limits.get("plenary"),
            parallel=limits.get("parallel"),
        ),
    )


def version_record(version: stored.ProgrammeVersion) -> Version:
    """A version as it stands."""
    return _version(version, version.decisions[-1] if version.decisions else None)


def releases(versions: Iterable[stored.ProgrammeVersion]) -> list[Version]:
    """All that readers have seen of the versions, in the order in which it was recorded.

    One entry for each decision, so a version approved and then adopted comes twice.
    """
    decisions = [(version, decision) for version in versions for decision in version.decisions]
    decisions.sort(key=lambda pair: pair[1].id)
    return [_version(version, decision) for version, decision in decisions]


def _version(
    version: stored.ProgrammeVersion, decision: stored.ProgrammeDecision | None
) -> Version:
    return Version(
        number=version.number,
        status=decision.status if decision else VersionStatus.DRAFT,
        status_at=decision.decided_at if decision else version.created_at,
        meetings=_meetings(version),
        revision=decision.revision if decision else 0,
    )


def _meetings(version: stored.ProgrammeVersion) -> tuple[Meeting, ...]:
    bodies = {body.key: body for body in version.session.bodies}
    return tuple(_meeting(meeting, version.session.body, bodies) for meeting in version.meetings)


def _meeting(meeting: stored.Meeting, own: str, bodies: Mapping[str, Body]) -> Meeting:
    """`own` is the body whose session it is. A body no longer listed is numbered by itself."""
    listed = bodies.get(meeting.body)
    series = bodies.get(listed.numbered_with) if listed and listed.numbered_with else None
    numbered_in = (series.key, series.title) if series else (meeting.body, meeting.body_title)
    return Meeting(
        uid=meeting.uid,
        number=meeting.number,
        column=meeting.column,
        body=meeting.body,
        body_title="" if meeting.body == own else meeting.body_title,
        series_title="" if numbered_in[0] == own else numbered_in[1],
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        room=meeting.room_title,
        languages=tuple(meeting.languages),
        items=tuple(
            Item(title=item.title, number=item.item or "", continued=item.continued)
            for item in meeting.items
        ),
    )
