"""Reading a calendar to be made; here, in its compact form: numbers, with slots counted from 0.

The form that a secretariat writes is read in `conferences`.

Everything is checked here and nothing is guessed; fields of no meaning here are passed over. Blocks
may be many thousands: each number is looked at once, and the mistakes named are the first hundred.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from scheduler.calendars.conferences.compiling import compile_conferences
from scheduler.calendars.conferences.reading import is_conferences, read_conferences
from scheduler.calendars.limits import (
    MOST_BLOCKS,
    MOST_COVERED,
    MOST_LEVELS,
    MOST_POINTS,
    MOST_SLOTS,
)
from scheduler.calendars.problem import Block, CalendarProblem, Kind, Start
from scheduler.reading import BadInput, FieldError, load_data
from scheduler.reading.errors import shown
from scheduler.reading.forms import refuse_other
from scheduler.text import Text, text

KINDS = {"S": Kind.SESSION, "W": Kind.WORKING_GROUP, "A": Kind.STANDALONE}
FORMAT = "hemicycle-calendar-problem/1"
MOST_ERRORS = 100
MOST_CHARACTERS = 1_000  # of a name


def load_calendar_problem(path: Path) -> CalendarProblem:
    """Read a calendar to be made from a JSON or YAML file. Raises BadInput."""
    return read_calendar_problem(load_data(path))


def read_calendar_problem(data: object) -> CalendarProblem:
    """The calendar to be made that plain data describe, in either form. Raises BadInput."""
    if is_conferences(data):
        return compile_conferences(read_conferences(data))
    refuse_other(data, "hemicycle-calendar-problem/", "hemicycle-conferences/")
    if not isinstance(data, Mapping):
        raise BadInput([FieldError("", text("Give a group of fields: T, spd, blocks and so on."))])
    return _Reader(data).problem()


class _Reader:
    """Reads field by field and gathers the mistakes."""

    def __init__(self, data: Mapping[Any, Any]) -> None:
        self.data = data
        self.errors: list[FieldError] = []
        self.covered = 0

    def problem(self) -> CalendarProblem:
        """Read all of it."""
        slots = self.number(self.data, "", "T", 1, MOST_SLOTS)
        per_day = self.number(self.data, "", "spd", 1, 24)
        weeks = self.number(self.data, "", "weeks", 1, slots)
        teams, weekly = (self.number(self.data, "", name, 0, 100_000) for name in _TEAMS)
        rooms = self.numbers(self.data, "", "caps", (0, 100_000))
        if not rooms and not self.errors:
            self.wrong("caps", text("Give the rooms of at least one level."))
        if len(rooms) > MOST_LEVELS:
            reason = text("Give at most %(limit)s levels.", limit=MOST_LEVELS)
            self.wrong("caps", reason)
        if self.data.get("format", FORMAT) != FORMAT:
            reason = text("Give %(format)s, or leave this away.", format=FORMAT)
            self.wrong("format", reason)
        name = self.line(self.data, "", "name")
        self.refuse()  # the blocks would only be wrong again
        given = self.listed("blocks", MOST_BLOCKS)
        blocks = tuple(self.block(part, n, slots, len(rooms)) for n, part in enumerate(given))
        self.references(blocks)
        conflicts = self.conflicts(len(given))
        first_day = self.first_day()
        self.refuse()
        days_per_week = -(-slots // (per_day * weeks))
        return CalendarProblem(
            name=name,
            slots=slots,
            slots_per_day=per_day,
            slots_per_week=days_per_week * per_day,
            teams=teams,
            meetings_per_team_week=weekly,
            rooms=rooms,
            blocks=tuple(block for block in blocks if block is not None),
            conflicts=conflicts,
            first_day=first_day,
        )

    def block(self, part: object, place: int, slots: int, levels: int) -> Block | None:
        """One block; None where it cannot be read."""
        path = f"blocks[{place}]"
        if not isinstance(part, Mapping):
            self.wrong(path, text("Give a group of fields; this is %(given)s.", given=shown(part)))
            return None
        before = len(self.errors)
        kind = KINDS.get(str(part.get("kind")))
        if kind is None:
            reason = text("Give S, W or A; this is %(given)s.", given=shown(part.get("kind")))
            self.wrong(f"{path}.kind", reason)
        covers = tuple(sorted(set(self.numbers(part, path, "cov", (0, slots - 1)))))
        if not covers and len(self.errors) == before:
            self.wrong(f"{path}.cov", text("Give the slots that it covers, from its start: 0, 1."))
        level = self.number(part, path, "lvl", 0, levels - 1)
        left_out = self.number(part, path, "pen", 0, MOST_POINTS)
        interpreted = part.get("interp", 0)
        if interpreted not in (0, 1):
            reason = text("Give 0 or 1; this is %(given)s.", given=shown(interpreted))
            self.wrong(f"{path}.interp", reason)
        starts = self.starts(part.get("starts"), path, slots, covers)
        name = self.line(part, path, "id", str, int)
        title = self.line(part, path, "title")
        parent: int | None = None
        offsets: tuple[int, ...] = ()
        if kind is Kind.WORKING_GROUP:
            parent = self.number(part, path, "parent", 0, MOST_BLOCKS)
            offsets = self.numbers(part, path, "offs", (0, slots))
        if len(self.errors) > before:
            return None
        assert kind is not None
        return Block(
            id=name or str(place),
            kind=kind,
            starts=starts,
            covers=covers,
            level=level,
            interpreted=bool(interpreted),
            left_out=left_out,
            parent=parent,
            offsets=offsets,
            title=title,
        )

    def starts(
        self, given: object, path: str, slots: int, covers: Sequence[int]
    ) -> tuple[Start, ...]:
        """The allowed starts of a block, in order of time."""
        if not isinstance(given, list):
            self.wrong(f"{path}.starts", text("Give a list of slots, each with its cost."))
            return ()
        self.covered += len(given) * len(covers)
        if self.covered > MOST_COVERED:
            self.wrong("blocks", text("There are too many starts for one calendar."))
            self.refuse()
        last = slots - 1 - (covers[-1] if covers else 0)
        found: dict[int, int] = {}
        for place, one in enumerate(given):
            match one:
                case [slot, cost] if _whole(slot, 0, last) and _whole(cost, 0, MOST_POINTS):
                    if slot in found:
                        reason = text("Slot %(slot)s is given twice; leave one.", slot=slot)
                        self.wrong(f"{path}.starts[{place}]", reason)
                    found[slot] = cost
                case _:
                    reason = text(
                        "Give a slot from 0 to %(last)s, so that all is over in time, and what it"
                        " costs; this is %(given)s.",
                        last=last,
                        given=shown(one),
                    )
                    self.wrong(f"{path}.starts[{place}]", reason)
        return tuple(Start(slot, found[slot]) for slot in sorted(found))

    def references(self, blocks: Sequence[Block | None]) -> None:
        """A working group is inside a session, not in itself nor in another working group."""
        names: dict[str, int] = {}
        for place, block in enumerate(blocks):
            if block is None:
                continue
            if names.setdefault(block.id, place) != place:
                reason = text("%(id)s is given twice; leave one.", id=shown(block.id))
                self.wrong(f"blocks[{place}].id", reason)
            if block.parent is None:
                continue
            parent = blocks[block.parent] if block.parent < len(blocks) else block
            if parent is not None and parent.kind is not Kind.SESSION:
                reason = text(
                    "Give the place of a session in the list, counted from 0; this is %(given)s.",
                    given=block.parent,
                )
                self.wrong(f"blocks[{place}].parent", reason)

    def conflicts(self, count: int) -> tuple[tuple[int, int], ...]:
        """Pairs of blocks, each once."""
        if "conf" not in self.data:
            return ()
        found: set[tuple[int, int]] = set()
        for place, pair in enumerate(self.listed("conf", 10 * MOST_BLOCKS)):
            match pair:
                case [one, other] if _whole(one, 0, count - 1) and _whole(other, 0, count - 1):
                    if one != other:
                        found.add((min(one, other), max(one, other)))
                        continue
                    reason = text("A block is not in conflict with itself.")
                case _:
                    reason = text(
                        "Give the places of two blocks in the list, counted from 0; this is"
                        " %(given)s.",
                        given=shown(pair),
                    )
            self.wrong(f"conf[{place}]", reason)
        return tuple(sorted(found))

    def first_day(self) -> date | None:
        """The date of the first slots, if one is given."""
        given = self.data.get("first_day")
        if given is None:
            return None
        try:
            return date.fromisoformat(given)
        except (TypeError, ValueError):
            reason = text("Give a date such as 2026-01-05; this is %(given)s.", given=shown(given))
            self.wrong("first_day", reason)
            return None

    def number(self, part: Mapping[Any, Any], path: str, name: str, least: int, most: int) -> int:
        """A whole number in a range."""
        value = part.get(name)
        if _whole(value, least, most):
            assert isinstance(value, int)
            return value
        self.wrong(f"{path}.{name}" if path else name, _instead(value, least, most))
        return least

    def line(self, part: Mapping[Any, Any], path: str, name: str, *kinds: type) -> str:
        """A text, or a number where this is one of the `kinds`; empty if it is not given."""
        value = part.get(name)
        if value is None:
            return ""
        if type(value) in (kinds or (str,)) and len(str(value)) <= MOST_CHARACTERS:
            return str(value)
        self.wrong(
            f"{path}.{name}" if path else name,
            text(
                "Give a text of at most %(limit)s characters; this is %(given)s.",
                limit=MOST_CHARACTERS,
                given=shown(value),
            ),
        )
        return ""

    def numbers(
        self, part: Mapping[Any, Any], path: str, name: str, limits: tuple[int, int]
    ) -> tuple[int, ...]:
        """A list of whole numbers in a range."""
        values, where = part.get(name), f"{path}.{name}" if path else name
        if not isinstance(values, list):
            self.wrong(where, text("Give a list of whole numbers."))
            return ()
        for place, value in enumerate(values):
            if not _whole(value, *limits):
                self.wrong(f"{where}[{place}]", _instead(value, *limits))
        return tuple(values)

    def listed(self, name: str, most: int) -> list[Any]:
        """A list, of a bounded length."""
        value = self.data.get(name)
        if not isinstance(value, list):
            self.wrong(name, text("Give a list; this is %(given)s.", given=shown(value)))
            return []
        if len(value) > most:
            reason = text(
                "Give at most %(limit)s; there are %(count)s.", limit=most, count=len(value)
            )
            self.wrong(name, reason)
            self.refuse()
        return value

    def wrong(self, path: str, reason: Text) -> None:
        """Note a mistake; enough is enough."""
        self.errors.append(FieldError(path, reason))
        if len(self.errors) >= MOST_ERRORS:
            self.refuse()

    def refuse(self) -> None:
        """Raise BadInput if there are mistakes."""
        if self.errors:
            raise BadInput(self.errors)


_TEAMS = ("teams", "weekly")


def _whole(value: object, least: int, most: int) -> bool:
    # true and false are numbers to Python, and none to the reader
    return type(value) is int and least <= value <= most


def _instead(value: object, least: int, most: int) -> Text:
    wanted = text("a whole number from %(least)s to %(most)s", least=least, most=most)
    if value is None:
        return text("This is missing. Give %(wanted)s.", wanted=wanted)
    return text("Give %(wanted)s; this is %(given)s.", wanted=wanted, given=shown(value))
