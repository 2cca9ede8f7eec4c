"""The list of who takes part: by category, in the order of a language; as documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import g, render_template, request
from werkzeug.wrappers import Response

from exports.participants import Category, categories, participants_document, participants_table
from exports.sheets import sheet, workbook
from models.conferences import Delegation
from procedure.participants import ParticipantKind
from procedure.permissions import Action, may
from procedure.rulebook import rulebook
from procedure.states import LANGUAGES
from services import delegates, delegations
from services.delegation_data import folded
from services.errors import NotFound
from services.transactions import clock
from web.delegations.blueprint import BASE, bp
from web.files import CSV, DOCX, XLSX, attachment
from web.guard import allow
from web.languages import current_locale
from web.timetable import wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """What a visitor looks for. `language` is that of the names and of their order."""

    language: str
    kind: str
    group: str
    said: str

    def passes(self, one: Delegation) -> bool:
        """Whether a delegation is among what is looked for."""
        if self.kind not in {"", one.kind} or self.group not in {"", one.regional_group}:
            return False
        said = folded(self.said)
        names = (one.name, one.code, *(name.name for name in one.names))
        return not said or any(said in folded(name) for name in names)


def sieve() -> Sieve:
    """As the address says."""
    asked = request.args
    return Sieve(
        language=language_asked(),
        kind=asked.get("kind", ""),
        group=asked.get("group", ""),
        said=asked.get("q", "").strip(),
    )


def language_asked() -> str:
    """One of the six languages: the one of the address, else that of the page, else English."""
    asked = request.args.get("language", "")
    own = current_locale().language
    return asked if asked in LANGUAGES else own if own in LANGUAGES else "en"


@bp.get(BASE)
@allow(Action.DELEGATIONS_VIEW)
def index() -> str:
    """The list, or what is looked for in it."""
    looked_for = sieve()
    listed = delegations.delegations(g.db, g.actor, g.session)
    found = [one for one in listed if looked_for.passes(one)]
    return render_template(
        "delegations/index.html",
        sieve=looked_for,
        languages=LANGUAGES,
        words=wording(looked_for.language),
        every=_counts(listed),
        categories=_categories(found, looked_for.language),
        shown=len(found),
        count=len(listed),
        kinds=sorted({one.kind for one in listed}, key=_place),
        groups=rulebook(g.session.rulebook).groups,
        own=[one for one in listed if one.id in g.actor.delegation_ids],
        people=delegates.counts(g.db, g.actor, g.session) if sees_people() else None,
    )


def sees_people() -> bool:
    """Whether the visitor may know who the delegates are."""
    return may(g.actor, Action.DELEGATES_VIEW)


def _categories(found: Sequence[Delegation], language: str) -> Sequence[Category]:
    """In the language of the page, with names in the one asked for."""
    titles = {one.kind: one.title for one in categories(found, wording())}
    return [
        Category(one.kind, titles[one.kind], one.delegations)
        for one in categories(found, wording(language))
    ]


def _counts(listed: Sequence[Delegation]) -> Sequence[tuple[str, int]]:
    return [(one.title, len(one.delegations)) for one in _categories(listed, "en")]


def _place(kind: str) -> tuple[int, str]:
    known = [one.value for one in ParticipantKind]
    return (known.index(kind) if kind in known else len(known), kind)


@bp.get(BASE + "participants.<kind>")
@allow(Action.DELEGATIONS_VIEW)
def document(kind: str) -> Response:
    """The list of participants; with the delegates, for whoever is signed in."""
    language, people = language_asked(), sees_people()
    words = wording(language)
    listed = delegations.delegations(g.db, g.actor, g.session)
    if people:
        delegates.load(g.db, g.actor, g.session)
    name = f"{g.session.slug}-participants-{language}.{kind}"
    if kind == "docx":
        content = participants_document(g.session, listed, words, people=people, at=clock(g.db))
        return attachment(content, DOCX, name)
    table = participants_table(listed, words, people=people)
    if kind == "xlsx":
        return attachment(workbook([table], right_to_left=words.right_to_left), XLSX, name)
    if kind == "csv":
        return attachment(sheet(table), CSV, name)
    raise NotFound
