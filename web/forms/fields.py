"""Fields that judge nothing: what was typed is kept as it is, for the one validator to read.

A number that is no number stays a text, so that the reader of the file format says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields import SelectMultipleField


class Line(StringField):
    """A text on one line, without the spaces around it."""

    def __init__(self, label: Any = None, help_text: Any = "", **options: Any) -> None:
        super().__init__(label, description=help_text, filters=[_stripped], **options)


class Number(Line):
    """A whole number as typed; `plain` gives it to the validator."""

    def __init__(
        self, label: Any = None, help_text: Any = "", unit: Any = "", **options: Any
    ) -> None:
        super().__init__(label, help_text, **options)
        self.unit = unit

    @property
    def plain(self) -> int | str:
        """The number, or what was typed instead."""
        return whole("" if self.data is None else str(self.data))


class Day(Line):
    """A date, chosen or typed as year-month-day."""

    def __init__(self, label: Any = None, help_text: Any = "", **options: Any) -> None:
        super().__init__(label, help_text, render_kw={"type": "date"}, **options)


class Hour(Line):
    """A time of day."""

    def __init__(self, label: Any = None, help_text: Any = "", **options: Any) -> None:
        super().__init__(label, help_text, render_kw={"type": "time"}, **options)


class Choice(SelectField):
    """One of several, in a list that opens."""

    def __init__(self, label: Any = None, help_text: Any = "", **options: Any) -> None:
        super().__init__(label, description=help_text, validate_choice=False, **options)

    def offer(self, choices: Any) -> None:
        """Give it choices: pairs of value and label, or such pairs by groups."""
        self.choices = choices


class Radios(RadioField):
    """One of several, all in sight."""

    def __init__(self, label: Any = None, help_text: Any = "", **options: Any) -> None:
        super().__init__(label, description=help_text, validate_choice=False, **options)

    def offer(self, choices: Sequence[tuple[str, Any]]) -> None:
        """Give it choices: pairs of value and label."""
        self.choices = list(choices)


class Checks(SelectMultipleField):
    """Any number of several, all in sight."""

    def __init__(self, label: Any = None, help_text: Any = "", **options: Any) -> None:
        super().__init__(label, description=help_text, validate_choice=False, **options)

    def offer(self, choices: Any) -> None:
        """Give it choices: pairs of value and label, or such pairs by groups."""
        self.choices = choices

    @property
    def ticked(self) -> list[str]:
        """The values ticked."""
        return list(self.data or ())


class Tick(BooleanField):
    """Yes or no."""

    def __init__(self, label: Any = None, help_text: Any = "", **options: Any) -> None:
        super().__init__(label, description=help_text, **options)


def whole(typed: str) -> int | str:
    """A whole number, or what was typed instead."""
    return int(typed) if re.fullmatch(r"-?[0-9]{1,18}", typed) else typed


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
