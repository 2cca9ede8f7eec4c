"""Objections are withdrawn; delegates whose family name comes first.

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
        op.drop_table(table)
        if op.get_bind().dialect.name == "postgresql":  # triggers go with their tables
            for event in ("update", "delete"):
                op.execute(f"DROP FUNCTION {table}_{event}()")
    op.drop_column("delegate", "family_name_first")
