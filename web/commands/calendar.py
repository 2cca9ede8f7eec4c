"""``hemicycle calendar``: make the calendar of conferences of a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click
from rich.table import Table

from scheduler.calendars.checker import check_calendar, name_of
from scheduler.calendars.conferences.checker import check_dated, points_of
from scheduler.calendars.conferences.plans import (
    is_dated,
    read_dated,
    starts_of,
    status_of,
    write_plan,
)
from scheduler.calendars.conferences.reading import is_conferences, read_conferences
from scheduler.calendars.outcome import CalendarOptions, CalendarOutcome, CalendarProgress
from scheduler.calendars.problem import CalendarProblem, Kind, Plan, points_asked
from scheduler.calendars.reading import read_calendar_problem
from scheduler.calendars.writing import read_plan, read_starts, write_calendar
from scheduler.programme import Status
from scheduler.reading import BadInput, load_data
from scheduler.writing import dump_json
from web.commands.conferences import EXITS, print_year, tell_violations, write_calendars
from web.commands.output import bullet, console, refuse, write_json
from web.commands.searching import (
    aside,
    check_out,
    interruptible,
    make_folder,
    search_options,
    watched,
    write_out,
)

Read = TypeVar("Read")
A_PATH = click.Path(path_type=Path)
MOST_NAMED = 20  # of the blocks left out
KINDS = {
    Kind.SESSION: _("Sessions"),
    Kind.WORKING_GROUP: _("Working groups"),
    Kind.STANDALONE: _("Standalone meetings"),
}


@click.command(
    epilog=_(
        "Exit: 0 calendar, or a plan that keeps every rule; 1 a plan with violations; 2 not all can"
        " be held that must be; 3 bad input; 4 not all of it was held in the time; 130 interrupted."
    )
)
@click.argument("file", type=A_PATH)
@search_options(seconds=60.0)
@click.option("--output", "--out", "out", type=A_PATH, help=_("Write the JSON to a file."))
@click.option("--start", "begun", type=A_PATH, help=_("Begin with this plan (JSON)."))
@click.option("--check", "checked", type=A_PATH, help=_("Only check this plan (JSON)."))
@click.option("--calendars", type=A_PATH, help=_("Write a calendar for each body to a folder."))
def command(file: Path, *, as_json: bool, checked: Path | None, **given: Any) -> None:
    """Make the calendar of conferences that FILE (YAML or JSON) describes.

    Sessions and meetings that find no place are left out. Ctrl-C ends the search with the best so
    far.
    """
    data = _read(file, lambda: load_data(file), as_json=as_json)
    dated = is_conferences(data)
    if not dated and given["calendars"]:
        raise click.UsageError(_("--calendars is for the form with dates."))
    if checked is not None:
        _check(file, data, checked, as_json=as_json)
    folder = given["calendars"]
    problem = _read(file, lambda: read_calendar_problem(data), as_json=as_json)
    if folder is not None:
        make_folder(folder, as_json=as_json)
    outcome = _make(file, problem, as_json=as_json, **given)
    content = write_plan(outcome, problem) if dated else write_calendar(outcome)
    # printed first: a search is not lost to a full disk
    if as_json:
        write_json(content)
    else:
        if dated:
            print_year(outcome, problem)
        print_calendar(outcome, problem)
    if given["out"] is not None:
        write_out(given["out"], dump_json(content))
    if folder is not None:
        write_calendars(outcome, problem, folder)
    raise SystemExit(EXITS[status_of(outcome, problem)])


def _check(file: Path, data: object, checked: Path, *, as_json: bool) -> NoReturn:
    if is_conferences(data):
        form = _read(file, lambda: read_conferences(data), as_json=as_json)
        dated = _read(checked, lambda: read_dated(load_data(checked)), as_json=as_json)
        violations, points = check_dated(form, dated), points_of(form, dated)
    else:
        problem = _read(file, lambda: read_calendar_problem(data), as_json=as_json)
        plan = _read(checked, lambda: read_starts(load_data(checked), problem), as_json=as_json)
        violations, points = check_calendar(problem, plan), points_asked(problem, plan)
    raise SystemExit(tell_violations(violations, points, as_json=as_json))


def _make(
    file: Path,
    problem: CalendarProblem,
    *,
    as_json: bool,
    out: Path | None,
    begun: Path | None,
    **given: Any,
) -> CalendarOutcome:
    start: Plan | None = None
    if begun is not None:
        start = _read(begun, lambda: _begin(load_data(begun), problem), as_json=as_json)
    if out is not None:
        check_out(out, file, as_json=as_json)
    # OR-Tools takes a second to load: a file with mistakes is answered before
    from scheduler.calendars.solve import exact_search, make_calendar  # noqa: PLC0415 (see above)

    exact_search(problem)  # loaded while an interrupt still ends the command

    options = CalendarOptions(**{name: given[name] for name in ("time_limit", "workers", "seed")})
    with interruptible() as interrupted, watched(_standing) as progress:
        return aside(lambda: make_calendar(problem, options, start, progress, interrupted))


def _begin(data: object, problem: CalendarProblem) -> Plan:
    """A plan to begin with: slots, or dates."""
    if is_dated(data):
        data = {"starts": list(starts_of(problem, read_dated(data)))}
    return read_plan(data, problem)


def _read(path: Path, reader: Callable[[], Read], *, as_json: bool) -> Read:
    try:
        return reader()
    except BadInput as error:
        raise refuse(error, path, as_json=as_json) from None


def print_calendar(outcome: CalendarOutcome, problem: CalendarProblem) -> None:
    """Print what is held and what it costs, what is left out, and how sure we are."""
    out = console()
    out.print(_table(outcome, problem))
    if outcome.unplaced:
        out.print(_("Left out:"))
        for place in outcome.unplaced[:MOST_NAMED]:
            block = problem.blocks[place]
            values = {"name": name_of(block), "points": block.left_out}
            sentence = _("%(name)s (%(points)s points)")
            if block.must_be_held:
                sentence = _("%(name)s, which must be held")
            out.print(bullet(sentence % values))
        more = len(outcome.unplaced) - MOST_NAMED
        if more > 0:
            out.print(ngettext("and %(n)s more.", "and %(n)s more.", more) % {"n": more})
    match status_of(outcome, problem):
        case Status.INFEASIBLE:
            out.print(_("Proven: not all can be held that must be."))
        case Status.UNKNOWN:
            out.print(
                _("In the time not all was held that must be; it is not known whether it can.")
            )
        case _:
            out.print(_verdict(outcome))


def _table(outcome: CalendarOutcome, problem: CalendarProblem) -> Table:
    asked: Counter[Kind] = Counter()
    held: Counter[Kind] = Counter()
    cost: Counter[Kind] = Counter()
    for block, start in zip(problem.blocks, outcome.plan, strict=True):
        asked[block.kind] += 1
        held[block.kind] += start is not None
        if start is not None:
            cost[block.kind] += dict(block.starts)[start]
        elif not block.must_be_held:
            cost[block.kind] += block.left_out
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for name in (_("Asked for"), _("Placed"), _("Points")):
        table.add_column(name, justify="right")
    for kind, name in KINDS.items():
        if asked[kind]:
            table.add_row(name, *(f"{count[kind]:,}" for count in (asked, held, cost)))
    table.add_row(_("All"), *(f"{count.total():,}" for count in (asked, held, cost)))
    return table


def _verdict(outcome: CalendarOutcome) -> str:
    objective, bound = outcome.objective, outcome.bound
    values = {
        "objective": f"{objective:,}",
        "bound": f"{bound:,}" if bound is not None else "",
        "gap": f"{(objective - (bound or 0)) / max(1, objective):.1%}",
        "seconds": f"{outcome.wall_seconds:.1f}",
    }
    if outcome.status is Status.OPTIMAL:
        return (
            _("Proven in %(seconds)s s: no calendar has fewer than %(objective)s points.") % values
        )
    if bound is None:
        return (
            _("Best found in %(seconds)s s: %(objective)s points. No bound on them is known.")
            % values
        )
    return (
        _(
            "Best found in %(seconds)s s: %(objective)s points; none has fewer than %(bound)s"
            " (%(gap)s less)."
        )
        % values
    )


def _standing(progress: CalendarProgress) -> str:
    values = {"objective": progress.objective, "bound": progress.bound}
    if progress.bound is None:
        return _("Best so far: %(objective)s points") % values
    return _("Best so far: %(objective)s points; none has fewer than %(bound)s") % values
