"""A timetable in a terminal: the meetings of each day, what it costs, and what is not met."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import gettext as _
from gettext import ngettext
from itertools import groupby

from rich import box
from rich.table import Table

from scheduler.programme import Status
from scheduler.timetables.outcome import LevelBound, Placement, Score, Timetable, TimetableOutcome
from scheduler.timetables.problem import Level, TimetableProblem
from scheduler.timetables.reading import Reading
from scheduler.timetables.wording import LABELS, unmet
from web.commands.output import bullet, console

MOST_SENTENCES = 20
LEVELS = {Level.MEDIUM: _("medium"), Level.SOFT: _("soft")}


def print_timetable(outcome: TimetableOutcome, reading: Reading) -> None:
    """Print the timetable and how good it is, or what stands in the way."""
    out, problem = console(), reading.problem
    for note in reading.notes:
        out.print(bullet(str(note)))
    shown = outcome.timetable or outcome.nearest
    if shown is not None:
        out.print(_days(shown, problem))
    if outcome.score is not None:
        out.print(_aims(outcome.score, problem))
    for bound in outcome.bounds:
        out.print(_bound(bound))
    out.print(_verdict(outcome))
    sentences = [str(one.text) for one in outcome.violations]
    if outcome.timetable is not None:
        sentences = [str(one) for one in unmet(problem, outcome.timetable)]
        if sentences:
            out.print(_("What is wished for and not met:"))
    for sentence in sentences[:MOST_SENTENCES]:
        out.print(bullet(sentence))
    more = len(sentences) - MOST_SENTENCES
    if more > 0:
        out.print(ngettext("and %(n)d more.", "and %(n)d more.", more) % {"n": more})


def _days(timetable: Timetable, problem: TimetableProblem) -> Table:
    table = Table(title=problem.title, box=box.SIMPLE_HEAD, expand=True)
    table.add_column(_("Time"), no_wrap=True)
    table.add_column(_("Room"), ratio=2)
    table.add_column(_("Meeting"), ratio=3)
    placed = sorted(timetable.placements, key=lambda one: (one.span.start, one.span.end, one.room))
    for day, here in groupby(placed, key=lambda one: one.span.start.date()):
        table.add_section()
        table.add_row(f"{day:%a} {day.isoformat()}", style="bold")
        for row in _rows(here, problem):
            table.add_row(*row)
    return table


def _rows(placed: Iterator[Placement], problem: TimetableProblem) -> Iterator[tuple[str, str, str]]:
    for one in placed:
        yield (
            f"{one.span.start:%H:%M}–{one.span.end:%H:%M}",
            problem.room_by_id[one.room].title,
            problem.meeting_by_id[one.meeting].title,
        )


def _aims(score: Score, problem: TimetableProblem) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(_("Aim"))
    table.add_column(_("Level"))
    for head in (_("Amount"), _("Weight"), _("Cost")):
        table.add_column(head, justify="right")
    for aim, weight in problem.weights.items():
        amount = score.amounts[aim]
        figures = (amount, weight.weight, amount * weight.weight)
        table.add_row(str(LABELS[aim]), LEVELS[weight.level], *map(str, figures))
    return table


def _bound(bound: LevelBound) -> str:
    values = {"level": LEVELS[bound.level], "value": bound.value, "bound": bound.bound}
    if bound.bound is None:
        return _("Level %(level)s: %(value)d; no bound is known.") % values
    if bound.proven:
        return _("Level %(level)s: %(value)d; none has less.") % values
    return _("Level %(level)s: %(value)d; none has less than %(bound)d.") % values


def _verdict(outcome: TimetableOutcome) -> str:
    sentences = {
        Status.OPTIMAL: _("Proven in %(seconds)s s: no timetable is better."),
        Status.FEASIBLE: _("Best found in %(seconds)s s; there may be a better one."),
        Status.INFEASIBLE: _("There is no timetable, proven in %(seconds)s s."),
        Status.UNKNOWN: _(
            "No timetable was found in %(seconds)s s that keeps everything; there may be one. "
            "The nearest breaks this:"
        ),
    }
    return sentences[outcome.status] % {"seconds": f"{outcome.wall_seconds:.1f}"}
