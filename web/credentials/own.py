"""A delegation's own page: what is asked, what is there, and the form that gives more."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.conferences import Delegation
from procedure.credentials.values import Form, Issuer, SubmissionKind
from procedure.participants import PARTIES
from procedure.permissions import Action, may
from scheduler.text import text
from services import credentials
from services.credentials import Given
from services.credentials_board import all_of
from services.credentials_objections import made_by
from services.credentials_rows import Records
from services.errors import BadRequest, RuleBroken
from web.credentials.blueprint import OWN, bp
from web.delegations.blueprint import delegation_asked
from web.files import attachment
from web.guard import allow
from web.speakers.show import NOTHING, Refused, refusal
from web.typed import Typed

Choice = TypeVar("Choice", bound=StrEnum)
ONE = OWN + "/<int(max=999999999):number>/"


@bp.get(OWN)
@allow(Action.CREDENTIALS_VIEW_ONE)
def own(delegation: int) -> Response:
    """The checklist of a delegation, what it gave, and the form."""
    return page(delegation_asked(delegation))


def page(delegation: Delegation, refused: Refused = NOTHING) -> Response:
    """The page; with what was typed and why it was not taken."""
    found = credentials.dossier(g.db, g.actor, delegation)
    papers = found.papers.get(delegation.id, ())
    answer = render_template(
        "credentials/own.html",
        delegation=delegation,
        found=found,
        position=found.position(delegation),
        items=found.checklist(delegation),
        state=found.state(delegation.id),
        papers=papers,
        originals={one.row.original_of_id for one in papers},
        disputes=found.disputes.get(delegation.id, ()),
        made=made_by(g.db, delegation),
        finding=found.finding(delegation.id),
        issuers=_issuers(found, delegation),
        gives=_acts_for(delegation),
        others=_others(delegation),
        refused=refused,
        typed=refused.typed,
    )
    return make_response(answer, refused.status)


def _issuers(found: Records, delegation: Delegation) -> list[Issuer]:
    """Who may issue credentials for the delegation, by any version of the rule, and whoever else.

    What counts is what the version of the session says: the checklist says whose does not.
    """
    asked = found.rules.on(found.session.first_day).of(delegation.kind)
    if asked is None:
        return []
    wanted = {
        issuer
        for version in found.rules.versions
        if (ever := version.of(delegation.kind)) is not None
        for issuer in ever.by(amendments=False)
    }
    return [one for one in Issuer if one in wanted or one is Issuer.OTHER]


def _acts_for(delegation: Delegation) -> bool:
    """Whether the visitor gives papers and objects for the delegation, and does not only look on.

    As a focal point who is of the bureau, too, does with those of others.
    """
    return may(g.actor, Action.CREDENTIALS_MANAGE) or delegation.id in g.actor.delegation_ids


def _others(delegation: Delegation) -> list[Delegation]:
    """To whom the delegation may object: the other parties, for a party."""
    if delegation.kind not in PARTIES or not _acts_for(delegation):
        return []
    listed = all_of(g.db, g.session)
    return [one for one in listed if one.kind in PARTIES and one.id != delegation.id]


@bp.post(OWN)
@allow(Action.CREDENTIALS_SUBMIT)
def give(delegation: int) -> Response:
    """Give credentials, names or a change."""
    found = delegation_asked(delegation)
    typed = Typed()
    kind = _choice("kind", SubmissionKind)
    if kind is None:
        typed.wrong["kind"] = text("Say what you give.")
    given = Given(
        kind=kind or SubmissionKind.NAMES,
        issuer=_choice("issuer", Issuer),
        form=_choice("form", Form) or Form.COPY,
        dated=typed.day("dated"),
        authorization="authorization" in request.form,
        note=request.form.get("note", ""),
        received_at=typed.moment("received_at"),
    )
    try:
        upload = typed.file()
        typed.check()
        credentials.submit(g.db, g.actor, found, given=given, upload=upload)
    except BadRequest as error:
        return page(found, refusal(error))
    flash(_("It is submitted. What is still awaited stands at the top."))
    return redirect(url_for(".own", delegation=delegation), 303)


@bp.get(ONE + "file")
@allow(Action.CREDENTIALS_VIEW_ONE)
def file(delegation: int, number: int) -> Response:
    """The file of a submission."""
    kept = credentials.file_of(g.db, g.actor, delegation_asked(delegation), number)
    return attachment(kept.content, kept.media_type, kept.name)


@bp.post(ONE + "withdraw")
@allow(Action.CREDENTIALS_SUBMIT)
def withdraw(delegation: int, number: int) -> Response:
    """Let a submission count no longer."""
    found = delegation_asked(delegation)
    reason = request.form.get("reason", "")
    try:
        credentials.withdraw(g.db, g.actor, found, number, reason=reason)
    except BadRequest as error:
        named = {f"reason-{number}": sentence for sentence in error.fields.values()}
        return page(found, refusal(BadRequest(named)))
    except RuleBroken as error:
        return page(found, refusal(error))
    flash(_("It does not count any more; it stays on record."))
    return redirect(url_for(".own", delegation=delegation), 303)


@bp.post(ONE + "original")
@allow(Action.CREDENTIALS_MANAGE)
def original(delegation: int, number: int) -> Response:
    """The original of a copy has come."""
    found = delegation_asked(delegation)
    try:
        credentials.original_received(g.db, g.actor, found, number)
    except (BadRequest, RuleBroken) as error:
        return page(found, refusal(error))
    flash(_("The original is noted as received."))
    return redirect(url_for(".own", delegation=delegation), 303)


def _choice(name: str, kind: type[Choice]) -> Choice | None:
    given = request.form.get(name, "")
    return next((one for one in kind if one.value == given), None)
