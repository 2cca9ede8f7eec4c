"""Column types: moments in UTC, and enumerations as checked text."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import JSON, DateTime, Enum
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

PlainData = JSON(none_as_null=True)
"""Lists and mappings of texts, numbers and ISO dates. Assign anew; changes inside go unseen."""


class UTCDateTime(TypeDecorator[datetime]):
    """A moment, kept in UTC. Refuses times without an offset: SQLite would drop it in silence."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; without the offset where the database cannot keep it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no offset")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database, with the offset of UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_stamp() -> str:
    """A word that no state of any row has had: what is kept of a state in memory is kept by it."""
    return uuid4().hex


def text_enum(kind: type[StrEnum], name: str, *, checked: bool = True) -> Enum:
    """The values of an enumeration as text, with a check of that name unless the list grows."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=checked,
        length=64,
        name=name,
        values_callable=lambda members: [member.value for member in members],
    )


def one_of(*values: str, name: str) -> Enum:
    """One of these texts, for enumerations that belong to a floor the record does not know."""
    return Enum(*values, native_enum=False, create_constraint=True, length=64, name=name)
