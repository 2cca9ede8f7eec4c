"""The lot: by a seed that was committed to before the opening, so that anyone can redraw it."""

from __future__ import annotations

import re
from hashlib import sha256

SEED = re.compile(r"(?:[0-9a-f]{2}){16,}", re.ASCII)  # shorter ones can be guessed


def new_commitment(seed: str) -> str:
    """What is published before the opening: the SHA-256 of the seed, in hexadecimal digits.

    The seed is hashed as it is written. Raises ValueError unless it is written in small
    hexadecimal digits, of 16 bytes or more.
    """
    if not SEED.fullmatch(seed):
        raise ValueError("Give 16 bytes or more in small hexadecimal digits.")
    return sha256(seed.encode()).hexdigest()


def keeps_commitment(seed: str, commitment: str) -> bool:
    """Whether a seed is the one that was committed to."""
    try:
        return new_commitment(seed) == commitment
    except ValueError:
        return False


def lot(seed: str, delegation: str) -> str:
    """The lot of a delegation, as hexadecimal digits: the lowest is heard first.

    It is the same however often, whenever and for whomever the delegation asks.
    """
    return sha256(f"{seed}:{delegation}".encode()).hexdigest()
