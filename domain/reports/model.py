"""The tables of unit reports. Triggers keep them: when a report first came never changes, its history only grows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.initiatives.rules import Punctuality
from domain.orm import Base, Id, Versioned, one_of, text_enum
from domain.reports.rules import ReportState


class UnitReport(Versioned, Base):
    """What a unit that takes part in a movement reported: the document that stands for it now, and how it came.

    `punctuality` is that of the first submission. `synthesis_id` is the synthesis in which it was told.
    """

    __tablename__ = "unit_reports"
    __table_args__ = (
        # A unit reports on a movement in which it takes part, once.
        ForeignKeyConstraint(
            ["participation_id", "movement_id", "unit_id"],
            ["participations.id", "participations.movement_id", "participations.unit_id"],
            name="fk_unit_reports_participation",
        ),
        UniqueConstraint("participation_id"),
        one_of("state", ReportState),
        one_of("punctuality", Punctuality),
        CheckConstraint("submitted_at >= first_submitted_at", name="submitted"),
        CheckConstraint("(state = 'SYNTHESISED') = (synthesis_id IS NOT NULL)", name="synthesis"),
        Index(None, "movement_id", "first_submitted_at", "id"),
        Index(None, "unit_id"),
        Index(None, "first_submitted_at", "id"),
    )

    id: Mapped[Id]
    participation_id: Mapped[UUID]
    movement_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("official_documents.id"))
    state: Mapped[ReportState] = mapped_column(text_enum(ReportState), default=ReportState.SUBMITTED)
    state_since: Mapped[datetime]
    punctuality: Mapped[Punctuality] = mapped_column(text_enum(Punctuality))
    first_submitted_at: Mapped[datetime]
    submitted_at: Mapped[datetime]
    synthesis_id: Mapped[UUID | None] = mapped_column(ForeignKey("official_documents.id"))


class UnitReportStep(Base):
    """A step of a report: from where to where, which document stood for it, who took it, when and why. Append-only."""

    __tablename__ = "unit_report_steps"
    __table_args__ = (
        UniqueConstraint("report_id", "number"),
        one_of("from_state", ReportState),
        one_of("to_state", ReportState),
        CheckConstraint("(to_state = 'RETURNED') = (reason IS NOT NULL)", name="reason"),
    )

    id: Mapped[Id]
    report_id: Mapped[UUID] = mapped_column(ForeignKey("unit_reports.id"))
    number: Mapped[int]
    from_state: Mapped[ReportState | None] = mapped_column(text_enum(ReportState))
    to_state: Mapped[ReportState] = mapped_column(text_enum(ReportState))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("official_documents.id"))
    reason: Mapped[str | None]
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
