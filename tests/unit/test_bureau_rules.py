"""The rules on officers are data: of this conference, and of one that is quite unlike it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from fractions import Fraction
from importlib.resources import files
from typing import Any

import pytest
import yaml

from procedure.bureau.composition import Ground, Matter, Nominee, composition
from procedure.bureau.rotation import rotation
from procedure.bureau.rules import (
    Condition,
    Named,
    Presiding,
    Reach,
    Scope,
    Term,
    Tie,
    Turn,
    read_bureau_rules,
)
from procedure.instruments import Membership
from procedure.plain import BadData, Fields
from procedure.rulebook import rulebook

SOURCE = files("procedure").joinpath("rulebooks", "ctoc.yaml").read_text(encoding="utf-8")
DATA: dict[str, Any] = yaml.safe_load(SOURCE)["bureau"]
COMMITTEES: dict[str, Any] = {
    "private_rule": "rule 10",
    "acting_rule": "rule 23",
    "boards": [
        {
            "key": "bureau",
            "title": "Bureau",
            "rule": "rule 21",
            "offices": [
                {
                    "key": "president",
                    "title": "President",
                    "number": 1,
                    "presiding": "first",
                    "named": "group",
                    "replacement_rule": "rule 24",
                },
                {
                    "key": "vice-president",
                    "title": "Vice-President",
                    "number": 5,
                    "presiding": "shares",
                    "named": "group",
                    "replacement_rule": "rule 24",
                },
            ],
            "per_group": 1,
            "one_per_state": True,
            "conditions": [],
            "rotation": [],
            "term": "next_closure",
            "term_rule": "rule 21",
        },
        {
            "key": "committee-a",
            "title": "Committee A",
            "rule": "rule 25",
            "offices": [
                {
                    "key": "chairperson",
                    "title": "Chairperson",
                    "number": 1,
                    "presiding": "first",
                    "named": "election",
                    "replacement_rule": "rule 25",
                }
            ],
            "per_group": 0,
            "one_per_state": True,
            "conditions": [{"scope": "board", "officers": 1, "reach": "first", "rule": "rule 25"}],
            "rotation": [],
            "term": "successors",
            "term_rule": "rule 25",
        },
    ],
    "elections": {
        "rule": "rules 48 to 51",
        "acclamation": False,
        "majority": "1/2",
        "restricted_to": 2,
        "tie": "lots",
        "lots_from": 1,
    },
}


def test_the_bureau_of_this_conference() -> None:
    rules = read_bureau_rules(Fields(DATA))
    board = rules.bureau
    assert [(one.key, one.number, one.presiding, one.named) for one in board.offices] == [
        ("president", 1, Presiding.FIRST, Named.ELECTION),
        ("vice-president", 8, Presiding.SHARES, Named.STATE),
        ("rapporteur", 1, Presiding.NEVER, Named.STATE),
    ]
    assert (board.places, board.per_group, board.rule) == (10, 2, "rule 22")
    assert [(one.scope, one.officers, one.reach, one.wish) for one in board.conditions] == [
        (Scope.GROUP, 1, Reach.FIRST_AND_ANOTHER, False),
        (Scope.GROUP, 1, Reach.ALL, True),
        (Scope.BOARD, 2, Reach.ALL, False),
    ]
    assert board.turns == (
        Turn(office="president", step=1, follows="", behind=0),
        Turn(office="rapporteur", step=0, follows="president", behind=1),
    )
    assert (board.term, board.term_rule) == (Term.SUCCESSORS, "rule 23")
    assert (rules.extended, rules.private_rule) == ("Extended bureau", "rule 40")
    elections = rules.elections
    assert (elections.majority, elections.restricted_to) == (Fraction(1, 2), 2)
    assert (elections.tie, elections.lots_from, elections.acclamation) == (Tie.BALLOT, 2, True)


def test_a_conference_with_six_groups_and_committees() -> None:
    rules = read_bureau_rules(Fields(COMMITTEES))
    assert [board.key for board in rules.boards] == ["bureau", "committee-a"]
    assert rules.bureau.places == 6
    committee = rules.board("committee-a")
    assert committee.office("chairperson").title == "Chairperson"
    assert committee.conditions == (
        Condition(scope=Scope.BOARD, officers=1, reach=Reach.FIRST, wish=False, rule="rule 25"),
    )
    assert (rules.extended, rules.extended_rule, committee.rotation_rule) == ("", "", "")
    with pytest.raises(KeyError):
        rules.board("committee-c")


def test_that_a_state_has_one_office_is_practice_unless_a_rule_is_named() -> None:
    data = deepcopy(COMMITTEES)
    first(data)["one_per_state_rule"] = "rule 23"
    rules = read_bureau_rules(Fields(data))
    assert [board.one_per_state_rule for board in rules.boards] == ["rule 23", ""]


def test_officers_of_another_conference_are_judged_by_its_rules() -> None:
    book = rulebook("fctc")
    rules, groups = book.bureau, book.groups
    assert [board.key for board in rules.boards] == ["bureau", "committee-a", "committee-b"]
    board = rules.bureau
    assert (board.places, board.per_group, len(groups)) == (6, 1, 6)
    party = Membership(since={book.instruments[0].key: date(2006, 1, 1)})
    ground = Ground(
        groups=groups,
        instruments=book.instruments,
        parties=dict.fromkeys("ABCDEFG", party),
        on=date(2006, 2, 6),
    )
    offices = ["president", *["vice-president"] * 5]
    nominees = [
        Nominee(office=office, delegation=code, group=group)
        for office, code, group in zip(offices, "ABCDEF", groups, strict=True)
    ]
    assert composition(nominees, board, ground) == ()
    seventh = Nominee(office="vice-president", delegation="G", group=groups[0])
    found = composition([*nominees, seventh], board, ground)
    assert [one.matter for one in found] == [Matter.PLACES_EXCEEDED, Matter.GROUP_EXCEEDED]
    (session,) = rotation([], board, groups, 0, 1)
    assert (session.turns, session.shares) == ({}, {})


def first(data: dict[str, Any]) -> dict[str, Any]:
    board: dict[str, Any] = data["boards"][0]
    return board


MISTAKES: list[tuple[Callable[[dict[str, Any]], Any], str]] = [
    (lambda data: data.update(boards=[]), "bureau.boards: Give the bureau."),
    (
        lambda data: data["boards"].append(first(data)),
        "bureau.boards: “bureau” is there twice.",
    ),
    (lambda data: data.update(more=1), "bureau.more: There is no such field."),
    (lambda data: first(data).update(offices=[]), "bureau.boards[0].offices: Give an office."),
    (
        lambda data: first(data)["offices"].append(first(data)["offices"][0]),
        "bureau.boards[0].offices: “president” is there twice.",
    ),
    (
        lambda data: first(data)["offices"][0].update(number=0),
        "bureau.boards[0].offices[0].number: Give a whole number of 1 or more.",
    ),
    (
        lambda data: first(data)["offices"][0].update(more=0),
        "bureau.boards[0].offices[0].more: There is no such field.",
    ),
    (
        lambda data: first(data)["rotation"].append({"office": "chair", "step": 1}),
        "bureau.boards[0].rotation: Give one of: president, vice-president, rapporteur.",
    ),
    (
        lambda data: first(data)["rotation"].append({"office": "president", "step": 1}),
        "bureau.boards[0].rotation: “president” is there twice.",
    ),
    (
        lambda data: first(data)["rotation"][1].update(follows="rapporteur"),
        "bureau.boards[0].rotation: Follow an office that moves on by itself.",
    ),
    (
        lambda data: first(data)["rotation"][1].update(behind=0),
        "bureau.boards[0].rotation[1].behind: Give a whole number of 1 or more.",
    ),
    (
        lambda data: first(data).update(per_group=0),
        "bureau.boards[0].per_group: Say how many officers each group has.",
    ),
    (
        lambda data: first(data).update(one_per_state=False),
        "bureau.boards[0].one_per_state: Say true: no State can have two offices.",
    ),
    (
        lambda data: first(data)["conditions"][0].update(officers=0),
        "bureau.boards[0].conditions[0].officers: Give a whole number of 1 or more.",
    ),
    (
        lambda data: first(data)["conditions"][0].update(more=0),
        "bureau.boards[0].conditions[0].more: There is no such field.",
    ),
    (
        lambda data: data["elections"].update(restricted_to=1),
        "bureau.elections.restricted_to: Give a whole number of 2 or more.",
    ),
    (
        lambda data: data["elections"].update(lots_from=0),
        "bureau.elections.lots_from: Give a whole number of 1 or more.",
    ),
    (lambda data: data["elections"].update(more=0), "bureau.elections.more: There is no such"),
]


@pytest.mark.parametrize(("change", "said"), MISTAKES)
def test_a_mistake_is_refused_by_field(change: Callable[[dict[str, Any]], Any], said: str) -> None:
    data = deepcopy(DATA)
    change(data)
    with pytest.raises(BadData) as refused:
        read_bureau_rules(Fields(data, "bureau"))
    assert str(refused.value).startswith(said)
