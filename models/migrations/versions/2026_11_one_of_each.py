"""One head of a delegation, one delegation of a code; what the secretariat entered; no lost files.

A code that several delegations of a session shared named none of them: it goes. Of older papers it
is known that the secretariat entered originals, what has no file, and what came before it was
written down. Files that nothing refers to go, and the audit says which.

Revision ID: 91d6f0a3c7be
Revises: f2c85d1e6a37
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "91d6f0a3c7be"
down_revision = "f2c85d1e6a37"
branch_labels = None
depends_on = None

PAPER = "credentials_submission"
INDEXES = (  # name, table, columns, and which rows
    ("uq_delegation_code", "delegation", ["session_id", "code"], "code <> ''"),
    ("uq_delegate_head", "delegate", ["delegation_id"], "function = 'head'"),
    ("uq_delegate_place", "delegate", ["delegation_id", "position"], None),
)
SHARED = """
    UPDATE delegation SET code = '' WHERE id IN (
        SELECT d.id FROM delegation d JOIN delegation other
        ON d.session_id = other.session_id AND d.code = other.code AND d.id <> other.id)
"""
LOST = """
    SELECT id, name, size, sha256 FROM stored_file f
    WHERE NOT EXISTS (SELECT 1 FROM credentials_submission s WHERE s.file_id = f.id)
    AND NOT EXISTS (SELECT 1 FROM observer_request r WHERE r.file_id = f.id)
    ORDER BY id
"""
OWN = """
    UPDATE credentials_submission SET by_secretariat = TRUE
    WHERE form = 'original' OR file_id IS NULL OR received_at <> recorded_at
"""
AUDIT = sa.table(
    "audit_record",
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("actor"),
    sa.column("action"),
    sa.column("subject"),
    sa.column("details", sa.JSON()),
)


def upgrade() -> None:
    op.execute(SHARED)
    for name, table, columns, which in INDEXES:
        where = None if which is None else sa.text(which)
        op.create_index(
            name, table, columns, unique=True, sqlite_where=where, postgresql_where=where
        )
    # in place, so that its triggers stay
    op.add_column(
        PAPER,
        sa.Column("by_secretariat", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    with changing(PAPER):
        op.execute(OWN)
    let_lost_files_go()


def let_lost_files_go() -> None:
    connection = op.get_bind()
    now = datetime.now(UTC)
    for number, name, size, digest in connection.execute(sa.text(LOST)).all():
        went = {"name": name, "size": size, "sha256": digest}
        record = {
            "at": now.replace(tzinfo=None) if connection.dialect.name == "sqlite" else now,
            "actor": "upgrade",
            "action": "observers:manage",
            "subject": f"file/{number}",
            "details": {"removed_file": went},
        }
        connection.execute(sa.insert(AUDIT), record)
        connection.execute(sa.text("DELETE FROM stored_file WHERE id = :id"), {"id": number})


@contextmanager
def changing(table: str) -> Iterator[None]:
    """Let rows be changed of a table that is only added to."""
    connection, trigger = op.get_bind(), f"{table}_update"
    if connection.dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        yield
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
        return
    named = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
    made = connection.scalars(named, {"name": trigger}).one()
    op.execute(f"DROP TRIGGER {trigger}")
    yield
    connection.exec_driver_sql(made)


def downgrade() -> None:
    op.drop_column(PAPER, "by_secretariat")
    for name, table, _columns, _which in INDEXES:
        op.drop_index(name, table)
