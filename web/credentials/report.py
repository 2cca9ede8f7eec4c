"""The report of the bureau, drafted; its adoption by the Conference."""

from __future__ import annotations

from datetime import date

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exports.credentials import Adopted, Disputed, Facts, paragraphs, report_document
from models.conferences import ConferenceSession
from procedure.permissions import Action
from services import examinations
from services.errors import BadRequest
from services.examinations import Decided, Draft
from services.transactions import clock
from web.credentials.blueprint import BASE, bp
from web.files import DOCX, attachment
from web.guard import allow
from web.speakers.show import NOTHING, Refused, refusal
from web.speakers.words import local
from web.timetable import document_wording, wording
from web.typed import Typed


@bp.get(BASE + "report")
@allow(Action.CREDENTIALS_VIEW)
def report() -> Response:
    """The draft of the report, its figures, and the form of its adoption."""
    return page()


def page(refused: Refused = NOTHING) -> Response:
    """The page; with what was typed and why it was not taken."""
    draft = examinations.draft(g.db, g.actor, g.session)
    words = wording()
    answer = render_template(
        "credentials/report.html",
        draft=draft,
        paragraphs=paragraphs(facts_of(draft, g.session), words),
        likely=_likely_day,
        refused=refused,
        typed=refused.typed,
    )
    return make_response(answer, refused.status)


def _likely_day(about: date) -> date:
    """The day on which the Conference decides on what is of another day, unless told otherwise."""
    today, last = local(clock(g.db)).date(), g.session.last_day
    return min(today, last) if about <= last else today


@bp.get(BASE + "report.docx")
@allow(Action.CREDENTIALS_VIEW)
def document() -> Response:
    """The report as a Word file, in the language of the address, or in that of the page."""
    draft = examinations.draft(g.db, g.actor, g.session)
    first = request.args.get("first", 1, type=int)
    content = report_document(
        facts_of(draft, g.session),
        document_wording(),
        at=draft.records.at,
        first=first if 0 < first < 10_000 else 1,
    )
    return attachment(content, DOCX, f"{g.session.slug}-credentials.docx")


@bp.post(BASE + "report/adopt")
@allow(Action.CREDENTIALS_DECIDE)
def adopt() -> Response:
    """The Conference has adopted the report."""
    typed = Typed()
    number = typed.number("number")
    decided = Decided(
        day=typed.day_needed("day"),
        meeting=typed.number("meeting"),
        note=request.form.get("note", ""),
    )
    try:
        typed.check()
        examinations.adopt(g.db, g.actor, g.session, number=number or 0, decided=decided)
    except BadRequest as error:
        return page(refusal(error))
    flash(_("The report is noted as adopted."))
    return redirect(url_for(".report"), 303)


def facts_of(draft: Draft, session: ConferenceSession) -> Facts:
    """What the report is made from."""
    records = draft.records
    adopted = draft.latest.report if draft.latest else None  # an earlier one had other figures
    return Facts(
        session=session.title,
        rules=records.rules,
        version=records.rules.on(records.session.first_day),
        amendments=records.session.amendments,
        report=draft.report,
        delegations=draft.delegations,
        originals_due=records.dates.originals,
        disputed=[
            Disputed(
                one.row.objector, one.row.delegation, one.ruling.ruling if one.ruling else None
            )
            for one in draft.disputes
            if one.withdrawal is None
        ],
        adopted=Adopted(adopted.meeting, adopted.day) if adopted else None,
    )
