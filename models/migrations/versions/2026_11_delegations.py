"""Names, instruments, delegates and attendance of delegations.

Revision ID: d79b4fb82982
Revises: 5d1c9a3e7b24
"""

import sqlalchemy as sa
from alembic import op

from models.types import UTCDateTime

revision = "d79b4fb82982"
down_revision = "5d1c9a3e7b24"
branch_labels = None
depends_on = None

FUNCTIONS = ("head", "representative", "alternate", "adviser", "expert")
LEVELS = ("head_of_state", "head_of_government", "minister", "vice_minister", "representative")


def upgrade() -> None:
    # in place: on SQLite, a table that is made anew takes with it what belongs to its rows
    op.add_column(
        "delegation", sa.Column("version", sa.Integer(), nullable=False, server_default="1")
    )
    op.create_table(
        "delegation_name",
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=1000), nullable=False),
        of_delegation("delegation_name"),
        sa.PrimaryKeyConstraint("delegation_id", "language", name=op.f("pk_delegation_name")),
    )
    op.create_table(
        "delegation_instrument",
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("instrument", sa.String(length=100), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("at_latest", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "since IS NOT NULL OR NOT at_latest",
            name=op.f("ck_delegation_instrument_at_latest_has_a_day"),
        ),
        of_delegation("delegation_instrument"),
        sa.PrimaryKeyConstraint(
            "delegation_id", "instrument", name=op.f("pk_delegation_instrument")
        ),
    )
    make_delegates()
    make_attendance()


def make_delegates() -> None:
    op.create_table(
        "delegate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("honorific", sa.String(length=50), nullable=False),
        sa.Column("given_name", sa.String(length=100), nullable=False),
        sa.Column("family_name", sa.String(length=100), nullable=False),
        sa.Column("function", one_of("function", FUNCTIONS), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("level", one_of("level", LEVELS), nullable=False),
        sa.Column("languages", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        of_delegation("delegate"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegate")),
    )
    op.create_index(op.f("ix_delegate_delegation_id"), "delegate", ["delegation_id"])


def make_attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("meeting_uid", sa.String(length=64), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(length=200), nullable=False),
        of_delegation("attendance"),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["conference_session.id"],
            name=op.f("fk_attendance_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "session_id", "meeting_uid", "delegation_id", name=op.f("pk_attendance")
        ),
    )
    op.create_index(op.f("ix_attendance_delegation_id"), "attendance", ["delegation_id"])


def of_delegation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["delegation_id"],
        ["delegation.id"],
        name=op.f(f"fk_{table}_delegation_id"),
        ondelete="CASCADE",
    )


def one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=64)


def downgrade() -> None:
    op.drop_table("attendance")
    op.drop_table("delegate")
    op.drop_table("delegation_instrument")
    op.drop_table("delegation_name")
    op.drop_column("delegation", "version")
