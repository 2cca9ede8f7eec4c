"""How long a list will take, and which limit would let all speak in the time there is (rule 45)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from procedure.speakers.values import Inscription

STEP = 30  # limits are of whole or half minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What a list asks for, against the minutes that it is given.

    `limit` is the longest limit in seconds, of whole or half minutes, with which all fit; nobody
    is given more than now. It is None where they fit as it is, and where no limit would do.
    """

    speakers: int
    seconds: int
    minutes_given: int
    limit: int | None

    @property
    def minutes(self) -> int:
        """The minutes it takes, begun ones counted whole."""
        return -(-self.seconds // 60)

    @property
    def fits(self) -> bool:
        """Whether all can speak in the time given."""
        return self.seconds <= self.minutes_given * 60


def demand(
    places: Collection[Inscription], minutes_given: int, *, changeover_seconds: int = 0
) -> Demand:
    """What those who are still to speak ask for, each with the limit of their category.

    `changeover_seconds` pass with each speaker beside the statement.
    """
    limits = [place.category.seconds for place in places]
    between = len(limits) * changeover_seconds
    return Demand(
        speakers=len(limits),
        seconds=sum(limits) + between,
        minutes_given=minutes_given,
        limit=_limit(limits, minutes_given * 60 - between),
    )


def _limit(limits: Iterable[int], seconds: int) -> int | None:
    shares = sorted(limits)
    if sum(shares) <= seconds:
        return None
    fitting = [
        limit
        for limit in range(STEP, shares[-1], STEP)
        if sum(min(share, limit) for share in shares) <= seconds
    ]
    return max(fitting, default=None)
