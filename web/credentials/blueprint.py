"""The blueprint of credentials, its words for templates, and the delegation in an address."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, g, request

from models.conferences import Delegation
from procedure.credentials.values import Finding, Ruling
from scheduler.text import Text, text
from services import credentials_words as words
from services import delegations
from services.errors import BadRequest

bp = Blueprint("credentials", __name__)
BASE = "/sessions/<slug>/credentials/"
OWN = "/sessions/<slug>/delegations/<int(max=999999999):delegation>/credentials"
FINDINGS = {
    Finding.IN_ORDER: text("In order"),
    Finding.NOT_IN_ORDER: text("Not in order"),
}
RULINGS = {Ruling.UPHELD: text("Upheld"), Ruling.DISMISSED: text("Not upheld")}


@bp.app_context_processor
def about_credentials() -> dict[str, object]:
    """What templates say of credentials."""
    return {
        "credentials_words": {
            "needs": words.NEEDS,
            "standings": words.STANDINGS,
            "issuers": words.ISSUERS,
            "kinds": words.KINDS,
            "forms": words.FORMS,
            "stages": words.STAGES,
            "findings": FINDINGS,
            "rulings": RULINGS,
        }
    }


def delegation_asked(delegation_id: int) -> Delegation:
    """The delegation of an address. Raises NotFound."""
    return delegations.delegation(g.db, g.actor, g.session, delegation_id)


class Typed:
    """The fields of the form that was sent; what cannot be read is kept in `wrong`, by field."""

    def __init__(self) -> None:
        self.wrong: dict[str, Text] = {}

    def day(self, name: str) -> date | None:
        """A day, or None where nothing was typed."""
        given = request.form.get(name, "").strip()
        try:
            return date.fromisoformat(given) if given else None
        except ValueError:
            self.wrong[name] = text("Give a day, such as 2008-10-08.")
            return None

    def day_needed(self, name: str) -> date:
        """A day; where there is none, that is wrong."""
        found = self.day(name)
        if found is None:
            self.wrong.setdefault(name, text("Give a day, such as 2008-10-08."))
        return found or date.min

    def moment(self, name: str) -> datetime | None:
        """A moment of the session's own clock, or None where nothing was typed."""
        given = request.form.get(name, "").strip()
        try:
            at = datetime.fromisoformat(given) if given else None
        except ValueError:
            self.wrong[name] = text("Give a day and an hour.")
            return None
        return None if at is None else at.replace(tzinfo=ZoneInfo(g.session.time_zone))

    def number(self, name: str) -> int | None:
        """A whole number, or None where nothing was typed."""
        given = request.form.get(name, "").strip()
        if given and not (given.isascii() and given.isdecimal() and len(given) < 10):
            self.wrong[name] = text("Give a whole number.")
            return None
        return int(given) if given else None

    def check(self) -> None:
        """Raise BadRequest if something cannot be read."""
        if self.wrong:
            raise BadRequest(self.wrong)
