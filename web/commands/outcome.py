"""How a search ended, for people: the programme and its points, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _
from itertools import zip_longest

from rich.console import Console

from scheduler.differences import ChangeKind, differences
from scheduler.preference_wording import beside
from scheduler.problem import Problem
from scheduler.programme import Explanation, Outcome, RankPoints, Status
from web.commands.output import Exit, bullet, console, sourced
from web.commands.table import alternatives_table, preference_table, programme_table

EXITS = {
    Status.OPTIMAL: Exit.DONE,
    Status.FEASIBLE: Exit.DONE,
    Status.INFEASIBLE: Exit.INFEASIBLE,
    Status.UNKNOWN: Exit.NOT_FOUND,
}


def print_outcome(outcome: Outcome, problem: Problem, verdict: str | None = None) -> None:
    """Print the programme and what it costs, or why there is none."""
    out = console()
    if outcome.programme is not None:
        out.print(programme_table(outcome.programme, problem))
        out.print(preference_table(outcome.preferences))
    for place, rank in enumerate(outcome.ranks, start=1):
        out.print(_rank(place, rank))
    out.print(verdict or _verdict(outcome))
    if outcome.explanation is not None:
        print_explanation(out, outcome.explanation)


def print_alternatives(outcome: Outcome, others: Sequence[Outcome], problem: Problem) -> None:
    """Print other programmes beside the first: their points, and what is elsewhere in each."""
    out = console()
    out.print(alternatives_table([outcome, *others]))
    for place, other in enumerate(others, start=2):
        if outcome.programme is not None and other.programme is not None:
            out.print(_("Programme %(number)d, beside the first:") % {"number": place})
            for sentence in beside(other.preferences, outcome.preferences):
                out.print(bullet(str(sentence)))
            for change in differences(outcome.programme, other.programme, problem):
                if change.kind is not ChangeKind.MINUTES:
                    out.print(bullet(str(change.text)))


def _verdict(outcome: Outcome) -> str:
    values = {
        "objective": outcome.objective,
        "bound": outcome.bound,
        "seconds": f"{outcome.wall_seconds:.1f}",
    }
    sentences = {
        Status.OPTIMAL: _("Proven in %(seconds)s s: no programme is better, rank by rank.")
        if outcome.ranks
        else _("Proven in %(seconds)s s: no programme has fewer points."),
        Status.FEASIBLE: _("Best found in %(seconds)s s: %(objective)s points in all ranks.")
        if outcome.ranks
        else _("Best found in %(seconds)s s: %(objective)s points; none has fewer than %(bound)s."),
        Status.INFEASIBLE: _("There is no programme, proven in %(seconds)s s."),
        Status.UNKNOWN: _(
            "No programme was found in %(seconds)s s; there may be one. Allow more time."
        ),
    }
    return sentences[outcome.status] % values


def _rank(place: int, rank: RankPoints) -> str:
    values = {"rank": place, "points": rank.objective, "bound": rank.bound}
    if rank.proven:
        return _("Rank %(rank)s: %(points)s points, proven the fewest.") % values
    return _("Rank %(rank)s: %(points)s points; none has fewer than %(bound)s.") % values


def print_explanation(out: Console, explanation: Explanation) -> None:
    """Print what clashes, and the ways out."""
    if not explanation.clash:
        out.print(_("Why was not found in the time. Allow more time."))
    else:
        out.print(_("These requirements cannot all be met:"))
    for place, (clash, counts) in enumerate(zip_longest(explanation.told, explanation.counts)):
        if place:
            out.print(_("Nor can all of these be met:"))
        for told in clash:
            out.print(bullet(str(told.text), *sourced(told.source)))
        for count in counts or ():
            out.print(str(count))
    for place, way in enumerate(explanation.ways):
        one = _("With this change there is a programme:")
        all_ = _("With these changes together there is a programme:")
        other, others = _("Or with this change:"), _("Or with these changes together:")
        singular, plural = (other, others) if place else (one, all_)
        out.print(singular if len(way) == 1 else plural)
        for relaxation in way:
            out.print(bullet(str(relaxation.text)))
    if explanation.ways:
        return
    if explanation.clash:
        out.print(_("No way out was found: ease one of them, or allow more time."))
