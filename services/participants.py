"""Lists of delegations as files: lines with the columns name, code, kind and, if known, group."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from scheduler.reading import BadInput, FieldError
from scheduler.text import Text, text
from services.delegation_data import Participant

# as the columns of `Delegation`
LONGEST = {"name": 200, "code": 10, "kind": 100}
LONGEST_GROUP = 100
COLUMNS = (sorted(LONGEST), sorted([*LONGEST, "group"]))


def load_participants(path: Path) -> list[Participant]:
    """The delegations listed in a CSV file. Raises BadInput, by the number of the line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines, restkey="", strict=True)
            if sorted(table.fieldnames or ()) not in COLUMNS:
                wanted = text("The first line must be: name,code,kind or name,code,kind,group.")
                raise _refused("1", wanted)
            rows = [(f"line {table.line_num}", row) for row in table]
    except OSError as error:
        raise _refused("", text("Cannot be read: %(why)s", why=error.strerror or "")) from None
    except UnicodeDecodeError:
        raise _refused("", text("Give a file in UTF-8.")) from None
    except csv.Error as error:
        raise _refused("", text("Not a table in CSV: %(why)s", why=str(error))) from None
    if mistakes := list(_mistakes(rows)):
        raise BadInput(mistakes)
    return [
        Participant(
            **{column: row[column].strip() for column in LONGEST},
            regional_group=(row.get("group") or "").strip(),
        )
        for _, row in rows
    ]


def _refused(where: str, what: Text) -> BadInput:
    return BadInput([FieldError(f"line {where}" if where else "", what)])


def _mistakes(rows: list[tuple[str, dict[str, str]]]) -> Iterator[FieldError]:
    seen: dict[str, set[str]] = {"name": set(), "code": set()}
    for line, row in rows:
        if "" in row:
            wanted = text("Give one value for each column; put quotes around one with a comma.")
            yield FieldError(line, wanted)
            continue
        for column, longest in LONGEST.items():
            value = (row[column] or "").strip()
            if not 0 < len(value) <= longest or "\0" in value:
                wanted = text("Give from 1 to %(most)s characters.", most=longest)
                yield FieldError(f"{line}.{column}", wanted)
        group = (row.get("group") or "").strip()
        if len(group) > LONGEST_GROUP or "\0" in group:
            wanted = text("Give at most %(most)s characters.", most=LONGEST_GROUP)
            yield FieldError(f"{line}.group", wanted)
        for column, known in seen.items():
            value = (row[column] or "").strip()
            if value and value in known:
                twice = text("“%(name)s” is listed twice.", name=value)
                yield FieldError(f"{line}.{column}", twice)
            known.add(value)
