"""Repair a roster: somebody cannot come, and as little as possible changes for everybody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.problem import SlotDate
from scheduler.roster.effort import RosterProgress
from scheduler.roster.outcome import Change, Duty, Roster, RosterOutcome
from scheduler.roster.problem import RosterProblem, Sitting
from scheduler.roster.solve import DEFAULT, RosterOptions, search


@dataclass(frozen=True, slots=True)
class Absence:
    """A person is away; in all meetings still to come where `when` is None."""

    person: str
    when: SlotDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A repaired roster, and the duties that are not as they were, in order of the meetings."""

    outcome: RosterOutcome
    changes: tuple[Change, ...]


def repair(
    problem: RosterProblem,
    roster: Roster,
    absences: Sequence[Absence] = (),
    *,
    since: datetime | None = None,
    options: RosterOptions = DEFAULT,
    progress: Callable[[RosterProgress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Repair:
    """Find the roster with the fewest changes in which nobody serves while absent.

    `since` (with an offset): meetings that began before are over, and stay as they were. Without it
    none is. The absences do not touch them. Other aims decide between equally few changes. Duties
    of people or in meetings that the problem no longer has are left out, and are no changes.
    """
    known = [
        duty
        for duty in roster.duties
        if duty.sitting in problem.sitting_by_id and duty.person in problem.person_by_id
    ]
    held = {
        sitting.id: frozenset(duty for duty in known if duty.sitting == sitting.id)
        for sitting in problem.sittings
        if since is not None and sitting.start < since
    }
    changed = _without(problem, absences, held)
    outcome = search(
        changed,
        options,
        held=held,
        before=frozenset(known),
        progress=progress,
        cancelled=cancelled,
    )
    found = outcome.roster or (outcome.shortage and outcome.shortage.roster)
    after = found.duties if found else known
    return Repair(outcome=outcome, changes=changes(problem, known, after))


def _without(
    problem: RosterProblem, absences: Sequence[Absence], held: Mapping[str, object]
) -> RosterProblem:
    """The problem with more absences, from meetings that are still to come."""

    def away(person: str, sitting: Sitting) -> bool:
        return sitting.id not in held and any(
            one.person == person and (one.when is None or sitting.within(one.when))
            for one in absences
        )

    people = [
        replace(
            person,
            absences=(
                *person.absences,
                *(
                    SlotDate(date=sitting.date, slot=sitting.slot)
                    for sitting in problem.sittings
                    if away(person.id, sitting)
                ),
            ),
        )
        for person in problem.people
    ]
    return replace(problem, people=tuple(people))


def changes(
    problem: RosterProblem, before: Sequence[Duty], after: Sequence[Duty]
) -> tuple[Change, ...]:
    """Who has another duty than before, meeting by meeting. Being chief or not is none."""
    was = {(duty.sitting, duty.person): duty.languages for duty in before}
    now = {(duty.sitting, duty.person): duty.languages for duty in after}
    order = {sitting.id: place for place, sitting in enumerate(problem.sittings)}
    touched = [key for key in {**was, **now} if was.get(key) != now.get(key)]
    touched.sort(key=lambda key: (order.get(key[0], -1), key))
    return tuple(
        Change(sitting, person, was.get((sitting, person)), now.get((sitting, person)))
        for sitting, person in touched
    )
