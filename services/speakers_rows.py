"""The ledger of a list in the database: read, and added to under the lock of the list.

Functions for services: none has a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session, aliased

from models.speakers import SpeakersEntry, SpeakersList
from models.types import new_stamp
from procedure.rulebook import rulebook
from procedure.speakers import order
from procedure.speakers.ledger import chained
from procedure.speakers.order import draw_at
from procedure.speakers.replay import Replay
from procedure.speakers.rules import SpeakersRules, read_policy
from procedure.speakers.values import Entry, EntryKind, Inscription, Standing, Terms
from scheduler.text import text
from services.errors import NotFound
from services.kept import Kept
from services.live import announce
from services.transactions import CLOCK, has_clock, now

# What decides how a delegation's own inscriptions stand, but for the order.
OWN = (
    EntryKind.INSCRIBED,
    EntryKind.AMENDED,
    EntryKind.WITHDRAWN,
    EntryKind.ADMITTED,
    EntryKind.REFUSED,
    EntryKind.ABSENT,
    EntryKind.UNDONE,
)
# At the opening of a list everybody asks these: they are made once.
LISTED = select(SpeakersList).where(SpeakersList.id == bindparam("list_id")).with_for_update()
LOCKED = LISTED.execution_options(populate_existing=True)
LOCKED_AT = select(aliased(SpeakersList, LISTED.cte("locked")), CLOCK).execution_options(
    populate_existing=True
)
THEIR_OWN = (
    select(SpeakersEntry)
    .where(
        SpeakersEntry.list_id == bindparam("list_id"),
        SpeakersEntry.delegation_id == bindparam("delegation_id"),
        SpeakersEntry.kind.in_(OWN),
    )
    .order_by(SpeakersEntry.sequence)
)
STANDINGS: Kept[tuple[str, bool], Standing] = Kept(32)  # by stamp, and whether the lot is due
TERMS: Kept[tuple[object, ...], Terms] = Kept(64)


def terms_of(speakers: SpeakersList) -> Terms:
    """The terms of a list as they are now."""
    told = (
        speakers.key,
        speakers.item,
        speakers.title,
        speakers.opens_at,
        speakers.closes_at,
        str(speakers.policy),  # plain data has no hash
        speakers.commitment,
    )
    kept = TERMS.get(told)
    return kept or TERMS.put(
        told,
        Terms(
            list_id=speakers.key,
            item=speakers.item,
            title=speakers.title,
            opens_at=speakers.opens_at,
            closes_at=speakers.closes_at,
            policy=read_policy(speakers.policy),
            commitment=speakers.commitment,
        ),
    )


def rules_of(speakers: SpeakersList) -> SpeakersRules:
    """The rules of procedure of its session."""
    return rulebook(speakers.session.rulebook).speakers


def lock(db: Session, speakers: SpeakersList) -> datetime:
    """Let nobody else add to the ledger until the transaction ends; the moment of what is added.

    It is taken after the lock, and is never earlier than that of the last entry.
    """
    state = inspect(speakers, raiseerr=True)  # its attributes have expired
    assert state.identity is not None  # it is stored
    wanted = {"list_id": state.identity[0]}
    if has_clock(db):
        _, moment = db.execute(LOCKED_AT, wanted).one()  # who waits in `locked` has yet to ask
    else:
        db.execute(LOCKED, wanted).one()
        moment = now(db)
    return max(moment, speakers.last_at) if speakers.last_at else moment


def append(
    db: Session,
    speakers: SpeakersList,
    kind: EntryKind,
    *,
    at: datetime,
    actor: str,
    data: Mapping[str, Any],
    delegation_id: int | None = None,
) -> Entry:
    """Add an entry to the ledger of a locked list; before it the lot, once that is to be drawn."""
    # whoever changes the terms has had it drawn by the old ones: the row has the new ones already
    undrawn = kind not in {EntryKind.REVEALED, EntryKind.CHANGED}
    if undrawn and draw_is_due(speakers, at):
        draw(db, speakers, at=at)
    announce(db, speakers.session_id)  # before there is anything to flush: all goes out at once
    entry = chained(_last(speakers), at=at, kind=kind, actor=actor, data=data)
    db.add(
        SpeakersEntry(
            list_id=speakers.id,
            sequence=entry.sequence,
            at=entry.at,
            kind=kind,
            actor=actor,
            delegation_id=delegation_id,
            data=dict(data),
            previous=entry.previous,
            digest=entry.digest,
        )
    )
    speakers.last_sequence, speakers.last_at, speakers.head = entry.sequence, entry.at, entry.digest
    speakers.stamp = new_stamp()
    return entry


def draw_is_due(speakers: SpeakersList, at: datetime) -> bool:
    """Whether the seed of the lot could be known by now, and is not."""
    if speakers.revealed or not speakers.last_sequence:
        return False
    due = draw_at(terms_of(speakers))
    return due is not None and at >= due


def draw(db: Session, speakers: SpeakersList, *, at: datetime) -> Entry:
    """Reveal the seed of a locked list whose draw is due. Nobody decides that: the hour does."""
    speakers.revealed = True
    return append(db, speakers, EntryKind.REVEALED, at=at, actor="", data={"seed": speakers.seed})


def _last(speakers: SpeakersList) -> Entry | None:
    """As much of the last entry as the next is chained to: the row of the list has it."""
    if speakers.last_at is None:
        return None
    return Entry(
        sequence=speakers.last_sequence,
        at=speakers.last_at,
        kind=EntryKind.MADE,
        actor="",
        data={},
        previous="",
        digest=speakers.head,
    )


def entry_of(row: SpeakersEntry) -> Entry:
    """An entry as the procedure knows it."""
    return Entry(
        sequence=row.sequence,
        at=row.at,
        kind=row.kind,
        actor=row.actor,
        data=row.data,
        previous=row.previous,
        digest=row.digest,
    )


def ledger(db: Session, speakers: SpeakersList) -> list[Entry]:
    """All entries of a list, in order."""
    columns = SpeakersEntry.__table__.c
    rows = db.execute(
        select(
            columns.sequence,
            columns.at,
            columns.kind,
            columns.actor,
            columns.data,
            columns.previous,
            columns.digest,
        )
        .where(columns.list_id == speakers.id)
        .order_by(columns.sequence)
    )
    return [Entry(**row._mapping) for row in rows]


def standing(db: Session, speakers: SpeakersList, at: datetime) -> Standing:
    """The list as it stands at a moment. Read once for each state of the list."""
    due = draw_at(terms_of(speakers))
    key = (speakers.stamp, due is not None and at >= due)
    kept = STANDINGS.get(key)
    if kept is not None:
        return kept
    entries = ledger(db, speakers)
    found = order.standing(entries, at)
    if not entries or entries[-1].digest != speakers.head:
        return found  # of another state than the row's: somebody has added to it between
    return STANDINGS.put(key, found)


def own(db: Session, speakers: SpeakersList, delegation_id: int) -> Replay:
    """What became of the inscriptions of a delegation, from its own entries alone."""
    rows = db.scalars(THEIR_OWN, {"list_id": speakers.id, "delegation_id": delegation_id})
    replay = Replay(terms_of(speakers).policy)
    for row in rows:
        replay.take(entry_of(row))
    return replay


def row_of(
    db: Session, speakers: SpeakersList, sequence: int, kinds: Collection[EntryKind]
) -> SpeakersEntry:
    """An entry of one of these kinds. Raises NotFound."""
    found = db.get(SpeakersEntry, (speakers.id, sequence)) if 0 < sequence < 2**31 else None
    if found is None or found.kind not in kinds:
        raise NotFound(text("There is no such entry in this list."))
    return found


def found_in(standing: Standing, number: int) -> Inscription | None:
    """An inscription by its number, wherever it stands."""
    everywhere = (*standing.places, *standing.waiting, *standing.others)
    return next((one for one in everywhere if one.number == number), None)
