"""What is kept of a delegation: as plain values, checked, and put into its rows.

Functions for services: none has a transaction of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from models.conferences import LONGEST_LINE, ConferenceSession, Delegation
from models.delegations import DelegationInstrument, DelegationName
from procedure.participants import ParticipantKind
from procedure.rulebook import rulebook
from procedure.states import LANGUAGES, StateName, names_at
from scheduler.text import Text, text
from services.errors import BadRequest
from services.fields import line

LONGEST_NAME, LONGEST_CODE = 200, 10  # as the columns of `Delegation`
STATES = frozenset(
    {
        ParticipantKind.STATE_PARTY,
        ParticipantKind.SIGNATORY,
        ParticipantKind.OBSERVER_STATE,
        ParticipantKind.ENTITY,
    }
)
"""Whose names are in the register of States."""


@dataclass(frozen=True, slots=True)
class Participant:
    """A delegation as it is listed: `code` is that of ISO 3166, or of the organization's own.

    `regional_group` is "" for who is in none, or where it is not known.
    """

    name: str
    code: str
    kind: str
    regional_group: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """That a delegation is party to an instrument: see `DelegationInstrument`."""

    since: date | None
    at_latest: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationData:
    """All that is kept of a delegation. `names` by language, `instruments` by their keys."""

    name: str
    code: str
    kind: str
    regional_group: str = ""
    names: Mapping[str, StateName] = field(default_factory=dict)
    instruments: Mapping[str, Party] = field(default_factory=dict)


def data_of(delegation: Delegation) -> DelegationData:
    """What is kept of a delegation."""
    return DelegationData(
        name=delegation.name,
        code=delegation.code,
        kind=delegation.kind,
        regional_group=delegation.regional_group,
        names={one.language: StateName(one.name, one.source) for one in delegation.names},
        instruments={
            one.instrument: Party(one.since, one.at_latest, one.source)
            for one in delegation.instruments
        },
    )


def names_of(session: ConferenceSession, code: str, kind: str) -> Mapping[str, StateName]:
    """The names of a participant in the register, as of the first day of a session."""
    return names_at(code, session.first_day) if kind in STATES else {}


def checked(
    data: DelegationData, session: ConferenceSession, old: DelegationData | None = None
) -> DelegationData:
    """The same, fit to be kept. Raises BadRequest naming all bad fields.

    Fields are `name`, `code`, `kind`, `group`, `name_<language>`, `source_<language>`, and the keys
    of instruments. What stays as it was in the `old` data is not asked about again.
    """
    wrong: dict[str, Text] = {}

    def said(name: str, given: str, most: int, *, needed: bool = False) -> str:
        try:
            return line(name, given, most=most, needed=needed)
        except BadRequest as error:
            wrong.update(error.fields)
            return given

    names = {
        language: StateName(
            said(f"name_{language}", one.name, LONGEST_NAME),
            said(f"source_{language}", one.source, LONGEST_LINE),
        )
        for language, one in data.names.items()
        if one.name.strip()
    }
    found = DelegationData(
        name=said("name", data.name, LONGEST_NAME, needed=True),
        code=said("code", data.code, LONGEST_CODE),
        kind=data.kind,
        regional_group=data.regional_group,
        names=names,
        instruments=data.instruments,
    )
    wrong.update(_unknown(found, session, old))
    if wrong:
        raise BadRequest(wrong)
    return found


def _unknown(
    data: DelegationData, session: ConferenceSession, old: DelegationData | None
) -> Mapping[str, Text]:
    """What is none of the things that there are, by field."""
    wrong: dict[str, Text] = {}
    book = rulebook(session.rulebook)
    if data.kind not in set(ParticipantKind) | {old and old.kind}:
        wrong["kind"] = text("Give one of these: %(known)s.", known=[*ParticipantKind])
    if data.regional_group not in {"", *book.groups, old and old.regional_group}:
        wrong["group"] = text("Give one of these, or nothing: %(known)s.", known=[*book.groups])
    known = {one.key for one in book.instruments} | set(old.instruments if old else ())
    if unknown := sorted(set(data.instruments) - known):
        wrong["instruments"] = text("No such instrument: %(keys)s.", keys=unknown)
    if strange := sorted(set(data.names) - set(LANGUAGES) - set(old.names if old else ())):
        wrong["names"] = text("No such language: %(keys)s.", keys=strange)
    return wrong


def put(delegation: Delegation, data: DelegationData) -> None:
    """Make a delegation what the data say, within the transaction of the caller."""
    delegation.name, delegation.code, delegation.kind = data.name, data.code, data.kind
    delegation.regional_group = data.regional_group
    names = {one.language: one for one in delegation.names}
    for language, given in data.names.items():
        row = names.pop(language, None)
        if row is None:
            row = DelegationName(language=language)
            delegation.names.append(row)
        row.name, row.source = given.name, given.source
    for gone in names.values():
        delegation.names.remove(gone)
    _put_instruments(delegation, data)


def _put_instruments(delegation: Delegation, data: DelegationData) -> None:
    rows = {one.instrument: one for one in delegation.instruments}
    for key, party in data.instruments.items():
        row = rows.pop(key, None)
        if row is None:
            row = DelegationInstrument(instrument=key)
            delegation.instruments.append(row)
        row.since, row.at_latest, row.source = party.since, party.at_latest, party.source
    for gone in rows.values():
        delegation.instruments.remove(gone)


def subject(delegation: Delegation) -> str:
    """How audits name a delegation."""
    return f"session/{delegation.session.slug}/delegation/{delegation.name}"[:300]


def folded(said: str) -> str:
    """Without case, marks and apostrophes, as it is typed: "cote d ivoire" for Côte d'Ivoire."""
    plain = unicodedata.normalize("NFKD", said.casefold())
    letters = (one if one.isalnum() else " " for one in plain if not unicodedata.combining(one))
    return " ".join("".join(letters).split())
