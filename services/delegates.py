"""The members of delegations: a focal point manages those of its own delegation, and no others.

Everybody who is signed in may know who the delegates are; their addresses are for the own
delegation and for the secretariat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models.conferences import ConferenceSession, Delegation
from models.delegations import Delegate
from procedure.participants import Function, Level
from procedure.permissions import Action, Actor, may
from scheduler.text import Text, text
from services.delegation_data import subject
from services.errors import BadRequest, Forbidden, NotFound, Stale
from services.fields import line
from services.sessions import lock
from services.transactions import Entry, require, writes

# as the columns of `Delegate`
LONGEST = {"honorific": 50, "given_name": 100, "family_name": 100, "post": 200, "email": 254}


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateData:
    """All that is kept of a delegate. `languages` are codes."""

    family_name: str
    function: Function
    given_name: str = ""
    honorific: str = ""
    post: str = ""
    level: Level = Level.REPRESENTATIVE
    languages: tuple[str, ...] = ()
    family_name_first: bool = False
    email: str = ""


def manages(actor: Actor, delegation_id: int) -> bool:
    """Whether the actor manages the delegates of a delegation, and may see their addresses."""
    return may(actor, Action.DELEGATIONS_MANAGE) or (
        may(actor, Action.DELEGATES_MANAGE) and delegation_id in actor.delegation_ids
    )


def delegates_of(db: Session, actor: Actor, delegation: Delegation) -> Sequence[Delegate]:
    """The delegates of a delegation, in the order of its list."""
    require(actor, Action.DELEGATES_VIEW)
    query = select(Delegate).where(Delegate.delegation_id == delegation.id)
    return db.scalars(query.order_by(Delegate.position, Delegate.id)).all()


def load(db: Session, actor: Actor, session: ConferenceSession) -> Sequence[Delegate]:
    """The delegates of all delegations of a session, which have them loaded then."""
    require(actor, Action.DELEGATES_VIEW)
    query = (
        select(Delegation)
        .where(Delegation.session_id == session.id)
        .options(selectinload(Delegation.delegates))
    )
    return [one for delegation in db.scalars(query) for one in delegation.delegates]


def counts(db: Session, actor: Actor, session: ConferenceSession) -> Mapping[int, int]:
    """How many delegates the delegations have, by their ids."""
    require(actor, Action.DELEGATES_VIEW)
    query = (
        select(Delegate.delegation_id, func.count())
        .join(Delegate.delegation)
        .where(Delegation.session_id == session.id)
        .group_by(Delegate.delegation_id)
    )
    return dict(db.execute(query).all())


def delegate(db: Session, actor: Actor, delegation: Delegation, delegate_id: int) -> Delegate:
    """One delegate of a delegation. Raises NotFound."""
    require(actor, Action.DELEGATES_VIEW)
    found = db.get(Delegate, delegate_id) if 0 < delegate_id < 2**31 else None
    if found is None or found.delegation_id != delegation.id:
        raise NotFound(text("There is no such delegate in this delegation."))
    return found


def data_of(one: Delegate) -> DelegateData:
    """What is kept of a delegate."""
    return DelegateData(
        honorific=one.honorific,
        given_name=one.given_name,
        family_name=one.family_name,
        function=one.function,
        post=one.post,
        level=one.level,
        languages=tuple(one.languages),
        family_name_first=one.family_name_first,
        email=one.email,
    )


def checked(data: DelegateData) -> DelegateData:
    """The same, fit to be kept. Raises BadRequest naming all bad fields."""
    wrong: dict[str, Text] = {}
    said: dict[str, Any] = {}
    for name, most in LONGEST.items():
        try:
            needed = name == "family_name"
            said[name] = line(name, getattr(data, name), most=most, needed=needed)
        except BadRequest as error:
            wrong.update(error.fields)
    email = said.get("email", "")
    if email and (email.count("@") != 1 or " " in email or email.strip("@") != email):
        wrong["email"] = text("Give an address such as name@example.org, or none.")
    if strange := [code for code in data.languages if not _is_language(code)]:
        wrong["languages"] = text("No such language: %(codes)s.", codes=strange)
    if wrong:
        raise BadRequest(wrong)
    return DelegateData(
        **said,
        family_name_first=data.family_name_first,
        function=data.function,
        level=data.level,
        languages=tuple(dict.fromkeys(data.languages)),
    )


def read_languages(given: str) -> tuple[str, ...]:
    """Codes of languages as they are typed: "en, fr"."""
    return tuple(one for one in given.replace(",", " ").replace(";", " ").lower().split() if one)


def _is_language(code: str) -> bool:
    try:
        return Locale.parse(code, sep="-").language == code
    except (UnknownLocaleError, ValueError, TypeError):
        return False


def refuse_second_head(
    listed: Sequence[tuple[int, Function]], own: int | None, function: Function
) -> None:
    """Raise BadRequest where a delegation has a head already, among other ids and functions."""
    if function is Function.HEAD and any(
        one is Function.HEAD and number != own for number, one in listed
    ):
        raise BadRequest(
            {"function": text("There is a head of delegation already: change that one first.")}
        )


def put(one: Delegate, data: DelegateData) -> None:
    """Make a delegate what the data say, within the transaction of the caller."""
    one.honorific, one.given_name, one.family_name = (
        data.honorific,
        data.given_name,
        data.family_name,
    )
    one.function, one.post, one.level = data.function, data.post, data.level
    one.email, one.family_name_first = data.email, data.family_name_first
    if tuple(one.languages or ()) != data.languages:
        one.languages = list(data.languages)


@writes(Action.DELEGATES_MANAGE)
def add_delegate(
    db: Session, actor: Actor, entry: Entry, delegation: Delegation, *, data: DelegateData
) -> Delegate:
    """Add a delegate at the end of the list. Raises BadRequest, Forbidden."""
    fit = _allowed(db, actor, delegation, data, None)
    last = max((one.position for one in delegation.delegates), default=0)
    added = Delegate(delegation=delegation, position=last + 1)
    put(added, fit)
    db.add(added)
    db.flush()
    _note(entry, delegation, "added", added)
    return added


@writes(Action.DELEGATES_MANAGE)
def edit_delegate(
    db: Session,
    actor: Actor,
    entry: Entry,
    one: Delegate,
    *,
    data: DelegateData,
    expected_version: int,
) -> Delegate:
    """Change a delegate. Raises BadRequest, Forbidden, Stale."""
    if one.version != expected_version:
        raise Stale
    put(one, _allowed(db, actor, one.delegation, data, one))
    db.flush()
    _note(entry, one.delegation, "changed", one)
    return one


@writes(Action.DELEGATES_MANAGE)
def remove_delegate(
    db: Session, actor: Actor, entry: Entry, one: Delegate, *, expected_version: int
) -> None:
    """Take a delegate off the list. Raises Forbidden, Stale."""
    if one.version != expected_version:
        raise Stale
    refuse_others(actor, one.delegation)
    _note(entry, one.delegation, "removed", one)
    db.delete(one)
    db.flush()


def refuse_others(actor: Actor, delegation: Delegation) -> None:
    """Raise Forbidden for whoever does not manage the delegates of a delegation."""
    if not manages(actor, delegation.id):
        raise Forbidden


def _allowed(
    db: Session, actor: Actor, delegation: Delegation, data: DelegateData, own: Delegate | None
) -> DelegateData:
    refuse_others(actor, delegation)
    lock(db, delegation.session)
    fit = checked(data)
    listed = [(one.id, one.function) for one in delegation.delegates]
    refuse_second_head(listed, None if own is None else own.id, fit.function)
    return fit


def _note(entry: Entry, delegation: Delegation, what: str, one: Delegate) -> None:
    """What the audit says: names, and never an address."""
    entry.subject = subject(delegation)
    entry.details = {what: f"{one.given_name} {one.family_name}".strip(), "function": one.function}
