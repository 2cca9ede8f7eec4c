"""The examination: what the bureau finds, in one go; what the papers propose is filled in."""

from __future__ import annotations

import re

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from procedure.credentials.decisions import proposed
from procedure.credentials.values import Finding
from procedure.permissions import Action
from services import credentials_board as boards
from services import examinations
from services.errors import BadRequest, Stale
from services.examinations import Opinion
from services.transactions import clock
from web.credentials.blueprint import BASE, bp
from web.credentials.board import sorted_rows
from web.guard import allow
from web.speakers.show import NOTHING, Refused, refusal
from web.speakers.words import local
from web.typed import Typed

FIELD = re.compile(r"finding-(\d{1,9})", re.ASCII)


@bp.get(BASE + "examination")
@allow(Action.CREDENTIALS_EXAMINE)
def examination() -> Response:
    """The form: all of whom credentials are asked, with what their papers propose."""
    return page()


def page(refused: Refused = NOTHING) -> Response:
    """The page; with what was typed and why it was not taken."""
    found = boards.board(g.db, g.actor, g.session)
    rows = [row for row in sorted_rows(found.rows) if row.position.asked]
    records = found.records
    kept = {row.delegation.id: records.finding(row.delegation.id) for row in rows}
    answer = render_template(
        "credentials/examination.html",
        rows=rows,
        kept=kept,
        proposed={row.delegation.id: proposed(row.position) for row in rows},
        records=records,
        expects=records.number,
        today=local(clock(g.db)).date(),
        refused=refused,
        typed=refused.typed,
    )
    return make_response(answer, refused.status)


@bp.post(BASE + "examination")
@allow(Action.CREDENTIALS_EXAMINE)
def examine() -> Response:
    """Keep what the bureau found."""
    typed = Typed()
    opinions = {}
    for name, given in request.form.items():
        field = FIELD.fullmatch(name)
        if field and given in set(Finding):
            note = request.form.get(f"note-{field[1]}", "")
            opinions[int(field[1])] = Opinion(Finding(given), note)
    day, due = typed.day_needed("day"), typed.day("originals_due")
    expects = typed.number("expects")
    try:
        typed.check()
        kept = examinations.examine(
            g.db,
            g.actor,
            g.session,
            expects=-1 if expects is None else expects,
            day=day,
            opinions=opinions,
            originals_due=due,
            note=request.form.get("note", ""),
        )
    except BadRequest as error:
        return page(refusal(error))
    except Stale:
        g.db.rollback()  # what is shown beside it is the record as it is now
        again = {name: given for name, given in request.form.items() if name != "expects"}
        meanwhile = _("Nothing was written. Compare with the last examination, then keep yours.")
        return page(Refused(typed=again, fields={}, message=meanwhile, status=409))
    flash(_("Examination %(number)s is kept.", number=kept.number))
    return redirect(url_for(".report"), 303)
