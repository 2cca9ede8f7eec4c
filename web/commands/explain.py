"""``hemicycle explain``: why there is no programme, or why a programme is as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich import box
from rich.table import Table

from scheduler.checker import check
from scheduler.counting.capacity import capacity
from scheduler.explanation.told import told_together
from scheduler.preferences import by_rank, costs, total
from scheduler.problem import Period, Problem
from scheduler.programme import Outcome, Programme, Status
from scheduler.reading import BadInput, FieldError, load_problem, load_programme
from scheduler.reading.events import read_slot_date
from scheduler.reading.names import business_meant
from scheduler.text import text
from scheduler.wording import moment, named
from scheduler.writing import write_outcome
from web.commands.explained import print_programme, programme_data, standing
from web.commands.outcome import EXITS, print_explanation
from web.commands.output import bullet, console, refuse, write_json
from web.commands.searching import aside, drawn, interruptible, search_options, watched
from web.commands.table import score

if TYPE_CHECKING:
    from scheduler.binding import Binding
    from scheduler.what_if import Elsewhere


@click.command(
    epilog=_("Exit: 0 there is a programme, 2 there is none, 3 bad input, 4 not known in time.")
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("programme", type=click.Path(path_type=Path), required=False)
@click.option("--item", metavar="ITEM", help=_("What it would cost to take this item elsewhere."))
@click.option("--at", metavar="DATE[/SLOT]", help=_("With --item: only at this time."))
@search_options(seconds=120.0)
def command(file: Path, programme: Path | None, *, as_json: bool, **given: Any) -> None:
    """Explain the session in FILE, or PROGRAMME (JSON, as plan writes it) of it."""
    try:
        problem = load_problem(file)
        if given["item"] is not None:
            given["item"] = business_meant(problem, given["item"])
        periods = _periods(problem, given["item"], given["at"])
    except BadInput as error:
        raise refuse(error, file, as_json=as_json) from None
    before = None
    if programme is not None:
        try:
            before = load_programme(programme, problem)
        except BadInput as error:
            raise refuse(error, programme, as_json=as_json) from None
    best, times, bound = _solve(problem, periods, before, given)
    data = _data(problem, before, best, times)
    if before is not None:
        data["programme"] |= programme_data(problem, before, bound)
    if as_json:
        write_json(data)
    else:
        _print(problem, before, best, times)
        if before is not None and best.explanation is None:
            item = None if given["item"] is None else problem.business_by_id[given["item"]]
            print_programme(
                console(),
                problem,
                before,
                bound,
                of=None if item is None else named(item),
                proven=best.status is Status.OPTIMAL,
            )
    raise SystemExit(EXITS[best.status])


def _periods(problem: Problem, item: str | None, at: str | None) -> Sequence[Period]:
    """Where the item is to be tried; nowhere without one. Raises BadInput."""
    if item is None:
        if at is not None:
            raise BadInput([FieldError("--at", text("Say with --item what is to be there."))])
        return ()
    if item not in problem.business_by_id:
        sentence = text(
            "There is no “%(given)s” here. Give one of %(known)s.",
            given=item,
            known=[one.id for one in problem.business],
        )
        raise BadInput([FieldError("--item", sentence)])
    if at is None:
        return problem.periods
    when = read_slot_date(at, problem, "--at")
    return [
        period
        for period in problem.periods
        if period.date == when.date and when.slot in {None, period.slot.id}
    ]


def _solve(
    problem: Problem, periods: Sequence[Period], before: Programme | None, given: dict[str, Any]
) -> tuple[Outcome, tuple[Elsewhere, ...], Binding | None]:
    # OR-Tools takes a second to load: a file with mistakes is answered before
    from scheduler.binding import binding  # noqa: PLC0415 (see above)
    from scheduler.solve import Options, plan  # noqa: PLC0415 (see above)
    from scheduler.what_if import elsewhere  # noqa: PLC0415 (see above)

    options = Options(**{name: given[name] for name in ("time_limit", "workers", "seed")})
    with interruptible() as interrupted:
        best = aside(lambda: plan(problem, options, cancelled=interrupted))
        item, bound = given["item"], None
        times: tuple[Elsewhere, ...] = ()
        if best.programme is not None and periods:
            known: dict[int, Elsewhere] = {}
            with drawn() as draw:

                def told(one: Elsewhere) -> None:
                    known[one.period.index] = one
                    draw(_times_table([known[index] for index in sorted(known)], best))

                times = aside(
                    lambda: elsewhere(
                        problem,
                        item,
                        periods,
                        options,
                        start=best.programme,
                        told=told,
                        cancelled=interrupted,
                    )
                )
        if best.programme is not None and before is not None:
            found, limited = best.programme, replace(options, time_limit=options.time_limit / 4)
            with watched(standing) as progress:
                bound = aside(
                    lambda: binding(
                        problem,
                        found,
                        item,
                        limited,
                        told=progress or (lambda _so_far: None),
                        cancelled=interrupted,
                    )
                )
        return best, times, bound


def _data(
    problem: Problem,
    before: Programme | None,
    best: Outcome,
    times: Sequence[Elsewhere],
) -> dict[str, Any]:
    written = write_outcome(best, problem)
    data: dict[str, Any] = {
        name: written[name] for name in ("status", "objective", "bound", "wall_seconds")
    }
    if "explanation" in written:
        data["explanation"] = written["explanation"]
    data["capacity"] = [
        {"requirement": one.key, "text": str(one.text), "fits": one.fits}
        for one in capacity(problem)
    ]
    if before is not None:
        data["programme"] = {
            "objective": total(costs(problem, before)),
            "violations": [str(one.text) for one in check(problem, before)],
        }
    if times:
        data["times"] = [_time(one, best) for one in times]
    return data


def _time(one: Elsewhere, best: Outcome) -> dict[str, Any]:
    rank, points = _difference(one, best)
    return {
        "date": one.period.date.isoformat(),
        "slot": one.period.slot.id,
        "status": one.outcome.status.value,
        "objective": one.outcome.objective,
        "difference": points,
        "rank": rank,
        "clash": [{"requirement": key.key, "text": str(key.text)} for key in one.clash],
    }


def _difference(one: Elsewhere, best: Outcome) -> tuple[int | None, int | None]:
    """The first rank in which they differ, and the points more than in the best programme there.

    No rank where there is but one, or none differs; no points where it cannot be there, or is not
    known.
    """
    if one.outcome.objective is None or best.objective is None:
        return None, None
    pairs = zip(by_rank(one.outcome.preferences), by_rank(best.preferences), strict=True)
    differing = (
        (rank if best.ranks else None, there - here)
        for rank, (there, here) in enumerate(pairs, start=1)
        if there != here
    )
    return next(differing, (None, 0))


def _print(
    problem: Problem,
    before: Programme | None,
    best: Outcome,
    times: Sequence[Elsewhere],
) -> None:
    out = console()
    if best.explanation is not None:
        print_explanation(out, best.explanation)
        return
    if best.objective is not None:
        out.print(_best(best))
    else:
        out.print(_("No programme was found in the time; there may be one. Allow more time."))
    if before is not None:
        points = score(by_rank(costs(problem, before)))
        out.print(_("The programme given has %(points)s points.") % {"points": points})
        for violation in check(problem, before):
            out.print(bullet(str(violation.text), str(violation.rule)))
    out.print(_("What there is, and what is needed at least:"))
    for count in capacity(problem):
        out.print(bullet(str(count.text)))
    if times:
        out.print(_times_table(times, best))


def _best(best: Outcome) -> str:
    if best.ranks:
        points = score(rank.objective for rank in best.ranks)
        if best.status is Status.OPTIMAL:
            sentence = _("The best programme has %(points)s points, proven rank by rank.")
        else:
            sentence = _("The best found has %(points)s points; that is not proven the best.")
        return sentence % {"points": points}
    values = {"points": best.objective, "bound": best.bound}
    if best.status is Status.OPTIMAL:
        sentence = _("The best programme has %(points)s points: it is proven that none has fewer.")
    else:
        sentence = _("The best found has %(points)s points; none has fewer than %(bound)s.")
    return sentence % values


def _times_table(times: Sequence[Elsewhere], best: Outcome) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True)
    table.add_column(_("If it is taken on"))
    table.add_column(_("Points more"), justify="right")
    table.add_column(_("Why not"), ratio=1)
    for one in times:
        rank, difference = _difference(one, best)
        when = str(moment(one.period.date, one.period.slot.start))
        if difference is not None:
            proven = one.outcome.status is Status.OPTIMAL
            shown = str(difference) if proven else _("at most %(n)s") % {"n": difference}
            if rank is not None:
                shown = _("%(points)s in rank %(rank)s") % {"points": shown, "rank": rank}
            table.add_row(when, shown, "")
        else:
            reasons = [str(told.text) for told in told_together(one.clash)]
            table.add_row(when, "–", "\n".join(reasons) or _("Not known in the time."))
    return table
