"""When those on a list take the floor: their queue, the hours of the programme, what has happened.

Functions for services and pages: none has a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from models.speakers import SpeakersList
from procedure.floor.values import MeetingState, ReplyRequest, Window
from procedure.speakers.values import Inscription
from services import floor_programme
from services.floor_programme import ProgrammeMeeting
from services.floor_queues import (
    heard,
    last_turn,
    left_over,
    rules_of,
    taken_at,
)
from services.floor_rows import EMPTY, FloorView, views
from services.speakers_rows import standing
from services.transactions import clock

if TYPE_CHECKING:
    from procedure.floor.estimates import Estimate

EARLY = timedelta(hours=3)  # a meeting opened so long before its hour is held at another
UNDER_WAY = frozenset({MeetingState.OPEN, MeetingState.SUSPENDED})


@dataclass(frozen=True, slots=True)
class Outlook:
    """Who is still to be heard on a list, then the replies, with an estimate for each in turn.

    There is no estimate while nobody hears the list and no programme gives its item hours.
    """

    queue: tuple[Inscription, ...]
    replies: tuple[ReplyRequest, ...]
    estimates: tuple[Estimate, ...]


def outlook(
    db: Session, session: ConferenceSession, speakers: SpeakersList, now: datetime | None = None
) -> Outlook:
    """When everybody on a list takes the floor, in the meeting under way and those after it."""
    from procedure.floor.estimates import Waiting, estimates  # noqa: PLC0415 - it loads NumPy

    now = now or clock(db)
    rules = rules_of(session)
    floors = views(db, session.id)
    gone = heard(floors, speakers.key)
    places = standing(db, speakers, now).places
    queue = tuple(one for one in places if one.number not in gone)
    live = _live(floors, speakers.key)
    replies = _replies(floors, live, speakers.key)
    state = live.state if live else EMPTY  # where nobody hears the list, nobody has the floor
    hours = windows(floor_programme.meetings(db, session.id), floors, speakers)
    if live is None and not hours:
        return Outlook(queue, replies, ())
    waiting = [Waiting(one.number, timedelta(seconds=one.category.seconds)) for one in queue]
    for one in replies:
        seconds = rules.reply_seconds[min(one.reply, rules.replies_per_item) - 1]
        waiting.append(Waiting(one.event, timedelta(seconds=seconds), reply=True))
    found = estimates(
        waiting,
        state,
        hours,
        now,
        changeover=timedelta(seconds=rules.changeover_seconds),
        spoken=[
            speech
            for floor in floors
            if floor.state is not state
            for speech in floor.state.spoken
            if speech.list_id == speakers.key
        ],
    )
    return Outlook(queue, replies, found)


def windows(
    meetings: Sequence[ProgrammeMeeting], floors: Iterable[FloorView], speakers: SpeakersList
) -> list[Window]:
    """The hours of a list: what the programme gives its item, as far as meetings keep to it."""
    held = {floor.meeting_uid: floor for floor in floors}
    found: list[Window] = []
    for meeting in meetings:
        planned = [
            Window(part.begins_at, part.ends_at)
            for part in meeting.parts
            if part.business == speakers.business
        ]
        floor = held.get(meeting.uid)
        if floor is None:
            found += planned
            continue
        put_off = _put_off(meeting, floor)
        moved = [Window(one.begins_at + put_off, one.ends_at + put_off) for one in planned]
        found += _as_held(moved, meeting.ends_at + put_off, floor, speakers.key)
    return found


def _put_off(meeting: ProgrammeMeeting, floor: FloorView) -> timedelta:
    """How much later a meeting is held than planned: it is opened when it should have ended.

    Negative where it is held on an earlier day. It then has as long as it was given.
    """
    opened = floor.state.opened_at
    if opened is None or meeting.starts_at - EARLY < opened < meeting.ends_at:
        return timedelta()
    return opened - meeting.starts_at


def _as_held(
    planned: list[Window], meeting_ends_at: datetime, floor: FloorView, list_key: str
) -> list[Window]:
    """A meeting that takes a list up early gives it more; one that has overrun, the rest of it."""
    taken, latest = taken_at(floor, list_key), last_turn(floor, list_key)
    if taken and latest:
        begins = min([taken, *(one.begins_at for one in planned)])
        ends = max((one.ends_at for one in planned if one.ends_at > latest), default=None)
        planned = [Window(begins, ends or meeting_ends_at)]
    if floor.state.state is MeetingState.ADJOURNED:
        ended = floor.events[-1].at
        return [Window(one.begins_at, min(one.ends_at, ended)) for one in planned]
    return planned


def _live(floors: Iterable[FloorView], list_key: str) -> FloorView | None:
    """The meeting that is hearing a list."""
    return next(
        (
            floor
            for floor in floors
            if floor.state.list_id == list_key and floor.state.state in UNDER_WAY
        ),
        None,
    )


def _replies(
    floors: Sequence[FloorView], live: FloorView | None, list_key: str
) -> tuple[ReplyRequest, ...]:
    if live is None:
        return left_over(floors, "", list_key)
    return tuple(one for one in live.state.replies if one.list_id == list_key)
