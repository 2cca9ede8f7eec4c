"""When a session opens, from which rules count hours and days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from models.conferences import ConferenceSession
from models.requirements import SlotHours
from services.sessions import opening


def session(*slots: SlotHours) -> ConferenceSession:
    day = date(2008, 10, 8)
    return ConferenceSession(first_day=day, time_zone="Europe/Vienna", slots=list(slots))


def test_a_session_opens_with_the_first_regular_hours_of_its_first_day() -> None:
    evening = SlotHours(start=time(19), cost=3, days=[])
    early = SlotHours(start=time(8), cost=2, days=[])
    afternoon = SlotHours(start=time(15), cost=0, days=[])
    morning = SlotHours(start=time(10), cost=0, days=["2008-10-08"])
    sooner = SlotHours(start=time(9), cost=0, days=["2008-10-09"])
    found = opening(session(evening, early, afternoon, morning, sooner))
    assert found == datetime(2008, 10, 8, 8, tzinfo=UTC)


def test_without_hours_a_session_opens_with_its_first_day() -> None:
    assert opening(session()) == datetime(2008, 10, 7, 22, tzinfo=UTC)
