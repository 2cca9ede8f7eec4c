"""One service, one permission, one transaction, one audit record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from models.audit import AuditRecord
from models.database import WRITES, Clock
from models.types import UTCDateTime
from procedure.permissions import Action, Actor, may
from services.errors import Forbidden, Stale

P = ParamSpec("P")
R = TypeVar("R")
CLOCK = func.clock_timestamp(type_=UTCDateTime)


@dataclass(slots=True)
class Entry:
    """What the audit record will say. The service fills it in."""

    subject: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def now(db: Session | None = None) -> datetime:
    """The moment, in UTC; by the clock that `db` was opened with, if it was (`session_factory`)."""
    clock: Clock | None = None if db is None else db.info.get("clock")
    return datetime.now(UTC) if clock is None else clock()


def clock(db: Session) -> datetime:
    """The moment by the clock of the database, which workers on several machines share.

    Or by the clock that `db` was opened with.
    """
    return db.scalars(select(CLOCK)).one() if has_clock(db) else now(db)


def has_clock(db: Session) -> bool:
    """Whether `CLOCK` tells the time: not in a file of this machine, nor with a clock of ours."""
    return "clock" not in db.info and db.get_bind().dialect.name != "sqlite"


def _reads_anew(db: Session) -> bool:
    """Whether the transaction in which `db` reads sees all that others have committed meanwhile.

    On PostgreSQL each statement does, so that it need not be ended to begin another.
    """
    if db.get_bind().dialect.name != "postgresql" or not (db.in_transaction() and db.is_active):
        return False
    driver: Any = db.connection().connection.driver_connection
    return bool(driver.info.transaction_status.name == "INTRANS")  # and no statement has failed


def require(actor: Actor, action: Action) -> None:
    """Raise Forbidden unless the table of permissions allows it."""
    if not may(actor, action):
        raise Forbidden


@contextmanager
def transaction(db: Session) -> Iterator[None]:
    """A transaction that writes: committed at the end, rolled back wholly on any error.

    What the caller has read before is read anew: it may have changed before the lock was taken.
    Where whoever opened `db` lets nobody write, its `refusal` is raised instead.
    """
    if "refusal" in db.info:
        raise db.info["refusal"]
    if db.new or db.dirty or db.deleted or db.info.get("writing"):
        raise RuntimeError("a service was called with unsaved changes, or from within another")
    if _reads_anew(db):
        db.expire_all()
    else:
        db.rollback()
        db.connection(execution_options={WRITES: True})
    db.info["writing"] = True
    try:
        yield
        db.commit()
    except StaleDataError:
        db.rollback()
        raise Stale from None
    except BaseException:
        db.rollback()
        raise
    finally:
        db.info["writing"] = False


@contextmanager
def writing(db: Session, actor: Actor, action: Action) -> Iterator[Entry]:
    """Permission, transaction and audit record for what happens inside."""
    require(actor, action)
    entry = Entry()
    with transaction(db):
        yield entry
        db.add(
            AuditRecord(
                at=now(db),
                actor=actor.name,
                actor_id=actor.user_id,
                action=action,
                subject=entry.subject,
                details=entry.details,
            )
        )


Inner = Callable[Concatenate[Session, Actor, Entry, P], R]
Service = Callable[Concatenate[Session, Actor, P], R]


def writes(action: Action) -> Callable[[Inner[P, R]], Service[P, R]]:
    """Make ``service(db, actor, ...)`` of ``service(db, actor, entry, ...)``, as `writing` does."""

    def decorate(service: Inner[P, R]) -> Service[P, R]:
        @wraps(service)
        def run(db: Session, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            with writing(db, actor, action) as entry:
                return service(db, actor, entry, *args, **kwargs)

        return run

    return decorate
