"""Tables as United Nations documents set them: horizontal rules only, one head for all pages."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from docx.document import Document as DocxDocument
from docx.oxml import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length, Pt
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph

from exports.docx_files import SMALL, element, write
from exports.wording import Wording

WIDTHS = (Cm(4.0), Cm(7.1), Cm(5.5))
THIN, THICK = 4, 12  # eighths of a point


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a cell. `minor` is small and slanted; `apart` keeps off what is above it."""

    text: str
    strong: bool = False
    minor: bool = False
    apart: bool = False


Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row; the first cell heads it. `starts_group`: a rule above, and the rest stays with it."""

    cells: tuple[Cell, ...]
    starts_group: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `caption` is read out to those who do not see it."""

    caption: str
    head: tuple[Cell, ...]
    rows: tuple[Row, ...]


def add_table(document: DocxDocument, table: Table, words: Wording) -> DocxTable:
    """Set the table at the end of the document."""
    made: DocxTable = document.add_table(rows=0, cols=len(WIDTHS))
    _set_properties(made, table.caption, words)
    for column, width in zip(made.columns, WIDTHS, strict=True):
        column.width = width
    _add_row(made, table.head, words, head=True, top=THIN, bottom=THICK)
    for row, following in zip_longest(table.rows, table.rows[1:]):
        last = following is None
        group_ends = last or following.starts_group
        bottom = THICK if last else THIN if group_ends else None
        _add_row(made, row.cells, words, keep_with_next=not group_ends, bottom=bottom)
    return made


def _set_properties(made: DocxTable, caption: str, words: Wording) -> None:
    properties = made._tbl.tblPr
    for child in list(properties):
        properties.remove(child)
    if words.right_to_left:
        properties.append(OxmlElement("w:bidiVisual"))
    properties.append(element("w:tblW", w=sum(_twips(width) for width in WIDTHS), type="dxa"))
    properties.append(element("w:tblLayout", type="fixed"))
    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", 40), ("left", 70), ("bottom", 20), ("right", 70)):
        margins.append(element(f"w:{side}", w=twips, type="dxa"))
    properties.append(margins)
    look = {"firstRow": 1, "lastRow": 0, "firstColumn": 1, "lastColumn": 0}
    properties.append(element("w:tblLook", val="06A0", **look, noHBand=1, noVBand=1))
    properties.append(element("w:tblCaption", val=caption))


def _twips(width: Length) -> int:
    twips: int = round(width.pt * 20)
    return twips


def _add_row(
    made: DocxTable,
    cells: tuple[Cell, ...],
    words: Wording,
    *,
    head: bool = False,
    keep_with_next: bool = False,
    top: int | None = None,
    bottom: int | None = None,
) -> None:
    """Element by element: python-docx searches the table anew for each cell."""
    properties = element("w:trPr")
    properties.append(element("w:cantSplit"))
    if head:
        properties.append(element("w:tblHeader"))
    row = element("w:tr")
    row.append(properties)
    for lines, width in zip(cells, WIDTHS, strict=True):
        cell = element("w:tc")
        cell.append(_cell_properties(width, top, bottom))
        for line in lines or (Line(""),):  # no cell is without a paragraph
            paragraph = Paragraph(element("w:p"), made)
            cell.append(paragraph._p)
            _fill(paragraph, line, words, minor=head or line.minor, keep=keep_with_next)
        row.append(cell)
    made._tbl.append(row)


def _fill(paragraph: Paragraph, line: Line, words: Wording, *, minor: bool, keep: bool) -> None:
    if minor:
        paragraph._p.style = SMALL
    if keep:
        paragraph.paragraph_format.keep_with_next = True
    if line.text:
        write(paragraph, line.text, words, bold=line.strong, italic=minor)
    if line.apart:
        paragraph.paragraph_format.space_before = Pt(6)


def _cell_properties(width: Length, top: int | None, bottom: int | None) -> BaseOxmlElement:
    properties = element("w:tcPr")
    properties.append(element("w:tcW", type="dxa", w=_twips(width)))
    borders = element("w:tcBorders")
    for side, size in (("top", top), ("bottom", bottom)):
        if size:
            borders.append(element(f"w:{side}", val="single", sz=size, space=0, color="000000"))
    if len(borders):
        properties.append(borders)
    return properties
