"""Deeds of ministry leaders on nominations, and the award decision."""

from datetime import date

import strawberry

from domain.access.permissions import Permission
from domain.awards import deciding, issuing
from domain.awards.rules import SigningCapacity
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


@strawberry.input(description=describe(T("Một đề nghị trong số nhiều.", "One nomination of many.")))
class NominationItemInput:
    """A nomination with the version that was read."""

    nomination_id: Ref = ref("Nomination", NOMINATION)
    expected_version: int = value(READ_VERSION)


@strawberry.input(description=describe(T("Duyệt nhiều đề nghị.", "Nominations to approve.")))
class ApproveNominationsInput(MutationInput):
    """Which nominations to approve together."""

    items: list[NominationItemInput] = value(
        T("1 đến 100 đề nghị; duyệt hết hoặc không duyệt đề nghị nào.", "1 to 100 nominations: all of them, or none.")
    )


@payload(T("Kết quả duyệt nhiều đề nghị.", "The answer of approveNominations."))
class ApproveNominationsPayload:
    """The nominations approved."""

    nominations = made_many(
        "Nomination",
        NominationRef,
        T("Các đề nghị đã duyệt; rỗng khi bị từ chối.", "The nominations; empty when refused."),
    )


async def approve_nominations(deed: Deed, input: ApproveNominationsInput) -> Made[ApproveNominationsPayload]:
    """Approve many nominations."""
    items = [(item.nomination_id, item.expected_version) for item in input.items]
    nominations = await deciding.approve_nominations(deed.session, deed.actor, items=items)
    return Made({f"nominations{at:03}": nomination.id for at, nomination in enumerate(nominations)})


@strawberry.input(description=describe(T("Quyết định khen thưởng.", "An award decision.")))
class IssueAwardDecisionInput(MutationInput):
    """A signed decision and whom it rewards."""

    movement_id: Ref = ref("Movement", lists.MOVEMENT)
    number: str = value(lists.NUMBER)
    signed_on: date = value(T("Ngày ký, không ở tương lai.", "The day of signing, not in the future."))
    signer_id: Ref = ref("Person", T("Người ký, đang là lãnh đạo Bộ.", "Who signed it, a ministry leader."))
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
    """Deeds of ministry leaders."""

    approve_nomination = mutation(
        approve_nomination, Permission.NOMINATION_DECIDE, T("Duyệt đề nghị khen thưởng.", "Approve a nomination.")
    )
    return_nomination = mutation(
        return_nomination, Permission.NOMINATION_DECIDE, T("Trả lại đề nghị.", "Send a nomination back.")
    )
    refuse_nomination = mutation(
        refuse_nomination, Permission.NOMINATION_DECIDE, T("Từ chối đề nghị.", "Refuse a nomination.")
    )
    approve_nominations = mutation(
        approve_nominations, Permission.NOMINATION_DECIDE, T("Duyệt nhiều đề nghị.", "Approve many nominations.")
    )
    issue_award_decision = mutation(
        issue_award_decision,
        Permission.NOMINATION_DECIDE,
        T("Ghi nhận quyết định khen thưởng đã ký.", "Record a signed award decision."),
    )
