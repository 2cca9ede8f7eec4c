"""Lists of speakers and who spoke, as tables."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from exports.sheets import sheet
from exports.speakers import list_table, record_table, statistics
from procedure.floor.records import records
from procedure.floor.values import FloorEventKind as Kind
from procedure.speakers.values import EntryKind
from tests.unit.floors import at, opened, seconds
from tests.unit.speakers import CLOSES, Book

VIENNA = ZoneInfo("Europe/Vienna")
CATEGORIES = {"ministers": "Ministers or equivalent"}
SPEAKER = {
    "list_id": "item-2",
    "number": 2,
    "speaker": "A. Minister",
    "function": "Minister of Justice",
    "gender": "f",
    "on_behalf_of": "European Union",
    "aligned": ["Bulgaria", "Romania"],
    "participant": "State party",
    "category": "ministers",
    "group": "Western European and other States",
}


def held():
    meeting = opened().happens(Kind.CALLED, **SPEAKER).happens(Kind.POINT_RAISED, 60)
    meeting.happens(Kind.POINT_RULED, 30).happens(Kind.ENDED, 140)
    meeting.happens(Kind.CALLED, 30, name="Mali", delegation="mali").happens(Kind.ENDED, 100)
    return records("uid", meeting.state.spoken)


def test_the_record_of_who_spoke():
    table = record_table(
        held(), zone=VIENNA, meetings={"uid": "1st meeting"}, categories=CATEGORIES
    )
    assert table.head == (
        "Meeting",
        "Begun",
        "Turn",
        "Delegation",
        "Capacity",
        "Regional group",
        "On behalf of",
        "Aligned",
        "Speaker",
        "Function",
        "Category",
        "Time allotted",
        "Time used",
        "Time over",
    )
    assert table.rows[0] == (
        "1st meeting",
        at(0).astimezone(VIENNA),
        "Statement",
        "Italy",
        "State party",
        "Western European and other States",
        "European Union",
        "Bulgaria and Romania",
        "A. Minister",
        "Minister of Justice",
        "Ministers or equivalent",
        seconds(180),
        seconds(200),
        seconds(20),
    )
    assert [row[2:4] for row in table.rows] == [
        ("Statement", "Italy"),
        ("Point of order", "Austria"),
        ("Statement", "Mali"),
    ]


def test_statistics_by_group_category_and_gender():
    group, category, gender = statistics(held(), categories=CATEGORIES)
    assert [table.title for table in (group, category, gender)] == [
        "Regional group",
        "Category",
        "Gender",
    ]
    unknown = ("not given", 1, seconds(180), seconds(100), timedelta(0), 0)
    known = (1, seconds(180), seconds(200), seconds(20), 1)
    assert group.rows == (("Western European and other States", *known), unknown)
    assert category.rows == (("Ministers or equivalent", *known), unknown)
    assert gender.rows == (("f", *known), unknown)


def test_a_list_as_it_stands():
    ledger = Book()
    ledger.inscribe("italy", language="en", speaker="B. Envoy", by_secretariat=True)
    minister = ledger.inscribe("mali", level="minister", on_behalf_of="African States")
    absent = ledger.inscribe("peru", level="minister", aligned=["Chile", "Cuba"])
    ledger.about(EntryKind.ABSENT, minister)
    ledger.inscribe("chad", at=CLOSES)
    table = list_table(ledger.standing(), zone=VIENNA)
    assert table.title == ledger.terms.title
    assert [len(row) for row in table.rows] == [len(table.head)] * 4
    assert table.rows[0][:8] == (
        "1",
        absent,
        "Peru",
        "State party",
        "Minister or equivalent",
        "Ministers or equivalent",
        "",
        "Chile and Cuba",
    )
    assert [(row[0], row[2], row[12]) for row in table.rows] == [
        ("1", "Peru", ""),
        ("2", "Mali", "absent when called"),
        ("3", "Italy", "inscribed by the secretariat"),
        ("", "Chad", "late request, not decided"),
    ]
    assert table.rows[2][10:12] == ("English", "2008-08-15 10:00:00.000000")
    assert sheet(table).count("\r\n") == 5
