"""Letters for tests: to whom, how they are written, and a server that takes them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from models.conferences import Delegation
from models.mail import Letter, LetterKind
from procedure.permissions import Role
from scheduler.text import text
from services import accounts, mail
from services.mail import Content, Post
from services.transactions import transaction
from tests.mail_server import Mailbox, serving
from tests.record import SECRETARIAT

LINK = "https://meetings.example.org/sessions/ctoc-cop4/"
POST = Post(say=str, language="en", link=lambda _about: LINK)


def person_for(db: Session, delegation: Delegation, name: str, address: str = "") -> str:
    """Make a focal point of a delegation; the address."""
    address = address or f"{name.lower()}@{delegation.name.lower()}.example"
    user = accounts.create_user(
        db, SECRETARIAT, email=address, name=name, password="correct horse battery"
    )
    session = delegation.session
    role = Role.FOCAL_POINT
    accounts.grant(db, SECRETARIAT, user, role, session=session, delegation=delegation)
    return address


def written(db: Session, delegation: Delegation, cause: str = "one", subject: str = "Hello") -> int:
    """Write a letter to the focal points of a delegation; how many there are."""
    content = Content(
        kind=LetterKind.CREDENTIALS_REMINDER,
        cause=cause,
        subject=text("%(subject)s", subject=subject),
        paragraphs=(text("Good day."),),
    )
    session = delegation.session
    with transaction(db):
        to = mail.addressees(db, session)
        return mail.put(db, session, POST, {delegation.id: content}, to=to)


def stored(db: Session) -> list[Letter]:
    """All letters as they are now, in the order in which they were written."""
    db.rollback()
    db.expire_all()
    found = db.query(Letter).order_by(Letter.id).all()
    db.rollback()
    return found


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A server that takes everything at once."""
    box = Mailbox()
    box.may_answer.set()
    with serving(box):
        yield box
