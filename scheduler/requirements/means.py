"""What the session has: places side by side, interpretation, rooms, bodies."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.problem import (
    Body,
    Closure,
    Column,
    Interpretation,
    Problem,
    Room,
    SlotDate,
    TeamChange,
)
from scheduler.programme import Requirement
from scheduler.requirements.values import joined, requirement
from scheduler.text import Text, ntext, text
from scheduler.wording import body_name, moment, named, slot_date

MOST_ROOMS = 3  # of those too small that a sentence names
MOST_CLOSURES = 6  # of one room, that a sentence bears


def of_means(problem: Problem) -> Iterator[Requirement]:
    """What meetings share."""
    yield from _held(problem)
    yield from (_closure(problem, closure) for closure in problem.closures)
    yield from _at_once(problem)
    yield from _interpretation(problem)
    yield from _rooms(problem)
    yield from (_body(problem, body) for body in problem.bodies)


def _held(problem: Problem) -> Iterator[Requirement]:
    if problem.held is not None:
        before = slot_date(problem, problem.held.before)
        sentence = text("What was held before %(moment)s stays as it was.", moment=before)
        yield requirement("held", sentence)


def _closure(problem: Problem, closure: Closure) -> Requirement:
    when = slot_date(problem, SlotDate(date=closure.date, slot=closure.slot))
    match closure.column:
        case None:
            sentence = text("No meeting is held on %(when)s", when=when)
        case Column.PLENARY:
            sentence = text("No plenary meeting is held on %(when)s", when=when)
        case Column.PARALLEL:
            sentence = text("No parallel meeting is held on %(when)s", when=when)
    if because := closure.because.removesuffix("."):
        sentence = text("%(sentence)s, because %(because)s.", sentence=sentence, because=because)
    else:
        sentence = text("%(sentence)s.", sentence=sentence)
    return requirement(f"closures.{closure.id}", sentence, closure.source)


def _at_once(problem: Problem) -> Iterator[Requirement]:
    plenary, parallel = (problem.at_once.get(column) for column in Column)
    if plenary is not None:
        sentence = ntext(
            "At most %(n)d plenary meeting is held at a time.",
            "At most %(n)d plenary meetings are held at a time.",
            plenary,
        )
        yield requirement("at_once.plenary", sentence, problem.at_once_source)
    if parallel is not None:
        sentence = ntext(
            "At most %(n)d parallel meeting is held at a time.",
            "At most %(n)d parallel meetings are held at a time.",
            parallel,
        )
        yield requirement("at_once.parallel", sentence, problem.at_once_source)


def _interpretation(problem: Problem) -> Iterator[Requirement]:
    given = problem.interpretation
    sources = joined([given.source, *(change.source for change in given.changes)])
    yield requirement("interpretation.teams", _teams(problem), sources)
    sentence = ntext(
        "A team of interpreters serves at most %(n)d meeting a day.",
        "A team of interpreters serves at most %(n)d meetings a day.",
        given.meetings_per_team_day,
    )
    yield _of_a_team("meetings_per_team_day", sentence, given)
    sentence = ntext(
        "A team of interpreters serves at most %(n)d meeting a week.",
        "A team of interpreters serves at most %(n)d meetings a week.",
        given.meetings_per_team_week,
    )
    yield _of_a_team("meetings_per_team_week", sentence, given)
    limits = (
        ("total", given.entitlement.total, _entitled_in_total),
        ("plenary", given.entitlement.plenary, _entitled_in_plenary),
        ("parallel", given.entitlement.parallel, _entitled_in_parallel),
    )
    for name, most, sentence_of in limits:
        if most is not None:
            key = f"interpretation.entitlement.{name}"
            yield requirement(key, sentence_of(most), given.entitlement.source)


def _of_a_team(name: str, sentence: Text, given: Interpretation) -> Requirement:
    return requirement(f"interpretation.{name}", sentence, given.sources.get(name, ""))


def _entitled_in_total(most: int) -> Text:
    return ntext(
        "The session is entitled to %(n)d meeting with interpretation in all.",
        "The session is entitled to %(n)d meetings with interpretation in all.",
        most,
    )


def _entitled_in_plenary(most: int) -> Text:
    return ntext(
        "The session is entitled to %(n)d plenary meeting with interpretation.",
        "The session is entitled to %(n)d plenary meetings with interpretation.",
        most,
    )


def _entitled_in_parallel(most: int) -> Text:
    return ntext(
        "The session is entitled to %(n)d parallel meeting with interpretation.",
        "The session is entitled to %(n)d parallel meetings with interpretation.",
        most,
    )


def _teams(problem: Problem) -> Text:
    teams, changes = problem.interpretation.teams, problem.interpretation.changes
    changed = [_team_change(problem, change) for change in changes]
    if not teams and changed:
        return text("No team of interpreters is available, except on %(changes)s.", changes=changed)
    if not teams:
        return text("No team of interpreters is available.")
    if not changed:
        return ntext(
            "%(n)d team of interpreters serves the meetings of each slot.",
            "%(n)d teams of interpreters serve the meetings of each slot.",
            teams,
        )
    return ntext(
        "%(n)d team of interpreters serves the meetings of each slot, except on %(changes)s.",
        "%(n)d teams of interpreters serve the meetings of each slot, except on %(changes)s.",
        teams,
        changes=changed,
    )


def _team_change(problem: Problem, change: TeamChange) -> Text:
    when: Text = text("%(date)s", date=change.date)
    if change.slot is not None:
        start = next(slot.start for slot in problem.slots if slot.id == change.slot)
        when = moment(change.date, start)
    return text("%(when)s (%(teams)d)", when=when, teams=change.teams)


def _rooms(problem: Problem) -> Iterator[Requirement]:
    if not problem.rooms:
        return
    sentence = text(
        "Each meeting has a room for itself that is open, "
        "with a booth for each language of interpretation."
    )
    if closed := [_closed(problem, room) for room in problem.rooms if room.closed]:
        sentence = text(
            "%(sentence)s These are closed: %(closed)s.", sentence=sentence, closed=closed
        )
    if largest := _largest(problem):
        sentence = text(
            "%(sentence)s The largest for what is asked: %(rooms)s.",
            sentence=sentence,
            rooms=largest,
        )
    sources = [room.source for room in problem.rooms]
    sources += [room.sources.get("closed", "") for room in problem.rooms]
    yield requirement("rooms", sentence, joined(sources))


def _largest(problem: Problem) -> list[Text]:
    """Rooms that come nearest to what business asks for, where none has the seats or the booths."""
    seats: dict[Room, Text] = {}
    booths: dict[Room, tuple[int, Text]] = {}
    asked = {(one.room, one.seats, len(one.languages)): one for one in reversed(problem.business)}
    for (name, needed_seats, needed), one in reversed(asked.items()):
        rooms = [room for room in problem.rooms if name in {None, room.id}]
        room = max(rooms, key=lambda room: room.seats, default=None)
        if room is not None and room.seats < needed_seats:
            seats[room] = ntext("%(n)d seat", "%(n)d seats", room.seats)
        room = max(rooms, key=lambda room: room.booths, default=None)
        if room is not None and max(room.booths, booths.get(room, (0,))[0]) < needed:
            sentence = ntext(
                "%(n)d booth; %(business)s needs %(needed)d",
                "%(n)d booths; %(business)s needs %(needed)d",
                room.booths,
                needed=needed,
                business=named(one),
            )
            booths[room] = needed, sentence
    found = {room: [one] for room, one in seats.items()}
    for room, (_, sentence) in booths.items():
        found.setdefault(room, []).append(sentence)
    told: list[Text] = [
        text("%(room)s (%(has)s)", room=room.title, has=has) for room, has in found.items()
    ]
    if len(told) > MOST_ROOMS:
        others = len(told) - MOST_ROOMS
        told[MOST_ROOMS:] = [ntext("%(n)d other", "%(n)d others", others)]
    return told


def _closed(problem: Problem, room: Room) -> Text:
    if len(room.closed) > MOST_CLOSURES:
        return ntext(
            "%(room)s (%(n)d time)", "%(room)s (%(n)d times)", len(room.closed), room=room.title
        )
    times = [slot_date(problem, when) for when in room.closed]
    return text("%(room)s (%(times)s)", room=room.title, times=times)


def _body(problem: Problem, body: Body) -> Requirement:
    name = body_name(problem, body.id)
    sentence = text("The %(body)s holds one meeting at a time.", body=name)
    return requirement(f"bodies.{body.id}", sentence, body.source)
