"""The organization of work of the fourth session, as the annex of CTOC/COP/2008/1 prints it."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scheduler.arrange import arrange, parts_of
from scheduler.checker import check
from scheduler.preferences import costs, total
from scheduler.problem import Problem
from scheduler.programme import Programme
from scheduler.reading import load_problem, read_programme

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def cop4() -> Problem:
    return load_problem(EXAMPLES / "ctoc-cop4.yaml")


@pytest.fixture(scope="module")
def annex(cop4: Problem) -> Programme:
    return read_programme(json.loads((EXAMPLES / "ctoc-cop4-annex.json").read_text()), cop4)


def test_the_annex_breaks_no_requirement(cop4: Problem, annex: Programme) -> None:
    assert check(cop4, annex) == ()


def test_the_annex_costs_what_it_costs(cop4: Problem, annex: Programme) -> None:
    found = costs(cop4, annex)
    assert [(cost.name.value, cost.amount, cost.weight) for cost in found] == [
        ("agenda_order", 4, 2),
        ("few_splits", 0, 6),
        ("few_parallel_days", 4, 5),
        ("even_load", 2, 3),
        ("spare_time_at_end", 1, 1),
    ]
    assert total(found) == 35


def test_the_annex_is_arranged_as_it_is_printed(cop4: Problem, annex: Programme) -> None:
    rooms = {
        (cop4.period_at[meeting.date, meeting.slot].index, meeting.body): meeting.room
        for meeting in annex.meetings
    }
    assert arrange(cop4, parts_of(cop4, annex), rooms) == annex


def test_the_working_group_may_not_sit_beside_the_item_it_reports_on(
    cop4: Problem, annex: Programme
) -> None:
    meetings = list(annex.meetings)
    place = next(
        place
        for place, meeting in enumerate(meetings)
        if meeting.body == "WGIC" and meeting.number == 4
    )
    afternoon = next(m for m in meetings if m.date == date(2008, 10, 10) and m.slot == "PM")
    meetings[place] = replace(meetings[place], slot="PM", start=afternoon.start, end=afternoon.end)
    found = check(cop4, Programme(meetings=tuple(meetings)))
    working_group = "Open-ended Working Group of Government Experts on… (WGIC)"
    body = "the Open-ended Working Group of Government… (WGIC)"
    assert [str(one.text) for one in found] == [
        f"{working_group} is taken in the 3rd meeting of {body} on 9 October 2008, 15:00, "
        f"and then in the 4th meeting of {body} on 10 October 2008, 15:00, with 1 slot between.",
        "Item 2 (c) is taken in the 6th meeting of the Conference of the Parties on "
        f"10 October 2008, 15:00, before {working_group} is finished in the 4th meeting of "
        f"{body} on 10 October 2008, 15:00.",
        f"Item 2 (c) and {working_group} are taken in parallel on 10 October 2008, 15:00.",
    ]
    assert {one.where[-1] for one in found} == {(date(2008, 10, 10), "PM")}


def test_a_meeting_less_is_missed(cop4: Problem, annex: Programme) -> None:
    found = check(cop4, Programme(meetings=annex.meetings[:-1]))
    assert [one.requirement for one in found] == ["time.COP.plenary"] * 5
