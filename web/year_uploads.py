"""What a calendar of conferences asks for, as a file: taken out, and put in after a look."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from models.calendars import CalendarEdition
from procedure.permissions import Action
from scheduler.calendars.problem import CalendarProblem, Kind
from scheduler.reading import BadInput
from scheduler.reading.files import parse
from scheduler.writing import dump_plain_yaml
from services import calendars
from services.errors import BadRequest, NotFound
from web.files import uploaded
from web.guard import allow
from web.translate import and_list, days, say
from web.year_frame import about, calendar_asked

bp = Blueprint("uploads", __name__)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a file asks for, in words."""

    title: str
    when: str
    what: str
    means: str


def asked_in(problem: CalendarProblem, slug: str) -> Asked:
    """What a problem asks for."""
    weeks = ngettext("%(num)s week", "%(num)s weeks", problem.weeks)
    first, last = problem.date_of(0), problem.date_of(problem.slots - 1)
    if first is not None and last is not None:
        weeks = _("%(weeks)s, %(days)s", weeks=weeks, days=days(first, last))
    count = Counter(block.kind for block in problem.blocks)
    groups, alone = count[Kind.WORKING_GROUP], count[Kind.STANDALONE]
    what = [
        ngettext("%(num)s session", "%(num)s sessions", count[Kind.SESSION]),
        ngettext("%(num)s meeting of working groups", "%(num)s meetings of working groups", groups),
        ngettext("%(num)s meeting by itself", "%(num)s meetings by themselves", alone),
    ]
    bodies = len(problem.bodies)
    rooms = len(problem.room_names) or max(problem.rooms)
    means = [
        ngettext("%(num)s room", "%(num)s rooms", rooms),
        ngettext("%(num)s team of interpreters", "%(num)s teams of interpreters", problem.teams),
    ]
    listed = and_list(what)
    return Asked(
        title=problem.name or slug,
        when=weeks,
        what=ngettext("%(num)s body: %(what)s", "%(num)s bodies: %(what)s", bodies, what=listed)
        if bodies
        else listed,
        means=and_list(means),
    )


@bp.get("/<calendar>/asked/")
@allow(Action.CALENDAR_VIEW)
def show() -> str:
    """What is asked for now, and another file to be put in its place."""
    calendar = calendar_asked()
    problem = calendars.problem_of(calendars.edition_of(g.db, calendar))
    return render_template(
        "years/asked.html", asked=asked_in(problem, calendar.slug), **about(calendar)
    )


@bp.get("/<calendar>/asked/file.yaml")
@allow(Action.CALENDAR_VIEW)
def download() -> Response:
    """What is asked for now, in the format of the file."""
    calendar = calendar_asked()
    content = dump_plain_yaml(calendars.edition_of(g.db, calendar).asked)
    answer = Response(content, content_type="application/yaml; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{calendar.slug}.yaml")
    return answer


@bp.get("/upload")
@allow(Action.CALENDAR_IMPORT)
def upload() -> str:
    """Ask for a file, and what the calendar is to be called in addresses."""
    return render_template("years/upload.html", slug="")


@bp.post("/upload")
@allow(Action.CALENDAR_IMPORT)
def take_file() -> Response:
    """Show what a file asks for, or what is wrong with it; take it once that is confirmed."""
    slug = request.form.get("slug", "").strip()
    try:
        sent = uploaded("format")
        content = sent.content if sent else request.form.get("content", "").encode()
        if not slug and sent:
            slug = PurePath(sent.name).stem
        data = parse(content)
        problem = calendars.problem_in(slug, data)
        if "confirmed" in request.form:
            edition = calendars.import_calendar(g.db, g.actor, slug, data)
            flash(
                _(
                    "What is asked for is what the file says: edition %(number)s.",
                    number=edition.number,
                )
            )
            return redirect(url_for("years.uploads.show", calendar=slug), 303)
    except BadInput as bad:
        return _refused(slug, {error.path: say(error.text) for error in bad.errors})
    except BadRequest as bad:
        return _refused(slug, {path: say(sentence) for path, sentence in bad.fields.items()})
    before = _edition(slug)
    page = render_template(
        "years/upload.html",
        slug=slug,
        asked=asked_in(problem, slug),
        content=content.decode("utf-8-sig"),
        before=before,
        same=before is not None and calendars.asks_the_same(before, data),
    )
    return make_response(page)


def _refused(slug: str, wrong: dict[str, str]) -> Response:
    field = wrong.pop("slug", "")
    page = render_template("years/upload.html", slug=slug, wrong=wrong, wrong_slug=field)
    return make_response(page, 422)


def _edition(slug: str) -> CalendarEdition | None:
    """What is asked for under this name so far."""
    try:
        return calendars.edition_of(g.db, calendars.calendar_by_slug(g.db, g.actor, slug))
    except NotFound:
        return None
