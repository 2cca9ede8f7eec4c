"""The keys by which ledgers and floors name delegations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.conferences import Delegation


def keys_of(delegations: Iterable[Delegation]) -> Mapping[int, str]:
    """The keys of all delegations of a session, by their ids.

    A key is the code of the delegation, or the number of its row after a ``#`` where it has no
    code, or shares it.
    """
    listed = list(delegations)
    times = Counter(one.code for one in listed)
    return {one.id: _key(one, times[one.code]) for one in listed}


def key_of(db: Session, delegation: Delegation) -> str:
    """The key of one, as in `keys_of`."""
    same = select(func.count()).where(
        Delegation.session_id == delegation.session_id, Delegation.code == delegation.code
    )
    return _key(delegation, db.scalars(same).one())


def _key(delegation: Delegation, times: int) -> str:
    return delegation.code if delegation.code and times == 1 else f"#{delegation.id}"
