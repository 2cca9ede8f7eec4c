"""What came of searches that answer with more than one programme, as their pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from models.programmes import ProgrammeVersion
from models.runs import SolverRun
from procedure.wording import item_number
from scheduler.differences import Change, ChangeKind
from scheduler.explanation.told import told_together
from scheduler.preference_wording import beside, said
from scheduler.problem import Preference, Problem
from scheduler.programme import Status, Told
from scheduler.text import Text
from services import comparisons, programmes
from services.answers import held_for
from services.requirements import problem_of
from services.runs import based
from services.sentences import unpack_requirement
from web.standing import signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One of several drafts. `changes`: what sets it apart from the first.

    `beside`: what it is better and worse at.
    """

    place: int
    version: ProgrammeVersion
    comparison: comparisons.Comparison
    changes: Sequence[Change]
    beside: Sequence[Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A period, and what each of several programmes has in it, meeting by meeting."""

    date: date
    start: time
    cells: Sequence[Sequence[tuple[str, str]]]  # column and items of each meeting

    def differs(self, place: int) -> bool:
        """Whether a programme has something else here than the first."""
        return self.cells[place] != self.cells[0]

    @property
    def same(self) -> bool:
        """Whether all have the same here."""
        return all(cell == self.cells[0] for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A period, and what it costs to have the item there; or what rules it out."""

    place: int
    date: date
    start: time
    here: bool
    cost: str
    better: bool
    clash: Sequence[Told]
    possible: bool
    draft: ProgrammeVersion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of a curve: amounts of two preferences, also in words, and where it is drawn."""

    place: int
    one: int
    other: int
    one_said: Text
    other_said: Text
    proven: bool
    draft: ProgrammeVersion | None
    x: float
    y: float


WIDTH, HEIGHT, MARGIN = 360, 220, 36  # of the drawing of a curve


def alternatives(run: SolverRun) -> dict[str, object]:
    """The drafts side by side."""
    problem = problem_of(g.db, g.session)
    versions = [programmes.whole(g.db, one.version_id) for one in run.drafts]
    first = versions[0]
    found: list[Alternative] = []
    for place, version in enumerate(versions):
        near = comparisons.as_searched(g.db, problem, version)
        changes = comparisons.compare(problem, version, first).changes if place else ()
        told = [one for one in changes if one.kind is not ChangeKind.MINUTES]
        comparison = comparisons.compare(near, version)
        costs = [line.new for line in comparison.lines]
        firsts = [line.new for line in found[0].comparison.lines] if place else costs
        found.append(
            Alternative(
                place=place,
                version=version,
                comparison=comparison,
                changes=told,
                beside=beside(costs, firsts) if place else (),
            )
        )
    return {
        "alternatives": found,
        "rows": _differing_first(found),
        "placed": sorted(_placed(problem, versions), key=lambda one: one.same),
    }


def _differing_first(found: Sequence[Alternative]) -> list[int]:
    """The lines of preferences (their places), those in which the drafts differ before others."""
    places = range(len(found[0].comparison.lines))
    amounts = {n: {one.comparison.lines[n].new.cost for one in found} for n in places}
    return sorted(places, key=lambda n: len(amounts[n]) == 1)


def _placed(problem: Problem, versions: Sequence[ProgrammeVersion]) -> list[Placed]:
    cells = [_cells(version) for version in versions]
    return [
        Placed(
            date=period.date,
            start=period.slot.start,
            cells=[one.get((period.date, period.slot.id), []) for one in cells],
        )
        for period in problem.periods
        if any((period.date, period.slot.id) in one for one in cells)
    ]


def _cells(version: ProgrammeVersion) -> dict[tuple[date, str], list[tuple[str, str]]]:
    cells: dict[tuple[date, str], list[tuple[str, str]]] = {}
    for meeting in version.meetings:
        names = dict.fromkeys(
            item_number(item.item) if item.item else item.title for item in meeting.items
        )
        held = cells.setdefault((meeting.date, meeting.slot), [])
        held.append((meeting.column, ", ".join(names)))
    return cells


def elsewhere(run: SolverRun) -> dict[str, object]:
    """The periods tried so far, one by one."""
    problem = problem_of(g.db, g.session)
    assert run.based_on is not None
    base = programmes.whole(g.db, run.based_on.id)
    totals = comparisons.compare(based(problem, base, keep_pins=False), base).totals
    answer = run.answer or {"rows": [], "of": 0}
    business = run.asked["business"]
    here = {
        (meeting.date.isoformat(), meeting.slot)
        for meeting in base.meetings
        for item in meeting.items
        if item.business == business
    }
    hours = {slot.id: slot.start for slot in problem.slots}
    drafts = {one.place: one.version for one in run.drafts}
    return {
        "item": problem.business_by_id.get(business),
        "base": base,
        "totals": totals,
        "of": answer["of"],
        "rows": [
            Elsewhere(
                place=place,
                date=date.fromisoformat(row["date"]),
                start=hours.get(row["slot"], time.min),
                here=(row["date"], row["slot"]) in here,
                cost=_cost(row, totals),
                better=_better(_more(row, totals)),
                clash=told_together(map(unpack_requirement, row["clash"])),
                possible=row["programme"] is not None,
                draft=drafts.get(place),
            )
            for place, row in enumerate(answer["rows"])
        ],
        "stale": "stamp" in answer and answer["stamp"] != held_for(run),
    }


def _more(row: dict[str, Any], totals: Sequence[int]) -> list[int]:
    """How many points more it costs there, rank by rank."""
    return [found - now for (found, _bound), now in zip(row["points"], totals, strict=False)]


def _better(more: Sequence[int]) -> bool:
    """Whether the first rank that differs has fewer points."""
    return next((one < 0 for one in more if one), False)


def _cost(row: dict[str, Any], totals: Sequence[int]) -> str:
    status = Status(row["status"])
    if status is Status.INFEASIBLE:
        return str(_("Ruled out"))
    if status is Status.UNKNOWN:
        return str(_("The time was too short to tell."))
    more = _more(row, totals)
    if status is Status.OPTIMAL:
        return _points_more(more)
    if len(more) > 1:
        return str(_("%(most)s, or less", most=_points_more(more)))
    least = signed(row["points"][0][1] - totals[0])
    return str(_("%(least)s to %(most)s", least=least, most=_points_more(more)))


def _points_more(more: Sequence[int]) -> str:
    if not any(more):
        return str(_("The same"))
    told = _(", then ").join(signed(one) for one in more)
    return str(ngettext("%(signed)s point", "%(signed)s points", abs(more[-1]), signed=told))


def trade_off(run: SolverRun) -> dict[str, object]:
    """The curve, drawn and as a table."""
    answer, drafts = run.answer or {"rows": []}, {one.place: one.version for one in run.drafts}
    rows = answer["rows"]
    one, other = Preference(run.asked["one"]), Preference(run.asked["other"])
    across = _scale([row["one"] for row in rows], MARGIN, WIDTH - MARGIN / 2)
    up = _scale([row["other"] for row in rows], HEIGHT - MARGIN, MARGIN / 2)
    return {
        "one": one,
        "other": other,
        "curve": [
            Point(
                place=place,
                one=row["one"],
                other=row["other"],
                one_said=said(one, row["one"]),
                other_said=said(other, row["other"]),
                proven=row["status"] == Status.OPTIMAL,
                draft=drafts.get(place),
                x=x,
                y=y,
            )
            for place, (row, x, y) in enumerate(zip(rows, across, up, strict=True))
        ],
        "complete": answer.get("complete", False),
        "at_odds": answer.get("at_odds"),
        "frame": (WIDTH, HEIGHT, MARGIN),
        "stale": "stamp" in answer and answer["stamp"] != held_for(run),
    }


def _scale(amounts: Sequence[int], low: float, high: float) -> list[float]:
    """Where amounts lie between two ends, the least at `low`; one alone, in the middle."""
    least, most = min(amounts, default=0), max(amounts, default=0)
    if least == most:
        return [(low + high) / 2 for _one in amounts]
    return [low + (high - low) * (one - least) / (most - least) for one in amounts]
