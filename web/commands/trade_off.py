"""``hemicycle plan --trade-off``: what less of one preference costs in another."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table

from scheduler.preference_wording import label
from scheduler.problem import Preference, Problem
from scheduler.programme import Outcome, Status
from scheduler.writing import write_outcome
from web.commands.output import bullet, console

if TYPE_CHECKING:
    from scheduler.solve import Options
    from scheduler.trade_off import AtOdds


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The programmes found, from much of `one` to little; all of them if `complete`.

    Where there is none, `outcome` says why. `at_odds`: where there is nothing to trade, what there
    is to trade instead.
    """

    one: Preference
    other: Preference
    outcome: Outcome
    points: Sequence[Outcome]
    complete: bool
    at_odds: AtOdds | None = None

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
    """Find the curve; without any programme, why; with one only, which preferences do conflict."""
    # OR-Tools takes a second to load: a file with mistakes is answered before
    from scheduler.solve import plan  # noqa: PLC0415 (see above)
    from scheduler.trade_off import at_odds, nothing_to_trade, trade_off  # noqa: PLC0415 (see above)

    started = time.monotonic()
    points = trade_off(problem, one, other, options, cancelled=cancelled)
    left = options.time_limit - (time.monotonic() - started)
    complete = left > 0 and not cancelled()
    outcome = points[0] if points else plan(problem, options, cancelled=cancelled)
    odds = None
    if complete and nothing_to_trade(points):
        odds = at_odds(problem, replace(options, time_limit=left), cancelled=cancelled)
    return Curve(
        one=one, other=other, outcome=outcome, points=points, complete=complete, at_odds=odds
    )


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
    if curve.at_odds is not None:
        data["trade_off"]["at_odds"] = [[one.value for one in pair] for pair in curve.at_odds.pairs]
        data["trade_off"]["at_odds_complete"] = curve.at_odds.complete
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
    if curve.at_odds is not None:
        _print_at_odds(out, curve.at_odds)


def _print_at_odds(out: Console, odds: AtOdds) -> None:
    out.print(_("Both can be had at once: there is nothing to trade."))
    if odds.pairs:
        out.print(_("Of the preferences that count, these pull against each other (proven):"))
    elif odds.complete:
        out.print(_("Of the preferences that count, no two pull against each other (proven)."))
    for one, other in odds.pairs:
        values = {"one": label(one), "other": label(other)}
        options = f"--trade-off {one.value} {other.value}"
        out.print(bullet(_("%(one)s – %(other)s") % values, options))
    if not odds.complete and odds.pairs:
        out.print(_("Of others it was not known in the time."))
    elif not odds.complete:
        out.print(
            _(
                "Which of the preferences that count pull against each other was not known in the "
                "time."
            )
        )
