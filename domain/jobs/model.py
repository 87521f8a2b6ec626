"""The tables of jobs and of what they found."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domain.jobs.rules import JobKind, JobState
from domain.orm import Base, Id, one_of, text_enum


class Job(Base):
    """A long computation. `parameters` are what it was asked with, `outcome_id` is what it made, `report` what it says.

    It is about a round, but for the import of a table from elsewhere and for documents. A worker that stops sending a
    heartbeat has died: another one takes the job up again.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        one_of("kind", JobKind),
        one_of("state", JobState),
        CheckConstraint("progress BETWEEN 0 AND 1", name="progress"),
        CheckConstraint("(kind IN ('IMPORT_TABLE', 'MAKE_DOCUMENT')) = (round_id IS NULL)", name="round"),
        CheckConstraint("(state IN ('DONE', 'FAILED', 'CANCELLED')) = (finished_at IS NOT NULL)", name="finished"),
        CheckConstraint("(state = 'FAILED') = (error IS NOT NULL)", name="failed"),
        Index(None, "created_at", "id"),
        Index("ix_jobs_pending", "created_at", "id", postgresql_where=text("state IN ('QUEUED', 'RUNNING')")),
        Index(None, "round_id", "created_at", "id"),
        # One computation of a kind and a round at a time.
        Index(
            "uq_jobs_pending",
            "round_id",
            "kind",
            unique=True,
            postgresql_where=text("state IN ('QUEUED', 'RUNNING')"),
        ),
    )

    id: Mapped[Id]
    kind: Mapped[JobKind] = mapped_column(text_enum(JobKind))
    state: Mapped[JobState] = mapped_column(text_enum(JobState), default=JobState.QUEUED)
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("rounds.id"))
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB)
    progress: Mapped[Decimal] = mapped_column(Numeric(5, 4), default=Decimal(0))
    step: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    requested_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    outcome_id: Mapped[UUID | None]
    report: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    error: Mapped[str | None]


class JobFinding(Base):
    """One thing that a job found wrong: what kind of thing, where (`subject`), and in words; in the job's order."""

    __tablename__ = "job_findings"
    __table_args__ = (UniqueConstraint("job_id", "ordinal"),)

    id: Mapped[Id]
    job_id: Mapped[UUID] = mapped_column(ForeignKey("jobs.id"))
    ordinal: Mapped[int]
    kind: Mapped[str]
    subject: Mapped[str]
    message: Mapped[str]
    message_en: Mapped[str]
