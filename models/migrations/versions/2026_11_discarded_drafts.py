"""Drafts that are discarded; and a stamp for each state of what is asked for, and of a version.

On the way down discarded drafts become drafts again: the tables know no other word for them.

Revision ID: c41f7a90be35
Revises: 8c3e51d7f0a4
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "c41f7a90be35"
down_revision = "8c3e51d7f0a4"
branch_labels = None
depends_on = None

TABLES = ("conference_session", "programme_version")
STATUSES = ("draft", "approved", "adopted", "revised")
CHECK = "ck_programme_decision_status"
STAMPS = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "md5(gen_random_uuid()::text)"}
ADDED = (  # name, table, event, condition and message of each trigger
    (
        "programme_version_update_stamp",
        "programme_version",
        "UPDATE",
        "EXISTS (SELECT 1 FROM programme_decision d WHERE d.version_id = OLD.id) "
        "AND NEW.stamp IS DISTINCT FROM OLD.stamp",
        "a released version of the programme is not changed",
    ),
    (
        "programme_decision_insert_discarded",
        "programme_decision",
        "INSERT",
        "EXISTS (SELECT 1 FROM programme_decision d WHERE d.version_id = NEW.version_id "
        "AND 'discarded' IN (d.status, NEW.status))",
        "what is discarded is not released, and what is released is not discarded",
    ),
)


def upgrade() -> None:
    kind = op.get_bind().dialect.name
    for table in TABLES:  # in place, so that their triggers stay
        op.add_column(table, sa.Column("stamp", sa.String(32), nullable=False, server_default=""))
        rows = sa.table(table, sa.column("stamp"))
        op.execute(sa.update(rows).values(stamp=sa.text(STAMPS[kind])))
    allow_statuses((*STATUSES, "discarded"))
    for name, table, event, condition, message in ADDED:
        if kind == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
            continue
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN "
            f"RAISE integrity_constraint_violation USING MESSAGE = '{message}'; END IF; "
            "RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def downgrade() -> None:
    kind = op.get_bind().dialect.name
    for name, table, *_ in ADDED:
        if kind == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    allow_statuses(STATUSES, forget="discarded")
    for table in TABLES:
        op.drop_column(table, "stamp")


def allow_statuses(statuses: Iterable[str], *, forget: str = "") -> None:
    """Let decisions have these statuses; those of the status to forget are taken away before."""
    rule = "status IN ({})".format(", ".join(f"'{status}'" for status in statuses))
    decision = sa.table("programme_decision", sa.column("status"))
    removal = sa.delete(decision).where(decision.c.status == forget)
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        if forget:
            op.execute("ALTER TABLE programme_decision DISABLE TRIGGER programme_decision_delete")
            op.execute(removal)
            op.execute("ALTER TABLE programme_decision ENABLE TRIGGER programme_decision_delete")
        op.execute(f"ALTER TABLE programme_decision DROP CONSTRAINT {CHECK}")
        op.execute(f"ALTER TABLE programme_decision ADD CONSTRAINT {CHECK} CHECK ({rule})")
        return
    # SQLite makes the table anew, which every trigger that names it would hinder
    kept = connection.execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    ).all()
    for name, _ in kept:
        op.execute(f"DROP TRIGGER {name}")
    if forget:
        op.execute(removal)
    with op.batch_alter_table("programme_decision") as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), rule)
    for _, made in kept:
        connection.exec_driver_sql(made)
