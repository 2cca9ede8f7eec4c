"""What there is to say of a programme: what is left, and what keeps it from being better."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING, Any

from rich.console import Console

from scheduler.problem import Problem
from scheduler.programme import Programme
from scheduler.spare import spare
from web.commands.output import bullet, sourced

if TYPE_CHECKING:
    from scheduler.binding import Binding


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
    return data


def print_programme(
    out: Console, problem: Problem, programme: Programme, bound: Binding | None
) -> None:
    """Print it, and what the proof means."""
    out.print(_("What the programme leaves free:"))
    for one in spare(problem, programme):
        out.print(bullet(str(one.text)))
    if bound is None:
        return
    if bound.requirements:
        out.print(
            _("Each of these, given up alone, allows a programme better than the best (tried):")
        )
        for requirement in bound.requirements:
            out.print(bullet(str(requirement.text), *sourced(requirement.source)))
    elif bound.complete:
        out.print(
            _("No requirement, given up alone, allows a programme better than the best (tried).")
        )
    if not bound.complete:
        out.print(_("Not all of them could be tried in the time."))
    out.print(
        _(
            "“Proven” means: every programme that meets all requirements was ruled out as better, "
            "not only those that were looked at. It holds for these requirements and weights."
        )
    )
