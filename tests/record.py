"""What tests of the record need: actors, a stored session, and ways to look at the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from models.base import Base
from models.conferences import ConferenceSession
from models.programmes import ProgrammeVersion
from procedure.permissions import Actor, Role
from scheduler.problem import Problem
from scheduler.programme import Programme
from services import programmes, requirements
from tests.unit import problems

SECRETARIAT = Actor(name="Secretary", user_id=None, roles=frozenset({Role.SECRETARIAT}))
READER = Actor(name="Reader", roles=frozenset({Role.READER}))

# One meeting of the plenary in each of the first two periods, the group beside the second.
PARTS = {"1": [(0, 60)], "2": [(0, 120), (1, 120)], "wg": [(1, 180)]}


def a_session(record: Session, problem: Problem | None = None) -> ConferenceSession:
    """The session of a problem, stored: unless given, of the usual small one."""
    return requirements.import_problem(record, SECRETARIAT, problem or problems.problem())


def a_programme(problem: Problem | None = None) -> Programme:
    """A programme for the usual small problem that breaks nothing."""
    return problems.planned(problem or problems.problem(), PARTS)


def a_draft(record: Session, session: ConferenceSession | None = None) -> ProgrammeVersion:
    """A stored draft of that programme."""
    session = session or a_session(record)
    return programmes.store_programme(record, SECRETARIAT, session, a_programme())


def counts(record: Session) -> dict[str, int]:
    """How many rows each table has."""
    found = {
        table.name: record.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }
    record.rollback()
    return found


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Lists the queries that are executed inside."""
    statements: list[str] = []

    def note(*args: object) -> None:
        statement = str(args[2])
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
