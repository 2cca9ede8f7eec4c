"""Credentials: what was given, and what was decided on it (rules 18 to 20).

The database refuses any change to these rows, but for `CredentialsTerms`: a mistake is withdrawn
and given again, and a later decision stands beside the earlier one. Where a delegation stands
follows from them (`procedure.credentials`).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.conferences import LONGEST_LINE, ConferenceSession, Delegation
from models.files import StoredFile
from models.types import UTCDateTime, text_enum
from procedure.credentials.values import (
    Finding,
    Form,
    Issuer,
    Ruling,
    Stage,
    SubmissionKind,
)

LONGEST_NOTE = LONGEST_LINE


class CredentialsTerms(Base):
    """What a session considers, as far as rule 18 asks more of credentials for it."""

    __tablename__ = "credentials_terms"

    session_id: Mapped[int] = mapped_column(ForeignKey("conference_session.id"), primary_key=True)
    amendments: Mapped[bool] = mapped_column(default=False)


class CredentialsSubmission(Base):
    """Something that a delegation gave. `issuer`, `form` and `dated` are those of credentials.

    `received_at` is when the secretariat had it, `recorded_at` when that was written down.
    `authorization`: that of an authorized person is with it. `original_of_id` is the copy that
    came before this original. What the secretariat entered, only it withdraws (`by_secretariat`).
    `note` says what changed, or what is invented.
    """

    __tablename__ = "credentials_submission"
    __table_args__ = (
        UniqueConstraint("original_of_id"),
        UniqueConstraint("file_id"),
        CheckConstraint(
            "(kind = 'credentials') = (issuer IS NOT NULL)", name="issuer_of_credentials"
        ),
        CheckConstraint("(kind = 'credentials') = (form IS NOT NULL)", name="form_of_credentials"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    kind: Mapped[SubmissionKind] = mapped_column(text_enum(SubmissionKind, "kind"))
    issuer: Mapped[Issuer | None] = mapped_column(text_enum(Issuer, "issuer"))
    form: Mapped[Form | None] = mapped_column(text_enum(Form, "form"))
    dated: Mapped[date | None]
    authorization: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    original_of_id: Mapped[int | None] = mapped_column(ForeignKey("credentials_submission.id"))
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by: Mapped[str] = mapped_column(String(200))
    by_secretariat: Mapped[bool]

    delegation: Mapped[Delegation] = relationship()
    file: Mapped[StoredFile | None] = relationship()


class CredentialsWithdrawal(Base):
    """That a submission counts no longer: it was taken back, or written down by mistake."""

    __tablename__ = "credentials_withdrawal"

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("credentials_submission.id"), primary_key=True
    )
    reason: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(200))


class CredentialsReminder(Base):
    """That a delegation was reminded."""

    __tablename__ = "credentials_reminder"

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    stage: Mapped[Stage] = mapped_column(text_enum(Stage, "stage"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(200))


class CredentialsExamination(Base):
    """The bureau has examined credentials, on a day (rule 19). `number` counts from 1.

    `originals_due` is the day that it set for originals; None leaves what was set before.
    """

    __tablename__ = "credentials_examination"
    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_session.id"))
    number: Mapped[int]
    day: Mapped[date]
    originals_due: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(200))

    session: Mapped[ConferenceSession] = relationship()


class CredentialsFinding(Base):
    """What the bureau found of a delegation in an examination."""

    __tablename__ = "credentials_finding"

    examination_id: Mapped[int] = mapped_column(
        ForeignKey("credentials_examination.id"), primary_key=True
    )
    delegation_id: Mapped[int] = mapped_column(
        ForeignKey("delegation.id"), primary_key=True, index=True
    )
    finding: Mapped[Finding] = mapped_column(text_enum(Finding, "finding"))
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")


class CredentialsReport(Base):
    """The Conference has adopted the report of the bureau on an examination, at a meeting."""

    __tablename__ = "credentials_report"
    __table_args__ = (CheckConstraint("meeting >= 1", name="meeting_from_one"),)

    examination_id: Mapped[int] = mapped_column(
        ForeignKey("credentials_examination.id"), primary_key=True
    )
    day: Mapped[date]
    meeting: Mapped[int]
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(200))


class CredentialsObjection(Base):
    """A party, `objector_id`, objects to the admission of another (rule 20)."""

    __tablename__ = "credentials_objection"
    __table_args__ = (CheckConstraint("delegation_id <> objector_id", name="to_another"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    objector_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    grounds: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(200))

    delegation: Mapped[Delegation] = relationship(foreign_keys=[delegation_id])
    objector: Mapped[Delegation] = relationship(foreign_keys=[objector_id])


class CredentialsObjectionWithdrawal(Base):
    """That whoever made an objection has withdrawn it, before it was ruled upon."""

    __tablename__ = "credentials_objection_withdrawal"

    objection_id: Mapped[int] = mapped_column(
        ForeignKey("credentials_objection.id"), primary_key=True
    )
    reason: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(200))


class CredentialsRuling(Base):
    """What the Conference decided on an objection, and at which meeting, if that is known."""

    __tablename__ = "credentials_ruling"
    __table_args__ = (CheckConstraint("meeting >= 1", name="meeting_from_one"),)

    objection_id: Mapped[int] = mapped_column(
        ForeignKey("credentials_objection.id"), primary_key=True
    )
    ruling: Mapped[Ruling] = mapped_column(text_enum(Ruling, "ruling"))
    day: Mapped[date]
    meeting: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(200))
