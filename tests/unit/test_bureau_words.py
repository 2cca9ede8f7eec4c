"""What the rules find of officers, in words."""

from __future__ import annotations

import pytest

from procedure.bureau.composition import Nominee, composition
from procedure.bureau.elections import BallotRefusal
from procedure.instruments import Membership
from services.bureau_words import REFUSALS, by_rule, sentence
from tests.unit.bureaux import (
    AFRICAN,
    BOOK,
    BUREAU_2006,
    ONLY_CONVENTION,
    UNKNOWN,
    bureau,
    dict_of,
    ground,
    without,
)

NAMES = {"NG": "Nigeria", "ZA": "South Africa", "CN": "China"}
NOBODY = Membership(since={})
NOT_PARTY = Membership(since={"CTOC": None})


def said(nominees: tuple[Nominee, ...], parties: dict[str, Membership]) -> list[str]:
    found = composition(nominees, bureau(), ground(parties))
    return [str(sentence(one, bureau(), BOOK, NAMES)) for one in found]


@pytest.mark.parametrize(
    ("gone", "parties", "sentences"),
    [
        (
            ("NG",),
            {},
            [
                "Vice-President: nobody is nominated for one place.",
                "African States: one officer is still to be nominated.",
            ],
        ),
        (
            (),
            {"CN": NOT_PARTY},
            ["China: not party to the Organized Crime Convention."],
        ),
        (
            (),
            {"CN": NOBODY},
            ["China: whether it is party to the Organized Crime Convention is not known."],
        ),
        (
            (),
            dict_of(["NG", "ZA"], ONLY_CONVENTION),
            [
                "African States: one officer from a State party to the Organized Crime Convention "
                "and another instrument in force; there are not enough.",
                "African States: one officer from a State party to all instruments in force, "
                "if possible; there is none.",
            ],
        ),
        (
            (),
            {"NG": UNKNOWN, "ZA": ONLY_CONVENTION},
            [
                "African States: one officer from a State party to the Organized Crime Convention "
                "and another instrument in force; that cannot be said, for of Nigeria it is not "
                "known.",
                "African States: one officer from a State party to all instruments in force; that "
                "cannot be said, for of Nigeria it is not known.",
            ],
        ),
    ],
)
def test_findings_are_said(
    gone: tuple[str, ...], parties: dict[str, Membership], sentences: list[str]
) -> None:
    assert said(without(*gone), parties) == sentences


def test_a_capacity_that_the_record_does_not_bear_out_is_said_with_what_to_do() -> None:
    (found,) = composition(BUREAU_2006, bureau(), ground(others=frozenset({"CN"})))
    assert str(sentence(found, bureau(), BOOK, NAMES)) == (
        "China: recorded as party to the Organized Crime Convention, but takes part in another "
        "capacity. Correct one of the two."
    )
    assert str(by_rule(found)) == "Rules of procedure, rule 22"


def test_what_is_practice_is_said_to_be() -> None:
    twice = (*without("NG"), Nominee(office="vice-president", delegation="ZA", group=AFRICAN))
    (found,) = composition(twice, bureau(), ground())
    assert str(by_rule(found)) == "The practice of the Conference"


def test_all_of_a_bureau_are_named_where_it_is_not_known() -> None:
    codes = [one.delegation for one in BUREAU_2006]
    last = said(BUREAU_2006, dict_of(codes, UNKNOWN))[-1]
    assert last.startswith("Bureau: 2 officers from States parties to all instruments in force;")


def test_every_refusal_has_its_sentence() -> None:
    assert set(REFUSALS) == set(BallotRefusal)
