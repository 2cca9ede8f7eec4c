"""The programme in a terminal."""

from __future__ import annotations

import pytest
from rich.console import Console
from rich.text import Text

from tests.unit.problems import business, planned, problem
from web.commands.table import Unbroken, programme_table

MINUTES = "[60\N{NO-BREAK SPACE}min]"


def printed(what: object, width: int) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as capture:
        console.print(what)
    return capture.get()


@pytest.mark.parametrize("width", range(48, 110, 3))
def test_minutes_stay_on_one_line(width: int) -> None:
    given = problem(business("1", title="Opening of the session"))
    table = programme_table(planned(given, {"1": [(0, 60)]}), given)
    assert printed(table, width).count(MINUTES) == 1


def test_lines_break_before_words_that_hold_together() -> None:
    text = Text(f"Opening of it {MINUTES}", style="dim")
    lines = printed(Unbroken(text), 18).splitlines()
    assert [line.rstrip() for line in lines] == ["Opening of it", MINUTES]
