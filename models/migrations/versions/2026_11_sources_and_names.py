"""A source for each condition, and a name for each relation, instead of its place.

What a stored entry gave as its source remains that of the entry itself: which of its conditions
were meant too, nobody has said. Explanations of earlier searches name relations as they are now
named.

Revision ID: 8c3e51d7f0a4
Revises: 5d0f4c6b7a21
"""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "8c3e51d7f0a4"
down_revision = "5d0f4c6b7a21"
branch_labels = None
depends_on = None

DATA = sa.JSON(none_as_null=True)
SOURCES = (
    ("business", "sources"),
    ("room", "sources"),
    ("conference_session", "interpretation_sources"),
)
UNIQUE = "uq_relation_session_id_key"

relation = sa.table(
    "relation",
    *(sa.column(name) for name in ("id", "session_id", "position", "kind", "key")),
    sa.column("business", DATA),
)
run = sa.table(
    "solver_run", sa.column("id"), sa.column("session_id"), sa.column("explanation", DATA)
)


def upgrade() -> None:
    # in place: on SQLite, a table that is made anew takes with it what belongs to its rows
    for table, column in SOURCES:
        op.add_column(table, sa.Column(column, DATA, nullable=False, server_default="{}"))
    op.add_column(
        "conference_session",
        sa.Column("at_once_source", sa.String(), nullable=False, server_default=""),
    )
    with op.batch_alter_table("relation") as batch:
        batch.add_column(sa.Column("key", sa.String(100), nullable=True))
    names = name_relations()
    with op.batch_alter_table("relation") as batch:
        batch.alter_column("key", existing_type=sa.String(100), nullable=False)
        batch.create_unique_constraint(UNIQUE, ["session_id", "key"])
    rename_in_explanations(names)


def downgrade() -> None:
    rows = op.get_bind().execute(
        sa.select(relation.c.session_id, relation.c.key, relation.c.position)
    )
    rename_in_explanations({(session, key): str(place) for session, key, place in rows})
    with op.batch_alter_table("relation") as batch:
        batch.drop_constraint(UNIQUE, type_="unique")
        batch.drop_column("key")
    op.drop_column("conference_session", "at_once_source")
    for table, column in reversed(SOURCES):
        op.drop_column(table, column)


def name_relations() -> dict[tuple[int, str], str]:
    """Name each by what it says, a second of the same by a number more. Gives place to name."""
    names: dict[tuple[int, str], str] = {}
    rows = op.get_bind().execute(
        sa.select(relation).order_by(relation.c.session_id, relation.c.position)
    )
    for row in rows.mappings().all():
        said = ".".join([row["kind"], *row["business"]])
        if len(said) > 60:
            said = f"{row['kind']}.{hashlib.sha256(said.encode()).hexdigest()[:20]}"
        taken = {name for (session, _), name in names.items() if session == row["session_id"]}
        numbered = (f"{said[:56]}-{number}" for number in range(2, len(taken) + 3))
        name = next(one for one in (said, *numbered) if one not in taken)
        names[row["session_id"], str(row["position"])] = name
        op.execute(relation.update().where(relation.c.id == row["id"]).values(key=name))
    return names


def rename_in_explanations(names: dict[tuple[int, str], str]) -> None:
    """Put other names for relations in the explanations of searches; `names`: session and name."""
    rows = op.get_bind().execute(sa.select(run).where(run.c.explanation.is_not(None)))
    for row in rows.mappings().all():
        found = row["explanation"]
        asked = [*found["clash"], *(one["requirement"] for one in found["relaxations"])]
        for requirement in asked:
            section, _, name = requirement["key"].partition(".")
            if section == "relations":
                new = names.get((row["session_id"], name), name)
                requirement["key"] = f"relations.{new}"
        op.execute(run.update().where(run.c.id == row["id"]).values(explanation=found))
