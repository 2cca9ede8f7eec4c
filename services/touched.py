"""Whom a change of the programme touches: bodies whose meetings change, and who follows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from models.conferences import Delegation
from models.programmes import Meeting, ProgrammeVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """The titles of bodies with a change in their calendars, and the delegations that follow one.

    `all_follow`: whether that is every delegation of the session.
    """

    bodies: tuple[str, ...]
    delegations: tuple[Delegation, ...]
    all_follow: bool


def touched(
    new: ProgrammeVersion, old: ProgrammeVersion, delegations: Iterable[Delegation]
) -> Touched:
    """Who has to look again when `new` takes the place of `old`, both whole; not minutes alone."""
    before = {meeting.uid: meeting for meeting in old.meetings}
    after = {meeting.uid: meeting for meeting in new.meetings}
    changed = [
        meeting
        for uid, meeting in (before | after).items()
        if uid not in before or uid not in after or _shown(before[uid]) != _shown(after[uid])
    ]
    bodies = {meeting.body: meeting.body_title for meeting in changed}
    known = tuple(delegations)
    following = tuple(one for one in known if not one.follows or bodies.keys() & set(one.follows))
    return Touched(
        bodies=tuple(bodies.values()),
        delegations=following if bodies else (),
        all_follow=bool(known) and following == known,
    )


def _shown(meeting: Meeting) -> tuple[object, ...]:
    items = frozenset(item.business for item in meeting.items)
    return meeting.starts_at, meeting.ends_at, meeting.room, frozenset(meeting.languages), items
