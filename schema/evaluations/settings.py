"""The types of what governs a round: its phases and its classes of awards."""

from datetime import datetime
from decimal import Decimal

from domain.evaluations import model, queries
from schema.bindings import Node, column, entity
from schema.evaluations import texts
from schema.evaluations.enums import ScoresSeen
from schema.evaluations.lists import ROUND
from schema.fields import one
from schema.refs import RoundRef
from schema.texts import T


@entity(queries.PHASES, T("Giai đoạn của vòng chấm.", "A phase of a round: who may write and who sees what."))
class RoundPhase(Node):
    """One row of capabilities."""

    ordinal: int = column(model.RoundPhase.ordinal, T("Thứ tự.", "Its place among the phases."))
    name: str = column(model.RoundPhase.name, texts.NAME)
    name_en: str | None = column(model.RoundPhase.name_en, texts.NAME_EN)
    can_score: bool = column(model.RoundPhase.can_score, texts.CAN_SCORE)
    can_discuss: bool = column(model.RoundPhase.can_discuss, texts.CAN_DISCUSS)
    others_scores: ScoresSeen = column(model.RoundPhase.others_scores, texts.OTHERS_SCORES)
    hides_authors: bool = column(model.RoundPhase.hides_authors, texts.HIDES_AUTHORS)
    hides_evaluators: bool = column(model.RoundPhase.hides_evaluators, texts.HIDES_EVALUATORS)
    opens_at: datetime | None = column(model.RoundPhase.opens_at, texts.PLANNED_OPENS_AT)
    closes_at: datetime | None = column(model.RoundPhase.closes_at, texts.PLANNED_CLOSES_AT)
    round = one("Round", RoundRef, model.RoundPhase.round_id, ROUND)


@entity(queries.TIERS, T("Hạng giải mà kết quả đề xuất.", "A class of awards that a result proposes."))
class RoundTier(Node):
    """A class of awards."""

    ordinal: int = column(model.RoundTier.ordinal, T("Thứ tự, cao nhất là 1.", "Its place, the best is 1."))
    name: str = column(model.RoundTier.name, texts.NAME)
    name_en: str | None = column(model.RoundTier.name_en, texts.NAME_EN)
    seats: int | None = column(model.RoundTier.seats, texts.SEATS)
    percent: Decimal | None = column(model.RoundTier.percent, texts.PERCENT)
    minimum: Decimal | None = column(model.RoundTier.minimum, texts.MINIMUM)
    per_unit: int | None = column(model.RoundTier.per_unit, texts.PER_UNIT)
    round = one("Round", RoundRef, model.RoundTier.round_id, ROUND)
