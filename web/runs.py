"""Searches: a programme is asked for, followed, cancelled; and what came of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from models.programmes import ProgrammeVersion
from models.runs import RunKind, RunStatus, SolverRun
from procedure.permissions import Action
from scheduler.text import Text
from services import comparisons, delegations, happened, programmes, runs
from services import questions as asking
from services.requirements import asked_at, problem_of
from services.touched import touched
from web import answers, questions, standing
from web.guard import allow

bp = Blueprint("runs", __name__)
RUN = "/sessions/<slug>/runs/<int(max=999999999):run_id>/"
ABOVE: Mapping[RunKind, Any] = {
    RunKind.PROGRAMME: _l("Proposal"),
    RunKind.REPAIR: _l("The fewest changes"),
    RunKind.ALTERNATIVES: _l("Programmes to choose from"),
    RunKind.ELSEWHERE: _l("What it would cost elsewhere"),
    RunKind.TRADE_OFF: _l("One preference against another"),
    RunKind.ROSTER: _l("Roster"),
}
PATIENCE = 5.0  # seconds after which a search that nobody has taken up needs a word


@bp.post("/sessions/<slug>/runs/")
@allow(Action.PROGRAMME_PROPOSE)
def propose() -> Response:
    """Ask for a programme, close to the version `based_on`; or follow the search under way.

    `what` is to be found: the best, the `fewest` changes to that version, or `several`.
    """
    under_way = questions.running()
    if under_way is not None:
        return under_way
    number = request.form.get("based_on", type=int)
    base = None if number is None else programmes.version(g.db, g.actor, g.session, number)
    search, what = questions.search(), request.form.get("what", "best")
    if what == "fewest" and base is not None:
        return questions.follow(asking.ask_repair(g.db, g.actor, base, search))
    if what == "several":
        count = request.form.get("count", asking.FEWEST, type=int)
        run = asking.ask_alternatives(g.db, g.actor, g.session, search, count=count, based_on=base)
        return questions.follow(run)
    run = runs.propose(
        g.db,
        g.actor,
        g.session,
        enqueue=search.enqueue,
        based_on=base,
        time_limit=search.time_limit,
        seed=search.seed,
    )
    return questions.follow(run)


@bp.get(RUN)
@allow(Action.PROGRAMME_VIEW_DRAFT)
def show(run_id: int) -> Response:
    """Where a search stands; for htmx only the part that changes."""
    run = runs.run(g.db, g.actor, g.session, run_id)
    if run.kind is RunKind.ROSTER:
        return redirect(url_for("rosters.run", run_id=run.id), 303)
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
    about: dict[str, object] = {
        "told": _told(run),
        "unrecorded": asking.unrecorded(run),
        "above": ABOVE[run.kind],
    }
    if run.active:
        waited = (datetime.now(UTC) - run.created_at).total_seconds()
        rows = answers.elsewhere(run) if run.kind is RunKind.ELSEWHERE else {}
        return about | rows | {"nobody": run.status is RunStatus.QUEUED and waited > PATIENCE}
    if run.status is not RunStatus.FINISHED and not _several(run):
        found = answers.elsewhere(run) if run.kind is RunKind.ELSEWHERE else {}
        about |= found | {"again": _again(run)}
        return about | {
            "message": runs.message_of(run),
            "explanation": runs.explanation_of(run),
            "pinned": _pinned(run),
            "kept": _kept(run),
        }
    template, more = FINISHED[run.kind]
    return about | {"finished": template, **more(run)}


def _several(run: SolverRun) -> bool:
    """Whether a search that was cancelled had found several programmes by then."""
    if run.kind is RunKind.TRADE_OFF:
        return bool(run.answer)
    return run.kind is RunKind.ALTERNATIVES and len(run.drafts) > 1


def _kept(run: SolverRun) -> ProgrammeVersion | None:
    """The only draft that was found before a search was cancelled."""
    if run.kind is RunKind.ALTERNATIVES:
        return next((one.version for one in run.drafts), None)
    return run.result


def _again(run: SolverRun) -> str:
    """Where the same question is asked again; "" for proposals."""
    if run.kind is RunKind.TRADE_OFF:
        return url_for("programmes.questions.trade_off")
    if run.based_on is None:
        return ""
    number = run.based_on.number
    if run.kind is RunKind.ELSEWHERE:
        business = run.asked["business"]
        return url_for("programmes.questions.elsewhere", number=number, business=business)
    events = run.asked.get("events")
    kind = events[0].partition(" ")[0] if events else ""
    return url_for("programmes.questions.event", number=number, kind=kind) if kind else ""


def _told(run: SolverRun) -> Iterable[Text]:
    problem = problem_of(g.db, g.session)
    return happened.told(problem, run.asked.get("events", ()), run.asked.get("broken_off", ()))


def _one_draft(run: SolverRun) -> dict[str, object]:
    """The draft that was found, beside the version it was based on."""
    base = run.based_on and programmes.whole(g.db, run.based_on.id)
    if run.result is None:
        return {"result": None, "base": base}
    result = programmes.whole(g.db, run.result.id)
    seen = programmes.versions(g.db, g.actor, g.session)
    listed = delegations.delegations(g.db, g.actor, g.session)
    asked = comparisons.as_searched(g.db, problem_of(g.db, g.session), result)
    return {
        "result": result,
        "base": base,
        "comparison": comparisons.compare(asked, result, base),
        "touched": base and touched(result, base, listed),
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


FINISHED: Mapping[RunKind, tuple[str, Callable[[SolverRun], dict[str, object]]]] = {
    RunKind.PROGRAMME: ("runs/finished.html", _one_draft),
    RunKind.REPAIR: ("runs/finished.html", _one_draft),
    RunKind.ALTERNATIVES: ("runs/alternatives.html", answers.alternatives),
    RunKind.ELSEWHERE: ("runs/elsewhere.html", answers.elsewhere),
    RunKind.TRADE_OFF: ("runs/trade_off.html", answers.trade_off),
}
"""What shows the answer to each kind of search: a template, and what it needs."""
