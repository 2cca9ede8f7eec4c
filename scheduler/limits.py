"""Where the engine ends: it is told to stop, or asked for more than it can hold."""

from __future__ import annotations

from collections.abc import Callable

from scheduler.reading.errors import BadInput, FieldError
from scheduler.text import Text, text

# Variables and constraints of one model; a search takes about a gigabyte for a million of them
MOST_IN_A_MODEL = 2_000_000
# Points in one rank of preferences: beyond, numbers that are not whole are no longer told apart
MOST_POINTS = 2**53

Stop = Callable[[], bool]


def never() -> bool:
    """Do not stop."""
    return False


class Stopped(Exception):
    """The caller has cancelled, or the time is over, before there was anything to show."""


class TooLarge(BadInput):
    """A problem that no model is made of: it would not fit, or its numbers are too large."""

    def __init__(self, reason: Text) -> None:
        super().__init__([FieldError("", reason)])


def too_many() -> TooLarge:
    """More variables and constraints than a model may have."""
    return TooLarge(
        text("This is more than one search can hold: plan parts of the session, or ask for less.")
    )


def too_dear() -> TooLarge:
    """More points than can be counted."""
    return TooLarge(
        text(
            "The points of the preferences could exceed %(most)d: give smaller weights, or smaller "
            "costs of slots.",
            most=MOST_POINTS,
        )
    )
