"""The tables of legal parameters, of award rules and of days off: each row is dated and says what it rests on."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.orm import Base, Id, Versioned, one_of, text_enum
from domain.regulations.rules import DayKind, ParameterKind, RuleCode, Severity

_NOBODY = "'00000000-0000-0000-0000-000000000000'::uuid"
_VALIDITY = text("daterange(valid_from, valid_to, '[]')")


class LegalParameter(Versioned, Base):
    """A number of the law, from a day to a day (`valid_to` is the last day): of one award, or of all.

    `value` is in đồng for a base salary and for rounding, and a bare number for coefficients and factors.
    """

    __tablename__ = "legal_parameters"
    __table_args__ = (
        one_of("kind", ParameterKind),
        CheckConstraint("value > 0", name="value"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
        CheckConstraint("btrim(clause) <> ''", name="clause"),
        CheckConstraint("num_nonnulls(form_id, title_id) <= 1", name="award"),
        # A coefficient is of one award; a base salary and the step of rounding are of none.
        CheckConstraint(
            "CASE kind WHEN 'PRIZE_COEFFICIENT' THEN num_nonnulls(form_id, title_id) = 1"
            " WHEN 'COLLECTIVE_FACTOR' THEN true ELSE num_nonnulls(form_id, title_id) = 0 END",
            name="of",
        ),
        ExcludeConstraint(
            ("kind", "="),
            (text(f"COALESCE(form_id, title_id, {_NOBODY})"), "="),
            (_VALIDITY, "&&"),
            name="ex_legal_parameters_in_force",
            using="gist",
        ),
        Index(None, "form_id"),
        Index(None, "title_id"),
    )

    id: Mapped[Id]
    kind: Mapped[ParameterKind] = mapped_column(text_enum(ParameterKind))
    form_id: Mapped[UUID | None] = mapped_column(ForeignKey("award_forms.id"))
    title_id: Mapped[UUID | None] = mapped_column(ForeignKey("award_titles.id"))
    value: Mapped[Decimal] = mapped_column(Numeric(16, 2))
    legal_basis_id: Mapped[UUID] = mapped_column(ForeignKey("legal_bases.id"))
    clause: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    is_verified: Mapped[bool]


class AwardRule(Versioned, Base):
    """A rule that dossiers are judged by, from a day to a day: for all forms of reward, or for one."""

    __tablename__ = "award_rules"
    __table_args__ = (
        one_of("code", RuleCode),
        one_of("severity", Severity),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
        CheckConstraint("btrim(clause) <> ''", name="clause"),
        ExcludeConstraint(
            ("code", "="),
            (text(f"COALESCE(form_id, {_NOBODY})"), "="),
            (_VALIDITY, "&&"),
            name="ex_award_rules_in_force",
            using="gist",
        ),
        Index(None, "form_id"),
    )

    id: Mapped[Id]
    code: Mapped[RuleCode] = mapped_column(text_enum(RuleCode))
    form_id: Mapped[UUID | None] = mapped_column(ForeignKey("award_forms.id"))
    severity: Mapped[Severity] = mapped_column(text_enum(Severity))
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB)
    legal_basis_id: Mapped[UUID] = mapped_column(ForeignKey("legal_bases.id"))
    clause: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    is_verified: Mapped[bool]


class SpecialDay(Versioned, Base):
    """A day that differs from its weekday, by a decision: a holiday (nghỉ lễ, Tết), or a weekend day worked instead."""

    __tablename__ = "special_days"
    __table_args__ = (
        UniqueConstraint("day"),
        one_of("kind", DayKind),
        CheckConstraint("btrim(name) <> ''", name="name"),
    )

    id: Mapped[Id]
    day: Mapped[date]
    kind: Mapped[DayKind] = mapped_column(text_enum(DayKind))
    name: Mapped[str]
    name_en: Mapped[str | None]
    source: Mapped[str]
    is_verified: Mapped[bool]
