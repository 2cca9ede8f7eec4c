"""``hemicycle timetable``: give meetings start times and rooms."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import yaml

from scheduler.programme import Status
from scheduler.reading import BadInput
from scheduler.text import Text
from scheduler.timetables.reading import load_timetable_problem
from scheduler.timetables.writing import write_problem, write_timetable
from scheduler.writing import dump_json
from web.commands.output import Exit, refuse, write_json
from web.commands.searching import (
    aside,
    check_out,
    interruptible,
    search_options,
    watched,
    write_out,
)

if TYPE_CHECKING:
    from scheduler.timetables.solve import Progress

EXITS = {
    Status.OPTIMAL: Exit.DONE,
    Status.FEASIBLE: Exit.DONE,
    Status.INFEASIBLE: Exit.INFEASIBLE,
    Status.UNKNOWN: Exit.NOT_FOUND,
}


@click.command(
    epilog=_(
        "Exit: 0 timetable, 2 infeasible, 3 bad input, 4 nothing found in time, 130 interrupted."
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@search_options(seconds=60.0)
@click.option(
    "--out",
    "--output",
    "out",
    type=click.Path(path_type=Path),
    help=_("Write the JSON (with --as-problem, the problem) to a file."),
)
@click.option(
    "--as-problem",
    is_flag=True,
    help=_("Search nothing: write what was read, in our own form, to go on from there."),
)
def command(file: Path, *, as_json: bool, out: Path | None, as_problem: bool, **given: Any) -> None:
    """Make a timetable of the meetings in FILE.

    FILE is a timetable problem (YAML or JSON), a published meeting-scheduling instance (.txt), a
    timetable as it was held, or a grid of slots.
    """
    try:
        reading = load_timetable_problem(file)
    except BadInput as error:
        raise refuse(error, file, as_json=as_json) from None
    if out is not None:
        check_out(out, file, as_json=as_json)
    if as_problem:
        _write_problem(write_problem(reading.problem), reading.notes, out, as_json=as_json)
        return
    # OR-Tools takes a second to load: a file with mistakes is answered before
    from scheduler.timetables.solve import (  # noqa: PLC0415 (see above)
        TimetableOptions,
        make_timetable,
    )

    options = TimetableOptions(**{name: given[name] for name in ("time_limit", "workers", "seed")})
    with interruptible() as interrupted, watched(_standing) as progress:
        outcome = aside(
            lambda: make_timetable(
                reading.problem, options, progress=progress, cancelled=interrupted
            )
        )
    data = write_timetable(outcome, reading.problem, reading.notes)
    if as_json:
        write_json(data)
    else:
        from web.commands.timetable_table import print_timetable  # noqa: PLC0415 (for people)

        print_timetable(outcome, reading)
    if out is not None:
        write_out(out, dump_json(data))
    raise SystemExit(EXITS[outcome.status])


def _write_problem(
    data: dict[str, Any], notes: Sequence[Text], out: Path | None, *, as_json: bool
) -> None:
    for note in notes:
        click.echo(str(note), err=True)
    if as_json or (out is not None and out.suffix.lower() == ".json"):
        content = dump_json(data)
    else:
        content = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100)
    if out is None:
        click.echo(content, nl=False)
    else:
        write_out(out, content)


def _standing(progress: Progress) -> str:
    hard, medium, soft = progress.levels
    if hard:
        return _("Searching for a first timetable")
    return _("Best so far: %(medium)d medium, %(soft)d soft") % {"medium": medium, "soft": soft}
