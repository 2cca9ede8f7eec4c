"""The rules of a conference are data: read, cited, and refused by field where they are wrong."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
import yaml

from procedure.instruments import Instrument, Membership, in_force, read_instrument
from procedure.plain import BadData, Fields
from procedure.rulebook import parse_rulebook, read_rulebook, rulebook, rulebooks
from procedure.speakers.rules import policy_data, read_policy

FIRST, THIRD = date(2004, 6, 28), date(2006, 10, 9)
SOURCE = files("procedure").joinpath("rulebooks", "ctoc.yaml").read_text(encoding="utf-8")
DATA: dict[str, Any] = yaml.safe_load(SOURCE)


def test_the_rules_of_the_conference() -> None:
    book = rulebook("ctoc")
    assert [policy.key for policy in book.speakers.policies] == [
        "ctoc-2008",
        "groups-first",
        "lots",
        "protocol",
    ]
    floor = book.floor
    assert (floor.reply_seconds, floor.replies_per_item) == ((300, 180), 2)
    assert (floor.quorum_to_open, floor.quorum_to_decide) == (Fraction(1, 3), Fraction(1, 2))
    assert (floor.quorum_rule, floor.call_rule, book.speakers.order_rule) == (
        "rule 41",
        "rule 42",
        "rule 42",
    )


def test_the_list_of_2008() -> None:
    policy = rulebook("ctoc").speakers.policy("ctoc-2008")
    assert [(one.key, one.seconds) for one in policy.categories] == [
        ("ministers", 180),
        ("others", 180),
    ]
    assert (policy.within, policy.statements_per_delegation) == ("request", 1)
    assert policy.source == "CTOC/COP/2008/1, annotations to item 1 (f)"


def test_a_rulebook_or_policy_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        rulebook("other")
    with pytest.raises(KeyError):
        rulebook("ctoc").speakers.policy("other")


@pytest.mark.parametrize("key", [policy.key for policy in rulebook("ctoc").speakers.policies])
def test_a_policy_is_read_as_it_was_written(key: str) -> None:
    policy = rulebook("ctoc").speakers.policy(key)
    assert read_policy(policy_data(policy)) == policy


def test_each_file_is_named_for_its_key_and_cites_its_sources() -> None:
    names = {file.name for file in files("procedure").joinpath("rulebooks").iterdir()}
    assert {name for name in names if name.endswith(".yaml")} == {
        f"{book.key}.yaml" for book in rulebooks()
    }
    assert all(book.source for book in rulebooks())
    assert all(policy.source for book in rulebooks() for policy in book.speakers.policies)


def first(data: dict[str, Any]) -> dict[str, Any]:
    policy: dict[str, Any] = data["speakers"]["policies"][0]
    return policy


MISTAKES: list[tuple[Callable[[dict[str, Any]], Any], str]] = [
    (lambda data: data.pop("title"), "title: This field is missing."),
    (lambda data: data.update(key=""), "key: Give a text."),
    (lambda data: data.update(more=1), "more: There is no such field."),
    (lambda data: data.update(floor=[]), "floor: Give a group of fields."),
    (
        lambda data: data["floor"].update(amber_seconds=-1),
        "floor.amber_seconds: Give a whole number of 0 or more.",
    ),
    (
        lambda data: data["floor"].update(reply_seconds=[300, True]),
        "floor.reply_seconds[1]: Give a whole number of 1 or more.",
    ),
    (
        lambda data: data["floor"].update(quorum_to_open="4/3"),
        "floor.quorum_to_open: Give a fraction in quotes, such as 1/3.",
    ),
    (
        lambda data: data["floor"].update(quorum_to_open="1/0"),
        "floor.quorum_to_open: Give a fraction in quotes, such as 1/3.",
    ),
    (
        lambda data: data["speakers"].update(policies="all"),
        "speakers.policies: Give a list.",
    ),
    (
        lambda data: data["speakers"]["policies"].append(first(data)),
        "speakers.policies: “ctoc-2008” is there twice.",
    ),
    (
        lambda data: first(data).update(within="chance"),
        "speakers.policies[0].within: Give one of: request, lot, protocol.",
    ),
    (
        lambda data: first(data).update(late="never"),
        "speakers.policies[0].late: Give one of: list, category.",
    ),
    (
        lambda data: first(data).update(categories=[]),
        "speakers.policies[0].categories: Give a category.",
    ),
    (
        lambda data: first(data).update(swap_across_categories="no"),
        "speakers.policies[0].swap_across_categories: Give true or false.",
    ),
    (
        lambda data: first(data)["categories"][0].update(seconds=0),
        "speakers.policies[0].categories[0].seconds: Give a whole number of 1 or more.",
    ),
    (
        lambda data: first(data)["categories"][0].update(kinds=["Martian"]),
        "speakers.policies[0].categories[0].kinds[0]: Give one of: State party, ",
    ),
    (
        lambda data: first(data)["categories"][1].update(group_statements="yes"),
        "speakers.policies[0].categories[1].group_statements: Give true, false or null.",
    ),
]


@pytest.mark.parametrize(("change", "said"), MISTAKES)
def test_a_mistake_is_refused_by_field(change: Callable[[dict[str, Any]], Any], said: str) -> None:
    data = deepcopy(DATA)
    change(data)
    with pytest.raises(BadData) as refused:
        read_rulebook(data)
    assert str(refused.value).startswith(said)


def test_what_is_no_group_of_fields_is_refused() -> None:
    with pytest.raises(BadData, match=r"^ctoc\.yaml: Give a group of fields\.$"):
        read_rulebook(None, "ctoc.yaml")


def test_what_is_no_yaml_is_refused_by_line() -> None:
    with pytest.raises(BadData, match=r"^x\.yaml, line 2: This cannot be read as YAML\.$"):
        parse_rulebook("key: x\n\ttitle: y\n", "x.yaml")
    with pytest.raises(BadData, match=r"^x\.yaml\.title: This field is missing\.$"):
        parse_rulebook("key: x\n", "x.yaml")


def test_the_groups_rotate_in_alphabetical_order() -> None:
    groups = rulebook("ctoc").groups
    assert len(groups) == 5
    assert list(groups) == sorted(groups)


def test_the_instruments_in_force_at_each_session() -> None:
    instruments = rulebook("ctoc").instruments
    firearms = date(2005, 7, 3)
    days = (FIRST, firearms - timedelta(days=1), firearms, THIRD)
    found = [len(in_force(instruments, day)) for day in days]
    assert found == [3, 3, 4, 4]
    assert [one.key for one in in_force(instruments, FIRST)] == ["CTOC", "TIP", "SOM"]


def test_an_instrument_that_did_not_enter_into_force() -> None:
    data = {"key": "NEW", "title": "New Protocol", "short": "New"}
    instrument = read_instrument(Fields(data))
    assert instrument == Instrument(key="NEW", title="New Protocol", short="New", in_force=None)
    assert in_force((instrument,), THIRD) == ()


def test_who_is_party_on_a_day() -> None:
    member = Membership(since={"CTOC": FIRST, "TIP": None})
    before = FIRST - timedelta(days=1)
    assert [member.party("CTOC", day) for day in (before, FIRST, THIRD)] == [False, True, True]
    assert (member.party("TIP", THIRD), member.party("SOM", THIRD)) == (False, None)


def test_before_a_day_as_of_which_it_was_party_nothing_is_known() -> None:
    member = Membership(since={"CTOC": THIRD, "TIP": None}, at_latest=frozenset({"CTOC"}))
    before = THIRD - timedelta(days=1)
    assert [member.party("CTOC", day) for day in (before, THIRD)] == [None, True]
    assert member.party("TIP", THIRD) is False


def test_a_rulebook_that_comes_while_we_run_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here = Path("procedure/rulebooks")
    monkeypatch.chdir(Path(__file__).parents[2])
    folder = tmp_path / "rulebooks"
    folder.mkdir()
    copy(here / "ctoc.yaml", folder)
    rulebooks.cache_clear()
    try:
        with monkeypatch.context() as there:
            there.setattr("procedure.rulebook.files", lambda _package: tmp_path)
            assert [one.key for one in rulebooks()] == ["ctoc"]
            with pytest.raises(KeyError):
                rulebook("fctc")
            copy(here / "fctc.yaml", folder)
            assert rulebook("fctc").key == "fctc"
    finally:
        rulebooks.cache_clear()
