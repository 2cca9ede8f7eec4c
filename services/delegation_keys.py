"""The keys by which ledgers and floors name delegations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession, Delegation
from services.participation import JUDGED

ANEW = (  # made once: at the opening of a list everybody asks this
    select(Delegation, ConferenceSession.slug, ConferenceSession.rulebook, JUDGED)
    .join(Delegation.session)
    .where(Delegation.id == bindparam("delegation_id"))
    .execution_options(populate_existing=True)
)


def keys_of(delegations: Iterable[Delegation]) -> Mapping[int, str]:
    """The keys of some delegations, by their ids.

    A key is the code of the delegation, or the number of its row after a ``#`` where it has none.
    """
    return {one.id: _key(one) for one in delegations}


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
    found, slug, book, judged = db.execute(ANEW, {"delegation_id": state.identity[0]}).one()
    return Anew(_key(found), slug, book, judged)


def _key(delegation: Delegation) -> str:
    return delegation.code or f"#{delegation.id}"
