"""The instruments of a conference, and who is party to which of them since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from procedure.plain import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A convention, or a protocol to it. `in_force` is the day it entered into force, if it did."""

    key: str
    title: str
    short: str
    in_force: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """To which instruments, by key, a State or organization is party, and since when.

    None: it is not. An instrument that is not there: it is not known whether it is. Of those in
    `at_latest` it is known that it was party on that day, and not since when.
    """

    since: Mapping[str, date | None]
    at_latest: frozenset[str] = frozenset()

    def party(self, instrument: str, on: date) -> bool | None:
        """Whether it is party to an instrument on a day; None where that is not known."""
        if instrument not in self.since:
            return None
        day = self.since[instrument]
        if day is None or day <= on:
            return day is not None
        return None if instrument in self.at_latest else False


def in_force(instruments: tuple[Instrument, ...], on: date) -> tuple[Instrument, ...]:
    """The instruments in force on a day."""
    return tuple(one for one in instruments if one.in_force is not None and one.in_force <= on)


def read_instrument(fields: Fields) -> Instrument:
    """An instrument of a rulebook. Raises BadData."""
    instrument = Instrument(
        key=fields.text("key"),
        title=fields.text("title"),
        short=fields.text("short"),
        in_force=fields.day("in_force") if "in_force" in fields else None,
    )
    fields.end()
    return instrument
