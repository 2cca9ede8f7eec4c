"""Closures, what has been held, and more of business: when not, in how many meetings, when at best.

On the way down what the tables then have no word for is taken away: relations and preferences of
the new kinds.

Revision ID: 7ab2d9e4f163
Revises: c41f7a90be35
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "7ab2d9e4f163"
down_revision = "c41f7a90be35"
branch_labels = None
depends_on = None

DATA = sa.JSON(none_as_null=True)
ADDED = (  # table, name, type, and the value for what is there already: null where there is none
    ("conference_session", "closures", DATA, "[]"),
    ("conference_session", "held", DATA, None),
    ("business", "most_parts", sa.Integer(), None),
    ("business", "not_on", DATA, "[]"),
    ("business", "wished", DATA, None),
    ("preference_weight", "above", sa.Integer(), "3"),
)
CHECK = "ck_relation_relation_kind"
KINDS = ("before", "never_parallel", "together", "ends_session", "alone")
NEW_KINDS = ("after_begun", "near")
NEW_PREFERENCES = ("wished_times", "short_spans", "short_agendas", "near")

relation = sa.table("relation", sa.column("kind"))
preference = sa.table("preference_weight", sa.column("name"))


def upgrade() -> None:
    # in place: on SQLite, a table that is made anew takes with it what belongs to its rows
    for table, name, kind, given in ADDED:
        op.add_column(table, sa.Column(name, kind, nullable=given is None, server_default=given))
    allow_kinds((*KINDS, *NEW_KINDS))


def downgrade() -> None:
    op.execute(sa.delete(relation).where(relation.c.kind.in_(NEW_KINDS)))
    op.execute(sa.delete(preference).where(preference.c.name.in_(NEW_PREFERENCES)))
    allow_kinds(KINDS)
    for table, name, *_ in reversed(ADDED):
        op.drop_column(table, name)


def allow_kinds(kinds: Iterable[str]) -> None:
    """Let relations be of these kinds."""
    rule = "kind IN ({})".format(", ".join(f"'{kind}'" for kind in kinds))
    with op.batch_alter_table("relation") as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), rule)
