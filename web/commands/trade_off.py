"""``hemicycle plan --trade-off``: what less of one preference costs in another."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table

from scheduler.preference_wording import label
from scheduler.problem import Preference, Problem
from scheduler.programme import Outcome, Status
from scheduler.writing import write_outcome
from web.commands.output import console

if TYPE_CHECKING:
    from scheduler.solve import Options


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The programmes found, from much of `one` to little; all of them if `complete`.

    Where there is none, `outcome` says why.
    """

    one: Preference
    other: Preference
    outcome: Outcome
    points: Sequence[Outcome]
    complete: bool

    def amounts(self, point: Outcome) -> tuple[int, int]:
        """How often a programme goes against each of the two."""
        found = {cost.name: cost.amount for cost in point.preferences}
        return found[self.one], found[self.other]


def search(
    problem: Problem,
    one: Preference,
    other: Preference,
    options: Options,
    cancelled: Callable[[], bool],
) -> Curve:
    """Find the curve; without any programme, why."""
    # OR-Tools takes a second to load: a file with mistakes is answered before
    from scheduler.alternatives import trade_off  # noqa: PLC0415 (see above)
    from scheduler.solve import plan  # noqa: PLC0415 (see above)

    started = time.monotonic()
    points = trade_off(problem, one, other, options, cancelled=cancelled)
    complete = time.monotonic() - started < options.time_limit and not cancelled()
    outcome = points[0] if points else plan(problem, options, cancelled=cancelled)
    return Curve(one=one, other=other, outcome=outcome, points=points, complete=complete)


def written(curve: Curve, problem: Problem) -> dict[str, Any]:
    """The curve as plain data: the first programme, and all with their amounts."""
    data = write_outcome(curve.outcome, problem)
    points = []
    for point in curve.points:
        one, other = curve.amounts(point)
        amounts = {curve.one.value: one, curve.other.value: other}
        points.append({"amounts": amounts, "programme": write_outcome(point, problem)})
    data["trade_off"] = {
        "one": curve.one.value,
        "other": curve.other.value,
        "complete": curve.complete,
        "points": points,
    }
    return data


def print_curve(curve: Curve) -> None:
    """Print the curve as a table, and what is to be known of it."""
    out = console()
    table = Table(title=_("What less of one costs in the other"), box=box.SIMPLE_HEAD)
    for preference in (curve.one, curve.other):
        table.add_column(str(label(preference)), justify="right")
    table.add_column("")
    for point in curve.points:
        proven = "" if point.status is Status.OPTIMAL else _("or less")
        table.add_row(*(str(amount) for amount in curve.amounts(point)), proven)
    out.print(table)
    out.print(_("Amounts, as in the list of preferences. Only these two count."))
    if not curve.complete:
        out.print(_("The time ended before the whole curve was found."))
