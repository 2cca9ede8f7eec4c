"""One holder of a place, one chair of a group, one decision on an item; elections that change.

On the way down elections that were called off, or changed on their way, go: nothing else can be
said there of how they were counted. Who was elected stays.

Revision ID: 6d9b4f17c2e8
Revises: 91d6f0a3c7be
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "6d9b4f17c2e8"
down_revision = "91d6f0a3c7be"
branch_labels = None
depends_on = None

APPEND_ONLY = ("election", "election_step", "bureau_decision")
KINDS = ("ballot", "lot")
MORE_KINDS = ("withdrawal", "void", "unopposed", "called_off")
CHECK = "ck_election_step_kind"
ONE = (  # name, table, columns, and for which rows
    (
        "uq_nomination_standing",
        "nomination",
        ["session_id", "board", "office", "delegation_id"],
        "withdrawn_at IS NULL",
    ),
    (
        "uq_officer_in_place",
        "officer",
        ["session_id", "board", "office", "place"],
        "until IS NULL",
    ),
    ("uq_officer_elected", "officer", ["election_id", "delegation_id"], None),
    ("uq_officer_replaces_id", "officer", ["replaces_id"], None),
    ("uq_group_chair_in_office", "group_chair", ["session_id", "group"], "until IS NULL"),
    (
        "uq_bureau_decision_settles",
        "bureau_decision",
        ["item_id"],
        "item_id IS NOT NULL AND revises_id IS NULL",
    ),
)


def upgrade() -> None:
    op.add_column("officer", sa.Column("place", sa.Integer(), nullable=False, server_default="1"))
    give_places()
    with rules_off():
        allow_kinds((*KINDS, *MORE_KINDS))
        with op.batch_alter_table("bureau_decision") as batch:
            batch.add_column(sa.Column("revises_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(
                op.f("fk_bureau_decision_revises_id"), "bureau_decision", ["revises_id"], ["id"]
            )
            batch.create_unique_constraint(op.f("uq_bureau_decision_revises_id"), ["revises_id"])
            batch.create_check_constraint(
                op.f("ck_bureau_decision_revises_of_item"),
                "revises_id IS NULL OR item_id IS NOT NULL",
            )
        chain_decisions()
    for name, table, columns, where in ONE:
        condition = None if where is None else sa.text(where)
        op.create_index(
            name, table, columns, unique=True, sqlite_where=condition, postgresql_where=condition
        )


def downgrade() -> None:
    for name, table, _, _ in ONE:
        op.drop_index(name, table)
    with rules_off():
        forget_changed_elections()
        allow_kinds(KINDS)
        with op.batch_alter_table("bureau_decision") as batch:
            batch.drop_constraint(op.f("ck_bureau_decision_revises_of_item"), type_="check")
            batch.drop_constraint(op.f("uq_bureau_decision_revises_id"), type_="unique")
            batch.drop_constraint(op.f("fk_bureau_decision_revises_id"), type_="foreignkey")
            batch.drop_column("revises_id")
    op.drop_column("officer", "place")


def give_places() -> None:
    """An officer and all who followed them: the first place that is free on all their days."""
    names = ("id", "session_id", "board", "office", "since", "until", "replaces_id", "place")
    officer = sa.table("officer", *(sa.column(name) for name in names))
    connection = op.get_bind()
    first: dict[int, int] = {}  # of the officers, who was the first in their place
    chains: dict[int, list[sa.Row[Any]]] = {}
    for one in connection.execute(sa.select(officer).order_by(officer.c.id)).all():
        first[one.id] = first.get(one.replaces_id, one.id)
        chains.setdefault(first[one.id], []).append(one)
    held: dict[tuple[object, ...], list[tuple[int, sa.Row[Any]]]] = {}
    for chain in chains.values():
        there = held.setdefault((chain[0].session_id, chain[0].board, chain[0].office), [])
        taken = {place for place, other in there if any(meet(one, other) for one in chain)}
        free = next(place for place in range(1, len(taken) + 2) if place not in taken)
        there += [(free, one) for one in chain]
        here = officer.c.id.in_([one.id for one in chain])
        connection.execute(sa.update(officer).where(here).values(place=free))


def meet(one: sa.Row[Any], other: sa.Row[Any]) -> bool:
    """Whether two are in office on the same day. SQLite has days as text."""
    return all(
        a.until is None or str(b.since) < str(a.until) for a, b in ((one, other), (other, one))
    )


def chain_decisions() -> None:
    """Of an item that was settled more than once each decision revises the one before."""
    names = ("id", "item_id", "revises_id")
    decision = sa.table("bureau_decision", *(sa.column(name) for name in names))
    connection = op.get_bind()
    last: dict[int, int] = {}
    of_items = sa.select(decision).where(decision.c.item_id.is_not(None)).order_by(decision.c.id)
    for one in connection.execute(of_items).all():
        if one.item_id in last:
            connection.execute(
                sa.update(decision)
                .where(decision.c.id == one.id)
                .values(revises_id=last[one.item_id])
            )
        last[one.item_id] = one.id


def forget_changed_elections() -> None:
    """Take elections away that have steps of which the tables know nothing any more."""
    step = sa.table("election_step", sa.column("election_id"), sa.column("kind"))
    election = sa.table("election", sa.column("id"))
    officer = sa.table("officer", sa.column("election_id"))
    changed = sa.select(step.c.election_id).where(step.c.kind.in_(MORE_KINDS))
    gone = list(op.get_bind().scalars(changed.distinct()))
    op.execute(sa.update(officer).where(officer.c.election_id.in_(gone)).values(election_id=None))
    op.execute(sa.delete(step).where(step.c.election_id.in_(gone)))
    op.execute(sa.delete(election).where(election.c.id.in_(gone)))


def allow_kinds(kinds: Iterable[str]) -> None:
    """Let steps of elections be of these kinds."""
    rule = "kind IN ({})".format(", ".join(f"'{kind}'" for kind in kinds))
    with op.batch_alter_table("election_step") as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), rule)


@contextmanager
def rules_off() -> Iterator[None]:
    """Let what is only added to be changed inside; SQLite makes tables anew without triggers."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in APPEND_ONLY:
            op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    kept = connection.execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    ).all()
    for name, _ in kept:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _, made in kept:
        connection.exec_driver_sql(made)
