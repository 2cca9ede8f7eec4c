"""What was done, by whom. Append-only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import PlainData, UTCDateTime, text_enum
from procedure.permissions import Action


class AuditRecord(Base):
    """One thing done by one service. The actor's name is a copy: it outlives the account."""

    __tablename__ = "audit_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor: Mapped[str] = mapped_column(String(200))
    actor_id: Mapped[int | None]
    action: Mapped[Action] = mapped_column(text_enum(Action, "action", checked=False))
    subject: Mapped[str] = mapped_column(String(300), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(PlainData)
