"""What is decided about a version of the programme: approved, adopted, revised, discarded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.programmes import ProgrammeVersion
from procedure.permissions import Action
from procedure.programmes import VersionStatus
from scheduler.text import Text, text
from services import discards, programme_decisions, programmes
from services.errors import BadRequest, RuleBroken, Stale
from web import standing
from web.guard import allow
from web.translate import say

bp = Blueprint("decisions", __name__)

VERBS: Mapping[VersionStatus, str] = {
    VersionStatus.APPROVED: "approve",
    VersionStatus.ADOPTED: "adopt",
    VersionStatus.REVISED: "revise",
}


def _ask(status: VersionStatus, number: int) -> str:
    """The form, with what the decision means and what it would let pass."""
    version = programmes.version(g.db, g.actor, g.session, number)
    seen = programmes.versions(g.db, g.actor, g.session)
    if status not in standing.steps(version, seen):
        raise RuleBroken(
            programme_decisions.RULE_8,
            text(
                "The version “%(label)s” cannot take this step now.",
                label=programmes.label_of(version),
            ),
        )
    return _form(version, status)


def _form(
    version: ProgrammeVersion, status: VersionStatus, errors: Mapping[str, Text] | None = None
) -> str:
    given = request.form
    return render_template(
        "programmes/decide.html",
        version=version,
        status=status,
        violations=programmes.check_version(g.db, version),
        today=_today(),
        decided_on=given.get("decided_on") or _today().isoformat(),
        note=given.get("note", ""),
        waiver=given.get("waiver", ""),
        errors={path: say(sentence) for path, sentence in (errors or {}).items()},
    )


def _record(status: VersionStatus, number: int) -> Response | tuple[str, int]:
    """Record the decision."""
    version = programmes.version(g.db, g.actor, g.session, number)
    row_version = request.form.get("row_version", type=int)
    if row_version is None:
        raise Stale
    try:
        programme_decisions.decide(
            g.db,
            g.actor,
            version,
            status,
            note=request.form.get("note", ""),
            waiver=request.form.get("waiver", ""),
            decided_at=_moment(request.form.get("decided_on", "")),
            expected_row_version=row_version,
        )
    except BadRequest as error:
        fields = {FIELDS.get(path, path): sentence for path, sentence in error.fields.items()}
        return _form(programmes.version(g.db, g.actor, g.session, number), status, fields), 422
    flash(_("Recorded. The programme is released."))
    return redirect(url_for("programmes.version", number=number), 303)


FIELDS = {"decided_at": "decided_on"}
EARLIEST = date(1900, 1, 1)  # what is typed before is a slip


def _today() -> date:
    return datetime.now(ZoneInfo(g.session.time_zone)).date()


def _moment(given: str) -> datetime | None:
    """A moment of the day given, in the time zone of the session; None for now.

    That is the beginning of the day, or the last decision already recorded on it.
    """
    try:
        day = date.fromisoformat(given)
    except ValueError:
        day = date.min
    if day < EARLIEST:
        raise BadRequest({"decided_at": text("Give a day, as in 2008-10-08.")})
    if day == _today():
        return None
    zone = ZoneInfo(g.session.time_zone)
    seen = programmes.versions(g.db, g.actor, g.session)
    released = (version for version in seen if version.released)
    past = (decision.decided_at for version in released for decision in version.decisions)
    same_day = (moment for moment in past if moment.astimezone(zone).date() == day)
    return max(same_day, default=datetime.combine(day, time(), zone))


@bp.post("/sessions/<slug>/programme/versions/<int(max=999999):number>/discard")
@allow(Action.PROGRAMME_DISCARD)
def discard(number: int) -> Response:
    """Put a draft aside."""
    version = programmes.version(g.db, g.actor, g.session, number)
    row_version = request.form.get("row_version", type=int)
    if row_version is None:
        raise Stale
    discards.discard(g.db, g.actor, version, expected_row_version=row_version)
    flash(_("Version %(number)s is discarded. It can still be copied.", number=number))
    return redirect(url_for("programmes.versions"), 303)


def _views(
    status: VersionStatus,
) -> tuple[Callable[[int], str], Callable[[int], Response | tuple[str, int]]]:
    """The page that asks and the one that records, for the action of this decision."""

    @allow(programme_decisions.ACTIONS[status])
    def ask(number: int) -> str:
        return _ask(status, number)

    @allow(programme_decisions.ACTIONS[status])
    def record(number: int) -> Response | tuple[str, int]:
        return _record(status, number)

    return ask, record


for _status, _verb in VERBS.items():
    _ask_view, _record_view = _views(_status)
    _rule = f"/sessions/<slug>/programme/versions/<int(max=999999):number>/{_verb}/"
    bp.add_url_rule(_rule, _verb, _ask_view, methods=["GET"])
    bp.add_url_rule(_rule, f"record_{_verb}", _record_view, methods=["POST"])
