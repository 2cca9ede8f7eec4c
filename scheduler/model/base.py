"""Variables of the model, and how a constraint belongs to a requirement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.problem import Business, Column, Period, Preference, Problem, RelationKind, SlotDate

Var = cp_model.IntVar
Linear = cp_model.LinearExpr | int


@dataclass(frozen=True, slots=True)
class Group:
    """Business that can share a meeting: same body, column and languages."""

    body: str
    column: Column
    languages: tuple[str, ...]
    members: tuple[int, ...]  # indices into Problem.business

    @property
    def interpreted(self) -> bool:
        """Whether its meetings have interpretation into any language."""
        return bool(self.languages)


class Model:
    """The variables shared by all constraints.

    Indexed by business b and period p (both from 0 in the order of the problem), or by group g:
    `part[b][p]` b has a part in p; `minutes[b][p]` its length (an expression, 0 without a part);
    `begun[b][p]` a part lies in p or earlier; `finished[b][p]` none lies later;
    `held[g][p]` the group meets in p. `ordered` has the pairs of business that `before`
    relations keep in order, directly or through others.
    """

    def __init__(self, problem: Problem, *, explaining: bool, leaving_out: bool) -> None:
        self.problem = problem
        self.leaving_out = leaving_out
        self.cp = cp_model.CpModel()
        self.explaining = explaining
        self.switches: dict[str, Var] = {}
        self.slacks: dict[str, list[Var]] = {}
        self.amounts: dict[Preference, Linear] = {}
        self.points: Linear = 0  # of the rank of preferences that is minimized
        self.periods: Sequence[Period] = problem.periods
        self.business: Sequence[Business] = problem.business
        self.index = {business.id: b for b, business in enumerate(problem.business)}
        self.groups = _groups(problem)
        self.group_of = {b: g for g, group in enumerate(self.groups) for b in group.members}
        self.ordered = _ordered(problem, self.index)
        self.part = [self._row(f"part {b.id}") for b in self.business]
        self.minutes: list[list[Linear]] = []
        self.begun: list[list[Var]] = []
        self.finished: list[list[Var]] = []
        self.held = [self._row(f"held {g.body} {g.column}") for g in self.groups]

    def _row(self, name: str) -> list[Var]:
        return [self.cp.new_bool_var(f"{name} {p}") for p in range(len(self.periods))]

    def require(self, key: str, constraint: cp_model.Constraint) -> None:
        """Say that a constraint, already added, belongs to a requirement."""
        if self.explaining:
            constraint.only_enforce_if(self.switch(key))

    def switch(self, key: str) -> Var:
        """The literal that holds where the requirement is kept (explaining only)."""
        if key not in self.switches:
            self.switches[key] = self.cp.new_bool_var(f"keep {key}")
        return self.switches[key]

    def slack(self, key: str, most: int) -> Linear:
        """By how much a requirement may be exceeded: 0 unless explaining and switched off."""
        if not self.explaining:
            return 0
        slack = self.cp.new_int_var(0, most, f"slack {key}")
        self.cp.add(slack == 0).only_enforce_if(self.switch(key))
        self.slacks.setdefault(key, []).append(slack)
        return slack

    def forbid(self, key: str, literals: Iterable[Var]) -> None:
        """Forbid each of the literals for the sake of a requirement."""
        for literal in literals:
            self.require(key, self.cp.add(literal == 0))


def lies_in(period: Period, wanted: SlotDate) -> bool:
    """Whether a period is the slot of that date, or on that date where no slot is named."""
    return period.date == wanted.date and wanted.slot in {None, period.slot.id}


def _groups(problem: Problem) -> tuple[Group, ...]:
    members: dict[tuple[str, Column, tuple[str, ...]], list[int]] = {}
    for b, business in enumerate(problem.business):
        key = (business.body, business.column, tuple(sorted(business.languages)))
        members.setdefault(key, []).append(b)
    return tuple(
        Group(body, column, languages, tuple(indices))
        for (body, column, languages), indices in members.items()
    )


def _ordered(problem: Problem, index: Mapping[str, int]) -> frozenset[tuple[int, int]]:
    """Pairs that `before` relations keep in order, directly or through others."""
    after: dict[int, set[int]] = {}
    for relation in problem.relations:
        if relation.kind is RelationKind.BEFORE:
            first, then = (index[id_] for id_ in relation.business)
            after.setdefault(first, set()).add(then)
    pairs: set[tuple[int, int]] = set()
    for first in after:
        reached, frontier = set[int](), [first]
        while frontier:
            for then in after.get(frontier.pop(), ()):
                if then not in reached:
                    reached.add(then)
                    frontier.append(then)
        pairs |= {(first, then) for then in reached}
    return frozenset(pairs)
