"""The clock of a speech: from begin to end less the pauses. Whatever interrupts it is not charged.

The time allotted is a limit set by the Conference (rule 45); going beyond it is counted, and the
President may call to order.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from procedure.floor.state import paused
from procedure.floor.values import Speech

NOTHING = timedelta()


class Light(StrEnum):
    """The lamp at the rostrum: amber is lit when little time is left, red when none is."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


def charged(speech: Speech, now: datetime) -> timedelta:
    """The time used until now, or until the end. Never less than nothing."""
    end = speech.ended_at or now
    still = sum(((one.ended_at or end) - one.began_at for one in speech.pauses), NOTHING)
    return max(NOTHING, end - speech.began_at - still)


def left(speech: Speech, now: datetime) -> timedelta:
    """What is left of the time allotted; less than nothing once it is overrun."""
    return speech.allotted - charged(speech, now)


def overrun(speech: Speech, now: datetime) -> timedelta:
    """By how much the time allotted is exceeded."""
    return max(NOTHING, -left(speech, now))


def deadline(speech: Speech) -> datetime | None:
    """The moment at which the time allotted is used up, if nothing interrupts from now on.

    None while the clock stands still, and once the speech is over.
    """
    if speech.ended_at is not None or paused(speech):
        return None
    still = ((one.ended_at or one.began_at) - one.began_at for one in speech.pauses)
    return speech.began_at + speech.allotted + sum(still, NOTHING)


def light(speech: Speech, now: datetime, amber: timedelta) -> Light:
    """The lamp: amber for the last `amber` of the time allotted."""
    rest = left(speech, now)
    if rest <= NOTHING:
        return Light.RED
    return Light.AMBER if rest <= amber else Light.GREEN
