"""Officers, nominations and elections, group chairs, and the meetings and decisions of the bureau.

Revision ID: a7e4b1908c25
Revises: 4f8e2b6a90d7
"""

import sqlalchemy as sa
from alembic import op

from models.types import UTCDateTime

revision = "a7e4b1908c25"
down_revision = "4f8e2b6a90d7"
branch_labels = None
depends_on = None

APPEND_ONLY = ("election", "election_step", "bureau_decision")


def upgrade() -> None:
    make_bracketed_item()
    make_bureau_meeting()
    make_election()
    make_past_office()
    make_bureau_decision()
    make_election_step()
    make_group_chair()
    make_nomination()
    make_officer()
    make_presiding_duty()
    for table in APPEND_ONLY:
        for event in ("UPDATE", "DELETE"):
            refuse(table, event)


def make_bracketed_item() -> None:
    op.create_table(
        "bracketed_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("source", sa.String(length=1000), nullable=False),
        of("bracketed_item", "session_id", "conference_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bracketed_item")),
        sa.UniqueConstraint(
            "session_id", "number", name=op.f("uq_bracketed_item_session_id_number")
        ),
    )
    op.create_index(op.f("ix_bracketed_item_session_id"), "bracketed_item", ["session_id"])


def make_bureau_meeting() -> None:
    op.create_table(
        "bureau_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("agenda", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("attendance", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_bureau_meeting_number_from_one")),
        of("bureau_meeting", "session_id", "conference_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bureau_meeting")),
        sa.UniqueConstraint(
            "session_id", "number", name=op.f("uq_bureau_meeting_session_id_number")
        ),
    )
    op.create_index(op.f("ix_bureau_meeting_session_id"), "bureau_meeting", ["session_id"])


def make_election() -> None:
    op.create_table(
        "election",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("board", sa.String(length=100), nullable=False),
        sa.Column("office", sa.String(length=100), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("candidates", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("method", one_of("method", "acclamation", "ballot"), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("meeting", sa.String(length=1000), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("places >= 1", name=op.f("ck_election_places_from_one")),
        of("election", "session_id", "conference_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_election")),
    )
    op.create_index(op.f("ix_election_session_id"), "election", ["session_id"])


def make_past_office() -> None:
    op.create_table(
        "past_office",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("board", sa.String(length=100), nullable=False),
        sa.Column("office", sa.String(length=100), nullable=False),
        sa.Column("sessions_before", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("group", sa.String(length=100), nullable=False),
        sa.Column("source", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "sessions_before >= 1", name=op.f("ck_past_office_sessions_before_from_one")
        ),
        of("past_office", "session_id", "conference_session", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(
            "session_id", "board", "office", "sessions_before", name=op.f("pk_past_office")
        ),
    )


def make_bureau_decision() -> None:
    op.create_table(
        "bureau_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", one_of("kind", "programme", "item", "other"), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("outcome", one_of("outcome", "kept", "deleted"), nullable=True),
        sa.Column("new_number", sa.String(length=100), nullable=False),
        sa.Column("at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(kind = 'item') = (item_id IS NOT NULL)", name=op.f("ck_bureau_decision_of_an_item")
        ),
        sa.CheckConstraint(
            "(kind = 'programme') = (version_id IS NOT NULL)",
            name=op.f("ck_bureau_decision_of_a_version"),
        ),
        sa.CheckConstraint(
            "(item_id IS NULL) = (outcome IS NULL)", name=op.f("ck_bureau_decision_outcome_of_item")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_bureau_decision_number_from_one")),
        of("bureau_decision", "item_id", "bracketed_item"),
        of("bureau_decision", "meeting_id", "bureau_meeting"),
        of("bureau_decision", "version_id", "programme_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bureau_decision")),
        sa.UniqueConstraint(
            "meeting_id", "number", name=op.f("uq_bureau_decision_meeting_id_number")
        ),
    )
    op.create_index(op.f("ix_bureau_decision_item_id"), "bureau_decision", ["item_id"])
    op.create_index(op.f("ix_bureau_decision_meeting_id"), "bureau_decision", ["meeting_id"])


def make_election_step() -> None:
    op.create_table(
        "election_step",
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", one_of("kind", "ballot", "lot"), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_election_step_number_from_one")),
        of("election_step", "election_id", "election"),
        sa.PrimaryKeyConstraint("election_id", "number", name=op.f("pk_election_step")),
    )


def make_group_chair() -> None:
    op.create_table(
        "group_chair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(length=100), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        of("group_chair", "delegation_id", "delegation"),
        of("group_chair", "session_id", "conference_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_chair")),
    )
    op.create_index(op.f("ix_group_chair_delegation_id"), "group_chair", ["delegation_id"])
    op.create_index(op.f("ix_group_chair_session_id"), "group_chair", ["session_id"])


def make_nomination() -> None:
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("board", sa.String(length=100), nullable=False),
        sa.Column("office", sa.String(length=100), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(length=100), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(timezone=True), nullable=True),
        of("nomination", "delegation_id", "delegation"),
        of("nomination", "session_id", "conference_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
    )
    op.create_index(op.f("ix_nomination_delegation_id"), "nomination", ["delegation_id"])
    op.create_index(op.f("ix_nomination_session_id"), "nomination", ["session_id"])


def make_officer() -> None:
    op.create_table(
        "officer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("board", sa.String(length=100), nullable=False),
        sa.Column("board_title", sa.String(length=1000), nullable=False),
        sa.Column("office", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended", one_of("ended", "successor", "resigned", "unable"), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("election_id", sa.Integer(), nullable=True),
        sa.Column("absent", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(until IS NULL) = (ended IS NULL)", name=op.f("ck_officer_ended_somehow")
        ),
        sa.CheckConstraint(
            "until IS NULL OR since <= until", name=op.f("ck_officer_days_in_order")
        ),
        of("officer", "delegation_id", "delegation"),
        of("officer", "election_id", "election"),
        of("officer", "replaces_id", "officer"),
        of("officer", "session_id", "conference_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
    )
    op.create_index(op.f("ix_officer_delegation_id"), "officer", ["delegation_id"])
    op.create_index(op.f("ix_officer_session_id"), "officer", ["session_id"])


def make_presiding_duty() -> None:
    op.create_table(
        "presiding_duty",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("meeting_uid", sa.String(length=64), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        of("presiding_duty", "officer_id", "officer"),
        of("presiding_duty", "session_id", "conference_session", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("session_id", "meeting_uid", name=op.f("pk_presiding_duty")),
    )
    op.create_index(op.f("ix_presiding_duty_officer_id"), "presiding_duty", ["officer_id"])


def downgrade() -> None:
    for table in (
        "presiding_duty",
        "officer",
        "nomination",
        "group_chair",
        "election_step",
        "bureau_decision",
        "past_office",
        "election",
        "bureau_meeting",
        "bracketed_item",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":  # triggers go with their tables
        for table in APPEND_ONLY:
            for event in ("update", "delete"):
                op.execute(f"DROP FUNCTION {table}_{event}()")


def of(table: str, column: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    """That a column names a row of another table."""
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


def one_of(name: str, *words: str) -> sa.Enum:
    """One of these texts, checked by the database."""
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=64)


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
