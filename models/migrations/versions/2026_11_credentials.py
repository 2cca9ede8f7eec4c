"""Credentials: what was given, examinations, reports, objections.

Revision ID: 4f8e2b6a90d7
Revises: a94e0c7d1b53
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "4f8e2b6a90d7"
down_revision = "a94e0c7d1b53"
branch_labels = None
depends_on = None

APPEND_ONLY = (  # in the order in which they need each other
    "credentials_submission",
    "credentials_withdrawal",
    "credentials_reminder",
    "credentials_examination",
    "credentials_finding",
    "credentials_report",
    "credentials_objection",
    "credentials_ruling",
)
KINDS = ("credentials", "names", "change")
ISSUERS = (
    *("head_of_state", "head_of_government", "foreign_minister", "permanent_representative"),
    *("authorized_person", "competent_authority", "other"),
)
STAGES = ("before_mark", "after_mark", "before_originals", "after_originals")


def upgrade() -> None:
    op.create_table(
        "credentials_terms",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("amendments", sa.Boolean(), nullable=False),
        to("credentials_terms", "session_id", "conference_session"),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_credentials_terms")),
    )
    make_submissions()
    make_examinations()
    make_objections()
    for table in APPEND_ONLY:
        for event in ("UPDATE", "DELETE"):
            refuse(table, event)


def make_submissions() -> None:
    table = "credentials_submission"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("kind", one_of("kind", KINDS), nullable=False),
        sa.Column("issuer", one_of("issuer", ISSUERS), nullable=True),
        sa.Column("form", one_of("form", ("original", "copy")), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("authorization", sa.Boolean(), nullable=False),
        note("note"),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("original_of_id", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(kind = 'credentials') = (issuer IS NOT NULL)",
            name=op.f(f"ck_{table}_issuer_of_credentials"),
        ),
        sa.CheckConstraint(
            "(kind = 'credentials') = (form IS NOT NULL)",
            name=op.f(f"ck_{table}_form_of_credentials"),
        ),
        to(table, "delegation_id", "delegation"),
        to(table, "file_id", "stored_file"),
        to(table, "original_of_id", table),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("original_of_id", name=op.f(f"uq_{table}_original_of_id")),
        sa.UniqueConstraint("file_id", name=op.f(f"uq_{table}_file_id")),
    )
    index(table, "delegation_id")
    table = "credentials_withdrawal"
    op.create_table(
        table,
        sa.Column("submission_id", sa.Integer(), nullable=False),
        note("reason"),
        *done(),
        to(table, "submission_id", "credentials_submission"),
        sa.PrimaryKeyConstraint("submission_id", name=op.f(f"pk_{table}")),
    )
    table = "credentials_reminder"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("stage", one_of("stage", STAGES), nullable=False),
        *done(),
        to(table, "delegation_id", "delegation"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    index(table, "delegation_id")


def make_examinations() -> None:
    table = "credentials_examination"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("originals_due", sa.Date(), nullable=True),
        note("note"),
        *done(),
        sa.CheckConstraint("number >= 1", name=op.f(f"ck_{table}_number_from_one")),
        to(table, "session_id", "conference_session"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("session_id", "number", name=op.f(f"uq_{table}_session_id_number")),
    )
    table = "credentials_finding"
    op.create_table(
        table,
        sa.Column("examination_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("finding", one_of("finding", ("in_order", "not_in_order")), nullable=False),
        note("note"),
        to(table, "examination_id", "credentials_examination"),
        to(table, "delegation_id", "delegation"),
        sa.PrimaryKeyConstraint("examination_id", "delegation_id", name=op.f(f"pk_{table}")),
    )
    index(table, "delegation_id")
    table = "credentials_report"
    op.create_table(
        table,
        sa.Column("examination_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=False),
        note("note"),
        *done(),
        sa.CheckConstraint("meeting >= 1", name=op.f(f"ck_{table}_meeting_from_one")),
        to(table, "examination_id", "credentials_examination"),
        sa.PrimaryKeyConstraint("examination_id", name=op.f(f"pk_{table}")),
    )


def make_objections() -> None:
    table = "credentials_objection"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("objector_id", sa.Integer(), nullable=False),
        note("grounds"),
        *done(),
        sa.CheckConstraint("delegation_id <> objector_id", name=op.f(f"ck_{table}_to_another")),
        to(table, "delegation_id", "delegation"),
        to(table, "objector_id", "delegation"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    index(table, "delegation_id")
    index(table, "objector_id")
    table = "credentials_ruling"
    op.create_table(
        table,
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("ruling", one_of("ruling", ("upheld", "dismissed")), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=True),
        note("note"),
        *done(),
        sa.CheckConstraint("meeting >= 1", name=op.f(f"ck_{table}_meeting_from_one")),
        to(table, "objection_id", "credentials_objection"),
        sa.PrimaryKeyConstraint("objection_id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    for table in (*reversed(APPEND_ONLY), "credentials_terms"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":  # triggers go with their tables
        for table in APPEND_ONLY:
            for event in ("update", "delete"):
                op.execute(f"DROP FUNCTION {table}_{event}()")


def one_of(name: str, words: Iterable[str]) -> sa.Enum:
    """One of these texts, checked by the database."""
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=64)


def note(name: str) -> sa.Column[str]:
    """A line of text."""
    return sa.Column(name, sa.String(length=1000), nullable=False)


def done() -> tuple[sa.Column[object], ...]:
    """When, and by whom."""
    return (
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
    )


def to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    """A reference to the `id` of another table."""
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def index(table: str, column: str) -> None:
    """Find rows by a column."""
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


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
