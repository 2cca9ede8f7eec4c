"""Constraints of meetings: length, how many at once, interpretation, rooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from scheduler.model.base import Linear, Model, Var
from scheduler.problem import Column

TEAMS = "interpretation.teams"
PER_DAY, PER_WEEK = "interpretation.meetings_per_team_day", "interpretation.meetings_per_team_week"


def add(model: Model) -> None:
    """Add all of them."""
    _length(model)
    _by_themselves(model)
    _little_free_time(model)
    _bodies(model)
    _at_once(model)
    more = _more_teams(model)
    _teams_in_a_period(model, more)
    _teams_in_a_day_and_week(model, more)
    _entitlement(model)
    if model.problem.rooms:
        _rooms(model)


def _length(model: Model) -> None:
    """A meeting is held where it has business, and takes no more than its slot."""
    for g, group in enumerate(model.groups):
        model.pulse()
        model.meetings.append(_meetings(model, g))
        for p, period in enumerate(model.periods):
            parts = [model.part[b][p] for b in group.members]
            model.cp.add_max_equality(model.held[g][p], parts)
            total = sum(model.minutes[b][p] for b in group.members)
            model.cp.add(total <= period.minutes * model.held[g][p])
        if model.periods:  # follows from the rest; said outright, it counts without a search
            needed = sum(model.business[b].needed_minutes for b in group.members)
            least = -(-needed // model.problem.longest)
            meetings = model.cp.add(model.meetings[g] >= least)
            model.require(f"time.{group.body}.{group.column}", meetings)


def _meetings(model: Model, g: int) -> Linear:
    """All meetings of a group: one at least, unless its business may be left out."""
    held = sum(model.held[g])
    if not model.explaining:
        return held
    least = bool(model.periods) and not model.leaving_out
    meetings = model.cp.new_int_var(least, len(model.periods), f"meetings {g}")
    model.cp.add(meetings == held)
    return meetings


def _in_all(model: Model, key: str, groups: Iterable[int], most: Linear) -> None:
    """Of the whole session: follows from its parts, but shows without a search what clashes."""
    if model.explaining:
        model.require(key, model.cp.add(sum(model.meetings[g] for g in groups) <= most))


def _by_themselves(model: Model) -> None:
    """What does not share its meeting has it for itself."""
    for group in model.groups:
        loners = [b for b in group.members if not model.business[b].shares_meeting]
        if not loners or len(group.members) == 1:
            continue
        for p in range(len(model.periods)):
            model.pulse()
            if model.explaining:
                parts = model.cp.new_int_var(0, len(group.members), f"parts {p}")
                model.cp.add(parts == sum(model.part[b][p] for b in group.members))
                for b in loners:
                    alone = model.cp.add(parts <= 1)
                    alone.only_enforce_if(
                        model.part[b][p],
                        model.switch(f"business.{model.business[b].id}.shares_meeting"),
                    )
            else:
                sharing = [model.part[b][p] for b in group.members if b not in set(loners)]
                others = [model.any_of(sharing)] if sharing else []
                model.cp.add_at_most_one(*(model.part[b][p] for b in loners), *others)


def _little_free_time(model: Model) -> None:
    """Each period is as full as the free time of the whole column leaves it no choice but to be.

    Follows from the rest; said outright, it spares the solver most of the search for a proof.
    """
    if model.explaining:
        return
    for column in Column:
        members = [b for b, business in enumerate(model.business) if business.column is column]
        if model.problem.at_once[column] != 1 or not members:
            continue
        needed = sum(model.business[b].needed_minutes for b in members)
        free = sum(period.minutes for period in model.periods) - needed
        for p, period in enumerate(model.periods):
            if free < period.minutes:
                taken = sum(model.minutes[b][p] for b in members)
                model.cp.add(taken >= period.minutes - free)


def _bodies(model: Model) -> None:
    """A body holds one meeting at a time."""
    by_body: dict[str, list[int]] = {}
    for g, group in enumerate(model.groups):
        by_body.setdefault(group.body, []).append(g)
    for body, groups in by_body.items():
        if len(groups) > 1:
            for p in range(len(model.periods)):
                at_most_one = model.cp.add_at_most_one(model.held[g][p] for g in groups)
                model.require(f"bodies.{body}", at_most_one)


def _at_once(model: Model) -> None:
    for column in Column:
        groups = [g for g, group in enumerate(model.groups) if group.column is column]
        most = model.problem.at_once[column]
        if len(groups) > most:
            for p in range(len(model.periods)):
                held = model.cp.add(sum(model.held[g][p] for g in groups) <= most)
                model.require(f"at_once.{column}", held)
            _in_all(model, f"at_once.{column}", groups, most * len(model.periods))


def _interpreted(model: Model, language: str | None = None) -> list[int]:
    """Groups with interpretation (into a language)."""
    return [
        g
        for g, group in enumerate(model.groups)
        if (language in group.languages if language else group.interpreted)
    ]


def _held(model: Model, groups: Iterable[int], periods: Iterable[int]) -> Linear:
    chosen = tuple(groups)
    return sum(model.held[g][p] for p in periods for g in chosen)


def _language_sets(model: Model) -> list[list[int]]:
    """For each language the groups interpreted into it, each set once."""
    sets = {tuple(_interpreted(model, lang)) for lang in model.problem.interpretation.languages}
    return [list(groups) for groups in sorted(sets) if groups]


def _more_teams(model: Model) -> Linear:
    """Teams all the time beside those there are: none, unless explaining."""
    groups = _interpreted(model)
    return model.slack(TEAMS, len(groups) * len(model.periods)) if groups else 0


def _teams_in_a_period(model: Model, more: Linear) -> None:
    teams = [model.problem.teams_in(period) for period in model.periods]
    for groups in _language_sets(model):
        model.pulse()
        for p, there in enumerate(teams):
            if there < len(groups):
                model.cp.add(_held(model, groups, [p]) <= there + more)
        _in_all(model, TEAMS, groups, sum(teams) + len(teams) * more)


def _teams_in_a_day_and_week(model: Model, more: Linear) -> None:
    """Teams are alike: what they may serve in a span can be shared out among them."""
    weeks: dict[object, dict[object, list[int]]] = {}
    for p, period in enumerate(model.periods):
        weeks.setdefault(period.week, {}).setdefault(period.date, []).append(p)
    sets, given = _language_sets(model), model.problem.interpretation
    served: dict[str, list[Linear]] = {PER_DAY: [], PER_WEEK: []}
    for days in weeks.values():
        model.pulse()
        each = [min(given.meetings_per_team_day, len(day)) for day in days.values()]
        for day, each_team in zip(days.values(), each, strict=True):
            served[PER_DAY].append(sum(_served_in_a_day(model, day)) + each_team * more)
            _serve(model, sets, PER_DAY, day, served[PER_DAY][-1])
        week, each_team = chain(*days.values()), min(given.meetings_per_team_week, sum(each))
        served[PER_WEEK].append(sum(_served_in_a_week(model, days.values())) + each_team * more)
        _serve(model, sets, PER_WEEK, tuple(week), served[PER_WEEK][-1])
    for key, spans in served.items():
        for groups in sets:
            _in_all(model, key, groups, sum(spans))


def _served_in_a_day(model: Model, day: Sequence[int]) -> list[int]:
    """Meetings that each team serves in a day: those of the slots it is there for, up to a limit.

    The first team is there whenever any is, the second whenever two are, and so on.
    """
    teams = [model.problem.teams_in(model.periods[p]) for p in day]
    each = model.problem.interpretation.meetings_per_team_day
    return [min(each, sum(there > k for there in teams)) for k in range(max(teams))]


def _served_in_a_week(model: Model, days: Iterable[Sequence[int]]) -> list[int]:
    by_day = (_served_in_a_day(model, day) for day in days)
    each = model.problem.interpretation.meetings_per_team_week
    return [min(each, sum(days)) for days in zip_longest(*by_day, fillvalue=0)]


def _serve(
    model: Model, sets: Iterable[Sequence[int]], key: str, span: Sequence[int], served: Linear
) -> None:
    for groups in sets:
        if not isinstance(served, int) or served < len(groups) * len(span):
            model.require(key, model.cp.add(_held(model, groups, span) <= served))


def _entitlement(model: Model) -> None:
    entitlement = model.problem.interpretation.entitlement
    limits: list[tuple[str, int | None, list[int]]] = [
        ("total", entitlement.total, _interpreted(model))
    ]
    limits += [
        (
            column.value,
            entitlement.of(column),
            [g for g in _interpreted(model) if model.groups[g].column is column],
        )
        for column in Column
    ]
    for name, most, groups in limits:
        if most is not None and groups:
            key = f"interpretation.entitlement.{name}"
            meetings = sum(model.meetings[g] for g in groups)
            model.cp.add(meetings <= most + model.slack(key, len(groups) * len(model.periods)))


def _rooms(model: Model) -> None:
    """Each meeting has a room for itself, open and large enough, with a booth for each language.

    Rooms that are alike in a period are counted together. Where a clash is to be explained, rooms
    that are closed are rooms as well, which nobody may take: being closed is part of the clash.
    """
    wanted = {business.room for business in model.business}
    offered = {len(group.languages): 0 for group in model.groups}  # rooms with so many booths
    for p, period in enumerate(model.periods):
        model.pulse()
        alike = Counter(
            Alike(room.seats, room.booths, room.id if room.id in wanted else "", closed=closed)
            for room in model.problem.rooms
            if not (closed := any(when.covers(period) for when in room.closed)) or model.explaining
        )
        taken: dict[Alike, list[Var]] = {kind: [] for kind in alike}
        for g, group in enumerate(model.groups):
            fit = [kind for kind in alike if kind.booths >= len(group.languages)]
            sits = {kind: model.cp.new_bool_var(f"room {g} {p}") for kind in fit}
            placed = model.cp.add(sum(sits.values()) == model.held[g][p])
            model.require("rooms", placed)
            for kind, sits_there in sits.items():
                taken[kind].append(sits_there)
            _room_of_business(model, g, p, sits)
        for kind, meetings in taken.items():
            if kind.closed:
                model.forbid("rooms", meetings)
            elif len(meetings) > alike[kind]:
                model.require("rooms", model.cp.add(sum(meetings) <= alike[kind]))
        for least in offered:
            offered[least] += sum(
                n for kind, n in alike.items() if kind.booths >= least and not kind.closed
            )
    for least, places in offered.items():
        groups = [g for g, group in enumerate(model.groups) if len(group.languages) >= least]
        _in_all(model, "rooms", groups, places)


@dataclass(frozen=True, slots=True)
class Alike:
    """What tells rooms apart; those that some business asks for also by their ids."""

    seats: int
    booths: int
    id: str
    closed: bool


def _room_of_business(model: Model, g: int, p: int, sits: dict[Alike, Var]) -> None:
    for b in model.groups[g].members:
        business = model.business[b]
        good = [
            kind
            for kind in sits
            if kind.seats >= business.seats and business.room in (None, kind.id)
        ]
        if len(good) < len(sits):
            placed = model.cp.add(model.part[b][p] <= sum(sits[kind] for kind in good))
            model.require(f"business.{business.id}.room", placed)
            if not good:  # another room, elsewhere, might do
                model.require("rooms", placed)
