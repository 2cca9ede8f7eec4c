"""Operators find a place on a real server that is full of spectators."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import replace
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from lxml import html

from models.accounts import Grant, User
from procedure.permissions import Role
from services import floor
from services.transactions import now
from tests.burst import clients, served, settings_for
from tests.floors import Screen, released
from tests.listeners import crowd
from tests.record import a_session
from tests.speakers import CHAIR, delegations

PLACES = 3
PATIENCE = 120  # seconds: the machine may be busy


@pytest.fixture
def meeting(record):
    """The chair's table of an open meeting, in the database of a server."""
    session = a_session(record)
    delegations(record, session, "Austria")
    screen = Screen(record, session, released(record, session)[0], CHAIR)
    screen.do(floor.open_meeting, present=1)
    return screen


@pytest.fixture
def settings(engine):
    """Settings of a server with few places."""
    url = engine.url.render_as_string(hide_password=False)
    return replace(settings_for(url), listeners=PLACES)


@pytest.fixture
def cookie(record, meeting, settings):
    """That of somebody who runs the floor."""
    user = User(email="table@example.org", name="Table", password="", created_at=now())
    record.add_all((user, Grant(user=user, role=Role.CHAIR_TABLE, session=meeting.session)))
    record.commit()
    (client,) = clients(settings, [user])
    return client.cookie


def asked(address, cookie=""):
    """The answer to a request; its status if it is refused."""
    try:
        return urlopen(Request(address, headers={"Cookie": cookie}), timeout=PATIENCE)
    except HTTPError as refused:
        with refused:
            return refused.code


def page(address, cookie=""):
    with asked(address, cookie) as answer:
        return html.fromstring(answer.read())


def told(stream, words):
    """Read a stream until it says something."""
    while words not in stream.readline():
        pass
    return True


def test_the_table_and_its_screens_find_a_place_among_spectators(meeting, settings, cookie):
    base = f"/sessions/{meeting.session.slug}"
    live = f"{base}/live/{meeting.uid}"
    address = settings.public_url + live
    with served(settings, 1), crowd(settings.port, live, 1) as spectators, ExitStack() as stack:
        for _ in range(PLACES - 1):
            spectators.join(1)
        last = set(list(spectators.lines)[1:])
        refused = asked(address)
        table = page(f"{settings.public_url}{base}/floor/{meeting.uid}/", cookie)
        (hall,) = (one for one in table.xpath("//a/@href") if "/hall?" in one)
        (key,) = page(settings.public_url + hall).xpath("//body/@data-screen")
        streams = [
            stack.enter_context(asked(address, cookie)),
            stack.enter_context(asked(f"{address}?screen={key}")),
        ]
        assert all(told(one, b"event: floor") for one in streams)
        assert spectators.heard(b"\r\n0\r\n\r\n", among=last).keys() == last
        meeting.do(floor.call_other, name="Austria", seconds=180)
        assert all(told(one, f"id: {meeting.expects}".encode()) for one in streams)
        stays = set(spectators.lines) - last
        heard = spectators.heard(f"id: {meeting.expects}".encode(), among=stays)
        assert len(heard) == 1
        forged = asked(f"{address}?screen={key[:-2]}")
        with asked(f"{address}/now") as answer:
            now_told = json.load(answer)
    assert (refused, forged) == (503, 503)
    assert now_told["floor"]["current"]["name"] == "Austria"
