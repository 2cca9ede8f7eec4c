"""A request: what was sent, how it stands and why, objections and decisions."""

from __future__ import annotations

from flask import g, make_response, render_template
from werkzeug.wrappers import Response

from models.conferences import Delegation
from models.observers import ObserverRequest
from procedure.observers.status import may_decide, open_to_objection
from procedure.observers.values import Decider
from procedure.participation import Act
from procedure.permissions import Action, may
from scheduler.text import text
from services import files, observers, participation
from services.errors import NotFound
from services.observer_data import rests_on
from services.observer_rows import opening_there, request_of, rules_of
from services.observers_decided import last_decision, may_record
from services.observers_objections import may_withdraw
from services.transactions import clock
from web.files import attachment
from web.guard import allow
from web.observers.blueprint import REQUEST, bp, request_asked
from web.speakers.show import NOTHING, Refused
from web.speakers.words import local


@bp.get(REQUEST)
@allow(Action.OBSERVERS_VIEW)
def show(number: int) -> Response:
    """One request."""
    return page(number)


def page(number: int, refused: Refused = NOTHING) -> Response:
    """The page of a request; with what was typed and why it was not taken."""
    row, now = request_asked(number), clock(g.db)
    rules, opening = rules_of(g.session), opening_there(g.session)
    path = rules.path(row.path)
    standing = observers.standing_of(g.db, g.session, row)
    today = local(now).date()
    may_object = open_to_objection(request_of(row), rules, opening, now)
    given = render_template(
        "observers/show.html",
        row=row,
        path=path,
        standing=standing,
        rests_on=rests_on(row),
        closed=today > g.session.last_day,
        overdue=standing.due is not None and standing.due < today,
        received_at=local(row.received_at),
        listed_at=local(row.listing.circulated_at) if row.listing else None,
        objectors=_objectors() if may_object else [],
        to_withdraw=_to_withdraw(row),
        opened=now >= opening,
        deciders=[by for by in Decider if may_decide(path, by) and may_record(g.actor, by)],
        typed={
            "decided_on": min(today, g.session.last_day).isoformat(),
            "seen": last_decision([row]),
        }
        | dict(refused.typed),
        refused=refused,
    )
    return make_response(given, refused.status)


@bp.get(REQUEST + "file")
@allow(Action.OBSERVERS_DECIDE)
def file(number: int) -> Response:
    """What was sent with a request, to be saved."""
    row = request_asked(number)
    if row.file_id is None:
        raise NotFound(text("There is no such file."))
    kept = files.stored(g.db, row.file_id)
    return attachment(kept.content, kept.media_type, kept.name)


def _to_withdraw(row: ObserverRequest) -> list[int]:
    """The objections, by their numbers in the record, that the visitor may withdraw."""
    every = may(g.actor, Action.OBSERVERS_MANAGE)
    return [
        one.id
        for one in row.objections
        if may_withdraw(row, one) and (every or one.delegation_id in g.actor.delegation_ids)
    ]


def _objectors() -> list[Delegation]:
    """For whom the visitor may object: a focal point for its own, if that may; the secretariat."""
    every = may(g.actor, Action.OBSERVERS_MANAGE)
    own = [one for one in g.session.delegations if every or one.id in g.actor.delegation_ids]
    verdicts = participation.verdicts(g.db, g.session, own, Act.OBJECT)
    return [one for one in own if verdicts[one.id].allowed]
