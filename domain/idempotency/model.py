"""The answers of deeds that carried an idempotency key."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domain.orm import Base


class IdempotentAnswer(Base):
    """What a deed made, kept for a day under (actor, deed, key) with a hash of what was asked."""

    __tablename__ = "idempotent_answers"
    __table_args__ = (Index(None, "created_at"),)

    actor_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    deed: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary)
    answer: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime]
