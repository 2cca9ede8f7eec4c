"""What comes out: who serves which meeting in which booth, and how good that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scheduler.programme import Status
from scheduler.text import Text


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """A person serves a meeting: in the booth of one language, or without booths for a pair."""

    sitting: str
    languages: tuple[str, ...]
    person: str
    chief: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """Duties in order of the meetings."""

    duties: tuple[Duty, ...]


class Aim(StrEnum):
    """What makes one roster better than another, the first before all others."""

    CHANGES = "changes"  # duties that are not as they were; only where a roster is repaired
    PEOPLE = "people"  # people who have a duty
    COST = "cost"  # days of freelances, at their rates
    SPREAD = "spread"  # in each booth the most duties of a person less the fewest, summed
    WISHES = "wishes"  # duties at times to be avoided, or in a booth of one's language B


@dataclass(frozen=True, slots=True)
class Level:
    """An aim: what the roster has, and what none has less of that is as good in the aims before."""

    aim: Aim
    value: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether it cannot be less."""
        return self.value == self.bound


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing where there is no roster: people of a booth, a language, or a chief."""

    sitting: str
    text: Text
    people: int


@dataclass(frozen=True, slots=True)
class Remedy:
    """One more person, and how many places would still be empty: found by solving."""

    text: Text
    still_lacking: int


@dataclass(frozen=True, slots=True)
class Shortage:
    """Why there is no roster: the fewest places that stay empty, and what a person would buy.

    `fewest`: whether fewer are proven impossible. `roster`: who serves if just those stay empty.
    """

    lacks: tuple[Lack, ...]
    remedies: tuple[Remedy, ...]
    fewest: bool
    roster: Roster | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterOutcome:
    """The end of a search. `roster` is there when `status` is optimal or feasible."""

    status: Status
    wall_seconds: float
    roster: Roster | None = None
    levels: tuple[Level, ...] = ()
    shortage: Shortage | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A duty of a person that is new, or gone, in a repaired roster."""

    sitting: str
    person: str
    before: tuple[str, ...] | None
    after: tuple[str, ...] | None
