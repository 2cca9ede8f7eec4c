"""The hub of a process, with real threads."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from services.live import Full, Hub, Watched, announce
from web import live

SECONDS = 120  # more than anything here can take
MORNING, AFTERNOON = Watched(1, "morning"), Watched(1, "afternoon")
ELSEWHERE = Watched(2, "morning")


class Floors:
    """What pages are sent, and how often it was worked out."""

    def __init__(self):
        self.says = dict.fromkeys((MORNING, AFTERNOON, ELSEWHERE), "nobody")
        self.asked = Counter()
        self.broken = set()

    def work_out(self, watched):
        self.asked[watched] += 1
        if watched in self.broken:
            raise ValueError(watched)
        yield "floor", f"floor {self.says[watched]}\n".encode()
        yield "places", b"places\n"


@pytest.fixture
def floors():
    return Floors()


@pytest.fixture
def engine():
    engine = create_engine("sqlite://")
    yield engine
    engine.dispose()


@pytest.fixture
def hub(floors, engine):
    hub = Hub(lambda: engine, floors.work_out, most=5)
    yield hub
    hub.close()


def heard(listener, last):
    """All that a listener is sent, until it has been sent something in particular."""
    everything = b""
    while last not in everything:
        news = listener.take(SECONDS)
        assert news, everything
        everything += news
    return everything


def test_whoever_comes_is_sent_the_whole_state(hub):
    first = hub.subscribe(MORNING)
    assert heard(first, b"places") == b"floor nobody\nplaces\n"
    second = hub.subscribe(MORNING)
    assert second.take(0) == b"floor nobody\nplaces\n"


def test_a_change_is_worked_out_once_and_only_what_is_new_is_sent(hub, floors):
    listeners = [hub.subscribe(MORNING) for _ in range(4)]
    for one in listeners:
        heard(one, b"places")
    floors.says[MORNING] = "Austria"
    hub.told(1)
    assert [one.take(SECONDS) for one in listeners] == [b"floor Austria\n"] * 4
    assert floors.asked == {MORNING: 2}


def test_a_change_of_another_session_is_nothing_to_us(hub, floors):
    here, there = hub.subscribe(MORNING), hub.subscribe(ELSEWHERE)
    heard(here, b"places")
    heard(there, b"places")
    hub.told(2)
    floors.says[ELSEWHERE] = "Brazil"
    hub.told(2)
    assert heard(there, b"Brazil") == b"floor Brazil\n"
    assert floors.asked[MORNING] == 1


def test_what_may_have_changed_without_a_word_is_looked_at_and_not_sent_again(hub, floors):
    here, there = hub.subscribe(MORNING), hub.subscribe(ELSEWHERE)
    heard(here, b"places")
    heard(there, b"places")
    floors.says[ELSEWHERE] = "Brazil"
    hub.told(None)
    assert heard(there, b"Brazil") == b"floor Brazil\n"
    assert here.take(0) == b""


def test_a_slow_listener_is_sent_the_newest_and_delays_nobody(hub, floors):
    slow, quick = hub.subscribe(MORNING), hub.subscribe(MORNING)
    heard(quick, b"places")
    for name in ("Austria", "Brazil", "China"):
        floors.says[MORNING] = name
        hub.told(1)
        assert heard(quick, b"\n") == f"floor {name}\n".encode()
    assert slow.take(0) == b"floor China\nplaces\n"


def test_there_are_no_more_listeners_than_asked_for(hub):
    listeners = [hub.subscribe(MORNING) for _ in range(5)]
    with pytest.raises(Full):
        hub.subscribe(AFTERNOON)
    hub.leave(listeners[0])
    hub.leave(listeners[0])
    hub.subscribe(AFTERNOON)
    with pytest.raises(Full):
        hub.subscribe(AFTERNOON)


def test_whoever_finds_no_place_can_ask_for_the_same(hub, floors):
    assert hub.latest(MORNING) == {"floor": b"floor nobody\n", "places": b"places\n"}
    heard(hub.subscribe(MORNING), b"places")
    assert hub.latest(MORNING) == {"floor": b"floor nobody\n", "places": b"places\n"}
    assert floors.asked == {MORNING: 2}


def test_a_meeting_that_cannot_be_worked_out_is_tried_again_and_delays_no_other(hub, floors):
    floors.broken.add(MORNING)
    ill, well = hub.subscribe(MORNING), hub.subscribe(AFTERNOON)
    assert heard(well, b"places") == b"floor nobody\nplaces\n"
    assert ill.take(0) == b""
    floors.broken.clear()
    assert heard(ill, b"places") == b"floor nobody\nplaces\n"


def test_the_end_is_told_to_whoever_waits(hub):
    before = set(threading.enumerate())
    listener = hub.subscribe(MORNING)
    own = {one.name for one in set(threading.enumerate()) - before}
    heard(listener, b"places")
    waiting = threading.Thread(target=hub.close)
    waiting.start()
    assert listener.take(SECONDS) is None
    waiting.join()
    assert "live-work" in own
    assert set(threading.enumerate()) <= before
    with pytest.raises(Full):
        hub.subscribe(MORNING)


def test_who_is_deaf_says_so_and_is_told_all_anew_once_it_hears_again(floors, tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path}/later/record.sqlite3")  # it is not there yet
    hub = Hub(lambda: engine, floors.work_out, most=5)
    listener = hub.subscribe(MORNING)
    heard(listener, b"places")
    while hub.hears:
        listener.take(0.01)
    assert hub.subscribe(MORNING).take(0) == b""  # nothing that may be old
    floors.says[MORNING] = "Austria"
    assert hub.latest(MORNING)["floor"] == b"floor Austria\n"
    (tmp_path / "later").mkdir()
    assert heard(listener, b"places") == b"floor Austria\nplaces\n"
    assert hub.hears
    hub.close()
    engine.dispose()


def test_a_page_gets_no_beat_while_its_server_hears_of_no_changes(hub, monkeypatch):
    monkeypatch.setattr(live, "BEAT_SECONDS", 0)
    stream = iter(live.Stream(hub, hub.subscribe(MORNING)))
    next(part for part in stream if b"event: beat" in part)
    hub.deaf()
    next(part for part in stream if part == b":\n\n")
    hub.hearing()
    next(part for part in stream if b"event: beat" in part)


def test_what_is_announced_is_told_once_it_is_committed_and_only_then(hub, floors, engine):
    listener = hub.subscribe(MORNING)
    heard(listener, b"places")
    with Session(engine) as db:
        announce(db, 1)
        floors.says[MORNING] = "Austria"
        assert listener.take(0) == b""
        db.commit()
    assert listener.take(SECONDS) == b"floor Austria\n"


def test_many_come_and_go_while_much_happens(floors, engine):
    hub = Hub(lambda: engine, floors.work_out, most=1_000)
    found = []

    def follow():
        for _ in range(20):
            listener = hub.subscribe(MORNING)
            found.append(heard(listener, b"places").startswith(b"floor "))
            hub.leave(listener)

    pages = [threading.Thread(target=follow) for _ in range(20)]
    for page in pages:
        page.start()
    for number in range(200):
        floors.says[MORNING] = str(number)
        hub.told(1)
    for page in pages:
        page.join()
    heard(hub.subscribe(MORNING), b"floor 199\n")
    hub.close()
    assert found == [True] * 400
