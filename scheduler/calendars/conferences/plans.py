"""Plans by dates: what is held when and where, as people read them and as they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby, pairwise
from typing import Any

from scheduler.calendars.outcome import CalendarOutcome
from scheduler.calendars.problem import CalendarProblem, Kind, Plan
from scheduler.calendars.rooms import RoomsTaken, assign_rooms
from scheduler.programme import Status
from scheduler.reading import BadInput, FieldError
from scheduler.reading.errors import shown
from scheduler.reading.forms import PLANS, refuse_other
from scheduler.reading.shape import check_shape, plain
from scheduler.text import Text, text

FORMAT = "hemicycle-conferences-plan/1"


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class DatedMeeting:
    """One meeting: of which session, working group or standalone meeting (`id`), when, where."""

    date: date
    slot: str
    id: str
    room: str | None = None


DatedPlan = tuple[DatedMeeting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A meeting with all that a reader asks: `number` of those of its session or group, from 1."""

    date: date
    slot: str
    start: time
    end: time
    id: str
    block: int
    number: int
    of: int
    title: str
    body: str
    kind: Kind
    room: str


def meetings_held(
    problem: CalendarProblem, plan: Plan, rooms: RoomsTaken | None = None
) -> tuple[Held, ...]:
    """Every meeting of a plan, in order of time, where slots have dates and hours."""
    rooms = assign_rooms(problem, plan) if rooms is None else rooms
    slots: dict[str, list[tuple[int, int, str]]] = {}
    for place, (block, start, taken) in enumerate(zip(problem.blocks, plan, rooms, strict=True)):
        if start is None:
            continue
        named = ["" if room is None else problem.room_names[room].id for room in taken]
        named = named or [""] * len(block.covers)
        slots.setdefault(block.part or block.id, []).extend(
            (start + cover, place, room) for cover, room in zip(block.covers, named, strict=True)
        )
    found = [
        (slot, _held(problem, slot, place, room, of=(number, len(covered))))
        for covered in slots.values()
        for number, (slot, place, room) in enumerate(sorted(covered), 1)
    ]
    return tuple(held for _slot, held in sorted(found, key=lambda one: (one[0], one[1].block)))


def _held(
    problem: CalendarProblem, slot: int, place: int, room: str, *, of: tuple[int, int]
) -> Held:
    block, on, hours = problem.blocks[place], problem.date_of(slot), problem.day_slot(slot)
    assert on is not None
    assert hours is not None
    return Held(
        date=on,
        slot=hours.id,
        start=hours.start,
        end=hours.end,
        id=block.part or block.id,
        block=place,
        number=of[0],
        of=of[1],
        title=block.title,
        body=block.body,
        kind=block.kind,
        room=room,
    )


def room_changes(held: Sequence[Held], problem: CalendarProblem) -> tuple[Text, ...]:
    """A sentence for each session that is not in one room from beginning to end."""
    titles = {room.id: room.title for room in problem.room_names}
    found = []
    sessions = sorted(
        (one for one in held if one.kind is Kind.SESSION), key=lambda one: (one.block, one.number)
    )
    for _block, group in groupby(sessions, key=lambda one: one.block):
        meetings = list(group)
        for before, after in pairwise(meetings):
            if before.room != after.room and before.room and after.room:
                found.append(
                    text(
                        "%(title)s moves from %(before)s to %(after)s on %(date)s (%(slot)s).",
                        title=after.title,
                        before=titles[before.room],
                        after=titles[after.room],
                        date=after.date,
                        slot=after.slot,
                    )
                )
    return tuple(found)


def status_of(outcome: CalendarOutcome, problem: CalendarProblem) -> Status:
    """Feasible or optimal where all is held that must be; infeasible where none can hold it all.

    To leave out what must be held costs more than all the rest, so that the bound says it.
    """
    needed = [block.left_out for block in problem.blocks if block.must_be_held]
    if not any(problem.blocks[place].must_be_held for place in outcome.unplaced):
        return outcome.status
    proven = outcome.bound is not None and outcome.bound >= min(needed)
    return Status.INFEASIBLE if proven else Status.UNKNOWN


def write_plan(outcome: CalendarOutcome, problem: CalendarProblem) -> dict[str, Any]:
    """An outcome by dates, as plain data: see `scheduler/conferences-plan.schema.json`."""
    status = status_of(outcome, problem)
    whole = status in (Status.OPTIMAL, Status.FEASIBLE)
    held = meetings_held(problem, outcome.plan)
    return {
        "format": FORMAT,
        "name": problem.name,
        "status": status.value,
        "objective": outcome.objective if whole else None,
        "bound": outcome.bound if whole else None,
        "wall_seconds": round(outcome.wall_seconds, 3),
        "meetings": [
            {
                "date": one.date.isoformat(),
                "slot": one.slot,
                "start": f"{one.start:%H:%M}",
                "end": f"{one.end:%H:%M}",
                "id": one.id,
                "number": one.number,
                "title": one.title,
                "body": one.body,
                "kind": one.kind.value,
                "room": one.room or None,
            }
            for one in held
        ],
        "left_out": [
            {
                "id": block.part or block.id,
                "title": block.title,
                "must_be_held": block.must_be_held,
                "cost": None if block.must_be_held else block.left_out,
            }
            for block in (problem.blocks[place] for place in outcome.unplaced)
        ],
        "room_changes": [str(one) for one in room_changes(held, problem)],
    }


def is_dated(data: object) -> bool:
    """Whether plain data are a plan by dates."""
    return isinstance(data, Mapping) and "meetings" in data


def read_dated(data: object) -> DatedPlan:
    """The plan that plain data describe, whether it can be held or not. Raises BadInput."""
    data = plain(data)
    refuse_other(data, *PLANS)
    errors = check_shape(data, "conferences-plan")
    if errors:
        raise BadInput(errors)
    assert isinstance(data, Mapping)
    return tuple(
        DatedMeeting(
            date=date.fromisoformat(one["date"]),
            slot=one["slot"],
            id=one["id"],
            room=one.get("room"),
        )
        for one in data["meetings"]
    )


def starts_of(problem: CalendarProblem, dated: DatedPlan) -> Plan:
    """The plan as the engine has it, to begin a search with. Raises BadInput.

    It must be whole: a session in all its slots. Its rooms say nothing.
    """
    slot_at = {
        (problem.date_of(slot), hours.id): slot
        for slot in range(problem.slots)
        if (hours := problem.day_slot(slot)) is not None
    }
    wanted: dict[str, list[int]] = {}
    errors: list[FieldError] = []
    for place, meeting in enumerate(dated):
        slot = slot_at.get((meeting.date, meeting.slot))
        if slot is None:
            reason = text("There is no slot %(slot)s on this day.", slot=shown(meeting.slot))
            errors.append(FieldError(f"meetings[{place}].slot", reason))
        else:
            wanted.setdefault(meeting.id, []).append(slot)
    plan: list[int | None] = []
    for block in problem.blocks:
        slots = sorted(wanted.get(block.part or block.id, ()))
        taken = slots[: len(block.covers)]
        wanted[block.part or block.id] = slots[len(block.covers) :]
        start = taken[0] - block.covers[0] if taken else None
        if start is not None and [start + cover for cover in block.covers] != taken:
            reason = text("%(title)s is not held in all its slots.", title=block.title)
            errors.append(FieldError("meetings", reason))
        plan.append(start)
    for name, slots in wanted.items():
        if slots:
            reason = text("%(id)s has more meetings than are asked for.", id=shown(name))
            errors.append(FieldError("meetings", reason))
    if errors:
        raise BadInput(errors)
    return tuple(plan)
