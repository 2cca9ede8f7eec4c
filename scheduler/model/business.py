"""Constraints of each piece of business: its parts, its minutes, and when it may be taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import time

from scheduler.model.base import Linear, Model, Var
from scheduler.model.patterns import Pattern, patterns
from scheduler.problem import Business, Period

MOST_SETS = 50_000  # of periods, for all business: beyond, the model grows more than it gains


def add(model: Model) -> None:
    """Add all of them."""
    for b, business in enumerate(model.business):
        model.pulse()
        forbidden = _forbidden(model, business)
        sets = None
        plain = not model.explaining and model.problem.held is None
        if business.most_parts is not None and plain:
            left = MOST_SETS - model.sets
            sets = patterns(business, model.periods, set().union(*forbidden.values()), left)
            model.sets += len(sets or ())
        if sets is None:
            _parts(model, b, business)
            _order(model, b, business)
        else:
            _of_patterns(model, b, business, sets)
        _shape(model, b, business)
        _when(model, b, business, forbidden)
        _held(model, b, business)


def _of_patterns(model: Model, b: int, business: Business, sets: Sequence[Pattern]) -> None:
    """One set of periods is chosen, and says where the parts are, begin and end."""
    cp, name = model.cp, business.id
    periods = range(len(model.periods))
    chosen = [cp.new_bool_var(f"set {name} {pattern.periods}") for pattern in sets]
    cp.add_exactly_one(chosen)
    # For each period: literals of the sets with a part there, and how short and long it can be
    here: list[list[tuple[Var, int, int]]] = [[] for _ in periods]
    first: list[list[Var]] = [[] for _ in periods]
    last: list[list[Var]] = [[] for _ in periods]
    for literal, pattern in zip(chosen, sets, strict=True):
        first[pattern.periods[0]].append(literal)
        last[pattern.periods[-1]].append(literal)
        for p, low, high in zip(pattern.periods, pattern.shortest, pattern.longest, strict=True):
            here[p].append((literal, low, high))
    row: list[Linear] = []
    for p in periods:
        most = max((high for _, _, high in here[p]), default=0)
        minutes = cp.new_int_var(0, most, f"minutes {name} {p}")
        cp.add(model.part[b][p] == sum(literal for literal, _, _ in here[p]))
        cp.add(minutes >= sum(low * literal for literal, low, _ in here[p]))
        cp.add(minutes <= sum(high * literal for literal, _, high in here[p]))
        row.append(minutes)
    cp.add(sum(row) == business.needed_minutes)
    model.minutes.append(row)
    model.begun.append(_so_far(model, f"begun {name}", first))
    model.finished.append(_so_far(model, f"finished {name}", last))


def _so_far(model: Model, name: str, literals: Sequence[Sequence[Var]]) -> list[Var]:
    """For each period whether one of the literals holds that belong to it or to an earlier one."""
    row = [model.cp.new_bool_var(f"{name} {p}") for p in range(len(literals))]
    for p, now in enumerate(literals):
        before: Linear = row[p - 1] if p else 0
        model.cp.add(row[p] == before + sum(now))
    return row


def _parts(model: Model, b: int, business: Business) -> None:
    """The minutes of the parts add up to what the business needs."""
    needed, part, key = business.needed_minutes, model.part[b], business.time
    least = min(business.least_minutes, needed)
    row: list[Linear] = []
    for p, period in enumerate(model.periods):
        most = min(period.minutes, needed)
        if business.may_split or model.explaining:
            minutes = model.cp.new_int_var(0, most, "")
            model.cp.add(minutes <= most * part[p])
            model.cp.add(minutes >= (least if p >= model.problem.periods_held else 1) * part[p])
            row.append(minutes)
        else:
            row.append(needed * part[p])
            if most < needed:
                model.cp.add(part[p] == 0)
    model.minutes.append(row)
    model.cp.add(sum(row) + model.slack(key, needed) == needed)


def _order(model: Model, b: int, business: Business) -> None:
    """Tie `begun` and `finished` to the parts, as tightly as the shape of the business allows."""
    cp, part = model.cp, model.part[b]
    periods = range(len(part))
    begun = [cp.new_bool_var("") for p in periods]
    model.begun.append(begun)
    if not (business.may_split or model.explaining):  # one part: finished as soon as begun
        model.finished.append(begun)
        for p in periods:
            cp.add(part[p] == begun[p] - (begun[p - 1] if p else 0))
        cp.add_bool_or(begun[-1:])
        return
    finished = [cp.new_bool_var("") for p in periods]
    model.finished.append(finished)
    cp.add_bool_or(finished[-1:])
    left_out = _left_out(model, b)
    for p in periods:
        begun_before: Linear = begun[p - 1] if p else 0
        finished_before: Linear = finished[p - 1] if p else 0
        cp.add(begun_before <= begun[p])
        cp.add(begun[p] - begun_before <= part[p])
        cp.add(finished_before <= finished[p])
        cp.add(finished[p] - finished_before <= part[p] + left_out)
        # A part lies only where the business has begun and was not finished before
        cp.add(part[p] <= begun[p] - finished_before + left_out)
        if business.consecutive and not model.periods[p].slot.cost:
            in_a_row = cp.add(begun[p] - finished_before <= part[p])
            model.require(f"business.{business.id}.consecutive", in_a_row)


def _left_out(model: Model, b: int) -> Linear:
    """Whether the business has no part at all, its time being given up."""
    if not model.leaving_out:
        return 0
    left_out = model.cp.new_bool_var(f"left out {b}")
    model.cp.add_implication(left_out, model.switch(model.business[b].time).negated())
    for part in model.part[b]:
        model.cp.add_implication(left_out, part.negated())
    return left_out


def _shape(model: Model, b: int, business: Business) -> None:
    """In one meeting only, or in few."""
    cp, part, prefix = model.cp, model.part[b], f"business.{business.id}"
    if not business.may_split:
        model.require(f"{prefix}.may_split", cp.add(sum(part) <= 1))
    if business.most_parts is not None:
        model.require(f"{prefix}.most_parts", cp.add(sum(part) <= business.most_parts))


def _forbidden(model: Model, business: Business) -> Mapping[str, set[int]]:
    """Periods (indices) that are ruled out, by the key of the requirement that does it."""
    problem, prefix = model.problem, f"business.{business.id}"
    forbidden: dict[str, set[int]] = {}

    def forbid(key: str, wrong: Callable[[Period], bool]) -> None:
        forbidden[key] = {period.index for period in model.periods if wrong(period)}

    if (first := business.not_before) is not None:
        start = problem.moment_of(first)
        forbid(f"{prefix}.not_before", lambda period: (period.date, period.slot.start) < start)
    if (last := business.not_after) is not None:
        end = problem.moment_of(last) if last.slot is not None else (last.date, time.max)
        forbid(f"{prefix}.not_after", lambda period: (period.date, period.slot.start) > end)
    if business.documents:
        out = max(problem.document_by_symbol[symbol].out for symbol in business.documents)
        forbid(f"{prefix}.documents", lambda period: period.date < out)
    if business.not_on:
        forbid(f"{prefix}.not_on", lambda one: any(when.covers(one) for when in business.not_on))
    for closure in problem.closures:
        if closure.column in {None, business.column}:
            forbid(f"closures.{closure.id}", closure.covers)
    return forbidden


def _when(model: Model, b: int, business: Business, forbidden: Mapping[str, Iterable[int]]) -> None:
    """When it cannot be taken, and when it must be."""
    part = model.part[b]
    for key, periods in forbidden.items():  # of what has been held nothing is asked any more
        model.forbid(key, (part[p] for p in periods if p >= model.problem.periods_held))
    for fixed in business.fixed:
        here = [part[p] for p, period in enumerate(model.periods) if fixed.covers(period)]
        model.require(f"business.{business.id}.fixed", model.cp.add(sum(here) >= 1))


def _held(model: Model, b: int, business: Business) -> None:
    """What has been held stays as it was."""
    if model.problem.held is None:
        return
    was = Counter[int]()
    for part in model.problem.held.parts:
        if part.business == business.id:
            was[model.problem.period_at[part.date, part.slot].index] += part.minutes
    for p in range(model.problem.periods_held):
        model.require("held", model.cp.add(model.part[b][p] == int(p in was)))
        model.require("held", model.cp.add(model.minutes[b][p] == was[p]))
