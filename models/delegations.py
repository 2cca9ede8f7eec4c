"""Who a delegation is: its names, to what it is party, its delegates, and when it was present."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.conferences import LONGEST_LINE, ConferenceSession, Delegation
from models.types import PlainData, UTCDateTime, text_enum
from procedure.participants import Function, Level


class DelegationName(Base):
    """The official name of a delegation in a language, as of its session, and where it is from."""

    __tablename__ = "delegation_name"

    delegation_id: Mapped[int] = mapped_column(
        ForeignKey("delegation.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")

    delegation: Mapped[Delegation] = relationship(back_populates="names")


class DelegationInstrument(Base):
    """That a delegation is party to an instrument of the rulebook, by its key; or that it is not.

    `since` is the day from which it is bound, None where it is not party. With `at_latest` it was
    party on that day, and since when is not known. Where there is no row, nothing is known.
    """

    __tablename__ = "delegation_instrument"
    __table_args__ = (
        CheckConstraint("since IS NOT NULL OR NOT at_latest", name="at_latest_has_a_day"),
    )

    delegation_id: Mapped[int] = mapped_column(
        ForeignKey("delegation.id", ondelete="CASCADE"), primary_key=True
    )
    instrument: Mapped[str] = mapped_column(String(100), primary_key=True)
    since: Mapped[date | None]
    at_latest: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")

    delegation: Mapped[Delegation] = relationship(back_populates="instruments")


IS_HEAD = text("function = 'head'")


class Delegate(Base):
    """A member of a delegation. `post` is what they are at home, `position` the place in the list.

    `family_name_first`: so the person's name is written. `languages` lists codes. `email` is shown
    to the own delegation and to the secretariat only.
    """

    __tablename__ = "delegate"
    __table_args__ = (
        Index(
            "uq_delegate_head",
            "delegation_id",
            unique=True,
            sqlite_where=IS_HEAD,
            postgresql_where=IS_HEAD,
        ),
        Index("uq_delegate_place", "delegation_id", "position", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(
        ForeignKey("delegation.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    honorific: Mapped[str] = mapped_column(String(50), default="")
    given_name: Mapped[str] = mapped_column(String(100), default="")
    family_name: Mapped[str] = mapped_column(String(100))
    family_name_first: Mapped[bool] = mapped_column(default=False, server_default=false())
    function: Mapped[Function] = mapped_column(text_enum(Function, "function"))
    post: Mapped[str] = mapped_column(String(200), default="")
    level: Mapped[Level] = mapped_column(text_enum(Level, "level"), default=Level.REPRESENTATIVE)
    languages: Mapped[list[str]] = mapped_column(PlainData, default=list)
    email: Mapped[str] = mapped_column(String(254), default="")
    version: Mapped[int] = mapped_column(default=1)

    delegation: Mapped[Delegation] = relationship(back_populates="delegates")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read once by the mapper


class Attendance(Base):
    """That a delegation was noted as present at a meeting, by whom and when.

    `meeting_uid` names the meeting in all versions of the programme.
    """

    __tablename__ = "attendance"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("conference_session.id", ondelete="CASCADE"), primary_key=True
    )
    meeting_uid: Mapped[str] = mapped_column(String(64), primary_key=True)
    delegation_id: Mapped[int] = mapped_column(
        ForeignKey("delegation.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    noted_by: Mapped[str] = mapped_column(String(200))

    session: Mapped[ConferenceSession] = relationship()
    delegation: Mapped[Delegation] = relationship()
