"""For trying things out: two real sessions, one as held and one to be planned, and a year."""

from __future__ import annotations

import secrets
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.accounts import User
from models.conferences import ConferenceSession
from procedure.permissions import Role
from procedure.programmes import VersionStatus
from scheduler.problem import Problem
from scheduler.reading import load_data, load_problem, load_programme
from services import (
    example_bureau,
    example_credentials,
    example_delegations,
    example_observers,
    example_speakers,
    example_statements,
)
from services.accounts import create_user, demo_email, grant
from services.calendars import import_calendar
from services.delegations import add_delegations
from services.programme_decisions import decide
from services.programmes import check_version, store_programme
from services.requirements import import_problem
from services.rosters import import_people
from services.transactions import clock

EXAMPLES = Path(__file__).parents[1] / "examples"
CALENDAR = "calendar-2026"
LOADER = example_speakers.LOADER
SOME = ("Austria", "Brazil", "China", "Côte d'Ivoire", "Lebanon", "European Community")
FOCAL_POINT_OF = "Austria"
NAMES = {
    Role.SECRETARIAT: "Secretary of the Conference",
    Role.BUREAU: "Member of the bureau",
    Role.FOCAL_POINT: "Focal point of Austria",
    Role.INTERPRETATION_PLANNER: "Planner of interpretation",
    Role.INTERPRETER: "Interpreter",
    Role.CHAIR_TABLE: "At the chair's table",
    Role.READER: "Reader",
}


def load_examples(db: Session, folder: Path = EXAMPLES) -> tuple[ConferenceSession, ...]:
    """Load both sessions, their delegations and the demo users into an empty database.

    The third has its programme as held, and who spoke; the fourth a draft, as printed, to compare a
    plan with, lists of speakers, and interpreters, who are invented, as is the calendar of a year.
    Both have their officers, and who presided, as far as the documents name them.
    """
    participants = example_delegations.participants(folder / "delegations-2006.csv")
    third = load_problem(folder / "ctoc-cop3.yaml")
    held = import_problem(db, LOADER, third)
    add_delegations(db, LOADER, held, participants)
    example_delegations.names_and_instruments(db, held, folder / "participants-2006.csv")
    example_delegations.members(db, held, folder / "delegates-2006.csv")
    _adopt_as_held(db, held, third, folder / "ctoc-cop3-held.json")
    example_delegations.attendance(db, held)
    example_statements.as_delivered(db, held, folder / "speakers-2006.yaml")
    example_credentials.as_reported(db, held, folder / "participation/credentials-2006.yaml")
    fourth = load_problem(folder / "ctoc-cop4.yaml")
    planned = import_problem(db, LOADER, fourth)
    annex = load_programme(folder / "ctoc-cop4-annex.json", fourth)
    store_programme(db, LOADER, planned, annex, made_by="CTOC/COP/2008/1, annex")
    import_people(db, LOADER, planned, load_data(folder / "ctoc-cop4-interpreters.yaml"))
    add_delegations(db, LOADER, planned, [one for one in participants if one.name in SOME])
    example_delegations.names_and_instruments(db, planned, folder / "participants-2006.csv")
    example_delegations.members(db, planned, folder / "delegates-2008.csv")
    example_speakers.general_discussion(db, planned)
    example_speakers.for_trying(db, planned, clock(db))
    example_credentials.some_of_2008(db, planned)
    bureaux = folder / "participation/bureau.yaml"
    example_bureau.load_bureaux(db, bureaux, held, planned)
    example_bureau.as_presided(db, held, bureaux)
    example_observers.load(db, held, planned, folder / "participation/observers.yaml")
    import_calendar(db, LOADER, CALENDAR, load_data(folder / f"{CALENDAR}.yaml"))
    demo_users(db, held, planned)
    return held, planned


def demo_users(db: Session, *sessions: ConferenceSession) -> dict[Role, User]:
    """One user for each role in all sessions; the focal point is one of Austria in these.

    Their passwords are known to nobody: `services.accounts.demo_user` finds them.
    """
    users = {}
    for role, name in NAMES.items():
        password = secrets.token_urlsafe(24)
        user = create_user(db, LOADER, email=demo_email(role), name=name, password=password)
        users[role] = user
        if role is not Role.FOCAL_POINT:
            grant(db, LOADER, user, role)
            continue
        for session in sessions:
            own = next(d for d in session.delegations if d.name == FOCAL_POINT_OF)
            grant(db, LOADER, user, role, session=session, delegation=own)
    return users


def _adopt_as_held(db: Session, session: ConferenceSession, problem: Problem, path: Path) -> None:
    version = store_programme(db, LOADER, session, load_programme(path, problem))
    waiver = "As held: a record of what was done." if check_version(db, version) else ""
    opening = datetime.combine(problem.session.first_day, time(), ZoneInfo(session.time_zone))
    for status, note in (
        (VersionStatus.APPROVED, "Before the opening; the report does not say when."),
        (VersionStatus.ADOPTED, "CTOC/COP/2006/14, para. 17: at the 1st meeting."),
    ):
        decide(db, LOADER, version, status, note=note, waiver=waiver, decided_at=opening)
