"""The audit trail. A trigger refuses UPDATE, DELETE and TRUNCATE."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from domain.orm import Base, Id


class AuditEntry(Base):
    """Who did what to which object, in which role, and what the object was before and after."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index(None, "subject_id"),
        Index(None, "actor_id"),
        Index(None, "at", "id"),
    )

    id: Mapped[Id]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    actor_roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    deed: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    reason: Mapped[str | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
