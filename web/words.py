"""The words for what the code calls by a name: roles, columns, statuses, preferences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel import Locale
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from procedure.permissions import Role
from procedure.programmes import VersionStatus
from scheduler.preference_wording import LABELS
from scheduler.problem import Column, Preference
from scheduler.roster.outcome import Aim
from scheduler.text import Text
from web.languages import current_locale

WORDS: Mapping[str, Any] = {
    Role.SECRETARIAT: _l("Secretariat"),
    Role.BUREAU: _l("Bureau"),
    Role.FOCAL_POINT: _l("Focal point"),
    Role.INTERPRETATION_PLANNER: _l("Interpretation planner"),
    Role.INTERPRETER: _l("Interpreter"),
    Role.CHAIR_TABLE: _l("Chair’s table"),
    Role.READER: _l("Reader"),
    VersionStatus.DRAFT: _l("Draft"),
    VersionStatus.APPROVED: _l("Approved by the extended bureau"),
    VersionStatus.ADOPTED: _l("Adopted"),
    VersionStatus.REVISED: _l("Revised"),
    VersionStatus.DISCARDED: _l("Discarded"),
    Column.PLENARY: _l("Plenary"),
    Column.PARALLEL: _l("Parallel"),
    Aim.CHANGES: _l("Duties changed"),
    Aim.PEOPLE: _l("People"),
    Aim.COST: _l("Cost of freelances"),
    Aim.SPREAD: _l("Unequal shares"),
    Aim.WISHES: _l("Against wishes"),
    **{name: LABELS[name] for name in Preference},  # as on the command line
}
TASKS: Mapping[Role, Any] = {
    Role.SECRETARIAT: _l("drafts the programme and releases it"),
    Role.BUREAU: _l("reads drafts and has programmes proposed"),
    Role.FOCAL_POINT: _l("follows the meetings of a delegation"),
    Role.INTERPRETATION_PLANNER: _l("sees where interpreters are needed"),
    Role.INTERPRETER: _l("reads statements before they are delivered"),
    Role.CHAIR_TABLE: _l("runs the list of speakers at the table"),
    Role.READER: _l("reads what has been released"),
}


def word(name: str) -> str:
    """The word for a value of one of the enumerations; any other text as it is."""
    found = WORDS.get(name, name)
    return str(gettext(found.msgid)) if isinstance(found, Text) else str(found)


def task(role: Role) -> str:
    """What a role is for."""
    return str(TASKS[role])


def language_name(code: str) -> str:
    """The name of a language in the language of the page."""
    return Locale.parse(code, sep="-").get_language_name(current_locale()) or code
