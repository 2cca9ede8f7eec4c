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
# Where a plan has too many at once, some are without a room (None).
RoomsTaken = tuple[tuple[int | None, ...], ...]


def assign_rooms(problem: CalendarProblem, plan: Plan) -> RoomsTaken:
    """The rooms of a plan; nothing where rooms have no names."""
    if not problem.room_names:
        return ((),) * len(problem.blocks)
    held = {place: start for place, start in enumerate(plan) if start is not None}
    first: list[str] = []
    best: _Taking | None = None
    for _ in range(MOST_ORDERS):
        taking = _Taking(problem, held)
        taking.take_all(first)
        if best is None or len(taking.moving) < len(best.moving):
            best = taking
        fresh = [part for part in taking.moving if part not in first]
        if not fresh:
            break
        first = [*fresh, *first]
    assert best is not None
    return tuple(
        tuple(best.fixed[start + cover, place] for cover in block.covers)
        if (start := plan[place]) is not None
        else ()
        for place, block in enumerate(problem.blocks)
    )


class _Taking:
    """Gives rooms to one after the other. In each slot a matching of all that are held stays."""

    def __init__(self, problem: CalendarProblem, held: Mapping[int, int]) -> None:
        self.problem = problem
        # a session, or all meetings of a working group: the blocks in order of time
        self.parts: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self.here: defaultdict[int, list[int]] = defaultdict(list)
        for place, start in held.items():
            block = problem.blocks[place]
            for cover in block.covers:
                self.parts[block.part or block.id].append((start + cover, place))
                self.here[start + cover].append(place)
        rooms = problem.room_names
        # the smallest that will do: the others are for those that need them
        self.order = sorted(
            range(len(rooms)), key=lambda room: (rooms[room].seats, rooms[room].booths, room)
        )
        self.fixed: dict[tuple[int, int], int | None] = {}  # (slot, block): room
        self.moving: list[str] = []  # those that change rooms

    def take_all(self, first: list[str]) -> None:
        """Give rooms to `first` some, then to those of most slots, and of fewest rooms."""
        ranks = {part: rank for rank, part in enumerate(first)}

        def order(part: str) -> tuple[object, ...]:
            meetings = self.parts[part]
            block = self.problem.blocks[meetings[0][1]]
            inside = block.parent is not None
            return ranks.get(part, len(ranks)), inside, -len(meetings), len(block.rooms), part

        for part in sorted(self.parts, key=order):
            if self._take(sorted(self.parts[part])) > 1:
                self.moving.append(part)

    def _take(self, meetings: list[tuple[int, int]]) -> int:
        """Take the room that can be had longest, and at its end the next; how many these are."""
        begin = count = 0
        allowed = set(self.problem.blocks[meetings[0][1]].rooms)
        while begin < len(meetings):
            best: int | None = None
            until = begin
            for room in self.order:
                end = begin
                while room in allowed and end < len(meetings) and self._can(*meetings[end], room):
                    end += 1
                if end > until:
                    best, until = room, end
                if until == len(meetings):
                    break
            if until == begin:  # too many at once: the rooms go to those who come first
                best, until = self._left(meetings[begin][0], allowed), begin + 1
            for meeting in meetings[begin:until]:
                self.fixed[meeting] = best
            begin = until
            count += 1
        return count

    def _left(self, slot: int, allowed: set[int]) -> int | None:
        """A room that nobody has taken yet."""
        taken = {self.fixed.get((slot, one)) for one in self.here[slot]}
        free = (room for room in self.order if room in allowed and room not in taken)
        return next((room for room in free if self._open(slot, room)), None)

    def _can(self, slot: int, place: int, room: int) -> bool:
        """Whether a block can have a room and all the others one, too."""
        if not self._open(slot, room):
            return False
        taken = {self.fixed[slot, one] for one in self.here[slot] if (slot, one) in self.fixed}
        if room in taken:
            return False
        owner = {one: -1 for one in (*taken, room) if one is not None}  # -1: not to be moved
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
