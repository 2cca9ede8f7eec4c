"""What less of one preference costs in another, and which pull against each other at all."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import combinations

from scheduler.limits import Stop, never
from scheduler.model import Model
from scheduler.model.narrowing import WIDE, Narrowing
from scheduler.preferences import amount
from scheduler.problem import Preference, Problem, Weight
from scheduler.programme import Outcome, Status
from scheduler.search import Way
from scheduler.solve import DEFAULT, Options, plan, ways

# One or two preferences are little to go upwards from (decision 0020)
FEW_COUNT = (
    Way(("default_lp",), 0.3, alone=True, brief=True),
    Way(("core",), 0.3, alone=True, brief=True),
    Way(("default_lp",), 2.0, alone=True, brief=True),
)
Pair = tuple[Preference, Preference]


def trade_off(
    problem: Problem,
    one: Preference,
    other: Preference,
    options: Options = DEFAULT,
    *,
    cancelled: Stop = never,
) -> tuple[Outcome, ...]:
    """What less of one preference costs in another, down to the least of `one`.

    Each programme has less of `one` than that before it, and no programme with as little of it has
    less of `other` where its status is optimal. Only these two count; their amounts are those of
    `scheduler.preferences`. Stops where the time ends.
    """
    deadline = time.monotonic() + options.time_limit
    asked = _counting(problem, {other: _above_all(problem), one: 1})
    found: list[Outcome] = []
    narrowing = WIDE
    while not cancelled():
        left = deadline - time.monotonic()
        if left <= 0:
            break
        limited = replace(options, time_limit=left)
        outcome = plan(asked, limited, narrowing=narrowing, how=_how, cancelled=cancelled)
        if outcome.programme is None:
            break
        found.append(outcome)
        least = amount_of(found[-1], one)
        if least == 0:
            break
        narrowing = Narrowing(most={one: least - 1})
    return tuple(found)


def nothing_to_trade(curve: Sequence[Outcome]) -> bool:
    """Whether a whole curve is one programme, proven to have the least of both."""
    return len(curve) == 1 and curve[0].status is Status.OPTIMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class AtOdds:
    """Preferences of which no programme has the least of both. `complete`: all such pairs."""

    pairs: tuple[Pair, ...]
    complete: bool


def at_odds(problem: Problem, options: Options = DEFAULT, *, cancelled: Stop = never) -> AtOdds:
    """Which of the preferences that count pull against each other, by solving: each proven."""
    return _Search(problem, options, cancelled).run()


@dataclass(slots=True)
class _Search:
    """The least of each preference, and then pairs of them, so many at once as `workers`."""

    problem: Problem
    options: Options
    cancelled: Stop
    deadline: float = 0.0
    least: dict[Preference, int] = field(default_factory=dict)
    known: list[dict[Preference, int]] = field(default_factory=list)  # amounts in programmes found

    def run(self) -> AtOdds:
        self.deadline = time.monotonic() + self.options.time_limit
        names = [name for name in Preference if self.problem.weights.get(name)]
        with ThreadPoolExecutor(self.options.workers) as pool:
            told = list(pool.map(self._least, names))
            pairs = list(combinations([name for name in names if name in self.least], 2))
            odd = list(pool.map(self._odd, pairs))
        return AtOdds(
            pairs=tuple(pair for pair, one in zip(pairs, odd, strict=True) if one),
            complete=all(told) and None not in odd,
        )

    def _least(self, name: Preference) -> bool:
        outcome = self._planned({name: 1}, WIDE)
        if outcome is None or outcome.status is not Status.OPTIMAL:
            return False
        self.least[name] = amount_of(outcome, name)
        return True

    def _odd(self, pair: Pair) -> bool | None:
        most = {name: self.least[name] for name in pair}
        if any(all(one[name] <= most[name] for name in pair) for one in list(self.known)):
            return False
        outcome = self._planned({}, Narrowing(most=most))
        if outcome is None or outcome.status is Status.UNKNOWN:
            return None
        return outcome.status is Status.INFEASIBLE

    def _planned(self, weights: dict[Preference, int], narrowing: Narrowing) -> Outcome | None:
        left = self.deadline - time.monotonic()
        if left <= 0 or self.cancelled():
            return None
        outcome = plan(
            _counting(self.problem, weights),
            replace(self.options, time_limit=left),
            narrowing=narrowing,
            how=_how,
            cancelled=self.cancelled,
        )
        programme = outcome.programme
        if programme is not None:
            counted = self.problem.weights
            self.known.append({name: amount(self.problem, programme, name) for name in counted})
        return outcome


def _how(model: Model) -> Sequence[Way]:
    return (*FEW_COUNT, *ways(model))


def _counting(problem: Problem, weights: dict[Preference, int]) -> Problem:
    """The problem with these preferences only."""
    given = problem.preferences
    return replace(
        problem,
        preferences={  # some count unless told otherwise
            name: replace(given.get(name, Weight(weight=0)), weight=weights.get(name, 0), rank=None)
            for name in Preference
        },
    )


def _above_all(problem: Problem) -> int:
    """More than any preference can amount to; so weighed, two are proven sooner than as ranks."""
    periods, business = len(problem.periods), len(problem.business)
    far = business * periods * (periods + 1)  # each part as far as can be from its wished time
    pairs = max(business * business, len(problem.relations) * periods)
    dear = sum(period.slot.cost for period in problem.periods)
    half_hours = sum(period.minutes for period in problem.periods) // 30
    return 1 + max(far, pairs, dear, half_hours)


def amount_of(outcome: Outcome, preference: Preference) -> int:
    """How often the programme of an outcome goes against a preference."""
    return next(cost.amount for cost in outcome.preferences if cost.name is preference)
