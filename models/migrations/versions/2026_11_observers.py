"""Requests of observers, lists that were circulated, objections and decisions.

Revision ID: a94e0c7d1b53
Revises: d79b4fb82982
"""

import sqlalchemy as sa
from alembic import op

revision = "a94e0c7d1b53"
down_revision = "d79b4fb82982"
branch_labels = None
depends_on = None

APPEND_ONLY = ("observer_list", "observer_objection", "observer_decision")


def upgrade() -> None:
    op.create_table(
        "observer_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=100), nullable=False),
        sa.Column("symbol", sa.String(length=100), nullable=False),
        sa.Column("circulated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=1000), nullable=False),
        refers("observer_list", "session_id", "conference_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observer_list")),
    )
    op.create_index(op.f("ix_observer_list_session_id"), "observer_list", ["session_id"])
    make_requests()
    op.create_table(
        "observer_objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        refers("observer_objection", "request_id", "observer_request"),
        refers("observer_objection", "delegation_id", "delegation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observer_objection")),
        sa.UniqueConstraint(
            "request_id",
            "delegation_id",
            name=op.f("uq_observer_objection_request_id_delegation_id"),
        ),
    )
    op.create_index(
        op.f("ix_observer_objection_delegation_id"), "observer_objection", ["delegation_id"]
    )
    deciders = sa.Enum(
        *("bureau", "conference"), name="by", native_enum=False, create_constraint=True, length=64
    )
    op.create_table(
        "observer_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("by", deciders, nullable=False),
        sa.Column("accorded", sa.Boolean(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        refers("observer_decision", "request_id", "observer_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observer_decision")),
    )
    op.create_index(op.f("ix_observer_decision_request_id"), "observer_decision", ["request_id"])
    for table in APPEND_ONLY:
        for event in ("UPDATE", "DELETE"):
            refuse(table, event)


def make_requests() -> None:
    op.create_table(
        "observer_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("path", sa.String(length=100), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contact", sa.String(length=1000), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("source", sa.String(length=1000), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("list_id", sa.Integer(), nullable=True),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_observer_request_number_from_one")),
        refers("observer_request", "session_id", "conference_session"),
        refers("observer_request", "file_id", "stored_file"),
        refers("observer_request", "list_id", "observer_list"),
        refers("observer_request", "delegation_id", "delegation", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observer_request")),
        sa.UniqueConstraint(
            "session_id", "number", name=op.f("uq_observer_request_session_id_number")
        ),
        sa.UniqueConstraint("session_id", "name", name=op.f("uq_observer_request_session_id_name")),
        sa.UniqueConstraint("delegation_id", name=op.f("uq_observer_request_delegation_id")),
    )
    op.create_index(op.f("ix_observer_request_list_id"), "observer_request", ["list_id"])


def refers(
    table: str, column: str, target: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )


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
    for table in ("observer_decision", "observer_objection", "observer_request", "observer_list"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":  # triggers go with their tables
        for table in APPEND_ONLY:
            for event in ("update", "delete"):
                op.execute(f"DROP FUNCTION {table}_{event}()")
