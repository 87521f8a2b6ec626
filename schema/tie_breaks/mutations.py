"""Deeds on tie-breaks: hold one among entries of a result, apply what came out."""

from datetime import datetime

import strawberry

from domain.access.permissions import Permission
from domain.results import tie_breaking
from schema.evaluations import texts
from schema.evaluations.lists import CLOSES_AT, OPENS_AT
from schema.evaluations.round_inputs import RoundPhaseInput, RoundTierInput
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import JobRef, RoundRef, TieBreakRef
from schema.texts import REASON, T, describe


@strawberry.input(description=describe(T("Vòng phân định mới.", "A new tie-break.")))
class CreateTieBreakRoundInput(MutationInput):
    """Which entries of a result are compared pair by pair, and when."""

    result_id: Ref = ref("Result", T("Kết quả có điểm bằng nhau.", "The result with equal scores."))
    initiative_ids: list[Ref] | None = ref(
        "Initiative",
        T(
            "2-100 sáng kiến được xếp hạng; bỏ trống thì là mọi sáng kiến đồng hạng.",
            "2 to 100 ranked initiatives; by default, all that share a place.",
        ),
    )
    name: str = value(texts.NAME)
    opens_at: datetime = value(OPENS_AT)
    closes_at: datetime = value(CLOSES_AT)
    phases: list[RoundPhaseInput] | None = value(texts.PHASES)
    tiers: list[RoundTierInput] = value(texts.TIERS, default_factory=list)


@payload(T("Kết quả tạo vòng phân định.", "The answer of createTieBreakRound."))
class CreateTieBreakRoundPayload:
    """The round made."""

    round = made("Round", RoundRef, T("Vòng chấm; rỗng khi bị từ chối.", "The round; null when refused."))


async def create_tie_break_round(deed: Deed, input: CreateTieBreakRoundInput) -> Made[CreateTieBreakRoundPayload]:
    """Create a tie-break."""
    round_ = await tie_breaking.create_tie_break_round(
        deed.session,
        deed.actor,
        result_id=input.result_id,
        initiative_ids=input.initiative_ids,
        name=input.name,
        opens_at=input.opens_at,
        closes_at=input.closes_at,
        phases=None if input.phases is None else [phase.spec() for phase in input.phases],
        tiers=[tier.spec() for tier in input.tiers],
    )
    return Made(round=round_.id)


@strawberry.input(description=describe(T("Áp dụng kết quả phân định.", "A tie-break's result to apply.")))
class ApplyTieBreakInput(MutationInput):
    """Which published result decides between equal scores, and the reason of the further version."""

    result_id: Ref = ref("Result", T("Kết quả đã công bố của vòng phân định.", "The tie-break's published result."))
    reason: str = value(REASON)


@payload(T("Kết quả áp dụng phân định.", "The answer of applyTieBreak."))
class ApplyTieBreakPayload:
    """What was applied, and the job that computes the further version."""

    tie_break = made(
        "TieBreak", TieBreakRef, T("Lần phân định; rỗng khi bị từ chối.", "What was applied; null when refused.")
    )
    job = made("Job", JobRef, T("Tác vụ; rỗng khi bị từ chối.", "The job; null when refused."))


async def apply_tie_break(deed: Deed, input: ApplyTieBreakInput) -> Made[ApplyTieBreakPayload]:
    """Apply a tie-break."""
    applied, job = await tie_breaking.apply_tie_break(
        deed.session, deed.actor, result_id=input.result_id, reason=input.reason
    )
    return Made(tie_break=applied.id, job=job.id)


@strawberry.type
class TieBreakMutations:
    """The deeds on tie-breaks."""

    create_tie_break_round = mutation(
        create_tie_break_round,
        Permission.ROUND_MANAGE,
        T(
            "Tạo vòng phân định: so sánh từng cặp các sáng kiến của một kết quả.",
            "Create a tie-break, in which entries of a result are compared pair by pair.",
        ),
    )
    apply_tie_break = mutation(
        apply_tie_break,
        Permission.RESULT_COMPUTE,
        T(
            "Cho kết quả phân định quyết định giữa các điểm bằng nhau, trong một phiên bản mới.",
            "Let a tie-break's published result decide between equal scores, in a further version.",
        ),
    )
