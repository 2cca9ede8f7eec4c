"""Who waits for the floor: places of a list less who has been heard, and rights of reply.

Functions for services and pages: none has a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from models.speakers import SpeakersList
from procedure.floor import quorum, replies
from procedure.floor.records import SpeechRecord, records
from procedure.floor.refusals import FloorRefusal
from procedure.floor.rules import FloorRules
from procedure.floor.state import counting
from procedure.floor.values import FloorEventKind, FloorState, MeetingState, ReplyRequest, Speech
from procedure.rulebook import rulebook
from procedure.speakers.values import Inscription
from services import floor_programme, floor_words, participation
from services.floor_rows import FloorView, views
from services.speakers_rows import standing
from services.transactions import clock


def rules_of(session: ConferenceSession) -> FloorRules:
    """What the rules of procedure of a session say of the floor."""
    return rulebook(session.rulebook).floor


def list_of(db: Session, session_id: int, key: str) -> SpeakersList | None:
    """A list by its key, as it is now."""
    if not key or "\0" in key:  # PostgreSQL would not even look for it
        return None
    query = select(SpeakersList).where(
        SpeakersList.session_id == session_id, SpeakersList.key == key
    )
    return db.scalar(query.execution_options(populate_existing=True))


def lists_for(
    db: Session, session: ConferenceSession, meeting_uid: str
) -> tuple[Sequence[SpeakersList], Sequence[SpeakersList]]:
    """The lists on what a meeting takes up, in its order, and all others of the session."""
    found = floor_programme.meeting(db, session.id, meeting_uid)
    business = [part.business for part in found.parts] if found else []
    every = db.scalars(
        select(SpeakersList)
        .where(SpeakersList.session_id == session.id)
        .order_by(SpeakersList.opens_at, SpeakersList.id)
    ).all()
    here = sorted(
        (one for one in every if one.business in business),
        key=lambda one: business.index(one.business),
    )
    return here, [one for one in every if one not in here]


def parties(db: Session, session: ConferenceSession) -> int:
    """How many parties take part in the session: the quorum counts no others."""
    return participation.counted(db, session)


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of the parties are present, None as long as nobody has counted, and are needed."""

    parties: int
    present: int | None
    to_open: int
    to_decide: int


def quorum_of(db: Session, session: ConferenceSession, floor: FloorView) -> Quorum:
    """The quorum of a meeting (rule 41), by the last roll call or count at the opening."""
    rules, every = rules_of(session), parties(db, session)
    present = None
    for event in counting(floor.events):
        if event.kind is FloorEventKind.OPENED:
            present = event.data["present"]
        elif event.kind is FloorEventKind.ROLL_CALLED:
            present = event.data["parties"]
    return Quorum(
        parties=every,
        present=present,
        to_open=quorum.to_open(every, rules.quorum_to_open),
        to_decide=quorum.to_decide(every, rules.quorum_to_decide),
    )


def speeches(state: FloorState) -> Iterator[Speech]:
    """All who have, or have had, the floor of a meeting."""
    yield from state.spoken
    yield from (one for one in (state.interrupted, state.current) if one is not None)


def heard(floors: Iterable[FloorView], list_key: str) -> Mapping[int, Speech]:
    """Whose turn on a list has come, in any of the meetings: their speeches by inscription."""
    return {
        one.number: one
        for floor in floors
        for one in speeches(floor.state)
        if one.number and one.list_id == list_key
    }


def check_unheard(db: Session, speakers: SpeakersList, *numbers: int) -> None:
    """Raise RuleBroken if the turn of one of these inscriptions on a locked list has come."""
    gone = heard(views(db, speakers.session_id), speakers.key)
    if not gone.keys().isdisjoint(numbers):
        floor_words.check(FloorRefusal.HEARD_ALREADY, rules_of(speakers.session))


def queue_of(
    db: Session, speakers: SpeakersList, at: datetime | None = None
) -> tuple[Inscription, ...]:
    """Who is still to be heard on a list, in order, in whatever meeting takes it up."""
    places = standing(db, speakers, at or clock(db)).places
    gone = heard(views(db, speakers.session_id), speakers.key)
    return tuple(one for one in places if one.number not in gone)


def delivered(db: Session, session_id: int, delegation: str, list_key: str) -> int:
    """How many rights of reply a delegation has exercised on the item of a list."""
    every = (one for floor in views(db, session_id) for one in speeches(floor.state))
    return replies.delivered(every, delegation, _on_the_item(db, session_id, list_key))


def _on_the_item(db: Session, session_id: int, list_key: str) -> frozenset[str]:
    """The keys of all lists on the item of one; without an item, on its business."""
    columns = SpeakersList.__table__.c
    query = select(columns.key, columns.item, columns.business)
    rows = db.execute(query.where(columns.session_id == session_id)).all()
    on = {row.key: row.item or row.business for row in rows}
    return frozenset(key for key, item in on.items() if item == on.get(list_key)) | {list_key}


def left_over(
    floors: Sequence[FloorView], meeting_uid: str, list_key: str
) -> tuple[ReplyRequest, ...]:
    """Replies on a list that the last meeting on it left when it was adjourned, in order."""
    before = [
        floor
        for floor in floors
        if floor.meeting_uid != meeting_uid
        and floor.state.state is MeetingState.ADJOURNED
        and taken_at(floor, list_key) is not None
    ]
    if not before:
        return ()
    last = max(before, key=lambda floor: floor.events[-1].at)
    return tuple(one for one in last.state.replies if one.list_id == list_key)


def taken_at(floor: FloorView, list_key: str) -> datetime | None:
    """When a meeting first took up a list; None if it has not."""
    return next(
        (
            event.at
            for event in counting(floor.events)
            if event.kind is FloorEventKind.LIST_TAKEN and event.data["list_id"] == list_key
        ),
        None,
    )


def last_turn(floor: FloorView, list_key: str) -> datetime | None:
    """The last moment at which a meeting took up a list, or called somebody on it."""
    kinds = {FloorEventKind.LIST_TAKEN, FloorEventKind.CALLED}
    return max(
        (
            event.at
            for event in counting(floor.events)
            if event.kind in kinds and event.data.get("list_id") == list_key
        ),
        default=None,
    )


def speeches_on(
    db: Session, session_id: int, list_key: str | None = None
) -> tuple[SpeechRecord, ...]:
    """Who has spoken on a list, or at all, in any meeting, in the order in which they began."""
    found = [
        record
        for floor in views(db, session_id)
        for record in records(floor.meeting_uid, floor.state.spoken)
        if list_key in {None, record.speech.list_id}
    ]
    return tuple(sorted(found, key=lambda record: record.speech.began_at))
