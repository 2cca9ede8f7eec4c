"""What is to be covered, by whom, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from scheduler.programme import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A sitting in a block, counted from 0. Every two of its languages are a pair to be covered."""

    id: str
    block: int
    languages: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An interpreter, who covers a pair if both languages are among these."""

    id: str
    languages: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Instance:
    """Blocks in order of time, their sessions, and the interpreters."""

    blocks: tuple[str, ...]
    sessions: tuple[Session, ...]
    people: tuple[Person, ...]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the sessions."""
        return tuple(sorted({one for session in self.sessions for one in session.languages}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Most sessions of one person, and most blocks in a row."""

    sessions: int = 15
    consecutive: int = 3


class Assignment(NamedTuple):
    """A person covers a pair of languages, in order of the alphabet, in a session."""

    person: str
    session: str
    pair: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The end of a search. `objective` pairs are covered; no roster covers more than `bound`."""

    status: Status
    objective: int
    bound: int
    wall_seconds: float
    assignments: tuple[Assignment, ...]
