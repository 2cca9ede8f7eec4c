"""``hemicycle roster --check``: whether a roster keeps the rules, whoever made it."""

from __future__ import annotations

from gettext import gettext as _
from typing import Any

from scheduler.roster.aims import count
from scheduler.roster.checker import RosterViolation, check_roster
from scheduler.roster.outcome import Aim, Roster
from scheduler.roster.problem import RosterProblem
from web.commands.output import Exit, bullet, console, write_json
from web.commands.roster_table import AIMS


def tell(problem: RosterProblem, roster: Roster, *, as_json: bool) -> Exit:
    """Say what is wrong with a roster, and what it has of each aim."""
    violations = check_roster(problem, roster)
    known = [
        duty
        for duty in roster.duties
        if duty.sitting in problem.sitting_by_id and duty.person in problem.person_by_id
    ]
    amounts = count(problem, known)
    if as_json:
        write_json(
            {
                "status": "violations" if violations else "valid",
                "violations": [_plain(one) for one in violations],
                "amounts": {aim.value: amount for aim, amount in amounts.items()},
            }
        )
    else:
        _print(violations, amounts)
    return Exit.VIOLATIONS if violations else Exit.DONE


def _plain(violation: RosterViolation) -> dict[str, Any]:
    concerned = {"meeting": violation.sitting, "interpreter": violation.person}
    said = {"text": str(violation.text), "rule": str(violation.rule)}
    return said | {name: value for name, value in concerned.items() if value is not None}


def _print(violations: tuple[RosterViolation, ...], amounts: Any) -> None:
    out = console()
    for one in violations:
        out.print(bullet(str(one.text), _("Rule: %(rule)s") % {"rule": one.rule}))
    if not violations:
        out.print(_("The roster keeps every rule."))
    values = {"aims": "; ".join(f"{AIMS[Aim(aim)]}: {amounts[aim]}" for aim in amounts)}
    out.print(_("It has %(aims)s.") % values)
