"""One office of a State, elections that are counted, objections that are made again.

An election has its number among those to its office, and a State one office of a board and one
nomination to it: where a record has more, the upgrade ends and says of whom. On the way down
acclamations that were undone go (who was elected by them is in no office), and of the objections of
one party to one observer all but the last go with their withdrawals: there a party objects once.
Letters on observers go, too: they are of a kind that is not known there.

Revision ID: 7c2d84e0b19f
Revises: 3f7a52c9d816
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "7c2d84e0b19f"
down_revision = "3f7a52c9d816"
branch_labels = None
depends_on = None

APPEND_ONLY = ("election", "election_step", "observer_objection", "observer_objection_withdrawal")
OBJECTION, WITHDRAWAL = "observer_objection", "observer_objection_withdrawal"
ONCE = "uq_observer_objection_request_id_delegation_id"
EACH = "uq_observer_objection_request_id_delegation_id_number"
CHECK = "ck_observer_objection_number_from_one"
STANDING, IN_OFFICE = "withdrawn_at IS NULL", "until IS NULL AND office <> ''"
STATE = ("session_id", "board", "delegation_id")
LETTER = sa.table("letter", sa.column("kind"))
COUNTED = """
    UPDATE election SET number = (
        SELECT count(*) FROM election o WHERE o.id <= election.id
        AND o.session_id = election.session_id
        AND o.board = election.board AND o.office = election.office)
"""
EARLIER = """
    SELECT o.id FROM observer_objection o JOIN observer_objection other
    ON o.request_id = other.request_id AND o.delegation_id = other.delegation_id
    AND o.id < other.id
"""
UNDONE = """
    SELECT e.id FROM election e JOIN election_step s ON s.election_id = e.id
    WHERE e.method = 'acclamation'
"""


def upgrade() -> None:
    for table, which in (("nomination", STANDING), ("officer", IN_OFFICE)):
        refuse_twice(table, which)
    op.drop_index("uq_nomination_standing", "nomination")
    one_each("uq_nomination_standing", "nomination", STATE, STANDING)
    one_each("uq_officer_of_state", "officer", STATE, IN_OFFICE)
    op.add_column("election", number())
    with rules_off():
        op.execute(COUNTED)
        with withdrawals_aside(), op.batch_alter_table(OBJECTION) as batch:
            batch.add_column(number())
            batch.drop_constraint(op.f(ONCE), type_="unique")
            batch.create_unique_constraint(op.f(EACH), ["request_id", "delegation_id", "number"])
            batch.create_check_constraint(op.f(CHECK), "number >= 1")
    of_office = ["session_id", "board", "office", "number"]
    op.create_index("uq_election_number", "election", of_office, unique=True)


def downgrade() -> None:
    op.execute(sa.delete(LETTER).where(LETTER.c.kind == "observer_decided"))
    op.drop_index("uq_election_number", "election")
    op.drop_index("uq_officer_of_state", "officer")
    op.drop_index("uq_nomination_standing", "nomination")
    one_each("uq_nomination_standing", "nomination", (*STATE, "office"), STANDING)
    with rules_off():
        forget(UNDONE, ("election_step", "election_id"), ("election", "id"))
        op.drop_column("election", "number")
        forget(EARLIER, (WITHDRAWAL, "objection_id"), (OBJECTION, "id"))
        with withdrawals_aside(), op.batch_alter_table(OBJECTION) as batch:
            batch.drop_constraint(op.f(CHECK), type_="check")
            batch.drop_constraint(op.f(EACH), type_="unique")
            batch.create_unique_constraint(op.f(ONCE), ["request_id", "delegation_id"])
            batch.drop_column("number")


def number() -> sa.Column[int]:
    """The column, anew for each table."""
    return sa.Column("number", sa.Integer(), nullable=False, server_default="1")


def refuse_twice(table: str, which: str) -> None:
    """Raise ValueError where a State has two of what it can have one of."""
    columns = ", ".join(f"o.{one}" for one in STATE)
    found = op.get_bind().execute(
        sa.text(
            f"SELECT d.name, s.slug FROM {table} o JOIN delegation d ON d.id = o.delegation_id "  # noqa: S608 - words of this file
            "JOIN conference_session s ON s.id = o.session_id "
            f"WHERE {which} GROUP BY {columns}, d.name, s.slug HAVING count(*) > 1 ORDER BY 2, 1"
        )
    )
    names = [f"{one.name} ({one.slug})" for one in found]
    if names:
        raise ValueError(f"{table}: one State has more than one. End all but one of: {names}")


def one_each(name: str, table: str, columns: tuple[str, ...], which: str) -> None:
    """That no two rows of which something holds agree in these columns."""
    where = sa.text(which)
    op.create_index(
        name, table, [*columns], unique=True, sqlite_where=where, postgresql_where=where
    )


def forget(which: str, *places: tuple[str, str]) -> None:
    """Take rows away from tables, by the column that names them."""
    connection = op.get_bind()
    gone = list(connection.scalars(sa.text(which)))
    for name, column in places:
        table = sa.table(name, sa.column(column))
        connection.execute(sa.delete(table).where(table.c[column].in_(gone)))


@contextmanager
def withdrawals_aside() -> Iterator[None]:
    """Keep the withdrawals while the table to which they refer is made anew, as SQLite does."""
    names = ("objection_id", "reason", "at", "by")
    table = sa.table(WITHDRAWAL, *(sa.column(name) for name in names))
    connection = op.get_bind()
    kept = [one._asdict() for one in connection.execute(sa.select(table))]
    connection.execute(sa.delete(table))
    yield
    if kept:
        connection.execute(sa.insert(table), kept)


@contextmanager
def rules_off() -> Iterator[None]:
    """Let what is only added to be changed inside; SQLite makes tables anew without triggers."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in APPEND_ONLY:
            op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    kept = connection.execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    ).all()
    for name, _ in kept:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _, made in kept:
        connection.exec_driver_sql(made)
