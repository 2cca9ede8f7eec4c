"""The official names of States in six languages, as of a day.

Names are political data: `states.yaml` has them, each with where it is from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml

from procedure.plain import BadData, Fields

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
"""Those of the United Nations, in the order of their names in English."""


@dataclass(frozen=True, slots=True)
class StateName:
    """A name in a language, and where it is from."""

    name: str
    source: str


Names = Mapping[str, StateName]


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """Names that a State had until a day, on which it took others; `day_source` is of the day."""

    code: str
    until: date
    day_source: str
    names: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """All States by their codes (ISO 3166-1, three letters).

    `since` has the first day of those that are younger than the record; `former` is in order.
    """

    states: Mapping[str, Names]
    former: tuple[Former, ...]
    since: Mapping[str, date]

    def names_at(self, code: str, day: date) -> Names:
        """The names of a State on a day, by language; none where there was no such State."""
        if day < self.since.get(code, day):
            return {}
        for one in self.former:
            if one.code == code and day < one.until:
                return one.names
        return self.states.get(code, {})


def names_at(code: str, day: date) -> Names:
    """The names of a State on a day, by language, from the register that is shipped."""
    return register().names_at(code, day)


@cache
def register() -> Register:
    """The register that is shipped. Raises BadData."""
    source = files("procedure").joinpath("states.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # six times as fast, where it is built
    return read_register(yaml.load(source, Loader=loader))  # noqa: S506 - a safe one, either way


def read_register(data: object) -> Register:
    """A register from plain data. Raises BadData."""
    fields = Fields(data, "states.yaml")
    sources = _texts(fields.group("sources"))
    since = fields.group("since")
    known = fields.group("states")
    found = Register(
        states={code: _names(known.group(code), sources, {}) for code in known.names()},
        former=tuple(
            sorted(
                (_former(one, sources) for one in fields.groups("former")),
                key=lambda one: one.until,
            )
        ),
        since={code: since.day(code) for code in since.names()},
    )
    fields.end()
    return found


def _former(fields: Fields, sources: Mapping[str, str]) -> Former:
    by_language = _texts(fields.group("sources"))
    found = Former(
        code=fields.text("code"),
        until=fields.day("until"),
        day_source=fields.text("day_source"),
        names=_names(fields.group("names"), sources, by_language),
    )
    fields.end()
    return found


def _names(fields: Fields, sources: Mapping[str, str], by_language: Mapping[str, str]) -> Names:
    """Names in all languages. Whose source is not said has that of the others, else UNTERM."""
    found = {}
    for language in LANGUAGES:
        source = by_language.get(language, by_language.get("other", "unterm"))
        if source not in sources:
            raise BadData(fields.at(language), f"There is no source “{source}”.")
        found[language] = StateName(fields.text(language), sources[source])
    fields.end()
    return found


def _texts(fields: Fields) -> dict[str, str]:
    return {key: fields.text(key) for key in fields.names()}
