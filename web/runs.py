"""Proposals: a search for a programme is asked for, followed, cancelled; and what came of it."""

from __future__ import annotations

from datetime import UTC, datetime

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

from models.runs import RunStatus, SolverRun
from procedure.permissions import Action
from services import comparisons, programmes, runs
from services.requirements import asked_at, problem_of
from web import standing
from web.guard import allow

bp = Blueprint("runs", __name__)
RUN = "/sessions/<slug>/runs/<int(max=999999999):run_id>/"
PATIENCE = 5.0  # seconds after which a search that nobody has taken up needs a word


@bp.post("/sessions/<slug>/runs/")
@allow(Action.PROGRAMME_PROPOSE)
def propose() -> Response:
    """Ask for a programme, close to the version `based_on`; or follow the search under way."""
    last = runs.last_run(g.db, g.actor, g.session)
    if last is not None and last.active:
        flash(_("A search is under way already."))
        return redirect(url_for(".show", run_id=last.id), 303)
    number = request.form.get("based_on", type=int)
    base = None if number is None else programmes.version(g.db, g.actor, g.session, number)
    settings = current_app.config["SETTINGS"]
    run = runs.propose(
        g.db,
        g.actor,
        g.session,
        enqueue=current_app.extensions["enqueue"],
        based_on=base,
        time_limit=settings.solver_time_limit,
        seed=settings.solver_seed,
    )
    return redirect(url_for(".show", run_id=run.id), 303)


@bp.get(RUN)
@allow(Action.PROGRAMME_VIEW_DRAFT)
def show(run_id: int) -> Response:
    """Where a search stands; for htmx only the part that changes."""
    run = runs.run(g.db, g.actor, g.session, run_id)
    fragment = request.headers.get("HX-Request")
    response = make_response(
        render_template("runs/run.html" if fragment else "runs/show.html", run=run, **_about(run))
    )
    if fragment and not run.active:  # nothing is left of what asks every second
        response.headers["HX-Reswap"] = "outerHTML settle:0"
    return response


@bp.post(RUN + "cancel")
@allow(Action.PROGRAMME_CANCEL)
def cancel(run_id: int) -> Response:
    """Stop a search. One that has ended meanwhile is shown as it ended."""
    run = runs.run(g.db, g.actor, g.session, run_id)
    if run.active:
        runs.cancel(g.db, g.actor, run)
    return redirect(url_for(".show", run_id=run_id), 303)


def _about(run: SolverRun) -> dict[str, object]:
    if run.active:
        waited = (datetime.now(UTC) - run.created_at).total_seconds()
        return {"nobody": run.status is RunStatus.QUEUED and waited > PATIENCE}
    if run.result is None:
        return {
            "message": runs.message_of(run),
            "explanation": runs.explanation_of(run),
            "pinned": _pinned(run),
        }
    result = programmes.whole(g.db, run.result.id)
    base = run.based_on and programmes.whole(g.db, run.based_on.id)
    seen = programmes.versions(g.db, g.actor, g.session)
    return {
        "result": result,
        "base": base,
        "comparison": comparisons.compare(problem_of(g.db, g.session), result, base),
        "asked_at": asked_at(g.db, g.session),
        "steps": standing.steps(result, seen),
    }


def _pinned(run: SolverRun) -> frozenset[str]:
    """The requirements, by their keys, that were none but pins of the version searched from."""
    if run.based_on is None or not run.keep_pins:
        return frozenset()
    meetings = programmes.whole(g.db, run.based_on.id).meetings
    pinned = {item.business for meeting in meetings if meeting.pinned for item in meeting.items}
    fixed = {one.id for one in problem_of(g.db, g.session).business if one.fixed}
    return frozenset(f"business.{one}.fixed" for one in pinned - fixed)
