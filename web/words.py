"""The words for what the code calls by a name: roles, columns, statuses, preferences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel import Locale
from flask_babel import lazy_gettext as _l

from procedure.permissions import Role
from procedure.programmes import VersionStatus
from scheduler.problem import Column, Preference, RelationKind
from scheduler.programme import Status
from web.languages import current_locale

WORDS: Mapping[object, Any] = {
    Role.SECRETARIAT: _l("Secretariat"),
    Role.BUREAU: _l("Bureau"),
    Role.FOCAL_POINT: _l("Focal point"),
    Role.INTERPRETATION_PLANNER: _l("Interpretation planner"),
    Role.CHAIR_TABLE: _l("Chair’s table"),
    Role.READER: _l("Reader"),
    VersionStatus.DRAFT: _l("Draft"),
    VersionStatus.APPROVED: _l("Approved by the extended bureau"),
    VersionStatus.ADOPTED: _l("Adopted"),
    VersionStatus.REVISED: _l("Revised"),
    Column.PLENARY: _l("Plenary"),
    Column.PARALLEL: _l("Parallel"),
    Preference.AGENDA_ORDER: _l("Agenda order"),
    Preference.FEW_SPLITS: _l("Few items continued"),
    Preference.FEW_PARALLEL_DAYS: _l("Few days with parallel meetings"),
    Preference.EVEN_LOAD: _l("Even load on the interpreters"),
    Preference.SPARE_TIME_AT_END: _l("Spare time kept for the end"),
    Preference.CLOSENESS: _l("Close to the current programme"),
    Preference.EXTRA_SLOTS: _l("Few extra slots"),
    RelationKind.BEFORE: _l("Before"),
    RelationKind.NEVER_PARALLEL: _l("Never in parallel"),
    RelationKind.TOGETHER: _l("In one meeting"),
    RelationKind.ENDS_SESSION: _l("Ends the session"),
    RelationKind.ALONE: _l("Nothing in parallel"),
    Status.OPTIMAL: _l("Proven optimal"),
    Status.FEASIBLE: _l("Not proven optimal"),
    Status.INFEASIBLE: _l("Impossible"),
    Status.UNKNOWN: _l("Nothing found in the time"),
}
TASKS: Mapping[Role, Any] = {
    Role.SECRETARIAT: _l("drafts the programme and releases it"),
    Role.BUREAU: _l("reads drafts and has programmes proposed"),
    Role.FOCAL_POINT: _l("follows the meetings of a delegation"),
    Role.INTERPRETATION_PLANNER: _l("sees where interpreters are needed"),
    Role.CHAIR_TABLE: _l("follows the meetings at the table"),
    Role.READER: _l("reads what has been released"),
}
BY_TYPE = {(type(name).__name__, str(name)): word for name, word in WORDS.items()}


def word(name: Any) -> Any:
    """The word for a value of one of the enumerations; anything else as it is."""
    found = BY_TYPE.get((type(name).__name__, str(name)))
    return name if found is None else str(found)


def task(role: Role) -> str:
    """What a role is for."""
    return str(TASKS[role])


def language_name(code: str) -> str:
    """The name of a language in the language of the page."""
    return Locale.parse(code, sep="-").get_language_name(current_locale()) or code
