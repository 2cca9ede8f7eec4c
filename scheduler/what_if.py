"""Why a piece of business is where it is: what it would cost to have it elsewhere, by solving."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from threading import Lock

from scheduler.explanation.explain import explain
from scheduler.explanation.solved import ClashSearch
from scheduler.limits import Stop, Stopped, TooLarge, never
from scheduler.model import Model, build
from scheduler.model.narrowing import Narrowing, narrow
from scheduler.problem import Period, Problem, SlotDate
from scheduler.programme import Outcome, Programme, Requirement, Status
from scheduler.requirements import requirements
from scheduler.search import Found, RankedSearch, Way
from scheduler.solve import DEFAULT, SOON, Options, outcome_of, too_little, ways
from scheduler.watch import Watch

REASON_SECONDS = 10.0  # for why something is impossible, while other times wait
SETTLED = {Status.OPTIMAL, Status.INFEASIBLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The best programme in which a piece of business has a part in a period.

    `clash`: the requirements that rule it out, without that it be there; empty where there is a
    programme, or the time was too short to tell.
    """

    period: Period
    outcome: Outcome
    clash: tuple[Requirement, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether all is proven: no more will be known of it."""
        return self.outcome.status in SETTLED


def elsewhere(
    problem: Problem,
    business: str,
    periods: Iterable[Period],
    options: Options = DEFAULT,
    *,
    start: Programme | None = None,
    told: Callable[[Elsewhere], None] = lambda _one: None,
    cancelled: Stop = never,
) -> tuple[Elsewhere, ...]:
    """Plan the session with the business in each of the periods, which share the time.

    Whatever fixes it now is set aside. `start` is a programme to begin the searches with. All
    periods are looked at in short, so many at once as there are `workers`, then at length those
    that are not settled; `told` hears of each as soon as something is known of it, and again where
    more is. Those that the time has not come to are missing. Raises KeyError for unknown business,
    and TooLarge.
    """
    deadline = time.monotonic() + options.time_limit

    def late() -> bool:
        return cancelled() or time.monotonic() >= deadline

    free, asked = _fixed(problem, business), tuple(periods)
    if asked and too_little(free):
        return _nowhere(free, asked, options, told, cancelled)
    try:
        search = _Search(free, business, start=start, options=options, deadline=deadline, late=late)
    except Stopped:
        return ()
    found: dict[int, Elsewhere] = {}
    for how in (SOON, ways(search.model)):
        left = [one for one in asked if one.index not in found or not found[one.index].settled]
        for there in search.each(left, how):
            found[there.period.index] = there
            told(there)
    return tuple(found[period.index] for period in asked if period.index in found)


def _fixed(problem: Problem, business: str, *where: SlotDate) -> Problem:
    """The problem with the business fixed there and nowhere else."""
    there = replace(problem.business_by_id[business], fixed=where)
    return replace(
        problem, business=tuple(there if one.id == there.id else one for one in problem.business)
    )


def _there(problem: Problem, business: str, period: Period) -> Problem:
    return _fixed(problem, business, SlotDate(date=period.date, slot=period.slot.id))


def _nowhere(
    problem: Problem,
    periods: Iterable[Period],
    options: Options,
    told: Callable[[Elsewhere], None],
    cancelled: Stop,
) -> tuple[Elsewhere, ...]:
    """There is no programme at all, wherever the business is."""
    explanation = explain(
        problem, time_limit=options.time_limit, seed=options.seed, cancelled=cancelled
    )
    outcome = Outcome(status=Status.INFEASIBLE, wall_seconds=0.0, explanation=explanation)
    found = tuple(
        Elsewhere(period=period, outcome=outcome, clash=explanation.clash) for period in periods
    )
    for one in found:
        told(one)
    return found


class _Search:
    """One model of the session, of which each period has a copy with the business in it."""

    def __init__(
        self,
        free: Problem,
        business: str,
        *,
        start: Programme | None,
        options: Options,
        deadline: float,
        late: Stop,
    ) -> None:
        self.model = build(free, stop=late)
        self._business = business
        self._row = self.model.index[business]
        self._start = start
        self._options = options
        self._deadline = deadline
        self._late = late
        self._known: dict[int, Found] = {}
        self._reasons = _Reasons(free, self._row, options.seed, deadline, late)

    def each(self, periods: Sequence[Period], how: Sequence[Way]) -> Iterable[Elsewhere]:
        """What is known of each of these when it has been looked at, by threads of their own."""
        at_once = self._options.workers
        with ThreadPoolExecutor(at_once) as pool:
            looked: list[Future[Elsewhere | None]] = [
                pool.submit(self._look, period, how, at_once / (len(periods) - place))
                for place, period in enumerate(periods)
            ]
            for one in as_completed(looked):
                there = one.result()
                if there is not None:
                    yield there

    def _look(self, period: Period, how: Sequence[Way], share: float) -> Elsewhere | None:
        """Search for as much of the time left; None where there is none."""
        if self._late():
            return None
        started = time.monotonic()
        there = _there(self.model.problem, self._business, period)
        model, known = self.model.twin(there), self._known.get(period.index)
        model.cp.add(model.part[self._row][period.index] == 1)
        best = known.programme if known else None
        narrow(model, Narrowing(start=best or self._start))
        found = RankedSearch(
            model=model,
            ways=how,
            workers=1,
            seed=self._options.seed,
            deadline=started + min(1.0, share) * (self._deadline - started),
            watch=Watch(started, None),
            cancelled=self._late,
        ).run(known)
        self._known[period.index] = found
        outcome = outcome_of(found, time.monotonic() - started)
        clash = self._reasons.of(period) if outcome.status is Status.INFEASIBLE else ()
        return Elsewhere(period=period, outcome=outcome, clash=clash)


class _Reasons:
    """Why a piece of business (its index) cannot be in a period: one model for all of them."""

    def __init__(self, problem: Problem, row: int, seed: int, deadline: float, late: Stop) -> None:
        self._problem = problem
        self._row = row
        self._seed = seed
        self._deadline = deadline
        self._late = late
        self._models: dict[bool, Model] = {}
        self._lock = Lock()

    def of(self, period: Period) -> tuple[Requirement, ...]:
        """The smallest clash with its being there; none where the time is too short."""
        try:
            for leaving_out in (False, True):
                model = self._model(leaving_out=leaving_out).twin()
                model.cp.add(model.part[self._row][period.index] == 1)
                until = min(self._deadline, time.monotonic() + REASON_SECONDS)
                clashes = ClashSearch(model, until, self._seed, self._late, more=True).clashes(1)
                if clashes:
                    known = requirements(self._problem)
                    return tuple(one for one in known if one.key in clashes[0])
        except (Stopped, TooLarge):
            pass
        return ()

    def _model(self, *, leaving_out: bool) -> Model:
        with self._lock:
            if leaving_out not in self._models:
                self._models[leaving_out] = build(
                    self._problem, explaining=True, leaving_out=leaving_out, stop=self._late
                )
            return self._models[leaving_out]
