"""Questions about the programme, asked on pages: what is to be found, and what has happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from models.programmes import ProgrammeVersion
from models.runs import RunKind, SolverRun
from procedure.permissions import Action, may
from scheduler.problem import Period, Preference, Problem, RelationKind
from scheduler.text import text
from services import programmes, questions, runs
from services.errors import BadRequest, RuleBroken
from services.requirements import problem_of
from web.guard import allow
from web.translate import hour as hour_of
from web.translate import say, short_day

bp = Blueprint("questions", __name__)
RUN = "/sessions/<slug>/runs/<int(max=999999999):run_id>/"
VERSION = "/sessions/<slug>/programme/versions/<int(max=999999):number>/"

LONGER = 3  # an item is tried at every time
EVENTS = {
    "overran": _l("An item, or its list of speakers, needs more time"),
    "lost": _l("A meeting cannot be held"),
    "away": _l("A chair is away"),
    "late": _l("A document is late"),
    "teams": _l("Another number of teams of interpreters is there"),
    "closed": _l("A room cannot be used"),
}
PARTS = {  # what follows the word of an event, as on a command line
    "overran": ("business", "minutes"),
    "lost": ("when", "column"),
    "away": ("chair", "when"),
    "late": ("document", "out"),
    "teams": ("teams", "when"),
    "closed": ("room", "when"),
}
MISSING = {"column": ""}  # meetings of both; anything else is to be seen to be missing
Errors = Mapping[str, str]


@bp.get("/sessions/<slug>/runs/new/")
@allow(Action.PROGRAMME_PROPOSE)
def new() -> str:
    """What is to be found: the fewest changes, the best, or several to choose from."""
    number = request.args.get("based_on", type=int)
    base = programmes.version(g.db, g.actor, g.session, number) if number else None
    current = programmes.current_version(g.db, g.actor, g.session)
    base = base or current
    what = "fewest" if current is not None and base is not None else "best"
    return render_template("runs/new.html", base=base, what=what, most=questions.MOST)


@bp.get(VERSION + "happened/")
@allow(Action.PROGRAMME_PROPOSE)
def event(number: int) -> str:
    """Choose what has happened, and then say it."""
    version = programmes.version(g.db, g.actor, g.session, number)
    return _event_page(version, request.args.get("kind", ""), {})


@bp.post(VERSION + "happened/")
@allow(Action.PROGRAMME_PROPOSE)
def repair(number: int) -> Response | tuple[str, int]:
    """Put what has happened into the requirements, if so asked, and look for the fewest changes."""
    version = programmes.version(g.db, g.actor, g.session, number)
    under_way = running()
    if under_way is not None:
        return under_way
    kind = request.form.get("kind", "")
    if kind not in EVENTS:
        return redirect(url_for(".event", number=number), 303)
    events, since = [_event(kind)], request.form.get("since") or None
    recorded = "record" in request.form and may(g.actor, Action.REQUIREMENTS_EDIT)
    try:
        run = questions.ask_repair(
            g.db,
            g.actor,
            version,
            search(),
            events=events,
            since=since,
            record_at=request.form.get("version", -1, type=int) if recorded else None,
        )
    except BadRequest as error:
        version = programmes.version(g.db, g.actor, g.session, number)
        fields = {path: say(sentence) for path, sentence in error.fields.items()}
        return _event_page(version, kind, fields), 422
    return follow(run)


@bp.get(VERSION + "elsewhere/")
@allow(Action.PROGRAMME_PROPOSE)
def elsewhere(number: int) -> str:
    """Choose an item to have elsewhere."""
    return render_template(
        "runs/ask_elsewhere.html",
        version=programmes.version(g.db, g.actor, g.session, number),
        problem=problem_of(g.db, g.session),
        chosen=request.args.get("business", ""),
    )


@bp.post(VERSION + "elsewhere/")
@allow(Action.PROGRAMME_PROPOSE)
def ask_elsewhere(number: int) -> Response:
    """Look what it would cost."""
    version = programmes.version(g.db, g.actor, g.session, number)
    business = request.form.get("business", "")
    return running() or follow(
        questions.ask_elsewhere(g.db, g.actor, version, search(LONGER), business=business)
    )


@bp.get("/sessions/<slug>/runs/trade-off/")
@allow(Action.PROGRAMME_PROPOSE)
def trade_off() -> str:
    """Choose two preferences."""
    return render_template("runs/ask_trade_off.html", preferences=_countable())


@bp.post("/sessions/<slug>/runs/trade-off/")
@allow(Action.PROGRAMME_PROPOSE)
def ask_trade_off() -> Response | tuple[str, int]:
    """Look what less of one costs in the other."""
    one, other = request.form.get("one", ""), request.form.get("other", "")
    current = programmes.current_version(g.db, g.actor, g.session)
    try:
        return running() or follow(
            questions.ask_trade_off(
                g.db, g.actor, g.session, search(), one=one, other=other, based_on=current
            )
        )
    except BadRequest as error:
        fields = {path: say(sentence) for path, sentence in error.fields.items()}
        page = render_template("runs/ask_trade_off.html", preferences=_countable(), errors=fields)
        return page, 422


@bp.post(RUN + "record")
@allow(Action.REQUIREMENTS_EDIT)
def record(run_id: int) -> Response:
    """Put into the requirements what was only asked."""
    run = runs.run(g.db, g.actor, g.session, run_id)
    version = request.form.get("version", -1, type=int)
    questions.record(g.db, g.actor, run, expected_version=version)
    flash(_("The requirements now say what happened."))
    return follow(run)


@bp.post(RUN + "drafts")
@allow(Action.PROGRAMME_PROPOSE)
def make_draft(run_id: int) -> Response:
    """Make a draft of one of the programmes found."""
    run = runs.run(g.db, g.actor, g.session, run_id)
    version = questions.make_draft(g.db, g.actor, run, request.form.get("place", -1, type=int))
    return redirect(url_for("programmes.version", number=version.number), 303)


@bp.post(RUN + "choose")
@allow(Action.PROGRAMME_DISCARD)
def choose(run_id: int) -> Response:
    """Go on with one of several, and discard the others."""
    run = runs.run(g.db, g.actor, g.session, run_id)
    version = questions.choose(g.db, g.actor, run, request.form.get("place", -1, type=int))
    flash(_("The others are discarded."))
    return redirect(url_for("programmes.version", number=version.number), 303)


def _countable() -> list[Preference]:
    """The preferences that a programme of the session can go against."""
    problem = problem_of(g.db, g.session)
    counts = {
        Preference.WISHED_TIMES: any(one.wished for one in problem.business),
        Preference.NEAR: any(one.kind is RelationKind.NEAR for one in problem.relations),
        Preference.EXTRA_SLOTS: any(one.cost for one in problem.slots),
        Preference.CLOSENESS: programmes.current_version(g.db, g.actor, g.session) is not None,
    }
    return [one for one in Preference if counts.get(one, True)]


def search(longer: int = 1) -> questions.Search:
    """How the settings have searches made; `longer`: so many times as long."""
    settings = current_app.config["SETTINGS"]
    return questions.Search(
        enqueue=current_app.extensions["enqueue"],
        time_limit=min(longer * settings.solver_time_limit, runs.LONGEST),
        seed=settings.solver_seed,
    )


def running() -> Response | None:
    """To the search under way, if there is one: a session has one at a time."""
    run = runs.under_way(g.db, g.actor, g.session)
    if run is None:
        return None
    if run.kind is RunKind.ROSTER and not may(g.actor, Action.INTERPRETATION_VIEW):
        raise RuleBroken(
            runs.ONE_AT_A_TIME,
            text("A roster of interpreters is being searched for. Try again in a few minutes."),
        )
    flash(_("A search is under way already."))
    return follow(run)


def follow(run: SolverRun) -> Response:
    """To the page of a search."""
    return redirect(url_for("programmes.runs.show", run_id=run.id), 303)


def _event(kind: str) -> str:
    """What the form states, as on a command line."""
    given = (request.form.get(name, "").strip() or MISSING.get(name, "?") for name in PARTS[kind])
    return " ".join([kind, *given]).strip()


def _event_page(version: ProgrammeVersion, kind: str, errors: Errors) -> str:
    problem = problem_of(g.db, g.session)
    possible = {
        "away": any(one.chair for one in problem.business),
        "late": bool(problem.documents),
        "closed": bool(problem.rooms),
    }
    kinds = {name: label for name, label in EVENTS.items() if possible.get(name, True)}
    return render_template(
        "runs/event.html",
        version=version,
        kind=kind if kind in kinds else "",
        kinds=kinds,
        problem=problem,
        chairs=sorted({one.chair for one in problem.business if one.chair}),
        periods=[(_key(one), _moment(one)) for one in problem.periods],
        since=request.form.get("since", _begun(problem)),
        given=request.form or request.args,
        errors=errors,
    )


def _key(period: Period) -> str:
    return f"{period.date.isoformat()}/{period.slot.id}"


def _moment(period: Period) -> str:
    return f"{short_day(period.date)}, {hour_of(period.slot.start)}"


def _begun(problem: Problem) -> str:
    """The next period, once the session has begun and nothing is said to have been held."""
    if problem.held is not None or not problem.periods:
        return ""
    zone = ZoneInfo(problem.session.time_zone)
    now = datetime.now(zone)
    starts = [datetime.combine(one.date, one.slot.start, zone) for one in problem.periods]
    if now < starts[0]:
        return ""
    ahead = (one for one, start in zip(problem.periods, starts, strict=True) if start > now)
    following = next(ahead, None)
    return "" if following is None else _key(following)
