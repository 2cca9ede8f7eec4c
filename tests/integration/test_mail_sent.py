"""Letters are sent once each by workers, tried again, given up, and never lost.

The server of mail is a real one; it waits where a test says so.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from datetime import timedelta
from email.headerregistry import Address
from pathlib import Path

import pytest

from config import Encryption, MailServer
from models.database import session_factory
from models.mail import LetterState
from services import mail, postman
from services.postman import LEASE, LOST, MOST_ATTEMPTS, PAUSES, Postman, deliver
from services.smtp import UNSPEAKABLE, Mailer
from services.transactions import transaction
from tests.integration.workers import LONG, queue, queue_url
from tests.letters import LINK, mailbox, person_for, stored, written
from tests.mail_server import HOST, Mailbox, serving
from tests.ports import free_port
from tests.record import SECRETARIAT, a_session
from tests.speakers import clock, delegations, timed

__all__ = ["clock", "mailbox", "queue", "queue_url", "timed"]  # fixtures

SENDER = Address("The secretariat", "meetings", "example.org")
ROOT = Path(__file__).parents[2]
PROCESS = """
import sys
from email.headerregistry import Address
from config import Encryption, MailServer
from models.database import make_engine, session_factory
from services.postman import deliver
from services.smtp import Mailer
server = MailServer(host="127.0.0.1", port=int(sys.argv[2]), encryption=Encryption.NONE)
sender = Address("The secretariat", "meetings", "example.org")
deliver(session_factory(make_engine(sys.argv[1])), Mailer(server, sender))
"""


def mailer(port, encryption=Encryption.NONE, **login):
    return Mailer(MailServer(host=HOST, port=port, encryption=encryption, **login), SENDER)


@pytest.fixture
def sessions(engine, clock):
    """Opens what workers see: by the clock of the test."""
    return session_factory(engine, clock)


@pytest.fixture
def brazil(timed):
    """A delegation with one focal point."""
    (found,) = delegations(timed, a_session(timed), "Brazil")
    person_for(timed, found, "José", "jose@brazil.example")
    return found


def states(db):
    return [(one.state, one.attempts, one.error) for one in stored(db)]


def test_all_that_is_due_goes_over_one_connection_and_once(timed, sessions, brazil, mailbox, clock):
    person_for(timed, brazil, "Ana")
    assert written(timed, brazil, subject="Première lettre") == 2
    clock.go_on(minutes=1)
    assert deliver(sessions, mailer(mailbox.port))
    assert deliver(sessions, mailer(mailbox.port))
    assert [(str(one["To"]), str(one["Subject"])) for one in mailbox.seen] == [
        ("Ana <ana@brazil.example>", "Première lettre"),
        ("José <jose@brazil.example>", "Première lettre"),
    ]
    assert mailbox.connections == 1
    found = stored(timed)
    assert [one.sent_at for one in found] == [clock.at, clock.at]
    assert [str(one["Message-ID"]) for one in mailbox.seen] == [
        f"<{one.uid}@example.org>" for one in found
    ]
    assert mailbox.seen[0].get_content().splitlines() == [
        "Good day.",
        "",
        f"More is on this page: {LINK}",
        "",
        f"The secretariat, {brazil.session.title}",
    ]


def test_what_is_not_taken_now_is_tried_again_after_a_pause(
    timed, sessions, brazil, mailbox, clock
):
    written(timed, brazil)
    mailbox.answers = ["451 Try later", "421 Later still"]
    for pause, reason in zip(PAUSES, ("451 Try later", "421 Later still"), strict=False):
        assert deliver(sessions, mailer(mailbox.port))
        (letter,) = stored(timed)
        assert (letter.state, letter.error) == (LetterState.WAITING, reason)
        assert letter.due_at == clock.at + pause
        clock.at = letter.due_at - timedelta(microseconds=1)
        assert deliver(sessions, mailer(mailbox.port))
        assert stored(timed)[0].attempts == letter.attempts
        clock.at = letter.due_at
    assert deliver(sessions, mailer(mailbox.port))
    assert states(timed) == [(LetterState.SENT, 3, "")]
    assert len({str(one["Message-ID"]) for one in mailbox.seen}) == 1


def test_a_letter_that_is_not_taken_does_not_hold_up_the_next(timed, sessions, brazil, mailbox):
    for cause in ("one", "two"):
        written(timed, brazil, cause, subject=cause)
    mailbox.answers = ["451 Try later"]
    assert deliver(sessions, mailer(mailbox.port))
    assert mailbox.subjects == ["one", "two"]
    assert [one.state for one in stored(timed)] == [LetterState.WAITING, LetterState.SENT]


def test_what_is_refused_for_good_is_given_up_until_the_secretariat_sends_it_again(
    timed, sessions, brazil, mailbox, clock
):
    written(timed, brazil)
    mailbox.refused["jose@brazil.example"] = "550 5.1.1 No such user"
    assert deliver(sessions, mailer(mailbox.port))
    assert states(timed) == [(LetterState.FAILED, 1, "550 5.1.1 No such user")]
    mailbox.refused.clear()
    clock.go_on(days=9)
    assert deliver(sessions, mailer(mailbox.port))
    (letter,) = stored(timed)
    assert (letter.state, letter.given_up_at) == (
        LetterState.FAILED,
        clock.at - timedelta(days=9),
    )
    again = frozenset({letter.id})
    assert mail.retry(timed, SECRETARIAT, brazil.session, given_up=again) == 1
    assert mail.retry(timed, SECRETARIAT, brazil.session, given_up=again) == 0
    assert deliver(sessions, mailer(mailbox.port))
    assert states(timed) == [(LetterState.SENT, 1, "")]


def test_a_message_that_is_refused_for_good_is_given_up(timed, sessions, brazil, mailbox):
    written(timed, brazil)
    mailbox.answers = ["554 5.7.1 Not wanted"]
    assert deliver(sessions, mailer(mailbox.port))
    assert states(timed) == [(LetterState.FAILED, 1, "554 5.7.1 Not wanted")]


def test_an_address_that_no_server_takes_is_given_up(timed, sessions, brazil, mailbox):
    person_for(timed, brazil, "Ñ", "ñ@brazil.example")
    person_for(timed, brazil, "None", "no address@brazil.example")
    written(timed, brazil)
    assert deliver(sessions, mailer(mailbox.port))
    failed = {one.address for one in stored(timed) if one.state is LetterState.FAILED}
    assert failed == {"ñ@brazil.example", "no address@brazil.example"}
    assert len(mailbox.seen) == 1


def test_a_server_that_cannot_be_reached_is_tried_until_letters_are_given_up(
    timed, sessions, brazil, clock
):
    written(timed, brazil)
    port = free_port()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert not deliver(sessions, mailer(port))
        (letter,) = stored(timed)
        assert (letter.attempts, letter.error) == (attempt, "Connection refused")
        assert (letter.state is LetterState.FAILED) == (attempt == MOST_ATTEMPTS)
        clock.at = letter.due_at
    assert deliver(sessions, mailer(port))  # there is nothing to send any more


@pytest.mark.parametrize(
    "given",
    [{"host": HOST, "user": "hemicycle", "password": "hid\u00e9den"}, {"host": "a..b"}],
)
def test_a_server_that_cannot_be_spoken_to_is_one_that_is_not_reached(
    timed, sessions, brazil, caplog, given
):
    written(timed, brazil)
    box = Mailbox(password="hidden")
    with serving(box):
        server = MailServer(port=box.port, encryption=Encryption.NONE, **given)
        assert not deliver(sessions, Mailer(server, SENDER))
    assert states(timed) == [(LetterState.WAITING, 1, UNSPEAKABLE.msgid)]
    assert "hid" not in caplog.text


@pytest.mark.parametrize(
    "expected",
    [
        (LetterState.WAITING, 1, "554 5.7.1 Relay access denied"),
        (LetterState.WAITING, 1, "530 5.7.0 Authentication required"),
        (LetterState.WAITING, 1, "530 Sign in first"),
        (LetterState.FAILED, 1, "550 5.1.1 No such user"),
        (LetterState.FAILED, 1, "550 No such user"),
        (LetterState.FAILED, 1, "553 5.7 beds"),
    ],
)
def test_our_mistakes_at_an_address_are_none_of_the_letter(
    timed, sessions, brazil, mailbox, expected
):
    written(timed, brazil)
    mailbox.refused["jose@brazil.example"] = expected[2]
    assert deliver(sessions, mailer(mailbox.port))
    assert states(timed) == [expected]


def test_a_worker_killed_in_the_middle_loses_no_letter(timed, sessions, brazil, engine, clock):
    written(timed, brazil)
    box = Mailbox()
    with serving(box):
        url = engine.url.render_as_string(hide_password=False)
        command = [sys.executable, "-c", PROCESS, url, str(box.port)]
        worker = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
        assert box.was_sent.wait(LONG)
        worker.kill()
        worker.wait()
        box.may_answer.set()
        (letter,) = stored(timed)
        assert (letter.state, letter.attempts) == (LetterState.WAITING, 1)
        clock.at = letter.due_at - timedelta(microseconds=1)
        assert deliver(sessions, mailer(box.port))
        assert len(box.seen) == 1
        clock.at = letter.due_at
        assert deliver(sessions, mailer(box.port))
    assert states(timed) == [(LetterState.SENT, 2, "")]
    assert [str(one["Message-ID"]) for one in box.seen] == 2 * [f"<{letter.uid}@example.org>"]
    assert box.seen[0].as_bytes() == box.seen[1].as_bytes()


def test_a_letter_that_loses_every_worker_is_given_up(timed, sessions, brazil, mailbox, clock):
    written(timed, brazil)
    with transaction(timed):
        (letter,) = timed.query(postman.Letter).all()
        letter.attempts, letter.due_at = MOST_ATTEMPTS, clock.at + LEASE
    clock.go_on(seconds=LEASE.total_seconds())
    assert deliver(sessions, mailer(mailbox.port))
    assert states(timed) == [(LetterState.FAILED, MOST_ATTEMPTS, LOST.msgid)]
    assert mailbox.seen == []


def test_two_workers_never_send_one_letter_at_the_same_time(timed, sessions, brazil, clock):
    written(timed, brazil)
    box = Mailbox()
    with serving(box):
        first = threading.Thread(target=deliver, args=(sessions, mailer(box.port)))
        first.start()
        assert box.was_sent.wait(LONG)
        assert deliver(sessions, mailer(box.port))  # finds nothing to be sent
        assert box.connections == 1
        box.may_answer.set()
        first.join()
    assert states(timed) == [(LetterState.SENT, 1, "")]
    assert len(box.seen) == 1


def test_who_comes_late_does_not_put_off_what_another_worker_has(timed, sessions, brazil, clock):
    written(timed, brazil)
    box = Mailbox(answers=["451 Try later"])
    with serving(box):
        slow = threading.Thread(target=deliver, args=(sessions, mailer(box.port)))
        slow.start()
        assert box.was_sent.wait(LONG)
        clock.at += LEASE
        with transaction(timed):  # as another worker takes it up
            (letter,) = timed.query(postman.Letter).all()
            letter.attempts, letter.due_at = 2, clock.at + LEASE
        box.may_answer.set()
        slow.join()
    (letter,) = stored(timed)
    assert (letter.error, letter.due_at) == ("", clock.at + LEASE)


def test_a_worker_sends_what_is_there(timed, sessions, brazil, mailbox, queue):
    written(timed, brazil)
    worker = queue.worker(sessions, mailer=mailer(mailbox.port))
    worker.start()
    assert mailbox.was_sent.wait(LONG)
    worker.stop()
    assert states(timed) == [(LetterState.SENT, 1, "")]


def test_a_postman_rests_longer_from_a_server_that_is_away(sessions, monkeypatch):
    rests, answers = [], iter([False, False, RuntimeError("no database"), True])

    def deliver_or_fail(*_args):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    away = Postman(sessions, mailer(1), every_seconds=100.0)
    monkeypatch.setattr(postman, "deliver", deliver_or_fail)
    monkeypatch.setattr(away._over, "wait", lambda rest: rests.append(rest) or len(rests) == 4)
    logging.getLogger("hemicycle.mail").disabled = True
    try:
        away._walk()
    finally:
        logging.getLogger("hemicycle.mail").disabled = False
    assert rests == [200.0, 300.0, 100.0, 100.0]
