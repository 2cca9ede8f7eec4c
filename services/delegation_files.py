"""Delegations as a table: taken out, and put in after a look at what will change.

A row is known by its code, else by its name. Only the columns of the file are touched; delegations
that are not in it stay. An instrument has "" where nothing is known, "no", the day since when a
delegation is party, or "by" and a day on which it was. `source` is where names and instruments are
from; of those that are new, what the file says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.conferences import LONGEST_LINE, ConferenceSession, Delegation
from procedure.participants import ParticipantKind
from procedure.permissions import Action, Actor
from procedure.rulebook import rulebook
from procedure.states import LANGUAGES, StateName
from scheduler.text import Text, text
from services.delegation_data import DelegationData, Party, checked, data_of, names_of, put
from services.errors import BadRequest
from services.previews import Preview, Row, changes, judged, refuse_columns
from services.sessions import lock
from services.table_files import TableFile, TableRow, column
from services.transactions import Entry, require, writes

PLAIN = ("name", "code", "kind", "group")
NAMES = tuple(f"name_{language}" for language in LANGUAGES)
SOURCE = "source"
NOT_PARTY, NOT_KNOWN, BY = "no", "", "by "


def columns(session: ConferenceSession) -> tuple[str, ...]:
    """The columns of the file of a session, in order: the last ones are its instruments."""
    instruments = (column(one.key) for one in rulebook(session.rulebook).instruments)
    return (*PLAIN, *NAMES, *instruments, SOURCE)


def cells(data: DelegationData) -> Mapping[str, str]:
    """A delegation as a row of the file."""
    return {
        "name": data.name,
        "code": data.code,
        "kind": data.kind,
        "group": data.regional_group,
        **{f"name_{language}": one.name for language, one in data.names.items()},
        **{column(key): _party_said(party) for key, party in data.instruments.items()},
        SOURCE: _sources(data),
    }


def _sources(data: DelegationData) -> str:
    """Where names and instruments are from: each source once, as many as a value can hold."""
    names, instruments = data.names.values(), data.instruments.values()
    every = [*(one.source for one in names), *(one.source for one in instruments)]
    said = ""
    for source in dict.fromkeys(one for one in every if one):
        longer = f"{said}; {source}" if said else source
        said = longer if len(longer) <= LONGEST_LINE else said
    return said


def rows_of(db: Session, actor: Actor, session: ConferenceSession) -> Sequence[tuple[str, ...]]:
    """All delegations of a session as rows of the file, in order of their names."""
    require(actor, Action.DELEGATIONS_MANAGE)
    heads = columns(session)
    known = [cells(data_of(one)) for one in _stored(db, session)]
    return [tuple(row.get(head, "") for head in heads) for row in known]


def preview_delegations(
    db: Session, actor: Actor, session: ConferenceSession, table: TableFile
) -> Preview[DelegationData]:
    """What a file would change. Raises BadRequest naming `file`."""
    require(actor, Action.DELEGATIONS_MANAGE)
    refuse_columns(table, columns(session), ("name",))
    known = _Known(session, _stored(db, session))
    return Preview(tuple(known.judge(row) for row in table.rows))


@writes(Action.DELEGATIONS_MANAGE)
def take_delegations(
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
    preview = preview_delegations(db, actor, session, table)
    stored = {one.id: one for one in _stored(db, session)}
    written = preview.to_write(mark)
    db.add_all([_written(session, stored, row) for row in written])
    db.flush()
    entry.subject = f"session/{session.slug}/delegations"
    entry.details = {"file": {kind.value: number for kind, number in preview.counts.items()}}
    return len(written)


def _written(
    session: ConferenceSession, stored: Mapping[int, Delegation], row: Row[DelegationData]
) -> Delegation:
    """A delegation as a row says: the one that there is, or a new one."""
    assert row.data is not None  # it is not wrong
    if row.own is None:
        one = Delegation(session=session)
    else:
        one = stored[row.own[0]]
        one.version += 1
    put(one, row.data)
    return one


def _stored(db: Session, session: ConferenceSession) -> Sequence[Delegation]:
    query = (
        select(Delegation)
        .where(Delegation.session_id == session.id)
        .options(selectinload(Delegation.names), selectinload(Delegation.instruments))
        .order_by(Delegation.name)
    )
    return db.scalars(query).all()


class _Known:
    """The delegations that there are, to which the rows of a file are held."""

    def __init__(self, session: ConferenceSession, stored: Iterable[Delegation]) -> None:
        self._session = session
        self._stored = list(stored)
        self._by_code = {one.code: one for one in self._stored if one.code}
        self._by_name = {one.name: one for one in self._stored}
        self._instruments = {
            column(one.key): one.key for one in rulebook(session.rulebook).instruments
        }
        self._seen: dict[tuple[str, object], int] = {}

    def judge(self, row: TableRow) -> Row[DelegationData]:
        """What a row would change, or what is wrong with it."""
        given = self._tidy(row.values)
        own = self._by_code.get(given.get("code", "")) or self._by_name.get(given["name"])
        old = data_of(own) if own is not None else None
        before = cells(old) if old is not None else {}
        after = {**given, **self._names_said(given)} if old is None else given
        found = changes(before, after, {SOURCE})
        return judged(
            row,
            title=given["name"] or given.get("code", ""),
            read=lambda: checked(self._data(given, old), self._session, old),
            found=found,
            own=None if own is None else (own.id, own.version),
            wrong=self._clashes(row, own),
        )

    def _tidy(self, given: Mapping[str, str]) -> Mapping[str, str]:
        """Values written in another way than the file has them, as it has them."""
        tidy = dict(given)
        if "kind" in tidy:
            tidy["kind"] = _kind(tidy["kind"])
        for head in self._instruments.keys() & tidy.keys():
            try:
                tidy[head] = _party_said(party_of(tidy[head], ""))
            except ValueError:
                continue
        return tidy

    def _clashes(self, row: TableRow, own: Delegation | None) -> Mapping[str, Text]:
        """Names and codes that an earlier row, or another delegation, has."""
        wrong = {}
        others = {
            "name": {one.name for one in self._stored if one is not own},
            "code": {one.code for one in self._stored if one is not own},
        }
        for field in ("name", "code"):
            value = row.values.get(field, "")
            first = self._seen.setdefault((field, value), row.number)
            if value and first != row.number:
                wrong[field] = text("“%(value)s” is in row %(row)s too.", value=value, row=first)
            elif value and value in others[field]:
                wrong[field] = text("Another delegation has “%(value)s”.", value=value)
        if own is not None and not wrong:
            first = self._seen.setdefault(("own", own.id), row.number)
            if first != row.number:
                said = text("“%(value)s” is in row %(row)s too.", value=own.name, row=first)
                wrong["name"] = said
        return wrong

    def _named(self, given: Mapping[str, str]) -> Mapping[str, StateName]:
        """The names of the register for a new delegation, where the row gives none."""
        if any(given.get(name) for name in NAMES):
            return {}
        return names_of(self._session, given.get("code", ""), given.get("kind", ""))

    def _names_said(self, given: Mapping[str, str]) -> Mapping[str, str]:
        return {f"name_{language}": one.name for language, one in self._named(given).items()}

    def _data(self, given: Mapping[str, str], old: DelegationData | None) -> DelegationData:
        """What a row says; of what it says nothing, what is kept. Raises BadRequest."""
        base = old or DelegationData(name="", code="", kind="")
        source = given.get(SOURCE, "")
        kind = given.get("kind", base.kind)
        code = given.get("code", base.code)
        named = self._named(given) if old is None else {}
        names = dict(named or base.names)
        for language in () if named else LANGUAGES:
            said = given.get(f"name_{language}")
            if said is not None and said != _name(names, language):
                names[language] = StateName(said, source)
        return DelegationData(
            name=given["name"],
            code=code,
            kind=kind,
            regional_group=given.get("group", base.regional_group),
            names=names,
            instruments=self._instruments_of(given, base, source),
        )

    def _instruments_of(
        self, given: Mapping[str, str], base: DelegationData, source: str
    ) -> Mapping[str, Party]:
        found, wrong = dict(base.instruments), {}
        for head, key in self._instruments.items():
            said = given.get(head)
            if said is None or said == _party_said(found.get(key)):
                continue
            try:
                party = party_of(said, source)
            except ValueError:
                wrong[head] = text(
                    "Give a day such as 2003-09-29, “by 2006-10-09”, “no”, or nothing."
                )
                continue
            if party is None:
                found.pop(key, None)
            else:
                found[key] = party
        if wrong:
            raise BadRequest(wrong)
        return found


def _name(names: Mapping[str, StateName], language: str) -> str:
    return names[language].name if language in names else ""


def _kind(said: str) -> str:
    """A capacity however its letters are written; any other word as it is."""
    known = {one.value.casefold(): one.value for one in ParticipantKind}
    return known.get(said.casefold(), said)


def _party_said(party: Party | None) -> str:
    if party is None:
        return NOT_KNOWN
    if party.since is None:
        return NOT_PARTY
    return f"{BY if party.at_latest else ''}{party.since.isoformat()}"


def party_of(said: str, source: str) -> Party | None:
    """What is said of an instrument; None where nothing is known. Raises ValueError."""
    said = said.casefold()
    if said == NOT_KNOWN:
        return None
    if said == NOT_PARTY:
        return Party(None, source=source)
    at_latest = said.startswith(BY)
    return Party(date.fromisoformat(said.removeprefix(BY).strip()), at_latest, source)
