"""Deeds of those who decide on nominations, and the award decision."""

from datetime import date

import strawberry

from domain.access.permissions import Permission
from domain.awards import deciding, issuing
from domain.awards.rules import SigningCapacity, Verdict
from schema.awards import lists
from schema.awards.texts import NOMINATION, NOMINATION_MADE
from schema.mutation import Deed, Made, MutationInput, Ref, made, made_many, mutation, payload, ref, value
from schema.refs import AwardDecisionRef, NominationRef
from schema.texts import READ_VERSION, REASON, T, describe


@strawberry.input(description=describe(T("Duyệt một đề nghị.", "A nomination to approve.")))
class ApproveNominationInput(MutationInput):
    """Which nomination to approve."""

    nomination_id: Ref = ref("Nomination", NOMINATION)
    expected_version: int = value(READ_VERSION)


@payload(T("Kết quả duyệt.", "The answer of approveNomination."))
class ApproveNominationPayload:
    """The nomination approved."""

    nomination = made("Nomination", NominationRef, NOMINATION_MADE)


async def approve_nomination(deed: Deed, input: ApproveNominationInput) -> Made[ApproveNominationPayload]:
    """Approve a nomination."""
    nomination = await deciding.approve_nomination(
        deed.session, deed.actor, nomination_id=input.nomination_id, expected_version=input.expected_version
    )
    return Made(nomination=nomination.id)


@strawberry.input(description=describe(T("Trả lại một đề nghị.", "A nomination to send back.")))
class ReturnNominationInput(MutationInput):
    """Which nomination to send back, and why."""

    nomination_id: Ref = ref("Nomination", NOMINATION)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@payload(T("Kết quả trả lại.", "The answer of returnNomination."))
class ReturnNominationPayload:
    """The nomination sent back."""

    nomination = made("Nomination", NominationRef, NOMINATION_MADE)


async def return_nomination(deed: Deed, input: ReturnNominationInput) -> Made[ReturnNominationPayload]:
    """Send a nomination back."""
    nomination = await deciding.return_nomination(
        deed.session,
        deed.actor,
        nomination_id=input.nomination_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(nomination=nomination.id)


@strawberry.input(description=describe(T("Từ chối một đề nghị.", "A nomination to refuse.")))
class RefuseNominationInput(MutationInput):
    """Which nomination to refuse, and why."""

    nomination_id: Ref = ref("Nomination", NOMINATION)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@payload(T("Kết quả từ chối.", "The answer of refuseNomination."))
class RefuseNominationPayload:
    """The nomination refused."""

    nomination = made("Nomination", NominationRef, NOMINATION_MADE)


async def refuse_nomination(deed: Deed, input: RefuseNominationInput) -> Made[RefuseNominationPayload]:
    """Refuse a nomination."""
    nomination = await deciding.refuse_nomination(
        deed.session,
        deed.actor,
        nomination_id=input.nomination_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(nomination=nomination.id)


@strawberry.input(description=describe(T("Quyết định về một đề nghị trong số nhiều.", "One nomination of many.")))
class NominationAnswerInput:
    """What is decided on a nomination, with the version that was read."""

    nomination_id: Ref = ref("Nomination", NOMINATION)
    expected_version: int = value(READ_VERSION)
    verdict: Verdict = value(T("Duyệt, trả lại hay từ chối.", "Approved, returned or refused."))
    reason: str | None = value(
        T(
            "Lý do, bắt buộc khi không duyệt; khi duyệt thì không lưu.",
            "Why; needed unless it is approved, and then not kept.",
        )
    )


@strawberry.input(description=describe(T("Quyết định về nhiều đề nghị.", "Nominations to decide on.")))
class DecideNominationsInput(MutationInput):
    """What is decided on nominations together."""

    items: list[NominationAnswerInput] = value(
        T(
            "1 đến 100 đề nghị, mỗi đề nghị một quyết định và lý do; làm hết hoặc không làm gì.",
            "1 to 100 nominations, each with its verdict and reason: all of them, or none.",
        )
    )


@payload(T("Kết quả quyết định về nhiều đề nghị.", "The answer of decideNominations."))
class DecideNominationsPayload:
    """The nominations decided on."""

    nominations = made_many(
        "Nomination",
        NominationRef,
        T("Các đề nghị, theo thứ tự đã gửi; rỗng khi bị từ chối.", "The nominations, in order; empty when refused."),
    )


async def decide_nominations(deed: Deed, input: DecideNominationsInput) -> Made[DecideNominationsPayload]:
    """Decide on many nominations."""
    answers = [deciding.Answer(i.nomination_id, i.expected_version, i.verdict, i.reason) for i in input.items]
    nominations = await deciding.decide_nominations(deed.session, deed.actor, answers=answers)
    return Made({f"nominations{at:03}": nomination.id for at, nomination in enumerate(nominations)})


@strawberry.input(description=describe(T("Quyết định khen thưởng.", "An award decision.")))
class IssueAwardDecisionInput(MutationInput):
    """A signed decision and whom it rewards."""

    movement_id: Ref = ref("Movement", lists.MOVEMENT)
    number: str = value(lists.NUMBER)
    signed_on: date = value(T("Ngày ký, không ở tương lai.", "The day of signing, not in the future."))
    signer_id: Ref = ref(
        "Person", T("Người ký, có thẩm quyền hoặc được giao ký.", "Who signed it, by right or by delegation.")
    )
    signing_capacity: SigningCapacity = value(T("Thể thức đề ký.", "In whose name it is signed."))
    nomination_ids: list[Ref] = ref("Nomination", T("1 đến 100 đề nghị đã duyệt.", "1 to 100 approved nominations."))


@payload(T("Kết quả ghi nhận quyết định.", "The answer of issueAwardDecision."))
class IssueAwardDecisionPayload:
    """The decision recorded."""

    award_decision = made(
        "AwardDecision", AwardDecisionRef, T("Quyết định; rỗng khi bị từ chối.", "The decision; null when refused.")
    )


async def issue_award_decision(deed: Deed, input: IssueAwardDecisionInput) -> Made[IssueAwardDecisionPayload]:
    """Record a signed decision."""
    decision = await issuing.issue_award_decision(
        deed.session,
        deed.actor,
        movement_id=input.movement_id,
        number=input.number,
        signed_on=input.signed_on,
        signer_id=input.signer_id,
        signing_capacity=input.signing_capacity,
        nomination_ids=input.nomination_ids,
    )
    return Made(award_decision=decision.id)


@strawberry.type
class DecisionMutations:
    """Deeds of those who decide."""

    approve_nomination = mutation(
        approve_nomination, Permission.NOMINATION_DECIDE, T("Duyệt đề nghị khen thưởng.", "Approve a nomination.")
    )
    return_nomination = mutation(
        return_nomination,
        Permission.NOMINATION_DECIDE,
        T("Trả lại đề nghị.", "Send a nomination back."),
        also=[Permission.NOMINATION_APPRAISE],
    )
    refuse_nomination = mutation(
        refuse_nomination, Permission.NOMINATION_DECIDE, T("Từ chối đề nghị.", "Refuse a nomination.")
    )
    decide_nominations = mutation(
        decide_nominations,
        Permission.NOMINATION_DECIDE,
        T("Duyệt, trả lại, từ chối nhiều đề nghị, mỗi đề nghị có lý do riêng.", "Decide on many nominations at once."),
    )
    issue_award_decision = mutation(
        issue_award_decision,
        Permission.NOMINATION_DECIDE,
        T("Ghi nhận quyết định khen thưởng đã ký.", "Record a signed award decision."),
    )
