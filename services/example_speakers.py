"""Lists of speakers for trying things out: who spoke in 2006, and the general discussion of 2008.

Who spoke in 2006, on behalf of whom and in which meetings, is as the report has it. When each asked
and for how long each spoke it does not say: that is invented, and the terms of the lists say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession, Delegation
from models.speakers import SpeakersList
from procedure.floor.values import FloorEventKind
from procedure.participants import Level
from procedure.permissions import Action, Actor, Role
from procedure.rulebook import rulebook
from procedure.speakers.values import EntryKind
from scheduler.reading import load_data
from services import floor, floor_programme
from services.floor_programme import ProgrammeMeeting
from services.floor_queues import parties, queue_of
from services.floor_table import at_the_table
from services.inscriptions import amend, inscribe
from services.speakers import ListTerms, make_list
from services.speakers_rows import append, lock
from services.speakers_swaps import propose_swap
from services.transactions import writing
from services.wanted import Wanted, plain

LOADER = Actor(name="Hemicycle", roles=frozenset({Role.SECRETARIAT}))
SOURCE = "CTOC/COP/2006/14, {paragraphs}, for who spoke; the moments and times here are invented"
SPOKEN = (("2", "2(a)"), ("3", "3"), ("5", "5"))  # segments of the file, and their business
VIENNA = ZoneInfo("Europe/Vienna")
REPRESENTATIVE = Wanted(level=Level.REPRESENTATIVE)
MINISTER = Wanted(level=Level.MINISTER, function="Minister of Justice")


@dataclass
class Hand:
    """A clock that is set by hand."""

    at: datetime

    def __call__(self) -> datetime:
        """The time it shows."""
        return self.at

    def on(self, **time: float) -> datetime:
        """Later by so much."""
        self.at += timedelta(**time)
        return self.at


@contextmanager
def by_the_hand(db: Session, at: datetime) -> Iterator[Hand]:
    """Services on `db` go by a clock that is set by hand."""
    hand, before = Hand(at.astimezone(UTC)), dict(db.info)
    db.info["clock"] = hand
    try:
        yield hand
    finally:
        db.info.clear()
        db.info.update(before)


def as_delivered(db: Session, session: ConferenceSession, path: Path) -> None:
    """The lists of the third session, and the meetings that heard them."""
    segments = {one["item"]: one for one in load_data(path)["segments"]}
    meetings = floor_programme.meetings(db, session.id)
    lists = {}
    with by_the_hand(db, datetime(2006, 10, 9, 10, tzinfo=VIENNA)) as hand:
        for item, business in SPOKEN:
            last = floor_programme.on_business(meetings, business)[-1]
            lists[business] = _list_of_2006(db, session, segments[item], business, last.ends_at)
            hand.on(minutes=5)
        for meeting in meetings:
            if any(part.business in lists for part in meeting.parts):
                _hear(db, session, meeting, lists, meetings)


def _list_of_2006(
    db: Session,
    session: ConferenceSession,
    segment: Mapping[str, Any],
    business: str,
    closes_at: datetime,
) -> SpeakersList:
    """A list with all who spoke, who asked in the order in which the report names them."""
    hand: Hand = db.info["clock"]
    policy = rulebook(session.rulebook).speakers.policy("groups-first")
    source = SOURCE.format(paragraphs=f"paragraphs {segment['paragraphs']}")
    terms = ListTerms(
        title=segment["title"],
        opens_at=hand.at,
        closes_at=closes_at,
        policy=replace(policy, simultaneous_seconds=0, source=source),
    )
    key = f"item-{segment['item']}"
    speakers = make_list(db, LOADER, session, key=key, business=business, terms=terms)
    known = {one.code: one for one in session.delegations}
    with writing(db, LOADER, Action.SPEAKERS_INSCRIBE) as audit:
        audit.subject = f"session/{session.slug}/speakers/{key}"
        lock(db, speakers)
        for one in segment["statements"]:
            _put(db, speakers, known[one["delegation"]], one, hand.on(seconds=2, milliseconds=370))
    return speakers


def _put(
    db: Session,
    speakers: SpeakersList,
    delegation: Delegation,
    said: Mapping[str, Any],
    at: datetime,
) -> None:
    wanted = replace(REPRESENTATIVE, on_behalf_of=said.get("on_behalf_of", ""))
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


def _hear(
    db: Session,
    session: ConferenceSession,
    meeting: ProgrammeMeeting,
    lists: Mapping[str, SpeakersList],
    meetings: Sequence[ProgrammeMeeting],
) -> None:
    """A meeting that hears its share of each list on what it takes up."""
    hand: Hand = db.info["clock"]
    hand.at = meeting.starts_at + timedelta(minutes=4)
    present = parties(db, session) * 3 // 4
    state = floor.open_meeting(db, LOADER, session, meeting.uid, expects=0, present=present)
    for part in meeting.parts:
        if part.business not in lists:
            continue
        speakers = lists[part.business]
        hand.at = max(hand.on(minutes=1), part.begins_at + timedelta(minutes=5))
        state = floor.take_list(
            db, LOADER, session, meeting.uid, expects=state.sequence, list_id=speakers.key
        )
        held = floor_programme.on_business(meetings, part.business)
        left = sum(one.starts_at >= meeting.starts_at for one in held)
        queue = queue_of(db, speakers, hand.at)
        with at_the_table(
            db, LOADER, session, meeting.uid, state.sequence, with_list=True
        ) as table:
            for one in queue[: -(-len(queue) // left)]:
                table.calls(one)
                hand.on(seconds=105 + one.number * 37 % 95)
                state = table.happens(FloorEventKind.ENDED)
                hand.on(seconds=12)
    hand.at = max(hand.at, meeting.ends_at)
    floor.adjourn(db, LOADER, session, meeting.uid, expects=state.sequence)


def general_discussion(db: Session, session: ConferenceSession) -> SpeakersList:
    """The list of item 1 (f) with the terms of CTOC/COP/2008/1; who is on it is invented."""
    with by_the_hand(db, datetime(2008, 6, 2, 9, tzinfo=VIENNA)) as hand:
        terms = ListTerms(
            title="General discussion",
            opens_at=datetime(2008, 8, 15, 10, tzinfo=VIENNA),
            closes_at=datetime(2008, 10, 8, 12, tzinfo=VIENNA),
            policy=rulebook(session.rulebook).speakers.policy("ctoc-2008"),
        )
        speakers = make_list(db, LOADER, session, key="item-1-f", business="1(f)", terms=terms)
        hand.at = terms.opens_at + timedelta(milliseconds=412)
        numbers = {}
        for name, wanted, later in (
            ("China", replace(REPRESENTATIVE, level=Level.VICE_MINISTER, language="zh"), 0.731),
            ("Brazil", MINISTER, 2.204),
            ("Lebanon", replace(REPRESENTATIVE, language="fr"), 64.9),
            ("Austria", replace(REPRESENTATIVE, function="Permanent Representative"), 3_905.3),
            ("European Community", REPRESENTATIVE, 86_400.0),
            ("Côte d'Ivoire", replace(REPRESENTATIVE, language="fr"), 2_592_000.0),
        ):
            numbers[name] = _asks(db, speakers, name, wanted)
            hand.on(seconds=later)
        minister = replace(MINISTER, language="fr")
        actor, _ = _focal_point(session, "Côte d'Ivoire")
        amend(db, actor, speakers, numbers["Côte d'Ivoire"], wanted=minister)
        hand.on(hours=3)
        actor, _ = _focal_point(session, "Lebanon")
        propose_swap(db, actor, speakers, numbers["Lebanon"], other=numbers["Austria"])
    return speakers


def for_trying(db: Session, session: ConferenceSession, now: datetime) -> SpeakersList:
    """A list that is open, with a lot that has been drawn among those who came first."""
    with by_the_hand(db, now - timedelta(hours=1)) as hand:
        terms = ListTerms(
            title="A mechanism to review implementation: an open list, for trying things out",
            opens_at=hand.at + timedelta(minutes=1),
            closes_at=hand.at + timedelta(days=3_650),
            policy=rulebook(session.rulebook).speakers.policy("groups-first"),
        )
        speakers = make_list(db, LOADER, session, key="item-2-a", business="2(a)", terms=terms)
        hand.at = terms.opens_at
        for name, wanted, later in (
            ("Lebanon", REPRESENTATIVE, 1.2),
            ("Brazil", REPRESENTATIVE, 14.8),
            ("European Community", replace(REPRESENTATIVE, on_behalf_of="European Union"), 120.0),
            ("Côte d'Ivoire", REPRESENTATIVE, 0.0),
        ):
            _asks(db, speakers, name, wanted)
            hand.on(seconds=later)
    return speakers


def _asks(db: Session, speakers: SpeakersList, name: str, wanted: Wanted) -> int:
    """A delegation inscribes itself; its number."""
    actor, delegation = _focal_point(speakers.session, name)
    return inscribe(db, actor, speakers, delegation, wanted=wanted).receipt.number


def _focal_point(session: ConferenceSession, name: str) -> tuple[Actor, Delegation]:
    delegation = next(one for one in session.delegations if one.name == name)
    actor = Actor(
        name=f"Focal point of {name}",
        roles=frozenset({Role.FOCAL_POINT}),
        delegation_ids=frozenset({delegation.id}),
    )
    return actor, delegation
