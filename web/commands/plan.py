"""``hemicycle plan``: plan the session of a file."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.problem import Preference, Problem
from scheduler.programme import Outcome
from scheduler.reading import BadInput, load_problem
from scheduler.writing import dump_json, write_outcome
from web.commands.outcome import EXITS, print_alternatives, print_outcome
from web.commands.output import refuse, write_json
from web.commands.searching import (
    aside,
    check_out,
    interruptible,
    search_options,
    watched,
    write_found,
)
from web.commands.trade_off import print_curve, search, written

if TYPE_CHECKING:
    from scheduler import solve


@click.command(
    epilog=_(
        "Exit: 0 programme, 2 infeasible, 3 bad input, 4 nothing found in time, 130 interrupted."
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@search_options(seconds=60.0)
@click.option(
    "--alternatives",
    "count",
    type=click.IntRange(1, 9),
    default=1,
    help=_("As many programmes, unlike one another, each better at something where that can be."),
)
@click.option(
    "--trade-off",
    "pair",
    nargs=2,
    type=click.Choice([preference.value for preference in Preference]),
    metavar="ONE OTHER",
    help=_("What less and less of preference ONE costs in OTHER, instead of one programme."),
)
@click.option("--out", type=click.Path(path_type=Path), help=_("Write the JSON to a file."))
def command(
    file: Path,
    *,
    as_json: bool,
    count: int,
    pair: tuple[str, str] | None,
    out: Path | None,
    **given: Any,
) -> None:
    """Plan the session that FILE (YAML or JSON) describes."""
    if pair is not None and (count > 1 or pair[0] == pair[1]):
        raise click.UsageError(_("--trade-off takes two preferences, and no --alternatives."))
    try:
        problem = load_problem(file)
    except BadInput as error:
        raise refuse(error, file, as_json=as_json) from None
    if out is not None:
        check_out(out, file, as_json=as_json)
    if pair is None:
        outcome, data = _plan(problem, count, given, as_json=as_json)
    else:
        outcome, data = _trade_off(problem, pair, given, as_json=as_json)
    if out is not None:
        write_found(out, dump_json(data), found=outcome.programme is not None)
    raise SystemExit(EXITS[outcome.status])


def _plan(
    problem: Problem, count: int, given: dict[str, Any], *, as_json: bool
) -> tuple[Outcome, dict[str, Any]]:
    # OR-Tools takes a second to load: a file with mistakes is answered before
    from scheduler.alternatives import alternatives  # noqa: PLC0415 (see above)
    from scheduler.solve import Options  # noqa: PLC0415 (see above)

    options = Options(**{name: given[name] for name in ("time_limit", "workers", "seed")})
    with interruptible() as interrupted, watched(_standing) as progress:
        outcome, *others = aside(
            lambda: alternatives(problem, count, options, progress=progress, cancelled=interrupted)
        )
    data = write_outcome(outcome, problem)
    if count > 1:
        data["alternatives"] = [write_outcome(other, problem) for other in others]
    # printed first: a search is not lost to a full disk
    if as_json:
        write_json(data)
    else:
        print_outcome(outcome, problem)
        if others:
            print_alternatives(outcome, others, problem)
    return outcome, data


def _trade_off(
    problem: Problem, pair: tuple[str, str], given: dict[str, Any], *, as_json: bool
) -> tuple[Outcome, dict[str, Any]]:
    from scheduler.solve import Options  # noqa: PLC0415 (as above)

    one, other = map(Preference, pair)
    options = Options(**{name: given[name] for name in ("time_limit", "workers", "seed")})
    with interruptible() as interrupted:
        curve = aside(lambda: search(problem, one, other, options, interrupted))
    data = written(curve, problem)
    if as_json:
        write_json(data)
    elif curve.points:
        print_curve(curve)
    else:
        print_outcome(curve.outcome, problem)
    return curve.outcome, data


def _standing(progress: solve.Progress) -> str:
    values = {
        "objective": progress.objective,
        "bound": progress.bound,
        "rank": progress.rank,
        "ranks": progress.ranks,
    }
    if progress.objective is None:
        return _("Searching for a first programme")
    if progress.bound is None:
        return _("Best so far: %(objective)s points") % values
    if progress.ranks > 1:
        return (
            _(
                "Rank %(rank)s of %(ranks)s: best so far %(objective)s points; "
                "none has fewer than %(bound)s"
            )
            % values
        )
    return _("Best so far: %(objective)s points; none has fewer than %(bound)s") % values
