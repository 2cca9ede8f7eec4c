"""The requests of a session, by the way in which they are made; what is to be done next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, g, make_response, redirect, render_template, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from models.observers import ObserverRequest
from procedure.observers.rules import ObserverPath
from procedure.observers.status import Standing, may_decide
from procedure.observers.values import Asks, Decider, Effect
from procedure.permissions import Action
from services import observers, observers_decided
from services.observer_rows import rules_of
from services.transactions import clock
from web.guard import allow
from web.observers import words
from web.observers.blueprint import BASE, bp
from web.speakers.show import NOTHING, Refused
from web.speakers.words import local
from web.timetable import wording

FAR = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A request as it stands. `overdue`: the day by which somebody was to act has passed."""

    row: ObserverRequest
    standing: Standing
    overdue: bool

    @property
    def order(self) -> tuple[bool, date]:
        """What is to be done comes first, and of that what is due first."""
        return not self.overdue, self.standing.due or FAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The requests on a path, in the order of what is to be done."""

    path: ObserverPath
    lines: Sequence[Line]


@bp.app_context_processor
def about_observers() -> dict[str, object]:
    """What templates say of observers."""
    return {"observer_words": words}


@bp.get(BASE)
@allow(Action.OBSERVERS_VIEW)
def index() -> Response:
    """All requests."""
    return page()


def page(refused: Refused = NOTHING) -> Response:
    """The page of all requests; with what was typed and why it was not taken."""
    found = observers.requests(g.db, g.actor, g.session)
    key = wording().sort_key()
    today = local(clock(g.db)).date()
    lines = sorted(
        (
            Line(row=row, standing=standing, overdue=(standing.due or FAR) < today)
            for row, standing in found
        ),
        key=lambda line: (line.order, key(line.row.name)),
    )
    paths = [
        Path(path=path, lines=[one for one in lines if one.row.path == path.key])
        for path in rules_of(g.session).paths
        if path.asks is not Asks.NOTHING
    ]
    given = render_template(
        "observers/index.html",
        paths=sorted(paths, key=lambda one: not any(line.overdue for line in one.lines)),
        dues=observers.dues_of(g.db, g.session, [row for row, _ in found]),
        to_admit=[one for one in lines if one.standing.takes_part and not one.row.delegation_id],
        to_decide=[one for one in lines if decidable(one)],
        total=len(lines),
        closed=today > g.session.last_day,
        listed_paths={one.key for one in rules_of(g.session).paths if one.effect is Effect.LISTED},
        deciders=[by for by in Decider if observers_decided.may_record(g.actor, by)],
        typed={
            "decided_on": min(today, g.session.last_day).isoformat(),
            "seen": observers_decided.last_decision(row for row, _ in found),
        }
        | dict(refused.typed),
        refused=refused,
    )
    return make_response(given, refused.status)


def decidable(line: Line) -> bool:
    """Whether somebody is to decide on a request."""
    path = rules_of(g.session).path(line.row.path)
    waits = line.standing.due is not None and line.standing.next is not None
    return waits and any(
        may_decide(path, by) and observers_decided.may_record(g.actor, by) for by in Decider
    )


@bp.post(BASE + "admit")
@allow(Action.OBSERVERS_MANAGE)
def admit() -> Response:
    """Put all who have the status on the list of participants."""
    admitted = observers_decided.admit_all(g.db, g.actor, g.session)
    flash(
        ngettext(
            "%(num)s participant was put on the list.",
            "%(num)s participants were put on the list.",
            len(admitted),
        )
    )
    return redirect(url_for(".index"), 303)
