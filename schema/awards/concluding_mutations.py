"""Deeds that follow a decision: publish it, present the awards, pay the prizes, take an award back."""

from datetime import date
from decimal import Decimal

import strawberry
from strawberry import UNSET

from domain.access.permissions import Permission
from domain.awards import concluding, revoking
from domain.awards.rules import RevocationGround, SigningCapacity
from schema.awards import concluding_lists as lists
from schema.awards.lists import NUMBER, SIGNED_ON
from schema.awards.texts import NOMINATION
from schema.mutation import Deed, Made, MutationInput, Ref, made, made_many, mutation, payload, ref, value
from schema.refs import AwardDecisionRef, NominationRef, RevocationRef
from schema.texts import READ_VERSION, REASON, T, describe

NOMINATIONS = T("1 đến 100 đề nghị; làm hết hoặc không làm gì.", "1 to 100 nominations: all of them, or none.")
NOMINATIONS_MADE = T("Các đề nghị; rỗng khi bị từ chối.", "The nominations; empty when refused.")
REVOCATION_MADE = T("Việc hủy bỏ; rỗng khi bị từ chối.", "The revocation; null when refused.")


@strawberry.input(description=describe(T("Công khai một quyết định.", "A decision to publish.")))
class PublishAwardDecisionInput(MutationInput):
    """Which decision was made known, and where."""

    decision_id: Ref = ref("AwardDecision", T("Quyết định.", "The decision."))
    channel: str = value(T("Nơi công khai.", "Where it was made known."))


@payload(T("Kết quả công khai.", "The answer of publishAwardDecision."))
class PublishAwardDecisionPayload:
    """The decision published."""

    award_decision = made(
        "AwardDecision", AwardDecisionRef, T("Quyết định; rỗng khi bị từ chối.", "The decision; null when refused.")
    )


async def publish_award_decision(deed: Deed, input: PublishAwardDecisionInput) -> Made[PublishAwardDecisionPayload]:
    """Publish a decision."""
    decision = await concluding.publish_award_decision(
        deed.session, deed.actor, decision_id=input.decision_id, channel=input.channel
    )
    return Made(award_decision=decision.id)


@strawberry.input(description=describe(T("Trao tặng.", "Awards that were presented.")))
class PresentAwardsInput(MutationInput):
    """Which awards were handed over, when and where."""

    nomination_ids: list[Ref] = ref("Nomination", NOMINATIONS)
    presented_on: date = value(T("Ngày trao, không ở tương lai.", "The day, not in the future."))
    presented_where: str = value(T("Nơi trao.", "The place."))


@payload(T("Kết quả trao tặng.", "The answer of presentAwards."))
class PresentAwardsPayload:
    """The nominations whose awards were presented."""

    nominations = made_many("Nomination", NominationRef, NOMINATIONS_MADE)


async def present_awards(deed: Deed, input: PresentAwardsInput) -> Made[PresentAwardsPayload]:
    """Note that awards were presented."""
    nominations = await concluding.present_awards(
        deed.session,
        deed.actor,
        nomination_ids=input.nomination_ids,
        presented_on=input.presented_on,
        presented_where=input.presented_where,
    )
    return Made({f"nominations{at:03}": nomination.id for at, nomination in enumerate(nominations)})


@strawberry.input(description=describe(T("Chi tiền thưởng.", "Prizes that were paid.")))
class PayPrizesInput(MutationInput):
    """Whose prizes were paid, when and by which document."""

    nomination_ids: list[Ref] = ref("Nomination", NOMINATIONS)
    paid_on: date = value(T("Ngày chi, không ở tương lai.", "The day, not in the future."))
    reference: str = value(T("Chứng từ chi.", "The document of the payment."))


@payload(T("Kết quả chi thưởng.", "The answer of payPrizes."))
class PayPrizesPayload:
    """The nominations whose prizes were paid."""

    nominations = made_many("Nomination", NominationRef, NOMINATIONS_MADE)


async def pay_prizes(deed: Deed, input: PayPrizesInput) -> Made[PayPrizesPayload]:
    """Note that prizes were paid."""
    nominations = await concluding.pay_prizes(
        deed.session,
        deed.actor,
        nomination_ids=input.nomination_ids,
        paid_on=input.paid_on,
        reference=input.reference,
    )
    return Made({f"nominations{at:03}": nomination.id for at, nomination in enumerate(nominations)})


@strawberry.input(description=describe(T("Hủy bỏ một quyết định khen thưởng.", "An award to take back.")))
class RevokeAwardInput(MutationInput):
    """Which award is taken back, why, and by which decision."""

    nomination_id: Ref = ref("Nomination", NOMINATION)
    expected_version: int = value(READ_VERSION)
    ground: RevocationGround = value(lists.GROUND)
    reason: str = value(REASON)
    number: str = value(NUMBER)
    signed_on: date = value(SIGNED_ON)
    signer_id: Ref = ref("Person", T("Người ký.", "Who signed it."))
    signing_capacity: SigningCapacity = value(lists.CAPACITY)


@payload(T("Kết quả hủy bỏ.", "The answer of revokeAward."))
class RevokeAwardPayload:
    """The revocation."""

    revocation = made("Revocation", RevocationRef, REVOCATION_MADE)


async def revoke_award(deed: Deed, input: RevokeAwardInput) -> Made[RevokeAwardPayload]:
    """Take an award back."""
    revocation = await revoking.revoke_award(
        deed.session,
        deed.actor,
        nomination_id=input.nomination_id,
        expected_version=input.expected_version,
        ground=input.ground,
        reason=input.reason,
        decision=revoking.RevokingDecision(input.number, input.signed_on, input.signer_id, input.signing_capacity),
    )
    return Made(revocation=revocation.id)


@strawberry.input(
    description=describe(
        T("Phần đã thu hồi: trường không gửi thì giữ nguyên.", "What was recovered: what is left out stays.")
    )
)
class RecordRecoveryInput(MutationInput):
    """What was recovered of a revoked award so far."""

    revocation_id: Ref = ref("Revocation", T("Việc hủy bỏ.", "The revocation."))
    expected_version: int = value(READ_VERSION)
    amount_recovered: Decimal | None = value(
        T("Tổng số đã thu hồi, đồng.", "The sum recovered so far, in đồng."), default=UNSET
    )
    object_returned_on: date | None = value(T("Ngày thu hồi hiện vật.", "When the object came back."), default=UNSET)
    recovery_note: str | None = value(T("Ghi chú.", "A note."), default=UNSET)


@payload(T("Kết quả ghi nhận thu hồi.", "The answer of recordRecovery."))
class RecordRecoveryPayload:
    """The revocation with what was recovered."""

    revocation = made("Revocation", RevocationRef, REVOCATION_MADE)


async def record_recovery(deed: Deed, input: RecordRecoveryInput) -> Made[RecordRecoveryPayload]:
    """Note what was recovered."""
    revocation = await revoking.record_recovery(
        deed.session,
        deed.actor,
        revocation_id=input.revocation_id,
        expected_version=input.expected_version,
        amount_recovered=input.amount_recovered,
        object_returned_on=input.object_returned_on,
        recovery_note=input.recovery_note,
    )
    return Made(revocation=revocation.id)


@strawberry.type
class ConcludingMutations:
    """Deeds that follow a decision."""

    publish_award_decision = mutation(
        publish_award_decision,
        Permission.AWARD_CONCLUDE,
        T("Ghi nhận quyết định đã được công khai.", "Note that a decision was published."),
    )
    present_awards = mutation(
        present_awards, Permission.AWARD_CONCLUDE, T("Ghi nhận đã trao tặng.", "Note that awards were presented.")
    )
    pay_prizes = mutation(
        pay_prizes, Permission.PRIZE_PAY, T("Ghi nhận đã chi tiền thưởng.", "Note that prizes were paid.")
    )
    revoke_award = mutation(
        revoke_award, Permission.AWARD_REVOKE, T("Hủy bỏ khen thưởng, có lý do.", "Take an award back, with a reason.")
    )
    record_recovery = mutation(
        record_recovery,
        Permission.AWARD_CONCLUDE,
        T("Ghi nhận hiện vật, tiền thưởng đã thu hồi.", "Note what was recovered of a revoked award."),
    )
