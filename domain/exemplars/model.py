"""The tables of exemplars, of the consents of people, of honours and of how exemplars are made known.

Triggers keep a person from being told of without a consent in force, whatever wrote the row.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.exemplars.rules import Channel, ExemplarKind, ExemplarState
from domain.orm import Base, Id, Versioned, one_of, text_enum


class Exemplar(Versioned, Base):
    """Somebody or something held up as an example (gương điển hình tiên tiến), and what is told of them.

    `initiative_id` is what a person or a unit is held up for, if it is one; an initiative is told of without names.
    """

    __tablename__ = "exemplars"
    __table_args__ = (
        one_of("kind", ExemplarKind),
        one_of("state", ExemplarState),
        CheckConstraint(
            "CASE kind WHEN 'PERSON' THEN person_id IS NOT NULL AND unit_id IS NULL"
            " WHEN 'UNIT' THEN unit_id IS NOT NULL AND person_id IS NULL"
            " ELSE initiative_id IS NOT NULL AND person_id IS NULL AND unit_id IS NULL END",
            name="subject",
        ),
        CheckConstraint("state <> 'PUBLISHED' OR published_at IS NOT NULL", name="published"),
        CheckConstraint("(state = 'WITHDRAWN') = (withdrawn_reason IS NOT NULL)", name="withdrawn"),
        Index(None, "movement_id", "proposed_at", "id"),
        Index(None, "proposed_at", "id"),
        Index(None, "person_id"),
        Index(None, "unit_id"),
        Index(None, "initiative_id"),
    )

    id: Mapped[Id]
    movement_id: Mapped[UUID] = mapped_column(ForeignKey("movements.id"))
    kind: Mapped[ExemplarKind] = mapped_column(text_enum(ExemplarKind))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    initiative_id: Mapped[UUID | None] = mapped_column(ForeignKey("initiatives.id"))
    result_entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("result_entries.id"))
    title: Mapped[str]
    story: Mapped[str]
    photo_url: Mapped[str | None]
    reason: Mapped[str]
    state: Mapped[ExemplarState] = mapped_column(text_enum(ExemplarState), default=ExemplarState.CANDIDATE)
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    selected_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]


class ExemplarConsent(Base):
    """What a person agreed to have told of them in an exemplar, until they withdraw it."""

    __tablename__ = "exemplar_consents"
    __table_args__ = (
        CheckConstraint("covers_name OR covers_photo OR covers_story", name="covers"),
        Index(
            "uq_exemplar_consents_in_force",
            "exemplar_id",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index(None, "exemplar_id", "given_at", "id"),
        Index(None, "person_id"),
    )

    id: Mapped[Id]
    exemplar_id: Mapped[UUID] = mapped_column(ForeignKey("exemplars.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    covers_name: Mapped[bool]
    covers_photo: Mapped[bool]
    covers_story: Mapped[bool]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class ExemplarHonour(Base):
    """That an exemplar was honoured (tôn vinh): where, when, on what occasion."""

    __tablename__ = "exemplar_honours"
    __table_args__ = (Index(None, "exemplar_id", "honoured_on", "id"),)

    id: Mapped[Id]
    exemplar_id: Mapped[UUID] = mapped_column(ForeignKey("exemplars.id"))
    honoured_on: Mapped[date]
    place: Mapped[str]
    occasion: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))


class Communication(Versioned, Base):
    """An item of the plan by which an exemplar is made known (tuyên truyền), and what became of it."""

    __tablename__ = "communications"
    __table_args__ = (
        one_of("channel", Channel),
        CheckConstraint("reach >= 0 AND (reach IS NULL OR done_on IS NOT NULL)", name="reach"),
        Index(None, "exemplar_id", "planned_on", "id"),
    )

    id: Mapped[Id]
    exemplar_id: Mapped[UUID] = mapped_column(ForeignKey("exemplars.id"))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    title: Mapped[str]
    planned_on: Mapped[date]
    done_on: Mapped[date | None]
    link: Mapped[str | None]
    reach: Mapped[int | None]
    planned_at: Mapped[datetime]
    planned_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
