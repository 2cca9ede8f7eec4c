"""Who may sign in, and what they are to a session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import Grant, User
from models.conferences import ConferenceSession, Delegation
from procedure.permissions import PUBLIC, Action, Actor, Role
from scheduler.text import text
from services.errors import BadRequest, NotFound
from services.transactions import Entry, now, writes

HASHER = PasswordHasher()
LEAST_PASSWORD = 12


def actor_of(db: Session, user_id: int | None, session: ConferenceSession | None) -> Actor:
    """What a user is to a session, or outside of any. Nobody, and who is inactive, is the public.

    A signed-in user without a grant here is a reader.
    """
    user = _active(db, user_id)
    if user is None:
        return PUBLIC
    return as_user(user, session, db.scalars(select(Grant).where(Grant.user_id == user.id)))


def as_user(
    user: User, session: ConferenceSession | None, grants: Iterable[Grant] | None = None
) -> Actor:
    """The same of an active user, by their grants: those that were read with them, if not given."""
    return _actor(user, session, list(user.grants if grants is None else grants))


def actors_of(
    db: Session, user_id: int | None, sessions: Iterable[ConferenceSession]
) -> dict[int, Actor]:
    """What a user is to each of several sessions, by the ids of these; in two queries."""
    user = _active(db, user_id)
    if user is None:
        return {session.id: PUBLIC for session in sessions}
    grants = db.scalars(select(Grant).where(Grant.user_id == user.id)).all()
    return {session.id: _actor(user, session, grants) for session in sessions}


def _active(db: Session, user_id: int | None) -> User | None:
    user = db.get(User, user_id) if user_id is not None else None
    return user if user is not None and user.active else None


def _actor(user: User, session: ConferenceSession | None, grants: Sequence[Grant]) -> Actor:
    sessions = {None} if session is None else {None, session.id}
    here = [grant for grant in grants if grant.session_id in sessions]
    return Actor(
        name=user.name,
        user_id=user.id,
        roles=frozenset(grant.role for grant in here) or frozenset({Role.READER}),
        anywhere=frozenset(grant.role for grant in grants),
        delegation_ids=frozenset(g.delegation_id for g in here if g.delegation_id is not None),
    )


@writes(Action.ACCOUNT_MANAGE)
def create_user(
    db: Session, _actor: Actor, entry: Entry, *, email: str, name: str, password: str
) -> User:
    """Create an account. Raises BadRequest naming `email`, `name` or `password`."""
    _refuse_bad_account(db, email, name, password)
    user = User(email=email, name=name.strip(), password=HASHER.hash(password), created_at=now())
    db.add(user)
    db.flush()
    entry.subject, entry.details = f"user/{user.id}", {"email": user.email, "name": user.name}
    return user


def _refuse_bad_account(db: Session, email: str, name: str, password: str) -> None:
    wrong = {}
    if "@" not in email.strip().strip("@") or "\0" in email:
        wrong["email"] = text("Give an address such as name@example.org.")
    elif user_by_email(db, email) is not None:
        wrong["email"] = text("There is an account with this address already.")
    if not name.strip() or "\0" in name:
        wrong["name"] = text("Give the name of the person.")
    if len(password) < LEAST_PASSWORD:
        wrong["password"] = text("Give at least %(least)s characters.", least=LEAST_PASSWORD)
    if wrong:
        raise BadRequest(wrong)


@writes(Action.ACCOUNT_MANAGE)
def grant(
    db: Session,
    _actor: Actor,
    entry: Entry,
    user: User,
    role: Role,
    *,
    session: ConferenceSession | None = None,
    delegation: Delegation | None = None,
) -> Grant:
    """Give a user a role: in one session, or in all. A focal point is one of a delegation."""
    if delegation is not None and (role is not Role.FOCAL_POINT or session is None):
        raise BadRequest({"delegation": text("Only a focal point in a session has a delegation.")})
    if delegation is not None and session is not None and delegation.session_id != session.id:
        raise BadRequest({"delegation": text("Choose a delegation of this session.")})
    given = db.scalar(
        select(Grant).where(
            Grant.user_id == user.id,
            Grant.role == role,
            Grant.session_id.is_not_distinct_from(session and session.id),
            Grant.delegation_id.is_not_distinct_from(delegation and delegation.id),
        )
    )
    if given is None:
        given = Grant(user=user, role=role, session=session, delegation=delegation)
        db.add(given)
    entry.subject = f"user/{user.id}"
    entry.details = {
        "role": role.value,
        "session": session and session.slug,
        "delegation": delegation and delegation.name,
    }
    return given


def user_by_email(db: Session, email: str) -> User | None:
    """The account with an address, however it is written."""
    if "\0" in email:  # PostgreSQL would not even look for it
        return None
    return db.scalar(select(User).where(User.email == email.strip().lower()))


def demo_email(role: Role) -> str:
    """The address of the demo user of a role; nobody can have it, `.example` is reserved."""
    return f"{role.value.replace('_', '.')}@demo.example"


def demo_user(db: Session, role: Role) -> User:
    """The demo user of a role. Raises NotFound outside of a demo."""
    user = user_by_email(db, demo_email(role))
    if user is None:
        raise NotFound(text("There are no demo users here."))
    return user


def authenticate(db: Session, email: str, password: str) -> User | None:
    """The active user with that address and password."""
    user = user_by_email(db, email)
    if user is None or not user.active:
        HASHER.hash(password)  # as long as a wrong password takes: addresses are not given away
        return None
    try:
        HASHER.verify(user.password, password)
    except (VerificationError, InvalidHashError):
        return None
    return user
