"""The officers of a session, what the rules find of them, and whose turn it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import g, render_template

from models.bureau import GroupChair, Officer
from procedure.instruments import in_force
from procedure.permissions import Action
from procedure.wording import session_number
from services import bureau
from web.bureau.blueprint import BASE, bp, found, stands_now
from web.guard import allow


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """An officer, with what is known of each instrument in force: True, False or None."""

    officer: Officer
    party: tuple[bool | None, ...]


@bp.get(BASE)
@allow(Action.BUREAU_VIEW)
def show() -> str:
    """Who the officers are."""
    stands = stands_now()
    instruments = in_force(stands.ground.instruments, stands.ground.on)
    return render_template(
        "bureau/show.html",
        stands=stands,
        seats=[_seat(one, stands) for one in stands.officers],
        instruments=instruments,
        number=session_number(g.session.title),
        findings=found(stands.findings, stands.board),
        others=bureau.others(g.db, g.actor, g.session),
        chairs=_by_group(bureau.chairs(g.db, g.actor, g.session)),
        former=bureau.former(g.db, g.actor, g.session),
    )


def _by_group(chairs: Sequence[GroupChair]) -> dict[str, list[GroupChair]]:
    found: dict[str, list[GroupChair]] = {one.group: [] for one in chairs}
    for one in chairs:
        found[one.group].append(one)
    return found


def _seat(officer: Officer, stands: bureau.Standing) -> Seat:
    ground = stands.ground
    membership = ground.parties[str(officer.delegation_id)]
    every = in_force(ground.instruments, ground.on)
    return Seat(officer=officer, party=tuple(membership.party(one.key, ground.on) for one in every))
