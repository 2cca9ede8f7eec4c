"""How the United Nations write numbers, hours and days.

The editorial rules of its documents in English: "16th meeting", "item 2 (a)", "10 a.m.–1 p.m.",
"8–17 October 2008". In other languages days and hours are as CLDR has them.
"""

from __future__ import annotations

import re
from datetime import date, time

from babel import Locale
from babel.dates import format_date, format_time

ENGLISH = Locale("en", "GB")  # "8 October 2008", "A, B and C"; British English is written
FIRST = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SUFFIXES = {"one": "st", "two": "nd", "few": "rd"}  # by the ordinal forms of CLDR


def item_number(number: str) -> str:
    """The number of an agenda item: "2 (a)", however it was typed."""
    return re.sub(r"(?<=[\w)])\(", " (", number)


def ordinal(number: int) -> str:
    """A place in a row, in English: "15th"."""
    return f"{number}{SUFFIXES.get(ENGLISH.ordinal_form(number), 'th')}"


def ordinal_word(number: int) -> str:
    """A place in a row, in a word, as sessions are counted: "sixth"; from 100 on "100th"."""
    if number <= len(FIRST):
        return FIRST[number - 1]
    tens, ones = divmod(number, 10)
    if number >= 100:
        return ordinal(number)
    return f"{TENS[tens - 2]}-{FIRST[ones - 1]}" if ones else f"{TENS[tens - 2][:-1]}ieth"


def session_number(title: str) -> int | None:
    """Which session a title in English is of: 3 of "…, third session"; None if that is not clear.

    A part of a session, or one that is resumed, has the number of the whole.
    """
    found = {
        int(digits) if digits else WORDS[word] for digits, word in NUMBERED.findall(title.lower())
    }
    return found.pop() if len(found) == 1 else None


def dated(value: date, locale: Locale) -> str:
    """A day with its year: "8 October 2008"."""
    return format_date(value, "long", locale=_written(locale))


def days(first: date, last: date, locale: Locale) -> str:
    """From one day to another: "8–17 October 2008", "29 September–3 October 2008"."""
    end = dated(last, locale)
    if first == last:
        return end
    if locale.language != "en" or first.year != last.year:
        return f"{dated(first, locale)} – {end}"
    if first.month != last.month:
        return f"{format_date(first, 'd MMMM', locale=ENGLISH)}–{end}"
    return f"{first.day}–{end}"


def hour(value: time, locale: Locale) -> str:
    """An hour: "10 a.m.", "12.30 p.m.", "noon"."""
    if locale.language != "en":
        return format_time(value, "short", locale=locale)
    return " ".join(filter(None, _english_hour(value)))


def second(value: time, locale: Locale, *, exact: bool = False) -> str:
    """An hour to the second: "10.04.12 a.m."; `exact`: to the microsecond."""
    fraction = f".{value.microsecond:06}" if exact else ""
    if locale.language != "en":
        return f"{format_time(value, 'medium', locale=locale)}{fraction}"
    return f"{_twelve(value)}.{value:%M.%S}{fraction} {_half(value)}"


def hours(start: time, end: time, locale: Locale) -> str:
    """From one hour to another: "10 a.m.–1 p.m.", "3–6 p.m."."""
    first, last = hour(start, locale), hour(end, locale)
    if locale.language == "en":
        begins, half = _english_hour(start)
        if half and half == _english_hour(end)[1]:
            first = begins
    return f"{first}–{last}"


def _english_hour(value: time) -> tuple[str, str]:
    """An hour and its half of the day: ("10.30", "a.m."); noon is its own word."""
    if value == time(12):
        return "noon", ""
    minutes = f".{value.minute:02}" if value.minute else ""
    return f"{_twelve(value)}{minutes}", _half(value)


def _twelve(value: time) -> int:
    return (value.hour - 1) % 12 + 1


def _half(value: time) -> str:
    return "a.m." if value.hour < 12 else "p.m."


def _written(locale: Locale) -> Locale:
    return ENGLISH if locale.language == "en" else locale


WORDS = {ordinal_word(number): number for number in range(1, 100)}
NUMBERED = re.compile(  # longer words first: "twenty-first" is not "first"
    rf"\b(?:(\d+)(?:st|nd|rd|th)|({'|'.join(sorted(WORDS, key=len, reverse=True))}))"
    r"(?: regular| ordinary)? session\b"
)
