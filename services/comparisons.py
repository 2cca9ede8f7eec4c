"""How good a version of the programme is: alone, or beside another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from models.programmes import ProgrammeVersion
from scheduler.checker import check
from scheduler.differences import Change, ChangeKind, differences
from scheduler.preferences import by_rank, costs, total
from scheduler.problem import Preference, Problem
from scheduler.programme import PreferenceCost, Violation
from services.kept import Kept
from services.programmes import WHOLE, programme_of, whole
from services.requirements import problem_of
from services.runs import based


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """What one preference costs in a version, and in the one it is compared with."""

    name: Preference
    new: PreferenceCost
    old: PreferenceCost | None = None

    @property
    def difference(self) -> int:
        """Points more than in the old one; 0 where there is none."""
        return 0 if self.old is None else self.new.cost - self.old.cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A version, judged by what is asked for now. `old_total` is None where there is no other."""

    violations: tuple[Violation, ...]
    lines: tuple[CostLine, ...]
    changes: tuple[Change, ...] = ()
    old_total: int | None = None

    @property
    def total(self) -> int:
        """Points in all."""
        return sum(self.totals)

    @property
    def totals(self) -> tuple[int, ...]:
        """Points rank by rank, the fewer the better in this order."""
        return by_rank(line.new for line in self.lines)

    @property
    def old_totals(self) -> tuple[int, ...]:
        """Those of the old one; none where there is no other."""
        return by_rank(line.old for line in self.lines if line.old) if self.compared else ()

    @property
    def compared(self) -> bool:
        """Whether there is an old one."""
        return self.old_total is not None

    @property
    def decisive(self) -> int:
        """The first rank in which the two differ (its place, from 0); the last if in none."""
        pairs = enumerate(zip(self.totals, self.old_totals, strict=True))
        return next((rank for rank, (new, old) in pairs if new != old), len(self.totals) - 1)

    @property
    def difference(self) -> int:
        """Points more than the old one in the first rank in which they differ."""
        if not self.compared:
            return 0
        return self.totals[self.decisive] - self.old_totals[self.decisive]

    @property
    def better_in_all(self) -> bool:
        """Whether it costs less than the old one, in the rank that decides, and breaks nothing."""
        return self.difference < 0 and not self.violations

    def for_readers(self) -> Comparison:
        """Without the changes of minutes alone, which no published programme states."""
        told = (change for change in self.changes if change.kind is not ChangeKind.MINUTES)
        return replace(self, changes=tuple(told))

    @property
    def better(self) -> tuple[CostLine, ...]:
        """The preferences that cost less than before."""
        return tuple(line for line in self.lines if line.difference < 0)

    @property
    def worse(self) -> tuple[CostLine, ...]:
        """The preferences that cost more than before."""
        return tuple(line for line in self.lines if line.difference > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A version in numbers: its points rank by rank, and how many requirements it breaks."""

    totals: tuple[int, ...]
    broken: int

    @property
    def total(self) -> int:
        """Points in all."""
        return sum(self.totals)


JUDGED: Kept[tuple[str, str, str | None], Judged] = Kept(4096)
"""By the stamps of the session, of the version, and of the version that this is based on."""


def compare(
    problem: Problem, new: ProgrammeVersion, old: ProgrammeVersion | None = None
) -> Comparison:
    """Judge `new`, both versions being whole. Closeness is counted to `old`.

    What it breaks, and what it costs alone, is judged by the problem as it is given: see
    `as_searched`.
    """
    after = programme_of(new)
    violations = check(problem, after)
    if old is None:
        lines = tuple(CostLine(name=cost.name, new=cost) for cost in costs(problem, after))
        return Comparison(violations=violations, lines=lines)
    near = based(problem, old, keep_pins=False)
    before = programme_of(old)
    olds = costs(near, before)
    return Comparison(
        violations=violations,
        lines=tuple(
            CostLine(name=cost.name, new=cost, old=was)
            for cost, was in zip(costs(near, after), olds, strict=True)
        ),
        changes=differences(before, after, _as_kept(problem, old, new)),
        old_total=total(olds),
    )


def _as_kept(problem: Problem, *versions: ProgrammeVersion) -> Problem:
    """The problem with the titles and hours that the versions have kept, the last before others.

    Who may read two released versions learns nothing from them of what is asked for since.
    """
    meetings = [meeting for version in versions for meeting in version.meetings]
    items = {item.business: item for meeting in meetings for item in meeting.items}
    bodies = {meeting.body: meeting.body_title for meeting in meetings}
    rooms = {meeting.room: meeting.room_title for meeting in meetings}
    return replace(
        problem,
        slots=(),  # meetings say themselves when they begin
        bodies=tuple(replace(one, title=bodies.get(one.id, one.title)) for one in problem.bodies),
        rooms=tuple(replace(one, title=rooms.get(one.id, one.title)) for one in problem.rooms),
        business=tuple(
            replace(one, title=items[one.id].title, item=items[one.id].item)
            if one.id in items
            else one
            for one in problem.business
        ),
    )


def as_searched(db: Session, problem: Problem, version: ProgrammeVersion) -> Problem:
    """The problem with the reference from which a version was searched for or changed by hand.

    By it the version costs what the search found.
    """
    if version.based_on_id is None:
        return problem
    return based(problem, whole(db, version.based_on_id), keep_pins=False)


def judged(
    db: Session, session: ConferenceSession, versions: Iterable[ProgrammeVersion]
) -> Mapping[int, Judged]:
    """What versions of a session cost and break by what is asked for now, by their numbers.

    Closeness is counted to what each is based on. Reads a fixed number of queries, fewer where
    all was judged before.
    """
    asked = list(versions)
    bases = {one.based_on_id for one in asked} - {None}
    rows = select(ProgrammeVersion.id, ProgrammeVersion.stamp).where(ProgrammeVersion.id.in_(bases))
    stamps = {row.id: row.stamp for row in db.execute(rows)}
    keys = {one.id: (session.stamp, one.stamp, stamps.get(one.based_on_id)) for one in asked}
    found = {one.id: JUDGED.get(keys[one.id]) for one in asked}
    new = [one for one in asked if found[one.id] is None]
    if new:
        problem = problem_of(db, session)
        ids = {one.id for one in new} | {one.based_on_id for one in new} - {None}
        query = select(ProgrammeVersion).where(ProgrammeVersion.id.in_(ids)).options(*WHOLE)
        read = {version.id: version for version in db.scalars(query)}
        for one in new:
            base = None if one.based_on_id is None else read[one.based_on_id]
            found[one.id] = JUDGED.put(keys[one.id], _judge(problem, read[one.id], base))
    return {one.number: judgement for one in asked if (judgement := found[one.id]) is not None}


def _judge(problem: Problem, version: ProgrammeVersion, base: ProgrammeVersion | None) -> Judged:
    near = problem if base is None else based(problem, base, keep_pins=False)
    programme = programme_of(version)
    return Judged(totals=by_rank(costs(near, programme)), broken=len(check(near, programme)))
