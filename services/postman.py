"""The worker's hand in mail: takes letters from the record, and sends them.

A letter is claimed before it is sent, by putting off the moment from which others may take it up.
It is noted as sent once the server has taken it: a worker that is killed in between sends it again
when that moment has come, under the same name. Nothing is lost, and nothing sent by two at a time.
"""

from __future__ import annotations

import logging
import threading
from contextlib import ExitStack
from datetime import datetime, timedelta
from smtplib import SMTP

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session, sessionmaker

from models.mail import Letter
from scheduler.text import text
from services.smtp import Mailer, Message, Refused, Unreachable
from services.transactions import clock, transaction

log = logging.getLogger("hemicycle.mail")
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60))
"""After each attempt that failed for now; after one more the letter is given up."""
MOST_ATTEMPTS = len(PAUSES) + 1
LEASE = timedelta(minutes=15)
"""Longer than a server can keep a worker waiting that still sends the letter."""
LOST = text("Its workers stopped without a word.")
LONGEST_REST = 300.0  # seconds between attempts to reach a server that cannot be


def due(moment: datetime) -> ColumnElement[bool]:
    """What is to be sent now."""
    return and_(waiting(), Letter.due_at <= moment)


def waiting() -> ColumnElement[bool]:
    """What is neither sent nor given up."""
    return and_(Letter.sent_at.is_(None), Letter.given_up_at.is_(None))


def deliver(
    sessions: sessionmaker[Session], mailer: Mailer, over: threading.Event | None = None
) -> bool:
    """Send what is due, one letter after the other. False where the server could not be reached."""
    with ExitStack() as stack:
        connection: SMTP | None = None
        while not (over and over.is_set()):
            letter = _claim(sessions)
            if letter is None:
                break
            try:
                if connection is None:
                    connection = stack.enter_context(mailer.connected())
                mailer.send(connection, _message(letter))
            except Unreachable as error:
                _put_off(sessions, letter, str(error))
                return False
            except Refused as error:
                _put_off(sessions, letter, str(error), for_good=error.for_good)
                stack.close()  # it may be in any state
                connection = None
            else:
                _sent(sessions, letter)
    return True


def _claim(sessions: sessionmaker[Session]) -> Letter | None:
    """The letter that has been due for longest: for `LEASE` nobody else takes it up."""
    with sessions() as db:
        if db.scalar(select(Letter.id).where(due(clock(db))).limit(1)) is None:
            return None  # without a lock, which others would wait for every few seconds
    while True:
        with sessions() as db, transaction(db):
            moment = clock(db)
            first = select(Letter).where(due(moment)).order_by(Letter.due_at, Letter.id).limit(1)
            letter = db.scalar(first.with_for_update(skip_locked=True))
            if letter is None:
                return None
            if letter.attempts < MOST_ATTEMPTS:
                letter.attempts += 1
                letter.due_at = moment + LEASE
                return letter
            letter.given_up_at = moment
            letter.error = letter.error or LOST.msgid


def _sent(sessions: sessionmaker[Session], letter: Letter) -> None:
    with sessions() as db, transaction(db):
        kept = update(Letter).where(Letter.id == letter.id, Letter.sent_at.is_(None))
        db.execute(kept.values(sent_at=clock(db), given_up_at=None, error=""))


def _put_off(
    sessions: sessionmaker[Session], letter: Letter, reason: str, *, for_good: bool = False
) -> None:
    """Note why it was not sent, unless another worker has it meanwhile."""
    log.warning("letter %s was not sent: %s", letter.id, reason)
    with sessions() as db, transaction(db):
        moment = clock(db)
        still = update(Letter).where(
            Letter.id == letter.id, waiting(), Letter.due_at == letter.due_at
        )
        if for_good or letter.attempts >= MOST_ATTEMPTS:
            db.execute(still.values(error=reason, given_up_at=moment))
        else:
            db.execute(still.values(error=reason, due_at=moment + PAUSES[letter.attempts - 1]))


def _message(letter: Letter) -> Message:
    return Message(
        name=letter.name,
        address=letter.address,
        subject=letter.subject,
        text=letter.text,
        language=letter.language,
        uid=letter.uid,
        at=letter.created_at,
    )


class Postman:
    """Looks for letters every few seconds, in a thread of a worker: no search holds them up."""

    def __init__(
        self, sessions: sessionmaker[Session], mailer: Mailer, every_seconds: float
    ) -> None:
        self._sessions = sessions
        self._mailer = mailer
        self._every_seconds = every_seconds
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._walk, name="postman", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, after the letter at hand."""
        self._over.set()
        self._thread.join()

    def _walk(self) -> None:
        rest = self._every_seconds
        while True:
            try:
                reached = deliver(self._sessions, self._mailer, self._over)
            except Exception:  # the next round may find the database again
                log.exception("could not look for letters")
                reached = True
            rest = self._every_seconds if reached else min(2 * rest, LONGEST_REST)
            if self._over.wait(rest):
                return
