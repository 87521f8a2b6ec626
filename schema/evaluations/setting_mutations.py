"""Deeds on the rules of rounds: phases, classes of awards, anchors."""

import strawberry

from domain.access.permissions import Permission
from domain.evaluations import entries, phases, setting_up
from schema.evaluations.round_inputs import (
    EnterRoundPhaseInput,
    MarkAnchorInput,
    MoveRoundPhaseDatesInput,
    SetRoundPhasesInput,
    SetRoundTiersInput,
)
from schema.mutation import Deed, Made, made, mutation, payload
from schema.refs import RoundPhaseRef, RoundRef
from schema.texts import T

ROUND = T("Vòng chấm; rỗng khi bị từ chối.", "The round; null when refused.")


@payload(T("Kết quả đặt giai đoạn của vòng.", "The answer of setRoundPhases."))
class SetRoundPhasesPayload:
    """The round with its phases."""

    round = made("Round", RoundRef, ROUND)


async def set_round_phases(deed: Deed, input: SetRoundPhasesInput) -> Made[SetRoundPhasesPayload]:
    """Replace the phases."""
    round_ = await setting_up.set_round_phases(
        deed.session,
        deed.actor,
        round_id=input.round_id,
        expected_version=input.expected_version,
        phases=[phase.spec() for phase in input.phases],
    )
    return Made(round=round_.id)


@payload(T("Kết quả đặt hạng giải của vòng.", "The answer of setRoundTiers."))
class SetRoundTiersPayload:
    """The round with its classes of awards."""

    round = made("Round", RoundRef, ROUND)


async def set_round_tiers(deed: Deed, input: SetRoundTiersInput) -> Made[SetRoundTiersPayload]:
    """Replace the classes of awards."""
    round_ = await setting_up.set_round_tiers(
        deed.session,
        deed.actor,
        round_id=input.round_id,
        expected_version=input.expected_version,
        tiers=[tier.spec() for tier in input.tiers],
    )
    return Made(round=round_.id)


@payload(T("Kết quả chuyển giai đoạn của vòng.", "The answer of enterRoundPhase."))
class EnterRoundPhasePayload:
    """The round in its phase."""

    round = made("Round", RoundRef, ROUND)


async def enter_round_phase(deed: Deed, input: EnterRoundPhaseInput) -> Made[EnterRoundPhasePayload]:
    """Enter a phase."""
    round_ = await phases.enter_round_phase(
        deed.session,
        deed.actor,
        round_id=input.round_id,
        expected_version=input.expected_version,
        phase_id=input.phase_id,
        reason=input.reason,
    )
    return Made(round=round_.id)


@payload(T("Kết quả dời giai đoạn của vòng.", "The answer of moveRoundPhaseDates."))
class MoveRoundPhaseDatesPayload:
    """The phase with its planned dates."""

    phase = made("RoundPhase", RoundPhaseRef, T("Giai đoạn; rỗng khi bị từ chối.", "The phase; null when refused."))


async def move_round_phase_dates(deed: Deed, input: MoveRoundPhaseDatesInput) -> Made[MoveRoundPhaseDatesPayload]:
    """Plan other dates."""
    phase = await phases.move_round_phase_dates(
        deed.session,
        deed.actor,
        phase_id=input.phase_id,
        expected_version=input.expected_version,
        opens_at=input.opens_at,
        closes_at=input.closes_at,
        reason=input.reason,
    )
    return Made(phase=phase.id)


@payload(T("Kết quả đánh dấu sáng kiến neo.", "The answer of markAnchor."))
class MarkAnchorPayload:
    """The round changed."""

    round = made("Round", RoundRef, ROUND)


async def mark_anchor(deed: Deed, input: MarkAnchorInput) -> Made[MarkAnchorPayload]:
    """Mark an anchor."""
    round_ = await entries.mark_anchor(
        deed.session,
        deed.actor,
        entry_id=input.entry_id,
        expected_version=input.expected_version,
        is_anchor=input.is_anchor,
    )
    return Made(round=round_.id)


@strawberry.type
class RoundSettingMutations:
    """Deeds on phases, classes of awards and anchors."""

    set_round_phases = mutation(
        set_round_phases,
        Permission.ROUND_MANAGE,
        T("Đặt các giai đoạn của vòng đang chuẩn bị.", "Set the phases of a round in preparation."),
    )
    set_round_tiers = mutation(
        set_round_tiers,
        Permission.ROUND_MANAGE,
        T("Đặt các hạng giải của vòng đang chuẩn bị.", "Set the classes of awards of a round in preparation."),
    )
    enter_round_phase = mutation(
        enter_round_phase,
        Permission.ROUND_MANAGE,
        T("Chuyển vòng đã mở sang giai đoạn khác.", "Let an opened round be in another of its phases."),
    )
    move_round_phase_dates = mutation(
        move_round_phase_dates,
        Permission.ROUND_MANAGE,
        T("Dời thời gian dự kiến của một giai đoạn, kèm lý do.", "Plan other dates for a phase, with a reason."),
    )
    mark_anchor = mutation(
        mark_anchor,
        Permission.ROUND_MANAGE,
        T("Đánh dấu hoặc bỏ dấu sáng kiến neo.", "Make an entry an anchor, or no anchor any more."),
    )
