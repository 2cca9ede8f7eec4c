"""Texts that people give, made fit to be kept and signed; what is not fit is refused by field."""

from __future__ import annotations

import re
import unicodedata

from models.conferences import LONGEST_LINE
from scheduler.text import text
from services.errors import BadRequest

KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?", re.ASCII)
UNSEEN = dict.fromkeys(
    [0xAD, 0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
UNFIT = frozenset({"Cc", "Cs", "Zl", "Zp"})  # control characters, halves, ends of lines


def seen(given: str) -> str:
    """A text without what turns its direction around or has no width: two look the same without.

    Joiners stay, without which words of Persian and of Indian scripts are written wrongly.
    """
    return given.translate(UNSEEN)


def line(field: str, given: str, *, most: int = LONGEST_LINE, needed: bool = False) -> str:
    """A line of text without blanks around it. Raises BadRequest naming the field."""
    value = unicodedata.normalize("NFC", seen(given)).strip()
    if needed and not value:
        raise BadRequest({field: text("This must not be empty.")})
    if len(value) > most:
        raise BadRequest({field: text("Give at most %(most)s characters.", most=most)})
    if any(unicodedata.category(character) in UNFIT for character in value):
        raise BadRequest({field: text("Give a line of letters, figures and marks.")})
    return value


def key(field: str, given: str) -> str:
    """A word for an address: small letters, figures and hyphens. Raises BadRequest."""
    if not KEY.fullmatch(given):
        raise BadRequest(
            {field: text("Give small letters, figures and hyphens, at most 100 of them.")}
        )
    return given
