"""Whether a roster keeps the rules: plain questions, asked without the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from scheduler.roster.outcome import Duty, Roster
from scheduler.roster.problem import Interpreter, RosterProblem, Sitting
from scheduler.roster.wording import at, post
from scheduler.text import Language, Text, ntext, text


@dataclass(frozen=True, slots=True)
class RosterViolation:
    """What is wrong, the rule that says so, and the meeting and the person concerned, if any."""

    text: Text
    rule: Text
    sitting: str | None = None
    person: str | None = None


def check_roster(problem: RosterProblem, roster: Roster) -> tuple[RosterViolation, ...]:
    """Every rule that the roster breaks, in order of the meetings and then of the people."""
    known = [
        duty
        for duty in roster.duties
        if duty.sitting in problem.sitting_by_id and duty.person in problem.person_by_id
    ]
    return (
        *_strangers(problem, roster),
        *(one for sitting in problem.sittings for one in _sitting(problem, sitting, known)),
        *(one for person in problem.people for one in _person(problem, person, known)),
    )


def _strangers(problem: RosterProblem, roster: Roster) -> Iterator[RosterViolation]:
    for duty in roster.duties:
        if duty.sitting not in problem.sitting_by_id:
            yield RosterViolation(
                text("The programme has no meeting %(sitting)s.", sitting=duty.sitting),
                text("People serve the meetings of the programme."),
                person=duty.person,
            )
        if duty.person not in problem.person_by_id:
            yield RosterViolation(
                text("There is no interpreter %(person)s.", person=duty.person),
                text("The people are those of the list."),
                sitting=duty.sitting,
            )


def _sitting(
    problem: RosterProblem, sitting: Sitting, duties: list[Duty]
) -> Iterator[RosterViolation]:
    here = [duty for duty in duties if duty.sitting == sitting.id]
    wanted: Counter[tuple[str, ...]] = Counter(sitting.pairs)
    for language in sitting.languages:
        wanted[language,] = problem.booths[language]
    there = Counter(duty.languages for duty in here)
    for languages in dict.fromkeys((*wanted, *there)):
        if there[languages] != wanted[languages]:
            yield RosterViolation(
                text(
                    "%(post)s has %(there)s of %(wanted)s people at %(sitting)s.",
                    post=post(languages),
                    there=there[languages],
                    wanted=wanted[languages],
                    sitting=at(sitting),
                ),
                text("Every booth has its number of people, and every pair of languages one."),
                sitting=sitting.id,
            )
    yield from _relay(problem, sitting, here)
    chiefs = [duty for duty in here if duty.chief]
    able = [duty for duty in chiefs if problem.person_by_id[duty.person].chief]
    if sitting.languages and (len(chiefs), len(able)) != (1, 1):
        yield RosterViolation(
            text("There is no one chief interpreter at %(sitting)s.", sitting=at(sitting)),
            text("A meeting with booths has one chief interpreter, who is there and may be it."),
            sitting=sitting.id,
        )


def _relay(problem: RosterProblem, sitting: Sitting, here: list[Duty]) -> Iterator[RosterViolation]:
    booths = {
        language: [
            problem.person_by_id[duty.person] for duty in here if duty.languages == (language,)
        ]
        for language in sitting.languages
    }

    def direct(booth: str, source: str) -> bool:
        heard = any(source in person.hears for person in booths[booth])
        return heard or any(booth in person.retour for person in booths[source])

    def relayed(booth: str, source: str) -> bool:
        return any(
            direct(pivot, source) and any(pivot in person.hears for person in booths[booth])
            for pivot in problem.pivots
            if pivot in booths and pivot not in (booth, source)
        )

    for booth in booths:
        for source in booths:
            if source != booth and not direct(booth, source) and not relayed(booth, source):
                yield RosterViolation(
                    text(
                        "%(post)s has no way to hear %(source)s at %(sitting)s.",
                        post=post((booth,)),
                        source=Language(source),
                        sitting=at(sitting),
                    ),
                    text(
                        "Every booth hears every language of the meeting, directly or by one relay "
                        "from a pivot language."
                    ),
                    sitting=sitting.id,
                )


def _person(
    problem: RosterProblem, person: Interpreter, duties: list[Duty]
) -> Iterator[RosterViolation]:
    mine = [duty for duty in duties if duty.person == person.id]
    for duty in mine:
        yield from _able(problem.sitting_by_id[duty.sitting], person, duty)
    sittings = [problem.sitting_by_id[duty.sitting] for duty in mine]
    for one, other in combinations(sorted(sittings, key=lambda sitting: sitting.start), 2):
        yield from _apart(problem, person, one, other)
    for day, count in Counter(sitting.date for sitting in sittings).items():
        if count > problem.rules.meetings_per_day:
            wrong = text(
                "%(name)s has %(count)s meetings on %(day)s.",
                name=person.name,
                count=count,
                day=day,
            )
            rule = ntext(
                "A person has at most %(n)s meeting a day.",
                "A person has at most %(n)s meetings a day.",
                problem.rules.meetings_per_day,
            )
            yield RosterViolation(wrong, rule, person=person.id)
    for (year, week), count in Counter(sitting.week for sitting in sittings).items():
        if count > problem.rules.meetings_per_week:
            wrong = text(
                "%(name)s has %(count)s meetings in week %(week)s of %(year)s.",
                name=person.name,
                count=count,
                week=week,
                year=str(year),
            )
            rule = ntext(
                "A person has at most %(n)s meeting a week.",
                "A person has at most %(n)s meetings a week.",
                problem.rules.meetings_per_week,
            )
            yield RosterViolation(wrong, rule, person=person.id)


def _able(sitting: Sitting, person: Interpreter, duty: Duty) -> Iterator[RosterViolation]:
    if person.absent(sitting):
        yield RosterViolation(
            text("%(name)s is absent from %(sitting)s.", name=person.name, sitting=at(sitting)),
            text("Who is absent has no meeting."),
            sitting=sitting.id,
            person=person.id,
        )
    if len(duty.languages) == 1:
        able = duty.languages[0] in person.into
    else:
        able = all(language in person.languages for language in duty.languages)
    if not able:
        yield RosterViolation(
            text(
                "%(name)s has not the languages of %(post)s at %(sitting)s.",
                name=person.name,
                post=post(duty.languages, within=True),
                sitting=at(sitting),
            ),
            text("A person works in a booth of theirs, or between two languages of theirs."),
            sitting=sitting.id,
            person=person.id,
        )


def _apart(
    problem: RosterProblem, person: Interpreter, one: Sitting, other: Sitting
) -> Iterator[RosterViolation]:
    """Two meetings of a person, the earlier one first."""
    rules = problem.rules
    if other.start < one.end:
        yield RosterViolation(
            text(
                "%(name)s has two duties at once: %(one)s, and %(other)s.",
                name=person.name,
                one=at(one),
                other=at(other),
            ),
            text("A person serves one meeting at a time, in one booth."),
            sitting=other.id,
            person=person.id,
        )
    elif rules.evening(one) and other.start - one.end < rules.rest:
        yield RosterViolation(
            text(
                "%(name)s has no rest between %(one)s and %(other)s.",
                name=person.name,
                one=at(one),
                other=at(other),
            ),
            text(
                "After an evening meeting a person rests for %(hours)s hours.",
                hours=rules.rest_hours_after_evening,
            ),
            sitting=other.id,
            person=person.id,
        )
