"""Lists of speakers and the floor; regional groups, the rulebook of a session, and interpreters.

On the way down, grants of the role of interpreter go: the tables know no such role.

Revision ID: 6f2e91c4d8a0
Revises: 268324fe2178
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "6f2e91c4d8a0"
down_revision = "268324fe2178"
branch_labels = None
depends_on = None

ROLES = ("secretariat", "bureau", "focal_point", "interpretation_planner", "chair_table", "reader")
ROLE_CHECK = "ck_role_grant_role"
APPEND_ONLY = ("speakers_entry", "floor_event")
ENTRIES = (
    *("made", "changed", "inscribed", "amended", "withdrawn"),
    *("swap_proposed", "swap_accepted", "swap_declined"),
    *("admitted", "refused", "absent", "revealed", "undone"),
)
EVENTS = (
    *("opened", "roll_called", "list_taken", "called", "paused", "resumed", "ended", "absent"),
    *("point_raised", "point_ruled", "reply_asked", "reply_withdrawn"),
    *("suspended", "continued", "adjourned", "undone"),
)


def upgrade() -> None:
    for table, column, default in (  # in place, so that their triggers stay
        ("delegation", "regional_group", ""),
        ("conference_session", "rulebook", "ctoc"),
    ):
        op.add_column(
            table, sa.Column(column, sa.String(100), nullable=False, server_default=default)
        )
    allow_roles((*ROLES, "interpreter"))
    make_lists()
    make_texts()
    make_floors()
    for table in APPEND_ONLY:
        for event in ("UPDATE", "DELETE"):
            refuse(table, event)


def make_lists() -> None:
    op.create_table(
        "speakers_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("business", sa.String(length=100), nullable=False),
        sa.Column("item", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("policy", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("receipt_key", sa.String(length=64), nullable=False),
        sa.Column("revealed", sa.Boolean(), nullable=False),
        sa.Column("last_sequence", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("stamp", sa.String(length=32), nullable=False),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_speakers_list_times_in_order")),
        sa.CheckConstraint(
            "last_sequence >= 0", name=op.f("ck_speakers_list_sequence_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["conference_session.id"], name=op.f("fk_speakers_list_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speakers_list")),
        sa.UniqueConstraint("session_id", "key", name=op.f("uq_speakers_list_session_id_key")),
    )
    op.create_index(op.f("ix_speakers_list_session_id"), "speakers_list", ["session_id"])
    op.create_table(
        "speakers_entry",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", one_of(ENTRIES), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_speakers_entry_sequence_from_one")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["speakers_list.id"], name=op.f("fk_speakers_entry_list_id")
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name=op.f("fk_speakers_entry_delegation_id")
        ),
        sa.PrimaryKeyConstraint("list_id", "sequence", name=op.f("pk_speakers_entry")),
    )
    op.create_index("ix_speakers_entry_delegation", "speakers_entry", ["list_id", "delegation_id"])
    op.create_index(op.f("ix_speakers_entry_delegation_id"), "speakers_entry", ["delegation_id"])


def make_texts() -> None:
    op.create_table(
        "statement_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("check_against_delivery", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_statement_text_not_empty")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["speakers_list.id"], name=op.f("fk_statement_text_list_id")
        ),
        sa.ForeignKeyConstraint(
            ["list_id", "number"],
            ["speakers_entry.list_id", "speakers_entry.sequence"],
            name=op.f("fk_statement_text_inscription"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_text")),
        sa.UniqueConstraint(
            "list_id",
            "number",
            "language",
            "media_type",
            name=op.f("uq_statement_text_list_id_number_language_media_type"),
        ),
    )
    op.create_index(op.f("ix_statement_text_list_id"), "statement_text", ["list_id"])


def make_floors() -> None:
    op.create_table(
        "floor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("meeting_uid", sa.String(length=64), nullable=False),
        sa.Column("last_sequence", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stamp", sa.String(length=32), nullable=False),
        sa.CheckConstraint("last_sequence >= 0", name=op.f("ck_floor_sequence_not_negative")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["conference_session.id"], name=op.f("fk_floor_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor")),
        sa.UniqueConstraint(
            "session_id", "meeting_uid", name=op.f("uq_floor_session_id_meeting_uid")
        ),
    )
    op.create_index(op.f("ix_floor_session_id"), "floor", ["session_id"])
    op.create_table(
        "floor_event",
        sa.Column("floor_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", one_of(EVENTS), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_floor_event_sequence_from_one")),
        sa.ForeignKeyConstraint(["floor_id"], ["floor.id"], name=op.f("fk_floor_event_floor_id")),
        sa.PrimaryKeyConstraint("floor_id", "sequence", name=op.f("pk_floor_event")),
    )


def downgrade() -> None:
    for table in ("floor_event", "floor", "statement_text", "speakers_entry", "speakers_list"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":  # triggers go with their tables
        for table in APPEND_ONLY:
            for event in ("update", "delete"):
                op.execute(f"DROP FUNCTION {table}_{event}()")
    allow_roles(ROLES, forget="interpreter")
    op.drop_column("conference_session", "rulebook")
    op.drop_column("delegation", "regional_group")


def one_of(words: Iterable[str]) -> sa.Enum:
    """One of these texts, checked by the database."""
    return sa.Enum(*words, name="kind", native_enum=False, create_constraint=True, length=64)


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


def allow_roles(roles: Iterable[str], *, forget: str = "") -> None:
    """Let grants have these roles; those of the role to forget are taken away before."""
    grants = sa.table("role_grant", sa.column("role"))
    op.execute(sa.delete(grants).where(grants.c.role == forget))
    rule = "role IN ({})".format(", ".join(f"'{role}'" for role in roles))
    with op.batch_alter_table("role_grant") as batch:
        batch.drop_constraint(op.f(ROLE_CHECK), type_="check")
        batch.create_check_constraint(op.f(ROLE_CHECK), rule)
