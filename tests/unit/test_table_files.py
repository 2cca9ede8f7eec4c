"""Tables that people give: read as they meant them, and refused where they cannot be read."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from exports.sheets import Table, sheet, workbook
from services import table_files
from services.errors import BadRequest
from services.fields import line
from services.table_files import TableFile, TableRow, column, read_table, shorn

# What a cell of the record can hold: letters of all scripts and signs that a sheet would compute.
LETTERS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"), max_codepoint=0xFFFD)
    | st.sampled_from("='+-@,;\"\t"),
    max_size=20,
)
SAID = LETTERS.map(shorn).filter(lambda said: "\t" not in said)


MANY_ROWS = (
    "Give at most 5000 rows in one file. What is not in a file stays, so that more can be given in "
    "several, one after another."
)
NOT_UTF8 = "Give a workbook (XLSX), or a table in CSV in UTF-8: Excel saves it as “CSV UTF-8”."


def of_cells(*rows: tuple[object, ...]) -> bytes:
    """A workbook with these rows."""
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, said: bytes) -> bytes:
    """An archive with a part more, or another in its place."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, said)
    return out.getvalue()


def refusal(content: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(BadRequest) as refused:
        read_table(content)
    assert list(refused.value.fields) == ["file"]
    return str(refused.value.fields["file"])


def values(content: bytes) -> list[list[str]]:
    """The values of a file, row by row."""
    return [list(row.values.values()) for row in read_table(content).rows]


@given(st.lists(st.tuples(SAID, SAID), min_size=1).filter(lambda rows: all(map(any, rows))))
def test_what_we_write_is_read_again_as_it_was(rows: list[tuple[str, str]]) -> None:
    table = Table("x", ("name", "code"), tuple(rows))
    expected = [list(row) for row in rows]
    assert values(sheet(table).encode()) == expected
    assert values(workbook([table])) == expected


def test_a_row_knows_its_number_and_empty_ones_are_left_out() -> None:
    found = read_table(b"\n,,\nName , CODE,\n\nAustria,AUT\n , \nBrazil,BRA\n")
    assert found == TableFile(
        ("name", "code"),
        (
            TableRow(5, {"name": "Austria", "code": "AUT"}),
            TableRow(7, {"name": "Brazil", "code": "BRA"}),
        ),
    )


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a mark"])
@pytest.mark.parametrize("delimiter", [b",", b";", b"\t"])
def test_tables_of_all_spreadsheets_are_read(mark: bytes, delimiter: bytes) -> None:
    said = b'name|code\r\n"C\xc3\xb4te d\'Ivoire"|CIV\r\n'.replace(b"|", delimiter)
    assert values(mark + said) == [["Côte d'Ivoire", "CIV"]]


@pytest.mark.parametrize("delimiter", [b",", b";", b"\t"])
def test_the_line_that_tells_excel_the_separator_is_no_row(delimiter: bytes) -> None:
    said = b"sep=|\r\nname|code\r\nMali|MLI\r\n".replace(b"|", delimiter)
    assert read_table(said) == TableFile(
        ("name", "code"), (TableRow(3, {"name": "Mali", "code": "MLI"}),)
    )


def test_blanks_that_are_not_seen_are_taken_off() -> None:
    assert values("name,code\n\u00a0 Mali\u200b,\ufeffMLI\u2003\n".encode()) == [["Mali", "MLI"]]
    assert shorn("a\u00a0b") == "a\u00a0b"
    assert (shorn("e\u0301"), shorn(" \u200e"), shorn("")) == ("é", "", "")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("'=1+1", "=1+1"),
        ("'-5", "-5"),
        ("''=x", "'=x"),
        ("'s-Gravenhage", "'s-Gravenhage"),
        ("'", "'"),
    ],
)
def test_the_sign_that_keeps_a_sheet_from_computing_is_taken_off(written: str, meant: str) -> None:
    assert values(f"name\n{written}\n".encode()) == [[meant]]


def test_cells_of_a_workbook_are_read_as_they_are_shown() -> None:
    day = date(2004, 2, 20)
    midnight, later = datetime.combine(day, time()), datetime.combine(day, time(10, 30))
    found = values(
        of_cells(
            ("name", "a", "b", "c", "d", "e"),
            ("x", day, midnight, 7, 7.0, 7.5),
            ("y", True, None, " é", later, ""),
        )
    )
    assert found == [
        ["x", "2004-02-20", "2004-02-20", "7", "7", "7.5"],
        ["y", "True", "", "é", "2004-02-20T10:30:00", ""],
    ]


def with_row(said: str) -> bytes:
    """A workbook with two columns and a row that another program wrote."""
    content = of_cells(("name", "code", "kind"), ("x", "y", "z"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        page = archive.read(SHEET).decode()
    start, end = page.index('<row r="2"'), page.index("</sheetData>")
    return with_part(content, SHEET, (page[:start] + said + page[end:]).encode())


@pytest.mark.parametrize(
    ("cell", "unknown"),
    [
        ('<c r="B2"><f>1+1</f><v>2</v></c>', ()),
        ('<c r="B2" t="str"><f>""</f><v></v></c>', ()),  # computed, and empty
        ('<c r="B2" t="str"><f>""</f></c>', ("code",)),
        ('<c r="B2"><f>1+1</f><v/></c>', ("code",)),
        ('<c r="B2"><f>1+1</f></c>', ("code",)),
        ("<c><f>1+1</f></c>", ("name",)),  # the first of the row, which does not say so
        ("<c/><c/><c><f>1+1</f></c>", ("kind",)),
        ('<c r="A2"><f>1</f></c><c r="C2"><f>1</f></c>', ("name", "kind")),
        ('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ("code",)),
        ('<c r="B2" t="n"/>', None),
    ],
)
def test_a_formula_without_a_value_is_not_an_empty_cell(
    cell: str, unknown: tuple[str, ...] | None
) -> None:
    for row in ('<row r="2">', "<row>"):
        found = read_table(with_row(f"{row}{cell}</row>")).rows
        assert [(one.number, one.unknown) for one in found] == (
            [] if unknown is None or (not unknown and "str" in cell) else [(2, unknown)]
        )


def test_formulas_name_no_columns_and_stand_beside_none() -> None:
    names = of_cells(("name", "=A1"), ("x", "y"))
    assert refusal(names) == "Write the names of the columns themselves: one is a formula."
    more = "Row 2 has more values than the first row, which names the columns."
    assert refusal(with_row('<row><c r="D2"><f>1</f></c></row>')) == more


def test_names_of_columns_are_read_however_they_are_written() -> None:
    assert column("  Family  Name ") == "family_name"
    assert read_table(b"Family Name,,\nx\n").columns == ("family_name",)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"\n \n", "This file is empty."),
        (b"a" * (table_files.MOST_BYTES + 1), "Give at most 2 megabytes."),
        (b"name\n\xff", NOT_UTF8),
        (b"name\n\0", NOT_UTF8),
        (b"name,Name\n", "These columns are there twice: name."),
        (
            b"name\nx,y\n",
            "Row 2 has more values than the first row, which names the columns.",
        ),
        (b'name\n"x\n', "Not a table in CSV: unexpected end of data"),
        (b"n\n" + b"x\n" * 5001, MANY_ROWS),
        (",".join(f"c{n}" for n in range(101)).encode(), "Give at most 100 columns."),
        (b"PK\x03\x04 and no archive", "This workbook cannot be read: save it again as XLSX."),
        (b"n\n" + b"x" * 10_001, "A cell has more than 10000 characters."),
        (of_cells(("n",), ("x" * 10_001,)), "A cell has more than 10000 characters."),
        (of_cells(("n",), *[("x",)] * 5001), MANY_ROWS),
        (
            b"n\n" + (b"x" * 10_000 + b"\n") * 100,
            "Give at most 1000000 characters in one file. What is not in a file stays, so that "
            "more can be given in several, one after another.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(content: bytes, sentence: str) -> None:
    assert refusal(content) == sentence


def test_as_many_rows_as_may_be_are_read() -> None:
    assert len(read_table(b"n\n" + b"x\n" * 5000).rows) == 5000


DAMAGED = "This workbook cannot be read: save it again as XLSX."
SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (SHEET, BOMB),
        (SHEET, BOMB.decode().encode("utf-16")),
        (SHEET, BOMB.replace(b"<!DOC", b" " * 10_000 + b"<!DOC")),
        ("xl/worksheets/another.sheet", BOMB),
        (SHEET, b"<worksheet"),
        ("xl/workbook.xml", b"<none/>"),
        ("[Content_Types].xml", b"<none/>"),
    ],
)
def test_a_workbook_that_is_none_is_refused(name: str, said: bytes) -> None:
    assert refusal(with_part(of_cells(("n",), ("x",)), name, said)) == DAMAGED


def test_an_archive_of_something_else_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refusal(out.getvalue()) == DAMAGED


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    much = b" " * (table_files.MOST_UNPACKED + 1)
    bomb = with_part(of_cells(("n",)), "xl/media/image.png", much)
    assert len(bomb) < table_files.MOST_BYTES
    sentence = "This workbook unpacks to too much: save only the table."
    assert refusal(bomb) == sentence


def test_a_part_that_is_longer_than_it_says_is_refused() -> None:
    said = of_cells(("n",), ("x",))
    with zipfile.ZipFile(io.BytesIO(said)) as archive:
        part = archive.getinfo(SHEET)
    size = part.file_size.to_bytes(4, "little")
    assert said.count(size) >= 1
    assert refusal(said.replace(size, (40).to_bytes(4, "little"))) == DAMAGED


def test_what_is_not_seen_is_taken_out_of_names():
    said = "\u202eA\u200bla\u2066nd\ufeff\u00ad"
    (row,) = read_table(f"name\n{said}\n".encode()).rows
    assert (row.values["name"], line("name", said, needed=True)) == ("Aland", "Aland")
    persian = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"  # a joiner is part of it
    assert line("name", persian) == persian
    with pytest.raises(BadRequest):
        line("name", "\u200b", needed=True)
