"""All that documents on who takes part say comes by one way, which a catalogue fills."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from exports.credentials import (
    Adopted,
    Disputed,
    Facts,
    board_table,
    letters_table,
    paragraphs,
    report_document,
)
from exports.observers import list_document, list_table
from exports.participants import participants_document, participants_table
from exports.sheets import Table
from exports.wording import Wording
from models.conferences import ConferenceSession, Delegation
from models.delegations import Delegate, DelegationName
from models.observers import ObserverRequest
from procedure.credentials.decisions import Report
from procedure.credentials.values import Ruling
from procedure.participants import Function, Level, ParticipantKind
from procedure.rulebook import rulebook
from web.collecting import extract_rulebook

RULEBOOKS = Path(__file__).parents[2] / "procedure/rulebooks"
NAME = "لبنان"
AT = datetime(2026, 11, 22, tzinfo=UTC)
ARABIC = Wording("ar", lambda msgid: f"⟦{msgid}⟧")
SESSION = ConferenceSession(
    slug="x", title=NAME, venue=NAME, first_day=date(2006, 10, 9), last_day=date(2006, 10, 18)
)
BOOK = rulebook("ctoc")


def left(said: Iterable[str]) -> list[str]:
    """What stands in Latin letters and did not come out of the catalogue."""
    rest, shorter = "", "\n".join(said)
    while rest != shorter:  # sentences with sentences in them
        rest, shorter = shorter, re.sub("⟦[^⟦⟧]*⟧", "", shorter)
    return re.findall(r"[A-Za-z]+", rest)


def lines(content: bytes) -> list[str]:
    """What is written in a document, above and below its pages, too."""
    document = Document(BytesIO(content))
    edges = [part for one in document.sections for part in (one.header, one.footer)]
    return [one.text for part in (document, *edges) for one in part.paragraphs]


def cells(table: Table) -> list[str]:
    """What is written in a sheet."""
    return [table.title, *table.head, *(cell for row in table.rows for cell in row)]


def delegation(kind: str) -> Delegation:
    """One of a kind, with a delegate of each function and level."""
    made = Delegation(name=NAME, code="", kind=kind, regional_group=BOOK.groups[0])
    made.names = [DelegationName(language="ar", name=NAME, source="")]
    levels = [*Level, *Level]
    made.delegates = [
        Delegate(
            family_name=NAME,
            given_name="",
            honorific="",
            post=NAME,
            function=function,
            level=levels[place],
            position=place,
            languages=[],
            email="",
        )
        for place, function in enumerate(Function)
    ]
    return made


def test_nothing_in_the_list_of_participants_goes_past_the_catalogue() -> None:
    listed = [delegation(kind.value) for kind in ParticipantKind]
    given = participants_document(SESSION, listed, ARABIC, people=True, at=AT)
    found = [*lines(given), *cells(participants_table(listed, ARABIC, people=True))]
    assert left(found) == []
    assert f"⟦{BOOK.groups[0]}⟧" in found


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("due", [None, date(2006, 10, 23)])
def test_nothing_in_the_report_on_credentials_goes_past_it(number: int, due: date | None) -> None:
    parties = {str(one): delegation(ParticipantKind.STATE_PARTY) for one in range(4)}
    counted = Report(
        states=number + 1,
        organizations=number,
        states_in_order=number,
        organizations_in_order=number,
        lacking_states=tuple(str(one) for one in range(number)),
        lacking_organizations=(),
        unexamined=("3",),
    )
    facts = Facts(
        session=NAME,
        rules=BOOK.credentials,
        version=BOOK.credentials.on(date(2006, 10, 9)),
        amendments=False,
        report=counted,
        delegations=parties,
        originals_due=due,
        disputed=[Disputed(parties["1"], parties["2"], one) for one in (None, *Ruling)],
        adopted=Adopted(meeting=8, day=date(2006, 10, 18)),
    )
    found = lines(report_document(facts, ARABIC, at=AT))
    assert left(found) == []
    assert f"⟦{BOOK.credentials.submission_rule}⟧" in paragraphs(facts, ARABIC)[0]


def test_nothing_in_the_sheets_of_credentials_goes_past_it() -> None:
    found = [*cells(board_table([], ARABIC)), *cells(letters_table([], ARABIC))]
    assert left(found) == []


def test_nothing_in_the_list_of_organizations_goes_past_it() -> None:
    asked = [ObserverRequest(name=NAME, number=1, code="", kind="Entity", about=NAME)]
    path = BOOK.observers.path("ngos")
    given = list_document(SESSION, path, asked, ARABIC, symbol="", due=date(2008, 9, 8), at=AT)
    assert left([*lines(given), *cells(list_table(asked, ARABIC))]) == []


def collected(name: str) -> list[str]:
    with (RULEBOOKS / f"{name}.yaml").open("rb") as book:
        return [message for _, _, message, _ in extract_rulebook(book, (), (), {})]


@pytest.mark.parametrize("name", ["ctoc", "fctc"])
def test_the_words_of_rulebooks_are_collected_for_translation_each_once(name: str) -> None:
    book, found = rulebook(name), collected(name)
    assert len(found) == len(set(found))
    kinds = {kind.value for one in book.participation.capacities for kind in one.kinds}
    rules = {book.credentials.submission_rule, *(one.rule for one in book.observers.paths)}
    titles = {one.title for one in book.observers.paths}
    assert {*book.groups, *kinds, *rules, *titles} <= set(found)
    assert not {"minister", "request", "since"} & set(found)  # words of ours, which nobody reads
