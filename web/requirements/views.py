"""The page of the requirements, and the forms in which they are edited."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from procedure.permissions import Action
from scheduler.counting.capacity import capacity
from services import requirements
from services.errors import BadRequest, NotFound, Stale
from web.guard import allow
from web.requirements.blueprint import back, bp, part_or_page
from web.requirements.brief import brief, narrowed
from web.requirements.entries import Open
from web.requirements.rows import Row
from web.requirements.speech import _


@bp.get("/sessions/<slug>/requirements/")
@allow(Action.REQUIREMENTS_VIEW)
def show() -> str:
    """Everything that is asked for, as sentences."""
    problem = requirements.problem_of(g.db, g.session)
    counts = capacity(problem)
    find = request.args.get("find", "")
    return render_template(
        "requirements/show.html",
        parts=narrowed(brief(problem), find) if find else brief(problem),
        find=find,
        counts=counts,
        possible=all(count.fits for count in counts),
        saved=request.args.get("saved", ""),
    )


@bp.get("/sessions/<slug>/requirements/<kind>/edit")
@allow(Action.REQUIREMENTS_EDIT)
def edit(kind: str) -> Response:
    """The form of an entry (`?key=`), or an empty one."""
    entry = Open.at(kind, request.args.get("key"))
    return _form(entry, entry.now)


@bp.post("/sessions/<slug>/requirements/<kind>/edit")
@allow(Action.REQUIREMENTS_EDIT)
def save(kind: str) -> Response:
    """Save an entry; give the form back, as it was filled in, where that cannot be."""
    entry = _sent(kind)
    if entry.changed_meanwhile:
        return _form(entry, entry.preview(), 409)
    try:
        row = entry.save()
    except BadRequest:
        return _form(entry, None, 422)
    except Stale:
        entry = _sent(kind)
        return _form(entry, entry.preview(), 409)
    flash(str(entry.form.added) if entry.new else _("Saved."))
    return back(row)


@bp.post("/sessions/<slug>/requirements/<kind>/preview")
@allow(Action.REQUIREMENTS_EDIT)
def preview(kind: str) -> Response:
    """How the entry will read, as it is typed so far."""
    entry = _sent(kind)
    if not request.headers.get("HX-Request"):
        return _form(entry, entry.preview())
    return part_or_page("requirements/preview.html", row=entry.preview())


@bp.get("/sessions/<slug>/requirements/<kind>/remove")
@allow(Action.REQUIREMENTS_EDIT)
def confirm_removal(kind: str) -> Response:
    """Ask whether an entry is to be removed."""
    entry = Open.at(kind, request.args.get("key"))
    if not entry.removable:
        raise NotFound
    return part_or_page("requirements/remove.html", entry=entry, row=entry.now)


@bp.post("/sessions/<slug>/requirements/<kind>/remove")
@allow(Action.REQUIREMENTS_EDIT)
def remove(kind: str) -> Response:
    """Remove an entry, or say who still refers to it."""
    entry = _sent(kind)
    if not entry.removable:
        raise NotFound
    if entry.changed_meanwhile:
        raise Stale
    try:
        entry.remove()
    except BadRequest as bad:
        return part_or_page(
            "requirements/remove.html", 422, entry=entry, row=entry.now, refusal=bad.fields
        )
    flash(_("Removed."))
    return back()


@bp.get("/sessions/<slug>/requirements/order")
@allow(Action.REQUIREMENTS_EDIT)
def order() -> Response:
    """The business in a short list, to change its order."""
    return _order()


@bp.post("/sessions/<slug>/requirements/order")
@allow(Action.REQUIREMENTS_EDIT)
def move() -> Response:
    """Give a piece of business another place in the agenda order."""
    position, version = (request.form.get(name, type=int) for name in ("position", "version"))
    if position is None:
        raise NotFound
    if version is None:
        return _order(409)
    try:
        requirements.move_entry(
            g.db,
            g.actor,
            g.session,
            section="business",
            key=request.form.get("key", ""),
            position=max(position, 0),
            expected_version=version,
        )
    except Stale:
        return _order(409)
    if not request.headers.get("HX-Request"):
        return redirect(url_for("requirements.order"), 303)
    return _order()


def _order(status: int = 200) -> Response:
    return part_or_page(
        "requirements/order.html",
        status,
        business=requirements.problem_of(g.db, g.session).business,
        version=g.session.version,
        conflict=status == 409,
    )


def _sent(kind: str) -> Open:
    return Open.at(kind, request.args.get("key"), request.form)


def _form(entry: Open, row: Row | None, status: int = 200) -> Response:
    """The form, with how it reads. Where another has changed the entry too, both are shown."""
    return part_or_page(
        "requirements/form.html",
        status,
        entry=entry,
        form=entry.form,
        fields=f"requirements/forms/{entry.kind}.html",
        row=row,
        errors={**entry.elsewhere, **entry.form.wrong()},
        conflict=status == 409,
    )
