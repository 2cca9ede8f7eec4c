"""Why a block of a calendar is left out: what stands against each of its starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from scheduler.calendars.problem import Before, CalendarProblem
from web.translate import and_list
from web.year_tables import Year


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A block without a place: what that costs (None: it must be held), and why it has none."""

    title: str
    body: str
    points: int | None
    why: str


def left_out(year: Year, most: int, body: str | None = None) -> tuple[Sequence[LeftOut], int]:
    """What is left out, the costliest first, at most so many; and how many these are in all."""
    blocks = year.problem.blocks
    places = [
        place
        for place, start in enumerate(year.plan)
        if start is None and body in {None, year.body_of(blocks[place])}
    ]
    places.sort(key=lambda one: (not blocks[one].must_be_held, -blocks[one].left_out, one))
    taken = Taken(year) if places else None
    return [_one(year, taken, place) for place in places[:most] if taken], len(places)


def _one(year: Year, taken: Taken, place: int) -> LeftOut:
    block = year.problem.blocks[place]
    return LeftOut(
        title=block.title or block.id,
        body=year.bodies[year.body_of(block)],
        points=None if block.must_be_held else block.left_out,
        why=_why(year, taken, place),
    )


def _why(year: Year, taken: Taken, place: int) -> str:
    block = year.problem.blocks[place]
    starts = [start.slot for start in block.starts]
    if block.parent is not None:
        at = year.plan[block.parent]
        if at is None:
            return str(_("Its session is left out."))
        starts = [slot for slot in starts if slot - at in block.offsets]
    if not starts:
        return str(_("There is no time at which it could begin."))
    found = Counter(taken.against(place, slot) for slot in starts)
    if found[""]:
        fits = ngettext(
            "It would still fit at %(num)s time: a search may place it.",
            "It would still fit at %(num)s times: a search may place it.",
            found[""],
        )
        return str(fits)
    words = {
        "rooms": _("no room (%(times)s)", times=found["rooms"]),
        "teams": _("no team of interpreters (%(times)s)", times=found["teams"]),
        "beside": _("a meeting that must not coincide with it (%(times)s)", times=found["beside"]),
        "order": _("one that must be before or after it (%(times)s)", times=found["order"]),
    }
    sentence = ngettext(
        "Nothing is free at the only time at which it could begin: %(why)s.",
        "None of the %(num)s times at which it could begin is free: %(why)s.",
        len(starts),
        why=and_list(said for reason, said in words.items() if found[reason]),
    )
    return str(sentence)


class Taken:
    """Rooms and teams that a plan takes."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.problem: CalendarProblem = year.problem
        self.rooms: Counter[tuple[int, int]] = Counter()
        self.slots: Counter[int] = Counter()
        self.days: Counter[int] = Counter()
        self.weeks: Counter[int] = Counter()
        for place, block in enumerate(self.problem.blocks):
            slots = year.slots_of(place)
            against = self.problem.counts_against(block.level)
            self.rooms.update((number, slot) for slot in slots for number in against)
            if block.interpreted:
                self.slots.update(slots)
                self.days.update(slot // self.problem.slots_per_day for slot in slots)
                self.weeks.update(slot // self.problem.slots_per_week for slot in slots)

    def against(self, place: int, start: int) -> str:
        """What stands against a start, in a word; empty where nothing does."""
        block = self.problem.blocks[place]
        slots = {start + cover for cover in block.covers}
        if any(
            not slots.isdisjoint(self.year.slots_of(other))
            for other in self.problem.neighbours[place]
        ):
            return "beside"
        related = self.problem.relations[place]
        if not all(self._in_order(relation, place, start) for relation in related):
            return "order"
        if any(
            self.rooms[number, slot] >= self.problem.rooms_in(number)[slot]
            for slot in slots
            for number in self.problem.counts_against(block.level)
        ):
            return "rooms"
        return "teams" if block.interpreted and self._no_team(slots) else ""

    def _in_order(self, relation: Before, place: int, start: int) -> bool:
        """Whether a block that starts there is before or after another as it must be."""
        first, then = (
            start if one == place else self.year.plan[one]
            for one in (relation.first, relation.then)
        )
        if first is None or then is None:
            return True
        starts = [one.slot for one in self.problem.blocks[relation.first].starts]
        return then >= relation.earliest[starts.index(first)]

    def _no_team(self, slots: set[int]) -> bool:
        problem = self.problem
        days = Counter(slot // problem.slots_per_day for slot in slots)
        weeks = Counter(slot // problem.slots_per_week for slot in slots)
        return (
            any(self.slots[slot] >= problem.teams_in[slot] for slot in slots)
            or any(self.days[day] + n > problem.served[0][day] for day, n in days.items())
            or any(self.weeks[week] + n > problem.served[1][week] for week, n in weeks.items())
        )
