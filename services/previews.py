"""What a file would change, row by row, before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from scheduler.text import Text, text
from services.errors import BadRequest, Stale
from services.table_files import MOST_BYTES, NO_VALUE, TableFile, TableRow, shorn

Data = TypeVar("Data")


class RowKind(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    WRONG = "wrong"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """A column that a row changes, from what to what, as the file writes it."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Generic[Data]):
    """A row: what it is about, what it would change, what is wrong with it, by column.

    `own` is the number in the record of what it changes, and its version; `data` is what would be
    kept, None where it is wrong.
    """

    number: int
    title: str
    kind: RowKind
    changes: tuple[Change, ...] = ()
    wrong: Mapping[str, Text] = field(default_factory=dict)
    own: tuple[int, int] | None = None
    data: Data | None = None


@dataclass(frozen=True, slots=True)
class Preview(Generic[Data]):
    """All rows of a file, in its order."""

    rows: tuple[Row[Data], ...]

    @property
    def counts(self) -> Mapping[RowKind, int]:
        """How many rows there are of each kind."""
        found = Counter(row.kind for row in self.rows)
        return {kind: found[kind] for kind in RowKind}

    @property
    def mark(self) -> str:
        """A mark of what would be written, over what: it changes with the file and the record."""
        said = [
            (row.number, row.kind, row.own, [(c.column, c.old, c.new) for c in row.changes])
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def to_write(self, mark: str) -> Sequence[Row[Data]]:
        """The rows that change something. Raises Stale if that is not what was looked at."""
        if mark != self.mark:
            raise Stale
        return [row for row in self.rows if row.kind in {RowKind.NEW, RowKind.CHANGED}]


def changes(
    old: Mapping[str, str], new: Mapping[str, str], apart: Iterable[str] = ()
) -> tuple[Change, ...]:
    """The columns of a row that differ, as far as one can see, from what is kept, but for some."""
    return tuple(
        Change(column, old.get(column, ""), value)
        for column, value in new.items()
        if value != shorn(old.get(column, "")) and column not in apart
    )


def judged(
    row: TableRow,
    *,
    title: str,
    read: Callable[[], Data],
    found: tuple[Change, ...],
    own: tuple[int, int] | None,
    wrong: Mapping[str, Text],
) -> Row[Data]:
    """A row as it stands: `read` gives its data, or raises BadRequest."""
    data, wrong = None, dict(wrong)
    try:
        data = read()
    except BadRequest as error:
        wrong = {**error.fields, **wrong}
    wrong |= dict.fromkeys(row.unknown, NO_VALUE)  # which is not what is wrong with an empty one
    if wrong:
        kind, data = RowKind.WRONG, None
    elif own is None:
        kind = RowKind.NEW
    else:
        kind = RowKind.CHANGED if found else RowKind.SAME
    return Row(
        number=row.number,
        title=title,
        kind=kind,
        changes=tuple(one for one in found if one.column not in row.unknown),
        wrong=wrong,
        own=own,
        data=data,
    )


def refuse_columns(table: TableFile, known: Sequence[str], needed: Sequence[str]) -> None:
    """Raise BadRequest where a file has columns that there are not, or lacks one it needs."""
    if strange := [name for name in table.columns if name not in known]:
        raise BadRequest(
            {
                "file": text(
                    "These columns are not known: %(names)s. There are: %(known)s.",
                    names=strange,
                    known=list(known),
                )
            }
        )
    if missing := [name for name in needed if name not in table.columns]:
        raise BadRequest({"file": text("These columns are missing: %(names)s.", names=missing)})


def kept_data(table: TableFile) -> str:
    """A table as a text that a form can hold while one looks at the preview."""
    rows = [
        [row.number, row.unknown, *(row.values.get(name, "") for name in table.columns)]
        for row in table.rows
    ]
    return json.dumps([list(table.columns), rows], ensure_ascii=False, separators=(",", ":"))


def read_kept(said: str) -> TableFile:
    """The table that a form held. Raises BadRequest naming `file`."""
    try:
        columns, rows = json.loads(said[: 4 * MOST_BYTES])
        table = TableFile(
            tuple(str(name) for name in columns),
            tuple(
                TableRow(
                    int(number),
                    dict(zip(columns, map(str, values), strict=True)),
                    tuple(map(str, unknown)),
                )
                for number, unknown, *values in rows
            ),
        )
        kept_data(table).encode()  # halves of characters cannot be shown
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise BadRequest({"file": text("Give the file again.")}) from None
    return table
