"""The blueprint of credentials, and its words for templates."""

from __future__ import annotations

from flask import Blueprint

from procedure.credentials.values import Finding, Ruling
from scheduler.text import text
from services import credentials_words as words

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
