"""Days, moments and numbers as people type them into forms."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import g, request

from scheduler.text import Text, text
from services.errors import BadRequest
from services.files import Upload
from web.files import uploaded

EMPTY = text("This must not be empty.")
CHOOSE = text("Choose one.")
YEARS = range(1900, 2200)  # of what happens around a session


class Typed:
    """The fields of the form that was sent; what cannot be read is kept in `wrong`, by field."""

    def __init__(self) -> None:
        self.wrong: dict[str, Text] = {}

    def day(self, name: str) -> date | None:
        """A day, or None where nothing was typed."""
        given = request.form.get(name, "").strip()
        try:
            found = date.fromisoformat(given) if given else None
        except ValueError:
            found = None
        if given and (found is None or found.year not in YEARS):
            self.wrong[name] = text("Give a day, such as 2008-10-08.")
            return None
        return found

    def day_needed(self, name: str) -> date:
        """A day; where there is none, that is wrong."""
        found = self.day(name)
        if found is None:
            self.wrong[name] = text("Give a day, such as 2008-10-08.")
        return found or date.min

    def moment(self, name: str) -> datetime | None:
        """A moment of the session's own clock, or None where nothing was typed."""
        given = request.form.get(name, "").strip()
        try:
            found = datetime.fromisoformat(given) if given else None
        except ValueError:
            found = None
        if given and (found is None or found.tzinfo is not None or found.year not in YEARS):
            self.wrong[name] = text("Give a day and an hour.")
            return None
        return None if found is None else found.replace(tzinfo=ZoneInfo(g.session.time_zone))

    def moment_needed(self, name: str) -> datetime:
        """A moment; where there is none, that is wrong."""
        found = self.moment(name)
        if found is None:
            self.wrong[name] = text("Give a day and an hour.")
        return found or datetime.min.replace(tzinfo=ZoneInfo("UTC"))

    def number(self, name: str) -> int | None:
        """A whole number, or None where nothing was typed."""
        given = request.form.get(name, "").strip()
        if given and not (given.isascii() and given.isdecimal() and len(given) < 10):
            self.wrong[name] = text("Give a whole number.")
            return None
        return int(given) if given else None

    def number_needed(self, name: str) -> int:
        """A whole number; where there is none, that is wrong."""
        found = self.number(name)
        if found is None:
            self.wrong[name] = text("Give a whole number.")
        return found or 0

    def needed(self, *names: str, said: Text = EMPTY) -> None:
        """Fields that must not be empty: which of them are, is said of all at once."""
        for name in names:
            if not request.form.get(name, "").strip():
                self.wrong.setdefault(name, said)

    def file(self) -> Upload | None:
        """The file that was chosen, or None; that it is too large is said with all else."""
        try:
            return uploaded()
        except BadRequest as error:
            self.wrong |= error.fields
            return None

    def check(self) -> None:
        """Raise BadRequest if something cannot be read."""
        if self.wrong:
            raise BadRequest(self.wrong)
