"""Interpretation: who interprets what, how much each works, where people lack."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import (
    Blueprint,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from models.runs import RunKind, RunStatus, SolverRun
from procedure.permissions import Action
from scheduler.roster.gaps import gaps
from scheduler.roster.loads import loads
from services import rosters, runs
from services.errors import BadRequest, NotFound, RuleBroken
from web import roster_files
from web.guard import allow
from web.questions import running
from web.roster_files import BASE, roster_asked
from web.roster_tables import away, changes, slots, week_of
from web.translate import say

bp = Blueprint("rosters", __name__)
bp.register_blueprint(roster_files.bp)
RUN = BASE + "runs/<int(max=999999999):run_id>/"
PATIENCE = 5.0  # seconds after which a search that nobody has taken up needs a word


def _page(template: str, **more: object) -> str:
    """A page of the roster asked for, or of the last; without one, what to do for one."""
    number = request.args.get("roster", type=int)
    seen = rosters.rosters(g.db, g.actor, g.session)
    about = {
        "terms": rosters.terms_of(g.db, g.actor, g.session),
        "rosters": seen,
        "version": rosters.version_to_staff(g.db, g.actor, g.session),
        "searching": runs.under_way(g.db, g.actor, g.session),
        **more,
    }
    if not seen and number is None:
        return render_template("rosters/none.html", **about)
    one = roster_asked(seen[0].number if number is None else number)
    return render_template(template, shown=one, **about)


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
    one = roster_asked(number)
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
    except RuleBroken:  # another search is under way: the page says so, and keeps what was chosen
        page = _page("rosters/absence.html", slots=slots, wrong={})
        return make_response(page, 409)
    return _follow(run)


@bp.post(BASE + "rosters/")
@allow(Action.INTERPRETATION_SEARCH)
def make() -> Response:
    """Search for the best roster."""
    return running() or _follow(rosters.ask_roster(g.db, g.actor, g.session, _search()))


@bp.post(BASE + "one-more")
@allow(Action.INTERPRETATION_SEARCH)
def ask_one_more() -> Response:
    """Search for what one more person would buy."""
    return running() or _follow(rosters.ask_one_more(g.db, g.actor, g.session, _search()))


def _follow(run: SolverRun) -> Response:
    return redirect(url_for(".run", run_id=run.id), 303)


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
    number = (found.answer or {}).get("roster")
    if found.status is RunStatus.FINISHED or number is not None:
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
    """End a search with the best so far. One that has ended meanwhile is shown as it ended."""
    found = _run(run_id)
    if found.active:
        runs.cancel(g.db, g.actor, found)
    return redirect(url_for(".run", run_id=run_id), 303)


def _run(run_id: int) -> SolverRun:
    found = runs.run(g.db, g.actor, g.session, run_id)
    if found.kind is not RunKind.ROSTER:
        raise NotFound
    return found
