"""The table of the organization of work: days down, slots within a day, columns beside each other.

Its words are those of the Word document (`exports.wording`), so that page and paper say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import force_locale, gettext, ngettext

from exports.reading import version_record
from exports.wording import Wording
from models.programmes import Meeting, ProgrammeVersion
from procedure.states import LANGUAGES
from scheduler.problem import Column, Period
from web.languages import current_locale
from web.words import language_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A meeting in the table. `business`: its lines, as in "Item 2 (a). ... (continued)"."""

    meeting: Meeting
    business: Sequence[str]
    service: str
    languages: str

    @property
    def interpreted(self) -> bool:
        """Whether there is interpretation into any language."""
        return bool(self.languages)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRow:
    """A slot of a day, and the meetings held in it, by column."""

    date: date
    slot: str
    start: time
    end: time
    columns: Mapping[str, Sequence[Entry]]

    @property
    def key(self) -> str:
        """What names it in a form: "2008-10-08/AM"."""
        return f"{self.date.isoformat()}/{self.slot}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of meetings. `title`: "Wednesday, 8 October"."""

    title: str
    slots: Sequence[SlotRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """The days of a programme, and the columns that it uses."""

    days: Sequence[Day]
    columns: Sequence[Column]


def wording(language: str = "") -> Wording:
    """The words of documents in a language, as far as there is a catalogue; in that of the request.

    All that documents say comes to them by this.
    """
    if not language:
        return Wording(str(current_locale()), gettext)

    def translate(msgid: str) -> str:
        with force_locale(language):
            return str(gettext(msgid))

    return Wording(language, translate)


def document_wording() -> Wording:
    """Those of a document: in one of the six languages if the address asks for it (`language`)."""
    asked = request.args.get("language", "")
    return wording(asked if asked in LANGUAGES else "")


def timetable(version: ProgrammeVersion, periods: Iterable[Period] = ()) -> Timetable:
    """The table of a whole version; `periods` adds those in which nothing is held."""
    words = wording()
    entries = _entries(version, words)
    hours = {(period.date, period.slot.id): period.slot for period in periods}
    slots = {key: (slot.start, slot.end) for key, slot in hours.items()}
    zone = ZoneInfo(version.time_zone)
    for meeting in version.meetings:
        start, end = (at.astimezone(zone).time() for at in (meeting.starts_at, meeting.ends_at))
        slots.setdefault((meeting.date, meeting.slot), (start, end))
    held: dict[tuple[date, str, str], list[Entry]] = {}
    for entry in entries:
        meeting = entry.meeting
        held.setdefault((meeting.date, meeting.slot, meeting.column), []).append(entry)
    rows = [
        SlotRow(
            date=day,
            slot=slot,
            start=start,
            end=end,
            columns={column: held.get((day, slot, column), []) for column in Column},
        )
        for (day, slot), (start, end) in sorted(slots.items(), key=lambda s: (s[0][0], s[1]))
    ]
    used = {meeting.column for meeting in version.meetings}
    return Timetable(
        days=[
            Day(title=words.day(day), slots=[row for row in rows if row.date == day])
            for day in dict.fromkeys(row.date for row in rows)
        ],
        columns=[column for column in Column if column in used] or list(Column),
    )


def _entries(version: ProgrammeVersion, words: Wording) -> list[Entry]:
    pairs = zip(version.meetings, version_record(version).meetings, strict=True)
    sets = {tuple(row.languages) for row in version.meetings}
    listed = {codes: words.listed(language_name(code) for code in codes) for codes in sets}
    return [
        Entry(
            meeting=row,
            business=words.business(record),
            service=_service(row.languages),
            languages=listed[tuple(row.languages)],
        )
        for row, record in pairs
    ]


def _service(languages: Sequence[str]) -> str:
    """Interpretation in a word or two."""
    if not languages:
        return str(gettext("No interpretation"))
    return str(ngettext("%(num)s language", "%(num)s languages", len(languages)))
