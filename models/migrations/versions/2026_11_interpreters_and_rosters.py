"""Interpreters of a session, the terms they work on, and rosters of its programme.

Revision ID: eeddc0c70bc6
Revises: b3d96a7f20c5
"""

import sqlalchemy as sa
from alembic import op

revision = "eeddc0c70bc6"
down_revision = "b3d96a7f20c5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interpreter",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=1000), nullable=False),
        sa.Column("into", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("hears", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("retour", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("chief", sa.Boolean(), nullable=False),
        sa.Column("cost_per_day", sa.Integer(), nullable=False),
        sa.Column("absences", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("avoid", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("cost_per_day >= 0", name=op.f("ck_interpreter_cost_not_negative")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["conference_session.id"],
            name=op.f("fk_interpreter_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interpreter")),
        sa.UniqueConstraint("session_id", "key", name=op.f("uq_interpreter_session_id_key")),
    )
    op.create_index(op.f("ix_interpreter_session_id"), "interpreter", ["session_id"])

    op.create_table(
        "roster_terms",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("booths", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("pivots", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("rules", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("consecutive", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["conference_session.id"],
            name=op.f("fk_roster_terms_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_roster_terms")),
    )
    op.create_table(
        "roster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "proof",
            sa.Enum(
                "optimal",
                "feasible",
                "infeasible",
                name="proof",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("levels", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("changes", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["based_on_id"], ["roster.id"], name=op.f("fk_roster_based_on_id")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["conference_session.id"],
            name=op.f("fk_roster_session_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["programme_version.id"], name=op.f("fk_roster_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster")),
        sa.UniqueConstraint("session_id", "number", name=op.f("uq_roster_session_id_number")),
    )
    op.create_index(op.f("ix_roster_session_id"), "roster", ["session_id"])
    op.create_index(op.f("ix_roster_version_id"), "roster", ["version_id"])

    op.create_table(
        "roster_duty",
        sa.Column("roster_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("slot", sa.String(length=100), nullable=False),
        sa.Column("body", sa.String(length=100), nullable=False),
        sa.Column("languages", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("person", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=1000), nullable=False),
        sa.Column("chief", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["roster_id"], ["roster.id"], name=op.f("fk_roster_duty_roster_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("roster_id", "position", name=op.f("pk_roster_duty")),
    )


def downgrade() -> None:
    op.drop_table("roster_duty")

    op.drop_table("roster")
    op.drop_table("roster_terms")

    op.drop_table("interpreter")
