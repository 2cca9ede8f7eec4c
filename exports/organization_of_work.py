"""The organization of work as a Word document, laid out like the annex to an annotated agenda.

Days down, slots within a day, plenary beside parallel meetings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from exports.docx_files import describe, new_document, to_bytes, write, write_page_number
from exports.docx_tables import Line, Row, Table, add_table
from exports.records import Meeting, Session, Version
from exports.wording import Wording
from procedure.programmes import VersionStatus

COLUMNS = ("plenary", "parallel")
PROPOSED = {VersionStatus.DRAFT, VersionStatus.DISCARDED, VersionStatus.APPROVED}
"""What is an annex to the agenda: all that is not adopted."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands above the table."""

    title: str
    status: str
    annex: bool


@lru_cache(maxsize=64)  # what is asked for is frozen values, and so is the answer
def organization_of_work(
    version: Version, *, session: Session, words: Wording | None = None, symbol: str = ""
) -> bytes:
    """Make the document of a version. `symbol` is the document's own, as in "CTOC/COP/2008/1"."""
    words = words or Wording()
    cover = cover_of(version, session, words)
    document = new_document(words)
    describe(
        document,
        title=cover.title,
        subject=session.title,
        identifier=symbol,
        at=version.status_at,
        tag=words.tag,
    )
    _add_cover(document, cover, session, words, symbol)
    add_table(document, table_of(version, session, words), words)
    document.add_paragraph(style="Small")
    for note in notes_of(version, session, words):
        write(document.add_paragraph(style="Small"), note, words)
    _add_margins(document, cover, words, symbol)
    return to_bytes(document)


def cover_of(version: Version, session: Session, words: Wording) -> Cover:
    """The title of the version, and a line on where it stands."""
    day = words.dated(version.status_at.astimezone(ZoneInfo(session.time_zone)).date())
    match version.status:
        case VersionStatus.DRAFT:
            title = words.gettext("Draft organization of work")
            status = words.gettext("Version %(number)s, %(date)s", number=version.number, date=day)
        case VersionStatus.DISCARDED:
            title = words.gettext("Draft organization of work")
            status = words.gettext(
                "Version %(number)s, discarded on %(date)s", number=version.number, date=day
            )
        case VersionStatus.APPROVED:
            title = words.gettext("Proposed organization of work")
            status = words.gettext("Approved by the extended bureau on %(date)s", date=day)
        case VersionStatus.ADOPTED:
            title = words.gettext("Organization of work")
            status = words.gettext("As adopted by the Conference on %(date)s", date=day)
        case VersionStatus.REVISED:
            title = words.gettext("Organization of work, Rev.%(number)s", number=version.revision)
            status = words.gettext("As revised on %(date)s", date=day)
    return Cover(title=title, status=status, annex=version.status in PROPOSED)


def table_of(version: Version, session: Session, words: Wording) -> Table:
    """The words of the table, cell by cell."""
    rooms = {column: _shared_room(version.meetings, column) for column in COLUMNS}
    return Table(
        caption=words.gettext("Meetings by day and hour"),
        head=(
            (Line(words.gettext("Date/time")),),
            *((_column_head(column, rooms[column], words),) for column in COLUMNS),
        ),
        rows=tuple(_rows(version.meetings, session, words, rooms)),
    )


def notes_of(version: Version, session: Session, words: Wording) -> list[str]:
    """What stands below the table: the languages, and how many meetings have interpretation."""
    if not session.languages:
        return []
    names = words.listed(words.language_name(code) for code in session.languages)
    if all(set(meeting.languages) >= set(session.languages) for meeting in version.meetings):
        note = words.gettext(
            "All meetings have interpretation into %(languages)s.", languages=names
        )
    else:
        note = words.gettext(
            "Meetings have interpretation into %(languages)s, unless marked otherwise.",
            languages=names,
        )
    limits = session.entitlement
    interpreted = [meeting for meeting in version.meetings if meeting.languages]
    plenary = sum(meeting.column == "plenary" for meeting in interpreted)
    counts = (
        words.gettext("%(count)s plenary", count=_used(plenary, limits.plenary, words)),
        words.gettext(
            "%(count)s parallel", count=_used(len(interpreted) - plenary, limits.parallel, words)
        ),
        words.gettext("%(count)s in all", count=_used(len(interpreted), limits.total, words)),
    )
    listed = words.listed(counts)
    return [note, words.gettext("Meetings with interpretation: %(counts)s.", counts=listed)]


def _used(used: int, limit: int | None, words: Wording) -> str:
    if limit is None:
        return str(used)
    return words.gettext("%(used)s of %(limit)s", used=used, limit=limit)


def _shared_room(meetings: Iterable[Meeting], column: str) -> str:
    """The room of all meetings of the column, or "" if they are in several."""
    rooms = {meeting.room for meeting in meetings if meeting.column == column}
    return rooms.pop() if len(rooms) == 1 else ""


def _column_head(column: str, room: str, words: Wording) -> Line:
    name = words.column(column)
    if room:
        name = words.gettext("%(column)s (%(room)s)", column=name, room=room)
    return Line(name)


def _rows(
    meetings: Sequence[Meeting], session: Session, words: Wording, rooms: dict[str, str]
) -> Iterable[Row]:
    zone = ZoneInfo(session.time_zone)

    def slot(meeting: Meeting) -> tuple[datetime, datetime]:
        return meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)

    day = None
    for (start, end), held in groupby(sorted(meetings, key=slot), key=slot):
        beside = list(held)
        first = start.date() != day
        day = start.date()
        head = [Line(words.day(day), strong=True)] if first else []
        head.append(Line(words.hours(start.time(), end.time())))
        cells = [_cell(beside, column, session, words, rooms[column]) for column in COLUMNS]
        yield Row(cells=(tuple(head), *cells), starts_group=first)


def _cell(
    meetings: Iterable[Meeting], column: str, session: Session, words: Wording, shared_room: str
) -> tuple[Line, ...]:
    lines: list[Line] = []
    for meeting in (meeting for meeting in meetings if meeting.column == column):
        business = [Line(line) for line in words.business(meeting)]
        if lines:
            business[0] = Line(business[0].text, apart=True)
        lines += business
        facts = [
            "" if meeting.room == shared_room else meeting.room,
            words.service(meeting.languages, session.languages),
        ]
        lines += [Line(fact, minor=True) for fact in facts if fact]
    return tuple(lines)


def _add_cover(
    document: DocxDocument, cover: Cover, session: Session, words: Wording, symbol: str
) -> None:
    dates = words.days(session.first_day, session.last_day)
    place = ", ".join(part for part in (session.venue, dates) if part)
    for line in (symbol, session.title, place):
        if line:
            write(document.add_paragraph(), line, words, bold=line == session.title)
    titles = [words.gettext("Annex"), cover.title] if cover.annex else [cover.title]
    for level, title in enumerate(titles, start=1):
        heading = write(document.add_paragraph(style=f"Heading {level}"), title, words)
        heading.paragraph_format.space_before = Pt(14) if level == 1 else None
    status = write(document.add_paragraph(), cover.status, words, italic=True)
    status.paragraph_format.space_after = Pt(10)


def _add_margins(document: DocxDocument, cover: Cover, words: Wording, symbol: str) -> None:
    """The title again on later pages, and the number on each."""
    section = document.sections[0]
    running = ", ".join(part for part in (symbol, cover.title) if part)
    write(section.header.paragraphs[0], running, words)
    for footer in (section.footer, section.first_page_footer):
        footer.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        write_page_number(footer.paragraphs[0])
