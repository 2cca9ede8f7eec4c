"""The requirements as one file: taken out, and put in after a look at what will change."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from flask import flash, g, request
from werkzeug.wrappers import Response

from procedure.permissions import Action
from scheduler.problem import Problem
from scheduler.reading import BadInput, FieldError, read_problem
from scheduler.reading.files import parse
from scheduler.text import text
from scheduler.writing import dump_yaml
from services import requirements
from services.errors import BadRequest, Stale
from web.files import uploaded
from web.guard import allow
from web.requirements.blueprint import back, bp, part_or_page
from web.requirements.brief import brief
from web.requirements.speech import _, ngettext
from web.translate import say


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a file would change in one part of the page: sentences that go, each with what comes."""

    title: str
    pairs: tuple[tuple[str, str], ...]


@bp.get("/sessions/<slug>/requirements/file")
@allow(Action.REQUIREMENTS_VIEW)
def download() -> Response:
    """Everything that is asked for, in the file format."""
    content = dump_yaml(requirements.problem_of(g.db, g.session))
    answer = Response(content, content_type="application/yaml; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{g.session.slug}.yaml")
    return answer


@bp.get("/sessions/<slug>/requirements/upload")
@allow(Action.SESSION_IMPORT)
def upload() -> Response:
    """Ask for a file."""
    return part_or_page("requirements/upload.html")


@bp.post("/sessions/<slug>/requirements/upload")
@allow(Action.SESSION_IMPORT)
def take_file() -> Response:
    """Show what a file would change, or what is wrong with it; take it once that is confirmed."""
    try:
        sent = uploaded("format")
        content = sent.content if sent else request.form.get("content", "").encode()
        wanted = _read(content)
    except BadInput as bad:
        wrong = [(error.path, say(error.text)) for error in bad.errors]
        return part_or_page("requirements/upload.html", 422, wrong=wrong)
    except BadRequest as large:
        wrong = [(path, say(sentence)) for path, sentence in large.fields.items()]
        return part_or_page("requirements/upload.html", 422, wrong=wrong)
    version = request.form.get("version", type=int)
    if version is not None:
        try:
            requirements.import_problem(g.db, g.actor, wanted, expected_version=version)
        except Stale:
            return _changes(wanted, content, 409)
        flash(_("The requirements are those of the file."))
        return back()
    return _changes(wanted, content)


def _read(content: bytes) -> Problem:
    """The problem of a file for this session. Raises BadInput."""
    data = parse(content)
    problem = read_problem(data)
    if problem.session.id != g.session.slug:
        sentence = text(
            "This file states another session, %(id)s. Give %(wanted)s to put it in place of this.",
            id=problem.session.id,
            wanted=g.session.slug,
        )
        raise BadInput([FieldError("session.id", sentence)])
    return problem


def _changes(wanted: Problem, content: bytes, status: int = 200) -> Response:
    stored = requirements.problem_of(g.db, g.session)
    changes = _compare(stored, wanted)
    count = sum(len(change.pairs) for change in changes)
    return part_or_page(
        "requirements/upload.html",
        status,
        changes=changes,
        same=stored == wanted,
        summary=ngettext("%(num)s sentence differs.", "%(num)s sentences differ.", count),
        content=content.decode("utf-8-sig"),
        version=g.session.version,
        conflict=status == 409,
    )


def _compare(stored: Problem, wanted: Problem) -> list[Change]:
    changes = []
    for old, new in zip(brief(stored), brief(wanted), strict=True):
        before = [row.sentence for row in old.rows]
        after = [row.sentence for row in new.rows]
        pairs: list[tuple[str, str]] = []
        for kind, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if kind != "equal":
                pairs += zip_longest(before[i:j], after[k:n], fillvalue="")
        if pairs:
            changes.append(Change(title=new.title, pairs=tuple(pairs)))
    return changes
