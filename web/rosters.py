"""Interpretation: who interprets what, how much each works, where people lack."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exports import roster as exports
from models.runs import RunKind, RunStatus, SolverRun
from procedure.permissions import Action
from scheduler.reading import BadInput
from scheduler.reading.files import parse_json, parse_yaml
from scheduler.roster.gaps import gaps
from scheduler.roster.loads import loads
from scheduler.writing import dump_plain_yaml
from services import rosters, runs
from services.errors import BadRequest, NotFound
from web.guard import allow
from web.roster_tables import Shown, away, changes, duties, shown, slots, week_of
from web.timetable import wording
from web.translate import and_list, say
from web.words import language_name

bp = Blueprint("rosters", __name__)
BASE = "/sessions/<slug>/interpretation/"
RUN = BASE + "runs/<int(max=999999999):run_id>/"
ROSTER = BASE + "rosters/<int(max=999999):number>/"
PATIENCE = 5.0  # seconds after which a search that nobody has taken up needs a word


@bp.app_template_filter("person_name")
def person_name(person: str, one: Shown) -> str:
    """What somebody is called in a roster."""
    return one.name(person)


def _page(template: str, **more: object) -> str:
    """A page of the roster asked for, or of the last; without one, what to do for one."""
    number = request.args.get("roster", type=int)
    seen = rosters.rosters(g.db, g.actor, g.session)
    last = rosters.last_search(g.db, g.actor, g.session)
    about = {
        "terms": rosters.terms_of(g.db, g.actor, g.session),
        "rosters": seen,
        "version": rosters.version_to_staff(g.db, g.actor, g.session),
        "searching": last if last is not None and last.active else None,
        **more,
    }
    if not seen and number is None:
        return render_template("rosters/none.html", **about)
    one = _shown(seen[0].number if number is None else number)
    return render_template(template, shown=one, **about)


def _shown(number: int) -> Shown:
    row = rosters.roster(g.db, g.actor, g.session, number)
    return shown(row, rosters.problem_of_roster(g.db, g.session, row.version))


@bp.get(BASE)
@allow(Action.INTERPRETATION_VIEW)
def show() -> str:
    """The week by booth, or by person."""
    by_people = request.args.get("by") == "people"
    return _page(
        "rosters/week.html",
        by_people=by_people,
        week_of=week_of,
        week=request.args.get("week", ""),
        changes=changes,
    )


@bp.get(BASE + "load")
@allow(Action.INTERPRETATION_VIEW)
def load() -> str:
    """How much each person works, beside what is allowed."""
    return _page("rosters/load.html", loads=loads)


@bp.get(BASE + "gaps")
@allow(Action.INTERPRETATION_VIEW)
def gaps_page() -> str:
    """Where people lack, and who could fill it but for which rule."""
    return _page("rosters/gaps.html", gaps=gaps)


@bp.get(BASE + "one-more")
@allow(Action.INTERPRETATION_VIEW)
def one_more() -> str:
    """What one more person would buy, as found last."""
    run = rosters.last_search(g.db, g.actor, g.session, "one_more")
    return _page("rosters/one_more.html", run=run)


@bp.get(BASE + "absence")
@allow(Action.INTERPRETATION_SEARCH)
def absence() -> str:
    """Ask who is away, and when."""
    return _page("rosters/absence.html", slots=slots, wrong={})


@bp.post(BASE + "absence")
@allow(Action.INTERPRETATION_SEARCH)
def note_absence() -> Response:
    """Note it, and search for the fewest changes."""
    number = request.form.get("roster", type=int)
    if number is None:
        raise BadRequest({})
    one = _shown(number)
    first, last = request.form.get("first", ""), request.form.get("last", "")
    chosen = away(one.problem, first, last)
    try:
        run = rosters.fall_ill(
            g.db,
            g.actor,
            one.row,
            _search(),
            person=request.form.get("person", ""),
            slots=[slot for slot, _start in chosen],
            since=min((start for _slot, start in chosen), default=None),
        )
    except BadRequest as bad:
        fields = {path: say(sentence) for path, sentence in bad.fields.items()}
        page = _page("rosters/absence.html", slots=slots, wrong=fields)
        return make_response(page, 422)
    return redirect(url_for(".run", run_id=run.id), 303)


@bp.post(BASE + "rosters/")
@allow(Action.INTERPRETATION_SEARCH)
def make() -> Response:
    """Search for the best roster."""
    run = _under_way() or rosters.ask_roster(g.db, g.actor, g.session, _search())
    return redirect(url_for(".run", run_id=run.id), 303)


@bp.post(BASE + "one-more")
@allow(Action.INTERPRETATION_SEARCH)
def ask_one_more() -> Response:
    """Search for what one more person would buy."""
    run = _under_way() or rosters.ask_one_more(g.db, g.actor, g.session, _search())
    return redirect(url_for(".run", run_id=run.id), 303)


def _under_way() -> SolverRun | None:
    last = rosters.last_search(g.db, g.actor, g.session)
    if last is None or not last.active:
        return None
    flash(_("A search is under way already."))
    return last


def _search() -> rosters.Search:
    settings = current_app.config["SETTINGS"]
    return rosters.Search(
        enqueue=current_app.extensions["enqueue"],
        time_limit=settings.solver_time_limit,
        seed=settings.solver_seed,
    )


@bp.get(RUN)
@allow(Action.INTERPRETATION_VIEW)
def run(run_id: int) -> Response:
    """Where a search stands; for htmx only the part that changes. Ended, it leads to the result."""
    found = _run(run_id)
    fragment = bool(request.headers.get("HX-Request"))
    if found.status is RunStatus.FINISHED:
        answer = found.answer or {}
        number = answer.get("roster")
        to = url_for(".one_more") if number is None else url_for(".show", roster=number)
        return Response(headers={"HX-Redirect": to}) if fragment else redirect(to, 303)
    waited = (datetime.now(UTC) - found.created_at).total_seconds()
    response = make_response(
        render_template(
            "rosters/run_part.html" if fragment else "rosters/run.html",
            run=found,
            message=runs.message_of(found),
            nobody=found.status is RunStatus.QUEUED and waited > PATIENCE,
        )
    )
    if fragment and not found.active:
        response.headers["HX-Reswap"] = "outerHTML settle:0"
    return response


@bp.post(RUN + "cancel")
@allow(Action.INTERPRETATION_SEARCH)
def cancel(run_id: int) -> Response:
    """Stop a search. One that has ended meanwhile is shown as it ended."""
    found = _run(run_id)
    if found.active:
        rosters.cancel(g.db, g.actor, found)
    return redirect(url_for(".run", run_id=run_id), 303)


def _run(run_id: int) -> SolverRun:
    found = runs.run(g.db, g.actor, g.session, run_id)
    if found.kind is not RunKind.ROSTER:
        raise NotFound
    return found


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
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    try:
        data = parse_json(content) if content.lstrip()[:1] == b"{" else parse_yaml(content)
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
    one = _shown(number)
    person = request.args.get("person")
    listed = [duty for duty in duties(one) if person in {None, duty.person}]
    name = f"{g.session.slug}-roster-{number}.csv"
    return _attached(exports.sheet(listed, words=wording()), "text/csv; charset=utf-8", name)


@bp.get(ROSTER + "calendar.ics")
@allow(Action.INTERPRETATION_VIEW)
def calendar(number: int) -> Response:
    """The duties of the `person` asked for as a calendar. Raises NotFound for nobody's."""
    one = _shown(number)
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
