"""Genders of speakers, apart from the ledgers that everybody may read.

Revision ID: 3b7c05e9a1f6
Revises: 6f2e91c4d8a0
"""

import sqlalchemy as sa
from alembic import op

revision = "3b7c05e9a1f6"
down_revision = "6f2e91c4d8a0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "speaker_gender",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("gender", sa.String(length=50), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id", "number"],
            ["speakers_entry.list_id", "speakers_entry.sequence"],
            name=op.f("fk_speaker_gender_inscription"),
        ),
        sa.PrimaryKeyConstraint("list_id", "number", name=op.f("pk_speaker_gender")),
    )


def downgrade() -> None:
    op.drop_table("speaker_gender")
