"""The document of the organization of work, and the annex of CTOC/COP/2008/1 in it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from exports.organization_of_work import organization_of_work
from exports.records import Entitlement, Item, Meeting, Session, Version
from exports.wording import Wording
from procedure.programmes import VersionStatus
from scheduler.reading import load_problem, read_programme
from tests.unit.docx_rules import faults, parts_of
from tests.unit.feeds import LANGUAGES, meeting, release, session, working_group

EXAMPLES = Path(__file__).parents[2] / "examples"
WGIC = (
    "Open-ended Working Group of Government Experts on Extradition, Mutual Legal Assistance and "
    "International Cooperation for the Purpose of Confiscation (item 2 (c))"
)
WGIC_CONTINUED = f"{WGIC} (continued)\nConference room"
WGTA = (
    "Item 3. Technical assistance: Open-ended Interim Working Group of Government Experts on "
    "Technical Assistance"
)
ANNEX = [
    ["Date/time", "Plenary (Plenary hall)", "Parallel meetings"],
    [
        "Wednesday, 8 October\n10 a.m.–1 p.m.",
        "Item 1 (a). Opening of the fourth session of the Conference of the Parties\n"
        "Item 1 (b). Election of officers\n"
        "Item 1 (c). Adoption of the agenda and organization of work\n"
        "Item 1 (d). Participation of observers\n"
        "Item 1 (e). Adoption of the report of the Bureau on credentials\n"
        "Item 1 (f). General discussion",
        "",
    ],
    ["3–6 p.m.", "Item 1 (f). General discussion (continued)", f"{WGIC}\nConference room"],
    [
        "Thursday, 9 October\n10 a.m.–1 p.m.",
        "Item 2 (a). Information gathering and a possible mechanism to review implementation",
        WGIC_CONTINUED,
    ],
    [
        "3–6 p.m.",
        "Item 2 (a). Information gathering and a possible mechanism to review implementation "
        "(continued)",
        WGIC_CONTINUED,
    ],
    [
        "Friday, 10 October\n10 a.m.–1 p.m.",
        "Item 2 (b). Expert consultation on criminalization",
        WGIC_CONTINUED,
    ],
    [
        "3–6 p.m.",
        "Item 2 (c). Expert consultation on international cooperation, with particular emphasis on "
        "extradition, mutual legal assistance and international cooperation for the purpose of "
        "confiscation, and the establishment and strengthening of central authorities\n"
        "Item 2 (h). Expert consultation on money-laundering",
        "",
    ],
    [
        "Monday, 13 October\n10 a.m.–1 p.m.",
        "Item 2 (d). Expert consultation on the implementation of the Trafficking in Persons "
        "Protocol",
        "",
    ],
    [
        "3–6 p.m.",
        "Item 2 (e). Expert consultation on protection of victims and witnesses",
        "",
    ],
    [
        "Tuesday, 14 October\n10 a.m.–1 p.m.",
        "Item 2 (f). Expert consultation on travel and identity documents",
        "Round table of technical assistance providers (item 3)\n"
        "Meeting room without booths\nNo interpretation",
    ],
    [
        "3–6 p.m.",
        "Item 2 (g). Expert consultation on marking of firearms, keeping of records on firearms, "
        "trafficking in firearms, their parts and components and ammunition, and identification "
        "of competent authorities",
        "Round table of technical assistance providers (item 3) (continued)\n"
        "Meeting room without booths\nNo interpretation",
    ],
    ["Wednesday, 15 October\n10 a.m.–1 p.m.", WGTA, ""],
    ["3–6 p.m.", f"{WGTA} (continued)", ""],
    ["Thursday, 16 October\n10 a.m.–1 p.m.", f"{WGTA} (continued)", ""],
    ["3–6 p.m.", f"{WGTA} (continued)", ""],
    [
        "Friday, 17 October\n10 a.m.–1 p.m.",
        "Item 2. Review of the implementation of the Convention and the Protocols thereto: "
        "adoption of decisions\n"
        "Item 3. Technical assistance: adoption of decisions",
        "",
    ],
    [
        "3–6 p.m.",
        "Item 4. Future activities of the Conference\n"
        "Item 5. Financial and budgetary matters\n"
        "Item 6. Other matters\n"
        "Item 7. Provisional agenda for the fifth session of the Conference\n"
        "Item 8. Adoption of the report of the Conference on its fourth session",
        "",
    ],
]


def the_annex() -> tuple[Version, Session]:
    problem = load_problem(EXAMPLES / "ctoc-cop4.yaml")
    programme = read_programme(json.loads((EXAMPLES / "ctoc-cop4-annex.json").read_text()), problem)
    rooms = {room.id: room.title for room in problem.rooms}
    own = problem.session.body
    meetings = tuple(
        Meeting(
            uid=f"{held.body}-{held.number}",
            number=held.number,
            column=held.column.value,
            body=held.body,
            body_title="" if held.body == own else problem.body_by_id[held.body].title,
            starts_at=held.start,
            ends_at=held.end,
            room=rooms[held.room],
            languages=held.languages,
            items=tuple(
                Item(
                    title=problem.business_by_id[part.item].title,
                    number=problem.business_by_id[part.item].item or "",
                    continued=part.continued,
                )
                for part in held.items
            ),
        )
        for held in programme.meetings
    )
    limits = problem.interpretation.entitlement
    conference = Session(
        slug=problem.session.id,
        title=problem.session.title,
        time_zone=problem.session.time_zone,
        first_day=problem.session.first_day,
        last_day=problem.session.last_day,
        languages=problem.interpretation.languages,
        venue=problem.session.venue,
        entitlement=Entitlement(
            total=limits.total, plenary=limits.plenary, parallel=limits.parallel
        ),
    )
    return version(VersionStatus.APPROVED, *meetings), conference


def version(status: VersionStatus, *meetings: Meeting, **changes) -> Version:
    at = datetime(2008, 5, 28, 22, 30, tzinfo=UTC)  # the 29th in Vienna
    return replace(release(3, *meetings), status=status, status_at=at, **changes)


def opened(content: bytes) -> Document:
    assert faults(content) == []
    return docx.Document(BytesIO(content))


def document(*meetings: Meeting, words: Wording | None = None, **changes) -> Document:
    content = organization_of_work(
        version(VersionStatus.APPROVED, *meetings), session=session(**changes), words=words
    )
    return opened(content)


def cells(opened: Document) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in opened.tables[0].rows]


def lines(opened: Document) -> list[str]:
    return [paragraph.text for paragraph in opened.paragraphs if paragraph.text]


@pytest.fixture(scope="module")
def annex() -> bytes:
    made, conference = the_annex()
    return organization_of_work(made, session=conference, symbol="CTOC/COP/2008/1")


def test_the_table_says_what_the_annex_says(annex):
    assert cells(opened(annex)) == ANNEX


def test_what_stands_around_the_table(annex):
    assert lines(opened(annex)) == [
        "CTOC/COP/2008/1",
        "Conference of the Parties to the United Nations Convention against Transnational "
        "Organized Crime, fourth session",
        "Vienna, 8–17 October 2008",
        "Annex",
        "Proposed organization of work",
        "Approved by the extended bureau on 29 May 2008",
        "Meetings have interpretation into Arabic, Chinese, English, French, Russian and Spanish, "
        "unless marked otherwise.",
        "Meetings with interpretation: 16 of 16 plenary, 4 of 4 parallel and 20 of 20 in all.",
    ]


def test_the_same_version_gives_the_same_bytes(annex):
    made, conference = the_annex()
    assert organization_of_work(made, session=conference, symbol="CTOC/COP/2008/1") == annex


def test_nothing_of_the_template_is_left(annex):
    assert sorted(parts_of(annex)) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/header1.xml",
        "word/settings.xml",
        "word/styles.xml",
    ]


@pytest.mark.parametrize(
    ("status", "changes", "expected"),
    [
        (
            VersionStatus.DRAFT,
            {},
            ["Annex", "Draft organization of work", "Version 3, 29 May 2008"],
        ),
        (
            VersionStatus.APPROVED,
            {},
            [
                "Annex",
                "Proposed organization of work",
                "Approved by the extended bureau on 29 May 2008",
            ],
        ),
        (
            VersionStatus.ADOPTED,
            {},
            ["Organization of work", "As adopted by the Conference on 29 May 2008"],
        ),
        (
            VersionStatus.REVISED,
            {"revision": 2},
            ["Organization of work, Rev.2", "As revised on 29 May 2008"],
        ),
    ],
)
def test_the_title_tells_where_the_version_stands(status, changes, expected):
    made = opened(organization_of_work(version(status, meeting(), **changes), session=session()))
    assert lines(made)[2 : 2 + len(expected)] == expected
    headings = [p.text for p in made.paragraphs if p.style.name.startswith("Heading")]
    assert headings == expected[:-1]
    assert made.core_properties.title == expected[-2]
    assert made.sections[0].header.paragraphs[0].text == expected[-2]


def test_the_page(annex):
    made = opened(annex)
    section = made.sections[0]
    assert (section.page_width.cm, section.page_height.cm) == pytest.approx((21, 29.7), abs=0.01)
    assert section.header.paragraphs[0].text == "CTOC/COP/2008/1, Proposed organization of work"
    assert section.first_page_header.paragraphs[0].text == ""
    for footer in (section.footer, section.first_page_footer):
        fields = footer._element.iter(qn("w:instrText"))
        assert [field.text for field in fields] == ["PAGE"]


def test_the_head_is_repeated_and_no_row_or_day_is_torn(annex):
    rows = opened(annex).tables[0].rows
    marks = [{child.tag for child in row._tr.trPr} for row in rows]
    assert marks[0] == {qn("w:tblHeader"), qn("w:cantSplit")}
    assert marks[1:] == [{qn("w:cantSplit")}] * 16
    kept = [
        {
            paragraph.paragraph_format.keep_with_next
            for cell in row.cells
            for paragraph in cell.paragraphs
        }
        for row in rows[1:]
    ]
    assert kept == [{True}, {None}] * 8  # a morning stays with its afternoon


def test_the_file_says_what_it_is(annex):
    made = opened(annex)
    about = made.core_properties
    assert (about.title, about.identifier, about.language, about.author) == (
        "Proposed organization of work",
        "CTOC/COP/2008/1",
        "en-GB",
        "Hemicycle",
    )
    assert about.created == about.modified == datetime(2008, 5, 28, 22, 30, tzinfo=UTC)
    language = made.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "en-GB"
    look = made.tables[0]._tbl.tblPr.find(qn("w:tblLook"))
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")


def test_meetings_at_once_share_a_cell():
    title = "Panel"
    panel = working_group(1, uid="p1", body="P", body_title=title, room="Room B", languages=("en",))
    made = document(
        working_group(2), replace(panel, items=(Item(title="Panel of experts"), Item(title="Film")))
    )
    assert cells(made)[1] == [
        "Friday, 17 October\n3–6 p.m.",
        "",
        "Working Group on International Cooperation (item 2 (c)) (continued)\nConference room\n"
        "Panel of experts\nFilm\nRoom B\nInterpretation: English",
    ]
    apart = [p.paragraph_format.space_before for p in made.tables[0].cell(1, 2).paragraphs]
    assert [space is not None for space in apart] == [False, False, True, False, False, False]


def test_a_body_that_its_items_do_not_name():
    made = document(working_group(2, items=(Item(number="2(c)", title="Directory"),), room=""))
    assert cells(made)[1][2] == "Working Group on International Cooperation\nItem 2 (c). Directory"


def test_a_meeting_without_items_is_known_by_its_number():
    assert cells(document(meeting(3, items=())))[1][1] == "3rd meeting"


def test_days_and_hours_are_those_of_the_place():
    late = meeting(1, start=datetime(2008, 10, 24, 16, 30, tzinfo=UTC))
    after_summer_time = meeting(2, start=datetime(2008, 10, 27, 11, tzinfo=UTC))
    made = document(late, after_summer_time)
    assert [row[0] for row in cells(made)[1:]] == [
        "Friday, 24 October\n6.30–9.30 p.m.",
        "Monday, 27 October\nnoon–3 p.m.",
    ]


def test_a_programme_without_meetings():
    made = document()
    assert cells(made) == [["Date/time", "Plenary", "Parallel meetings"]]
    assert lines(made)[-2:] == [
        "All meetings have interpretation into Arabic, Chinese, English, French, Russian and "
        "Spanish.",
        "Meetings with interpretation: 0 plenary, 0 parallel and 0 in all.",
    ]


def test_limits_of_the_entitlement_that_are_not_set_are_not_told():
    made = document(meeting(), working_group(), entitlement=Entitlement(total=20))
    assert lines(made)[-1] == (
        "Meetings with interpretation: 1 plenary, 1 parallel and 2 of 20 in all."
    )


def test_a_session_without_interpretation_has_no_notes():
    made = document(meeting(languages=()), languages=())
    assert lines(made)[-1] == "Approved by the extended bureau on 29 May 2008"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2008, 10, 8), date(2008, 10, 8), "8 October 2008"),
        (date(2008, 9, 29), date(2008, 10, 3), "29 September–3 October 2008"),
        (date(2008, 12, 29), date(2009, 1, 2), "29 December 2008 – 2 January 2009"),
    ],
)
def test_the_days_of_the_session(first, last, expected):
    made = document(meeting(), first_day=first, last_day=last, venue="")
    assert lines(made)[1] == expected


def test_titles_with_signs_that_no_file_can_hold_and_very_long_ones():
    made = document(
        meeting(items=(Item(number="4", title="Law <&>\x0band “order”"),)), title="Title " * 80
    )
    assert cells(made)[1][1] == "Item 4. Law <&> and “order”"
    assert len(made.core_properties.subject) == 255


def test_from_right_to_left():
    comma = {"%(weekday)s, %(day)s": "%(weekday)s، %(day)s"}
    words = Wording("ar", lambda msgid: comma.get(msgid, msgid))
    made = document(meeting(languages=("ar",)), working_group(), words=words)
    body = made.element.body
    assert made.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    assert made.sections[0]._sectPr.find(qn("w:bidi")) is not None
    written = [p for p in body.iter(qn("w:p")) if list(p.iter(qn("w:t")))]
    assert [p for p in written if p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is None] == []
    runs = list(body.iter(qn("w:r")))
    assert [r for r in runs if r.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is None] == []
    assert cells(made)[1][0] == "الجمعة، 17 أكتوبر\n3:00 م–6:00 م"
    assert made.core_properties.language == "ar"


def test_from_left_to_right_nothing_is_marked(annex):
    marks = {qn("w:bidi"), qn("w:rtl"), qn("w:bidiVisual")}
    assert [e for e in opened(annex).element.iter() if e.tag in marks] == []


def test_chinese_words_and_days():
    catalogue = {
        "Item %(number)s. %(title)s": "项目 %(number)s. %(title)s",
        "Plenary": "全会",
        "%(weekday)s, %(day)s": "%(day)s，%(weekday)s",
    }
    words = Wording("zh", lambda msgid: catalogue.get(msgid, msgid))
    made = document(meeting(items=(Item(number="1(f)", title="一般性讨论"),), room=""), words=words)
    assert cells(made)[0][1] == "全会"
    assert cells(made)[1] == ["10月17日，星期五\n15:00–18:00", "项目 1 (f). 一般性讨论", ""]


def test_part_of_the_languages():
    made = document(meeting(languages=LANGUAGES[:2]), languages=LANGUAGES)
    assert cells(made)[1][1].endswith("\nInterpretation: Arabic and Chinese")
