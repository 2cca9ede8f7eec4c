"""Pages that follow a meeting: in this process, and through the real server."""

from __future__ import annotations

import json
import socket
import time
from contextlib import ExitStack
from dataclasses import replace
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from procedure.permissions import Role
from services import floor
from tests import staged
from tests.burst import served, settings_for
from tests.floors import Screen, released
from tests.integration.workers import wait_until
from tests.listeners import PATIENCE, crowd
from tests.record import a_session, counted
from tests.speakers import CHAIR, delegations
from web import live

QUICK = 0.05  # seconds between beats
PROCESSES = 2
SERVERS = {"sqlite": 40, "postgresql": 501}  # places for listeners: with threads, with greenlets


@pytest.fixture
def screen(db):
    """The chair's table of the first meeting of the small conference, before it is opened."""
    session = staged.conference(db)
    return Screen(db, session, released(db, session)[0])


@pytest.fixture
def path(screen):
    return f"/sessions/{screen.session.slug}/live/{screen.uid}"


def events(response):
    """The events of a stream as they come: names, and data."""
    for part in response.response:
        for block in part.decode().strip().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines())
            if "event" in lines:
                yield lines["event"], lines


def first(stream, name):
    return next(lines for event_name, lines in stream if event_name == name)


@pytest.fixture
def follow(client, path):
    """Open the stream; it is closed at the end."""
    opened = []

    def follow():
        response = client.get(path)
        opened.append(response)
        return response, events(response)

    yield follow
    for response in opened:
        response.close()


def test_a_page_is_sent_the_whole_state_and_then_each_change(follow, screen):
    _, stream = follow()
    before = first(stream, "floor")
    places = json.loads(first(stream, "places")["data"])
    screen.do(floor.open_meeting, present=1)
    after = first(stream, "floor")
    assert (before["id"], json.loads(before["data"])["state"]) == ("0", "not_opened")
    assert places["places"] == []
    assert (after["id"], json.loads(after["data"])["state"]) == ("1", "open")


def test_a_page_that_comes_back_is_sent_the_whole_state(follow, screen):
    response, stream = follow()
    first(stream, "places")
    response.close()
    screen.do(floor.open_meeting, present=1)
    screen.do(floor.call_other, name="Austria", seconds=180)
    _, stream = follow()
    data = json.loads(first(stream, "floor")["data"])
    assert (data["sequence"], data["current"]["name"]) == (2, "Austria")


def test_silence_is_never_longer_than_between_two_beats(follow, monkeypatch):
    monkeypatch.setattr(live, "BEAT_SECONDS", QUICK)
    _, stream = follow()
    beats = [float(first(stream, "beat")["data"]) for _ in range(3)]
    assert beats == sorted(beats)
    assert live.milliseconds() >= beats[-1]


def test_a_stream_is_neither_kept_nor_held_back(follow):
    response, stream = follow()
    first(stream, "beat")
    headers = response.headers
    assert response.mimetype == "text/event-stream"
    assert (headers["Cache-Control"], headers["X-Accel-Buffering"]) == ("no-store", "no")
    assert "Content-Length" not in headers


def test_no_connection_to_the_database_is_held_while_a_page_listens(db, follow, monkeypatch):
    monkeypatch.setattr(live, "BEAT_SECONDS", QUICK)
    _, stream = follow()
    first(stream, "places")
    first(stream, "beat")
    db.rollback()  # our own
    # what is sent may just be looked at once more
    wait_until(db.get_bind().pool.checkedout, lambda held: held == 0)


def test_a_page_that_only_looks_at_the_head_takes_no_place(app, client, path):
    hub = app.extensions["live"]
    with client.head(path) as response:
        assert response.status_code == 200
    assert len(hub._places) == 0


def test_of_a_meeting_that_is_not_in_the_programme_there_is_nothing(client, screen):
    base = f"/sessions/{screen.session.slug}/live/none"
    assert [client.get(base).status_code, client.get(f"{base}/now").status_code] == [404, 404]


def test_the_time_is_told_without_a_look_at_who_asks(db, sign_in):
    reader = sign_in(Role.READER)
    with counted(db.get_bind()) as queries:
        answer = reader.get("/live/time")
    assert answer.headers["Cache-Control"] == "no-store"
    assert float(answer.text) <= live.milliseconds()
    assert queries == []


@pytest.fixture
def meeting(record):
    """The chair's table of an open meeting, in the database of a server."""
    session = a_session(record)
    delegations(record, session, "Austria")
    screen = Screen(record, session, released(record, session)[0], CHAIR)
    screen.do(floor.open_meeting, present=1)
    return screen


@pytest.fixture
def settings_of(engine):
    """Settings of a server with so many places for listeners."""
    url = engine.url.render_as_string(hide_password=False)
    return lambda places: replace(settings_for(url), listeners=places)


def announced(screen):
    """What is sent of the floor as it is now."""
    return f"id: {screen.expects}\nevent: floor".encode()


def test_pages_in_every_process_hear_of_a_change_and_are_told_of_the_end(
    meeting, settings_of, engine
):
    settings = settings_of(SERVERS[engine.dialect.name])
    path = f"/sessions/{meeting.session.slug}/live/{meeting.uid}"
    with ExitStack() as stack:
        with served(settings, PROCESSES) as running:
            listening = stack.enter_context(crowd(settings.port, path, 20))
            workers = running.workers()
            meeting.do(floor.call_other, name="Austria", seconds=180)
            told = len(listening.heard(announced(meeting)))
            beating = len(listening.heard(b"event: beat"))
            meeting.do(floor.pause)
            told_again = len(listening.heard(announced(meeting)))
        ended = listening.heard(b"\r\n0\r\n\r\n")
    assert len(workers) == PROCESSES
    assert (told, beating, told_again, len(ended)) == (20, 20, 20, 20)


def finds_a_place(address):
    try:
        with urlopen(address, timeout=PATIENCE) as answer:
            return answer.status == 200
    except HTTPError as refused:
        with refused:
            return False


def test_over_the_limit_a_page_is_asked_to_come_back_and_can_ask_meanwhile(meeting, settings_of):
    settings = settings_of(3)
    address = f"{settings.public_url}/sessions/{meeting.session.slug}/live/{meeting.uid}"
    path = address.removeprefix(settings.public_url)
    with served(settings, 1), crowd(settings.port, path, 3) as listening:
        with pytest.raises(HTTPError) as caught:
            urlopen(address, timeout=PATIENCE)
        with urlopen(f"{address}/now", timeout=PATIENCE) as answer:
            asked = json.load(answer)
        listening.drop(next(iter(listening.lines)))
        while not finds_a_place(address):  # once the server has noticed
            time.sleep(0.2)
    with caught.value as refused:
        assert (refused.code, refused.headers["Retry-After"]) == (503, "5")
    assert (asked["floor"]["state"], asked["floor"]["sequence"]) == ("open", 1)
    assert asked["now"] > 0


def test_a_page_that_does_not_read_delays_nobody(meeting, settings_of):
    settings = settings_of(20)
    path = f"/sessions/{meeting.session.slug}/live/{meeting.uid}"
    with (
        served(settings, 1),
        crowd(settings.port, path, 5) as listening,
        socket.create_connection(("127.0.0.1", settings.port)) as idle,
    ):
        idle.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        idle.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{settings.port}\r\n\r\n".encode())
        meeting.do(floor.call_other, name="Austria" * 20, seconds=180)
        for action in (floor.pause, floor.resume) * 20:
            meeting.do(action)
        assert len(listening.heard(announced(meeting))) == 5
