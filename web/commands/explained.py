"""What there is to say of a programme: what is left, and what keeps it from being better."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING, Any

from rich.console import Console

from scheduler.problem import Problem
from scheduler.programme import Programme
from scheduler.spare import spare
from scheduler.text import Text
from web.commands.output import bullet, sourced

if TYPE_CHECKING:
    from scheduler.binding import Binding


MOST_UNKNOWN = 10  # of the requirements of which it is not known whether they bind are printed


def standing(so_far: Binding) -> str:
    """How far it is known what binds."""
    if not so_far.unknown:
        return _("What binds is known.")
    values = {"found": len(so_far.requirements), "unknown": len(so_far.unknown)}
    return _("%(found)d requirements bind so far; %(unknown)d are not known yet") % values


def programme_data(problem: Problem, programme: Programme, bound: Binding | None) -> dict[str, Any]:
    """What is left, and what binds, as plain data."""
    data: dict[str, Any] = {
        "spare": [
            {"of": one.key, "left": one.left, "text": str(one.text)}
            for one in spare(problem, programme)
        ]
    }
    if bound is not None:
        data["binding"] = [
            {"requirement": one.key, "text": str(one.text), "source": one.source}
            for one in bound.requirements
        ]
        data["binding_complete"] = bound.complete
        data["binding_unknown"] = [one.key for one in bound.unknown]
    return data


def print_programme(
    out: Console,
    problem: Problem,
    programme: Programme,
    bound: Binding | None,
    *,
    of: Text | None,
    proven: bool,
) -> None:
    """Print it, and what the proof means. `of`: the item that was asked about, if one was.

    `proven`: whether what binds was tried beside the best there is.
    """
    out.print(_("What the programme leaves free:"))
    for one in spare(problem, programme):
        out.print(bullet(str(one.text)))
    if bound is None:
        return
    if of is not None:
        out.print(_("Only what concerns %(item)s was tried.") % {"item": of})
    if bound.requirements:
        best = _("Each of these, given up alone, allows a programme better than the best (tried):")
        found = _("Each of these, given up alone, allows a better one than was found (tried):")
        out.print(best if proven else found)
        for requirement in bound.requirements:
            out.print(bullet(str(requirement.text), *sourced(requirement.source)))
        if not proven:
            out.print(_("There may be a better one without: what was found is not proven best."))
    elif bound.complete:
        out.print(
            _("No requirement tried, given up alone, allows a programme better than the best.")
        )
    if not bound.complete:
        out.print(_("Of these it was not known in the time:"))
        for requirement in bound.unknown[:MOST_UNKNOWN]:
            out.print(bullet(str(requirement.text)))
        if len(bound.unknown) > MOST_UNKNOWN:
            more = len(bound.unknown) - MOST_UNKNOWN
            out.print(_("and of %(count)d more. Allow more time.") % {"count": more})
    out.print(
        _(
            "Not tried are the minutes of business, what has been held, and that a body holds one "
            "meeting at a time."
        )
    )
    out.print(
        _(
            "“Proven” means: every programme that meets all requirements was ruled out as better, "
            "not only those that were looked at. It holds for these requirements and weights."
        )
    )
