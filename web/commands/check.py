"""``hemicycle check``: check a programme against the requirements of its session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from gettext import gettext as _
from pathlib import Path
from typing import Any

import click

from scheduler.checker import check
from scheduler.preferences import costs, total
from scheduler.programme import PreferenceCost, Violation
from scheduler.reading import BadInput, load_problem, load_programme
from web.commands.output import Exit, bullet, console, refuse, sourced, write_json
from web.commands.table import preference_table


@click.command(epilog=_("Exit: 0 every requirement is met, 1 violations, 3 bad input."))
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("programme", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def command(file: Path, programme: Path, as_json: bool) -> None:
    """Check PROGRAMME (JSON, as plan writes it) against the requirements in FILE."""
    try:
        problem = load_problem(file)
    except BadInput as error:
        raise refuse(error, file, as_json=as_json) from None
    try:
        given = load_programme(programme, problem)
    except BadInput as error:
        raise refuse(error, programme, as_json=as_json) from None
    violations, preferences = check(problem, given), costs(problem, given)
    if as_json:
        write_json(_data(violations, preferences))
    else:
        _print(violations, preferences)
    raise SystemExit(Exit.VIOLATIONS if violations else Exit.DONE)


def _data(violations: Iterable[Violation], preferences: Sequence[PreferenceCost]) -> dict[str, Any]:
    found = [
        {
            "requirement": violation.requirement,
            "text": str(violation.text),
            "rule": str(violation.rule),
            "source": violation.source,
            "where": [{"date": day.isoformat(), "slot": slot} for day, slot in violation.where],
        }
        for violation in violations
    ]
    return {
        "status": "violations" if found else "valid",
        "violations": found,
        "objective": total(preferences),
        "preferences": {cost.name.value: cost.cost for cost in preferences},
    }


def _print(violations: Sequence[Violation], preferences: Sequence[PreferenceCost]) -> None:
    out = console()
    if not violations:
        out.print(_("Every requirement is met."))
    for violation in violations:
        rule = _("Rule: %(rule)s") % {"rule": violation.rule}
        out.print(bullet(str(violation.text), rule, *sourced(violation.source)))
    out.print(preference_table(preferences))
