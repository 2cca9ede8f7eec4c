"""The secretariat's board: where everybody stands, and the reminders to send."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from exports.credentials import board_table, letters_table
from exports.participants import in_order
from exports.sheets import Table, sheet
from models.mail import LetterKind
from procedure.credentials.values import Stage, Standing
from procedure.permissions import Action, may
from procedure.rulebook import rulebook
from services import credentials_board as boards
from services import mail
from services.credentials_board import Letter, Row
from services.credentials_words import NEEDS, STAGES, STANDINGS
from services.errors import BadRequest
from web.credentials.blueprint import BASE, bp
from web.files import CSV, attachment
from web.guard import allow
from web.languages import current_locale
from web.mail import post, sends_mail
from web.timetable import wording
from web.translate import and_list, say


@bp.get(BASE)
@allow(Action.CREDENTIALS_VIEW)
def board() -> str:
    """The board, of one regional group if `group` asks for it."""
    found = boards.board(g.db, g.actor, g.session)
    groups = rulebook(g.session.rulebook).groups
    group = request.args.get("group", "")
    rows = [
        row
        for row in sorted_rows(found.rows)
        if not group or row.delegation.regional_group == group
    ]
    asked = [row for row in rows if row.position.asked]
    return render_template(
        "credentials/board.html",
        found=found,
        columns={
            standing: [row for row in asked if row.position.standing is standing]
            for standing in Standing
        },
        asked=asked,
        others=[row for row in rows if not row.position.asked],
        groups=groups,
        group=group,
        rules=found.records.rules,
        dates=found.records.dates,
        language=wording().locale.language,
        **_mail(found.letters),
    )


def _mail(letters: Sequence[Letter]) -> dict[str, object]:
    """Who gets which reminder by mail, who cannot, and where those are that were written."""
    to: dict[int, list[mail.Addressee]] = {}
    states = {}
    if may(g.actor, Action.MAIL_VIEW):  # addresses are private
        states = mail.states_of(g.db, g.actor, g.session, LetterKind.CREDENTIALS_REMINDER)
        if sends_mail():
            to = mail.addressees(g.db, g.session)
    return {
        "sends_mail": sends_mail(),
        "no_mail": mail.NO_MAIL,
        "to": to,
        "by_mail": [one for one in letters if one.delegation.id in to],
        "by_hand": [one for one in letters if one.delegation.id not in to],
        "letter_states": states,
    }


@bp.get(BASE + "board.csv")
@allow(Action.CREDENTIALS_VIEW)
def board_sheet() -> Response:
    """The board, as a sheet."""
    rows = [_cells(row) for row in sorted_rows(boards.board(g.db, g.actor, g.session).rows)]
    return _attached(board_table(rows, wording()), "credentials")


@bp.get(BASE + "reminders.csv")
@allow(Action.CREDENTIALS_VIEW)
def reminders_sheet() -> Response:
    """The reminders that are due, with their texts, as a sheet."""
    letters = boards.board(g.db, g.actor, g.session).letters
    rows = [
        (one.delegation.name, say(STAGES[one.reminder.stage]), say(one.text)) for one in letters
    ]
    return _attached(letters_table(rows, wording()), "reminders")


@bp.post(BASE + "reminders")
@allow(Action.CREDENTIALS_MANAGE)
def remind() -> Response:
    """Note that delegations have been reminded."""
    given = request.form.getlist("delegation", type=int)
    sent = boards.remind(g.db, g.actor, g.session, delegations=frozenset(given))
    said = ngettext(
        "%(num)s delegation is noted as reminded.",
        "%(num)s delegations are noted as reminded.",
        len(sent),
    )
    flash(said)
    return redirect(url_for(".board"), 303)


@bp.post(BASE + "reminders/mail")
@allow(Action.CREDENTIALS_MANAGE)
def send() -> Response:
    """Remind delegations by mail: in the language of the page, on which the texts were shown."""
    given = request.form.getlist("delegation", type=int)
    stage = request.form.get("stage", type=Stage)
    more = post(lambda one: url_for("credentials.own", delegation=one), str(current_locale()))
    if more is None:
        raise BadRequest({"": mail.NO_MAIL})
    sent = boards.remind(
        g.db, g.actor, g.session, delegations=frozenset(given), stage=stage, post=more
    )
    said = ngettext(
        "A reminder to %(num)s delegation is on its way.",
        "Reminders to %(num)s delegations are on their way.",
        len(sent),
    )
    flash(said)
    return redirect(url_for(".board"), 303)


@bp.post(BASE + "amendments")
@allow(Action.CREDENTIALS_MANAGE)
def amendments() -> Response:
    """Say whether the session considers amendments."""
    considered = "amendments" in request.form
    boards.consider_amendments(g.db, g.actor, g.session, amendments=considered)
    flash(_("The board goes by that now."))
    return redirect(url_for(".board"), 303)


def sorted_rows(rows: Sequence[Row]) -> list[Row]:
    """In the order of the names in the language of the page."""
    by_id = {row.delegation.id: row for row in rows}
    listed = in_order((row.delegation for row in rows), wording())
    return [by_id[one.id] for one in listed]


def _cells(row: Row) -> tuple[str, ...]:
    position = row.position
    in_time = {True: _("yes"), False: _("no"), None: ""}[position.in_time]
    return (
        row.delegation.name_in(wording().locale.language),
        _(row.delegation.kind),
        _(row.delegation.regional_group) if row.delegation.regional_group else "",
        say(STANDINGS[position.standing]),
        str(in_time),
        and_list(say(NEEDS[need]) for need in position.missing),
    )


def _attached(table: Table, name: str) -> Response:
    return attachment(sheet(table), CSV, f"{g.session.slug}-{name}.csv")
