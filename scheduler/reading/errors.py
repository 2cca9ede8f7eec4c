"""What is wrong with an input, field by field."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from scheduler.text import Text


@dataclass(frozen=True, slots=True)
class FieldError:
    """One mistake: where (`business[3].minutes`, or `line 3, column 5`), and what would be right.

    `path` is empty where the whole input is meant. `twin` is the path of the entry that another is
    the same as.
    """

    path: str
    text: Text
    twin: str = ""

    def __str__(self) -> str:
        return f"{self.path}: {self.text}" if self.path else str(self.text)


class BadInput(ValueError):
    """An input that cannot be used. `errors` are all its mistakes, never none."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


def path_of(steps: Iterable[str | int]) -> str:
    """Write a path: ``("business", 3, "minutes")`` is ``business[3].minutes``."""
    path = ""
    for step in steps:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += f".{step}" if path else step
    return path


def shown(value: Any) -> str:
    """A value as the reader wrote it, shortened."""
    written = json.dumps(value, ensure_ascii=False, default=repr)
    return written if len(written) <= 60 else written[:57] + "..."


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant; None where another is as near."""
    close = get_close_matches(name, sorted(known), n=2)
    likeness = [SequenceMatcher(None, one, name).ratio() for one in close]
    return close[0] if len(set(likeness)) == len(close) > 0 else None


def listed(names: Iterable[str]) -> str:
    """Names as they are to be written, one after the other."""
    return ", ".join(names)
