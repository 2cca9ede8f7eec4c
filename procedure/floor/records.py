"""Who spoke, in what capacity, and for how long."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from procedure.floor.clock import NOTHING, charged, overrun
from procedure.floor.values import Speech


@dataclass(frozen=True, slots=True)
class SpeechRecord:
    """A speech that is over. `meeting` says which meeting it was given in."""

    meeting: str
    speech: Speech
    ended_at: datetime
    used: timedelta
    over: timedelta


@dataclass(frozen=True, slots=True)
class Total:
    """The speeches of one kind. `overran` are those that went beyond their time."""

    key: str
    speeches: int
    allotted: timedelta
    used: timedelta
    over: timedelta
    overran: int


def records(meeting: str, spoken: Iterable[Speech]) -> tuple[SpeechRecord, ...]:
    """The speeches of a meeting that are over, in the order in which they began."""
    return tuple(
        SpeechRecord(
            meeting=meeting,
            speech=speech,
            ended_at=speech.ended_at,
            used=charged(speech, speech.ended_at),
            over=overrun(speech, speech.ended_at),
        )
        for speech in sorted(spoken, key=lambda one: one.event)
        if speech.ended_at is not None
    )


def totals(given: Iterable[SpeechRecord], key: Callable[[Speech], str]) -> tuple[Total, ...]:
    """Totals by group, category, gender or whatever `key` tells, in the order of its values.

    Those of whom it is not known ("") come last.
    """
    found: dict[str, list[SpeechRecord]] = {}
    for one in given:
        found.setdefault(key(one.speech), []).append(one)
    return tuple(
        Total(
            key=name,
            speeches=len(found[name]),
            allotted=sum((one.speech.allotted for one in found[name]), NOTHING),
            used=sum((one.used for one in found[name]), NOTHING),
            over=sum((one.over for one in found[name]), NOTHING),
            overran=sum(one.over > NOTHING for one in found[name]),
        )
        for name in sorted(found, key=lambda name: (not name, name))
    )
