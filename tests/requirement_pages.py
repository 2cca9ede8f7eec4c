"""The page of requirements of the small conference of `tests.site`: asked for, filled in, sent."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.audit import AuditRecord
from scheduler.problem import Problem, Relation, RelationKind
from services import requirements
from tests import site, staged
from tests.unit import problems

BASE = f"/sessions/{site.SLUG}/requirements/"
HTMX = {"HX-Request": "true"}


def stored(db: Session) -> Problem:
    """What is asked for now."""
    staged.renew(db)
    return requirements.problem_of(db, staged.conference(db))


def store(db: Session, **changes: Any) -> None:
    """State the small problem anew, with changes; as the session that it is."""
    staged.renew(db)
    requirements.import_problem(db, site.SECRETARIAT, problems.problem(**changes))


def related(*relations: tuple[RelationKind, *tuple[str, ...]]) -> dict[str, tuple[Relation, ...]]:
    """Relations, for `store`: kind and business of each."""
    return {"relations": tuple(problems.relation(kind, *names) for kind, *names in relations)}


def page(client: FlaskClient, path: str = "", status: int = 200) -> str:
    """A page below that of requirements."""
    answer = client.get(BASE + path)
    assert answer.status_code == status
    return answer.text


def sent(
    client: FlaskClient,
    path: str,
    status: int,
    headers: dict[str, str] | None = None,
    **fields: Any,
) -> TestResponse:
    """What a form is answered."""
    answer = client.post(BASE + path, data=fields, headers=headers)
    assert answer.status_code == status
    return answer


def opened(client: FlaskClient, path: str) -> dict[str, str]:
    """The fields of a form with what they hold, as a browser would send them."""
    (form,) = html.fromstring(page(client, path)).xpath("//form[contains(@class, 'entry-form')]")
    return {name: value for name, value in form.form_values() if name != "csrf_token"}


def said(shown: str) -> list[str]:
    """The sentences of a page."""
    found = html.fromstring(shown).find_class("entry-sentence")
    return [" ".join(one.text_content().split()) for one in found]


def audited(db: Session) -> tuple[str, str, dict[str, Any]]:
    """Action, subject and details of the last audit record."""
    staged.renew(db)
    found = db.scalars(select(AuditRecord).order_by(AuditRecord.id.desc()).limit(1)).one()
    return found.action, found.subject, found.details
