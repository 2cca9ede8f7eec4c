"""Variables of the model, and how a constraint belongs to a requirement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.limits import MOST_IN_A_MODEL, Stop, Stopped, never, too_many
from scheduler.problem import Business, Column, Period, Preference, Problem, RelationKind

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
    relations keep in order, directly or through others; `enders` what ends the session; `sets`
    counts the sets of periods that are listed; `meetings[g]` all meetings of the group.

    Making it takes time: whoever adds to it gives it a `pulse` now and then.
    """

    def __init__(
        self, problem: Problem, *, explaining: bool, leaving_out: bool, stop: Stop = never
    ) -> None:
        self.problem = problem
        self._stop = stop
        self.leaving_out = leaving_out
        self.cp = cp_model.CpModel()
        self.explaining = explaining
        self.switches: dict[str, Var] = {}
        self.slacks: dict[str, list[Var]] = {}
        self.amounts: dict[Preference, Linear] = {}
        self.sets = 0
        self.points: Linear = 0  # of the rank of preferences that is minimized
        self.periods: Sequence[Period] = problem.periods
        self.business: Sequence[Business] = problem.business
        self.index = {business.id: b for b, business in enumerate(problem.business)}
        self.groups = groups_of(problem)
        self.group_of = {b: g for g, group in enumerate(self.groups) for b in group.members}
        self.ordered = Order(problem, self.index)
        self.enders = {
            self.index[relation.business[0]]
            for relation in problem.relations
            if relation.kind is RelationKind.ENDS_SESSION
        }
        self.part = [self._row() for _ in self.business]
        self.minutes: list[list[Linear]] = []
        self.begun: list[list[Var]] = []
        self.finished: list[list[Var]] = []
        self.held = [self._row() for _ in self.groups]
        self.meetings: list[Linear] = []

    def twin(self, problem: Problem | None = None) -> Model:
        """A copy that grows apart from this one; of a problem that has the same variables."""
        twin = copy(self)
        twin.cp, twin.amounts = self.cp.clone(), dict(self.amounts)
        twin.problem = self.problem if problem is None else problem
        return twin

    def pulse(self) -> None:
        """Raise Stopped where the caller wants no more of it, TooLarge where it grows too large."""
        if self._stop():
            raise Stopped
        if len(self.cp.proto.variables) + len(self.cp.proto.constraints) > MOST_IN_A_MODEL:
            raise too_many()

    def _row(self) -> list[Var]:
        self.pulse()
        # Without names: there are hundreds of thousands of them
        return [self.cp.new_bool_var("") for _ in self.periods]

    def any_of(self, literals: Sequence[Var]) -> Var:
        """A literal that holds where one of these does."""
        if len(literals) == 1:
            return literals[0]
        found = self.cp.new_bool_var("any")
        for literal in literals:
            self.cp.add_implication(literal, found)
        return found

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


def groups_of(problem: Problem) -> tuple[Group, ...]:
    """The business of the problem, by the meetings it can share."""
    members: dict[tuple[str, Column, tuple[str, ...]], list[int]] = {}
    for b, business in enumerate(problem.business):
        key = (business.body, business.column, tuple(sorted(business.languages)))
        members.setdefault(key, []).append(b)
    return tuple(
        Group(body, column, languages, tuple(indices))
        for (body, column, languages), indices in members.items()
    )


class Order:
    """Pairs (indices of business) that `before` relations keep in order, also through others."""

    def __init__(self, problem: Problem, index: Mapping[str, int]) -> None:
        # As bits, one number for each piece of business: of thousands there are millions of pairs
        later = dict.fromkeys(range(len(problem.business)), 0)
        for relation in problem.relations:
            if relation.kind is RelationKind.BEFORE:
                first, then = (index[id_] for id_ in relation.business)
                later[first] |= 1 << then
        through = [b for b, bits in later.items() if bits]
        for middle in through:
            bit, beyond = 1 << middle, later[middle]
            for b in through:
                if later[b] & bit:
                    later[b] |= beyond
        self._later = later

    def __contains__(self, pair: tuple[int, int]) -> bool:
        first, then = pair
        return bool(self._later[first] >> then & 1)
