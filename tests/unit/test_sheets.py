"""Tables as sheets, for any program."""

import io
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from openpyxl import load_workbook

from exports.sheets import Table, duration, sheet, workbook

AT = datetime(2008, 10, 8, 12, 30, 5, tzinfo=timezone(timedelta(hours=2)))
TABLE = Table(
    "Who spoke",
    ("Name", "Begun", "Day", "Used", "Speeches"),
    (("Côte d’Ivoire", AT, date(2008, 10, 8), timedelta(seconds=200), 2),),
)


def opened(*tables, **options):
    return load_workbook(io.BytesIO(workbook(tables, **options)))


def test_a_sheet_is_csv_with_a_mark_of_its_encoding():
    assert sheet(TABLE) == (
        "\ufeffName,Begun,Day,Used,Speeches\r\n"
        "Côte d’Ivoire,2008-10-08 12:30:05,2008-10-08,0:03:20,2\r\n"
    )


def test_a_workbook_has_moments_and_times_that_can_be_counted_with():
    (page,) = opened(TABLE).worksheets
    assert (page.title, page.freeze_panes, page.auto_filter.ref) == ("Who spoke", "A2", "A1:E2")
    head, row = page.values
    assert head == TABLE.head
    assert row[:3] == ("Côte d’Ivoire", AT.replace(tzinfo=None), datetime(2008, 10, 8))  # noqa: DTZ001 - a sheet knows no zones
    assert row[3] in {timedelta(seconds=200), time(0, 3, 20)}
    assert row[4] == 2


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "https://example.org"])
def test_no_text_becomes_a_formula_or_a_link(text):
    table = Table("T", ("A",), ((text,),))
    cell = opened(table).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    written = sheet(table).splitlines()[1].strip('"')
    assert written == (text if text.startswith("http") else f"'{text}")


def test_sheets_have_names_that_a_workbook_allows():
    titles = ["Item 2: review [of]*", "x" * 40, "X" * 40, ""]
    book = opened(*(Table(title, ("A",), ()) for title in titles))
    assert book.sheetnames == ["Item 2  review  of", "x" * 31, "X" * 29 + " 2", "-"]
    cut = [f"{'a' * 30}'b", f"{'a' * 28}' b", f"{'a' * 28}' b", "𝕏" * 16, "history"]
    assert opened(*(Table(title, ("A",), ()) for title in cut)).sheetnames == [
        "a" * 30,
        f"{'a' * 28}' b",
        "a" * 28 + " 2",
        "𝕏" * 15,
        "history 2",
    ]


def test_a_workbook_is_read_from_right_to_left_where_the_language_is():
    assert opened(TABLE, right_to_left=True).worksheets[0].sheet_view.rightToLeft
    assert not opened(TABLE).worksheets[0].sheet_view.rightToLeft


def test_an_empty_table_is_a_sheet_too():
    assert opened(Table("Nothing", (), ())).sheetnames == ["Nothing"]
    assert sheet(Table("Nothing", ("A",), ())) == "\ufeffA\r\n"


@pytest.mark.parametrize(
    ("time", "written"),
    [
        (timedelta(0), "0:00:00"),
        (timedelta(seconds=59.6), "0:01:00"),
        (timedelta(days=1, hours=1), "25:00:00"),
    ],
)
def test_durations(time, written):
    assert duration(time) == written


def test_moments_are_in_the_hours_of_their_offset():
    table = Table("T", ("A",), ((AT.astimezone(UTC),),))
    assert sheet(table).splitlines()[1] == "2008-10-08 10:30:05"


def test_a_workbook_is_printed_across_as_wide_as_a_page_with_its_head_on_each():
    made = workbook([Table("Who", ("Name", "Post"), (("A", "B"),))])
    page = load_workbook(io.BytesIO(made))["Who"]
    setup = page.page_setup
    assert (setup.orientation, setup.fitToWidth or 1, setup.fitToHeight) == ("landscape", 1, 0)
    assert (page.sheet_properties.pageSetUpPr.fitToPage, page.print_title_rows) == (True, "$1:$1")
