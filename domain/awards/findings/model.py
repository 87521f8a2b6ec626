"""The table of findings, written whole whenever a dossier is checked, and the view of a movement's direct workers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Numeric, Table, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from domain.orm import Base, Id, one_of, text_enum
from domain.regulations.rules import RuleCode, Severity


class NominationFinding(Base):
    """What a rule found about a dossier when it was last checked; clause and legal text as they stood then."""

    __tablename__ = "nomination_findings"
    __table_args__ = (
        UniqueConstraint("nomination_id", "ordinal"),
        one_of("code", RuleCode),
        one_of("severity", Severity),
    )

    id: Mapped[Id]
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nominations.id"))
    ordinal: Mapped[int]
    rule_id: Mapped[UUID] = mapped_column(ForeignKey("award_rules.id"))
    code: Mapped[RuleCode] = mapped_column(text_enum(RuleCode))
    severity: Mapped[Severity] = mapped_column(text_enum(Severity))
    clause: Mapped[str]
    basis: Mapped[str]
    message: Mapped[str]
    message_en: Mapped[str]
    found_at: Mapped[datetime]


#: How many persons are nominated in a movement and how many of them work directly; a view, made by hand in
#: migrations. `id` is that of the movement; `target` is the least share by the rule in force today, if there is one.
MOVEMENT_NOMINEES = Table(
    "movement_nominees",
    MetaData(),
    Column("id", Uuid(), primary_key=True),
    Column("persons", Integer(), nullable=False),
    Column("direct_workers", Integer(), nullable=False),
    Column("share", Numeric(5, 4), nullable=False),
    Column("target", Numeric(5, 4)),
)
