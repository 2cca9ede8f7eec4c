"""What all entities share: the declarative base and the names of constraints."""

from __future__ import annotations

from sqlalchemy import Index, MetaData, text
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every entity of the record. Constraints have names, so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMES)


def one_where(name: str, *columns: str, where: str) -> Index:
    """That no two rows for which the condition holds agree in these columns."""
    condition = text(where)
    return Index(name, *columns, unique=True, sqlite_where=condition, postgresql_where=condition)
