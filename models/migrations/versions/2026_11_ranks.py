"""The rank of a preference, and whether it is never to be worse.

Revision ID: b3d96a7f20c5
Revises: e08b5d12c6f7
"""

import sqlalchemy as sa
from alembic import op

revision = "b3d96a7f20c5"
down_revision = "e08b5d12c6f7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("preference_weight", sa.Column("rank", sa.Integer(), nullable=True))
    op.add_column(
        "preference_weight",
        sa.Column("never_worse", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    for column in ("never_worse", "rank"):
        op.drop_column("preference_weight", column)
