"""What delegations give to the secretariat, and what bodies decide on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class SubmissionKind(StrEnum):
    """What was given. Credentials name those whom they accredit."""

    CREDENTIALS = "credentials"
    NAMES = "names"
    CHANGE = "change"  # in the composition of the delegation


class Issuer(StrEnum):
    """Who issued credentials. A person authorized is so by one of the first three."""

    HEAD_OF_STATE = "head_of_state"
    HEAD_OF_GOVERNMENT = "head_of_government"
    FOREIGN_MINISTER = "foreign_minister"
    PERMANENT_REPRESENTATIVE = "permanent_representative"
    AUTHORIZED_PERSON = "authorized_person"
    COMPETENT_AUTHORITY = "competent_authority"  # of a regional economic integration organization
    OTHER = "other"  # whom no rule names


class Form(StrEnum):
    """In what form it was given."""

    ORIGINAL = "original"
    COPY = "copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Something given, at a moment. `issuer`, `form` and `dated` are those of credentials.

    `authorization`: that of an authorized person is with it. What was withdrawn counts until then.
    """

    kind: SubmissionKind
    received_at: datetime
    issuer: Issuer | None = None
    form: Form | None = None
    authorization: bool = False
    dated: date | None = None
    withdrawn_at: datetime | None = None

    def counts(self, at: datetime) -> bool:
        """Whether it was there at a moment."""
        gone = self.withdrawn_at is not None and self.withdrawn_at <= at
        return self.received_at <= at and not gone


class Standing(StrEnum):
    """How far a delegation has come, the furthest first."""

    IN_ORDER = "in_order"  # the original of credentials as the rule has them
    COPY_ONLY = "copy_only"
    NAMES_ONLY = "names_only"
    NOTHING = "nothing"


class Need(StrEnum):
    """What is asked of a delegation, or will be seen as missing."""

    NAMES = "names"
    CREDENTIALS = "credentials"  # issued by whom the rule names
    AUTHORIZATION = "authorization"  # of the person who issued them
    ORIGINAL = "original"


class Stage(StrEnum):
    """For what a delegation is reminded."""

    BEFORE_MARK = "before_mark"  # the hour up to which papers are to be there, if possible
    AFTER_MARK = "after_mark"
    BEFORE_ORIGINALS = "before_originals"  # the day up to which originals are to be there
    AFTER_ORIGINALS = "after_originals"


class Finding(StrEnum):
    """What the bureau found of the credentials of a delegation (rule 19)."""

    IN_ORDER = "in_order"
    NOT_IN_ORDER = "not_in_order"


class Ruling(StrEnum):
    """What the Conference decided on an objection (rule 20)."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"
