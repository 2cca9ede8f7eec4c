"""The forms of the members of a delegation: for its focal points, and for the secretariat."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exports.participants import FUNCTIONS, person
from exports.speakers import LEVELS
from models.conferences import Delegation
from models.delegations import Delegate
from procedure.participants import Function, Level
from procedure.permissions import Action
from scheduler.text import Text, text
from services import delegates
from services.delegates import DelegateData
from services.errors import BadRequest, Stale
from web.delegations.blueprint import ONE, bp, delegation_asked
from web.delegations.one import version_seen
from web.guard import allow
from web.translate import say

Typed = Mapping[str, str]
DELEGATE = ONE + "delegates/<int(max=999999999):number>/"


@bp.get(ONE + "delegates/new")
@allow(Action.DELEGATES_MANAGE)
def new_delegate(delegation: int) -> Response:
    """The form of a new delegate."""
    return _form(_own(delegation), None, {"level": Level.REPRESENTATIVE})


@bp.post(ONE + "delegates/new")
@allow(Action.DELEGATES_MANAGE)
def add_delegate(delegation: int) -> Response:
    """Add a delegate."""
    found = _own(delegation)
    try:
        added = delegates.add_delegate(g.db, g.actor, found, data=_data())
    except BadRequest as error:
        return _form(found, None, _given(), error)
    flash(_("%(name)s is on the list.", name=person(added)))
    return redirect(url_for(".show", delegation=delegation), 303)


@bp.get(DELEGATE)
@allow(Action.DELEGATES_MANAGE)
def edit_delegate(delegation: int, number: int) -> Response:
    """The form of a delegate."""
    found = _own(delegation)
    one = delegates.delegate(g.db, g.actor, found, number)
    return _form(found, one, _kept(one))


@bp.post(DELEGATE)
@allow(Action.DELEGATES_MANAGE)
def change_delegate(delegation: int, number: int) -> Response:
    """Change a delegate."""
    found = _own(delegation)
    one = delegates.delegate(g.db, g.actor, found, number)
    try:
        delegates.edit_delegate(g.db, g.actor, one, data=_data(), expected_version=version_seen())
    except BadRequest as error:
        return _form(found, one, _given(), error)
    except Stale:
        return _form(found, one, _given(), stale=True)
    flash(_("The delegate is changed."))
    return redirect(url_for(".show", delegation=delegation), 303)


@bp.post(DELEGATE + "remove")
@allow(Action.DELEGATES_MANAGE)
def remove_delegate(delegation: int, number: int) -> Response:
    """Take a delegate off the list."""
    one = delegates.delegate(g.db, g.actor, _own(delegation), number)
    name = person(one)
    delegates.remove_delegate(g.db, g.actor, one, expected_version=version_seen())
    flash(_("%(name)s is taken off the list.", name=name))
    return redirect(url_for(".show", delegation=delegation), 303)


def _own(delegation_id: int) -> Delegation:
    """The delegation of an address, for who manages it. Raises Forbidden."""
    found = delegation_asked(delegation_id)
    delegates.refuse_others(g.actor, found)
    return found


def _given() -> Typed:
    return request.form.to_dict()


def _kept(one: Delegate) -> Typed:
    """What is kept, as the fields of the form."""
    return {
        "honorific": one.honorific,
        "given_name": one.given_name,
        "family_name": one.family_name,
        **({"family_name_first": "1"} if one.family_name_first else {}),
        "function": one.function,
        "post": one.post,
        "level": one.level,
        "languages": ", ".join(one.languages),
        "email": one.email,
    }


def _data() -> DelegateData:
    """What the form says. Raises BadRequest naming what was not chosen, and what else is wrong."""
    given = request.form
    wrong: dict[str, Text] = {}
    if given.get("function") not in set(Function):
        wrong["function"] = text("Choose what the delegate is in the delegation.")
    if given.get("level") not in set(Level):
        wrong["level"] = text("Choose the level.")
    data = DelegateData(
        honorific=given.get("honorific", ""),
        given_name=given.get("given_name", ""),
        family_name=given.get("family_name", ""),
        family_name_first="family_name_first" in given,
        function=Function.ADVISER if "function" in wrong else Function(given["function"]),
        post=given.get("post", ""),
        level=Level.REPRESENTATIVE if "level" in wrong else Level(given["level"]),
        languages=delegates.read_languages(given.get("languages", "")),
        email=given.get("email", ""),
    )
    if not wrong:
        return data
    try:
        delegates.checked(data)
    except BadRequest as error:
        wrong = {**error.fields, **wrong}
    raise BadRequest(wrong)


def _form(
    delegation: Delegation,
    one: Delegate | None,
    typed: Typed,
    error: BadRequest | None = None,
    *,
    stale: bool = False,
) -> Response:
    """The form of a delegate, or of a new one; with what was typed and why it was not taken."""
    g.db.rollback()  # what is shown beside it is the record as it is now
    page = render_template(
        "delegations/delegate.html",
        delegation=delegation,
        one=one,
        typed=typed,
        wrong={path: say(said) for path, said in error.fields.items()} if error else {},
        stale=stale,
        functions={value.value: _(said) for value, said in FUNCTIONS.items()},
        levels={value.value: _(said) for value, said in LEVELS.items()},
    )
    return make_response(page, 409 if stale else 422 if error else 200)
