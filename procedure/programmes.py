"""The life of an organization of work.

Rule 8 of the rules of procedure: the secretariat drafts it in consultation with the extended
bureau, which approves it; the Conference adopts it under its item on the organization of work and
may revise it afterwards (CTOC/COP/2008/1, paragraphs on item 1 (c)).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class VersionStatus(StrEnum):
    """Where a version of the programme stands. All but a draft are immutable."""

    DRAFT = "draft"
    APPROVED = "approved"  # by the extended bureau
    ADOPTED = "adopted"  # by the Conference
    REVISED = "revised"  # takes the place of an adopted version: Rev.1, Rev.2 ...
    DISCARDED = "discarded"  # a draft that is not followed up; it is never released


RELEASED = frozenset({VersionStatus.APPROVED, VersionStatus.ADOPTED, VersionStatus.REVISED})


def next_statuses(status: VersionStatus, *, session_has_adopted: bool) -> frozenset[VersionStatus]:
    """What a version may become.

    A draft is approved by the extended bureau, and then adopted. Once the Conference has adopted a
    programme, another draft can only become a revision of it. As long as nothing else was decided
    of a draft, the secretariat, whose draft it is, may discard it.
    """
    table: Mapping[tuple[VersionStatus, bool], frozenset[VersionStatus]] = {
        (VersionStatus.DRAFT, False): frozenset({VersionStatus.APPROVED, VersionStatus.DISCARDED}),
        (VersionStatus.APPROVED, False): frozenset({VersionStatus.ADOPTED}),
        (VersionStatus.DRAFT, True): frozenset({VersionStatus.REVISED, VersionStatus.DISCARDED}),
    }
    return table.get((status, session_has_adopted), frozenset())


def released(status: VersionStatus) -> bool:
    """Whether delegations and the public see it."""
    return status in RELEASED
