"""The list of participants: categories, the order of each language, the head first."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from icu import Collator, Locale

from exports.participants import (
    categories,
    in_order,
    members,
    participants_document,
    participants_table,
    person,
)
from exports.wording import Wording
from models.conferences import ConferenceSession, Delegation
from models.delegations import Delegate, DelegationName
from procedure.participants import Function, Level, ParticipantKind
from procedure.states import LANGUAGES, names_at, register
from tests.unit.docx_rules import faults

THIRD = date(2006, 10, 9)
SESSION = ConferenceSession(
    slug="ctoc-cop3",
    title="Third session",
    venue="Vienna",
    first_day=THIRD,
    last_day=date(2006, 10, 18),
)
AT = datetime(2026, 11, 22, tzinfo=UTC)
CODES = st.lists(st.sampled_from(sorted(register().states)), unique=True)


def state(code: str, kind: str = ParticipantKind.STATE_PARTY) -> Delegation:
    """A State as of the third session."""
    names = names_at(code, THIRD)
    made = Delegation(name=names["en"].name if names else code, code=code, kind=kind)
    made.regional_group = "Asian States" if code == "CHN" else ""
    made.names = [
        DelegationName(language=language, name=one.name, source=one.source)
        for language, one in names.items()
    ]
    return made


def delegate(family: str, function: Function, position: int, **more: str) -> Delegate:
    """A delegate with a secret address."""
    return Delegate(
        family_name=family,
        given_name=more.get("given", ""),
        honorific=more.get("honorific", ""),
        post=more.get("post", ""),
        function=function,
        level=Level.REPRESENTATIVE,
        languages=[],
        position=position,
        email="secret@example.org",
    )


def names(listed: list[Delegation], language: str) -> list[str]:
    """The names in the order of a language."""
    return [one.name_in(language) for one in in_order(listed, Wording(language))]


@pytest.mark.parametrize(
    ("language", "codes", "order"),
    [
        (
            "en",
            ("HRV", "CIV", "CRI", "MKD", "TGO", "SWE"),
            [
                "Costa Rica",
                "Côte d'Ivoire",
                "Croatia",
                "Sweden",
                "The former Yugoslav Republic of Macedonia",
                "Togo",
            ],
        ),
        ("fr", ("EGY", "SLV", "ECU", "ERI"), ["Égypte", "El Salvador", "Équateur", "Érythrée"]),
        ("es", ("ESP", "ETH", "EST", "DNK"), ["Dinamarca", "España", "Estonia", "Etiopía"]),
        ("ru", ("AUT", "ISL", "YEM", "HUN"), ["Австрия", "Венгрия", "Йемен", "Исландия"]),
        ("ar", ("JOR", "ARG", "BHR"), ["الأرجنتين", "الأردن", "البحرين"]),
        ("zh", ("CHN", "FRA", "ALB"), ["阿尔巴尼亚", "法国", "中国"]),
    ],
)
def test_states_are_in_the_order_of_the_language(
    language: str, codes: tuple[str, ...], order: list[str]
) -> None:
    found = names([state(code) for code in codes], language)
    if language == "ru":  # an order of its own for и and й, that of ICU
        order = sorted(order, key=Collator.createInstance(Locale("ru")).getSortKey)
    assert found == order


@pytest.mark.parametrize("language", LANGUAGES)
@given(codes=CODES)
def test_the_order_is_that_of_icu(language: str, codes: list[str]) -> None:
    found = names([state(code) for code in codes if names_at(code, THIRD)], language)
    collator = Collator.createInstance(Locale(language))
    pairs = pairwise(found)
    assert all(collator.compare(one, other) <= 0 for one, other in pairs)
    assert len(found) == sum(bool(names_at(code, THIRD)) for code in codes)


def test_categories_are_those_of_the_rules_then_others() -> None:
    kinds = ["Guests", *reversed(ParticipantKind)]
    listed = [state(f"X{number}", kind) for number, kind in enumerate(kinds)]
    found = categories(listed, Wording())
    assert [one.kind for one in found] == [*ParticipantKind, "Guests"]
    assert [one.title for one in found][:2] == [
        "States parties",
        "Regional economic integration organizations",
    ]
    assert found[-1].title == "Guests"
    assert categories([], Wording()) == ()


def test_the_head_comes_first_and_others_by_function_and_place() -> None:
    made = state("FRA")
    made.delegates = [
        delegate("Expert", Function.EXPERT, 1),
        delegate("Second", Function.ADVISER, 3),
        delegate("First", Function.ADVISER, 2),
        delegate("Head", Function.HEAD, 4),
        delegate("Alternate", Function.ALTERNATE, 5),
        delegate("Other", Function.REPRESENTATIVE, 6),
    ]
    assert [one.family_name for one in members(made)] == [
        "Head",
        "Other",
        "Alternate",
        "First",
        "Second",
        "Expert",
    ]


def test_a_person_is_named_with_the_family_name_in_capitals() -> None:
    silva = delegate("da Silva", Function.HEAD, 1, given="Ana María", honorific="Ms.")
    assert person(silva) == "Ms. Ana María DA SILVA"
    assert person(delegate("Li", Function.HEAD, 1)) == "LI"


def listed() -> list[Delegation]:
    """Two States, one with delegates, and an organization without names in other languages."""
    china, france = state("CHN"), state("FRA")
    china.delegates = [
        delegate("Wang", Function.ADVISER, 1),
        delegate("Tang", Function.HEAD, 2, given="Guoqiang", post="Ambassador"),
    ]
    return [france, china, state("UNODC", ParticipantKind.UN_BODY)]


def test_the_document_has_headings_names_and_delegates() -> None:
    content = participants_document(SESSION, listed(), Wording(), people=True, at=AT)
    assert faults(content) == []
    said = [(one.style.name, one.text) for one in Document(io.BytesIO(content)).paragraphs]
    assert said == [
        ("Heading 1", "List of participants"),
        ("Normal", "Third session"),
        ("Normal", "Vienna, 9–18 October 2006"),
        ("Normal", "Delegations: 3; delegates: 2"),
        ("Heading 2", "States parties"),
        ("Normal", "China"),
        ("Normal", "Guoqiang TANG, Ambassador, Head of delegation"),
        ("Normal", "WANG, Adviser"),
        ("Normal", "France"),
        ("Heading 2", "United Nations bodies and specialized agencies"),
        ("Normal", "UNODC"),
    ]
    assert b"secret" not in content


def test_without_people_the_document_names_nobody() -> None:
    content = participants_document(SESSION, listed(), Wording(), people=False, at=AT)
    said = [one.text for one in Document(io.BytesIO(content)).paragraphs]
    head = ["Vienna, 9–18 October 2006", "Delegations: 3"]
    assert said[2:7] == [*head, "States parties", "China", "France"]


def test_the_document_in_arabic_runs_from_right_to_left() -> None:
    content = participants_document(SESSION, listed(), Wording("ar"), people=True, at=AT)
    assert faults(content) == []
    document = Document(io.BytesIO(content))
    said = [one.text for one in document.paragraphs]
    assert said[said.index("الصين") + 1] == "Guoqiang TANG، Ambassador، Head of delegation"
    marks = [one._p.pPr.find(f"{{{one._p.nsmap['w']}}}bidi") for one in document.paragraphs]
    assert all(mark is not None for mark in marks)


def test_the_same_list_gives_the_same_bytes() -> None:
    made = [participants_document(SESSION, listed(), Wording(), people=True, at=AT) for _ in "ab"]
    assert made[0] == made[1]


def test_the_sheet_has_a_row_for_each_delegate_and_no_address() -> None:
    table = participants_table(listed(), Wording("zh"), people=True)
    assert table.rows == (
        ("States parties", "法国", "FRA", "", "", "", "", ""),
        (
            "States parties",
            "中国",
            "CHN",
            "Asian States",
            "Guoqiang TANG",
            "Head of delegation",
            "Ambassador",
            "Representative",
        ),
        ("States parties", "中国", "CHN", "Asian States", "WANG", "Adviser", "", "Representative"),
        (
            "United Nations bodies and specialized agencies",
            "UNODC",
            "UNODC",
            "",
            "",
            "",
            "",
            "",
        ),
    )
    assert len(table.head) == 8


def test_the_sheet_without_people_has_a_row_for_each_delegation() -> None:
    table = participants_table(listed(), Wording(), people=False)
    assert [row[1] for row in table.rows] == ["China", "France", "UNODC"]
    assert table.head == ("Capacity", "Delegation", "Code", "Regional group")


@pytest.mark.parametrize(
    ("given_name", "family", "first", "wanted"),
    [
        ("Ana María", "Silva", False, "Ms. Ana María SILVA"),
        ("Guoqiang", "Tang", True, "Ms. TANG Guoqiang"),
        ("", "Tang", True, "Ms. TANG"),
        ("伟", "王", False, "Ms. 王伟"),
        ("伟", "王", True, "Ms. 王伟"),
        ("", "王", False, "Ms. 王"),
        ("Wei", "王", False, "Ms. Wei 王"),
    ],
)
def test_the_family_name_stands_where_the_person_writes_it(given_name, family, first, wanted):
    one = delegate(family, Function.ADVISER, 1, given=given_name, honorific="Ms.")
    one.family_name_first = first
    assert person(one) == wanted
