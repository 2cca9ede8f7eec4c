"""A roster in a terminal: meetings down, booths across; aims; what is missing; what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from scheduler.programme import Status
from scheduler.roster.outcome import Aim, Change, Duty, Roster, RosterOutcome
from scheduler.roster.problem import RosterProblem, Sitting
from scheduler.roster.wording import at, post
from scheduler.wording import ordinal
from web.commands.output import bullet, console

if TYPE_CHECKING:
    from scheduler.roster.effort import RosterProgress

AIMS = {
    Aim.CHANGES: _("Duties changed"),
    Aim.PEOPLE: _("People"),
    Aim.COST: _("Cost of freelances"),
    Aim.SPREAD: _("Unequal shares"),
    Aim.WISHES: _("Against wishes"),
}


def standing(progress: RosterProgress) -> str:
    """The aim being looked at, and how far it is."""
    values = {"aim": AIMS[progress.aim], "value": progress.value, "bound": progress.bound}
    if progress.value is None:
        return _("%(aim)s: searching") % values
    if progress.bound is None:
        return _("%(aim)s: best so far %(value)s") % values
    return _("%(aim)s: best so far %(value)s; none has less than %(bound)s") % values


def print_roster(
    outcome: RosterOutcome, problem: RosterProblem, changes: Sequence[Change] | None
) -> None:
    """Print the roster and how good it is, or who is missing where."""
    out = console()
    if outcome.roster is not None:
        out.print(_roster(outcome.roster, problem))
        out.print(_levels(outcome))
    out.print(_verdict(outcome))
    if outcome.roster is not None and changes is not None:
        out.print(_("These duties have changed:") if changes else _("No duty has changed."))
        for change in changes:
            out.print(bullet(_changed(change, problem)))
    if outcome.shortage is not None:
        for lack in outcome.shortage.lacks:
            out.print(bullet(str(lack.text)))
        if outcome.shortage.remedies:
            out.print(_("What one more person would bring:"))
        for remedy in outcome.shortage.remedies:
            out.print(bullet(str(remedy.text)))


def _roster(roster: Roster, problem: RosterProblem) -> Table:
    table = Table(title=problem.session, box=box.SQUARE, show_lines=True, expand=True)
    table.add_column(_("Meeting"))
    posts = list(dict.fromkeys(duty.languages for duty in roster.duties))
    for languages in sorted(posts, key=lambda one: (len(one), list(problem.booths).index(one[0]))):
        table.add_column(" – ".join(languages), ratio=1)
    columns = [column.header for column in table.columns[1:]]
    for sitting in problem.sittings:
        here = [duty for duty in roster.duties if duty.sitting == sitting.id]
        cells = [
            "\n".join(_name(d, problem) for d in here if " – ".join(d.languages) == column)
            for column in columns
        ]
        table.add_row(_meeting(sitting), *cells)
    return table


def _meeting(sitting: Sitting) -> Text:
    hours = f"{sitting.start:%H:%M}–{sitting.end:%H:%M}"
    body = _("%(body)s, %(ordinal)s meeting") % {
        "body": sitting.body,
        "ordinal": ordinal(sitting.number),
    }
    return Text(f"{sitting.date:%a} {sitting.date.isoformat()}\n{hours}\n{body}")


def _name(duty: Duty, problem: RosterProblem) -> str:
    name = problem.person_by_id[duty.person].name
    return _("%(name)s (chief)") % {"name": name} if duty.chief else name


def _levels(outcome: RosterOutcome) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(_("Aim, the first before all others"))
    table.add_column(_("In this roster"), justify="right")
    table.add_column(_("None has less than"), justify="right")
    table.add_column(_("Proven the least"))
    for level in outcome.levels:
        sure = _("yes") if level.proven else _("no: there may be less")
        table.add_row(AIMS[level.aim], str(level.value), str(level.bound), sure)
    return table


def _verdict(outcome: RosterOutcome) -> str:
    sentences = {
        Status.OPTIMAL: _("Proven in %(seconds)s s: no roster is better."),
        Status.FEASIBLE: _(
            "Best found in %(seconds)s s. Proven the least: %(sure)s."
            " There may be less of: %(open)s."
        ),
        Status.INFEASIBLE: _("There is no roster, proven in %(seconds)s s."),
        Status.UNKNOWN: _(
            "No roster was found in %(seconds)s s; there may be one. Allow more time."
        ),
    }
    sure, open_ = (
        ", ".join(AIMS[level.aim] for level in outcome.levels if level.proven is proven)
        for proven in (True, False)
    )
    values = {"seconds": f"{outcome.wall_seconds:.1f}", "sure": sure or _("none"), "open": open_}
    return sentences[outcome.status] % values


def _changed(change: Change, problem: RosterProblem) -> str:
    person = problem.person_by_id.get(change.person)
    values = {
        "name": person.name if person else change.person,
        "meeting": at(problem.sitting_by_id[change.sitting]),
        "before": post(change.before or (), within=True),
        "after": post(change.after or (), within=True),
    }
    if change.before is None:
        return _("%(name)s joins %(after)s at %(meeting)s.") % values
    if change.after is None:
        return _("%(name)s leaves %(before)s at %(meeting)s.") % values
    return _("%(name)s goes from %(before)s to %(after)s at %(meeting)s.") % values
