"""Rule 41: who must be there for a meeting to open, and for a decision to be taken.

The President may declare a meeting open and permit the debate to proceed when at least one third
of the parties participating in the session are present. The presence of a majority of them is
required for any decision. Observers and signatories do not count.
"""

from __future__ import annotations

import math
from fractions import Fraction

THIRD = Fraction(1, 3)
HALF = Fraction(1, 2)


def to_open(parties: int, share: Fraction = THIRD) -> int:
    """How many of the parties must be present: at least that share of them."""
    return math.ceil(parties * share)


def to_decide(parties: int, share: Fraction = HALF) -> int:
    """How many of the parties must be present: more than that share of them."""
    return math.floor(parties * share) + 1
