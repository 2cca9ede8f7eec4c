"""A meeting at the chair's table, for tests in browsers."""

from __future__ import annotations

import pytest

from services.floor_queues import list_of, queue_of
from services.floor_rows import view
from tests import staged
from tests.browser.cut import Cut
from tests.floors import Screen, listed_today, released
from web import live

SETTLED = "() => !document.querySelector('#chair.busy, #chair.held')"


@pytest.fixture
def screen(db, monkeypatch):
    """A meeting on item 2, on whose list are four States, on pages that hear often."""
    monkeypatch.setattr(live, "BEAT_SECONDS", 1.0)
    session = listed_today(db)
    return Screen(db, session, released(db, session)[0])


@pytest.fixture
def path(screen):
    """The address of the table."""
    return f"/sessions/{screen.session.slug}/floor/{screen.uid}/"


@pytest.fixture
def line(address):
    """A connection to the server that can be cut."""
    line = Cut(address)
    yield line
    line.close()


def first(screen):
    """The inscription that is the next."""
    staged.renew(screen.db)
    speakers = list_of(screen.db, staged.conference(screen.db).id, "item-2")
    return queue_of(screen.db, speakers)[0].number


def happened(screen):
    """What is on record."""
    staged.renew(screen.db)
    events = view(screen.db, staged.conference(screen.db).id, screen.uid).events
    return [event.kind.value for event in events]
