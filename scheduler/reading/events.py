"""Events as they are given on a command line: ``overran 2(a) 74``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from scheduler.events import Away, Event, Late, Lost, Overran, RoomClosed, Teams
from scheduler.problem import Column, Problem, SlotDate
from scheduler.reading.errors import BadInput, FieldError
from scheduler.reading.names import business_meant, room_meant
from scheduler.reading.references import MOST_LISTED, known_errors
from scheduler.text import Text, text
from scheduler.wording import slot_date

MOST_MINUTES = 24 * 60

FORMS = (
    "overran ITEM MINUTES",
    "lost DATE[/SLOT] [plenary|parallel]",
    "away CHAIR DATE[/SLOT]",
    "late DOCUMENT DATE",
    "teams NUMBER DATE[/SLOT]",
    "closed ROOM DATE[/SLOT]",
)

NO_ITEM = text("The session has no items.")
NO_CHAIR = text("No item of the session has a chair.")
NO_DOCUMENT = text("The session has no documents.")
NO_ROOM = text("The session has no rooms.")


class _WrongError(Exception):
    """What is wrong with an event, as a sentence."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_events(given: Iterable[str], problem: Problem) -> tuple[Event, ...]:
    """The events, in the forms of `FORMS`. Raises BadInput naming each that is wrong."""
    events: list[Event] = []
    errors: list[FieldError] = []
    for place, one in enumerate(given):
        try:
            events.append(_event(one.split(), problem))
        except _WrongError as error:
            errors.append(FieldError(f"--event[{place}]", error.sentence))
    if errors:
        raise BadInput(errors)
    return tuple(events)


def refuse_what_is_over(events: Iterable[Event], problem: Problem, since: SlotDate | None) -> None:
    """Refuse events of times before `since`, or before what the session has as held already.

    What was held stays as it was: of a meeting held nothing is to be repaired. Raises BadInput.
    """
    if since is None and problem.held is not None:
        since = problem.held.before
    if since is None:
        return
    sentence = text(
        "Meetings before %(since)s have been held, and stay as they were. Give what happened "
        "after that, or say that fewer have been held.",
        since=slot_date(problem, since),
    )
    errors = [
        FieldError(f"--event[{place}]", sentence)
        for place, event in enumerate(events)
        if isinstance(event, Lost | Away | Teams | RoomClosed)
        and problem.is_before(event.when, since)
    ]
    if errors:
        raise BadInput(errors)


def read_slot_date(given: str, problem: Problem, field: str) -> SlotDate:
    """A day of the session, or a slot of it after a stroke. Raises BadInput."""
    try:
        return _when(given, problem)
    except _WrongError as error:
        raise BadInput([FieldError(field, error.sentence)]) from None


def _event(words: list[str], problem: Problem) -> Event:  # noqa: PLR0911 (one for each form)
    name = " ".join(words[1:-1])
    # The last word is looked at first: a day that is not written as one would be part of a name
    match words:
        case ["overran", _, *_, minutes]:
            known = [one.id for one in problem.business]
            minutes_more = _number(minutes, 1, MOST_MINUTES)
            given = business_meant(problem, name)
            return Overran(business=_known(given, known, NO_ITEM), minutes=minutes_more)
        case ["lost", when]:
            return Lost(when=_when(when, problem))
        case ["lost", when, ("plenary" | "parallel") as column]:
            return Lost(when=_when(when, problem), column=Column(column))
        case ["away", _, *_, when]:
            chairs = [one.chair for one in problem.business if one.chair]
            return Away(when=_when(when, problem), chair=_known(name, chairs, NO_CHAIR))
        case ["late", _, *_, day]:
            symbols = [one.symbol for one in problem.documents]
            return Late(out=_date(day), document=_known(name, symbols, NO_DOCUMENT))
        case ["teams", number, when]:
            return Teams(teams=_number(number, 0, 99), when=_when(when, problem))
        case ["closed", _, *_, when]:
            rooms = [one.id for one in problem.rooms]
            given = room_meant(problem, name)
            return RoomClosed(when=_when(when, problem), room=_known(given, rooms, NO_ROOM))
        case _:
            forms = [f"“{form}”" for form in FORMS]
            sentence = text("Say what happened as one of %(forms)s.", forms=forms)
            raise _WrongError(sentence)


def _known(given: str, known: list[str], none: Text) -> str:
    """The name, if it is known. Raises _WrongError: `none` where there is nothing to name."""
    if not known:
        raise _WrongError(none)
    for error in known_errors("", given, frozenset(known)):
        raise _WrongError(error.text)
    return given


def _number(given: str, least: int, most: int) -> int:
    if not (given.isascii() and given.isdigit() and least <= int(given[:9]) <= most):
        sentence = text(
            "Give a number from %(least)d to %(most)d, not “%(given)s”.",
            least=least,
            most=most,
            given=given,
        )
        raise _WrongError(sentence)
    return int(given)


def _date(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise _WrongError(
            text("Give a day such as 2008-10-14, not “%(given)s”.", given=given)
        ) from None


def _when(given: str, problem: Problem) -> SlotDate:
    day, stroke, slot = given.partition("/")
    when = SlotDate(date=_date(day), slot=slot if stroke else None)
    if when.date not in problem.days:
        raise _WrongError(
            text("There are no meetings on %(date)s. Give a day of the session.", date=when.date)
        )
    if when.slot is not None and (when.date, when.slot) not in problem.period_at:
        slots = [period.slot.id for period in problem.periods if period.date == when.date]
        if len(slots) > MOST_LISTED:
            raise _WrongError(text("There is no slot “%(slot)s” that day.", slot=slot))
        raise _WrongError(
            text(
                "There is no slot “%(slot)s” that day. Give one of %(slots)s.",
                slot=slot,
                slots=slots,
            )
        )
    return when
