"""Who is to be told that their turn comes."""

from __future__ import annotations

from collections.abc import Sequence


def alerts(before: Sequence[int], after: Sequence[int], ahead: int) -> tuple[int, ...]:
    """Those with at most so many others ahead of them now, who had more before, in their order.

    `before` and `after` are the inscriptions still to be heard, in order.
    """
    told = set(before[: ahead + 1])
    return tuple(number for number in after[: ahead + 1] if number not in told)
