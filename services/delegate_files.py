"""Delegates as a table: taken out, and put in after a look at what will change.

A row is known by its number, else by its delegation and its names. A focal point gives and is given
the rows of its own delegations only. Delegates that are not in the file stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.conferences import ConferenceSession, Delegation
from models.delegations import Delegate
from procedure.participants import Function
from procedure.permissions import Action, Actor
from scheduler.text import Text, text
from services.delegate_cells import COLUMNS, cells, choice, data_said, tidied
from services.delegates import DelegateData, manages, put
from services.errors import BadRequest
from services.previews import Preview, Row, changes, judged, refuse_columns
from services.sessions import lock
from services.table_files import TableFile, TableRow
from services.transactions import Entry, require, writes


@dataclass(frozen=True, slots=True)
class Member:
    """A delegate as a row says, and the number of the delegation."""

    delegation: int
    data: DelegateData


def rows_of(db: Session, actor: Actor, session: ConferenceSession) -> Sequence[tuple[str, ...]]:
    """The delegates whom an actor manages as rows of the file."""
    require(actor, Action.DELEGATES_MANAGE)
    stored = _stored(db, session)
    keys = _keys(stored)
    return [
        tuple(cells(one, keys[delegation.id]).values())
        for delegation in stored
        if manages(actor, delegation.id)
        for one in delegation.delegates
    ]


def preview_delegates(
    db: Session, actor: Actor, session: ConferenceSession, table: TableFile
) -> Preview[Member]:
    """What a file would change. Raises BadRequest naming `file`."""
    require(actor, Action.DELEGATES_MANAGE)
    refuse_columns(table, COLUMNS, ("delegation", "family_name"))
    stored = _stored(db, session)
    # a head whom the file makes something else makes room for another, in whatever row that is
    leaving = {
        row.own[0]
        for row in _judged(actor, stored, {}, table)
        if row.own is not None and row.data is not None and not _is_head(row)
    }
    heads = {
        one.delegation_id: one.id
        for each in stored
        for one in each.delegates
        if one.function is Function.HEAD and one.id not in leaving
    }
    return Preview(_judged(actor, stored, heads, table))


def _judged(
    actor: Actor, stored: Sequence[Delegation], heads: Mapping[int, int], table: TableFile
) -> tuple[Row[Member], ...]:
    """The rows of a file, where `heads` are heads of delegations, by the ids of both."""
    known = _Known(actor, stored, heads)
    return tuple(known.judge(row) for row in table.rows)


def _is_head(row: Row[Member]) -> bool:
    return row.data is not None and row.data.data.function is Function.HEAD


@writes(Action.DELEGATES_MANAGE)
def take_delegates(
    db: Session,
    actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    table: TableFile,
    *,
    mark: str,
) -> int:
    """Write what a preview showed, by its mark; how many rows that is. Wrong rows are left out.

    Raises Stale if the record has changed since, so that it would be something else.
    """
    lock(db, session)
    preview = preview_delegates(db, actor, session, table)
    delegations = {one.id: one for one in _stored(db, session)}
    stored = {one.id: one for delegation in delegations.values() for one in delegation.delegates}
    written = preview.to_write(mark)
    for row in written:  # whoever was head first: a delegation has no two at any time
        if row.own is not None and not _is_head(row):
            _written(delegations, stored, row)
    db.flush()
    db.add_all([_written(delegations, stored, row) for row in written])
    db.flush()
    entry.subject = f"session/{session.slug}/delegates"
    entry.details = {"file": {kind.value: number for kind, number in preview.counts.items()}}
    return len(written)


def _written(
    delegations: Mapping[int, Delegation], stored: Mapping[int, Delegate], row: Row[Member]
) -> Delegate:
    """A delegate as a row says: the one that there is, or a new one at the end of the list."""
    assert row.data is not None  # it is not wrong
    if row.own is not None:
        one = stored[row.own[0]]
    else:
        delegation = delegations[row.data.delegation]
        last = max((one.position for one in delegation.delegates), default=0)
        one = Delegate(delegation=delegation, position=last + 1)
    put(one, row.data.data)
    return one


def _stored(db: Session, session: ConferenceSession) -> Sequence[Delegation]:
    query = (
        select(Delegation)
        .where(Delegation.session_id == session.id)
        .options(selectinload(Delegation.delegates))
        .order_by(Delegation.name)
        .execution_options(populate_existing=True)
    )
    return db.scalars(query).all()


def _keys(stored: Sequence[Delegation]) -> Mapping[int, str]:
    """What the file calls the delegations: by their codes, or names where they have none."""
    return {one.id: one.code or one.name for one in stored}


class _Known:
    """The delegates that there are, to which the rows of a file are held."""

    def __init__(
        self, actor: Actor, stored: Sequence[Delegation], heads: Mapping[int, int]
    ) -> None:
        self._actor = actor
        self._keys = _keys(stored)
        self._delegations = {one.name.casefold(): one for one in stored}
        self._delegations |= {self._keys[one.id].casefold(): one for one in stored}
        self._numbers = {str(one.id): one for each in stored for one in each.delegates}
        self._names: dict[tuple[int, str, str], Delegate | None] = {}
        for one in self._numbers.values():
            name = _name(one.delegation_id, one.given_name, one.family_name)
            self._names[name] = None if name in self._names else one  # two of a name: by number
        self._heads = dict(heads)
        self._seen: dict[object, int] = {}

    def judge(self, row: TableRow) -> Row[Member]:
        """What a row would change, or what is wrong with it."""
        given = tidied(row.values)
        delegation = self._delegations.get(given["delegation"].casefold())
        wrong: dict[str, Text] = {}
        if delegation is None:
            wrong["delegation"] = text("Give the code or the name of a delegation of the session.")
        elif not manages(self._actor, delegation.id):
            wrong["delegation"] = text("This is not a delegation that you manage.")
        own = self._own(given, delegation) if not wrong else None
        if delegation is not None and not wrong:
            wrong |= self._refusals(row, delegation, own)
        before = cells(own, self._keys[own.delegation_id]) if own is not None else {}
        after = dict(given)
        if delegation is not None:
            after["delegation"] = self._keys[delegation.id]
        if own is not None:
            after["number"] = str(own.id)
        title = f"{given.get('given_name', '')} {given['family_name']}".strip()
        return judged(
            row,
            title=title,
            read=lambda: Member(delegation.id if delegation else 0, data_said(given, own)),
            found=changes(before, after, {"number"} if own is None else ()),
            own=None if own is None else (own.id, own.version),
            wrong=wrong,
        )

    def _own(self, given: Mapping[str, str], delegation: Delegation | None) -> Delegate | None:
        if delegation is None:
            return None
        if given.get("number"):
            found = self._numbers.get(given["number"])
            # what is kept of others is not to be shown as what would change
            return found if found and found.delegation_id == delegation.id else None
        name = _name(delegation.id, given.get("given_name", ""), given["family_name"])
        return self._names.get(name)

    def _refusals(
        self, row: TableRow, delegation: Delegation, own: Delegate | None
    ) -> Mapping[str, Text]:
        wrong: dict[str, Text] = {}
        given = row.values
        if given.get("number") and own is None:
            wrong["number"] = text(
                "No delegate of this delegation has this number: leave it empty."
            )
            return wrong
        key = (
            own.id
            if own is not None
            else _name(delegation.id, given.get("given_name", ""), given["family_name"])
        )
        first = self._seen.setdefault(key, row.number)
        if first != row.number:
            wrong["family_name"] = text("This delegate is in row %(row)s too.", row=first)
        wrong.update(self._second_head(given, delegation, own, row.number))
        return wrong

    def _second_head(
        self, given: Mapping[str, str], delegation: Delegation, own: Delegate | None, number: int
    ) -> Mapping[str, Text]:
        """A delegation has one head: whoever is that in the record, or in an earlier row."""
        try:
            is_head = choice(given.get("function", ""), Function, "function") is Function.HEAD
        except BadRequest:
            return {}
        mine = own.id if own is not None else -number
        if is_head and self._heads.setdefault(delegation.id, mine) != mine:
            said = text("There is a head of delegation already: change that one first.")
            return {"function": said}
        return {}


def _name(delegation: int, given: str, family: str) -> tuple[int, str, str]:
    return delegation, given.casefold(), family.casefold()
