"""What is done at the chair's table: each press of a key is one action of a service.

The answer is the table as it then is: for htmx as a fragment, otherwise by way of a redirect. What
is refused is said by `web.errors`; the table is left as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from procedure.permissions import Action
from scheduler.text import text
from services import floor, interventions
from services.errors import BadRequest, NotFound
from web.floor.blueprint import bp
from web.floor.suspensions import until
from web.floor.table import BASE, table_of
from web.guard import allow

Given = Callable[[], Mapping[str, Any]]
LARGEST = 2**31


def _whole(name: str) -> int:
    try:
        number = int(request.form.get(name, ""))
    except ValueError:
        number = -1
    if not 0 <= number < LARGEST:
        raise BadRequest({name: text("Give a whole number.")})
    return number


def _numbers(*names: str) -> Given:
    return lambda: {name: _whole(name) for name in names}


def _words(*names: str) -> Given:
    return lambda: {name: request.form.get(name, "") for name in names}


def _present() -> Mapping[str, Any]:
    """So many, or, where the field is left empty, those of the roll call."""
    return {"present": _whole("present") if request.form.get("present") else None}


def _roll() -> Mapping[str, Any]:
    return {"present": request.form.getlist("present")}


def _other() -> Mapping[str, Any]:
    return {
        **_words("name", "speaker", "function", "delegation")(),
        **_numbers("seconds")(),
    }


# By the name in the address: the service, and what it is given besides.
ACTIONS: Mapping[str, tuple[Callable[..., Any], Given]] = {
    "open": (floor.open_meeting, _present),
    "roll": (floor.roll_call, _roll),
    "take": (floor.take_list, _words("list_id")),
    "call": (floor.call, _numbers("number")),
    "next": (floor.next_, _numbers("expected")),
    "other": (floor.call_other, _other),
    "absent": (floor.absent, _numbers("number")),
    "pause": (floor.pause, dict),
    "resume": (floor.resume, dict),
    "end": (floor.end, dict),
    "point": (interventions.raise_point, _words("delegation")),
    "rule": (interventions.rule_on_point, _words("ruling")),
    "reply": (interventions.ask_reply, _words("delegation")),
    "withdraw-reply": (interventions.withdraw_reply, _numbers("request")),
    "call-reply": (interventions.call_reply, _numbers("request")),
    "suspend": (floor.suspend, dict),  # until when, follows
    "continue": (floor.continue_, dict),
    "adjourn": (floor.adjourn, dict),
    "undo": (floor.undo, dict),
}


@bp.post(BASE + "do/<kind>")
@allow(Action.FLOOR_RUN)
def act(meeting: str, kind: str) -> str | Response:
    """One action. `expects` is the sequence of the last event that its operator saw."""
    if kind not in ACTIONS:
        raise NotFound
    service, given = ACTIONS[kind]
    more = until(meeting) if kind == "suspend" else given()
    service(g.db, g.actor, g.session, meeting, expects=_whole("expects"), **more)
    if not request.headers.get("HX-Request"):
        return redirect(url_for("floor.table", meeting=meeting), 303)
    return render_template("floor/table_part.html", table=table_of(meeting))
