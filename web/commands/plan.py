"""``hemicycle plan``: plan the session of a file."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from scheduler.problem import Problem
from scheduler.programme import Explanation, Outcome, Status
from scheduler.reading import BadInput, load_problem
from scheduler.writing import dump_json, write_outcome
from web.commands.output import Exit, bullet, console, refuse, sourced, write_json
from web.commands.searching import aside, check_out, number, write_out
from web.commands.table import preference_table, programme_table

if TYPE_CHECKING:
    from scheduler import solve

EXITS = {
    Status.OPTIMAL: Exit.DONE,
    Status.FEASIBLE: Exit.DONE,
    Status.INFEASIBLE: Exit.INFEASIBLE,
    Status.UNKNOWN: Exit.NOT_FOUND,
}


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
@click.option("--out", type=click.Path(path_type=Path), help=_("Write the JSON to a file."))
def command(  # noqa: PLR0917 (click passes them by name)
    file: Path, as_json: bool, time_limit: float, workers: int, seed: int, out: Path | None
) -> None:
    """Plan the session that FILE (YAML or JSON) describes."""
    try:
        problem = load_problem(file)
    except BadInput as error:
        raise refuse(error, file, as_json=as_json) from None
    if out is not None:
        check_out(out, file, as_json=as_json)
    # OR-Tools takes a second to load: a file with mistakes is answered before
    from scheduler.solve import Options, plan  # noqa: PLC0415 (see above)

    options = Options(time_limit=time_limit, workers=workers, seed=seed)
    try:
        with _watched() as progress, _interruptible() as interrupted:
            outcome = aside(
                lambda: plan(problem, options, progress=progress, cancelled=interrupted)
            )
    except KeyboardInterrupt:
        # the search still runs, and would hold up an orderly end
        click.echo(_("Interrupted."), err=True)
        os._exit(Exit.INTERRUPTED)
    data = write_outcome(outcome, problem)
    # printed first: a search is not lost to a full disk
    if as_json:
        write_json(data)
    else:
        print_outcome(outcome, problem)
    if out is not None:
        write_out(out, dump_json(data))
    raise SystemExit(EXITS[outcome.status])


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """Ctrl-C ends the search with the best programme so far; a second one ends the command."""
    interrupted = threading.Event()

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        if interrupted.is_set():
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # a third would break off how we end
            raise KeyboardInterrupt
        interrupted.set()

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield interrupted.is_set
    finally:
        if signal.getsignal(signal.SIGINT) is interrupt:
            signal.signal(signal.SIGINT, before)


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


def print_outcome(outcome: Outcome, problem: Problem) -> None:
    """Print the programme and what it costs, or why there is none."""
    out = console()
    if outcome.programme is not None:
        out.print(programme_table(outcome.programme, problem))
        out.print(preference_table(outcome.preferences))
    out.print(_verdict(outcome))
    if outcome.explanation is not None:
        _print_explanation(out, outcome.explanation)


def _verdict(outcome: Outcome) -> str:
    values = {
        "objective": outcome.objective,
        "bound": outcome.bound,
        "seconds": f"{outcome.wall_seconds:.1f}",
    }
    sentences = {
        Status.OPTIMAL: _("Proven in %(seconds)s s: no programme has fewer points."),
        Status.FEASIBLE: _(
            "Best found in %(seconds)s s: %(objective)s points; none has fewer than %(bound)s."
        ),
        Status.INFEASIBLE: _("There is no programme, proven and explained in %(seconds)s s."),
        Status.UNKNOWN: _(
            "No programme was found in %(seconds)s s; there may be one. Allow more time."
        ),
    }
    return sentences[outcome.status] % values


def _print_explanation(out: Console, explanation: Explanation) -> None:
    if not explanation.clash:
        out.print(_("Why was not found in the time. Allow more time."))
    else:
        out.print(_("These requirements cannot all be met:"))
    for requirement in explanation.clash:
        out.print(bullet(str(requirement.text), *sourced(requirement.source)))
    changes = len(explanation.relaxations)
    if changes:
        one, all_ = _("With this change there is a programme:"), _("With these changes together:")
        out.print(one if changes == 1 else all_)
        for relaxation in explanation.relaxations:
            out.print(bullet(str(relaxation.text)))
    elif explanation.clash:
        out.print(_("No way out was found in the time. Allow more time, or ease one of them."))
