"""Constraints between pieces of business: order, never in parallel, together, last, alone."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.model.base import Linear, Model
from scheduler.problem import Relation, RelationKind


def add(model: Model) -> None:
    """Add all of them."""
    makers = {
        RelationKind.BEFORE: _before,
        RelationKind.AFTER_BEGUN: _after_begun,
        RelationKind.NEVER_PARALLEL: _never_parallel,
        RelationKind.TOGETHER: _together,
        RelationKind.ENDS_SESSION: _ends_session,
        RelationKind.ALONE: _alone,
    }
    for relation in model.problem.relations:
        model.pulse()
        if relation.kind is RelationKind.NEAR:  # a wish: `scheduler.model.objective`
            continue
        makers[relation.kind](model, f"relations.{relation.id}", relation)
    _chairs(model)
    _starters(model)


def _before(model: Model, key: str, relation: Relation) -> None:
    """Where the second has begun, the first was finished: earlier, or in the same meeting."""
    first, then = (model.index[id_] for id_ in relation.business)
    same_meeting = (
        model.group_of[first] == model.group_of[then]
        and not relation.gap_slots
        and not relation.gap_days
        and not model.business[then].starts_meeting
        and first not in model.enders
        and (then, first) not in model.ordered  # in a circle there is no order in a meeting
    )
    for p, period in enumerate(model.periods):
        by = p if same_meeting else p - 1 - relation.gap_slots
        while by >= 0 and (period.date - model.periods[by].date).days < relation.gap_days:
            by -= 1
        if by >= 0:
            row = model.cp.add(model.begun[then][p] <= model.finished[first][by])
        else:
            row = model.cp.add(model.begun[then][p] == 0)
        model.require(key, row)


def _after_begun(model: Model, key: str, relation: Relation) -> None:
    """Where the second has begun, the first had begun in an earlier period."""
    first, then = (model.index[id_] for id_ in relation.business)
    for p in range(len(model.periods)):
        by: Linear = model.begun[first][p - 1] if p else 0
        model.require(key, model.cp.add(model.begun[then][p] <= by))


def _apart(model: Model, key: str, members: Iterable[int]) -> None:
    """No two of them in different meetings of one period."""
    by_group: dict[int, list[int]] = {}
    for b in members:
        by_group.setdefault(model.group_of[b], []).append(b)
    if len(by_group) > 1:
        for p in range(len(model.periods)):
            model.pulse()
            meets = [model.any_of([model.part[b][p] for b in row]) for row in by_group.values()]
            model.require(key, model.cp.add_at_most_one(meets))


def _never_parallel(model: Model, key: str, relation: Relation) -> None:
    _apart(model, key, (model.index[id_] for id_ in relation.business))


def _chairs(model: Model) -> None:
    chaired: dict[str, list[int]] = {}
    for b, business in enumerate(model.business):
        if business.chair:
            chaired.setdefault(business.chair, []).append(b)
    for chair, members in chaired.items():
        _apart(model, f"chairs.{chair}", members)


def _together(model: Model, key: str, relation: Relation) -> None:
    """Each in one part, all in one meeting."""
    first, *others = (model.index[id_] for id_ in relation.business)
    model.require(key, model.cp.add(sum(model.part[first]) <= 1))
    for other in others:
        for p in range(len(model.periods)):
            if model.group_of[first] == model.group_of[other]:
                row = model.cp.add(model.part[first][p] == model.part[other][p])
            else:
                row = model.cp.add(model.part[first][p] + model.part[other][p] == 0)
            model.require(key, row)


def _ends_session(model: Model, key: str, relation: Relation) -> None:
    """Nothing is taken in a later period, beside it, or after it in its meeting."""
    last = model.index[relation.business[0]]
    for other in range(len(model.business)):
        if other == last:
            continue
        model.pulse()
        beside = model.group_of[other] == model.group_of[last]
        may_share = beside and other not in model.enders
        for p in range(len(model.periods)):
            if not beside:  # nor beside a part of it that goes on later
                row = model.cp.add_at_most_one(model.part[last][p], model.part[other][p])
                model.require(key, row)
            elif model.business[last].starts_meeting:  # it cannot be first and last
                row = model.cp.add(_begins(model, last, p) + model.part[other][p] <= 1)
                model.require(key, row)
            by = p if may_share else p - 1
            if by >= 0:
                row = model.cp.add(model.finished[last][p] <= model.finished[other][by])
            else:
                row = model.cp.add(model.finished[last][p] == 0)
            model.require(key, row)


def _alone(model: Model, key: str, relation: Relation) -> None:
    """No other meeting in its periods."""
    b = model.index[relation.business[0]]
    for g in range(len(model.groups)):
        model.pulse()
        if g != model.group_of[b]:
            for p in range(len(model.periods)):
                row = model.cp.add_at_most_one(model.part[b][p], model.held[g][p])
                model.require(key, row)


def _starters(model: Model) -> None:
    """One meeting is started by one piece of business only."""
    for group in model.groups:
        starters = [b for b in group.members if model.business[b].starts_meeting]
        for p in range(len(model.periods) if len(starters) > 1 else 0):
            model.pulse()
            started = _begins(model, starters[0], p)
            for b in starters[1:]:
                begins = _begins(model, b, p)
                row = model.cp.add(started + begins <= 1)
                model.require(f"business.{model.business[b].id}.starts_meeting", row)
                if b != starters[-1]:
                    now = model.cp.new_bool_var(f"started {p}")
                    model.cp.add(now >= started)
                    model.cp.add(now >= begins)
                    started = now


def _begins(model: Model, b: int, p: int) -> Linear:
    return model.begun[b][p] - (model.begun[b][p - 1] if p else 0)
