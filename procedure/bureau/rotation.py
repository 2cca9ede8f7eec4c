"""Which group nominates for which office (rule 22, paragraph 3).

The offices of President and Rapporteur normally go from group to group, in alphabetical order; the
places that are left to each group follow from how many officers it has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from procedure.bureau.rules import Board, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSession:
    """Which group had which office, by its key, at session `number` of a conference."""

    number: int
    held: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotment:
    """Who nominates for session `number`.

    `turns` is the group for each office that rotates, None if that cannot be said. `shares` is how
    many holders of which office each group nominates; empty if that cannot be said. `others` is how
    many officers more each group nominates, where these may have several offices.
    """

    number: int
    turns: Mapping[str, str | None]
    shares: Mapping[str, Mapping[str, int]]
    others: Mapping[str, int] = field(default_factory=dict)


def rotation(
    past: Sequence[PastSession], board: Board, groups: Sequence[str], first: int, count: int
) -> tuple[Allotment, ...]:
    """The allotment of `count` sessions from session `first` on (rule 22, paragraph 3).

    Only sessions before `first` count as past.
    """
    known = {one.number: one.held for one in past if one.number < first}
    return tuple(_allotment(known, board, groups, number) for number in range(first, first + count))


def _allotment(
    known: Mapping[int, Mapping[str, str]], board: Board, groups: Sequence[str], number: int
) -> Allotment:
    turns = {turn.office: _group(known, board, groups, turn, number) for turn in board.turns}
    shares, others = _shares(turns, board, groups)
    return Allotment(number=number, turns=turns, shares=shares, others=others)


def _group(
    known: Mapping[int, Mapping[str, str]],
    board: Board,
    groups: Sequence[str],
    turn: Turn,
    number: int,
) -> str | None:
    if turn.follows:
        leader = next(one for one in board.turns if one.office == turn.follows)
        return _moved(known, groups, leader, number - turn.behind)
    return _moved(known, groups, turn, number)


def _moved(
    known: Mapping[int, Mapping[str, str]], groups: Sequence[str], turn: Turn, number: int
) -> str | None:
    """The group of an office that moves on: from the last session at which it is known."""
    seen = [one for one, held in known.items() if one <= number and held.get(turn.office) in groups]
    if not seen:
        return None
    last = max(seen)
    place = groups.index(known[last][turn.office])
    return groups[(place + turn.step * (number - last)) % len(groups)]


def _shares(
    turns: Mapping[str, str | None], board: Board, groups: Sequence[str]
) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """What each group nominates for, and how many more, where these may have several offices."""
    if None in turns.values() or not turns:
        return {}, {}
    shares: dict[str, dict[str, int]] = {group: {} for group in groups}
    for office, group in turns.items():
        shares[str(group)][office] = 1
    left = {group: board.per_group - sum(share.values()) for group, share in shares.items()}
    left = {group: count for group, count in left.items() if count > 0}
    others = [office.key for office in board.offices if office.key not in turns]
    if len(others) > 1:
        return shares, left
    for office in others:
        for group, count in left.items():
            shares[group][office] = count
    return shares, {}
