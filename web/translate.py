"""Words, dates and hours of a page, in the language of the request."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from enum import StrEnum
from itertools import groupby
from typing import Any

from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from flask import Flask
from flask_babel import gettext, ngettext, pgettext

from scheduler.text import Language, Text
from web import words
from web.languages import current_locale


def say(text: Text) -> str:
    """A sentence of the engine."""
    values = {name: _value(value) for name, value in text.values.items()}
    if text.plural is not None:
        return _one_stop(ngettext(text.msgid, text.plural, text.values["n"], **values))
    return _one_stop(gettext(text.msgid) % values)


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
    return format_date(value, "d MMMM y" if _english() else "long", locale=current_locale())


def days(first: date, last: date) -> str:
    """A stretch of days: "8–17 October 2008"."""
    if not _english() or first.year != last.year:
        return f"{short_day(first)} – {short_day(last)}"
    if first == last:
        return short_day(first)
    if first.month != last.month:
        return f"{format_date(first, 'd MMMM', locale='en')} – {short_day(last)}"
    return f"{first.day}–{short_day(last)}"


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
    if not _english():
        return format_time(value, "short", locale=current_locale())
    if value == time(12):
        return "noon"
    minutes = f".{value.minute:02}" if value.minute else ""
    return f"{(value.hour - 1) % 12 + 1}{minutes} {'a.m.' if value.hour < 12 else 'p.m.'}"


def hours(start: time, end: time) -> str:
    """A stretch of hours: "10 a.m.–1 p.m.", "3–6 p.m."."""
    first, last = hour(start), hour(end)
    if _english() and first[-4:] == last[-4:] and " " in first and " " in last:
        first = first[:-5]
    return f"{first}–{last}"


def moment(value: datetime) -> str:
    """A day and an hour: "8 October 2008, 10 a.m."."""
    return f"{short_day(value.date())}, {hour(value.time())}"


def ordinal(number: int) -> str:
    """A place in a row: "15th"."""
    if not _english():
        return str(pgettext("ordinal number, as of a meeting", "%(number)s.", number=number))
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else suffix}"


def nth_meeting(number: int) -> str:
    """A meeting by its number: "15th meeting"."""
    return str(gettext("%(ordinal)s meeting", ordinal=ordinal(number)))


def duration(minutes: int) -> str:
    """Minutes as a person says them: "2 h 30 min", "45 min"."""
    whole, rest = divmod(minutes, 60)
    parts = []
    if whole:
        parts.append(gettext("%(hours)s h", hours=whole))
    if rest or not whole:
        parts.append(gettext("%(minutes)s min", minutes=rest))
    return " ".join(parts)


# How values in sentences of the engine are written; the first kind that fits counts.
WRITERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    (Text, say),
    (Language, words.language_name),
    (datetime, lambda value: f"{day(value.date())}, {hour(value.time())}"),
    (date, short_day),
    (time, hour),
    ((list, tuple), lambda values: and_list(_value(value) for value in values)),
)

FILTERS = {
    "say": say,
    "day": day,
    "short_day": short_day,
    "weekday": weekday,
    "hour": hour,
    "moment": moment,
    "ordinal": ordinal,
    "nth_meeting": nth_meeting,
    "duration": duration,
    "and_list": and_list,
    "some_days": some_days,
    "word": words.word,
    "task": words.task,
    "language": words.language_name,
}


def init_app(app: Flask) -> None:
    """Give templates the filters above, and `days` and `hours` as functions of two values."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(days=days, hours=hours)
