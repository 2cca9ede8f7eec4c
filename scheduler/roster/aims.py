"""How good a roster is, counted from its duties and not from the model."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from scheduler.roster.outcome import Aim, Duty
from scheduler.roster.problem import Interpreter, RosterProblem, Sitting


def count(
    problem: RosterProblem,
    duties: Iterable[Duty],
    *,
    before: Collection[Duty] | None = None,
    held: Collection[str] = (),
) -> Mapping[Aim, int]:
    """What a roster has of each aim; of `changes` only where there is a roster `before`.

    Changes are counted in meetings that are not `held`.
    """
    duties = list(duties)
    sittings: dict[str, list[Sitting]] = {}
    for duty in duties:
        sittings.setdefault(duty.person, []).append(problem.sitting_by_id[duty.sitting])
    people = [person for person in problem.people if person.id in sittings]
    loads: dict[str, list[int]] = {}
    for person in people:
        loads.setdefault(person.booth, []).append(len(sittings[person.id]))
    found = {
        Aim.PEOPLE: len(people),
        Aim.COST: sum(
            person.cost_per_day * len({sitting.date for sitting in sittings[person.id]})
            for person in people
        ),
        Aim.SPREAD: sum(max(booth) - min(booth) for booth in loads.values()),
        Aim.WISHES: sum(
            _against(problem.person_by_id[duty.person], problem.sitting_by_id[duty.sitting], duty)
            for duty in duties
        ),
    }
    if before is None:
        return found
    was, now = (
        {(duty.sitting, duty.person, duty.languages) for duty in some if duty.sitting not in held}
        for some in (before, duties)
    )
    return {Aim.CHANGES: len(was ^ now), **found}


def _against(person: Interpreter, sitting: Sitting, duty: Duty) -> int:
    avoided = any(sitting.within(when) for when in person.avoid)
    return avoided + (len(duty.languages) == 1 and person.into.get(duty.languages[0]) == "B")
