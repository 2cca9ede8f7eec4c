"""Letters: written in the transaction of what causes them, shown to the secretariat, tried again.

Workers send them (`postman.py`). Where no mail is sent (`Post` is None), no letter is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload, load_only

from models.accounts import Grant, User
from models.conferences import ConferenceSession
from models.mail import Letter, LetterKind, LetterState
from procedure.permissions import Action, Actor, Role
from scheduler.text import text
from services.letters import Addressee, Content, Post, letter_to
from services.postman import waiting
from services.sessions import lock
from services.transactions import Entry as Audit
from services.transactions import clock, require, writes

__all__ = [
    "Addressee",
    "Content",
    "Letters",
    "Post",
    "addressees",
    "failed",
    "letters",
    "put",
    "put_about",
    "retry",
    "states_of",
]
MOST_SHOWN = 200
NO_MAIL = text("No mail is sent from here. Whoever runs Hemicycle can set it up.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """The letters of a session in one state, the latest first, and how many there are of these."""

    state: LetterState
    number: int
    shown: Sequence[Letter]


def addressees(
    db: Session, session: ConferenceSession, delegations: Iterable[int] | None = None
) -> dict[int, list[Addressee]]:
    """The focal points of delegations, or of all of a session, by delegation; in order of name."""
    query = (
        select(Grant.delegation_id, User.name, User.email)
        .join(Grant.user)
        .where(
            Grant.session_id == session.id,
            Grant.role == Role.FOCAL_POINT,
            Grant.delegation_id.is_not(None),
            User.active,
        )
        .order_by(User.name, User.email)
    )
    if delegations is not None:
        query = query.where(Grant.delegation_id.in_(list(delegations)))
    found: dict[int, list[Addressee]] = {}
    for delegation, name, address in db.execute(query):
        assert delegation is not None  # asked for
        found.setdefault(delegation, []).append(Addressee(name=name, address=address))
    return found


def put(
    db: Session,
    session: ConferenceSession,
    post: Post,
    letters: Mapping[int, Content],
    *,
    to: Mapping[int, Sequence[Addressee]],
) -> int:
    """Write letters, by delegation, within the caller's transaction; how many there are.

    Whoever was told of the same before gets none: the caller holds a lock, of the session or of
    what causes the letters, so that nobody else tells them meanwhile.
    """
    at = clock(db)
    causes = {one: f"delegation/{one}/{content.cause}" for one, content in letters.items()}
    told = _told(db, session, causes.values())
    written = [
        letter_to(
            session, post, content, to=one, cause=causes[delegation], delegation=delegation, at=at
        )
        for delegation, content in letters.items()
        for one in to.get(delegation, ())
        if (content.kind, causes[delegation], one.address) not in told
    ]
    db.add_all(written)
    return len(written)


def put_about(
    db: Session,
    session: ConferenceSession,
    post: Post,
    about: int,
    content: Content,
    *,
    to: Mapping[int | None, Sequence[Addressee]],
) -> int:
    """Write a letter about something that is new, by delegation; under None to others.

    Those have no account, and are given no page. Within the caller's transaction.
    """
    at = clock(db)
    written = [
        letter_to(
            session,
            post,
            content,
            to=one,
            cause=content.cause,
            delegation=delegation,
            at=at,
            about=about,
        )
        for delegation, people in to.items()
        for one in people
    ]
    db.add_all(written)
    return len(written)


def letters(db: Session, actor: Actor, session: ConferenceSession) -> list[Letters]:
    """The letters of a session, by where they are: what failed first."""
    require(actor, Action.MAIL_VIEW)
    found = []
    for state in (LetterState.FAILED, LetterState.WAITING, LetterState.SENT):
        here = select(Letter).where(Letter.session_id == session.id, _in_state(state))
        number = db.scalar(select(func.count()).select_from(here.subquery())) or 0
        latest = here.order_by(Letter.id.desc()).limit(MOST_SHOWN)
        shown = db.scalars(latest.options(joinedload(Letter.delegation))).all()
        found.append(Letters(state=state, number=number, shown=shown))
    return found


def failed(db: Session, actor: Actor, session: ConferenceSession) -> int:
    """How many letters of a session were given up."""
    require(actor, Action.MAIL_VIEW)
    here = (Letter.session_id == session.id, _in_state(LetterState.FAILED))
    return db.scalar(select(func.count()).select_from(Letter).where(*here)) or 0


def states_of(
    db: Session, actor: Actor, session: ConferenceSession, kind: LetterKind
) -> dict[int, LetterState]:
    """Where the letters of a kind to each delegation are that tell of the latest of its causes.

    Of several to one delegation the worst counts: failed, waiting, sent.
    """
    require(actor, Action.MAIL_VIEW)
    query = (
        select(Letter)
        .where(
            Letter.session_id == session.id,
            Letter.kind == kind,
            Letter.delegation_id.is_not(None),
        )
        .options(load_only(Letter.delegation_id, Letter.cause, Letter.sent_at, Letter.given_up_at))
        .order_by(Letter.id.desc())
    )
    latest: dict[int, tuple[str, LetterState]] = {}
    for one in db.scalars(query):
        assert one.delegation_id is not None  # asked for
        cause, state = latest.get(one.delegation_id, (one.cause, one.state))
        if cause == one.cause:
            latest[one.delegation_id] = (cause, max(state, one.state, key=_badness))
    return {delegation: state for delegation, (_cause, state) in latest.items()}


@writes(Action.MAIL_SEND)
def retry(
    db: Session,
    _actor: Actor,
    audit: Audit,
    session: ConferenceSession,
    *,
    given_up: frozenset[int],
) -> int:
    """Try letters again that were given up; how many there are.

    Where the address is of no focal point any more, that letter stays given up, and the same is
    written to who is one now and has none of it.
    """
    lock(db, session)
    query = select(Letter).where(
        Letter.session_id == session.id, Letter.id.in_(given_up), Letter.given_up_at.is_not(None)
    )
    found = db.scalars(query.order_by(Letter.id).with_for_update()).all()
    now = addressees(db, session)
    told = _told(db, session, {one.cause for one in found})
    at = clock(db)
    again: list[Letter] = []
    for one in found:
        people = now.get(one.delegation_id or 0, [])
        if one.delegation_id is None or one.address in {who.address for who in people}:
            one.given_up_at, one.attempts, one.due_at = None, 0, at
            again.append(one)
            continue
        for who in people:
            if (one.kind, one.cause, who.address) not in told:
                told.add((one.kind, one.cause, who.address))
                again.append(_copy(one, who, at))
    db.add_all(again)
    db.flush()
    audit.subject = f"session/{session.slug}/mail"
    audit.details = {"again": [one.id for one in again]}
    return len(again)


def _copy(letter: Letter, to: Addressee, at: datetime) -> Letter:
    return Letter(
        session_id=letter.session_id,
        delegation_id=letter.delegation_id,
        kind=letter.kind,
        cause=letter.cause,
        address=to.address,
        name=to.name,
        subject=letter.subject,
        text=letter.text,
        language=letter.language,
        created_at=at,
        due_at=at,
    )


def _told(
    db: Session, session: ConferenceSession, causes: Iterable[str]
) -> set[tuple[LetterKind, str, str]]:
    query = select(Letter.kind, Letter.cause, Letter.address)
    here = query.where(Letter.session_id == session.id, Letter.cause.in_(list(causes)))
    rows = db.execute(here)
    return {(kind, cause, address) for kind, cause, address in rows}


def _in_state(state: LetterState) -> ColumnElement[bool]:
    match state:
        case LetterState.WAITING:
            return waiting()
        case LetterState.SENT:
            return Letter.sent_at.is_not(None)
        case LetterState.FAILED:
            return Letter.given_up_at.is_not(None)
    assert_never(state)


def _badness(state: LetterState) -> int:
    return (LetterState.SENT, LetterState.WAITING, LetterState.FAILED).index(state)
