"""Lists of speakers for trying things out: the general discussion of 2008, and one that is open.

Who spoke in 2006: `services.example_statements`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession, Delegation
from models.speakers import SpeakersList
from procedure.participants import Level
from procedure.permissions import Actor, Role
from procedure.rulebook import rulebook
from services.inscriptions import amend, inscribe
from services.speakers import ListTerms, make_list
from services.speakers_swaps import propose_swap
from services.wanted import Wanted

LOADER = Actor(name="Hemicycle", roles=frozenset({Role.SECRETARIAT}))
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
