"""The programme of a session: the version in force, every version, and what sets them apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from exports.organization_of_work import cover_of, notes_of, organization_of_work
from exports.reading import session_record, version_record
from models.programmes import ProgrammeVersion
from procedure.permissions import Action
from procedure.programmes import VersionStatus
from scheduler.wording import opening as named
from services import comparisons, programmes, runs
from services.requirements import asked_at, problem_of
from web import boards, decisions, questions, standing
from web import runs as run_pages
from web.guard import allow
from web.timetable import timetable, wording

bp = Blueprint("programmes", __name__)
for part in (
    boards.bp,
    decisions.bp,
    questions.bp,
    run_pages.bp,
):  # within this part of the navigation
    bp.register_blueprint(part)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
VERSIONS = "/sessions/<slug>/programme/versions/"
VERSION = VERSIONS + "<int(max=999999):number>/"


@bp.app_context_processor
def about_versions() -> dict[str, object]:
    """What templates say of versions."""
    return {
        "fewest": standing.fewest,
        "label_of": programmes.label_of,
        "named": named,
        "points": standing.points,
        "score": standing.score,
        "proof": standing.proof,
        "reasons": standing.reasons,
        "requirement_url": standing.requirement_url,
        "signed": standing.signed,
        "verdict": standing.verdict,
    }


@bp.app_template_filter("in_session")
def in_session(moment: datetime) -> datetime:
    """A moment as the clocks of the session show it."""
    return moment.astimezone(ZoneInfo(g.session.time_zone))


@bp.get("/sessions/<slug>/programme/")
@allow(Action.PROGRAMME_VIEW_RELEASED)
def show() -> str:
    """The version released last, and what else a planner should know of."""
    seen = programmes.versions(g.db, g.actor, g.session)
    current = programmes.current_version(g.db, g.actor, g.session)
    latest = next((one for one in seen if one.status is not VersionStatus.DISCARDED), None)
    draft = latest if latest is not None and latest.status is VersionStatus.DRAFT else None
    run = runs.last_run(g.db, g.actor, g.session) if standing.plans() else None
    searching = run if run is not None and run.active else None
    if current is None:
        return render_template("programmes/none.html", draft=draft, searching=searching)
    return _page(current, seen, draft=draft, searching=searching)


@bp.get(VERSION)
@allow(Action.PROGRAMME_VIEW_RELEASED)
def version(number: int) -> str:
    """One version."""
    shown = programmes.version(g.db, g.actor, g.session, number)
    return _page(shown, programmes.versions(g.db, g.actor, g.session))


def _page(shown: ProgrammeVersion, seen: Sequence[ProgrammeVersion], **more: object) -> str:
    record, session = version_record(shown), session_record(shown)
    words = wording()
    review = None
    if standing.plans():
        problem = comparisons.as_searched(g.db, problem_of(g.db, g.session), shown)
        review = comparisons.compare(problem, shown)
    return render_template(
        "programmes/show.html",
        version=shown,
        cover=cover_of(record, session, words),
        table=timetable(shown),
        notes=notes_of(record, session, words),
        review=review,
        in_force=standing.in_force(seen),
        asked_at=asked_at(g.db, g.session),
        steps=standing.steps(shown, seen),
        proposed=runs.proposed(g.db, g.actor, g.session),
        **more,
    )


@bp.get(VERSIONS)
@allow(Action.PROGRAMME_VIEW_RELEASED)
def versions() -> str:
    """Every version that the visitor may see, with what was decided about it and what it costs."""
    seen = programmes.versions(g.db, g.actor, g.session)
    followed = [one for one in seen if one.status is not VersionStatus.DISCARDED]
    costs: Mapping[int, comparisons.Judged] = {}
    if standing.plans():
        costs = comparisons.judged(g.db, g.session, followed)
    return render_template(
        "programmes/versions.html",
        versions=followed,
        discarded=[one for one in seen if one.status is VersionStatus.DISCARDED],
        costs=costs,
        in_force=standing.in_force(seen),
        asked_at=asked_at(g.db, g.session),
        steps={one.number: standing.steps(one, seen) for one in followed},
        proposed=runs.proposed(g.db, g.actor, g.session),
    )


@bp.get(VERSIONS + "compare/")
@allow(Action.PROGRAMME_VIEW_RELEASED)
def choose_comparison() -> AnyResponse:
    """From the two versions chosen in a form to their page."""
    number, other = (request.args.get(name, type=int) for name in ("number", "other"))
    if number is None or other is None:
        return redirect(url_for(".versions"))
    return redirect(url_for(".compare", number=number, other=other))


@bp.get(VERSION + "compare/<int(max=999999):other>/")
@allow(Action.PROGRAMME_VIEW_RELEASED)
def compare(number: int, other: int) -> str:
    """What changed from one version to another; for planners, what each costs."""
    new = programmes.version(g.db, g.actor, g.session, number)
    old = programmes.version(g.db, g.actor, g.session, other)
    problem = comparisons.as_searched(g.db, problem_of(g.db, g.session), new)
    comparison = comparisons.compare(problem, new, old)
    with_costs = standing.plans()
    return render_template(
        "programmes/compare.html",
        new=new,
        old=old,
        comparison=comparison if with_costs else comparison.for_readers(),
        with_costs=with_costs,
    )


@bp.get(VERSION + "programme.docx")
@allow(Action.PROGRAMME_VIEW_RELEASED)
def document(number: int) -> Response:
    """The organization of work as a Word document."""
    shown = programmes.version(g.db, g.actor, g.session, number)
    content = organization_of_work(
        version_record(shown), session=session_record(shown), words=wording()
    )
    name = f"{g.session.slug}-organization-of-work-{number}.docx"
    response = Response(content, mimetype=DOCX)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
