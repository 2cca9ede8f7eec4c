"""The report of the bureau on credentials, sentence by sentence, and its file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

from docx import Document

from exports.credentials import Adopted, Disputed, Facts, paragraphs, report_document
from exports.wording import Wording
from models.conferences import Delegation
from procedure.credentials.decisions import Report
from procedure.credentials.values import Ruling
from procedure.rulebook import rulebook

RULES = rulebook("ctoc").credentials
FIRST = date(2006, 10, 9)
AT = datetime(2006, 10, 18, 12, tzinfo=UTC)
DELEGATIONS = {
    key: Delegation(name=name, code=key, kind="State party", names=[])
    for key, name in (("NLD", "Netherlands"), ("CIV", "Côte d'Ivoire"), ("CRI", "Costa Rica"))
}
NOTHING = Report(
    states=0,
    organizations=0,
    states_in_order=0,
    organizations_in_order=0,
    lacking_states=(),
    lacking_organizations=(),
    unexamined=(),
)


def facts(report: Report = NOTHING, **more: object) -> Facts:
    given = Facts(
        session="Third session",
        rules=RULES,
        version=RULES.on(FIRST),
        amendments=False,
        report=report,
        delegations=DELEGATIONS,
        originals_due=None,
    )
    return replace(given, **more)


def said(report: Report = NOTHING, **more: object) -> list[str]:
    """The paragraphs after those on the rules."""
    return paragraphs(facts(report, **more), Wording())[2:]


def test_the_rule_is_that_of_the_session() -> None:
    amended = replace(facts(), version=RULES.on(date(2010, 10, 18)))
    asked = paragraphs(amended, Wording())[0]
    assert "the Permanent Representative to the United Nations" in asked
    assert "a person authorized" not in asked
    stricter = paragraphs(replace(amended, amendments=True), Wording())[0]
    assert "the Head of Government or the Minister for Foreign Affairs." in stricter


def test_one_is_said_in_the_singular() -> None:
    one = replace(NOTHING, states=1, organizations=1, states_in_order=1)
    assert said(one) == [
        "The Bureau informed the Conference that, of the 1 State party and 1 regional economic "
        "integration organization represented at the session, 1 State had complied with the "
        "requirements on credentials.",
        "The Bureau also reported that it had examined the credentials of those that had "
        "complied, and that it found them to be in order.",
    ]


def test_several_organizations_are_counted() -> None:
    several = replace(NOTHING, states=2, organizations=2, organizations_in_order=2)
    assert said(several)[0] == (
        "The Bureau informed the Conference that, of the 2 States parties and 2 regional economic "
        "integration organizations represented at the session, 0 States and 2 regional economic "
        "integration organizations had complied with the requirements on credentials."
    )
    assert len(said(several)) == 2


def test_who_has_not_complied_is_named_in_the_order_of_the_language() -> None:
    lacking = replace(NOTHING, states=3, lacking_states=("NLD", "CIV"), unexamined=("CRI",))
    assert said(lacking)[1:] == [
        "The following 2 parties had not complied with rule 18: Côte d'Ivoire and Netherlands. "
        "The Bureau emphasized that the submission of the credentials of representatives under "
        "rule 18 was an obligation of each party. It called upon those that had not yet submitted "
        "the originals of credentials to do so as soon as possible.",
        "The Bureau had not yet examined the credentials of the following: Costa Rica.",
    ]
    both = replace(
        NOTHING,
        states=1,
        organizations=1,
        lacking_states=("NLD",),
        lacking_organizations=("CRI",),
    )
    assert said(both)[1].startswith(
        "The following 2 parties had not complied with rule 18: Costa Rica and Netherlands. "
    )


def test_before_anything_was_examined_nobody_is_said_to_have_complied_or_not() -> None:
    assert said(replace(NOTHING, states=2, unexamined=("NLD", "CIV"))) == [
        "The Bureau informed the Conference that, of the 2 States parties represented at the "
        "session, it had not yet examined the credentials of any."
    ]


def test_of_nobody_nothing_is_said() -> None:
    assert said(NOTHING) == []


def test_one_that_has_not_complied_and_the_day_for_originals() -> None:
    lacking = replace(NOTHING, states=1, lacking_states=("NLD",))
    (sentence,) = said(lacking, originals_due=date(2006, 10, 23))[1:]
    assert sentence.startswith("One party, Netherlands, had not complied with rule 18. ")
    assert sentence.endswith("as soon as possible, but not later than 23 October 2006.")


def test_objections_and_the_adoption() -> None:
    netherlands, rica = DELEGATIONS["NLD"], DELEGATIONS["CRI"]
    disputed = [Disputed(netherlands, rica, ruling) for ruling in (None, *Ruling)]
    assert said(disputed=disputed, adopted=Adopted(16, date(2006, 10, 18))) == [
        "The representative of the Netherlands objected to the admission of the representatives "
        "of Costa Rica, who were seated provisionally under rule 20.",
        "The representative of the Netherlands objected to the admission of the representatives "
        "of Costa Rica. The Conference upheld the objection (rule 20).",
        "The representative of the Netherlands objected to the admission of the representatives "
        "of Costa Rica. The Conference did not uphold the objection (rule 20).",
        "At its 16th meeting, on 18 October 2006, the Conference adopted the report of the Bureau "
        "on credentials.",
    ]


def test_the_file_has_the_paragraphs_with_their_numbers() -> None:
    content = report_document(facts(), Wording(), at=AT, first=28)
    found = [one.text for one in Document(BytesIO(content)).paragraphs]
    assert found[:2] == ["Report of the bureau on credentials", "Third session"]
    numbered = [f"{n}. {one}" for n, one in enumerate(paragraphs(facts(), Wording()), 28)]
    assert found[2:] == numbered
    assert content == report_document(facts(), Wording(), at=AT, first=28)


def test_the_file_is_written_from_right_to_left_where_the_language_is() -> None:
    content = report_document(facts(), Wording("ar"), at=AT)
    (section,) = Document(BytesIO(content)).sections
    assert section._sectPr.xpath("./w:bidi") != []
