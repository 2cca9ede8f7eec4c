"""Officers and parties, for tests: the bureau of 2006, and to what States are party."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from procedure.bureau.composition import Ground, Nominee
from procedure.bureau.rules import Board
from procedure.instruments import Membership
from procedure.rulebook import rulebook

BOOK = rulebook("ctoc")
AFRICAN, ASIAN, EASTERN, GRULAC, WEOG = BOOK.groups
OPENING = date(2006, 10, 9)
INSTRUMENTS = ("CTOC", "TIP", "SOM", "FA")
ALL = Membership(since=dict.fromkeys(INSTRUMENTS, date(2005, 7, 1)))
ONLY_CONVENTION = Membership(since={"CTOC": date(2004, 1, 1), **dict.fromkeys(INSTRUMENTS[1:])})
UNKNOWN = Membership(since={"CTOC": date(2004, 1, 1)})
PRESIDENT, VICE, RAPPORTEUR = "president", "vice-president", "rapporteur"

BUREAU_2006 = (
    Nominee(office=PRESIDENT, delegation="AR", group=GRULAC),
    Nominee(office=VICE, delegation="AZ", group=EASTERN),
    Nominee(office=VICE, delegation="CL", group=GRULAC),
    Nominee(office=VICE, delegation="CN", group=ASIAN),
    Nominee(office=VICE, delegation="DE", group=WEOG),
    Nominee(office=VICE, delegation="NG", group=AFRICAN),
    Nominee(office=VICE, delegation="PH", group=ASIAN),
    Nominee(office=VICE, delegation="ZA", group=AFRICAN),
    Nominee(office=VICE, delegation="GB", group=WEOG),
    Nominee(office=RAPPORTEUR, delegation="PL", group=EASTERN),
)


def bureau(**changes: Any) -> Board:
    """The bureau of the rulebook, with changes."""
    return replace(BOOK.bureau.bureau, **changes)


def ground(parties: Mapping[str, Membership] | None = None, **changes: Any) -> Ground:
    """The opening of 2006; unless said of a State, it is party to all instruments."""
    codes = {one.delegation for one in BUREAU_2006} | {"AT", "FR", "KE"}
    made = Ground(
        groups=BOOK.groups,
        instruments=BOOK.instruments,
        parties={**dict.fromkeys(sorted(codes), ALL), **(parties or {})},
        on=OPENING,
    )
    return replace(made, **changes)


def without(*codes: str) -> tuple[Nominee, ...]:
    """The bureau of 2006 without the officers of these States."""
    return tuple(one for one in BUREAU_2006 if one.delegation not in codes)


def dict_of(codes: Iterable[str], membership: Membership) -> dict[str, Membership]:
    """The same membership for each."""
    return dict.fromkeys(codes, membership)
