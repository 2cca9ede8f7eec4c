"""Searches of several kinds, what each asks and answers, and the drafts made of an answer.

On the way down searches of other kinds go, and the drafts that came of them stay: the tables know
no other kind.

Revision ID: e08b5d12c6f7
Revises: 7ab2d9e4f163
"""

import sqlalchemy as sa
from alembic import op

revision = "e08b5d12c6f7"
down_revision = "7ab2d9e4f163"
branch_labels = None
depends_on = None

DATA = sa.JSON(none_as_null=True)


def upgrade() -> None:
    kind = sa.Column("kind", sa.String(64), nullable=False, server_default="programme")
    op.add_column("solver_run", kind)
    op.add_column("solver_run", sa.Column("asked", DATA, nullable=False, server_default="{}"))
    op.add_column("solver_run", sa.Column("answer", DATA, nullable=True))
    op.create_table(
        "run_draft",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["solver_run.id"], name=op.f("fk_run_draft_run_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["programme_version.id"], name=op.f("fk_run_draft_version_id")
        ),
        sa.PrimaryKeyConstraint("run_id", "place", name=op.f("pk_run_draft")),
        sa.UniqueConstraint("version_id", name=op.f("uq_run_draft_version_id")),
    )


def downgrade() -> None:
    op.drop_table("run_draft")
    run = sa.table("solver_run", sa.column("kind"))
    op.execute(sa.delete(run).where(run.c.kind != "programme"))
    for column in ("answer", "asked", "kind"):
        op.drop_column("solver_run", column)
