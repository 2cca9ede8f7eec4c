"""Plain data (of YAML, JSON or a ledger) read field by field; what does not fit is named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

Choice = TypeVar("Choice", bound=StrEnum)

MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"
WRITTEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


class BadData(ValueError):
    """A field is not what it should be: `path` names it, `wanted` says what to give."""

    def __init__(self, path: str, wanted: str) -> None:
        super().__init__(f"{path}: {wanted}" if path else wanted)
        self.path = path
        self.wanted = wanted


class Fields:
    """A group of fields that are taken one by one; `end` refuses those that nobody took."""

    def __init__(self, data: object, path: str = "") -> None:
        if not isinstance(data, Mapping):
            raise BadData(path, "Give a group of fields.")
        self.path = path
        self._left: dict[Any, Any] = dict(data)

    def __contains__(self, name: str) -> bool:
        return name in self._left

    def names(self) -> list[str]:
        """The names of the fields that nobody has taken yet, where they are data themselves."""
        return [str(name) for name in self._left]

    def at(self, name: str) -> str:
        """The path of a field."""
        return f"{self.path}.{name}" if self.path else name

    def any(self, name: str) -> Any:
        """The field, of whatever type. Raises BadData where it is missing."""
        if name not in self._left:
            raise BadData(self.at(name), "This field is missing.")
        return self._left.pop(name)

    def text(self, name: str, default: str | None = None, *, empty: bool = False) -> str:
        """A text; one that has no default may not be empty, unless that is said."""
        if default is not None and name not in self._left:
            return default
        value = self.any(name)
        if not isinstance(value, str) or not (value or empty or default is not None):
            raise BadData(self.at(name), "Give a text.")
        return value

    def whole(self, name: str, least: int = 0) -> int:
        """A whole number, not less than `least`."""
        return _whole(self.any(name), self.at(name), least)

    def wholes(self, name: str, least: int = 0) -> tuple[int, ...]:
        """A list of whole numbers."""
        return tuple(_whole(value, path, least) for path, value in self._listed(name))

    def flag(self, name: str, default: bool | None = None) -> bool:
        """True or false."""
        if default is not None and name not in self._left:
            return default
        value = self.any(name)
        if not isinstance(value, bool):
            raise BadData(self.at(name), "Give true or false.")
        return value

    def choice(self, name: str, kind: type[Choice]) -> Choice:
        """One of the words of an enumeration."""
        return _choice(self.any(name), self.at(name), kind)

    def choices(self, name: str, kind: type[Choice]) -> frozenset[Choice]:
        """Some of the words of an enumeration; none where the field is missing."""
        if name not in self._left:
            return frozenset()
        return frozenset(_choice(value, path, kind) for path, value in self._listed(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, none of them empty; no texts where the field is missing."""
        if name not in self._left:
            return ()
        listed = self._listed(name)
        for path, value in listed:
            if not isinstance(value, str) or not value:
                raise BadData(path, "Give a text.")
        return tuple(value for _, value in listed)

    def fraction(self, name: str) -> Fraction:
        """A share from 0 to 1, written as "1/3"."""
        value = self.text(name)
        try:
            share = Fraction(value)
        except (ValueError, ZeroDivisionError):
            share = Fraction(-1)
        if not 0 <= share <= 1:
            raise BadData(self.at(name), "Give a fraction in quotes, such as 1/3.")
        return share

    def day(self, name: str) -> date:
        """A day, as YAML reads it or as its text in ISO 8601."""
        value = self.any(name)
        try:
            return date.fromisoformat(value if isinstance(value, str) else value.isoformat())
        except (AttributeError, ValueError):
            raise BadData(self.at(name), "Give a day, such as 2008-10-08.") from None

    def moment(self, name: str) -> datetime:
        """A moment, as `moment` writes it."""
        return read_moment(self.any(name), self.at(name))

    def group(self, name: str) -> Fields:
        """A group of fields inside this one."""
        return Fields(self.any(name), self.at(name))

    def groups(self, name: str) -> list[Fields]:
        """A list of groups of fields."""
        return [Fields(value, path) for path, value in self._listed(name)]

    def end(self) -> None:
        """Raise BadData if there is a field that was not taken."""
        for name in self._left:
            raise BadData(self.at(str(name)), "There is no such field.")

    def _listed(self, name: str) -> list[tuple[str, Any]]:
        values = self.any(name)
        if not isinstance(values, Sequence) or isinstance(values, str):
            raise BadData(self.at(name), "Give a list.")
        return [(f"{self.at(name)}[{place}]", value) for place, value in enumerate(values)]


def distinct(keys: Sequence[str], path: str) -> None:
    """Raise BadData where a key is there twice."""
    for key in keys:
        if keys.count(key) > 1:
            raise BadData(path, f"“{key}” is there twice.")


def moment(value: datetime) -> str:
    """A moment as a text, to the microsecond: 2008-08-15T08:00:00.000000Z."""
    # strftime writes years before 1000 without their zeros
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_moment(value: object, path: str = "") -> datetime:
    """A moment from its text. Raises BadData where it is written in another way."""
    if isinstance(value, str) and WRITTEN.fullmatch(value):
        try:
            return datetime.strptime(value, MOMENT).replace(tzinfo=UTC)
        except ValueError:
            pass
    raise BadData(path, "Give a moment, such as 2008-08-15T08:00:00.000000Z.")


def _whole(value: object, path: str, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise BadData(path, f"Give a whole number of {least} or more.")
    return value


def _choice(value: object, path: str, kind: type[Choice]) -> Choice:
    try:
        return kind(str(value))
    except ValueError:
        raise BadData(path, f"Give one of: {', '.join(kind)}.") from None
