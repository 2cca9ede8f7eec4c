"""A form that does not say which version it showed is stale: nothing is recorded."""

from __future__ import annotations

import pytest
from flask import Flask

from models.programmes import ProgrammeDecision
from procedure.permissions import Role
from services.requirements import problem_of
from services.sessions import session_by_slug
from tests.record import SECRETARIAT, a_draft
from tests.site import SLUG, signed_in

pytestmark = pytest.mark.in_turn

PAGES = f"/sessions/{SLUG}"


@pytest.mark.parametrize("given", [{}, {"row_version": ""}, {"row_version": "x"}])
def test_a_decision(app: Flask, given: dict[str, str]) -> None:
    with app.extensions["db_factory"]() as db:
        draft = a_draft(db, session_by_slug(db, SECRETARIAT, SLUG))
        day = draft.created_at.date().isoformat()
    address = f"{PAGES}/programme/versions/1/approve/"
    sent = signed_in(app, Role.SECRETARIAT).post(address, data={"decided_on": day} | given)
    assert sent.status_code == 409
    with app.extensions["db_factory"]() as db:
        assert db.query(ProgrammeDecision).count() == 0


@pytest.mark.parametrize("given", [{}, {"version": ""}, {"version": "0"}])
def test_another_place_in_the_agenda(app: Flask, given: dict[str, str]) -> None:
    data = {"key": "1", "position": "2"} | given
    sent = signed_in(app, Role.SECRETARIAT).post(f"{PAGES}/requirements/order", data=data)
    assert sent.status_code == 409
    with app.extensions["db_factory"]() as db:
        problem = problem_of(db, session_by_slug(db, SECRETARIAT, SLUG))
        assert [one.id for one in problem.business] == ["1", "2", "wg"]
