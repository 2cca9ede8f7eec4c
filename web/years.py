"""Calendars of conferences: a year by body, a week by day, searches, versions, files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

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

from models.calendars import CalendarPlan, CalendarSearch, JobKind, JobStatus
from models.runs import RunStatus
from procedure.permissions import Action
from scheduler.writing import dump_json
from services import calendar_searches as searches
from services import calendars
from services.errors import NotFound
from web import year_uploads
from web.guard import allow
from web.year_files import calendar_file
from web.year_frame import MINUTES, about, calendar_asked
from web.year_reasons import left_out
from web.year_tables import WEEKS_SHOWN, Bar, Row, Year
from web.year_weeks import Sitting, sittings

bp = Blueprint("years", __name__, url_prefix="/calendars")
bp.register_blueprint(year_uploads.bp)
SEARCH = "/<calendar>/searches/<int(max=999999999):search_id>/"
VERSION = "/<calendar>/versions/<int(max=999999):number>/"
PATIENCE = 5.0  # seconds after which a search that nobody has taken up needs a word
MOST_LEFT_OUT = 20  # that are named


@bp.url_value_preprocessor
def take_calendar(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Keep what names the calendar for `_calendar` and `url_for`."""
    if values and "calendar" in values:
        g.calendar = values.pop("calendar")


@bp.url_defaults
def give_calendar(endpoint: str, values: dict[str, Any]) -> None:
    """Put the calendar into addresses of its pages."""
    if "calendar" in g and current_app.url_map.is_endpoint_expecting(endpoint, "calendar"):
        values.setdefault("calendar", g.calendar)


def _year(version: CalendarPlan) -> Year:
    return Year(calendars.problem_of(version.edition), calendars.plan_of(version))


def _body(year: Year) -> str | None:
    """The body asked for, if it is one of these."""
    given = request.args.get("body")
    return given if given in year.bodies else None


@bp.get("/")
@allow(Action.CALENDAR_VIEW)
def index() -> str:
    """All calendars, each with where it stands."""
    seen = [
        (one, calendars.plan_version(g.db, g.actor, one))
        for one in calendars.calendars(g.db, g.actor)
    ]
    return render_template("years/index.html", seen=seen)


@bp.get("/<calendar>/")
@allow(Action.CALENDAR_VIEW)
def show() -> str:
    """The year: what is left out, the load of the weeks, a row for each body."""
    calendar = calendar_asked()
    number = request.args.get("version", type=int)
    version = calendars.plan_version(g.db, g.actor, calendar, number)
    if version is None:
        edition = calendars.edition_of(g.db, calendar)
        problem = calendars.problem_of(edition)
        return render_template("years/none.html", problem=problem, **about(calendar))
    year = _year(version)
    body = _body(year)
    first = min(max(request.args.get("from", 0, type=int), 0), len(year.weeks) - 1)
    weeks = year.shown(first)
    rows = year.rows(first, body)
    missing, missing_in_all = left_out(year, MOST_LEFT_OUT, body)
    return render_template(
        "years/show.html",
        version=version,
        year=year,
        body=body,
        first=first,
        further=first + WEEKS_SHOWN if first + WEEKS_SHOWN < len(year.weeks) else None,
        weeks=weeks,
        months=year.months(weeks),
        rows=rows,
        begins=_begins(rows),
        loads=[year.loads[week.number] for week in weeks],
        missing=missing,
        missing_in_all=missing_in_all,
        files=bool(year.problem.day_slots),
        **about(calendar),
    )


def _begins(rows: Sequence[Row]) -> Mapping[int, Sequence[Bar]]:
    """The sessions that begin in each week."""
    found: defaultdict[int, list[Bar]] = defaultdict(list)
    for row in rows:
        for bar in row.bars:
            found[bar.week.number].append(bar)
    return found


@bp.get("/<calendar>/weeks/<int(max=99999):number>/")
@allow(Action.CALENDAR_VIEW)
def week(number: int) -> str:
    """The meetings of a week, counted from 1, by day or by room; of a `body` alone if asked."""
    calendar = calendar_asked()
    asked = request.args.get("version", type=int)
    version = calendars.plan_version(g.db, g.actor, calendar, asked)
    if version is None:
        raise NotFound
    year = _year(version)
    if not 0 < number <= len(year.weeks):
        raise NotFound
    body = _body(year)
    by_room = request.args.get("by") == "room"
    listed = sittings(year, number - 1, calendars.rooms_of(version))
    if body is not None:
        listed = [one for one in listed if one.body == year.bodies[body]]
    return render_template(
        "years/week.html",
        version=version,
        year=year,
        week=year.weeks[number - 1],
        load=year.loads[number - 1],
        body=body,
        by_room=by_room,
        groups=_groups(listed, by_room=by_room),
        **about(calendar),
    )


def _groups(listed: Sequence[Sitting], *, by_room: bool) -> Sequence[tuple[str, Sequence[Sitting]]]:
    """Meetings by day, or by room."""
    if by_room:
        listed = sorted(listed, key=lambda one: (one.room, one.slot))
    grouped = groupby(listed, key=lambda one: one.room if by_room else one.day)
    return [(title, list(group)) for title, group in grouped]


@bp.get("/<calendar>/versions/")
@allow(Action.CALENDAR_VIEW)
def versions() -> str:
    """The versions of the plan, the latest first, each with its points."""
    calendar = calendar_asked()
    listed = calendars.plans(g.db, g.actor, calendar)
    return render_template("years/versions.html", versions=listed, **about(calendar))


@bp.get(VERSION + "plan.json")
@allow(Action.CALENDAR_VIEW)
def plan(number: int) -> Response:
    """A version as a file."""
    version = _version(number)
    name = f"{g.calendar}-{version.number}.json"
    return _attached(dump_json(calendars.written(version)), "application/json", name)


@bp.get(VERSION + "meetings.ics")
@allow(Action.CALENDAR_VIEW)
def meetings(number: int) -> Response:
    """The meetings of a version, or those of a `body`, as a calendar. Raises NotFound."""
    version = _version(number)
    year = _year(version)
    body = request.args.get("body")
    if not year.problem.day_slots or body not in {None, *year.bodies}:
        raise NotFound
    content = calendar_file(version, year, g.calendar, body)
    return _attached(content, "text/calendar; charset=utf-8", f"{body or g.calendar}.ics")


def _version(number: int) -> CalendarPlan:
    version = calendars.plan_version(g.db, g.actor, calendar_asked(), number)
    assert version is not None
    return version


def _attached(content: str | bytes, kind: str, name: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@bp.post("/<calendar>/searches/")
@allow(Action.CALENDAR_SEARCH)
def search() -> Response:
    """Ask for a better plan, or follow the search that is under way."""
    calendar = calendar_asked()
    last = searches.last_search(g.db, g.actor, calendar)
    if last is not None and last.active:
        flash(_("A search is under way already."))
    else:
        settings = current_app.config["SETTINGS"]
        how = searches.Search(
            enqueue=current_app.extensions["enqueue_job"],
            time_limit=60.0 * request.form.get("minutes", MINUTES[1], type=int),
            seed=settings.solver_seed,
        )
        last = searches.ask_search(g.db, g.actor, calendar, how)
    return redirect(url_for(".follow", search_id=last.id), 303)


@bp.get(SEARCH)
@allow(Action.CALENDAR_VIEW)
def follow(search_id: int) -> Response:
    """Where a search stands; for htmx only the part that changes."""
    calendar = calendar_asked()
    found = searches.search(g.db, g.actor, calendar, search_id)
    fragment = bool(request.headers.get("HX-Request"))
    waited = (datetime.now(UTC) - found.created_at).total_seconds()
    response = make_response(
        render_template(
            "years/search_part.html" if fragment else "years/search.html",
            search=found,
            message=searches.message_of(found),
            windows=_windows(found),
            saved=searches.saved_in_round(g.db, found),
            nobody=found.status is RunStatus.QUEUED and waited > PATIENCE,
            **about(calendar),
        )
    )
    if fragment and not found.active:  # nothing is left of what asks every second
        response.headers["HX-Reswap"] = "outerHTML settle:0"
    return response


def _windows(found: CalendarSearch) -> tuple[int, int] | None:
    """How many windows of this round are done, and of how many."""
    counts = searches.jobs_by_status(g.db, found)
    listed = {status: n for (kind, status), n in counts.items() if kind is JobKind.WINDOW}
    if not found.active or not listed:
        return None
    return listed.get(JobStatus.DONE, 0), sum(listed.values())


@bp.post(SEARCH + "cancel")
@allow(Action.CALENDAR_SEARCH)
def cancel(search_id: int) -> Response:
    """End a search with what was found. One that has ended meanwhile is shown as it ended."""
    found = searches.search(g.db, g.actor, calendar_asked(), search_id)
    if found.active:
        searches.cancel(g.db, g.actor, found)
    return redirect(url_for(".follow", search_id=search_id), 303)
