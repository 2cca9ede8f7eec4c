"""Who may sign in, and as what."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from models.base import Base
from models.types import UTCDateTime, text_enum
from procedure.permissions import Role

if TYPE_CHECKING:
    from models.conferences import ConferenceSession, Delegation


def _identifier() -> str:
    return uuid4().hex


def _unique(name: str, where: str, *columns: str) -> Index:
    condition = text(where)
    return Index(
        f"uq_role_grant_{name}",
        *columns,
        unique=True,
        sqlite_where=condition,
        postgresql_where=condition,
    )


class User(Base):
    """A person who can sign in.

    `fs_uniquifier` names the user in sign-in cookies: a new one ends every session of the user.
    `feed_secret` signs calendar addresses: a new one revokes them.
    """

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower_case"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=_identifier)
    feed_secret: Mapped[str] = mapped_column(String(64), default=_identifier)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    grants: Mapped[list[Grant]] = relationship(
        back_populates="user", cascade="all, delete-orphan", order_by="Grant.id"
    )

    @validates("email")
    def _lower(self, _key: str, email: str) -> str:
        return email.strip().lower()


class Grant(Base):
    """A role of a user: in one session, or in all where `session` is None.

    A focal point's grant names the delegation.
    """

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("user_id", "role", "session_id", "delegation_id"),
        # Databases take no NULL for the same as another.
        _unique("in_all", "session_id IS NULL", "user_id", "role"),
        _unique("in_session", "delegation_id IS NULL", "user_id", "role", "session_id"),
        CheckConstraint(
            "delegation_id IS NULL OR (role = 'focal_point' AND session_id IS NOT NULL)",
            name="delegation_of_focal_point",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(text_enum(Role, "role"))
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("conference_session.id", ondelete="CASCADE")
    )
    delegation_id: Mapped[int | None] = mapped_column(
        ForeignKey("delegation.id", ondelete="CASCADE")
    )

    user: Mapped[User] = relationship(back_populates="grants")
    session: Mapped[ConferenceSession | None] = relationship()
    delegation: Mapped[Delegation | None] = relationship()
