"""Whether a calendar keeps the rules: plain questions, without the arrays of the search."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scheduler.calendars.problem import Block, CalendarProblem, Plan
from scheduler.text import Text, text


@dataclass(frozen=True, slots=True)
class CalendarViolation:
    """What is wrong, and the rule that says so."""

    text: Text
    rule: Text


def check_calendar(problem: CalendarProblem, plan: Plan) -> tuple[CalendarViolation, ...]:
    """Every rule that a plan breaks."""
    if len(plan) != len(problem.blocks):
        rule = text("A plan says of every block when it starts, or that it is left out.")
        wrong = text("The plan has %(count)s blocks.", count=len(plan))
        return (CalendarViolation(wrong, rule),)
    # a start outside the year is told of, and takes nothing there
    held = {
        place: tuple(
            start + cover
            for cover in problem.blocks[place].covers
            if 0 <= start + cover < problem.slots
        )
        for place, start in enumerate(plan)
        if start is not None
    }
    return (
        *_starts(problem, plan),
        *_working_groups(problem, plan),
        *_conflicts(problem, held),
        *_before(problem, plan),
        *_rooms(problem, held),
        *_teams(problem, held),
    )


def name_of(block: Block) -> str:
    """How a block is called in sentences."""
    return block.title or block.id


def _starts(problem: CalendarProblem, plan: Plan) -> Iterator[CalendarViolation]:
    rule = text("A block starts in one of its slots.")
    for block, start in zip(problem.blocks, plan, strict=True):
        if start is not None and all(start != allowed.slot for allowed in block.starts):
            wrong = text("%(block)s starts in slot %(slot)s.", block=name_of(block), slot=start)
            yield CalendarViolation(wrong, rule)


def _working_groups(problem: CalendarProblem, plan: Plan) -> Iterator[CalendarViolation]:
    rule = text("A working group meets inside its session, at one of the times for it.")
    for block, start in zip(problem.blocks, plan, strict=True):
        if block.parent is None or start is None:
            continue
        at = plan[block.parent]
        if at is None or start - at not in block.offsets:
            wrong = text(
                "%(block)s is not inside %(session)s.",
                block=name_of(block),
                session=name_of(problem.blocks[block.parent]),
            )
            yield CalendarViolation(wrong, rule)


def _conflicts(
    problem: CalendarProblem, held: Mapping[int, tuple[int, ...]]
) -> Iterator[CalendarViolation]:
    rule = text("Blocks in conflict are not held at the same time.")
    for one, other in problem.conflicts:
        if not set(held.get(one, ())).isdisjoint(held.get(other, ())):
            wrong = text(
                "%(one)s and %(other)s are held at the same time.",
                one=name_of(problem.blocks[one]),
                other=name_of(problem.blocks[other]),
            )
            yield CalendarViolation(wrong, rule)


def _before(problem: CalendarProblem, plan: Plan) -> Iterator[CalendarViolation]:
    rule = text("A block that comes before another is over in time.")
    for relation in problem.before:
        first, then = problem.blocks[relation.first], problem.blocks[relation.then]
        start, follows = plan[relation.first], plan[relation.then]
        if start is None or follows is None:
            continue
        earliest = dict(zip((one.slot for one in first.starts), relation.earliest, strict=True))
        # one that starts where it may not is told of elsewhere
        if follows < earliest.get(start, 0):
            wrong = text(
                "%(then)s starts too early after %(first)s.",
                then=name_of(then),
                first=name_of(first),
            )
            yield CalendarViolation(wrong, rule)


def _rooms(
    problem: CalendarProblem, held: Mapping[int, tuple[int, ...]]
) -> Iterator[CalendarViolation]:
    rule = text("A block has a room of its level, or a larger one, to itself.")
    rooms_in = [problem.rooms_in(level) for level in range(len(problem.rooms))]
    taken: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for place, slots in held.items():
        for slot in slots:
            taken[slot].update(problem.counts_against(problem.blocks[place].level))
    for slot, levels in sorted(taken.items()):
        for level, needed in sorted(levels.items()):
            rooms = rooms_in[level][slot]
            if needed > rooms:
                wrong = text(
                    "In slot %(slot)s, %(count)s blocks need one of %(rooms)s rooms"
                    " (level %(level)s).",
                    slot=slot,
                    count=needed,
                    rooms=rooms,
                    level=level,
                )
                yield CalendarViolation(wrong, rule)


def _teams(
    problem: CalendarProblem, held: Mapping[int, tuple[int, ...]]
) -> Iterator[CalendarViolation]:
    rule = text(
        "A team of interpreters serves one meeting at a time, %(daily)s in a day, %(weekly)s in a"
        " week.",
        daily=problem.meetings_per_team_day,
        weekly=problem.meetings_per_team_week,
    )
    slots = Counter(
        slot
        for place, covered in held.items()
        if problem.blocks[place].interpreted
        for slot in covered
    )
    days: Counter[int] = Counter()
    weeks: Counter[int] = Counter()
    for slot, count in slots.items():
        days[slot // problem.slots_per_day] += count
        weeks[slot // problem.slots_per_week] += count
    for counts, most, said in (
        (slots, problem.teams_in, text("slot")),
        (days, problem.served[0], text("day")),
        (weeks, problem.served[1], text("week")),
    ):
        for number, count in sorted(counts.items()):
            if count > most[number]:
                wrong = text(
                    "%(count)s meetings with interpretation in %(period)s %(number)s,"
                    " where teams serve %(most)s.",
                    count=count,
                    period=said,
                    number=number,
                    most=most[number],
                )
                yield CalendarViolation(wrong, rule)
