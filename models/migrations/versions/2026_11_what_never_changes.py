"""What never changes: a released version, its meetings, decisions, and the audit.

Revision ID: 5d0f4c6b7a21
Revises: 519a557e89f6
"""

from alembic import op

revision = "5d0f4c6b7a21"
down_revision = "519a557e89f6"
branch_labels = None
depends_on = None

RELEASED = "a released version of the programme is not changed"
ADDED_TO = "%s is only added to"
APPEND_ONLY = ("programme_decision", "audit_record")
IN_MEETING = "EXISTS (SELECT 1 FROM programme_decision d WHERE d.version_id = {row}.version_id)"
IN_ITEM = (
    "EXISTS (SELECT 1 FROM programme_decision d JOIN meeting m ON m.version_id = d.version_id "
    "WHERE m.id = {row}.meeting_id)"
)
DECIDED = "EXISTS (SELECT 1 FROM programme_decision d WHERE d.version_id = OLD.id)"
FACTS = (  # all of a version but `row_version`, which counts its decisions, too
    *("id", "session_id", "number", "based_on_id", "made_by", "created_at"),
    *("objective", "bound", "proof", "title", "body", "venue", "time_zone"),
    *("first_day", "last_day", "languages", "entitlement"),
)
CHANGED = " OR ".join(  # as texts: PostgreSQL does not compare JSON
    f"CAST(NEW.{name} AS TEXT) IS DISTINCT FROM CAST(OLD.{name} AS TEXT)" for name in FACTS
)
GUARDED = {"meeting": IN_MEETING, "meeting_item": IN_ITEM}
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def triggers() -> list[tuple[str, str, str, str, str]]:
    """Name, table, event, condition and message of each."""
    guarded = [
        (
            f"{table}_{event.lower()}_released",
            table,
            event,
            " OR ".join(condition.format(row=row) for row in rows),
            RELEASED,
        )
        for table, condition in GUARDED.items()
        for event, rows in ROWS.items()
    ]
    guarded.append(
        (
            "programme_version_update_released",
            "programme_version",
            "UPDATE",
            f"{DECIDED} AND ({CHANGED})",
            RELEASED,
        )
    )
    append_only = [
        (f"{table}_{event.lower()}", table, event, "TRUE", ADDED_TO % table)
        for table in APPEND_ONLY
        for event in ("UPDATE", "DELETE")
    ]
    return guarded + append_only


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, event, condition, message in triggers():
        if sqlite:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
            continue
        result = "OLD" if event == "DELETE" else "NEW"
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN "
            f"RAISE integrity_constraint_violation USING MESSAGE = '{message}'; END IF; "
            f"RETURN {result}; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, *_ in triggers():
        if sqlite:
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
