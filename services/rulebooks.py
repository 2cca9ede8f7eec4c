"""By which rules of procedure a session is held."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.bureau import Election, GroupChair, Nomination, Officer, PastOffice
from models.conferences import ConferenceSession, Delegation
from models.credentials import (
    CredentialsExamination,
    CredentialsObjection,
    CredentialsReminder,
    CredentialsSubmission,
)
from models.observers import ObserverRequest
from models.speakers import SpeakersList
from procedure.permissions import Action, Actor
from procedure.rulebook import Rulebook, rulebooks
from scheduler.text import text
from services.errors import BadRequest
from services.transactions import Entry, writes


@writes(Action.SESSION_IMPORT)
def choose_rulebook(
    db: Session, _actor: Actor, entry: Entry, session: ConferenceSession, *, key: str
) -> ConferenceSession:
    """Hold a session by a rulebook. Raises BadRequest naming `rulebook`.

    It is chosen before anything rests on it: later, what was done would be judged by other rules.
    """
    book = known(key)
    if book.key != session.rulebook and _rests_on_it(db, session):
        wrong = text("Lists of speakers, credentials, observers or officers rest on the rules.")
        raise BadRequest({"rulebook": wrong})
    _refuse_groups(db, session, book)
    session.rulebook = book.key
    db.flush()
    entry.subject, entry.details = f"session/{session.slug}", {"rulebook": book.key}
    return session


def known(key: str) -> Rulebook:
    """A rulebook by its key. Raises BadRequest naming `rulebook`."""
    books = {book.key: book for book in rulebooks()}
    if key not in books:
        wrong = text("Choose one of these: %(keys)s.", keys=list(books))
        raise BadRequest({"rulebook": wrong})
    return books[key]


def _refuse_groups(db: Session, session: ConferenceSession, book: Rulebook) -> None:
    """Raise BadRequest where delegations are of regional groups that a rulebook does not know."""
    query = select(Delegation.regional_group).where(Delegation.session_id == session.id).distinct()
    if strange := sorted(set(db.scalars(query)) - {"", *book.groups}):
        wrong = text(
            "Delegations are of groups that these rules do not know: %(groups)s. Take the groups "
            "off the delegations first.",
            groups=strange,
        )
        raise BadRequest({"rulebook": wrong})


def _rests_on_it(db: Session, session: ConferenceSession) -> bool:
    own = (
        *(SpeakersList, ObserverRequest, CredentialsExamination),
        *(Officer, Nomination, Election, GroupChair, PastOffice),
    )
    of_delegations = (CredentialsSubmission, CredentialsReminder, CredentialsObjection)
    mine = select(Delegation.id).where(Delegation.session_id == session.id)
    queries = [
        *(select(kind.session_id).where(kind.session_id == session.id) for kind in own),
        *(select(kind.id).where(kind.delegation_id.in_(mine)) for kind in of_delegations),
    ]
    return any(db.scalar(query.limit(1)) is not None for query in queries)
