"""What happened, as a sentence."""

from __future__ import annotations

from scheduler.events import Away, Event, Late, Lost, Overran, RoomClosed, Teams
from scheduler.problem import Business, Problem
from scheduler.text import Text, ntext, text
from scheduler.wording import column_name, opening, slot_date


def said_of_broken_off(business: Business) -> Text:
    """What is no longer asked of business that `scheduler.happened` finds broken off."""
    return text(
        "%(business)s was broken off: what is left of it may be taken at another time.",
        business=opening(business),
    )


def sentence(event: Event, problem: Problem) -> Text:  # noqa: PLR0911 (one for each kind)
    """An event of which the session knows what it names."""
    match event:
        case Overran():
            item = opening(problem.business_by_id[event.business])
            return ntext(
                "%(item)s needs %(n)d minute more.",
                "%(item)s needs %(n)d minutes more.",
                event.minutes,
                item=item,
            )
        case Lost():
            when = slot_date(problem, event.when)
            if event.column is None:
                return text("No meeting can be held on %(when)s.", when=when)
            column = column_name(event.column)
            return text("No %(column)s meeting can be held on %(when)s.", column=column, when=when)
        case Away():
            when = slot_date(problem, event.when)
            return text("%(chair)s is away on %(when)s.", chair=event.chair, when=when)
        case Late():
            return text(
                "The document %(document)s is out on %(day)s.",
                document=event.document,
                day=event.out,
            )
        case Teams():
            return ntext(
                "%(n)d team of interpreters is there on %(when)s.",
                "%(n)d teams of interpreters are there on %(when)s.",
                event.teams,
                when=slot_date(problem, event.when),
            )
        case RoomClosed():
            rooms = {room.id: room.title for room in problem.rooms}
            when = slot_date(problem, event.when)
            return text("%(room)s cannot be used on %(when)s.", room=rooms[event.room], when=when)
