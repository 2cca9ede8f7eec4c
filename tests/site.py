"""A small conference with one user in each role, for tests of the front end."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession, Delegation
from procedure.permissions import Actor, Role
from services import accounts, requirements
from tests.unit.problems import problem

PASSWORD = "correct horse battery staple"
SLUG = "ctoc-cop4"
SECRETARIAT = Actor(name="tests", roles=frozenset({Role.SECRETARIAT}))


def email(role: Role) -> str:
    """The address of the user in a role."""
    return f"{role.value}@example.org"


def populate(db: Session) -> ConferenceSession:
    """Store the conference: a session, a delegation, and a user in each role."""
    conference = requirements.import_problem(db, SECRETARIAT, problem())
    delegation = Delegation(session=conference, name="Austria", code="AT", kind="State party")
    db.add(delegation)
    db.commit()
    for role in Role:
        user = accounts.create_user(
            db, SECRETARIAT, email=email(role), name=f"The {role.value}", password=PASSWORD
        )
        accounts.grant(
            db,
            SECRETARIAT,
            user,
            role,
            session=conference,
            delegation=delegation if role is Role.FOCAL_POINT else None,
        )
    return conference
