"""Whose State speaks in which meeting, on the floor's record and on the lists that it hears."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.bureau import Officer
from models.conferences import ConferenceSession
from models.programmes import Meeting
from models.speakers import SpeakersList
from procedure.floor.values import FloorState, MeetingState
from services.delegation_keys import keys_of
from services.floor_queues import heard
from services.floor_rows import views
from services.speakers_rows import standing
from services.transactions import now


def speaking_in(
    db: Session, session: ConferenceSession, held: Sequence[Meeting], presiders: Sequence[Officer]
) -> Mapping[str, frozenset[str]]:
    """By meeting, the officers whose State had the floor in it, or is inscribed to have it.

    Until a list is heard to its end, anybody on it can be called in any meeting on its business.
    """
    floors = {one.meeting_uid: one.state for one in views(db, session.id)}
    waiting = _waiting(db, session)
    keys = keys_of(session.delegations)
    own = {str(who.id): keys.get(who.delegation_id) for who in presiders}
    found = {}
    for one in held:
        state = floors.get(one.uid)
        speak = _on_the_floor(state) if state else set()
        if state is None or state.state is not MeetingState.ADJOURNED:
            speak |= {key for item in one.items for key in waiting[item.business]}
        found[one.uid] = frozenset(who for who, key in own.items() if key in speak)
    return found


def _on_the_floor(state: FloorState) -> set[str]:
    """The keys of all who had the floor in a meeting, have it, or are to reply; from a list or not.

    "" is that of who speaks for no delegation.
    """
    speeches = (*state.spoken, state.current, state.interrupted)
    spoken = {one.delegation for one in speeches if one is not None}
    return spoken | {one.delegation for one in state.replies}


def _waiting(db: Session, session: ConferenceSession) -> Mapping[str, set[str]]:
    """By business, the keys of the delegations that are inscribed and not yet heard."""
    floors = views(db, session.id)
    found: dict[str, set[str]] = defaultdict(set)
    for one in db.scalars(select(SpeakersList).where(SpeakersList.session_id == session.id)):
        done = heard(floors, one.key)
        places = standing(db, one, now(db)).places
        found[one.business] |= {place.delegation for place in places if place.number not in done}
    return found
