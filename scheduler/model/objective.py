"""What the model minimizes: the preferences, counted as `scheduler.preferences` counts them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from scheduler.limits import MOST_POINTS, too_dear
from scheduler.model.base import Linear, Model, Var
from scheduler.problem import Column, Preference, RelationKind, Weight

MOST_PAIRS = 1_000_000  # of business, times periods: with more, the order is counted another way


def minimize(model: Model, rank: int = 0) -> Linear:
    """Add the preferences of a rank (its place, from 0), and minimize their weighted total."""
    weights, wanted = model.problem.weights, model.problem.ranks[rank]
    points: Linear = sum(weights[name] * amount(model, name) for name in wanted)
    if wanted:
        model.cp.minimize(points)
        if _most_points(model) > MOST_POINTS:
            raise too_dear()
    return points


def minimize_together(model: Model) -> tuple[int, ...] | None:
    """Minimize all ranks at once, and say what a point of each counts for.

    It counts for more than all that the ranks after it can come to. None, with the objective as it
    was, where the numbers would be too large.
    """
    points: Linear = 0
    unit, units = 1, list[int]()
    for rank in reversed(range(len(model.problem.ranks))):
        points = unit * minimize(model, rank) + points
        units.insert(0, unit)
        unit *= 1 + _most_points(model)
        if unit > MOST_POINTS:
            return None
    model.cp.minimize(points)
    model.points = points
    return tuple(units)


def _most_points(model: Model) -> int:
    """The largest number that the points can come to, as far as the domains of variables say."""
    objective, variables = model.cp.proto.objective, model.cp.proto.variables
    most = abs(round(objective.offset))
    for index, weight in zip(objective.vars, objective.coeffs, strict=True):
        most += abs(weight) * max(map(abs, variables[index].domain))
    return most


def amount(model: Model, preference: Preference) -> Linear:
    """How often a programme goes against a preference; may be more than that unless minimized."""
    if preference not in model.amounts:
        model.amounts[preference] = _COUNTERS[preference](model)
    return model.amounts[preference]


def _agenda_order(model: Model) -> Linear:
    """Pairs of one column of which the later in the list begins in an earlier period."""
    rows: dict[Column, list[int]] = {}
    for b, business in enumerate(model.business):
        rows.setdefault(business.column, []).append(b)
    inversions: list[Var] = []
    for members in rows.values():
        if len(members) ** 2 * len(model.periods) > MOST_PAIRS:
            inversions += _late_before(model, members)
            continue
        for i, a in enumerate(members):
            model.pulse()
            for b in members[i + 1 :]:
                if model.explaining or (a, b) not in model.ordered:
                    inverted = model.cp.new_bool_var(f"inverted {a} {b}")
                    for p in range(len(model.periods)):
                        model.cp.add(inverted >= model.begun[b][p] - model.begun[a][p])
                    inversions.append(inverted)
    return sum(inversions)


def _late_before(model: Model, members: Sequence[int]) -> Iterator[Var]:
    """For each of many how many begin later that stand before it: no variable for each pair.

    Tells the solver less than the pairs do, but grows only with the number of business.
    """
    late: list[Linear] = [0 for _ in model.periods]  # of those before it, not begun by each period
    for place, b in enumerate(members):
        model.pulse()
        if place:
            inverted = model.cp.new_int_var(0, place, f"inverted {b}")
            for p, still in enumerate(late):
                begins = model.begun[b][p]
                model.cp.add(inverted + place * (1 - begins) >= still)
            yield inverted
        now: list[Linear] = []
        for p, still in enumerate(late):
            more = model.cp.new_int_var(0, place + 1, "")
            model.cp.add(more == still + 1 - model.begun[b][p])
            now.append(more)
        late = now


def _few_splits(model: Model) -> Linear:
    """Parts beyond the fewest possible."""
    longest = max((period.minutes for period in model.periods), default=1)
    # What is not split has no more than one part, unless that is given up
    split = [b for b, item in enumerate(model.business) if item.may_split or model.explaining]
    fewest = sum(-(-model.business[b].needed_minutes // longest) for b in split)
    return sum(sum(model.part[b]) for b in split) - fewest


def _few_parallel_days(model: Model) -> Linear:
    """Days with two or more meetings in one period."""
    days = {day: model.cp.new_bool_var(f"parallel {day}") for day in model.problem.days}
    most = len(model.groups)
    if not model.explaining:  # where it may be given up how many meet at once, all may
        most = min(most, sum(model.problem.at_once.values()))
    for p, period in enumerate(model.periods):
        held = sum(row[p] for row in model.held)
        model.cp.add(held <= 1 + (most - 1) * days[period.date])
    return sum(days.values())


def _even_load(model: Model) -> Linear:
    """Interpreted meetings on the busiest day less those on the quietest."""
    interpreted = [g for g, group in enumerate(model.groups) if group.interpreted]
    most = len(interpreted) * len(model.problem.slots)
    busiest = model.cp.new_int_var(0, most, "busiest day")
    quietest = model.cp.new_int_var(0, most, "quietest day")
    for day in model.problem.days:
        periods = [p for p, period in enumerate(model.periods) if period.date == day]
        load = sum(model.held[g][p] for g in interpreted for p in periods)
        model.cp.add(load <= busiest)
        model.cp.add(load >= quietest)
    return busiest - quietest


def _spare_time_at_end(model: Model) -> Linear:
    """Half-hours free in the regular plenary slots of all days before the last."""
    last_day = model.problem.days[-1] if model.problem.days else None
    counted = [
        p
        for p, period in enumerate(model.periods)
        if period.date != last_day and not period.slot.cost
    ]
    plenary = [b for b, item in enumerate(model.business) if item.column is Column.PLENARY]
    offered = sum(model.periods[p].minutes for p in counted)
    used = sum(model.minutes[b][p] for b in plenary for p in counted)
    half_hours = model.cp.new_int_var(0, -(-offered // 30), "half-hours free")
    model.cp.add(30 * half_hours + used >= offered)
    return half_hours


def _wished_times(model: Model) -> Linear:
    """Periods between each part and the time wished for its business."""
    distance: Linear = 0
    for b, business in enumerate(model.business):
        if business.wished is not None:
            wished = [p for p, one in enumerate(model.periods) if business.wished.covers(one)]
            for p, part in enumerate(model.part[b] if wished else ()):
                distance += min(abs(p - q) for q in wished) * part
    return distance


def _short_spans(model: Model) -> Linear:
    """Periods from the first part of each piece of business to its last."""
    split = [b for b in range(len(model.business)) if model.begun[b] is not model.finished[b]]
    return sum(sum(model.begun[b]) - sum(model.finished[b]) for b in split)


def _short_agendas(model: Model) -> Linear:
    """Pieces of business in a meeting above a number."""
    above = model.problem.preferences.get(Preference.SHORT_AGENDAS, Weight(weight=0)).above
    crowds: list[Var] = []
    for g, group in enumerate(model.groups):
        for p in range(len(model.periods) if len(group.members) > above else 0):
            crowd = model.cp.new_int_var(0, len(group.members) - above, f"crowd {g} {p}")
            model.cp.add(crowd >= sum(model.part[b][p] for b in group.members) - above)
            crowds.append(crowd)
    return sum(crowds)


def _near(model: Model) -> Linear:
    """Periods between the beginnings of two pieces of business that are wished to be near."""
    distances: list[Var] = []
    for relation in model.problem.relations:
        if relation.kind is RelationKind.NEAR:
            one, other = (sum(model.begun[model.index[id_]]) for id_ in relation.business)
            apart = model.cp.new_int_var(0, len(model.periods), f"apart {relation.id}")
            model.cp.add(apart >= one - other)
            model.cp.add(apart >= other - one)
            distances.append(apart)
    return sum(distances)


def _closeness(model: Model) -> Linear:
    """Placements added to or missing from the reference."""
    kept = {
        (model.index[placement.business], model.problem.period_at[placement.date, placement.slot])
        for placement in model.problem.reference
    }
    if not kept:
        return 0
    wanted = {(b, period.index) for b, period in kept}
    changes: Linear = 0
    for b, row in enumerate(model.part):
        for p, part in enumerate(row):
            changes += 1 - part if (b, p) in wanted else part
    return changes


def _extra_slots(model: Model) -> Linear:
    """Cost of the periods in use that have one."""
    costs: list[Linear] = []
    for p, period in enumerate(model.periods):
        if period.slot.cost:
            used = model.cp.new_bool_var(f"used {p}")
            model.cp.add_max_equality(used, [row[p] for row in model.held])
            costs.append(period.slot.cost * used)
    return sum(costs)


_COUNTERS: Mapping[Preference, Callable[[Model], Linear]] = {
    Preference.AGENDA_ORDER: _agenda_order,
    Preference.FEW_SPLITS: _few_splits,
    Preference.FEW_PARALLEL_DAYS: _few_parallel_days,
    Preference.EVEN_LOAD: _even_load,
    Preference.SPARE_TIME_AT_END: _spare_time_at_end,
    Preference.WISHED_TIMES: _wished_times,
    Preference.SHORT_SPANS: _short_spans,
    Preference.SHORT_AGENDAS: _short_agendas,
    Preference.NEAR: _near,
    Preference.CLOSENESS: _closeness,
    Preference.EXTRA_SLOTS: _extra_slots,
}
