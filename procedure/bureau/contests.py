"""Where a ballot is to be held, and whether a group could get more officers by it than its places.

An office with one place is open to the candidates of every group. One with several is shared out by
group, where the rules say how many officers each has: then it is a group with more nominations than
places that votes among its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from procedure.bureau.composition import Nominee
from procedure.bureau.elections import acclaimed
from procedure.bureau.rules import Board, ElectionRules


@dataclass(frozen=True, slots=True)
class Contest:
    """A ballot on so many places of an office: among all, or among the candidates of a group."""

    office: str
    group: str
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """The officers of a board who are `held` to be in office, and those who are `named` for one."""

    board: Board
    held: Sequence[Nominee]
    named: Sequence[Nominee]

    def places_left(self, office: str) -> int:
        """How many places of an office are still to be filled."""
        return self.board.office(office).number - sum(one.office == office for one in self.held)

    def left_to(self, group: str, office: str) -> int:
        """How many places a group has left for an office, beside all that it may get otherwise."""
        named = Counter(one.office for one in self.named if one.group == group)
        others = (
            min(named[one.key], self.places_left(one.key))
            for one in self.board.offices
            if one.key != office
        )
        return self.unfilled(group) - sum(others)

    def unfilled(self, group: str) -> int:
        """How many officers a group has not yet."""
        return self.board.per_group - sum(one.group == group for one in self.held)

    def by_group(self, office: str) -> bool:
        """Whether an office is shared out among the groups."""
        return self.board.per_group > 0 and self.board.office(office).number > 1

    def ballot(self, office: str, group: str) -> Contest:
        """A ballot on what is left of an office, or on what of it is left to a group."""
        places = self.places_left(office)
        if group:
            places = min(places, self.left_to(group, office))
        return Contest(office, group, places)


def contests(race: Race, rules: ElectionRules) -> list[Contest]:
    """The ballots to be held next, where not everybody nominated can be elected without.

    Those on one place come first: on who is elected to them depends what the groups have left.
    """
    offices = race.board.offices
    first = [one for one in offices if one.number == 1]
    found = [contest for one in first for contest in _contests(race, one.key, rules)]
    return found or [contest for one in offices for contest in _contests(race, one.key, rules)]


def _contests(race: Race, office: str, rules: ElectionRules) -> Iterator[Contest]:
    named = Counter(one.group for one in race.named if one.office == office)
    places = race.places_left(office)
    if not named or places < 1:
        return
    crowded = [
        race.ballot(office, group)
        for group, count in sorted(named.items())
        if race.by_group(office) and count > race.left_to(group, office) > 0
    ]
    yield from crowded
    if not crowded and not acclaimed(list(named.elements()), places, rules):
        yield race.ballot(office, "")


def overfull(race: Race, contest: Contest, under_way: Mapping[str, int]) -> str | None:
    """The first group that could get more officers by a ballot than it has places; None if none.

    `under_way` is how many each group may get by ballots on other offices that are being held.
    """
    if not race.board.per_group:
        return None
    named = Counter(
        one.group
        for one in race.named
        if one.office == contest.office and contest.group in {"", one.group}
    )
    for group, count in sorted(named.items()):
        room = race.unfilled(group) - under_way.get(group, 0)
        if race.by_group(contest.office):
            room = min(room, race.left_to(group, contest.office))
        if min(count, contest.places) > room:
            return group
    return None
