"""Files that people gave.

Revision ID: 5d1c9a3e7b24
Revises: 3b7c05e9a1f6
"""

import sqlalchemy as sa
from alembic import op

revision = "5d1c9a3e7b24"
down_revision = "3b7c05e9a1f6"
branch_labels = None
depends_on = None

NAME, MESSAGE = "stored_file_update", "stored_file is never changed"


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_file_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON stored_file "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE integrity_constraint_violation USING MESSAGE = '{MESSAGE}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {NAME} BEFORE UPDATE ON stored_file FOR EACH ROW EXECUTE FUNCTION {NAME}()"
    )


def downgrade() -> None:
    op.drop_table("stored_file")
    if op.get_bind().dialect.name == "postgresql":  # its trigger goes with the table
        op.execute(f"DROP FUNCTION {NAME}()")
