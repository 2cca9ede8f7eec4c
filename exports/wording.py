"""How documents and calendars name days, hours, meetings, items and languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import Any

from babel import Locale
from babel.core import get_locale_identifier, parse_locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from icu import Collator
from icu import Locale as CollationLocale

from exports.records import Item, Meeting, Translate
from procedure import wording
from procedure.wording import ENGLISH, item_number

COMMAS = {"ar": "، ", "zh": "，"}  # those of other languages are as in English


def untranslated(msgid: str) -> str:
    """The message itself: English."""
    return msgid


@dataclass(frozen=True)
class Wording:
    """The words of one language. `language` is a locale's code, as in "en" or "zh_Hans"."""

    language: str = "en"
    translate: Translate = untranslated

    @cached_property
    def locale(self) -> Locale:
        """What CLDR knows of the language."""
        parts = parse_locale(self.language.replace("-", "_"))
        locale = Locale.parse(get_locale_identifier(parts))
        return ENGLISH if locale.language == "en" else locale

    @property
    def tag(self) -> str:
        """The language as a tag: "en-GB"."""
        return str(self.locale).replace("_", "-")

    @property
    def right_to_left(self) -> bool:
        """Whether it is written from right to left."""
        return self.locale.text_direction == "rtl"

    def gettext(self, msgid: str, **values: Any) -> str:
        """The sentence in this language; messages are extracted from calls of this name."""
        return self.translate(msgid) % values

    def day(self, value: date) -> str:
        """A day of the session: "Wednesday, 8 October"."""
        weekday = format_date(value, "EEEE", locale=self.locale)
        day = format_skeleton("MMMMd", value, locale=self.locale)
        return self.gettext("%(weekday)s, %(day)s", weekday=weekday, day=day)

    def dated(self, value: date) -> str:
        """A day with its year: "8 October 2008"."""
        return wording.dated(value, self.locale)

    def days(self, first: date, last: date) -> str:
        """From one day to another: "8–17 October 2008", "29 September–3 October 2008"."""
        return wording.days(first, last, self.locale)

    def hours(self, start: time, end: time) -> str:
        """From one hour to another: "10 a.m.–1 p.m.", "3–6 p.m."."""
        return wording.hours(start, end, self.locale)

    def listed(self, parts: Iterable[str]) -> str:
        """The parts in a row: "4, 5 and 6"."""
        return format_list(list(parts), locale=self.locale)

    def in_order(self, names: Iterable[str]) -> list[str]:
        """Names in the order of the language: "Costa Rica", "Côte d'Ivoire", "Croatia"."""
        return sorted(names, key=self.sort_key())

    def sort_key(self) -> Callable[[str], bytes]:
        """What puts names into the order of the language (that of ICU) where one sorts by it."""
        collator = Collator.createInstance(CollationLocale(str(self.locale)))
        key: Callable[[str], bytes] = collator.getSortKey
        return key

    def in_a_row(self, parts: Iterable[str]) -> str:
        """The parts one after the other, as what is said of a person: "a, b, c"."""
        return COMMAS.get(self.locale.language, ", ").join(parts)

    def language_name(self, code: str) -> str:
        """A language by its name: "Arabic"; the code where it has none."""
        return str(self.locale.languages.get(code, code))

    def meeting(self, number: int) -> str:
        """A meeting by its number: "16th meeting"."""
        return self.gettext("%(ordinal)s meeting", ordinal=self._ordinal(number))

    def item(self, item: Item) -> str:
        """An item as a line: "Item 1 (f). General discussion (continued)"."""
        number = item_number(item.number)
        if not number:
            line = item.title
        elif _several(number):
            line = self.gettext("Items %(number)s. %(title)s", number=number, title=item.title)
        else:
            line = self.gettext("Item %(number)s. %(title)s", number=number, title=item.title)
        return self._continued(line) if item.continued else line

    def _continued(self, line: str) -> str:
        return self.gettext("%(item)s (continued)", item=line)

    def business(self, meeting: Meeting) -> list[str]:
        """What a meeting is for, line by line: its body, unless the items name it, and items.

        Without items it is known by its number.
        """
        body = meeting.body_title
        lines = [self._body_as_item(i) if i.title == body else self.item(i) for i in meeting.items]
        if not any(body in item.title for item in meeting.items):
            lines.insert(0, body or self.meeting(meeting.number))
        return lines

    def _body_as_item(self, item: Item) -> str:
        """A body whose meeting is the item: "Working Group (item 2 (c)) (continued)"."""
        line = item.title
        if item.number:
            place = self.items([item])
            line = self.gettext("%(body)s (%(items)s)", body=line, items=place)
        return self._continued(line) if item.continued else line

    def service(self, languages: Sequence[str], every: Sequence[str]) -> str:
        """Into what a meeting is interpreted; "" if that is every language of the session."""
        if not languages:
            return self.gettext("No interpretation")
        if set(languages) >= set(every):
            return ""
        return self.interpretation(languages)

    def interpretation(self, languages: Iterable[str]) -> str:
        """The languages of interpretation: "Interpretation: English and French"."""
        names = self.listed(self.language_name(code) for code in languages)
        return self.gettext("Interpretation: %(languages)s", languages=names)

    def items(self, items: Iterable[Item]) -> str:
        """What a meeting takes, in a few words: "items 4, 5 and 6"; "" if nothing has a number."""
        numbers = list(dict.fromkeys(item_number(item.number) for item in items if item.number))
        if not numbers:
            return ""
        if len(numbers) == 1 and not _several(numbers[0]):
            return self.gettext("item %(number)s", number=numbers[0])
        return self.gettext("items %(numbers)s", numbers=self.listed(numbers))

    def column(self, column: str) -> str:
        """The name of a column of the programme."""
        known = {
            "plenary": self.gettext("Plenary"),
            "parallel": self.gettext("Parallel meetings"),
        }
        return known.get(column, column)

    def _ordinal(self, number: int) -> str:
        return wording.ordinal(number) if self.locale is ENGLISH else str(number)


def _several(number: str) -> bool:
    """Whether the number of an item names several, as "2 and 3" does."""
    return len(re.findall(r"\d+", number)) > 1
