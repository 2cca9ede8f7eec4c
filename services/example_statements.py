"""Who spoke at the third session, 2006, for trying things out: lists, and the meetings held.

Who spoke, on behalf of whom and on what, is as the report has it, and so are the meetings that took
it up. Which of several meetings heard whom, when each asked for the floor and how long each spoke
it does not say: that is invented, and the terms of the lists say so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession, Delegation
from models.speakers import SpeakersList
from procedure.floor.values import FloorEventKind, FloorState, Turn
from procedure.participants import Level
from procedure.permissions import Action, Role
from procedure.rulebook import rulebook
from procedure.speakers.values import EntryKind
from scheduler.reading import load_data
from services import floor, floor_programme
from services.example_speakers import LOADER, REPRESENTATIVE, VIENNA, Hand, by_the_hand
from services.floor_programme import Part, ProgrammeMeeting
from services.floor_queues import parties, queue_of
from services.floor_table import Table, at_the_table
from services.speakers import ListTerms, make_list
from services.speakers_rows import append, lock
from services.transactions import writing
from services.wanted import plain

SOURCE = (
    "CTOC/COP/2006/14, paragraphs {paragraphs}, for who spoke; which of several meetings heard "
    "whom, the moments and times here are invented"
)
OTHER = Turn.OTHER.value


@dataclass(frozen=True, slots=True)
class Told:
    """What paragraphs of the report tell of: the business, and the list that was heard on it.

    `business` and `list_key` are "" where there was no list; `outside` is the business under which
    those had the floor who were on none. `in_order`: the paragraphs are in the order of speaking.
    """

    business: str = ""
    list_key: str = ""
    outside: str = ""
    in_order: bool = False


TOLD = {
    "5-14": Told("statements", "opening", outside="1(a)", in_order=True),
    "44": Told("2(a)", "item-2"),
    "66, 74-75": Told("3", "item-3"),
    "83": Told("2(b)-victims", "consultation-victims"),
    "102": Told("2(b)-migrants", "consultation-migrants"),
    "114-119": Told("5", "item-5", in_order=True),
    "128": Told(outside="decisions-2"),
}
IN_ORDER = frozenset(one.business for one in TOLD.values() if one.in_order)


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard on each business: those on a list, and those outside."""

    lists: Mapping[str, SpeakersList]
    outside: Mapping[str, Sequence[Mapping[str, Any]]]

    def on(self, part: Part) -> bool:
        """Whether somebody is heard in a part of a meeting."""
        return part.business in self.lists or part.business in self.outside


def as_delivered(db: Session, session: ConferenceSession, path: Path) -> None:
    """The lists of the third session, and the meetings that heard them."""
    meetings = floor_programme.meetings(db, session.id)
    lists, outside = {}, {}
    with by_the_hand(db, datetime(2006, 10, 9, 10, tzinfo=VIENNA)) as hand:
        for segment in load_data(path)["segments"]:
            told = TOLD[segment["paragraphs"]]
            if told.business:
                last = floor_programme.on_business(meetings, told.business)[-1]
                lists[told.business] = _list_of(db, session, segment, told, last.ends_at)
                hand.on(minutes=5)
            if told.outside:
                outside[told.outside] = [one for one in segment["statements"] if _is_other(one)]
        heard = Heard(lists, outside)
        for meeting in meetings:
            if any(heard.on(part) for part in meeting.parts):
                _hold(db, session, meeting, heard, meetings)


def _is_other(said: Mapping[str, Any]) -> bool:
    return said.get("turn") == OTHER


def _list_of(
    db: Session,
    session: ConferenceSession,
    segment: Mapping[str, Any],
    told: Told,
    closes_at: datetime,
) -> SpeakersList:
    """A list with all who spoke, who asked in the order in which the report names them."""
    hand: Hand = db.info["clock"]
    listed = [one for one in segment["statements"] if not _is_other(one)]
    policy = rulebook(session.rulebook).speakers.policy("groups-first")
    terms = ListTerms(
        title=segment["title"],
        opens_at=hand.at,
        closes_at=closes_at,
        policy=replace(
            policy,
            simultaneous_seconds=0,
            statements_per_delegation=max(Counter(one["delegation"] for one in listed).values()),
            source=SOURCE.format(paragraphs=segment["paragraphs"]),
        ),
    )
    key, business = told.list_key, told.business
    speakers = make_list(db, LOADER, session, key=key, business=business, terms=terms)
    known = {one.code: one for one in session.delegations}
    with writing(db, LOADER, Action.SPEAKERS_INSCRIBE) as audit:
        audit.subject = f"session/{session.slug}/speakers/{key}"
        lock(db, speakers)
        for one in listed:
            _put(db, speakers, known[one["delegation"]], one, hand.on(seconds=2, milliseconds=370))
    return speakers


def _put(
    db: Session,
    speakers: SpeakersList,
    delegation: Delegation,
    said: Mapping[str, Any],
    at: datetime,
) -> None:
    wanted = replace(
        REPRESENTATIVE,
        level=Level(said.get("level", REPRESENTATIVE.level)),
        function=said.get("function", ""),
        on_behalf_of=said.get("on_behalf_of", ""),
        aligned=tuple(said.get("aligned", ())),
    )
    data = {
        "delegation": delegation.code,
        "name": said.get("name", delegation.name),  # the European Commission speaks for its own
        "participant": delegation.kind,
        **plain(wanted),
        "late": False,
        "by_secretariat": True,
    }
    append(
        db,
        speakers,
        EntryKind.INSCRIBED,
        at=at,
        actor=Role.SECRETARIAT.value,
        data=data,
        delegation_id=delegation.id,
    )


def _hold(
    db: Session,
    session: ConferenceSession,
    meeting: ProgrammeMeeting,
    heard: Heard,
    meetings: Sequence[ProgrammeMeeting],
) -> None:
    """A meeting that hears its share of each list on what it takes up, and who is on none."""
    hand: Hand = db.info["clock"]
    hand.at = meeting.starts_at + timedelta(minutes=4)
    present = parties(db, session) * 3 // 4
    state = floor.open_meeting(db, LOADER, session, meeting.uid, expects=0, present=present)
    for part in meeting.parts:
        if not heard.on(part):
            continue
        hand.at = max(hand.on(minutes=1), part.begins_at + timedelta(minutes=5))
        if others := heard.outside.get(part.business):
            with at_the_table(db, LOADER, session, meeting.uid, state.sequence) as table:
                state = _hear_others(table, others, hand)
        if speakers := heard.lists.get(part.business):
            state = floor.take_list(
                db, LOADER, session, meeting.uid, expects=state.sequence, list_id=speakers.key
            )
            held = floor_programme.on_business(meetings, part.business)
            left = sum(one.starts_at >= meeting.starts_at for one in held)
            state = _hear_list(db, meeting, speakers, left, state)
    hand.at = max(hand.at, meeting.ends_at)
    floor.adjourn(db, LOADER, session, meeting.uid, expects=state.sequence)


def _hear_others(table: Table, others: Sequence[Mapping[str, Any]], hand: Hand) -> FloorState:
    """Those on no list: the President, the secretariat, a delegation after a decision."""
    names = {key: one.name for key, one in table.delegations().items()}
    state = table.state
    for one in others:
        key = one.get("delegation", "")
        table.happens(
            FloorEventKind.CALLED,
            turn=OTHER,
            name=one.get("name") or names[key],
            seconds=300,
            on_behalf_of=one.get("on_behalf_of", ""),
            **(table.capacity(key) if key else {"delegation": ""}),
        )
        hand.on(seconds=240)
        state = table.happens(FloorEventKind.ENDED)
        hand.on(seconds=12)
    return state


def _hear_list(
    db: Session,
    meeting: ProgrammeMeeting,
    speakers: SpeakersList,
    meetings_left: int,
    state: FloorState,
) -> FloorState:
    """What falls to a meeting of those who are still to be heard."""
    hand: Hand = db.info["clock"]
    queue = queue_of(db, speakers, hand.at)
    if speakers.business in IN_ORDER:
        queue = tuple(sorted(queue, key=lambda one: one.number))
    session, at = speakers.session, state.sequence
    with at_the_table(db, LOADER, session, meeting.uid, at, with_list=True) as table:
        for one in queue[: -(-len(queue) // meetings_left)]:
            table.calls(one)
            hand.on(seconds=105 + one.number * 37 % 95)
            state = table.happens(FloorEventKind.ENDED)
            hand.on(seconds=12)
    return state
