"""Variables of a calendar in groups, such as those that are held in one slot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scheduler.calendars.occupancy import Flags, Numbers

Small = NDArray[np.int32]  # there are millions of entries


@dataclass(frozen=True, slots=True)
class Groups:
    """Variables in groups, in order: group g is ``variables[ends[g]:ends[g + 1]]``."""

    numbers: Numbers
    variables: Small
    beside: Small
    ends: Numbers

    def sums(self, amounts: Small | Flags) -> Numbers:
        """What entries come to in each group."""
        total: Numbers = np.add.reduceat(amounts, self.ends[:-1], dtype=np.int64)
        return total


def grouped(
    numbers: NDArray[np.signedinteger],
    variables: NDArray[np.signedinteger],
    beside: Numbers | Small,
) -> Groups | None:
    """The variables of each group, in order, with what stands beside them; None of nothing."""
    if not len(numbers):
        return None
    order = np.lexsort((variables, numbers))
    numbers = numbers[order]
    starts = np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 1))
    return Groups(
        numbers[starts].astype(np.int64),
        variables[order].astype(np.int32),
        beside[order].astype(np.int32),
        np.append(starts, len(numbers)),
    )


def owners(held: Groups) -> Numbers:
    """How many blocks are in each group, those of a block being together."""
    fresh = np.diff(held.beside, prepend=-1) != 0
    fresh[held.ends[:-1]] = True
    return held.sums(fresh)
