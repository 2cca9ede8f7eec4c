"""Words, dates and hours of a page, in the language of the request."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from enum import StrEnum
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, get_timezone_location
from babel.lists import format_list
from flask import Flask
from flask_babel import gettext, ngettext, pgettext

from procedure import wording
from scheduler.text import Language, Text
from scheduler.wording import duration as duration_of
from web import words
from web.languages import current_locale


def say(text: Text) -> str:
    """A sentence of the engine."""
    values = {name: _value(value) for name, value in text.values.items()}
    if text.plural is not None:
        return _one_stop(ngettext(text.msgid, text.plural, text.values["n"], **values))
    return _one_stop(gettext(text.msgid) % values)


def translated(name: object) -> str:
    """A name of the record or of a rulebook, translated where it is known: never with values.

    The ``_()`` of templates puts values into all it is given, and takes that for safe.
    """
    return str(gettext(str(name))) if name else ""


def _one_stop(sentence: str) -> str:
    """A sentence whose last word brings its own full stop, "10 a.m.", has only that one."""
    return sentence[:-1] if sentence.endswith(".m..") else sentence


def _value(value: Any) -> Any:
    for kind, write in WRITERS:
        if isinstance(value, kind):
            return write(value)
    return words.word(value) if isinstance(value, StrEnum) else value


def and_list(parts: Iterable[Any]) -> str:
    """The parts in a row, as "a, b and c"."""
    listed = format_list([str(part) for part in parts], locale=current_locale())
    return listed.replace(", and ", " and ")


def _english() -> bool:
    return bool(current_locale().language == "en")


def day(value: date) -> str:
    """A day in full: "Wednesday, 8 October 2008"."""
    return format_date(value, "EEEE, d MMMM y" if _english() else "full", locale=current_locale())


def short_day(value: date) -> str:
    """A day without its weekday: "8 October 2008"."""
    return wording.dated(value, current_locale())


def days(first: date, last: date) -> str:
    """A stretch of days: "8–17 October 2008"."""
    return wording.days(first, last, current_locale())


def some_days(values: Iterable[date]) -> str:
    """Days of a session without their year: "11 and 12 October"."""
    values = list(values)
    if not _english():
        return and_list(format_skeleton("MMMMd", v, locale=current_locale()) for v in values)
    months = groupby(values, key=lambda v: v.replace(day=1))
    return and_list(
        f"{and_list(value.day for value in days)} {format_date(month, 'MMMM', locale='en')}"
        for month, days in months
    )


def weekday(value: date) -> str:
    """The name of the day of the week."""
    return format_date(value, "EEEE", locale=current_locale())


def hour(value: time) -> str:
    """An hour: "10 a.m.", "12.30 p.m.", "noon" in English, as United Nations documents print it."""
    return wording.hour(value, current_locale())


def hours(start: time, end: time) -> str:
    """A stretch of hours: "10 a.m.–1 p.m.", "3–6 p.m."."""
    return wording.hours(start, end, current_locale())


def moment(value: datetime) -> str:
    """A day and an hour: "8 October 2008, 10 a.m."."""
    return f"{short_day(value.date())}, {hour(value.time())}"


def second(value: time) -> str:
    """An hour to the second: "10.04.12 a.m."."""
    return wording.second(value, current_locale())


def exact(value: datetime) -> str:
    """A day and an hour to the microsecond."""
    to_the_microsecond = wording.second(value.time(), current_locale(), exact=True)
    return f"{short_day(value.date())}, {to_the_microsecond}"


def place(zone: str | ZoneInfo) -> str:
    """Where the clocks show the time of a zone: "Vienna"."""
    return get_timezone_location(str(zone), locale=current_locale(), return_city=True)


def ordinal(number: int) -> str:
    """A place in a row: "15th"."""
    if _english():
        return wording.ordinal(number)
    return str(pgettext("ordinal number, as of a meeting", "%(number)s.", number=number))


def nth_meeting(number: int) -> str:
    """A meeting by its number: "15th meeting"."""
    return str(gettext("%(ordinal)s meeting", ordinal=ordinal(number)))


def nth_session(number: int) -> str:
    """A session by its number: "sixth session"."""
    said = wording.ordinal_word(number) if _english() else ordinal(number)
    return str(gettext("%(ordinal)s session", ordinal=said))


def duration(minutes: int) -> str:
    """Minutes as a person says them: "2 h 30 min", "45 min"."""
    return say(duration_of(minutes))


# How values in sentences of the engine are written; the first kind that fits counts.
WRITERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    (Text, say),
    (Language, words.language_name),
    (datetime, lambda value: f"{day(value.date())}, {hour(value.time())}"),
    (date, short_day),
    (time, hour),
    (ZoneInfo, place),
    ((list, tuple), lambda values: and_list(_value(value) for value in values)),
)

FILTERS = {
    "say": say,
    "translated": translated,
    "day": day,
    "short_day": short_day,
    "weekday": weekday,
    "hour": hour,
    "second": second,
    "moment": moment,
    "exact": exact,
    "place": place,
    "ordinal": ordinal,
    "nth_meeting": nth_meeting,
    "nth_session": nth_session,
    "duration": duration,
    "and_list": and_list,
    "some_days": some_days,
    "item_number": wording.item_number,
    "word": words.word,
    "task": words.task,
    "language": words.language_name,
}


def init_app(app: Flask) -> None:
    """Give templates the filters above, and `days` and `hours` as functions of two values."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(days=days, hours=hours)
