"""Sentences that the engine speaks, kept apart from their language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from gettext import NullTranslations
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list

ENGLISH = Locale("en", "GB")  # "8 October 2008", "A, B and C"


class Language(str):
    """A language by its code, said by its name."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence as a message id and its values.

    ``str()`` says it in English, `said` in any language. Values may be numbers, words, dates,
    times, `Language`, Texts, and lists of these. Where there is a `plural`, the value ``n``
    chooses between the two.
    """

    msgid: str
    values: Mapping[str, Any] = field(default_factory=dict)
    plural: str | None = None

    def __str__(self) -> str:
        return self.said(NullTranslations(), ENGLISH)

    def said(self, translations: NullTranslations, locale: Locale) -> str:
        """The sentence in the language of the translations, values written as its locale does."""
        if self.plural is None:
            pattern = translations.gettext(self.msgid)
        else:
            pattern = translations.ngettext(self.msgid, self.plural, self.values["n"])
        return pattern % {
            name: _said(value, translations, locale) for name, value in self.values.items()
        }


def text(msgid: str, **values: Any) -> Text:
    """Make a Text. The extraction of messages for translation looks for calls of this name."""
    return Text(msgid, values)


def ntext(msgid: str, plural: str, n: int, **values: Any) -> Text:
    """Make a Text that counts: `msgid` for one, `plural` for other numbers; both may use `n`."""
    return Text(msgid, {"n": n, **values}, plural)


def _said(value: Any, translations: NullTranslations, locale: Locale) -> Any:
    match value:
        case Text():
            return value.said(translations, locale)
        case Language():
            return locale.languages.get(value, str(value))
        case date():
            return format_date(value, "long", locale)
        case time():
            return format_time(value, "short", locale=locale)
        case list() | tuple():
            parts = [str(_said(part, translations, locale)) for part in value]
            return format_list(parts, locale=locale)
        case _:
            return value
