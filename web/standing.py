"""What the pages say of a version of the programme: its proof, its cost, what may be decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from models.programmes import ProgrammeVersion
from procedure.permissions import Action, may
from procedure.programmes import VersionStatus, next_statuses
from scheduler.programme import Status
from services.comparisons import Comparison, CostLine
from services.programmes import ACTIONS
from web.requirements.rows import anchor
from web.translate import and_list
from web.words import word


def proof(version: ProgrammeVersion, total: int, asked_at: datetime | None, *, broken: int) -> str:
    """How sure one can be of a version that costs `total` now; "" for one made by hand.

    `asked_at` is when what is asked for was last changed; `broken` how many requirements of now
    the version breaks: no search finds one that breaks any of those it knows.
    """
    asked_since = asked_at is not None and asked_at > version.created_at
    differs = version.objective is not None and version.objective != total
    if version.released and (asked_since or differs):
        return str(_("Counted under today’s requirements"))
    if version.proof is None:
        return ""
    if asked_since or differs or broken:
        return str(_("Searched for under other requirements"))
    if version.proof == Status.OPTIMAL:
        return str(_("Proven: no programme costs less"))
    return str(_("Proven only: none costs less than %(bound)s", bound=version.bound))


def points(number: int) -> str:
    """A cost: "24 points"."""
    return str(ngettext("%(num)s point", "%(num)s points", number))


def verdict(comparison: Comparison, other: int | None = None) -> str:
    """Whether a version is better than the one of number `other`, in a sentence.

    What breaks requirements is not said to cost less: its points are no merit.
    """
    if comparison.old_total is None or other is None:
        return str(_("It costs %(points)s.", points=points(comparison.total)))
    values = {"new": comparison.total, "old": points(comparison.old_total), "number": other}
    if comparison.violations:
        values["new"] = points(comparison.total)
        return str(_("It costs %(new)s; version %(number)s costs %(old)s.", **values))
    if comparison.better_in_all:
        return str(
            _("It is better: it costs %(new)s instead of %(old)s in version %(number)s.", **values)
        )
    if comparison.difference > 0:
        return str(_("It costs more: %(new)s instead of %(old)s in version %(number)s.", **values))
    return str(_("It costs the same as version %(number)s: %(old)s.", **values))


def reasons(comparison: Comparison) -> list[str]:
    """What it gains and what it loses, in a sentence each."""
    if comparison.old_total is None:
        return []
    sentences = []
    if comparison.better:
        sentences.append(_("It gains on: %(preferences)s.", preferences=_names(comparison.better)))
    if comparison.worse:
        sentences.append(_("It loses on: %(preferences)s.", preferences=_names(comparison.worse)))
    return [str(sentence) for sentence in sentences]


def _names(lines: Iterable[CostLine]) -> str:
    return and_list(
        _(
            "%(preference)s (%(difference)s)",
            preference=str(word(line.name)).lower(),
            difference=signed(line.difference),
        )
        for line in lines
    )


def signed(number: int) -> str:
    """A difference: "+3", "−2", "0"."""
    return f"+{number}" if number > 0 else f"−{-number}" if number else "0"


def steps(version: ProgrammeVersion, seen: Sequence[ProgrammeVersion]) -> list[VersionStatus]:
    """How the visitor may now release a version; `seen` are all versions of the session."""
    adopted = any(d.status is VersionStatus.ADOPTED for other in seen for d in other.decisions)
    following = next_statuses(version.status, session_has_adopted=adopted)
    return [status for status in ACTIONS if status in following and may(g.actor, ACTIONS[status])]


def in_force(seen: Iterable[ProgrammeVersion]) -> ProgrammeVersion | None:
    """Of all versions that the visitor sees, the one released last: it has replaced the others."""
    released = (version for version in seen if version.released)
    return max(released, key=lambda version: version.decisions[-1].id, default=None)


def plans() -> bool:
    """Whether the visitor sees drafts, requirements and costs."""
    return may(g.actor, Action.PROGRAMME_VIEW_DRAFT)


def requirement_url(key: str) -> str:
    """Where a requirement stands on the page of requirements; "" for who may not see that page.

    What every programme is held to (``structure.*``) stands on no page.
    """
    if key.startswith("structure.") or not may(g.actor, Action.REQUIREMENTS_VIEW):
        return ""
    return url_for("requirements.show", _anchor=anchor(key))
