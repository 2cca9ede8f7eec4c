"""The keys by which ledgers and floors name delegations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session, aliased

from models.conferences import ConferenceSession, Delegation


def keys_of(delegations: Iterable[Delegation]) -> Mapping[int, str]:
    """The keys of all delegations of a session, by their ids.

    A key is the code of the delegation, or the number of its row after a ``#`` where it has no
    code, or shares it.
    """
    listed = list(delegations)
    times = Counter(one.code for one in listed)
    return {one.id: _key(one, times[one.code]) for one in listed}


def read_anew(db: Session, delegation: Delegation) -> tuple[str, str]:
    """The key of one, as in `keys_of`, and the slug of its session.

    The delegation is read anew with it, in the same query.
    """
    state = inspect(delegation, raiseerr=True)  # its attributes have expired
    assert state.identity is not None  # it is stored
    other = aliased(Delegation)
    times = select(func.count()).where(
        other.session_id == Delegation.session_id, other.code == Delegation.code
    )
    query = (
        select(Delegation, ConferenceSession.slug, times.scalar_subquery())
        .join(Delegation.session)
        .where(Delegation.id == state.identity[0])
        .execution_options(populate_existing=True)
    )
    found, slug, shared = db.execute(query).one()
    return _key(found, shared), slug


def _key(delegation: Delegation, times: int) -> str:
    return delegation.code if delegation.code and times == 1 else f"#{delegation.id}"
