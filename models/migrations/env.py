"""Called by Alembic; `models.schema` gives the connection, whose transaction it is."""

from alembic import context

from models.base import Base


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """The queue may keep its tables in the same database."""
    return not (kind == "table" and name is not None and name.startswith("huey_"))


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    include_name=ours,
)
with context.begin_transaction():
    context.run_migrations()
