"""``hemicycle plan``: plan the session of a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from scheduler.reading import BadInput, load_problem
from scheduler.writing import dump_json, write_outcome
from web.commands.outcome import EXITS, print_alternatives, print_outcome
from web.commands.output import Exit, refuse, write_json
from web.commands.searching import aside, check_out, interruptible, number, write_out

if TYPE_CHECKING:
    from scheduler import solve


@click.command(
    epilog=_(
        "Exit: 0 programme, 2 infeasible, 3 bad input, 4 nothing found in time, 130 interrupted."
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True, max=86_400),
    default=60.0,
    show_default=True,
    callback=number,
    help=_("Seconds to search."),
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=2,
    show_default=True,
    help=_("Threads of the solver."),
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=1,
    show_default=True,
    help=_("The same seed and workers give the same answer."),
)
@click.option(
    "--alternatives",
    "count",
    type=click.IntRange(1, 9),
    default=1,
    help=_("As many programmes, unlike one another, each the best of those left."),
)
@click.option("--out", type=click.Path(path_type=Path), help=_("Write the JSON to a file."))
def command(file: Path, *, as_json: bool, count: int, out: Path | None, **given: Any) -> None:
    """Plan the session that FILE (YAML or JSON) describes."""
    try:
        problem = load_problem(file)
    except BadInput as error:
        raise refuse(error, file, as_json=as_json) from None
    if out is not None:
        check_out(out, file, as_json=as_json)
    # OR-Tools takes a second to load: a file with mistakes is answered before
    from scheduler.alternatives import alternatives  # noqa: PLC0415 (see above)
    from scheduler.solve import Options  # noqa: PLC0415 (see above)

    options = Options(**{name: given[name] for name in ("time_limit", "workers", "seed")})
    try:
        with _watched() as progress, interruptible() as interrupted:
            outcome, *others = aside(
                lambda: alternatives(
                    problem, count, options, progress=progress, cancelled=interrupted
                )
            )
    except KeyboardInterrupt:
        # the search still runs, and would hold up an orderly end
        click.echo(_("Interrupted."), err=True)
        os._exit(Exit.INTERRUPTED)
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
    if out is not None:
        write_out(out, dump_json(data))
    raise SystemExit(EXITS[outcome.status])


@contextmanager
def _watched() -> Iterator[Callable[[solve.Progress], None] | None]:
    """Live objective and bound, on a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as live:
        task = live.add_task(_("Searching"), total=None)

        def show(progress: solve.Progress) -> None:
            live.update(task, description=_standing(progress))

        yield show


def _standing(progress: solve.Progress) -> str:
    values = {"objective": progress.objective, "bound": progress.bound}
    if progress.objective is None:
        return _("Searching for a first programme")
    if progress.bound is None:
        return _("Best so far: %(objective)s points") % values
    return _("Best so far: %(objective)s points; none has fewer than %(bound)s") % values
