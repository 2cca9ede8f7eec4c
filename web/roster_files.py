"""Interpretation: the people as a file, put in and taken out; duties as sheets and calendars."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exports import roster as exports
from procedure.permissions import Action
from scheduler.reading import BadInput
from scheduler.reading.files import parse
from scheduler.writing import dump_plain_yaml
from services import rosters
from services.errors import BadRequest, NotFound
from web.files import uploaded
from web.guard import allow
from web.roster_tables import Shown, duties, shown
from web.timetable import wording
from web.translate import and_list, say
from web.words import language_name

bp = Blueprint("files", __name__)
BASE = "/sessions/<slug>/interpretation/"
ROSTER = BASE + "rosters/<int(max=999999):number>/"


def roster_asked(number: int) -> Shown:
    """A roster, with the people as they are now. Raises NotFound."""
    row = rosters.roster(g.db, g.actor, g.session, number)
    return shown(row, rosters.problem_to_show(g.db, row))


@bp.get(BASE + "people")
@allow(Action.INTERPRETATION_VIEW)
def people() -> str:
    """Who interprets, and by which rules."""
    return _people({})


def _people(wrong: dict[str, str]) -> str:
    terms = rosters.terms_of(g.db, g.actor, g.session)
    data = None if terms is None else rosters.file_of(g.db, g.actor, g.session)
    booths = "" if data is None else _booths(data)
    return render_template(
        "rosters/people.html", terms=terms, data=data, wrong=wrong, booths=booths
    )


def _booths(data: dict[str, Any]) -> str:
    """The booths and how many sit in each, in words."""
    return and_list(
        _("%(people)s in %(language)s", people=people, language=language_name(language))
        for language, people in data["booths"].items()
    )


@bp.get(BASE + "file")
@allow(Action.INTERPRETATION_VIEW)
def download() -> Response:
    """The people in the format of the file."""
    content = dump_plain_yaml(rosters.file_of(g.db, g.actor, g.session))
    name = f"{g.session.slug}-interpreters.yaml"
    return _attached(content, "application/yaml; charset=utf-8", name)


@bp.post(BASE + "file")
@allow(Action.INTERPRETATION_EDIT)
def take_file() -> Response:
    """Put a file in place of the people known."""
    try:
        sent = uploaded("format")
        data = parse(sent.content if sent else b"")
        version = request.form.get("version", type=int)
        rosters.import_people(g.db, g.actor, g.session, data, expected_version=version)
    except BadInput as bad:
        return make_response(_people({error.path: say(error.text) for error in bad.errors}), 422)
    except BadRequest as wrong:
        fields = {path: say(sentence) for path, sentence in wrong.fields.items()}
        return make_response(_people(fields), 422)
    flash(_("The interpreters are those of the file."))
    return redirect(url_for(".people"), 303)


@bp.get(ROSTER + "duties.csv")
@allow(Action.INTERPRETATION_VIEW)
def sheet(number: int) -> Response:
    """All duties, or those of the `person` asked for, as a sheet."""
    one = roster_asked(number)
    person = request.args.get("person")
    listed = [duty for duty in duties(one) if person in {None, duty.person}]
    name = f"{g.session.slug}-roster-{number}.csv"
    return _attached(exports.sheet(listed, words=wording()), "text/csv; charset=utf-8", name)


@bp.get(ROSTER + "calendar.ics")
@allow(Action.INTERPRETATION_VIEW)
def calendar(number: int) -> Response:
    """The duties of the `person` asked for as a calendar. Raises NotFound for nobody's."""
    one = roster_asked(number)
    person = request.args.get("person", "")
    mine = [duty for duty in duties(one) if duty.person == person]
    if not mine:
        raise NotFound
    content = exports.person_calendar(
        mine, session=g.session.slug, name=mine[0].name, made=one.row.created_at, words=wording()
    )
    name = f"{quote(person, safe='')}.ics"
    return _attached(content, "text/calendar; charset=utf-8", name)


def _attached(content: str | bytes, kind: str, name: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
