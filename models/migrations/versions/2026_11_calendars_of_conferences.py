"""Calendars of conferences: what is asked for, plans, searches and their jobs.

Revision ID: 268324fe2178
Revises: eeddc0c70bc6
"""

import sqlalchemy as sa
from alembic import op

revision = "268324fe2178"
down_revision = "eeddc0c70bc6"
branch_labels = None
depends_on = None

NEVER_CHANGED = {  # table: when it is not changed, and what is said then
    "calendar_edition": ("TRUE", "what a calendar asks for is not changed: make another edition"),
    "calendar_plan": (
        "EXISTS (SELECT 1 FROM calendar_plan p "
        "WHERE p.calendar_id = OLD.calendar_id AND p.number > OLD.number)",
        "a version of a calendar that has a later one is not changed",
    ),
}


def upgrade() -> None:
    op.create_table(
        "calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar")),
        sa.UniqueConstraint("slug", name=op.f("uq_calendar_slug")),
    )
    op.create_table(
        "calendar_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.String(length=32), nullable=False),
        sa.Column("asked", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"],
            ["calendar.id"],
            name=op.f("fk_calendar_edition_calendar_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_edition")),
        sa.UniqueConstraint(
            "calendar_id", "number", name=op.f("uq_calendar_edition_calendar_id_number")
        ),
    )
    op.create_index("ix_calendar_edition_calendar_id", "calendar_edition", ["calendar_id"])

    op.create_table(
        "calendar_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.String(length=32), nullable=False),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("objective", sa.BigInteger(), nullable=False),
        sa.Column("bound", sa.BigInteger(), nullable=True),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["calendar_plan.id"], name=op.f("fk_calendar_plan_based_on_id")
        ),
        sa.ForeignKeyConstraint(
            ["calendar_id"],
            ["calendar.id"],
            name=op.f("fk_calendar_plan_calendar_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["calendar_edition.id"], name=op.f("fk_calendar_plan_edition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_plan")),
        sa.UniqueConstraint(
            "calendar_id", "number", name=op.f("uq_calendar_plan_calendar_id_number")
        ),
    )
    op.create_index("ix_calendar_plan_calendar_id", "calendar_plan", ["calendar_id"])
    op.create_index("ix_calendar_plan_edition_id", "calendar_plan", ["edition_id"])

    op.create_table(
        "calendar_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "running",
                "finished",
                "infeasible",
                "failed",
                "cancelled",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("time_limit", sa.Double(), nullable=False),
        sa.Column("most_rounds", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun", sa.BigInteger(), nullable=True),
        sa.Column("objective", sa.BigInteger(), nullable=True),
        sa.Column("bound", sa.BigInteger(), nullable=True),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("windows", sa.Integer(), nullable=False),
        sa.Column("state", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("starts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("message", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint(
            "most_rounds IS NULL OR most_rounds >= 1",
            name=op.f("ck_calendar_search_a_round_at_least"),
        ),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["calendar_plan.id"], name=op.f("fk_calendar_search_based_on_id")
        ),
        sa.ForeignKeyConstraint(
            ["calendar_id"],
            ["calendar.id"],
            name=op.f("fk_calendar_search_calendar_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["calendar_edition.id"], name=op.f("fk_calendar_search_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["calendar_plan.id"], name=op.f("fk_calendar_search_plan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_search")),
    )
    op.create_index("ix_calendar_search_calendar_id", "calendar_search", ["calendar_id"])
    op.create_index(
        "uq_calendar_search_active",
        "calendar_search",
        ["calendar_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('queued', 'running')"),
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )

    op.create_table(
        "calendar_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "first",
                "round",
                "window",
                "bound",
                "exact",
                name="kind",
                native_enum=False,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("window", sa.JSON(none_as_null=True), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                "dropped",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["calendar_search.id"],
            name=op.f("fk_calendar_job_search_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_job")),
        sa.UniqueConstraint(
            "search_id",
            "kind",
            "round",
            "place",
            name=op.f("uq_calendar_job_search_id_kind_round_place"),
        ),
    )
    op.create_index("ix_calendar_job_search_id", "calendar_job", ["search_id"])
    op.create_index("ix_calendar_job_status", "calendar_job", ["status", "heartbeat_at"])
    _add_triggers()


def _add_triggers() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, (condition, message) in NEVER_CHANGED.items():
        name = f"{table}_update"
        if sqlite:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
            continue
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN "
            f"RAISE integrity_constraint_violation USING MESSAGE = '{message}'; END IF; "
            f"RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def downgrade() -> None:
    op.drop_table("calendar_job")
    op.drop_table("calendar_search")
    op.drop_table("calendar_plan")
    op.drop_table("calendar_edition")
    op.drop_table("calendar")
    if op.get_bind().dialect.name != "sqlite":
        for table in NEVER_CHANGED:
            op.execute(f"DROP FUNCTION {table}_update()")
