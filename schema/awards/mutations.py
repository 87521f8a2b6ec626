"""Deeds on nominations: suggest, prepare, update, submit, propose, withdraw; the others in the modules beside."""

import strawberry
from strawberry import UNSET

from domain.access.permissions import Permission
from domain.awards import actions
from domain.awards.basis import ByHand
from schema.awards import lists, texts
from schema.awards.appraisal_mutations import AppraisalMutations
from schema.awards.catalogue_mutations import CatalogueMutations
from schema.awards.concluding_mutations import ConcludingMutations
from schema.awards.decision_mutations import DecisionMutations
from schema.awards.signing_mutations import SigningMutations
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import NominationRef
from schema.texts import READ_VERSION, REASON, T, describe


@strawberry.input(description=describe(T("Một cá nhân hoặc một tập thể, không cả hai.", "Either a person or a unit.")))
class NomineeInput:
    """Whom a nomination is for."""

    person_id: Ref | None = ref("Person", T("Cá nhân, tác giả của sáng kiến.", "An author."))
    unit_id: Ref | None = ref("Unit", T("Tập thể, đơn vị của sáng kiến.", "The initiative's unit."))


@strawberry.input(description=describe(T("Gợi ý khen thưởng gửi Vụ Tổ chức cán bộ.", "A suggestion to Personnel.")))
class SuggestNominationInput(MutationInput):
    """What is suggested."""

    result_entry_id: Ref = ref("ResultEntry", texts.RESULT_ENTRY)
    nominee: NomineeInput = value(T("Đối tượng được gợi ý.", "Whom it is for."))
    form_id: Ref = ref("AwardForm", texts.FORM)
    summary: str = value(texts.SUMMARY)


@payload(T("Kết quả gợi ý.", "The answer of suggestNomination."))
class SuggestNominationPayload:
    """The draft made."""

    nomination = made("Nomination", NominationRef, texts.NOMINATION_MADE)


async def suggest_nomination(deed: Deed, input: SuggestNominationInput) -> Made[SuggestNominationPayload]:
    """Suggest a nomination."""
    nomination = await actions.suggest_nomination(
        deed.session,
        deed.actor,
        result_entry_id=input.result_entry_id,
        person_id=input.nominee.person_id,
        unit_id=input.nominee.unit_id,
        form_id=input.form_id,
        summary=input.summary,
    )
    return Made(nomination=nomination.id)


@strawberry.input(
    description=describe(T("Lập đề nghị không dựa vào kết quả.", "A nomination that rests on no result."))
)
class ByHandInput:
    """Of which movement, why, and for which initiative, if for any."""

    movement_id: Ref = ref("Movement", lists.MOVEMENT)
    reason: str = value(T("Lý do lập thủ công.", "Why it is made by hand."))
    initiative_id: Ref | None = ref("Initiative", T("Sáng kiến, nếu có.", "The initiative, if it is for one."))


@strawberry.input(description=describe(T("Đề nghị khen thưởng mới.", "A new nomination.")))
class PrepareNominationInput(MutationInput):
    """What a nomination is drafted from: a standing in a published result, or a reason given by hand."""

    result_entry_id: Ref | None = ref("ResultEntry", texts.RESULT_ENTRY)
    by_hand: ByHandInput | None = value(T("Lập thủ công, thay cho xếp hạng.", "By hand, instead of a standing."))
    nominee: NomineeInput = value(T("Đối tượng được đề nghị.", "Whom it is for."))
    form_id: Ref = ref("AwardForm", texts.FORM)
    summary: str = value(texts.SUMMARY)


@payload(T("Kết quả lập đề nghị.", "The answer of prepareNomination."))
class PrepareNominationPayload:
    """The draft made."""

    nomination = made("Nomination", NominationRef, texts.NOMINATION_MADE)


async def prepare_nomination(deed: Deed, input: PrepareNominationInput) -> Made[PrepareNominationPayload]:
    """Draft a nomination."""
    given = input.by_hand
    nomination = await actions.prepare_nomination(
        deed.session,
        deed.actor,
        result_entry_id=input.result_entry_id,
        by_hand=None if given is None else ByHand(given.movement_id, given.reason, given.initiative_id),
        person_id=input.nominee.person_id,
        unit_id=input.nominee.unit_id,
        form_id=input.form_id,
        summary=input.summary,
    )
    return Made(nomination=nomination.id)


@strawberry.input(
    description=describe(
        T("Thay đổi của đề nghị: trường không gửi thì giữ nguyên.", "What changes: what is left out stays.")
    )
)
class UpdateNominationInput(MutationInput):
    """What changes of a draft or a returned nomination."""

    nomination_id: Ref = ref("Nomination", texts.NOMINATION)
    expected_version: int = value(READ_VERSION)
    form_id: Ref | None = ref("AwardForm", texts.FORM, default=UNSET)
    summary: str | None = value(texts.SUMMARY, default=UNSET)


@payload(T("Kết quả sửa đề nghị.", "The answer of updateNomination."))
class UpdateNominationPayload:
    """The nomination changed."""

    nomination = made("Nomination", NominationRef, texts.NOMINATION_MADE)


async def update_nomination(deed: Deed, input: UpdateNominationInput) -> Made[UpdateNominationPayload]:
    """Change a nomination."""
    nomination = await actions.update_nomination(
        deed.session,
        deed.actor,
        nomination_id=input.nomination_id,
        expected_version=input.expected_version,
        form_id=input.form_id,
        summary=input.summary,
    )
    return Made(nomination=nomination.id)


@strawberry.input(description=describe(T("Gửi một hồ sơ.", "A dossier to send in.")))
class SubmitNominationInput(MutationInput):
    """Which dossier, as it was read."""

    nomination_id: Ref = ref("Nomination", texts.NOMINATION)
    expected_version: int = value(READ_VERSION)


@payload(T("Kết quả thao tác.", "The answer of submitNomination."))
class SubmitNominationPayload:
    """The dossier as it stands now."""

    nomination = made("Nomination", NominationRef, texts.NOMINATION_MADE)


async def submit_nomination(deed: Deed, input: SubmitNominationInput) -> Made[SubmitNominationPayload]:
    """Send a dossier in."""
    nomination = await actions.submit_nomination(
        deed.session,
        deed.actor,
        nomination_id=input.nomination_id,
        expected_version=input.expected_version,
    )
    return Made(nomination=nomination.id)


@strawberry.input(description=describe(T("Trình một đề nghị.", "A nomination to propose.")))
class ProposeNominationInput(MutationInput):
    """Which nomination to propose."""

    nomination_id: Ref = ref("Nomination", texts.NOMINATION)
    expected_version: int = value(READ_VERSION)


@payload(T("Kết quả trình đề nghị.", "The answer of proposeNomination."))
class ProposeNominationPayload:
    """The nomination proposed."""

    nomination = made("Nomination", NominationRef, texts.NOMINATION_MADE)


async def propose_nomination(deed: Deed, input: ProposeNominationInput) -> Made[ProposeNominationPayload]:
    """Propose a nomination."""
    nomination = await actions.propose_nomination(
        deed.session, deed.actor, nomination_id=input.nomination_id, expected_version=input.expected_version
    )
    return Made(nomination=nomination.id)


@strawberry.input(description=describe(T("Rút một đề nghị.", "A nomination to withdraw.")))
class WithdrawNominationInput(MutationInput):
    """Which nomination to withdraw, and why."""

    nomination_id: Ref = ref("Nomination", texts.NOMINATION)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@payload(T("Kết quả rút đề nghị.", "The answer of withdrawNomination."))
class WithdrawNominationPayload:
    """The nomination withdrawn."""

    nomination = made("Nomination", NominationRef, texts.NOMINATION_MADE)


async def withdraw_nomination(deed: Deed, input: WithdrawNominationInput) -> Made[WithdrawNominationPayload]:
    """Withdraw a nomination."""
    nomination = await actions.withdraw_nomination(
        deed.session,
        deed.actor,
        nomination_id=input.nomination_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(nomination=nomination.id)


@strawberry.type
class AwardMutations(CatalogueMutations, AppraisalMutations, DecisionMutations, SigningMutations, ConcludingMutations):
    """Deeds on the catalogues, on nominations, on decisions and what follows them."""

    suggest_nomination = mutation(
        suggest_nomination, Permission.NOMINATION_SUGGEST, T("Gợi ý khen thưởng.", "Suggest a nomination.")
    )
    prepare_nomination = mutation(
        prepare_nomination, Permission.NOMINATION_PREPARE, T("Lập đề nghị khen thưởng.", "Draft a nomination.")
    )
    update_nomination = mutation(
        update_nomination, Permission.NOMINATION_PREPARE, T("Sửa đề nghị.", "Change a nomination.")
    )
    submit_nomination = mutation(
        submit_nomination,
        Permission.NOMINATION_PREPARE,
        T("Gửi hồ sơ để kiểm tra, thẩm định.", "Send a dossier in."),
        also=[Permission.NOMINATION_SUGGEST],
    )
    propose_nomination = mutation(
        propose_nomination, Permission.NOMINATION_PREPARE, T("Trình lãnh đạo Bộ.", "Propose a nomination.")
    )
    withdraw_nomination = mutation(
        withdraw_nomination, Permission.NOMINATION_PREPARE, T("Rút đề nghị.", "Withdraw a nomination.")
    )
