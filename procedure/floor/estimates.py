"""When everybody on a list will take the floor.

How speakers keep to their time is learnt from those who have spoken: the ratio of the time used to
the time allotted is taken to be log-normal, about what other meetings show as long as few have
spoken. Of a few hundred courses that the meeting may take the median and the 90th percentile are
told. The courses are drawn once and for all: with the same events nothing jumps, and as time passes
without an event no estimate moves forward.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from statistics import NormalDist

import numpy as np

from procedure.floor.clock import charged
from procedure.floor.hours import Hours, Moments, of_seconds
from procedure.floor.values import FloorState, MeetingState, Speech, Turn, Window

COURSES = 401  # odd, so that the median is one of them
COLUMNS = 512  # each inscription keeps its draws: those of its number, modulo this
SEED = 2008

# What is believed before anybody has spoken counts as much as this many who have.
BELIEVED = 6
USUAL = math.log(0.95)  # most end a little before their time, some go well beyond it
SPREAD = 0.35
NORMAL = NormalDist()
TINY = 1e-300  # of a chance
LEAST, MOST = 0.1, 4.0  # a ratio beyond these tells nothing about the others


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who is still to be heard, in order: an inscription, or a right of reply (its event)."""

    number: int
    allotted: timedelta
    reply: bool = False


@dataclass(frozen=True, slots=True)
class Estimate:
    """When somebody takes the floor: in half of the courses by `median`, in nine tenths by `late`.

    `beyond`: the median falls beyond the hours of the item; `perhaps_beyond`: `late` does.
    """

    number: int
    reply: bool
    median: datetime
    late: datetime
    beyond: bool
    perhaps_beyond: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """How speakers keep to their time: logarithms of ratios, and how well their mean is known."""

    mean: float = USUAL
    spread: float = SPREAD
    doubt: float = SPREAD / math.sqrt(BELIEVED)


def pace(spoken: Iterable[Speech]) -> Pace:
    """What those who have spoken on the list show, beside what is usual."""
    ratios = [
        math.log(min(MOST, max(LEAST, charged(one, one.ended_at) / one.allotted)))
        for one in spoken
        if one.turn is Turn.STATEMENT and one.ended_at and one.allotted
    ]
    known = BELIEVED + len(ratios)
    mean = (BELIEVED * USUAL + sum(ratios)) / known
    squares = BELIEVED * (SPREAD**2 + (USUAL - mean) ** 2) + sum((r - mean) ** 2 for r in ratios)
    spread = math.sqrt(squares / known)
    return Pace(mean=mean, spread=spread, doubt=spread / math.sqrt(known))


def estimates(
    waiting: Sequence[Waiting],
    state: FloorState,
    windows: Iterable[Window],
    now: datetime,
    *,
    changeover: timedelta,
    spoken: Iterable[Speech] = (),
) -> tuple[Estimate, ...]:
    """Estimates for all who wait, in the order in which they do.

    `windows` are what the programme gives the item, in this meeting and after it; without any, all
    the time there is. `spoken` are speeches on the item in earlier meetings.
    """
    if not waiting:
        return ()
    known = pace((*spoken, *state.spoken))
    hours = Hours(windows)
    free = hours.passed(_free_from(state, known, now, changeover))
    starts = np.sort(free[:, np.newaxis] + _ahead(waiting, known, changeover), axis=0)
    median, late = starts[COURSES // 2], starts[COURSES * 9 // 10]
    beyond = bool(len(hours.begins))
    return tuple(
        Estimate(
            number=one.number,
            reply=one.reply,
            median=at,
            late=at_last,
            beyond=beyond and bool(middle >= hours.total),
            perhaps_beyond=beyond and bool(end >= hours.total),
        )
        for one, at, at_last, middle, end in zip(
            waiting,
            of_seconds(hours.moment(median).tolist()),
            of_seconds(hours.moment(late).tolist()),
            median,
            late,
            strict=True,
        )
    )


def _ahead(waiting: Sequence[Waiting], known: Pace, changeover: timedelta) -> Moments:
    """How long, in each course, those take who come before each speaker."""
    took = _ratios(known, [one.number for one in waiting])
    took *= np.array([one.allotted.total_seconds() for one in waiting])
    took += changeover.total_seconds()
    ahead = np.zeros_like(took)
    np.cumsum(took[:, :-1], axis=1, out=ahead[:, 1:])
    return ahead


def _free_from(state: FloorState, known: Pace, now: datetime, changeover: timedelta) -> Moments:
    """The moment, in each course, at which the next speaker can begin. Never in the past."""
    from_now = now
    if state.state is MeetingState.SUSPENDED and state.suspended_until:
        from_now = max(now, state.suspended_until)
    free = np.full(COURSES, from_now.timestamp())
    speaking = [one for one in (state.current, state.interrupted) if one]
    for speech in speaking:  # whoever was interrupted goes on when the point of order is over
        free += _rest(speech, known, now)
    if speaking:
        return free + changeover.total_seconds()
    if state.spoken and (last := state.spoken[-1].ended_at):
        free = np.maximum(free, (last + changeover).timestamp())
    return free


def _rest(speech: Speech, known: Pace, now: datetime) -> Moments:
    """How long a speech still goes on, in each course, given how long it has lasted.

    Each course keeps its place among them: the longer a speech lasts, the later it ends in all.
    """
    lasted, allotted = charged(speech, now).total_seconds(), speech.allotted.total_seconds()
    each, level = _draws()
    drawn = (
        known.doubt * level[:, 0]
        + known.spread * each[:, (speech.number or -speech.event) % COLUMNS]
    )
    spread = math.hypot(known.doubt, known.spread)
    gone = (math.log(lasted / allotted) - known.mean) / spread if lasted else -math.inf
    longer = NORMAL.cdf(-gone)
    ends = [-NORMAL.inv_cdf(max(NORMAL.cdf(-one) * longer, TINY)) for one in drawn / spread]
    total = allotted * np.exp(known.mean + spread * np.array(ends))
    # who has gone on for hours, or was never ended, is not taken to go on for years
    rest: Moments = np.clip(total - lasted, 0.0, MOST * allotted)
    return rest


def _ratios(known: Pace, numbers: Sequence[int]) -> Moments:
    """The ratio of time used to time allotted: a row for each course, a column for each speaker."""
    each, level = _draws()
    columns = np.array(numbers) % COLUMNS
    ratios: Moments = np.exp(known.mean + known.doubt * level + known.spread * each[:, columns])
    return ratios


@cache
def _draws() -> tuple[Moments, Moments]:
    """Standard normal draws, each beside its opposite, so that none of the medians is off."""
    generator = np.random.default_rng(SEED)
    half = generator.standard_normal((COURSES // 2, COLUMNS + 1))
    draws = np.concatenate([half, np.zeros((1, COLUMNS + 1)), -half])
    return draws[:, :COLUMNS], draws[:, COLUMNS:]
