"""The keys by which ledgers and floors name delegations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import bindparam, func, inspect, select
from sqlalchemy.orm import Session, aliased

from models.conferences import ConferenceSession, Delegation
from services.participation import JUDGED

OTHER = aliased(Delegation)
SHARED = select(func.count()).where(
    OTHER.session_id == Delegation.session_id, OTHER.code == Delegation.code
)
ANEW = (  # made once: at the opening of a list everybody asks this
    select(
        Delegation,
        ConferenceSession.slug,
        ConferenceSession.rulebook,
        JUDGED,
        SHARED.scalar_subquery(),
    )
    .join(Delegation.session)
    .where(Delegation.id == bindparam("delegation_id"))
    .execution_options(populate_existing=True)
)


def keys_of(delegations: Iterable[Delegation]) -> Mapping[int, str]:
    """The keys of all delegations of a session, by their ids.

    A key is the code of the delegation, or the number of its row after a ``#`` where it has no
    code, or shares it.
    """
    listed = list(delegations)
    times = Counter(one.code for one in listed)
    return {one.id: _key(one, times[one.code]) for one in listed}


class Anew(NamedTuple):
    """A delegation: its key, as in `keys_of`; slug and rulebook of its session.

    `judged`: something on record decides on what it may do.
    """

    key: str
    slug: str
    rulebook: str
    judged: bool


def read_anew(db: Session, delegation: Delegation) -> Anew:
    """What a service wants of one before it asks for the lock for which others wait.

    The delegation is read anew with it, in the same query.
    """
    state = inspect(delegation, raiseerr=True)  # its attributes have expired
    assert state.identity is not None  # it is stored
    found, slug, book, judged, shared = db.execute(ANEW, {"delegation_id": state.identity[0]}).one()
    return Anew(_key(found, shared), slug, book, judged)


def _key(delegation: Delegation, times: int) -> str:
    return delegation.code if delegation.code and times == 1 else f"#{delegation.id}"
