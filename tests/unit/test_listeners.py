"""Who gives way when there are no places left for listeners."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine

from services.listeners import Full, Rank, Watched
from services.live import Hub

MORNING, AFTERNOON = Watched(1, "morning"), Watched(1, "afternoon")
PUBLIC, SIGNED_IN, OPERATOR = Rank


@pytest.fixture
def hub():
    engine = create_engine("sqlite://")
    hub = Hub(lambda: engine, lambda _watched: [("floor", b"floor\n")], most=3)
    yield hub
    hub.close()
    engine.dispose()


def ended(listener):
    """Whether a listener has been told that it is over, once it has read what was sent before."""
    while news := listener.take(0):
        pass
    return news is None


def left(listeners):
    return [not ended(one) for one in listeners]


def test_an_operator_takes_the_place_of_the_last_spectator(hub):
    public = [hub.subscribe(MORNING) for _ in range(3)]
    table = hub.subscribe(AFTERNOON, OPERATOR)
    assert left([*public, table]) == [True, True, False, True]
    with pytest.raises(Full):
        hub.subscribe(MORNING)


def test_the_public_gives_way_before_delegations_and_these_before_operators(hub):
    delegate = hub.subscribe(MORNING, SIGNED_IN)
    public = hub.subscribe(MORNING)
    table = hub.subscribe(MORNING, OPERATOR)
    hall = hub.subscribe(MORNING, OPERATOR)
    assert left([delegate, public, table, hall]) == [True, False, True, True]
    podium = hub.subscribe(MORNING, OPERATOR)
    assert left([delegate, table, hall, podium]) == [False, True, True, True]
    for rank in Rank:
        with pytest.raises(Full):
            hub.subscribe(MORNING, rank)


def test_who_was_told_to_leave_has_no_place_to_give_back(hub):
    public = [hub.subscribe(MORNING) for _ in range(3)]
    hub.subscribe(MORNING, OPERATOR)
    hub.leave(public[2])
    with pytest.raises(Full):
        hub.subscribe(MORNING)
    hub.leave(public[1])
    hub.subscribe(MORNING)


def test_an_equal_gives_no_way(hub):
    delegates = [hub.subscribe(MORNING, SIGNED_IN) for _ in range(3)]
    with pytest.raises(Full):
        hub.subscribe(MORNING, SIGNED_IN)
    assert left(delegates) == [True, True, True]
