"""The ledger of a round. The database makes the chain; a trigger refuses UPDATE, DELETE and TRUNCATE."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, FetchedValue, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.ledger.rules import EventKind
from domain.orm import Base, Id, one_of, text_enum


class ScoreEvent(Base):
    """One event of a round: what happened, when, and the hash that ties it to all events before it.

    `number`, `previous_hash` and `hash` are made by the database when the row is inserted (whatever is given) and are
    known after the flush. `body` is the exact text that was hashed.
    """

    __tablename__ = "score_events"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        one_of("kind", EventKind),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("body IS JSON OBJECT AND octet_length(body) <= 67108864", name="body"),
        CheckConstraint("previous_hash ~ '^[0-9a-f]{64}$'", name="previous_hash"),
        CheckConstraint("hash ~ '^[0-9a-f]{64}$'", name="hash"),
    )

    id: Mapped[Id]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"))
    number: Mapped[int] = mapped_column(server_default=FetchedValue())
    at: Mapped[datetime]
    kind: Mapped[EventKind] = mapped_column(text_enum(EventKind))
    body: Mapped[str]
    previous_hash: Mapped[str] = mapped_column(server_default=FetchedValue())
    hash: Mapped[str] = mapped_column(server_default=FetchedValue())
