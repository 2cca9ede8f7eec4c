"""The front page of a session: as it is asked for to planners, as it was released to others."""

import pytest

from procedure.permissions import Role
from scheduler.writing import write_problem
from services import requirements
from tests import site, staged

pytestmark = pytest.mark.in_turn

FRONT = f"/sessions/{site.SLUG}/"


def edit(db, section, key, **changes):
    """Put other values into an entry of the requirements."""
    session = staged.conference(db)
    entries = write_problem(requirements.problem_of(db, session))[section]
    data = next(entry for entry in entries if entry["id"] == key) | changes
    requirements.put_entry(
        db,
        site.SECRETARIAT,
        session,
        section=section,
        key=key,
        data=data,
        expected_version=session.version,
    )


@pytest.mark.parametrize("role", [None, Role.READER])
def test_before_a_release_only_what_the_session_is_can_be_read(sign_in, db, role):
    staged.draft(db)
    page = sign_in(role).get(FRONT).text
    assert staged.texts(page, "empty-title") == ["Not released yet"]
    assert staged.texts(page, "business") == []
    assert staged.texts(page, "dt") == ["Opening", "Closing"]
    assert "Title of 1" in sign_in(Role.BUREAU).get(FRONT).text


@pytest.mark.parametrize("role", [None, Role.READER])
def test_after_it_the_page_stays_as_released_while_planners_see_what_is_asked_for(
    sign_in, db, role
):
    staged.approved(db)
    before = sign_in(role).get(FRONT).text
    assert staged.texts(before, "business") == ["1 Title of 1", "2 Title of 2", "Working group WG"]
    assert "10 a.m.–1 p.m." in staged.texts(before, "line")
    edit(db, "business", "1", title="Not yet public")
    edit(db, "bodies", "wg", title="Not yet public either")
    edit(db, "slots", "am", start="09:00", end="12:00")
    after = sign_in(role).get(FRONT).text
    assert staged.texts(after, "main") == staged.texts(before, "main")
    assert "Not yet public" in sign_in(Role.BUREAU).get(FRONT).text


def test_business_is_in_the_order_of_the_agenda_for_everybody(sign_in, db):
    session = staged.conference(db)
    staged.approved(db)
    requirements.move_entry(
        db,
        site.SECRETARIAT,
        session,
        section="business",
        key="2",
        position=0,
        expected_version=session.version,
    )
    shown = [
        staged.texts(sign_in(role).get(FRONT).text, "business")
        for role in (None, Role.FOCAL_POINT, Role.SECRETARIAT)
    ]
    assert shown == [["1 Title of 1", "2 Title of 2", "Working group WG"]] * 3


def test_what_changed_between_releases_is_said_in_their_own_words(sign_in, db):
    staged.approved(db)
    staged.draft(db, staged.planned(staged.OTHER_PARTS))
    page = FRONT + "programme/versions/2/compare/1/"
    planner = sign_in(Role.BUREAU)
    before = staged.texts(planner.get(page).text, "changes")
    edit(db, "business", "wg", title="Not yet public")
    edit(db, "slots", "pm", start="16:00", end="19:00")
    assert staged.texts(planner.get(page).text, "changes") == before
