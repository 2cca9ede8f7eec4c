"""Requests that wait for the database are let in as they came, and some of them first."""

import time
from io import BytesIO
from threading import Event, Thread

from flask import Flask, request
from sqlalchemy.orm import Session

from web import database
from web.database import Turnstile

LONG = 120  # seconds after which something has gone wrong


def test_who_waits_is_let_in_in_the_order_of_arrival():
    turnstile, let_in = Turnstile(2), []

    def come(number):
        turnstile.enter()
        let_in.append(number)
        turnstile.leave()

    turnstile.enter()
    turnstile.enter()
    threads = []
    for number in range(20):
        threads.append(Thread(target=come, args=(number,)))
        threads[-1].start()
        while turnstile.waiting <= number:
            time.sleep(0.001)
    turnstile.leave()
    for thread in threads:
        thread.join()
    assert (let_in, turnstile.waiting) == (list(range(20)), 0)


def waiting(turnstile, number, *, first):
    """Somebody who waits, as the last of so many; set once they are in."""
    let_in = Event()

    def come():
        turnstile.enter(first=first)
        let_in.set()

    Thread(target=come, daemon=True).start()
    while turnstile.waiting < number:
        time.sleep(0.001)
    return let_in


def test_who_goes_first_goes_one_by_one_with_one_of_the_others_beside():
    turnstile = Turnstile(3)
    turnstile.enter(first=True)
    turnstile.enter()
    other = [waiting(turnstile, number, first=False) for number in (1, 2)]
    urgent = [waiting(turnstile, number, first=True) for number in (3, 4)]
    turnstile.leave()  # the one beside: the next takes the place
    assert other[0].wait(LONG)
    assert turnstile.waiting == 3
    turnstile.leave(first=True)
    assert urgent[0].wait(LONG)
    assert turnstile.waiting == 2
    turnstile.leave(first=True)
    assert urgent[1].wait(LONG)
    assert turnstile.waiting == 1
    turnstile.leave(first=True)
    assert other[1].wait(LONG)
    turnstile.enter()  # all three places are theirs again
    assert turnstile.waiting == 0


def test_who_leaves_an_empty_house_makes_room():
    turnstile = Turnstile(1)
    for _ in range(3):
        turnstile.enter()
        turnstile.leave()
    turnstile.enter()
    thread = Thread(target=turnstile.enter)
    thread.start()
    while turnstile.waiting == 0:
        time.sleep(0.001)
    turnstile.leave()
    thread.join()
    assert turnstile.waiting == 0


def test_a_form_is_read_before_its_turn_comes(monkeypatch):
    happened = []

    class Watched(Turnstile):
        def enter(self, *, first=False):
            happened.append("let in")
            super().enter(first=first)

    class Body:
        def __init__(self):
            self._left = BytesIO(b"name=Austria")

        def read(self, size=-1):
            happened.append("read")
            return self._left.read(size)

    monkeypatch.setattr(database, "Turnstile", Watched)
    app = Flask(__name__)
    database.init_app(app, Session)
    app.add_url_rule("/", "sent", lambda: request.form["name"], methods=["POST"])
    sent = {"wsgi.input": Body(), "CONTENT_LENGTH": "12"}
    kind = "application/x-www-form-urlencoded"
    answer = app.test_client().post("/", content_type=kind, environ_overrides=sent)
    assert answer.text == "Austria"
    assert (happened[0], happened[-1]) == ("read", "let in")
