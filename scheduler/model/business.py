"""Constraints of each piece of business: its parts, its minutes, and when it may be taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from scheduler.model.base import Linear, Model
from scheduler.problem import Business, Period, SlotDate


def add(model: Model) -> None:
    """Add all of them."""
    for b, business in enumerate(model.business):
        _parts(model, b, business)
        _order(model, b, business)
        _shape(model, b, business)
        _when(model, b, business)


def _parts(model: Model, b: int, business: Business) -> None:
    """The minutes of the parts add up to what the business needs."""
    needed, part, key = business.needed_minutes, model.part[b], _time(business)
    least = min(business.least_minutes, needed)
    row: list[Linear] = []
    for p, period in enumerate(model.periods):
        most = min(period.minutes, needed)
        if business.may_split or model.explaining:
            minutes = model.cp.new_int_var(0, most, f"minutes {business.id} {p}")
            model.cp.add(minutes <= most * part[p])
            model.cp.add(minutes >= least * part[p])
            row.append(minutes)
        else:
            row.append(needed * part[p])
            if most < needed:
                model.cp.add(part[p] == 0)
    model.minutes.append(row)
    model.cp.add(sum(row) + model.slack(key, needed) == needed)


def _time(business: Business) -> str:
    return f"time.{business.body}.{business.column}"


def _order(model: Model, b: int, business: Business) -> None:
    """Tie `begun` and `finished` to the parts, as tightly as the shape of the business allows."""
    cp, part, name = model.cp, model.part[b], business.id
    periods = range(len(part))
    begun = [cp.new_bool_var(f"begun {name} {p}") for p in periods]
    model.begun.append(begun)
    if not (business.may_split or model.explaining):  # one part: finished as soon as begun
        model.finished.append(begun)
        for p in periods:
            cp.add(part[p] == begun[p] - (begun[p - 1] if p else 0))
        cp.add_bool_or(begun[-1:])
        return
    finished = [cp.new_bool_var(f"finished {name} {p}") for p in periods]
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
    model.cp.add_implication(left_out, model.switch(_time(model.business[b])).negated())
    for part in model.part[b]:
        model.cp.add_implication(left_out, part.negated())
    return left_out


def _shape(model: Model, b: int, business: Business) -> None:
    """In one meeting only; by itself."""
    cp, part, prefix = model.cp, model.part[b], f"business.{business.id}"
    if not business.may_split:
        model.require(f"{prefix}.may_split", cp.add(sum(part) <= 1))
    if not business.shares_meeting:
        for other in model.groups[model.group_of[b]].members:
            if other != b:
                for p in range(len(part)):
                    alone = cp.add_at_most_one(part[p], model.part[other][p])
                    model.require(f"{prefix}.shares_meeting", alone)


def _when(model: Model, b: int, business: Business) -> None:
    """Window, fixed periods and documents."""
    part, prefix = model.part[b], f"business.{business.id}"

    def forbid(key: str, wrong: Callable[[Period], bool]) -> None:
        periods = (p for p, period in enumerate(model.periods) if wrong(period))
        model.forbid(key, (part[p] for p in periods))

    if (first := business.not_before) is not None:
        start = _moment(model, first, time.min)
        forbid(f"{prefix}.not_before", lambda period: (period.date, period.slot.start) < start)
    if (last := business.not_after) is not None:
        end = _moment(model, last, time.max)
        forbid(f"{prefix}.not_after", lambda period: (period.date, period.slot.start) > end)
    if business.documents:
        out = max(model.problem.document_by_symbol[symbol].out for symbol in business.documents)
        forbid(f"{prefix}.documents", lambda period: period.date < out)
    for fixed in business.fixed:
        here = [part[p] for p, period in enumerate(model.periods) if _lies_in(period, fixed)]
        model.require(f"{prefix}.fixed", model.cp.add(sum(here) >= 1))


def _lies_in(period: Period, wanted: SlotDate) -> bool:
    return period.date == wanted.date and wanted.slot in (None, period.slot.id)


def _moment(model: Model, bound: SlotDate, whole_day: time) -> tuple[date, time]:
    """Date and hour of the slot that bounds a window."""
    starts = {slot.id: slot.start for slot in model.problem.slots}
    return bound.date, whole_day if bound.slot is None else starts[bound.slot]
