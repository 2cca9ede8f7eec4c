"""The officers of a session: who they are, who is nominated, and what the rules find of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.bureau import GroupChair, Nomination, Officer
from models.conferences import ConferenceSession, Delegation
from procedure.bureau.composition import (
    Candidacy,
    Finding,
    Ground,
    Nominee,
    composition,
    eligible,
)
from procedure.bureau.contests import Race
from procedure.bureau.rotation import Allotment
from procedure.bureau.rules import Board, Office
from procedure.bureau.values import Ending
from procedure.permissions import Action, Actor
from services import bureau_rows as rows
from services.transactions import require

SHOWN = 11  # this session, and the ten that follow


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the officers of a board stand `on` a day. `findings` are of those elected, and nominated.

    `coming` are those whose term begins later. `outgoing` are the officers of `elected_at`, an
    earlier session, who are still in office.
    """

    board: Board
    on: date
    ground: Ground
    rotation: tuple[Allotment, ...]
    officers: Sequence[Officer]
    coming: Sequence[Officer]
    outgoing: Sequence[Officer]
    elected_at: ConferenceSession | None
    nominations: Sequence[Nomination]
    findings: tuple[Finding, ...]

    @property
    def staying(self) -> list[Officer]:
        """Those whose place is filled: without who leaves on a later day, with who follows then."""
        return [one for one in (*self.officers, *self.coming) if rows.stays(one)]

    @property
    def nominees(self) -> list[Nominee]:
        """All in or for an office, as rules see them."""
        return nominees(self.staying, self.nominations)

    @property
    def race(self) -> Race:
        """What rules on ballots ask of: who is in office, and who is nominated."""
        held, named = nominees(self.staying, ()), nominees((), self.nominations)
        return Race(board=self.board, held=held, named=named)

    def places_left(self, office: Office) -> int:
        """How many places of an office are still to be filled."""
        return self.race.places_left(office.key)


def nominees(officers: Iterable[Officer], nominations: Iterable[Nomination]) -> list[Nominee]:
    """Those in office and those nominated, as rules see them."""
    everyone: tuple[Officer | Nomination, ...] = (*officers, *nominations)
    return [rows.nominee(one.delegation, one.office) for one in everyone]


def standing(db: Session, actor: Actor, session: ConferenceSession, board: str) -> Standing:
    """The officers of a board of the rulebook: those elected, those nominated, what is missing."""
    require(actor, Action.BUREAU_VIEW)
    return standing_of(db, session, rows.board_of(session, board))


def standing_of(db: Session, session: ConferenceSession, board: Board) -> Standing:
    """`standing`, for services."""
    turns = rows.allotments(db, session, board, SHOWN)
    judge = rows.ground(db, session, turns[0])
    on, known = rows.today(db, session), rows.officers(db, session)
    elected = rows.of_session(known, board.key, on)
    nominated = [one for one in rows.nominations(db, session) if one.board == board.key]
    earlier, outgoing = _outgoing(db, session, board, on)
    coming = [one for one in known if one.board == board.key and one.since > on]
    staying = [one for one in (*elected, *coming) if rows.stays(one)]
    return Standing(
        board=board,
        on=on,
        ground=judge,
        rotation=turns,
        officers=elected,
        coming=coming,
        outgoing=outgoing,
        elected_at=earlier if outgoing else None,
        nominations=nominated,
        findings=composition(nominees(staying, nominated), board, judge),
    )


def _outgoing(
    db: Session, session: ConferenceSession, board: Board, on: date
) -> tuple[ConferenceSession | None, list[Officer]]:
    """The officers of the session before, who stay until their successors are elected."""
    for earlier in rows.before(db, session)[:1]:
        return earlier, rows.in_office(rows.officers(db, earlier), board.key, on)
    return None, []


def others(db: Session, actor: Actor, session: ConferenceSession) -> Sequence[Officer]:
    """The officers of other bodies of a session, such as the chairs of working groups."""
    require(actor, Action.BUREAU_VIEW)
    known, on = {board.key for board in rows.rules_of(session).boards}, rows.today(db, session)
    return [
        one
        for one in rows.officers(db, session)
        if one.board not in known and not rows.ended(one, on)
    ]


def former(db: Session, actor: Actor, session: ConferenceSession) -> Sequence[Officer]:
    """Those who ceased to hold an office before the term was over."""
    require(actor, Action.BUREAU_VIEW)
    early, on = {Ending.RESIGNED, Ending.UNABLE}, rows.today(db, session)
    return [one for one in rows.officers(db, session) if one.ended in early and rows.ended(one, on)]


def chairs(db: Session, actor: Actor, session: ConferenceSession) -> Sequence[GroupChair]:
    """The chairs of the regional groups, who are in the extended bureau; and those to come."""
    require(actor, Action.BUREAU_VIEW)
    return rows.chairs(db, session, rows.today(db, session))


def candidacies(
    db: Session, actor: Actor, session: ConferenceSession, stands: Standing, office: str
) -> tuple[Candidacy, ...]:
    """Which delegations could stand for an office beside those nominated already."""
    require(actor, Action.BUREAU_VIEW)
    every = db.scalars(
        select(Delegation).where(Delegation.session_id == session.id).order_by(Delegation.name)
    )
    taken = {one.delegation for one in stands.nominees}
    groups = {
        str(one.id): one.regional_group
        for one in every
        if one.regional_group and str(one.id) not in taken
    }
    found = eligible(office, groups, stands.nominees, stands.board, stands.ground)
    return tuple(sorted(found, key=lambda one: one.may is False))


def by_office(board: Board, those: Iterable[Officer]) -> list[tuple[Office, list[Officer]]]:
    """Officers in the order of the offices of the rulebook."""
    listed = list(those)
    return [(one, [who for who in listed if who.office == one.key]) for one in board.offices]
