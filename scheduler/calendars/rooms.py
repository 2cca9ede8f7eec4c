"""Which room is whose: meetings by name of room, a session in one room wherever that can be.

The plan counts rooms, which is enough for each slot (see `Block.rooms`). Here each meeting gets its
own: a room is taken by a session for as many slots as all others can still be given theirs. Knows
no solver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from scheduler.calendars.problem import CalendarProblem, Plan

MOST_ORDERS = 8  # tries, with what changed rooms first

# For each block the room (its place in the list) in each slot that it covers; none if left out.
RoomsTaken = tuple[tuple[int, ...], ...]


def assign_rooms(problem: CalendarProblem, plan: Plan) -> RoomsTaken:
    """The rooms of a plan that keeps the rules; nothing where rooms have no names."""
    if not problem.room_names:
        return ((),) * len(problem.blocks)
    held = {place: start for place, start in enumerate(plan) if start is not None}
    first: list[int] = []
    best: RoomsTaken = ()
    fewest = -1
    for _ in range(MOST_ORDERS):
        taken = _Taking(problem, held).all(first)
        moving = [place for place, rooms in enumerate(taken) if len(set(rooms)) > 1]
        if fewest < 0 or len(moving) < fewest:
            best, fewest = taken, len(moving)
        fresh = [place for place in moving if place not in first]
        if not fresh:
            break
        first = [*fresh, *first]
    return best


class _Taking:
    """Gives rooms one block after the other. In each slot a matching of all that are held stays."""

    def __init__(self, problem: CalendarProblem, held: Mapping[int, int]) -> None:
        self.problem = problem
        self.slots = {
            place: tuple(start + cover for cover in problem.blocks[place].covers)
            for place, start in held.items()
        }
        self.here: defaultdict[int, list[int]] = defaultdict(list)
        for place, slots in self.slots.items():
            for slot in slots:
                self.here[slot].append(place)
        rooms = problem.room_names
        # the smallest that will do: the others are for those that need them
        self.order = sorted(
            range(len(rooms)), key=lambda room: (rooms[room].seats, rooms[room].booths, room)
        )
        self.fixed: dict[tuple[int, int], int] = {}  # (slot, block): room

    def all(self, first: list[int]) -> RoomsTaken:
        """Rooms for all: `first` some, then those of most slots, and of fewest rooms."""
        blocks = self.problem.blocks
        ranks = {place: rank for rank, place in enumerate(first)}
        for place in sorted(
            self.slots,
            key=lambda one: (
                ranks.get(one, len(ranks)),
                -len(self.slots[one]),
                len(blocks[one].rooms),
                one,
            ),
        ):
            self._take(place)
        return tuple(
            tuple(self.fixed[slot, place] for slot in self.slots.get(place, ()))
            for place in range(len(blocks))
        )

    def _take(self, place: int) -> None:
        """Take the room that can be had longest, and at its end the next."""
        slots, begin = self.slots[place], 0
        allowed = set(self.problem.blocks[place].rooms)
        while begin < len(slots):
            best, until = -1, begin
            for room in self.order:
                end = begin
                while room in allowed and end < len(slots) and self._can(slots[end], place, room):
                    end += 1
                if end > until:
                    best, until = room, end
                if until == len(slots):
                    break
            if until == begin:
                raise ValueError(f"no room is left in slot {slots[begin]}")
            for slot in slots[begin:until]:
                self.fixed[slot, place] = best
            begin = until

    def _can(self, slot: int, place: int, room: int) -> bool:
        """Whether a block can have a room and all the others one, too."""
        if not self._open(slot, room):
            return False
        taken = {self.fixed[slot, one] for one in self.here[slot] if (slot, one) in self.fixed}
        if room in taken:
            return False
        owner = dict.fromkeys(taken | {room}, -1)  # -1: not to be moved
        others = [one for one in self.here[slot] if one != place and (slot, one) not in self.fixed]
        return all(self._seat(slot, one, owner, set()) for one in others)

    def _open(self, slot: int, room: int) -> bool:
        return self.problem.date_of(slot) not in self.problem.room_names[room].closed

    def _seat(self, slot: int, place: int, owner: dict[int, int], seen: set[int]) -> bool:
        """Find a room for a block, moving others that have none for good (an augmenting path)."""
        for room in self.problem.blocks[place].rooms:
            if room in seen or owner.get(room) == -1 or not self._open(slot, room):
                continue
            seen.add(room)
            if room not in owner or self._seat(slot, owner[room], owner, seen):
                owner[room] = place
                return True
        return False
