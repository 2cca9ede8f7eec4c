"""The paragraph of the report: who spoke, from what was delivered."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from exports.articles import in_sentence
from exports.statements import paragraph
from exports.wording import Wording
from procedure.floor.values import Speech, Turn
from procedure.participants import ParticipantKind

EXAMPLES = Path(__file__).parents[2] / "examples"
ENGLISH = Wording("en")
NGO = ParticipantKind.NGO.value
PARTY = "A statement was made by the representative of %(name)s."
ALSO = "The observer for %(name)s also made a statement."
BEGAN = datetime(2006, 10, 9, 8, tzinfo=UTC)


def delegations() -> dict[str, dict[str, str]]:
    with (EXAMPLES / "delegations-2006.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row for row in csv.DictReader(lines)}


def delivered(paragraphs: str) -> list[Speech]:
    """The statements that paragraphs of the report of the third session name, from the example."""
    data = yaml.safe_load((EXAMPLES / "speakers-2006.yaml").read_text(encoding="utf-8"))
    (segment,) = (one for one in data["segments"] if one["paragraphs"] == paragraphs)
    known = delegations()
    return [
        speech(
            one.get("name") or known[one["delegation"]]["name"],
            delegation=one.get("delegation", ""),
            participant=known[one["delegation"]]["kind"] if "delegation" in one else "",
            turn=Turn(one.get("turn", "statement")),
            on_behalf_of=one.get("on_behalf_of", ""),
            aligned=tuple(one.get("aligned", ())),
        )
        for one in segment["statements"]
    ]


def speech(name: str, kind: ParticipantKind = ParticipantKind.STATE_PARTY, **more: Any) -> Speech:
    made = Speech(
        event=1,
        turn=Turn.STATEMENT,
        name=name,
        delegation="",
        allotted=timedelta(minutes=3),
        began_at=BEGAN,
        participant=kind.value,
    )
    return replace(made, **more)


ITEM_2 = (
    "Statements were made by the representatives of the following States: Algeria, Argentina, "
    "Australia, Azerbaijan, Brazil, Bulgaria, Burundi, Cambodia, Canada, Chile, China, Colombia, "
    "Croatia, Democratic Republic of the Congo, Egypt, Indonesia, Italy, Japan, Kuwait, Malaysia, "
    "Norway, Philippines, Russian Federation, Sao Tome and Principe, South Africa, Switzerland, "
    "United States of America and Viet Nam. "
    "The European Commission made a statement on behalf of the European Community."
)
ITEM_3 = (
    "Statements were made by the representatives of the following States: Argentina, Australia, "
    "Belgium, Brazil, Burundi, Canada, Chile, China, Colombia, Croatia, Egypt, Finland (on behalf "
    "of the European Union), Germany, Greece, Indonesia, Iran (Islamic Republic of), Japan, Lao "
    "People's Democratic Republic, Malaysia, Mali, Malta, Mexico, Nigeria, Norway, Philippines, "
    "Romania, South Africa, Switzerland, United Kingdom of Great Britain and Northern Ireland and "
    "United States of America. "
    "The European Commission made a statement on behalf of the European Community. "
    "Statements were also made by the observers for the following United Nations bodies and "
    "specialized agencies: International Labour Organization and Office of the United Nations "
    "High Commissioner for Refugees. "
    "Statements were also made by the observers for the following non-governmental organizations: "
    "Coalition against Trafficking in Women, Global Alliance against Traffic in Women, "
    "International Alliance of Women and National Council of German Women's Organizations."
)
ITEM_5 = (
    "Statements were made by the representatives of the following States: Argentina, Brazil, "
    "Italy, Mali and South Africa. "
    "The observer for the Wassenaar Arrangement on Export Controls for Conventional Arms and "
    "Dual-Use Goods and Technologies also made a statement."
)
WITNESSES = (
    "Statements were made by the representatives of the following States: Azerbaijan, Belgium, "
    "Brazil, Canada, Germany, Iran (Islamic Republic of), Italy, Japan, Latvia, Mexico, Morocco, "
    "Norway, Philippines, South Africa, United Kingdom of Great Britain and Northern Ireland, "
    "United States of America, Venezuela (Bolivarian Republic of) and Zimbabwe. "
    "The observer for the Office of the United Nations High Commissioner for Refugees also made a "
    "statement. The observer for the Global Alliance against Traffic in Women also made a "
    "statement."
)
MIGRANTS = (
    "Statements were made by the representatives of the following States: Algeria, Australia, "
    "Brazil, Burundi, Canada, Croatia, Finland (on behalf of the European Union), Mexico, Nigeria, "
    "United Kingdom of Great Britain and Northern Ireland and United States of America. "
    "The European Commission made a statement on behalf of the European Community."
)
OPENING = (
    "Statements were made by the representatives of the following States: Azerbaijan (also on "
    "behalf of GUAM), Costa Rica (on behalf of the Group of 77 and China), Finland (on behalf of "
    "the European Union), Morocco (on behalf of the African States), Nigeria and United States of "
    "America. "
    "The European Commission made a statement on behalf of the European Community."
)


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        ("5-14", OPENING),
        ("44", ITEM_2),
        ("66, 74-75", ITEM_3),
        ("83", WITNESSES),
        ("102", MIGRANTS),
        ("114-119", ITEM_5),
    ],
)
def test_the_paragraphs_of_the_third_session(paragraphs: str, said: str) -> None:
    assert paragraph(delivered(paragraphs), ENGLISH) == said


def test_the_order_of_speaking_does_not_matter() -> None:
    assert paragraph(reversed(delivered("66, 74-75")), ENGLISH) == ITEM_3


def test_every_delegation_that_spoke_is_listed() -> None:
    data = yaml.safe_load((EXAMPLES / "speakers-2006.yaml").read_text(encoding="utf-8"))
    spoke = {
        one["delegation"]
        for segment in data["segments"]
        for one in segment["statements"]
        if "delegation" in one
    }
    assert spoke - set(delegations()) == set()
    counts = {one["paragraphs"]: len(one["statements"]) for one in data["segments"]}
    assert counts == {
        "5-14": 10,
        "44": 29,
        "66, 74-75": 37,
        "83": 20,
        "102": 12,
        "114-119": 6,
        "128": 1,
    }


def test_no_statement_makes_no_paragraph() -> None:
    assert paragraph([], ENGLISH) == ""
    silent = [
        speech("Mali", turn=Turn.POINT_OF_ORDER),
        speech("Secretary", turn=Turn.OTHER, participant=""),
    ]
    assert paragraph(silent, ENGLISH) == ""


@pytest.mark.parametrize(
    ("spoken", "said"),
    [
        (
            [speech("United States of America")],
            "A statement was made by the representative of the United States of America.",
        ),
        (
            [speech("Finland", on_behalf_of="European Union", aligned=("Norway",))],
            "A statement was made by the representative of Finland (on behalf of the European "
            "Union).",
        ),
        (
            [speech("Australia", aligned=("Canada", "New Zealand", "Philippines"))],
            "A statement was made by the representative of Australia (also on behalf of Canada, "
            "New Zealand and the Philippines).",
        ),
        (
            [speech("Holy See", ParticipantKind.OBSERVER_STATE)],
            "The observer for the Holy See made a statement.",
        ),
        (
            [speech("Mali"), speech("Palestine", ParticipantKind.ENTITY)],
            "A statement was made by the representative of Mali. "
            "The observer for Palestine also made a statement.",
        ),
        (
            [
                speech("Pax Romana", ParticipantKind.NGO_ECOSOC),
                speech("Vatra", ParticipantKind.NGO),
            ],
            "Statements were made by the observers for the following non-governmental "
            "organizations: Pax Romana and Vatra.",
        ),
        (
            [speech("European Community", ParticipantKind.REIO)],
            "A statement was made by the representative of the European Community.",
        ),
        (
            [speech("Mali"), speech("Council of Europe", participant="")],
            "A statement was made by the representative of Mali. "
            "Statements were also made by the Council of Europe.",
        ),
        (
            [speech("Mali"), speech("Chad"), speech("Chad", turn=Turn.REPLY)],
            "Statements were made by the representatives of the following States: Chad and Mali. "
            "A statement in exercise of the right of reply was made by the representative of Chad.",
        ),
        (
            [speech("Mali", turn=Turn.REPLY), speech("Chad", turn=Turn.REPLY)],
            "Statements in exercise of the right of reply were made by the representatives of the "
            "following States: Chad and Mali.",
        ),
    ],
)
def test_sentences(spoken: list[Speech], said: str) -> None:
    assert paragraph(spoken, ENGLISH) == said


def test_signatories_are_named_among_the_states_once_each() -> None:
    spoken = [speech("Zimbabwe", ParticipantKind.SIGNATORY), speech("Algeria"), speech("Algeria")]
    assert paragraph(spoken, ENGLISH) == (
        "Statements were made by the representatives of the following States: Algeria and Zimbabwe."
    )


NAMES = {
    "en": {"CIV": "Côte d'Ivoire", "HRV": "Croatia", "CRI": "Costa Rica", "FIN": "Finland"},
    "fr": {"CIV": "Côte d’Ivoire", "HRV": "Croatie", "CRI": "Costa Rica", "FIN": "Finlande"},
    "es": {"CIV": "Côte d'Ivoire", "HRV": "Croacia", "CRI": "Costa Rica", "FIN": "Finlandia"},
    "ru": {"CIV": "Кот-д'Ивуар", "HRV": "Хорватия", "CRI": "Коста-Рика", "FIN": "Финляндия"},
    "zh": {"CIV": "科特迪瓦", "HRV": "克罗地亚", "CRI": "哥斯达黎加", "FIN": "芬兰"},
    "ar": {"CIV": "كوت ديفوار", "HRV": "كرواتيا", "CRI": "كوستاريكا", "FIN": "فنلندا"},
}


@pytest.mark.parametrize(
    ("language", "listed"),
    [
        ("en", "Costa Rica, Côte d'Ivoire, Croatia and Finland"),
        ("fr", "Costa Rica, Côte d’Ivoire, Croatie et Finlande"),
        ("es", "Costa Rica, Côte d'Ivoire, Croacia y Finlandia"),
        ("ru", "Коста-Рика, Кот-д'Ивуар, Финляндия и Хорватия"),
        ("zh", "芬兰、哥斯达黎加、科特迪瓦和克罗地亚"),
        ("ar", "فنلندا وكرواتيا وكوت ديفوار وكوستاريكا"),
    ],
)
def test_names_stand_in_the_order_of_the_language(language: str, listed: str) -> None:
    words = Wording(language, lambda msgid: "%(names)s" if "%(names)s" in msgid else msgid)
    spoken = [speech(name, delegation=name) for name in NAMES["en"]]
    assert paragraph(spoken, words, NAMES[language]) == listed


def test_sentences_follow_one_another_as_the_language_has_it() -> None:
    spoken = [speech("马里"), speech("巴勒斯坦", ParticipantKind.ENTITY)]
    words = Wording("zh", {PARTY: "%(name)s。", ALSO: "%(name)s也。"}.__getitem__)
    assert paragraph(spoken, words) == "马里。巴勒斯坦也。"


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Mali", "Mali"),
        ("Iran (Islamic Republic of)", "Iran (Islamic Republic of)"),
        ("Republic of Korea", "the Republic of Korea"),
        ("Sudan", "the Sudan"),
        ("Solomon Islands", "Solomon Islands"),
        ("Marshall Islands", "the Marshall Islands"),
        ("Lao People's Democratic Republic", "the Lao People's Democratic Republic"),
        (
            "The former Yugoslav Republic of Macedonia",
            "the former Yugoslav Republic of Macedonia",
        ),
        ("the European Union", "the European Union"),
        ("GUAM", "GUAM"),
        ("Soroptimist International", "Soroptimist International"),
        ("International Labour Organization", "the International Labour Organization"),
    ],
)
def test_english_articles(name: str, inside: str) -> None:
    assert in_sentence(name) == inside
