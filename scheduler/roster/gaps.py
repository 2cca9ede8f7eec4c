"""Where people lack in a roster, and of each who could fill it: what stands against that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.roster.checker import check_roster
from scheduler.roster.outcome import Duty, Roster
from scheduler.roster.posts import Post, can_serve, posts
from scheduler.roster.problem import Interpreter, RosterProblem, Sitting
from scheduler.roster.wording import at, post
from scheduler.text import Text, ntext, text


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody with the languages, and the rule against it; None where they are free."""

    person: str
    against: Text | None


@dataclass(frozen=True, slots=True)
class Gap:
    """People who lack at a post; or, with none, what else is wrong with a meeting.

    `candidates`: those who are free first.
    """

    sitting: str
    text: Text
    post: Post = ()
    people: int = 0
    candidates: tuple[Candidate, ...] = ()


def gaps(problem: RosterProblem, roster: Roster) -> tuple[Gap, ...]:
    """What lacks, in order of the meetings: people first, and then what nobody there can do."""
    there = Counter((duty.sitting, duty.languages) for duty in roster.duties)
    wrong = check_roster(problem, roster)
    found: list[Gap] = []
    for sitting in problem.sittings:
        empty = [
            (languages, size - there[sitting.id, languages])
            for languages, size in posts(problem, sitting).items()
            if there[sitting.id, languages] < size
        ]
        found += [_gap(problem, roster, sitting, *one) for one in empty]
        if not empty:
            found += [
                Gap(sitting.id, one.text)
                for one in wrong
                if one.sitting == sitting.id and one.person is None
            ]
    return tuple(found)


def _gap(
    problem: RosterProblem, roster: Roster, sitting: Sitting, languages: Post, people: int
) -> Gap:
    candidates = [
        Candidate(person.id, next(_against(problem, roster, person, sitting), None))
        for person in problem.people
        if can_serve(person, languages)
    ]
    candidates.sort(key=lambda one: one.against is not None)
    sentence = ntext(
        "%(post)s lacks %(n)s person at %(sitting)s.",
        "%(post)s lacks %(n)s people at %(sitting)s.",
        people,
        post=post(languages),
        sitting=at(sitting),
    )
    return Gap(sitting.id, sentence, languages, people, tuple(candidates))


def _against(
    problem: RosterProblem, roster: Roster, person: Interpreter, sitting: Sitting
) -> Iterator[Text]:
    """Rules that one more meeting of the person would break, the plainest first."""
    rules = problem.rules
    if person.absent(sitting):
        yield text("is absent")
    mine = list(_others(problem, roster, person))
    for one, duty in mine:
        if one.start < sitting.end and sitting.start < one.end:
            where = post(duty.languages, within=True)
            if one.id == sitting.id:
                yield text("sits in %(post)s of the same meeting", post=where)
            else:
                yield text("serves %(sitting)s, in %(post)s", sitting=at(one), post=where)
    sittings = [one for one, _ in mine]  # one for each duty, as the checker counts
    if sum(one.date == sitting.date for one in sittings) >= rules.meetings_per_day:
        yield ntext(
            "has %(n)s meeting that day, the most allowed",
            "has %(n)s meetings that day, the most allowed",
            rules.meetings_per_day,
        )
    if sum(one.week == sitting.week for one in sittings) >= rules.meetings_per_week:
        yield ntext(
            "has %(n)s meeting that week, the most allowed",
            "has %(n)s meetings that week, the most allowed",
            rules.meetings_per_week,
        )
    for one in sittings:
        for first, second in ((one, sitting), (sitting, one)):
            if rules.evening(first) and first.end <= second.start < first.end + rules.rest:
                yield text(
                    "would have less than %(hours)s hours of rest after an evening meeting",
                    hours=rules.rest_hours_after_evening,
                )


def _others(
    problem: RosterProblem, roster: Roster, person: Interpreter
) -> Iterator[tuple[Sitting, Duty]]:
    for duty in roster.duties:
        if duty.person == person.id and duty.sitting in problem.sitting_by_id:
            yield problem.sitting_by_id[duty.sitting], duty
