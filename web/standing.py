"""What the pages say of a version of the programme: its proof, its cost, what may be decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from models.programmes import ProgrammeVersion
from models.runs import RunKind, SolverRun
from procedure.permissions import Action, may
from procedure.programmes import VersionStatus, next_statuses
from scheduler.programme import Status
from services.comparisons import Comparison, CostLine
from services.programme_decisions import ACTIONS
from services.requirements import problem_of
from web.requirements.brief import anchors
from web.requirements.rows import anchor
from web.translate import and_list
from web.words import word


def proof(
    version: ProgrammeVersion,
    total: int,
    asked_at: datetime | None,
    *,
    broken: int,
    ranked: bool = False,
) -> str:
    """How sure one can be of a version that costs `total` now; "" for one made by hand.

    `asked_at` is when what is asked for was last changed; `broken` how many requirements of now
    the version breaks: no search finds one that breaks any of those it knows. `ranked`: whether
    preferences are ranked.
    """
    asked_since = asked_at is not None and asked_at > version.created_at
    differs = version.objective is not None and version.objective != total
    if version.released and (asked_since or differs):
        return str(_("Counted under today’s requirements"))
    if version.proof is None:
        return ""
    if asked_since or differs or broken:
        return str(_("Searched for under other requirements"))
    if ranked:
        proven = version.proof == Status.OPTIMAL
        best = _("Proven, rank by rank: no programme is better")
        return str(best if proven else _("Not proven to be the best"))
    if version.proof == Status.OPTIMAL:
        return str(_("Proven: no programme costs less"))
    return str(_("Proven only: none costs less than %(bound)s", bound=version.bound))


def fewest(run: SolverRun) -> str:
    """How many placements a repair changes, and what is proven of that; "" for other searches."""
    if run.kind is not RunKind.REPAIR or run.answer is None:
        return ""
    moved, least = run.answer["moved"], run.answer["fewest"]
    if not moved:
        return str(_("No item moves."))
    changes = ngettext("%(num)s change of place", "%(num)s changes of place", moved)
    if moved == least:
        return str(_("%(changes)s: proven the fewest.", changes=changes))
    return str(_("%(changes)s; none has fewer than %(least)s.", changes=changes, least=least))


def points(number: int) -> str:
    """A cost: "24 points"."""
    return str(ngettext("%(num)s point", "%(num)s points", number))


def score(totals: Sequence[int]) -> str:
    """A cost rank by rank: "24 points", "3 points, then 24"."""
    first, *others = totals
    if not others:
        return points(first)
    then = _(", then ").join(str(number) for number in others)
    return str(_("%(points)s, then %(others)s", points=points(first), others=then))


def verdict(comparison: Comparison, other: int | None = None) -> str:
    """Whether a version is better than the one of number `other`, in a sentence.

    What breaks requirements is not said to cost less: its points are no merit.
    """
    if comparison.old_total is None or other is None:
        return str(_("It costs %(points)s.", points=score(comparison.totals)))
    if len(comparison.totals) > 1:
        return _ranked_verdict(comparison, other)
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


def _ranked_verdict(comparison: Comparison, other: int) -> str:
    """The same, where the first rank in which the two differ decides."""
    rank = comparison.decisive
    values = {
        "rank": rank + 1,
        "new": comparison.totals[rank],
        "old": points(comparison.old_totals[rank]),
        "number": other,
        "scores": score(comparison.totals),
    }
    if comparison.violations:
        values["old"] = score(comparison.old_totals)
        return str(_("It costs %(scores)s; version %(number)s costs %(old)s.", **values))
    if comparison.better_in_all:
        return str(
            _(
                "It is better: the first rank to differ is rank %(rank)s, in which it costs "
                "%(new)s instead of %(old)s in version %(number)s.",
                **values,
            )
        )
    if comparison.difference > 0:
        return str(
            _(
                "It is worse: the first rank to differ is rank %(rank)s, in which it costs "
                "%(new)s instead of %(old)s in version %(number)s.",
                **values,
            )
        )
    return str(_("It costs the same as version %(number)s: %(scores)s.", **values))


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

    Not there: what every programme is held to, and what only a search was told or is gone since.
    """
    if not may(g.actor, Action.REQUIREMENTS_VIEW):
        return ""
    if "anchors" not in g:
        g.anchors = anchors(problem_of(g.db, g.session))
    place = anchor(key)
    return url_for("requirements.show", _anchor=place) if place in g.anchors else ""
