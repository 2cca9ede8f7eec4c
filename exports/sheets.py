"""Tables as sheets: CSV for any program, and workbooks (XLSX) with a sheet for each table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a sheet would compute instead of showing it
LONGEST_NAME = 31  # of the name of a sheet, in UTF-16
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
ENDS = " '"
RESERVED = "history"  # Excel keeps this name for itself
SECONDS_A_DAY = 86_400
A4 = 9  # as workbooks number sizes of paper
WIDEST = 60  # characters

Cell = str | int | date | datetime | timedelta
"""What a cell holds. Moments are written in the hours of their own offset."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its title, the heads of its columns, and its rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheet(table: Table) -> str:
    """Make a sheet (CSV), without the title.

    It begins with a byte order mark: Excel takes it for Windows-1252 without.
    """
    out = io.StringIO()
    out.write("\ufeff")
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(table.head)
    lines.writerows([_written(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def workbook(tables: Sequence[Table], *, right_to_left: bool = False) -> bytes:
    """Make a workbook (XLSX). The heads stay in sight, and every column can be filtered."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        formats = {
            str: book.add_format({"text_wrap": True, "valign": "top"}),
            int: book.add_format({"valign": "top"}),
            date: book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"}),
            timedelta: book.add_format({"num_format": "[h]:mm:ss", "valign": "top"}),
        }
        bold = book.add_format({"bold": True})
        used = {RESERVED}
        for table in tables:
            page = book.add_worksheet(_name(table.title, used))
            if right_to_left:
                page.right_to_left()
            page.write_row(0, 0, table.head, bold)
            for number, row in enumerate(table.rows, 1):
                for column, cell in enumerate(row):
                    _put(page, number, column, cell, formats[type(cell)])
            _lay_out(page, table)
    return out.getvalue()


def _written(cell: Cell) -> str:
    match cell:
        case str():
            # one that begins so itself gets another: what is read again is what was written
            return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell
        case timedelta():
            return duration(cell)
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M:%S}"
        case date():
            return cell.isoformat()
        case int():
            return str(cell)


def duration(time: timedelta) -> str:
    """Hours, minutes and whole seconds: "0:03:20"."""
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _put(page: Worksheet, row: int, column: int, cell: Cell, style: object) -> None:
    match cell:
        case str():
            page.write_string(row, column, cell, style)  # never as a formula or a link
        case timedelta():
            page.write_number(row, column, round(cell.total_seconds()) / SECONDS_A_DAY, style)
        case datetime():
            page.write_datetime(row, column, cell.replace(tzinfo=None), style)
        case date():
            page.write_datetime(row, column, cell, style)
        case int():
            page.write_number(row, column, cell, style)


def _lay_out(page: Worksheet, table: Table) -> None:
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    if not table.head:
        return
    page.autofilter(0, 0, len(table.rows), len(table.head) - 1)
    for column, head in enumerate(table.head):
        longest = max([len(head) + 2, *(len(_written(row[column])) for row in table.rows)])
        page.set_column(column, column, min(longest + 1, WIDEST))


def _name(title: str, used: set[str]) -> str:
    """A name that a workbook allows, and that no other sheet of it has."""
    plain = _cut(title.translate(FORBIDDEN), LONGEST_NAME) or "-"
    name, number = plain, 1
    while name.casefold() in used:
        number += 1
        name = f"{_cut(plain, LONGEST_NAME - len(str(number)) - 1)} {number}"
    used.add(name.casefold())
    return name


def _cut(name: str, most: int) -> str:
    """As much of a name as fits; neither blanks nor apostrophes may be at its ends."""
    fitting = name.strip(ENDS).encode("utf-16-le")[: 2 * most]
    return fitting.decode("utf-16-le", errors="ignore").strip(ENDS)
