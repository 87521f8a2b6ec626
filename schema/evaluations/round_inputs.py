"""What deeds on rounds and on their rules are asked with: how a round is judged, its phases, its classes of awards."""

from datetime import datetime
from decimal import Decimal

import strawberry
from strawberry import UNSET

from domain.engine.problem import Method
from domain.evaluations.particulars import PhaseSpec, RoundRules, TierSpec
from domain.evaluations.rules import RoundKind, ScoresSeen
from schema.evaluations import texts
from schema.evaluations.lists import CLOSES_AT, MOVEMENT, OPENS_AT, ROUND
from schema.mutation import MutationInput, Ref, ref, value
from schema.texts import READ_VERSION, REASON, T, describe


@strawberry.input(description=describe(T("Một giai đoạn của vòng chấm.", "A phase of a round.")))
class RoundPhaseInput:
    """One row of capabilities: while the round is in this phase, who may write and who sees what."""

    name: str = value(texts.NAME)
    name_en: str | None = value(texts.NAME_EN)
    can_score: bool = value(texts.CAN_SCORE, default=False)
    can_discuss: bool = value(texts.CAN_DISCUSS, default=False)
    others_scores: ScoresSeen = value(texts.OTHERS_SCORES, default=ScoresSeen.NEVER)
    hides_authors: bool = value(texts.HIDES_AUTHORS, default=False)
    hides_evaluators: bool = value(texts.HIDES_EVALUATORS, default=False)
    opens_at: datetime | None = value(texts.PLANNED_OPENS_AT)
    closes_at: datetime | None = value(texts.PLANNED_CLOSES_AT)

    def spec(self) -> PhaseSpec:
        """Say the phase in the domain's terms."""
        return PhaseSpec(
            name=self.name,
            name_en=self.name_en,
            can_score=self.can_score,
            can_discuss=self.can_discuss,
            others_scores=self.others_scores,
            hides_authors=self.hides_authors,
            hides_evaluators=self.hides_evaluators,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
        )


@strawberry.input(description=describe(T("Một hạng giải.", "A class of awards.")))
class RoundTierInput:
    """How many entries a class of awards takes, and which."""

    name: str = value(texts.NAME)
    name_en: str | None = value(texts.NAME_EN)
    seats: int | None = value(texts.SEATS)
    percent: Decimal | None = value(texts.PERCENT)
    minimum: Decimal | None = value(texts.MINIMUM)
    per_unit: int | None = value(texts.PER_UNIT)

    def spec(self) -> TierSpec:
        """Say the class of awards in the domain's terms."""
        return TierSpec(self.name, self.name_en, self.seats, self.percent, self.minimum, self.per_unit)


@strawberry.input(description=describe(T("Vòng chấm mới.", "A new round.")))
class CreateRoundInput(MutationInput):
    """What a round is created from; it gets the movement's next number."""

    movement_id: Ref = ref("Movement", MOVEMENT)
    rubric_id: Ref = ref("Rubric", T("Bộ tiêu chí của chính phong trào.", "A rubric of the movement."))
    name: str = value(T("Tên vòng.", "The name."))
    opens_at: datetime = value(OPENS_AT)
    closes_at: datetime = value(CLOSES_AT)
    kind: RoundKind = value(texts.KIND, default=RoundKind.EXPERT)
    method: Method = value(texts.METHOD, default=Method.ADJUSTED)
    score_places: int = value(texts.SCORE_PLACES, default=2)
    drop_high: int = value(texts.DROP_HIGH, default=0)
    drop_low: int = value(texts.DROP_LOW, default=0)
    ties: list[str] = value(texts.TIES, default_factory=list)
    quorum: int | None = value(texts.QUORUM)
    pass_share: Decimal | None = value(texts.PASS_SHARE)
    per_entry: int | None = value(texts.PER_ENTRY)
    dispute_spread: Decimal = value(texts.DISPUTE_SPREAD, default=Decimal(20))
    phases: list[RoundPhaseInput] | None = value(texts.PHASES)
    tiers: list[RoundTierInput] = value(texts.TIERS, default_factory=list)

    def rules(self) -> RoundRules:
        """Say in the domain's terms how the round is judged."""
        return RoundRules(
            kind=self.kind,
            method=self.method,
            score_places=self.score_places,
            drop_high=self.drop_high,
            drop_low=self.drop_low,
            ties=self.ties,
            quorum=self.quorum,
            pass_share=self.pass_share,
            per_entry=self.per_entry,
            dispute_spread=self.dispute_spread,
        )


@strawberry.input(description=describe(T("Các giai đoạn của vòng.", "The phases of a round.")))
class SetRoundPhasesInput(MutationInput):
    """All phases; they take the place of those before."""

    round_id: Ref = ref("Round", ROUND)
    expected_version: int = value(READ_VERSION)
    phases: list[RoundPhaseInput] = value(T("1-20 giai đoạn theo thứ tự.", "1 to 20 phases in order."))


@strawberry.input(description=describe(T("Các hạng giải của vòng.", "The classes of awards of a round.")))
class SetRoundTiersInput(MutationInput):
    """All classes of awards; they take the place of those before."""

    round_id: Ref = ref("Round", ROUND)
    expected_version: int = value(READ_VERSION)
    tiers: list[RoundTierInput] = value(texts.TIERS)


@strawberry.input(description=describe(T("Chuyển giai đoạn của vòng.", "A phase to enter.")))
class EnterRoundPhaseInput(MutationInput):
    """Which phase an opened or closed round is in from now on."""

    round_id: Ref = ref("Round", ROUND)
    expected_version: int = value(READ_VERSION)
    phase_id: Ref = ref("RoundPhase", T("Giai đoạn của vòng này.", "A phase of the round."))
    reason: str | None = value(T("Lý do; bắt buộc khi quay lại.", "The reason; needed to go back."))


@strawberry.input(
    description=describe(
        T("Dời thời gian dự kiến: mốc không gửi thì giữ nguyên, null thì xóa.", "Planned dates: left out stays.")
    )
)
class MoveRoundPhaseDatesInput(MutationInput):
    """Other planned dates of a phase, and why."""

    phase_id: Ref = ref("RoundPhase", T("Giai đoạn.", "The phase."))
    expected_version: int = value(texts.ROUND_VERSION)
    opens_at: datetime | None = value(texts.PLANNED_OPENS_AT, default=UNSET)
    closes_at: datetime | None = value(texts.PLANNED_CLOSES_AT, default=UNSET)
    reason: str = value(REASON)


@strawberry.input(description=describe(T("Đánh dấu sáng kiến neo.", "An anchor to mark.")))
class MarkAnchorInput(MutationInput):
    """Whether every evaluator who may is to score an entry."""

    entry_id: Ref = ref("RoundEntry", T("Sáng kiến trong vòng.", "The entry."))
    expected_version: int = value(texts.ROUND_VERSION)
    is_anchor: bool = value(texts.IS_ANCHOR, default=True)
