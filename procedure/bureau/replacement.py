"""Who follows an officer who resigns or can no longer perform the office (rule 31)."""

from __future__ import annotations

from dataclasses import dataclass

from procedure.bureau.composition import Nominee
from procedure.bureau.rules import Board, Named


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """Who names the successor: a State or a group; an election, if both are ""."""

    named: Named
    rule: str
    delegation: str = ""
    group: str = ""

    def admits(self, delegation: str, group: str) -> bool:
        """Whether a State of a group can give the successor without an election."""
        if self.named is Named.ELECTION:
            return False
        return self.delegation in {"", delegation} and self.group in {"", group}


def replacement(officer: Nominee, board: Board) -> Succession:
    """How the holder of an office is replaced for the rest of the term (rule 31)."""
    office = board.office(officer.office)
    return Succession(
        named=office.named,
        rule=office.replacement_rule,
        delegation=officer.delegation if office.named is Named.STATE else "",
        group=officer.group if office.named is Named.GROUP else "",
    )
