"""What everybody may see of a floor, as plain data: small, since it is sent to all who listen.

Described in docs/speakers.md, "Live pages".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from models.speakers import SpeakersList
from procedure.floor.clock import charged, deadline
from procedure.floor.rules import FloorRules
from procedure.floor.state import paused
from procedure.floor.values import Speech
from procedure.plain import moment
from services.floor_estimates import outlook
from services.floor_queues import left_over, list_of, lists_for, queue_of, rules_of
from services.floor_rows import FloorView, view, views

MOST_NEXT = 5


def public_state(db: Session, session_id: int, meeting_uid: str) -> dict[str, Any]:
    """Who has the floor, until when, and who is next."""
    session = db.get_one(ConferenceSession, session_id)
    floor, rules = view(db, session_id, meeting_uid), rules_of(session)
    state = floor.state
    speakers = list_heard(db, session, floor)
    return {
        "sequence": state.sequence,
        "state": state.state.value,
        "suspended_until": _moment(state.suspended_until),
        "list": {"title": speakers.title, "item": speakers.item}
        if speakers and state.list_id
        else None,
        "current": _speech(state.current, rules),
        "interrupted": _speech(state.interrupted, rules),
        "next": _next(db, floor, speakers),
    }


def public_places(db: Session, session_id: int, meeting_uid: str) -> dict[str, Any]:
    """When everybody who waits will take the floor."""
    session = db.get_one(ConferenceSession, session_id)
    speakers = list_heard(db, session, view(db, session_id, meeting_uid))
    if speakers is None:
        return {"list": None, "places": [], "replies": []}
    told: Mapping[bool, list[list[int]]] = {False: [], True: []}
    for one in outlook(db, session, speakers).estimates:
        told[one.reply].append(
            [
                one.number,
                int(one.median.timestamp()),
                int(one.late.timestamp()),
                one.beyond + one.perhaps_beyond,
            ]
        )
    return {"list": speakers.key, "places": told[False], "replies": told[True]}


def list_heard(db: Session, session: ConferenceSession, floor: FloorView) -> SpeakersList | None:
    """The list that a meeting hears; before it has taken one up, the first on what it takes up."""
    if floor.state.list_id:
        return list_of(db, session.id, floor.state.list_id)
    here, _ = lists_for(db, session, floor.meeting_uid)
    return here[0] if here else None


def _next(db: Session, floor: FloorView, speakers: SpeakersList | None) -> list[dict[str, Any]]:
    """The next few: of the list, then replies."""
    if speakers is None:
        return []
    waiting = [
        {"name": one.name, "on_behalf_of": one.on_behalf_of, "reply": 0}
        for one in queue_of(db, speakers)[:MOST_NEXT]
    ]
    replies = floor.state.replies
    if not floor.state.list_id:
        replies = left_over(views(db, floor.session_id), floor.meeting_uid, speakers.key)
    waiting += [{"name": one.name, "on_behalf_of": "", "reply": one.reply} for one in replies]
    return waiting[:MOST_NEXT]


def _speech(speech: Speech | None, rules: FloorRules) -> dict[str, Any] | None:
    if speech is None:
        return None
    last = speech.pauses[-1] if speech.pauses else None
    still = last.began_at if last and paused(speech) else None
    known_at = still or (last and last.ended_at) or speech.began_at
    return {
        "event": speech.event,
        "turn": speech.turn.value,
        "name": speech.name,
        "on_behalf_of": speech.on_behalf_of,
        "speaker": speech.speaker,
        "function": speech.function,
        "reply": speech.reply,
        "allotted": speech.allotted.total_seconds(),
        "began_at": moment(speech.began_at),
        "used": charged(speech, known_at).total_seconds(),
        "paused_since": _moment(still),
        "deadline": _moment(deadline(speech)),
        "amber": rules.amber_seconds,
        "red": 0,
    }


def _moment(value: datetime | None) -> str | None:
    return None if value is None else moment(value)
