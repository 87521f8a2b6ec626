"""The tables of imported score tables and their standings. Triggers refuse changes: an import is done once."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from domain.engine.outcome import Status
from domain.orm import Base, Id, one_of, text_enum


class ScoreTable(Base):
    """A score table and its rules, with the problem they make and the evaluation of it as canonical documents.

    `sheet` is that of a workbook, empty for CSV. The same sheet of the same file under the same rules is kept once.
    """

    __tablename__ = "score_tables"
    __table_args__ = (
        UniqueConstraint("content_hash", "rules_hash", "sheet", name="uq_score_tables_once"),
        Index(None, "imported_at", "id"),
        Index(None, "movement_id", "imported_at", "id"),
    )

    id: Mapped[Id]
    movement_id: Mapped[UUID | None] = mapped_column(ForeignKey("movements.id"))
    name: Mapped[str]
    file_name: Mapped[str]
    sheet: Mapped[str]
    content_hash: Mapped[str]
    rules_hash: Mapped[str]
    rules: Mapped[str]
    problem: Mapped[str]
    evaluation: Mapped[str]
    inputs_hash: Mapped[str]
    outputs_hash: Mapped[str]
    engine_version: Mapped[str]
    entries: Mapped[int]
    judges: Mapped[int]
    sheets: Mapped[int]
    imported_at: Mapped[datetime]
    imported_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))


class ScoreTableEntry(Base):
    """Where one entry of an imported table stands. Scores are on the table's own scale."""

    __tablename__ = "score_table_entries"
    __table_args__ = (
        UniqueConstraint("table_id", "name"),
        one_of("status", Status),
        Index("ix_score_table_entries_standings", "table_id", text("coalesce(place, 2147483647)"), "id"),
    )

    id: Mapped[Id]
    table_id: Mapped[UUID] = mapped_column(ForeignKey("score_tables.id"))
    name: Mapped[str]
    status: Mapped[Status] = mapped_column(text_enum(Status))
    place: Mapped[int | None]
    is_tied: Mapped[bool]
    score: Mapped[Decimal | None] = mapped_column(Numeric(20, 6))
    raw_mean: Mapped[Decimal | None] = mapped_column(Numeric(20, 6))
    score_low: Mapped[Decimal | None] = mapped_column(Numeric(20, 6))
    score_high: Mapped[Decimal | None] = mapped_column(Numeric(20, 6))
    p_top: Mapped[Decimal | None] = mapped_column(Numeric(5, 4))
    rank_best: Mapped[int | None]
    rank_worst: Mapped[int | None]
    tier: Mapped[str | None]
    decided_by: Mapped[str | None]
    sheets: Mapped[int]
    flags: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)


class ImportFile(Base):
    """What a job is to read, kept until it is read: the bytes of a file, and the rules of a score table."""

    __tablename__ = "import_files"

    job_id: Mapped[UUID] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    content: Mapped[bytes]
    rules: Mapped[str | None]
