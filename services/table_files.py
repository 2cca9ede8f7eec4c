"""Tables that people give as CSV or as a workbook (XLSX), read into rows of texts.

What sheets leave around a value is taken off: blanks of all kinds, a byte order mark, the sign that
keeps a text from being computed. Nothing is computed or fetched, and of an archive no more is
unpacked than it says it holds.
"""

from __future__ import annotations

import csv
import io
import unicodedata
import warnings
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zipfile import BadZipFile, ZipFile

from scheduler.text import Text, text
from services.errors import BadRequest
from services.fields import seen

MOST_BYTES = 2_000_000
MOST_UNPACKED = 40_000_000
MOST_PARTS = 500  # files in a workbook
MOST_ROWS = 5_000
MOST_COLUMNS = 100
MOST_CHARACTERS = 10_000  # of a cell
MOST_IN_ALL = 1_000_000  # characters, which a form has to hold while one looks at them
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # as in exports.sheets
INVISIBLE = frozenset({"Cf", "Zs", "Zl", "Zp", "Cc"})
NO_VALUE = text(
    "The formula in this cell has no value in the file: open it in a spreadsheet, save it and give "
    "it again, or write the value itself."
)
TOO_MANY_ROWS = text(
    "Give at most %(most)s rows in one file. What is not in a file stays, so that more can be "
    "given in several, one after another.",
    most=MOST_ROWS,
)
TOO_LONG = text(
    "Give at most %(most)s characters in one file. What is not in a file stays, so that more can "
    "be given in several, one after another.",
    most=MOST_IN_ALL,
)
DELIMITERS = (",", ";", "\t")
NOTHING: frozenset[int] = frozenset()
Line = tuple[int, Sequence[str], frozenset[int]]
"""The number of a line, its values, and the places of those that are not known, from 0."""
# What a damaged workbook makes of its reader.
DAMAGED = (
    BadZipFile,
    zlib.error,
    OSError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a file: its number there, and its values by the names of the columns.

    In the columns `unknown` are formulas of which the file does not say what they come to.
    """

    number: int
    values: Mapping[str, str]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table: the names of its columns, as `column` writes them, and its rows but empty ones."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(content: bytes) -> TableFile:
    """The table of a file, whatever its name. Raises BadRequest naming `file`."""
    if not content:
        raise _refused(text("This file is empty."))
    if len(content) > MOST_BYTES:
        raise _refused(text("Give at most %(most)s megabytes.", most=MOST_BYTES // 1_000_000))
    if content.startswith(b"PK\x03\x04"):
        return _table(_of_workbook(content))
    return _table(_of_csv(content))


def column(head: str) -> str:
    """The name of a column as we know it: in small letters, with underscores for blanks."""
    return "_".join(shorn(head).casefold().split())


def shorn(said: str) -> str:
    """A text in composed form, without what is not seen at its ends."""
    said = unicodedata.normalize("NFC", seen(said))
    start, end = 0, len(said)
    while start < end and unicodedata.category(said[start]) in INVISIBLE:
        start += 1
    while end > start and unicodedata.category(said[end - 1]) in INVISIBLE:
        end -= 1
    return said[start:end]


def _refused(what: Text) -> BadRequest:
    return BadRequest({"file": what})


def _table(lines: Iterable[Line]) -> TableFile:
    """The first line that says something names the columns."""
    columns: tuple[str, ...] | None = None
    rows: list[TableRow] = []
    left = MOST_IN_ALL
    for number, cells, unknown in lines:
        said = [shorn(cell) for cell in cells]
        if any(len(cell) > MOST_CHARACTERS for cell in said):
            raise _refused(text("A cell has more than %(most)s characters.", most=MOST_CHARACTERS))
        left -= sum(map(len, said))
        if left < 0:
            raise _refused(TOO_LONG)
        if not any(said) and not unknown:
            continue
        if columns is None:
            columns = _columns(said, unknown)
            continue
        if len(rows) == MOST_ROWS:
            raise _refused(TOO_MANY_ROWS)
        rows.append(_row(columns, number, said, unknown))
    if columns is None:
        raise _refused(text("This file is empty."))
    return TableFile(tuple(name for name in columns if name), tuple(rows))


def _row(
    columns: Sequence[str], number: int, said: Sequence[str], unknown: frozenset[int]
) -> TableRow:
    if any(said[len(columns) :]) or max(unknown, default=-1) >= len(columns):
        raise _refused(
            text(
                "Row %(number)s has more values than the first row, which names the columns.",
                number=number,
            )
        )
    pairs = zip(columns, [*said, *[""] * len(columns)], strict=False)
    return TableRow(
        number,
        {name: value for name, value in pairs if name},
        tuple(columns[place] for place in sorted(unknown) if columns[place]),
    )


def _columns(said: Sequence[str], unknown: frozenset[int]) -> tuple[str, ...]:
    if unknown:
        raise _refused(text("Write the names of the columns themselves: one is a formula."))
    columns = [column(head) for head in said]
    while columns and not columns[-1]:
        columns.pop()
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise _refused(text("These columns are there twice: %(names)s.", names=twice))
    if len(columns) > MOST_COLUMNS:
        raise _refused(text("Give at most %(most)s columns.", most=MOST_COLUMNS))
    return tuple(columns)


def _of_csv(content: bytes) -> Iterator[Line]:
    wanted = text(
        "Give a workbook (XLSX), or a table in CSV in UTF-8: Excel saves it as “CSV UTF-8”."
    )
    try:
        said = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(wanted) from None
    if "\0" in said:
        raise _refused(wanted)
    head = said.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=lambda one: (head.count(one), -DELIMITERS.index(one)))
    lines = csv.reader(io.StringIO(said, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in lines:
            if lines.line_num == 1 and "".join(cells) == "sep=":
                continue  # the separator, said for Excel
            yield lines.line_num, [_plain(cell) for cell in cells], NOTHING
    except csv.Error as error:
        wanted = text("Not a table in CSV: %(why)s", why=str(error))
        raise _refused(wanted) from None


def _plain(cell: str) -> str:
    """A value without the sign that keeps a sheet from computing it."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell


def _of_workbook(content: bytes) -> Iterator[Line]:
    """The rows of the first sheet of a workbook."""
    from openpyxl import load_workbook  # noqa: PLC0415  # few processes read one; it takes long

    _refuse_bombs(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that it does not know
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            page = book.worksheets[0]
            unknown = _unknown(page)
            page.reset_dimensions()  # as far as there are cells: what the file says may be anything
            rows = page.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
            for number, cells in enumerate(rows, 1):
                if number > 2 * MOST_ROWS:
                    raise _refused(TOO_MANY_ROWS)
                yield number, [_said(cell) for cell in cells], unknown.get(number, NOTHING)
    except BadRequest:
        raise
    except DAMAGED:
        raise _refused(text("This workbook cannot be read: save it again as XLSX.")) from None


def _unknown(page: Any) -> Mapping[int, frozenset[int]]:
    """The places, from 0, of formulas without a value in the rows of a sheet, by their numbers.

    The reader gives them as it gives cells with nothing in them. A text that is empty is a value.
    """
    from openpyxl.utils.cell import coordinate_to_tuple  # noqa: PLC0415  # as above
    from openpyxl.xml.functions import iterparse  # noqa: PLC0415  # as above

    found: dict[int, frozenset[int]] = {}
    rows = row = place = 0
    with page._get_source() as source:  # where the reader itself finds the sheet
        for event, element in iterparse(source, events=("start", "end")):
            kind = element.tag.rpartition("}")[2]
            if (event, kind) == ("start", "row"):
                row, place = int(element.get("r") or row + 1), 0
                rows += 1
                if rows > 2 * MOST_ROWS:  # also if most of them are empty
                    raise _refused(TOO_MANY_ROWS)
            elif (event, kind) == ("end", "c"):
                coordinate = element.get("r")
                place = coordinate_to_tuple(coordinate)[1] if coordinate else place + 1
                if _lacks_value(element):
                    found[row] = found.get(row, NOTHING) | {place - 1}
            if (event, kind) == ("end", "row"):
                element.clear()
    return found


def _lacks_value(cell: Any) -> bool:
    """Whether a cell has a formula and no value, or an error in its place."""
    formula, value = cell.find("{*}f"), cell.find("{*}v")
    said = None if value is None else value.text
    if cell.get("t") == "e":
        return True
    return formula is not None and not said and not (value is not None and cell.get("t") == "str")


def _refuse_bombs(content: bytes) -> None:
    """Refuse an archive that would unpack to more than a workbook of this size can be."""
    wanted = text("This workbook cannot be read: save it again as XLSX.")
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
                raise _refused(text("This workbook unpacks to too much: save only the table."))
            if "xl/workbook.xml" not in archive.namelist():
                raise _refused(wanted)
            for one in parts:
                # no workbook has declarations: with them, a few lines can say a great deal
                if b"<!DOCTYPE" in _said_by(archive, one):
                    raise _refused(wanted)
    except (BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        raise _refused(wanted) from None


def _said_by(archive: ZipFile, part: Any) -> bytes:
    """What is in a part of an archive, whatever it is called; also where it is in UTF-16."""
    return archive.read(part).replace(b"\0", b"")


def _said(cell: object) -> str:
    """A cell as a text: days in ISO 8601, whole numbers without a point."""
    match cell:
        case None:
            return ""
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
    return str(cell)
