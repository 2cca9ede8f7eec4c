"""Objections are withdrawn; delegates whose family name comes first.

On the way down objections that were withdrawn go with their withdrawals: alone they would stand
again, and bar or delay somebody. The audit keeps both. Which name comes first is not known any
more.

Revision ID: 3f7a52c9d816
Revises: 6d9b4f17c2e8
"""

import sqlalchemy as sa
from alembic import op

revision = "3f7a52c9d816"
down_revision = "6d9b4f17c2e8"
branch_labels = None
depends_on = None

OBJECTIONS = ("credentials_objection", "observer_objection")


def upgrade() -> None:
    op.add_column(
        "delegate",
        sa.Column("family_name_first", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    for objection in OBJECTIONS:
        table = f"{objection}_withdrawal"
        op.create_table(
            table,
            sa.Column("objection_id", sa.Integer(), nullable=False),
            sa.Column("reason", sa.String(length=1000), nullable=False),
            sa.Column("at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("by", sa.String(length=200), nullable=False),
            sa.ForeignKeyConstraint(
                ["objection_id"], [f"{objection}.id"], name=op.f(f"fk_{table}_objection_id")
            ),
            sa.PrimaryKeyConstraint("objection_id", name=op.f(f"pk_{table}")),
        )
        for event in ("UPDATE", "DELETE"):
            refuse(table, event)


def refuse(table: str, event: str) -> None:
    """Let the database refuse an event on any row of a table."""
    name, message = f"{table}_{event.lower()}", f"{table} is only added to"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE integrity_constraint_violation USING MESSAGE = '{message}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    for objection in OBJECTIONS:
        table = f"{objection}_withdrawal"
        withdrawn = list(op.get_bind().scalars(sa.text(f"SELECT objection_id FROM {table}")))  # noqa: S608 - words of this file
        op.drop_table(table)
        forget(objection, withdrawn)
        if op.get_bind().dialect.name == "postgresql":  # triggers go with their tables
            for event in ("update", "delete"):
                op.execute(f"DROP FUNCTION {table}_{event}()")
    op.drop_column("delegate", "family_name_first")


def forget(table: str, gone: list[int]) -> None:
    """Take rows away from a table that is only added to."""
    connection, trigger = op.get_bind(), f"{table}_delete"
    rows = sa.table(table, sa.column("id"))
    removal = sa.delete(rows).where(rows.c.id.in_(gone))
    if connection.dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        connection.execute(removal)
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
        return
    named = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
    made = connection.scalars(named, {"name": trigger}).one()
    op.execute(f"DROP TRIGGER {trigger}")
    connection.execute(removal)
    connection.exec_driver_sql(made)
