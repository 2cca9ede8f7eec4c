"""Programmes of the small conference of `tests.site`, in various states; and pages as text."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from models.programmes import ProgrammeVersion
from models.runs import SolverRun
from procedure.programmes import VersionStatus
from scheduler.programme import Programme
from services import programme_decisions, programmes
from services.sessions import session_by_slug
from tests import site
from tests.record import PARTS, a_programme
from tests.unit import problems

# The working group a day later: breaks nothing.
OTHER_PARTS = {**PARTS, "wg": [(2, 180)]}
# Item 2 without the half of its minutes.
TOO_SHORT = {**PARTS, "2": [(0, 120)]}


def conference(db: Session) -> ConferenceSession:
    """The session of the small conference."""
    return session_by_slug(db, site.SECRETARIAT, site.SLUG)


def planned(parts: dict[str, list[tuple[int, int]]]) -> Programme:
    """The programme of parts: business to pairs of period and minutes."""
    return problems.planned(problems.problem(), parts)


def draft(db: Session, programme: Programme | None = None, **more: Any) -> ProgrammeVersion:
    """A draft; unless given, one that breaks nothing."""
    programme = programme or a_programme()
    return programmes.store_programme(db, site.SECRETARIAT, conference(db), programme, **more)


def decided(db: Session, *statuses: VersionStatus, **more: Any) -> ProgrammeVersion:
    """A version about which these decisions were taken, one after the other."""
    version = draft(db, **more)
    for status in statuses:
        programme_decisions.decide(db, site.SECRETARIAT, version, status, note=f"Note on {status}.")
    return version


def approved(db: Session) -> ProgrammeVersion:
    """A version that the extended bureau has approved."""
    return decided(db, VersionStatus.APPROVED)


def adopted(db: Session) -> ProgrammeVersion:
    """A version that the Conference has adopted."""
    return decided(db, VersionStatus.APPROVED, VersionStatus.ADOPTED)


def here(moment: datetime) -> date:
    """The day of a moment where the small conference is."""
    return moment.astimezone(ZoneInfo("Europe/Vienna")).date()


def renew(db: Session) -> None:
    """See what others have written meanwhile."""
    db.rollback()
    db.expire_all()


def last_search(db: Session) -> SolverRun | None:
    """The search asked for last, as it is now."""
    renew(db)
    return db.scalars(select(SolverRun).order_by(SolverRun.id.desc())).first()


def held(db: Session, number: int) -> dict[str, tuple[str, str]]:
    """Where a version holds what: the business of each meeting, to its date and slot."""
    renew(db)
    version = db.scalars(select(ProgrammeVersion).where(ProgrammeVersion.number == number)).one()
    return {
        "+".join(item.business for item in meeting.items): (meeting.date.isoformat(), meeting.slot)
        for meeting in version.meetings
    }


def engine_of(db: Session) -> Engine:
    """The engine of a session's database."""
    engine = db.get_bind()
    assert isinstance(engine, Engine)
    return engine


def page_of(client: FlaskClient, url: str) -> str:
    """What is at an address, where a page is."""
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.text


def texts(page: str, name: str) -> list[str]:
    """What is read in each element of a class, or of a tag, spaces evened out."""
    path = f"//*[contains(concat(' ', @class, ' '), ' {name} ')] | //{name}"
    found = html.fromstring(page).xpath(path)
    return [" ".join(" ".join(element.itertext()).split()) for element in found]


def links(page: str) -> dict[str, str]:
    """What is read in each link, to where it leads."""
    found = html.fromstring(page).xpath("//a")
    return {" ".join(a.text_content().split()): a.get("href") for a in found}


def buttons(page: str) -> list[str]:
    """What is read on each button of a form, but for signing out."""
    found = html.fromstring(page).xpath("//button")
    read = [" ".join(" ".join(button.itertext()).split()) for button in found]
    return [text for text in read if text != "Sign out"]


def options(page: str, name: str) -> list[str]:
    """The values offered by the first choice of a name."""
    return html.fromstring(page).xpath(f"(//select[@name='{name}'])[1]//option/@value")
