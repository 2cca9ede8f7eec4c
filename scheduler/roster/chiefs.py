"""Chief interpreters, in turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from scheduler.roster.outcome import Duty, Roster
from scheduler.roster.problem import RosterProblem


def with_chiefs(
    problem: RosterProblem,
    duties: tuple[Duty, ...],
    held: Mapping[str, frozenset[Duty]] | None = None,
) -> Roster:
    """Name the chief interpreter of each meeting: who may be, and was it least often."""
    held = held or {}
    turns: Counter[str] = Counter()
    named: list[Duty] = []
    for sitting in problem.sittings:
        here = [duty for duty in duties if duty.sitting == sitting.id]
        if sitting.id in held:
            here = sorted(held[sitting.id])
            turns.update(duty.person for duty in here if duty.chief)
        elif sitting.languages:
            able = [
                duty
                for duty in here
                if len(duty.languages) == 1 and problem.person_by_id[duty.person].chief
            ]
            chief = min(able, key=lambda duty: turns[duty.person], default=None)
            turns.update([chief.person] if chief else ())
            here = [replace(duty, chief=duty == chief) for duty in here]
        named += here
    return Roster(tuple(named))
