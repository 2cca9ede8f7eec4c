"""Requests that wait for the database are let in as they came."""

import time
from threading import Thread

from web.database import Turnstile


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
