"""A dense session in half-hours, read from the file that describes it, as a `Problem`.

``python -m bench.dense FILE`` writes it as a file (JSON) that ``hemicycle plan`` reads. The total
of a programme is then less than that of the instance by its `constant`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from scheduler.problem import (
    Body,
    Business,
    Column,
    Interpretation,
    Preference,
    Problem,
    Relation,
    RelationKind,
    Room,
    Session,
    Slot,
    SlotDate,
    Weight,
)
from scheduler.reading import load_data
from scheduler.writing import dump_json, write_problem

Entry = Mapping[str, Any]
HALF_HOUR = 30
FIRST_DAY = date(2030, 1, 7)
MORNING, AFTERNOON = "morning", "afternoon"
PLENARY, PARALLEL = "plenary", "parallel"
WORKING_GROUPS, ROUND_TABLES = (1, 14), (4, 14)  # slots in which they can meet


def dense(data: Entry) -> Problem:
    """The session; two slots a day. See the notes of its instance for what it asks."""
    slots = data["slots"]
    groups, tables = data["working_group_meetings"], data["round_tables"]
    business = [_item(entry) for entry in data["items"]]
    business += [_beside(entry["name"], *WORKING_GROUPS) for entry in groups]
    business += [_beside(entry["name"], *ROUND_TABLES) for entry in tables]
    session = Session(
        id="dense",
        title="Dense session",
        body=PLENARY,
        time_zone="UTC",
        first_day=FIRST_DAY,
        last_day=FIRST_DAY + timedelta(days=(slots - 1) // 2),
    )
    hours = [(MORNING, 10), (AFTERNOON, 15)]
    return Problem(
        session=session,
        slots=tuple(Slot(id=id_, start=time(hour), end=time(hour + 3)) for id_, hour in hours),
        bodies=tuple(Body(id=id_, title=id_) for id_ in (PLENARY, PARALLEL)),
        rooms=tuple(Room(id=id_, title=id_, seats=1, booths=0) for id_ in (PLENARY, PARALLEL)),
        interpretation=Interpretation(languages=("en",), teams=1),  # nothing is interpreted
        business=tuple(business),
        relations=tuple(_relations(data)),
        preferences={
            Preference.WISHED_TIMES: Weight(weight=2),
            Preference.FEW_SPLITS: Weight(weight=6),
            Preference.SHORT_SPANS: Weight(weight=5),
            Preference.SHORT_AGENDAS: Weight(weight=4, above=3),
            Preference.NEAR: Weight(weight=3),
        },
    )


def constant(problem: Problem) -> int:
    """Points of the instance that no programme can save: 6 for each part that there must be."""
    plenary = [one for one in problem.business if one.column is Column.PLENARY]
    return 6 * sum(-(-one.needed_minutes // problem.slots[0].minutes) for one in plenary)


def _id(name: str) -> str:
    return name.replace(" ", "-")


def _when(slot: int) -> SlotDate:
    day, half = divmod(slot, 2)
    return SlotDate(date=FIRST_DAY + timedelta(days=day), slot=(MORNING, AFTERNOON)[half])


def _item(entry: Entry) -> Business:
    return Business(
        id=_id(entry["name"]),
        title=entry["name"],
        body=PLENARY,
        column=Column.PLENARY,
        languages=(),
        minutes=entry["half_hours"] * HALF_HOUR,
        may_split=entry["max_pieces"] > 1,
        most_parts=entry["max_pieces"] if entry["max_pieces"] > 1 else None,
        least_minutes=HALF_HOUR,
        not_before=_when(entry["earliest_slot"]),
        not_after=_when(entry["latest_slot"]),
        wished=_when(entry["preferred_slot"]),
    )


def _beside(name: str, first: int, last: int) -> Business:
    return Business(
        id=name,
        title=name,
        body=PARALLEL,
        column=Column.PARALLEL,
        languages=(),
        minutes=6 * HALF_HOUR,
        not_before=_when(first),
        not_after=_when(last),
    )


def _relations(data: Entry) -> Iterator[Relation]:
    for first, then in data["precedence"]:
        yield _relation(RelationKind.BEFORE, first, then)
    for entry in data["working_group_meetings"]:
        name, after, before = (entry[key] for key in ("name", "after", "before"))
        yield _relation(RelationKind.AFTER_BEGUN, after, name)
        yield _relation(RelationKind.BEFORE, name, before)
        for item in (after, before):
            yield _relation(RelationKind.NEVER_PARALLEL, name, item)
    yield _relation(RelationKind.BEFORE, "WG2c-1", "WG2c-2")
    yield _relation(RelationKind.NEAR, "WG2c-1", "WG2c-2")
    first, then = (entry["name"] for entry in data["round_tables"])
    yield _relation(RelationKind.BEFORE, first, then)
    for entry in data["round_tables"]:
        yield _relation(RelationKind.BEFORE, entry["name"], entry["before"])
        yield _relation(RelationKind.NEVER_PARALLEL, entry["name"], "9 ministerial statements")


def _relation(kind: RelationKind, *names: str) -> Relation:
    return Relation(kind=kind, business=tuple(_id(name) for name in names))


if __name__ == "__main__":
    print(dump_json(write_problem(dense(load_data(Path(sys.argv[1]))))), end="")
