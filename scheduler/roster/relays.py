"""Which booth takes relay of which languages, and by which pivot."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.roster.outcome import Roster
from scheduler.roster.problem import Interpreter, RosterProblem, Sitting

Relays = Mapping[str, tuple[str, ...]]  # pivot to the languages that are heard by it


def relays(problem: RosterProblem, roster: Roster) -> Mapping[tuple[str, str], Relays]:
    """The relays of each meeting and booth that takes any.

    A language comes by the first of the pivots that brings it.
    """
    booths: dict[str, dict[str, list[Interpreter]]] = {}
    for duty in roster.duties:
        if len(duty.languages) == 1 and duty.person in problem.person_by_id:
            here = booths.setdefault(duty.sitting, {})
            here.setdefault(duty.languages[0], []).append(problem.person_by_id[duty.person])
    return {
        (sitting.id, booth): found
        for sitting in problem.sittings
        for booth in sitting.languages
        if (found := _relays(problem, sitting, booths.get(sitting.id, {}), booth))
    }


def _relays(
    problem: RosterProblem, sitting: Sitting, booths: Mapping[str, list[Interpreter]], booth: str
) -> Relays:
    def direct(into: str, source: str) -> bool:
        return any(source in one.hears for one in booths.get(into, ())) or any(
            into in one.retour for one in booths.get(source, ())
        )

    found: dict[str, tuple[str, ...]] = {}
    for source in sitting.languages:
        if source == booth or direct(booth, source):
            continue
        for pivot in problem.pivots:
            taken = any(pivot in one.hears for one in booths.get(booth, ()))
            if pivot in booths and pivot not in {booth, source} and taken and direct(pivot, source):
                found[pivot] = (*found.get(pivot, ()), source)
                break
    return found
