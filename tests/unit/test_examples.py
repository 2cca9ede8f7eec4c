"""The files that ship as examples: sound, sourced, and true to the documents they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from scheduler.checker import check
from scheduler.problem import Business, Column, Problem, Relation
from scheduler.programme import Meeting, Programme
from scheduler.reading import load_problem, load_programme
from scheduler.requirements import requirements

EXAMPLES = Path(__file__).parents[2] / "examples"
PROBLEMS = ["ctoc-cop3.yaml", "ctoc-cop4.yaml", "five-days.yaml"]
AS_HELD = [("ctoc-cop3.yaml", "ctoc-cop3-held.json"), ("ctoc-cop4.yaml", "ctoc-cop4-annex.json")]


def problem(name: str) -> Problem:
    return load_problem(EXAMPLES / name)


def as_held(file: str, programme: str) -> tuple[Problem, Programme]:
    read = problem(file)
    return read, load_programme(EXAMPLES / programme, read)


@pytest.mark.parametrize(("file", "programme"), AS_HELD)
def test_what_was_held_meets_every_requirement(file: str, programme: str) -> None:
    assert check(*as_held(file, programme)) == ()


@pytest.mark.parametrize(("file", "programme"), AS_HELD)
def test_sixteen_plenary_and_four_parallel_meetings_are_interpreted(
    file: str, programme: str
) -> None:
    read, held = as_held(file, programme)
    entitlement = read.interpretation.entitlement
    assert (entitlement.total, entitlement.plenary, entitlement.parallel) == (20, 16, 4)
    interpreted = Counter(m.column for m in held.meetings if m.interpreted)
    assert interpreted == {Column.PLENARY: 16, Column.PARALLEL: 4}


def test_the_round_table_has_no_interpretation() -> None:
    _, held = as_held("ctoc-cop4.yaml", "ctoc-cop4-annex.json")
    assert [m.body for m in held.meetings if not m.interpreted] == ["RTTA", "RTTA"]


def cell(meeting: Meeting) -> str:
    return ", ".join(part.item + "*" * part.continued for part in meeting.items)


def test_the_annex_as_printed() -> None:
    _, held = as_held("ctoc-cop4.yaml", "ctoc-cop4-annex.json")
    rows = [f"{m.date.day} {m.slot} {m.body} {m.number}: {cell(m)}" for m in held.meetings]
    assert rows == [
        "8 AM COP 1: 1(a), 1(b), 1(c), 1(d), 1(e), 1(f)",
        "8 PM COP 2: 1(f)*",
        "8 PM WGIC 1: WGIC",
        "9 AM COP 3: 2(a)",
        "9 AM WGIC 2: WGIC*",
        "9 PM COP 4: 2(a)*",
        "9 PM WGIC 3: WGIC*",
        "10 AM COP 5: 2(b)",
        "10 AM WGIC 4: WGIC*",
        "10 PM COP 6: 2(c), 2(h)",
        "13 AM COP 7: 2(d)",
        "13 PM COP 8: 2(e)",
        "14 AM COP 9: 2(f)",
        "14 AM RTTA 1: RTTA",
        "14 PM COP 10: 2(g)",
        "14 PM RTTA 2: RTTA*",
        "15 AM WGTA 11: 3",
        "15 PM WGTA 12: 3*",
        "16 AM WGTA 13: 3*",
        "16 PM WGTA 14: 3*",
        "17 AM COP 15: decisions-2, decisions-3",
        "17 PM COP 16: 4, 5, 6, 7, 8",
    ]


def test_sixteen_plenary_meetings_are_needed() -> None:
    for name in ("ctoc-cop3.yaml", "ctoc-cop4.yaml"):
        plenary = [one for one in problem(name).business if one.column is Column.PLENARY]
        assert -(-sum(one.needed_minutes for one in plenary) // 180) == 16


def test_every_item_of_the_agenda_is_taken() -> None:
    read = problem("ctoc-cop4.yaml")
    leaves = [f"1({x})" for x in "abcdef"] + [f"2({x})" for x in "abcdefgh"] + list("345678")
    assert sorted({one.item or "" for one in read.business} - {"2"}) == sorted(leaves)


def test_nothing_pins_the_fourth_session_to_the_annex() -> None:
    for business in problem("ctoc-cop4.yaml").business:
        assert business.fixed == ()
        assert business.not_before is None
        assert business.not_after is None


def test_documents_of_the_fourth_session() -> None:
    read = problem("ctoc-cop4.yaml")
    counts = {one.id: len(one.documents) for one in read.business if one.documents}
    assert counts == {
        "2(a)": 8,
        "2(b)": 5,
        "2(c)": 8,
        "WGIC": 8,
        "2(d)": 10,
        "2(e)": 6,
        "2(f)": 3,
        "2(g)": 2,
        "2(h)": 3,
        "3": 3,
        "5": 1,
    }
    assert len(read.documents) == 27
    used = {symbol for one in read.business for symbol in one.documents}
    assert used == set(read.document_by_symbol)


def parts(value: Any) -> Iterator[Any]:
    """Every value in a problem that may have a source."""
    if is_dataclass(value) and not isinstance(value, type):
        if any(field.name == "source" for field in fields(value)):
            yield value
        for field in fields(value):
            yield from parts(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from parts(tuple(value.values()))
    elif isinstance(value, tuple):
        for part in value:
            yield from parts(part)


@pytest.mark.parametrize("name", ["ctoc-cop3.yaml", "ctoc-cop4.yaml"])
def test_everything_stated_has_its_source(name: str) -> None:
    assert [part for part in parts(problem(name)) if not part.source] == []


@pytest.mark.parametrize(("name", "count"), [("ctoc-cop3.yaml", 105), ("ctoc-cop4.yaml", 107)])
def test_every_requirement_has_its_source(name: str, count: int) -> None:
    found = requirements(problem(name))
    assert (len(found), [one.key for one in found if not one.source]) == (count, [])


def test_a_condition_is_not_cited_from_where_the_business_is() -> None:
    for name in ("ctoc-cop3.yaml", "ctoc-cop4.yaml"):
        for business in problem(name).business:
            assert business.source not in business.sources.values()


@pytest.mark.parametrize("name", PROBLEMS)
def test_every_relation_says_why(name: str) -> None:
    relations: tuple[Relation, ...] = problem(name).relations
    assert [relation for relation in relations if not relation.because] == []


def test_another_session_needs_ten_plenary_and_six_parallel_meetings() -> None:
    read = problem("five-days.yaml")
    assert len(read.days) == 5
    needed: Counter[Column] = Counter()
    groups: dict[tuple[str, Column], list[Business]] = {}
    for business in read.business:
        groups.setdefault((business.body, business.column), []).append(business)
    for (_, column), members in groups.items():
        needed[column] += -(-sum(one.needed_minutes for one in members) // 180)
    assert needed == {Column.PLENARY: 10, Column.PARALLEL: 6}
